// Names of many traditions and questions about them whose answer is known, made from the lists of
// names by country in the shared data. Equal seeds give equal bytes. No list, no names: empty.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sallyport::bench {

struct NamesToMake {
  std::size_t names = 1'000'000;
  std::uint64_t seed = 1;
  bool wide = false;  ///< half of the surnames spelt as nobody else's: many rare words, as in life
};

struct MadeName {
  std::string name;
  std::string
      native;  ///< as its own country writes it; equal to name where that is in Latin letters
};
/// Distinct names of two to four words.
std::vector<MadeName> make_names(const NamesToMake& wanted);

struct Question {
  std::size_t row = 0;
  std::string text;
};
struct QuestionKind {
  std::string name;
  std::vector<Question> questions;
};
/// As written, one and two typing errors, exchanged order, without the middle part, an initial, a
/// blank lost, in the name's own script; `each` of a kind.
std::vector<QuestionKind> make_questions(const std::vector<MadeName>& names, std::size_t each,
                                         std::uint64_t seed);

}  // namespace sallyport::bench
