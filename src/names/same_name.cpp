#include "names/same_name.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

namespace sallyport::names {
namespace {

// Forms of address, academic degrees, ranks and callings that stand before or behind a name. In
// order, for binary search. Words that are names too (Dean, Judge, King, Khan) are not among them.
constexpr std::string_view kTitles[] = {
    "ambassador", "brigadier", "capt",      "captain", "col",      "colonel", "commander",
    "count",      "dame",      "dr",        "eng",     "esq",      "frau",    "gen",
    "general",    "haji",      "hajji",     "herr",    "hon",      "ing",     "lady",
    "lord",       "lt",        "madame",    "maj",     "minister", "miss",    "mme",
    "monsieur",   "mr",        "mrs",       "ms",      "mullah",   "mx",      "phd",
    "president",  "prof",      "professor", "rev",     "reverend", "sen",     "senator",
    "senor",      "senora",    "sergeant",  "sgt",     "shaikh",   "shaykh",  "sheik",
    "sheikh",     "signor",    "signora",   "sir"};
static_assert(std::is_sorted(std::begin(kTitles), std::end(kTitles)));

constexpr std::size_t kLongWord = 4;

bool is_title(std::string_view word) {
  return std::binary_search(std::begin(kTitles), std::end(kTitles), word);
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

char letter_for(char digit) {
  constexpr std::string_view kLooksLike = "oizeasgtbg";
  return digit >= '0' && digit <= '9' ? kLooksLike[static_cast<std::size_t>(digit - '0')] : digit;
}

struct Word {
  std::string_view text;
  std::string folded;  // of ASCII letters alone, for comparing
};

std::vector<Word> split(std::string_view name) {
  std::vector<Word> words;
  words.reserve(6);
  for (std::size_t at = 0; at < name.size();) {
    const std::size_t end = std::min(name.find(' ', at), name.size());
    if (end > at) {
      Word word{name.substr(at, end - at), {}};
      for (const char c : word.text)
        if (c != '.' && c != ',') word.folded.push_back(lower(c));
      words.push_back(std::move(word));
    }
    at = end + 1;
  }
  return words;
}

bool has_digit_among_letters(std::string_view word) {
  bool digit = false;
  bool letter = false;
  for (const char c : word) {
    digit = digit || (c >= '0' && c <= '9');
    letter = letter || (lower(c) >= 'a' && lower(c) <= 'z') || static_cast<unsigned char>(c) > 127;
  }
  return digit && letter;
}

}  // namespace

std::string plain_name(std::string_view name) {
  std::vector<Word> words = split(name);
  const auto title = [](const Word& word) { return is_title(word.folded); };
  if (std::any_of(words.begin(), words.end(), title)) {
    std::vector<Word> kept = words;
    std::erase_if(kept, title);
    const bool enough = kept.size() > 1 || (kept.size() == 1 && kept[0].folded.size() >= kLongWord);
    if (enough) words = std::move(kept);
  }
  std::string out;
  out.reserve(name.size());
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool said = std::any_of(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(i),
                                  [&](const Word& word) { return word.folded == words[i].folded; });
    // "bin" may stand twice in a name, and a name of one word said twice is two words.
    if (said && words.size() > 2 && words[i].folded.size() >= kLongWord) continue;
    if (!out.empty()) out.push_back(' ');
    if (!has_digit_among_letters(words[i].text)) {
      out += words[i].text;
      continue;
    }
    for (const char c : words[i].text) out.push_back(letter_for(c));
  }
  return out;
}

const text::PreparedName& NameComparer::prepared(std::string_view name) {
  const auto known = kept_.find(std::string(name));
  if (known != kept_.end()) return known->second;
  return kept_.emplace(name, text::prepare_name(plain_name(name))).first->second;
}

int NameComparer::similarity(std::string_view a, std::string_view b) {
  if (kept_.size() + 2 > kNamesKept) kept_.clear();  // the first must not go when the second comes
  const text::PreparedName& one = prepared(a);
  return text::name_similarity(one, prepared(b));
}

}  // namespace sallyport::names
