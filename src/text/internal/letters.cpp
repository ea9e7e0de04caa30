#include "text/internal/letters.hpp"

#include <cstddef>
#include <iterator>

namespace sallyport::text::internal {
namespace {

struct Letter {
  char32_t from;
  const char* to;
};

template <std::size_t N>
const char* find(const Letter (&table)[N], char32_t c) {
  for (const Letter& letter : table)
    if (letter.from == c) return letter.to;
  return nullptr;
}

template <std::size_t N>
const char* at(const char* const (&table)[N], char32_t first, char32_t c) {
  return c >= first && c < first + N ? table[c - first] : nullptr;
}

}  // namespace

const char* cyrillic_letter(char32_t c) {
  static constexpr const char* kMain[] = {
      "a", "b", "v",  "g",  "d",  "e",  "zh", "z",  "i",  "y",    "k",  "l", "m",  "n", "o",  "p",
      "r", "s", "t",  "u",  "f",  "kh", "ts", "ch", "sh", "shch", "",   "y", "",   "e", "yu", "ya",
      "e", "e", "dj", "gj", "ye", "dz", "i",  "yi", "j",  "lj",   "nj", "c", "kj", "i", "u",  "dz"};
  static constexpr Letter kMore[] = {
      {0x491, "g"}, {0x493, "gh"}, {0x497, "zh"}, {0x49B, "k"}, {0x4A3, "ng"}, {0x4AF, "u"},
      {0x4B1, "u"}, {0x4B3, "h"},  {0x4B7, "j"},  {0x4BB, "h"}, {0x4CF, ""},   {0x4D9, "a"},
      {0x4E3, "i"}, {0x4E9, "o"},  {0x4EF, "u"},  {0x4E7, "o"}, {0x4F1, "u"},  {0x4D7, "e"}};
  const char* main = at(kMain, 0x430, c);
  return main != nullptr ? main : find(kMore, c);
}

const char* greek_letter(char32_t c) {
  static constexpr const char* kMain[] = {"a", "v", "g", "d", "e",  "z",  "i", "th", "i",
                                          "k", "l", "m", "n", "x",  "o",  "p", "r",  "s",
                                          "s", "t", "y", "f", "ch", "ps", "o", "i",  "y"};
  static constexpr Letter kAccented[] = {{0x3AC, "a"}, {0x3AD, "e"}, {0x3AE, "i"},
                                         {0x3AF, "i"}, {0x390, "i"}, {0x3B0, "y"},
                                         {0x3CC, "o"}, {0x3CD, "y"}, {0x3CE, "o"}};
  const char* main = at(kMain, 0x3B1, c);
  return main != nullptr ? main : find(kAccented, c);
}

const char* armenian_letter(char32_t c) {
  static constexpr const char* kMain[] = {"a", "b", "g",  "d",  "e",  "z", "e",  "y",  "t",  "zh",
                                          "i", "l", "kh", "ts", "k",  "h", "dz", "gh", "ch", "m",
                                          "y", "n", "sh", "o",  "ch", "p", "j",  "r",  "s",  "v",
                                          "t", "r", "ts", "v",  "p",  "k", "o",  "f"};
  return at(kMain, 0x561, c);
}

const char* georgian_letter(char32_t c) {
  static constexpr const char* kMain[] = {
      "a", "b", "g", "d", "e", "v",  "z", "t",  "i",  "k",  "l",  "m",  "n",  "o",  "p", "zh", "r",
      "s", "t", "u", "p", "k", "gh", "q", "sh", "ch", "ts", "dz", "ts", "ch", "kh", "j", "h"};
  return at(kMain, 0x10D0, c);
}

const char* arabic_letter(char32_t c) {
  static constexpr Letter kLetters[] = {
      {0x627, "a"},  {0x628, "b"}, {0x62A, "t"},  {0x62B, "th"}, {0x62C, "j"},  {0x62D, "h"},
      {0x62E, "kh"}, {0x62F, "d"}, {0x630, "dh"}, {0x631, "r"},  {0x632, "z"},  {0x633, "s"},
      {0x634, "sh"}, {0x635, "s"}, {0x636, "d"},  {0x637, "t"},  {0x638, "z"},  {0x639, "a"},
      {0x63A, "gh"}, {0x641, "f"}, {0x642, "q"},  {0x643, "k"},  {0x644, "l"},  {0x645, "m"},
      {0x646, "n"},  {0x647, "h"}, {0x648, "w"},  {0x64A, "y"},  {0x649, "a"},  {0x629, "a"},
      {0x621, ""},   {0x622, "a"}, {0x623, "a"},  {0x625, "i"},  {0x624, "u"},  {0x626, "i"},
      {0x671, "a"},  {0x67E, "p"}, {0x686, "ch"}, {0x698, "zh"}, {0x6A9, "k"},  {0x6AF, "g"},
      {0x6CC, "y"},  {0x679, "t"}, {0x688, "d"},  {0x691, "r"},  {0x6BA, "n"},  {0x6C1, "h"},
      {0x6BE, "h"},  {0x6D2, "e"}, {0x6C0, "eh"}, {0x6C3, "a"},  {0x695, "r"},  {0x6B5, "l"},
      {0x6C6, "o"},  {0x6CE, "e"}, {0x6A4, "v"},  {0x6D5, "e"},  {0x640, ""},   {0x64E, "a"},
      {0x64F, "u"},  {0x650, "i"}, {0x651, ""},   {0x652, ""},   {0x64B, "an"}, {0x64C, "un"},
      {0x64D, "in"}, {0x670, "a"}, {0x654, ""},   {0x655, ""},   {0x6CD, "y"},  {0x681, "dz"},
      {0x685, "ts"}, {0x693, "r"}, {0x696, "zh"}, {0x69A, "sh"}, {0x6BC, "n"},  {0x67C, "t"},
      {0x689, "d"},  {0x6AB, "g"}, {0x6D0, "e"}};
  return find(kLetters, c);
}

const char* hebrew_letter(char32_t c) {
  static constexpr const char* kMain[] = {"a", "v",  "g",  "d",  "h",  "v", "z", "h",  "t",
                                          "y", "kh", "kh", "l",  "m",  "m", "n", "n",  "s",
                                          "a", "f",  "f",  "ts", "ts", "k", "r", "sh", "t"};
  if (c >= 0x591 && c <= 0x5C7 && c != 0x5BE) return "";  // points and cantillation
  return at(kMain, 0x5D0, c);
}

}  // namespace sallyport::text::internal
