// Any bytes through every reader: no crash, no hang, well-formed output, canonical forms that read
// as themselves. Run: cmake --preset fuzz && build/fuzz/bin/sallyport_text_text_fuzz -max_len=400
#include <cstdint>
#include <cstdlib>

#include "text/fold.hpp"
#include "text/internal/utf8.hpp"
#include "text/money.hpp"
#include "text/numbers.hpp"
#include "text/parse_date.hpp"
#include "text/phonetic.hpp"
#include "text/similarity.hpp"

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

void canonical(sallyport::Result<std::string> (*read)(std::string_view), std::string_view text) {
  const auto once = read(text);
  if (once) must(read(*once).value_or("") == *once);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sallyport::text;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string clean = sanitise_utf8(text);
  must(is_valid_utf8(clean) && sanitise_utf8(clean) == clean);
  const std::string folded = fold(text);
  must(is_valid_utf8(folded) && fold(folded) == folded);
  const std::string latin = to_latin(text);
  must(internal::is_ascii(latin));
  (void)name_tokens(folded);
  (void)double_metaphone(latin);
  (void)consonant_skeleton(latin);
  const std::string_view half = text.substr(0, size / 2);
  must(name_similarity(text, half) == name_similarity(half, text));
  must(damerau_osa(text, half, 5) == damerau_osa(half, text, 5));
  must(jaro_winkler(text, half) == jaro_winkler(half, text));
  (void)parse_date(text);
  (void)parse_date(text, {.month_first = true, .excel_serials = true});
  (void)parse_date_time(text, Zone::kEuropeLondon);
  (void)parse_pence(text);
  (void)guess_number(text);
  canonical([](std::string_view t) { return normalise_phone(t); }, text);
  canonical([](std::string_view t) { return normalise_pnc(t); }, text);
  for (const auto read :
       {normalise_plate, normalise_postcode, normalise_email, normalise_card_ending,
        normalise_account, normalise_imei, normalise_iccid, normalise_prison_number, normalise_cro,
        normalise_crn, normalise_ocg, normalise_ni_number})
    canonical(read, text);
  return 0;
}
