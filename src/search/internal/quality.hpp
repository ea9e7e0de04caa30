// How well a word of the index fits a word of the query, in thousandths. Pure; whole numbers;
// depends on the two words alone. Bands do not overlap: exact 1000; short form 900; typing error
// 500-890; beginning 460-490; sound 300-450; word of a text 400.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sallyport::search::internal {

enum class How : std::uint8_t {
  exact,
  short_form,    ///< Bill, William
  typing_error,  ///< edits tells how many
  beginning,     ///< the word goes on
  ending,        ///< numbers
  sound,
  initial,
  joined,     ///< two words of the query are one here
  exchanged,  ///< day and month
  within,     ///< a date inside the year or month asked for, or less precise than asked
  text_word,  ///< a word of an address, a description, a report
  through,    ///< a number or place it is tied to matched
};

struct Fit {
  std::int32_t quality = 0;  ///< 0 = does not fit
  How how = How::exact;
  int edits = 0;
};

/// Edits allowed between words of these lengths: none up to 2 letters; 1 at 3 letters, and when
/// both have up to 4; else 2.
int allowed_edits(std::size_t shorter, std::size_t longer);
Fit fit_typing(std::string_view asked, std::string_view found);
Fit fit_sound(std::string_view asked, std::string_view found);
Fit fit_beginning(std::string_view asked, std::string_view found);
/// Part of a number: the more of it, the better.
Fit fit_number_end(std::string_view asked, std::string_view found);
Fit fit_number_beginning(std::string_view asked, std::string_view found);

}  // namespace sallyport::search::internal
