// Any text as a mapping or an agreement: read or refused; what is read can be described.
#include "intake/agreement.hpp"
#include "intake/mapping.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto mapping = sallyport::intake::parse_mapping(text);
  if (mapping) (void)sallyport::intake::describe(*mapping);
  (void)sallyport::intake::parse_agreements(text);
  return 0;
}
