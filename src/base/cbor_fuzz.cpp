// Any bytes: reading ends in a value or a failure; what reads whole writes back to the same bytes
// (one encoding for one value).
#include <algorithm>
#include <cstdint>

#include "base/assert.hpp"
#include "base/cbor.hpp"

namespace sallyport::cbor {
namespace {

template <class Copy>
void expect_same_bytes(ByteView input, Copy copy) {
  Reader reader(input);
  Writer writer;
  copy(reader, writer);
  if (!reader.finish()) return;
  SALLYPORT_ASSERT(std::ranges::equal(writer.out(), input));
}

void copy_array(Reader& reader, Writer& writer) {
  const std::size_t size = reader.array();
  if (reader.failed()) return;
  writer.array(size);
  for (std::size_t i = 0; i < size && !reader.failed(); ++i) writer.bytes(reader.bytes());
}

void read_any(ByteView input) {
  expect_same_bytes(input, [](Reader& r, Writer& w) { w.unsigned_int(r.unsigned_int()); });
  expect_same_bytes(input, [](Reader& r, Writer& w) { w.integer(r.integer()); });
  expect_same_bytes(input, [](Reader& r, Writer& w) { w.bytes(r.bytes()); });
  expect_same_bytes(input, [](Reader& r, Writer& w) { w.text(r.text()); });
  expect_same_bytes(input, [](Reader& r, Writer& w) { w.boolean(r.boolean()); });
  expect_same_bytes(input, copy_array);
}

}  // namespace
}  // namespace sallyport::cbor

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  sallyport::cbor::read_any(sallyport::ByteView(data, size));
  return 0;
}
