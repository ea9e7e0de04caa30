// A cell as the values it is compared by: plain Latin words, dates as digits, an address in its
// parts, numbers without what people put between the digits.
// Pure. Threads: any. Failure: none; what cannot be read gives an empty value. Cost: linear; ASCII
// takes a path without ICU.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sallyport::linkage {

/// Folded Latin letters and digits, words parted by one blank, apostrophes gone.
std::string plain_words(std::string_view cell);
/// Letters and digits only, lower case.
std::string plain_mark(std::string_view cell);
/// "1971-06-24" -> "19710624"; parts that are not known are 0 ("19710000"). Eight digits stay as
/// they are, a date or not: a slip of the finger can be compared too.
std::string plain_date(std::string_view cell, bool month_first);
/// Digits, without a country's code where it can be seen: the last ten at most.
std::string plain_phone(std::string_view cell);
std::string plain_email(std::string_view cell);
/// "f" and "m" where the first letter says so, else the words.
std::string plain_sex(std::string_view cell);

/// Which of those who bear one name in a family: 1 senior, 2 junior or II, 3, 4; 0 is not said.
using Generation = std::uint8_t;
/// "Jr", "jnr.", "II", "2nd"; 0 for anything else.
Generation generation_of(std::string_view cell);

struct NameParts {
  std::string given, middle, surname;
  Generation generation = 0;
};
/// "Kessell, Martha Jane", "Martha Jane Kessell", "van der Berg, Jan", "Dr Martha Kessell".
NameParts split_name(std::string_view cell);
/// "martha jane" -> given martha, middle jane. Titles are dropped.
NameParts split_given(std::string_view cell);
/// The surname alone, and the generation behind it ("Ashby Jr").
NameParts split_surname(std::string_view cell);

struct AddressParts {
  std::string house, street, town, postcode;
};
/// "Flat 3, 12 Mill Lane, Estmere QJ1 1AA": house "3 12", street "mill ln"...
AddressParts split_address(std::string_view cell);

/// True when dates of this column are written month first: asked of many cells, it counts.
class DateOrder {
 public:
  void look_at(std::string_view cell);
  bool month_first() const { return month_first_ > day_first_; }

 private:
  std::size_t month_first_ = 0;
  std::size_t day_first_ = 0;
};

/// The parts of a cell that holds several values: "a|b", "a;b".
std::vector<std::string_view> parts_of(std::string_view cell);
/// Cells that say nothing: "", "-", "n/a", "null", "unknown", "none", "nan".
bool says_nothing(std::string_view cell);
std::string_view trim(std::string_view cell);

}  // namespace sallyport::linkage
