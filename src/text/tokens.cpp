#include <algorithm>
#include <array>

#include "text/fold.hpp"

namespace sallyport::text {
namespace {

// In order, for binary search. Short words that stand before (or between) the parts of one name.
constexpr std::array<std::string_view, 46> kParticles = {
    "a",   "abd", "abdel", "abdul", "abu", "ad",  "af",   "al",   "an",  "ap", "ar",  "as",
    "ash", "at",  "az",    "bar",   "ben", "bin", "bint", "d",    "da",  "de", "del", "della",
    "den", "der", "di",    "do",    "dos", "du",  "el",   "fitz", "ibn", "l",  "la",  "le",
    "mac", "mc",  "o",     "san",   "st",  "ter", "ul",   "van",  "von", "zu"};
static_assert(std::is_sorted(kParticles.begin(), kParticles.end()));

bool is_word_byte(unsigned char c) {
  return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

struct Word {
  std::string text;
  bool hyphen_before = false;
};

std::vector<Word> split(std::string_view folded) {
  std::vector<Word> words;
  std::string current;
  bool hyphen = false;
  const auto finish = [&](bool by_hyphen) {
    if (!current.empty()) {
      words.push_back({std::move(current), hyphen});
      hyphen = false;
    }
    current.clear();
    hyphen = by_hyphen && !words.empty();
  };
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const char c = folded[i];
    if (is_word_byte(static_cast<unsigned char>(c))) {
      current.push_back(c);
    } else if (c != '\'') {
      finish(c == '-');
    }
  }
  finish(false);
  return words;
}

}  // namespace

bool is_name_particle(std::string_view word) {
  return std::binary_search(kParticles.begin(), kParticles.end(), word);
}

std::vector<std::string> tokens(std::string_view folded) {
  std::vector<std::string> out;
  for (Word& word : split(folded)) out.push_back(std::move(word.text));
  return out;
}

NameTokens name_tokens(std::string_view folded) {
  NameTokens out;
  const std::vector<Word> words = split(folded);
  // A particle run with the word behind it; each of its tails too ("van der berg": vanderberg,
  // derberg).
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string joined = words[i].text;
    for (std::size_t j = i + 1; j < words.size() && j <= i + 3; ++j) {
      const bool by_particle = is_name_particle(words[j - 1].text);
      if (!by_particle && !words[j].hyphen_before) break;
      joined += words[j].text;
      if (!is_name_particle(words[j].text)) out.joined.push_back(joined);
    }
  }
  // "o'brien" is also filed under "brien".
  for (std::size_t at = folded.find('\''); at != std::string_view::npos;
       at = folded.find('\'', at + 1)) {
    const std::vector<std::string> rest = tokens(folded.substr(at + 1));
    const bool inside = at > 0 && at + 1 < folded.size() && folded[at - 1] != ' ' &&
                        is_word_byte(static_cast<unsigned char>(folded[at + 1]));
    if (inside && !rest.empty() && rest.front().size() > 2) out.joined.push_back(rest.front());
  }
  for (const Word& word : words) out.words.push_back(word.text);
  std::sort(out.joined.begin(), out.joined.end());
  out.joined.erase(std::unique(out.joined.begin(), out.joined.end()), out.joined.end());
  std::erase_if(out.joined, [&](const std::string& form) {
    return std::find(out.words.begin(), out.words.end(), form) != out.words.end();
  });
  return out;
}

}  // namespace sallyport::text
