#include <cctype>
#include <string>
#include <vector>

#include "match/internal/layout.hpp"
#include "text/fold.hpp"

namespace sallyport::match::internal {
namespace {

bool has_digit(std::string_view word) {
  for (char c : word)
    if (c >= '0' && c <= '9') return true;
  return false;
}
bool has_letter(std::string_view word) {
  for (char c : word)
    if (c >= 'a' && c <= 'z') return true;
  return false;
}

// "hf9" + "4qx": the two halves of a British postcode.
bool outward(std::string_view word) {
  return word.size() >= 2 && word.size() <= 4 && word[0] >= 'a' && word[0] <= 'z' &&
         has_digit(word);
}
bool inward(std::string_view word) {
  return word.size() == 3 && word[0] >= '0' && word[0] <= '9' && word[1] >= 'a' && word[2] >= 'a';
}

bool is_unit_word(std::string_view word) {
  return word == "flat" || word == "apartment" || word == "apt" || word == "unit" ||
         word == "room" || word == "block" || word == "no" || word == "number";
}

std::string_view whole_word(std::string_view word) {
  if (word == "st") return "street";
  if (word == "rd") return "road";
  if (word == "ave" || word == "av") return "avenue";
  if (word == "ln") return "lane";
  if (word == "cl") return "close";
  if (word == "dr") return "drive";
  if (word == "ct" || word == "crt") return "court";
  if (word == "pl") return "place";
  if (word == "cres") return "crescent";
  return word;
}

void append(std::string& to, std::string_view word) {
  if (!to.empty()) to += ' ';
  to += word;
}

struct Part {
  std::vector<std::string> words;
  bool street = false;  ///< has a word that is neither a number nor "flat"
};

}  // namespace

AddressText read_address(std::string_view line) {
  AddressText out;
  std::vector<Part> parts;
  while (!line.empty()) {
    const auto end = line.find_first_of(",;\n");
    Part part;
    part.words = text::tokens(text::to_latin(line.substr(0, end)));
    line = end == std::string_view::npos ? std::string_view{} : line.substr(end + 1);
    auto& words = part.words;
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
      if (!outward(words[i]) || !inward(words[i + 1])) continue;
      out.postcode = words[i] + words[i + 1];
      words.erase(words.begin() + static_cast<std::ptrdiff_t>(i),
                  words.begin() + static_cast<std::ptrdiff_t>(i) + 2);
      break;
    }
    for (const auto& word : words)
      part.street |= has_letter(word) && !has_digit(word) && !is_unit_word(word);
    if (!words.empty()) parts.push_back(std::move(part));
  }
  bool street_read = false;
  for (const Part& part : parts) {
    if (street_read) {
      out.town.clear();  // the last part is the town: districts stand before it
      for (const auto& word : part.words) append(out.town, word);
      continue;
    }
    for (const auto& word : part.words) {
      if (has_digit(word)) {
        append(out.numbers, word);
      } else if (!is_unit_word(word)) {
        append(out.street, whole_word(word));
      }
    }
    street_read = part.street;
  }
  return out;
}

std::string bare_number(std::string_view value) {
  std::string out;
  for (char c : value) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) continue;
    out += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return out;
}

}  // namespace sallyport::match::internal
