#include "text/similarity.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "text/internal/utf8.hpp"

namespace sallyport::text {
namespace {

using Bits = std::uint64_t;
constexpr std::size_t kWord = 64;

// Where each character of the pattern stands, for ASCII. Only the entries of the two texts are ever
// written or read, so the table is not cleared as a whole (that would cost more than the work).
class AsciiMasks {
 public:
  AsciiMasks(std::string_view pattern, std::string_view text) {
    for (const char c : text) table_[index(c)] = 0;
    for (const char c : pattern) table_[index(c)] = 0;
    Bits bit = 1;
    for (const char c : pattern) {
      table_[index(c)] |= bit;
      bit <<= 1;
    }
  }
  Bits operator[](char c) const { return table_[index(c)]; }

 private:
  static std::size_t index(char c) { return static_cast<unsigned char>(c) & 0x7F; }
  Bits table_[128];
};

// The same for any characters: a pattern has at most 64 of them, so a scan is as good as a table.
class WideMasks {
 public:
  WideMasks(std::u32string_view pattern, std::u32string_view) {
    Bits bit = 1;
    for (const char32_t c : pattern) {
      std::size_t i = 0;
      while (i < size_ && characters_[i] != c) ++i;
      if (i == size_) {
        characters_[size_] = c;
        masks_[size_++] = 0;
      }
      masks_[i] |= bit;
      bit <<= 1;
    }
  }
  Bits operator[](char32_t c) const {
    for (std::size_t i = 0; i < size_; ++i)
      if (characters_[i] == c) return masks_[i];
    return 0;
  }

 private:
  std::size_t size_ = 0;
  char32_t characters_[kWord];
  Bits masks_[kWord];
};

inline Bits lowest(Bits bits) {
  return bits & (~bits + 1);
}

struct JaroCounts {
  std::int64_t matches = 0;
  std::int64_t mismatched = 0;  ///< matched characters out of order; half of it are transpositions
};

template <class Masks, class View>
JaroCounts jaro_bits(View a, View b) {
  __attribute__((uninitialized)) const Masks masks(a, b);
  const int bound = std::max(0, static_cast<int>(std::max(a.size(), b.size())) / 2 - 1);
  Bits window = bound + 1 >= 64 ? ~Bits{0} : (Bits{1} << (bound + 1)) - 1;
  Bits a_matched = 0;
  Bits b_matched = 0;
  for (std::size_t j = 0; j < b.size(); ++j) {
    const Bits found = masks[b[j]] & window & ~a_matched;
    a_matched |= lowest(found);
    b_matched |= static_cast<Bits>(found != 0) << j;
    window <<= 1;
    if (static_cast<int>(j) < bound) window |= 1;
  }
  JaroCounts counts{std::popcount(a_matched), 0};
  while (b_matched != 0) {
    const Bits next = lowest(a_matched);
    counts.mismatched +=
        (masks[b[static_cast<std::size_t>(std::countr_zero(b_matched))]] & next) == 0;
    a_matched ^= next;
    b_matched &= b_matched - 1;
  }
  return counts;
}

template <class View>
JaroCounts jaro_plain(View a, View b) {
  const std::size_t half = std::max(a.size(), b.size()) / 2;
  const std::size_t bound = half > 0 ? half - 1 : 0;
  std::vector<char> a_matched(a.size(), 0);
  std::vector<std::size_t> order;
  for (std::size_t j = 0; j < b.size(); ++j) {
    const std::size_t from = j > bound ? j - bound : 0;
    const std::size_t to = std::min(a.size(), j + bound + 1);
    for (std::size_t i = from; i < to; ++i) {
      if (a_matched[i] != 0 || a[i] != b[j]) continue;
      a_matched[i] = 1;
      order.push_back(j);
      break;
    }
  }
  JaroCounts counts{static_cast<std::int64_t>(order.size()), 0};
  std::size_t k = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a_matched[i] != 0) counts.mismatched += a[i] != b[order[k++]];
  return counts;
}

template <class Masks, class View>
int jaro_winkler_of(View a, View b) {
  // One order for both directions: greedy matching may pick other positions the other way round.
  if (a.size() > b.size() || (a.size() == b.size() && b < a)) std::swap(a, b);
  const JaroCounts c = b.size() <= kWord ? jaro_bits<Masks>(a, b) : jaro_plain(a, b);
  if (c.matches == 0) return 0;
  const auto la = static_cast<std::int64_t>(a.size());
  const auto lb = static_cast<std::int64_t>(b.size());
  const std::int64_t m = c.matches;
  const std::int64_t top = m * m * lb + m * m * la + (m - c.mismatched / 2) * la * lb;
  const std::int64_t bottom = 3 * la * lb * m;
  std::int64_t prefix = 0;
  while (prefix < std::min<std::int64_t>(4, la) &&
         a[static_cast<std::size_t>(prefix)] == b[static_cast<std::size_t>(prefix)])
    ++prefix;
  if (top * 10 <= bottom * 7) prefix = 0;
  return static_cast<int>(1000 * (10 * top + prefix * (bottom - top)) / (10 * bottom));
}

// The pattern a has at most 64 characters.
template <class Masks, class View>
int osa_bits(View a, View b, int max) {
  __attribute__((uninitialized)) const Masks masks(a, b);
  Bits vertical_plus = ~Bits{0};
  Bits vertical_minus = 0;
  Bits diagonal = 0;
  Bits mask_before = 0;
  const Bits last = Bits{1} << (a.size() - 1);
  int distance = static_cast<int>(a.size());
  int left = static_cast<int>(b.size());
  for (const auto c : b) {
    const Bits mask = masks[c];
    const Bits swapped = (((~diagonal) & mask) << 1) & mask_before;
    diagonal = (((mask & vertical_plus) + vertical_plus) ^ vertical_plus) | mask | vertical_minus |
               swapped;
    Bits horizontal_plus = vertical_minus | ~(diagonal | vertical_plus);
    Bits horizontal_minus = diagonal & vertical_plus;
    distance += (horizontal_plus & last) != 0;
    distance -= (horizontal_minus & last) != 0;
    --left;
    if (distance - left > max) return max + 1;  // the rest can take off at most one each
    horizontal_plus = (horizontal_plus << 1) | 1;
    horizontal_minus <<= 1;
    vertical_plus = horizontal_minus | ~(diagonal | horizontal_plus);
    vertical_minus = horizontal_plus & diagonal;
    mask_before = mask;
  }
  return std::min(distance, max + 1);
}

template <class View>
int osa_plain(View a, View b, int max) {
  const std::size_t n = a.size();
  std::vector<int> before_last(n + 1);
  std::vector<int> last(n + 1);
  std::vector<int> row(n + 1);
  for (std::size_t i = 0; i <= n; ++i) last[i] = static_cast<int>(i);
  for (std::size_t j = 1; j <= b.size(); ++j) {
    row[0] = static_cast<int>(j);
    int least = row[0];
    for (std::size_t i = 1; i <= n; ++i) {
      const int same = a[i - 1] == b[j - 1] ? 0 : 1;
      row[i] = std::min({last[i] + 1, row[i - 1] + 1, last[i - 1] + same});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[i] = std::min(row[i], before_last[i - 2] + 1);
      least = std::min(least, row[i]);
    }
    if (least > max + 1) return max + 1;  // a swap reaches one row further back
    before_last.swap(last);
    last.swap(row);
  }
  return std::min(last[n], max + 1);
}

template <class Masks, class View>
int osa_of(View a, View b, int max) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > static_cast<std::size_t>(max)) return max + 1;
  if (a.empty()) return static_cast<int>(b.size());
  return a.size() <= kWord ? osa_bits<Masks>(a, b, max) : osa_plain(a, b, max);
}

template <class Masks, class View>
int lcs_of(View a, View b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (a.empty()) return 0;
  if (a.size() <= kWord) {
    __attribute__((uninitialized)) const Masks masks(a, b);
    Bits rows = ~Bits{0};
    for (const auto c : b) {
      const Bits hit = rows & masks[c];
      rows = (rows + hit) | (rows - hit);
    }
    const Bits used = a.size() == kWord ? ~Bits{0} : (Bits{1} << a.size()) - 1;
    return std::popcount(~rows & used);
  }
  std::vector<int> last(a.size() + 1, 0);
  std::vector<int> row(a.size() + 1, 0);
  for (const auto c : b) {
    for (std::size_t i = 1; i <= a.size(); ++i)
      row[i] = a[i - 1] == c ? last[i - 1] + 1 : std::max(last[i], row[i - 1]);
    last.swap(row);
  }
  return last[a.size()];
}

// Runs the kernel on bytes when both are ASCII, on code points otherwise.
template <class Narrow, class Wide>
int dispatch(std::string_view a, std::string_view b, Narrow narrow, Wide wide) {
  if (internal::is_ascii(a) && internal::is_ascii(b))
    return narrow(a.substr(0, kMaxCharacters), b.substr(0, kMaxCharacters));
  const std::u32string wide_a = internal::to_u32(a.substr(0, 4 * kMaxCharacters));
  const std::u32string wide_b = internal::to_u32(b.substr(0, 4 * kMaxCharacters));
  return wide(std::u32string_view(wide_a).substr(0, kMaxCharacters),
              std::u32string_view(wide_b).substr(0, kMaxCharacters));
}

}  // namespace

int jaro_winkler(std::string_view a, std::string_view b) {
  if (a == b) return 1000;
  if (a.empty() || b.empty()) return 0;
  const int score = dispatch(
      a, b, [](auto x, auto y) { return jaro_winkler_of<AsciiMasks>(x, y); },
      [](auto x, auto y) { return jaro_winkler_of<WideMasks>(x, y); });
  return std::min(score, 999);  // texts that differ only behind kMaxCharacters
}

int damerau_osa(std::string_view a, std::string_view b, int max) {
  if (a == b) return 0;
  const int limit = std::clamp(max, 0, static_cast<int>(kMaxCharacters));
  return dispatch(
      a, b, [&](auto x, auto y) { return osa_of<AsciiMasks>(x, y, limit); },
      [&](auto x, auto y) { return osa_of<WideMasks>(x, y, limit); });
}

int lcs_length(std::string_view a, std::string_view b) {
  return dispatch(
      a, b, [](auto x, auto y) { return lcs_of<AsciiMasks>(x, y); },
      [](auto x, auto y) { return lcs_of<WideMasks>(x, y); });
}

bool is_swap_across_a_letter(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (a.size() < 2 || b.size() != a.size() + 1) return false;
  std::size_t same = 0;
  while (same + 2 < a.size() && a[same] == b[same]) ++same;
  return a[same] == b[same + 2] && a[same + 1] == b[same] &&
         a.substr(same + 2) == b.substr(same + 3);
}

}  // namespace sallyport::text
