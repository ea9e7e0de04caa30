// Any bytes from a reader process that was taken over: the parent answers, never crashes.
#include "intake/frames.hpp"

namespace {

class Nothing final : public sallyport::intake::RowSink {
  sallyport::Status preamble(const sallyport::intake::Preamble&) override {
    return sallyport::ok();
  }
  sallyport::Status row(const sallyport::intake::SourceRow&) override { return sallyport::ok(); }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Nothing sink;
  sallyport::intake::FrameReader reader(sink);
  sallyport::ByteView rest(data, size);
  while (rest.size() >= 2) {
    const std::size_t take = std::min<std::size_t>(rest[0] | rest[1] << 8, rest.size() - 2);
    if (!reader.take(rest.subspan(2, take))) break;
    rest = rest.subspan(2 + take);
  }
  return 0;
}
