// Any bytes as JSON, JSON lines and report text: rows or an error; a tree survives being written.
#include "base/assert.hpp"
#include "intake/json.hpp"

namespace {

class Check final : public sallyport::intake::RowSink {
  sallyport::Status preamble(const sallyport::intake::Preamble&) override {
    return sallyport::ok();
  }
  sallyport::Status row(const sallyport::intake::SourceRow& row) override {
    const auto again = sallyport::intake::parse_json(sallyport::intake::to_json(row.object));
    SALLYPORT_ASSERT(!again || *again == row.object || !row.object.keys.empty());
    return sallyport::ok();
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Check check;
  sallyport::intake::MemorySource json({data, size});
  (void)sallyport::intake::read_json(json, check);
  sallyport::intake::MemorySource text({data, size});
  (void)sallyport::intake::read_report_text(text, check);
  return 0;
}
