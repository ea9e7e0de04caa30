// How an agency's own file goes wrong: typing slips, spellings of names that were heard, days and
// months exchanged, old addresses. A record's errors depend on that record alone.
#include <array>
#include <cstdlib>

#include "base/time.hpp"
#include "synth/internal/world.hpp"

namespace sallyport::synth {
namespace {

bool ascii_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// One slip at a place where both neighbours are plain letters, the first letter mostly kept.
void slip(std::string& word, Stream& stream) {
  if (word.size() < 4) return;
  const std::size_t at = 1 + stream.below(word.size() - 2);
  const auto kind = stream.below(4);
  if (!ascii_letter(word[at]) || !ascii_letter(word[at + 1])) return;
  switch (kind) {
    case 0:
      std::swap(word[at], word[at + 1]);
      break;
    case 1:
      word.erase(at, 1);
      break;
    case 2:
      word.insert(at, 1, word[at]);
      break;
    default:
      word[at] = static_cast<char>('a' + stream.below(26));
  }
}

/// The name as another clerk hears it.
void respell(std::string& word, Stream& stream) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 22> kRules = {
      {{"ou", "u"}, {"kh", "h"}, {"ei", "ey"}, {"ov", "off"}, {"ck", "k"}, {"ph", "f"},
       {"mm", "m"}, {"ss", "s"}, {"ll", "l"},  {"ie", "y"},   {"y", "i"},  {"sh", "ch"},
       {"ee", "i"}, {"aa", "a"}, {"q", "k"},   {"dh", "d"},   {"th", "t"}, {"w", "v"},
       {"j", "y"},  {"c", "k"},  {"e", "a"},   {"z", "s"}}};
  const std::size_t start = stream.below(kRules.size());
  for (std::size_t n = 0; n < kRules.size(); ++n) {
    const auto& [from, to] = kRules[(start + n) % kRules.size()];
    const auto found = word.find(from, 1);
    if (found == std::string::npos) continue;
    word.replace(found, from.size(), to);
    return;
  }
}

/// What an English keyboard leaves of a name with marks.
std::string plain(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 48> kMarks = {
      {{"\u0142", "l"}, {"\u0141", "L"}, {"\u015b", "s"}, {"\u0144", "n"}, {"\u00f3", "o"},
       {"\u0105", "a"}, {"\u0119", "e"}, {"\u017a", "z"}, {"\u017c", "z"}, {"\u0107", "c"},
       {"\u00e9", "e"}, {"\u00e1", "a"}, {"\u00ed", "i"}, {"\u00fa", "u"}, {"\u00e3", "a"},
       {"\u00ea", "e"}, {"\u00fc", "u"}, {"\u00f6", "o"}, {"\u00d6", "O"}, {"\u015f", "s"},
       {"\u015e", "S"}, {"\u0131", "i"}, {"\u0130", "I"}, {"\u011f", "g"}, {"\u00e7", "c"},
       {"\u00c7", "C"}, {"\u0219", "s"}, {"\u0218", "S"}, {"\u021b", "t"}, {"\u0103", "a"},
       {"\u0102", "A"}, {"\u1ec5", "e"}, {"\u1ea7", "a"}, {"\u00ea", "e"}, {"\u1ea1", "a"},
       {"\u1ef3", "y"}, {"\u0169", "u"}, {"\u00f5", "o"}, {"\u0110", "D"}, {"\u1eb7", "a"},
       {"\u00f9", "u"}, {"\u1ed7", "o"}, {"\u1ed3", "o"}, {"\u00f4", "o"}, {"\u01b0", "u"},
       {"\u01a1", "o"}, {"\u00fd", "y"}, {"\u00f1", "n"}}};
  std::string out(text);
  for (const auto& [mark, letter] : kMarks) {
    for (auto at = out.find(mark); at != std::string::npos; at = out.find(mark, at)) {
      out.replace(at, mark.size(), letter);
    }
  }
  return out;
}

std::int32_t misread(std::int32_t birth, Stream& stream) {
  const CivilDate d = to_civil(Date{birth});
  const auto kind = stream.below(10);
  if (kind < 5 && d.day <= 12) return to_date({d.year, d.day, d.month}).day;
  if (kind < 8) return birth + static_cast<std::int32_t>(stream.between(-9, 9));
  const int year = d.year + (stream.below(2) == 0 ? 1 : -1);
  const unsigned day = d.month == 2 && d.day == 29 ? 28 : d.day;
  return to_date({year, d.month, day}).day;
}

}  // namespace

Observed observe(const World& world, const Person& person, std::uint64_t salt,
                 std::uint32_t per_mille) {
  const std::uint64_t who = static_cast<std::uint64_t>(person.kind) << 40 | person.index;
  Stream stream = world.stream(Tag::kObserved, who, person.sub, salt);
  Observed out{person.surname, person.forename, person.birth,
               person.address, person.town,     person.postcode};
  const bool keeps_marks = stream.per_mille(400);
  if (!keeps_marks) {
    out.surname = plain(out.surname);
    out.forenames = plain(out.forenames);
  }
  if (person.tradition > 1 && stream.per_mille(per_mille * 2)) respell(out.forenames, stream);
  if (person.tradition > 1 && stream.per_mille(per_mille * 2)) respell(out.surname, stream);
  if (stream.per_mille(per_mille)) slip(out.surname, stream);
  if (stream.per_mille(per_mille)) slip(out.forenames, stream);
  if (!person.middle.empty() && stream.per_mille(600)) out.forenames += " " + person.middle;
  if (stream.per_mille(per_mille / 8 + 1)) std::swap(out.surname, out.forenames);
  if (stream.per_mille(per_mille / 2)) out.birth = misread(out.birth, stream);
  if (stream.per_mille(per_mille * 3)) {  // an old address
    out.address = world.names().street_address(stream);
    out.town = world.names().town(stream);
    out.postcode = world.names().postcode(stream);
  }
  return out;
}

}  // namespace sallyport::synth
