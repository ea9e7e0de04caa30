// Keys under which two words within two edits meet: the first letters of the word with none, one
// and two of them left out. Only kBeginning letters are looked at: an edit behind them changes no
// form, one within moves at most one letter over the edge, which leaving out the last letter
// undoes. Pure. Cost: 29 keys at most, a few nanoseconds each; the letters are bytes of one number.
// Source: Mor & Fraenkel 1982; W. Garbe, SymSpell (2012), for the beginning.
#pragma once

#include <cstdint>
#include <string_view>

namespace sallyport::names::internal {

inline constexpr std::size_t kBeginning = 7;

/// Letters that are left out: two, from five letters on.
inline int left_out(std::size_t letters) {
  return letters >= 5 ? 2 : 1;
}

inline std::uint64_t spread(std::uint64_t form) {
  form *= 0x9e3779b97f4a7c15ULL;
  form ^= form >> 29;
  form *= 0xbf58476d1ce4e5b9ULL;
  return form ^ form >> 32;
}

/// The form without its letter at i.
inline std::uint64_t without(std::uint64_t form, std::size_t i) {
  const std::uint64_t below = (std::uint64_t{1} << (8 * i)) - 1;
  return (form & below) | (form >> 8 & ~below);
}

/// sink(hash); the same form may come twice.
template <class Sink>
void near_keys(std::string_view word, int most_left_out, Sink sink) {
  const std::size_t n = word.size() < kBeginning ? word.size() : kBeginning;
  std::uint64_t form = 0;
  for (std::size_t i = 0; i < n; ++i)
    form |= static_cast<std::uint64_t>(static_cast<unsigned char>(word[i])) << (8 * i);
  sink(spread(form));
  if (n < 2) return;
  for (std::size_t i = 0; i < n; ++i) {
    if (i > 0 && word[i] == word[i - 1]) continue;  // the same form as before
    const std::uint64_t one = without(form, i);
    sink(spread(one));
    if (most_left_out < 2 || n < 3) continue;
    for (std::size_t j = i; j + 1 < n; ++j) {  // the letter that stood at j + 1
      if (j > i && word[j + 1] == word[j]) continue;
      sink(spread(without(one, j)));
    }
  }
}

}  // namespace sallyport::names::internal
