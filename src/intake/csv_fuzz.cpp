// Any bytes: rows or an error, never a crash; the limits hold.
#include "base/assert.hpp"
#include "base/limits.hpp"
#include "intake/csv.hpp"

namespace {

class Check final : public sallyport::intake::RowSink {
  sallyport::Status preamble(const sallyport::intake::Preamble& p) override {
    SALLYPORT_ASSERT(!p.columns.empty());
    return sallyport::ok();
  }
  sallyport::Status row(const sallyport::intake::SourceRow& row) override {
    SALLYPORT_ASSERT(row.cells.size() <= sallyport::limits::kColumns + 1);
    return sallyport::ok();
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  sallyport::intake::MemorySource source({data, size});
  Check check;
  (void)sallyport::intake::read_csv(source, check);
  return 0;
}
