#include "text/version.hpp"

#include <unicode/uchar.h>
#include <unicode/uversion.h>

namespace sallyport::text {

std::string unicode_version() {
  UVersionInfo icu;
  UVersionInfo unicode;
  u_getVersion(icu);
  u_getUnicodeVersion(unicode);
  std::string out;
  for (const auto* version : {&icu, &unicode}) {
    char digits[U_MAX_VERSION_STRING_LENGTH];
    u_versionToString(*version, digits);
    if (!out.empty()) out += ' ';
    out += digits;
  }
  return out;
}

}  // namespace sallyport::text
