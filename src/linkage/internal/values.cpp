#include "linkage/internal/values.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/time.hpp"
#include "text/fold.hpp"
#include "text/parse_date.hpp"

namespace sallyport::linkage {
namespace {

constexpr std::size_t kLongestCell = 400;  // of a name or a place; the rest is not compared

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::vector<std::string> split(std::string_view words) {
  std::vector<std::string> out;
  while (!words.empty()) {
    const auto blank = words.find(' ');
    if (blank != 0) out.emplace_back(words.substr(0, blank));
    words = blank == std::string_view::npos ? std::string_view{} : words.substr(blank + 1);
  }
  return out;
}

std::string join(const std::vector<std::string>& words, std::size_t begin, std::size_t end) {
  std::string out;
  for (std::size_t i = begin; i < end; ++i) {
    if (!out.empty()) out += ' ';
    out += words[i];
  }
  return out;
}

void drop_titles(std::vector<std::string>& words) {
  static constexpr std::array<std::string_view, 10> kTitles = {
      "mr", "mrs", "ms", "miss", "dr", "prof", "sir", "dame", "rev", "esq"};
  std::erase_if(words, [](const std::string& word) {
    return std::find(kTitles.begin(), kTitles.end(), word) != kTitles.end();
  });
}

/// What stands behind a name and is none: "john ashby jr". A first word may be a name ("Junior").
Generation take_generation(std::vector<std::string>& words) {
  if (words.size() < 2) return 0;
  const Generation generation = generation_of(words.back());
  if (generation != 0) words.pop_back();
  return generation;
}

/// 2004-02-29 as "20040229"; the parts as numbers, none checked against the calendar.
std::string digits_of(int year, int month, int day) {
  std::string out(8, '0');
  for (int i = 3; i >= 0; --i, year /= 10) out[static_cast<std::size_t>(i)] += year % 10;
  out[4] += static_cast<char>(month / 10);
  out[5] += static_cast<char>(month % 10);
  out[6] += static_cast<char>(day / 10);
  out[7] += static_cast<char>(day % 10);
  return out;
}

/// Up to three runs of digits with one mark between; 0 when the text is something else.
int digit_runs(std::string_view text, std::array<std::string_view, 3>& runs) {
  int count = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t begin = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    if (at == begin || count == 3) return 0;
    runs[static_cast<std::size_t>(count++)] = text.substr(begin, at - begin);
    if (at == text.size()) break;
    if (std::string_view("-/. ").find(text[at]) == std::string_view::npos) return 0;
    ++at;
  }
  return count;
}

int number_of(std::string_view digits) {
  int out = 0;
  for (const char c : digits) out = out * 10 + (c - '0');
  return out;
}

std::string canonical_street_word(std::string word) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 20> kShort = {
      {{"street", "st"},   {"road", "rd"},      {"avenue", "ave"}, {"av", "ave"},
       {"lane", "ln"},     {"drive", "dr"},     {"close", "cl"},   {"crescent", "cres"},
       {"cr", "cres"},     {"place", "pl"},     {"court", "ct"},   {"terrace", "tce"},
       {"square", "sq"},   {"gardens", "gdns"}, {"grove", "gr"},   {"boulevard", "blvd"},
       {"highway", "hwy"}, {"saint", "st"},     {"parade", "pde"}, {"circuit", "cct"}}};
  for (const auto& [from, to] : kShort)
    if (word == from) return std::string(to);
  return word;
}

bool is_flat_word(std::string_view word) {
  static constexpr std::array<std::string_view, 6> kWords = {"flat",      "unit", "apt",
                                                             "apartment", "no",   "suite"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

/// "QJ1 1AA" at the end of the words, or a last word of five digits: taken off.
std::string take_postcode(std::vector<std::string>& words) {
  if (words.size() < 2) return {};
  const std::string& last = words.back();
  if (last.size() == 5 && std::all_of(last.begin(), last.end(), is_digit) && words.size() > 2) {
    std::string out = last;
    words.pop_back();
    return out;
  }
  const std::string& before = words[words.size() - 2];
  const bool inward = last.size() == 3 && is_digit(last[0]) && is_letter(last[1]);
  const bool outward = before.size() >= 2 && before.size() <= 4 && is_letter(before[0]) &&
                       std::any_of(before.begin(), before.end(), is_digit);
  if (!inward || !outward) return {};
  std::string out = before + last;
  words.resize(words.size() - 2);
  return out;
}

}  // namespace

std::string_view trim(std::string_view cell) {
  while (!cell.empty() && (cell.front() == ' ' || cell.front() == '\t')) cell.remove_prefix(1);
  while (!cell.empty() && (cell.back() == ' ' || cell.back() == '\t')) cell.remove_suffix(1);
  return cell;
}

bool says_nothing(std::string_view cell) {
  if (cell.empty()) return true;
  if (cell.size() > 9) return false;
  std::string lower;
  for (const char c : cell) lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  static constexpr std::array<std::string_view, 10> kNothing = {
      "-", "--", "n/a", "na", "null", "unknown", "none", "nan", "not known", "?"};
  return std::find(kNothing.begin(), kNothing.end(), lower) != kNothing.end();
}

std::vector<std::string_view> parts_of(std::string_view cell) {
  std::vector<std::string_view> out;
  while (true) {
    const auto at = cell.find_first_of("|;");
    const auto part = trim(cell.substr(0, at));
    if (!says_nothing(part)) out.push_back(part);
    if (at == std::string_view::npos) return out;
    cell.remove_prefix(at + 1);
  }
}

std::string plain_words(std::string_view cell) {
  cell = cell.substr(0, kLongestCell);
  std::string latin;
  if (!is_ascii(cell)) {
    latin = text::to_latin(cell);
    cell = latin;
  }
  std::string out;
  out.reserve(cell.size());
  bool blank = false;
  for (char c : cell) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (is_letter(c) || is_digit(c)) {
      if (blank && !out.empty()) out += ' ';
      blank = false;
      out += c;
    } else if (c != '\'' && c != '`') {
      blank = true;
    }
  }
  return out;
}

std::string plain_mark(std::string_view cell) {
  std::string out = plain_words(cell);
  std::erase(out, ' ');
  return out;
}

std::string plain_date(std::string_view cell, bool month_first) {
  if (cell.size() > 10 && (cell[10] == 'T' || cell[10] == ' ')) cell = cell.substr(0, 10);
  std::array<std::string_view, 3> runs;
  const int count = digit_runs(cell, runs);
  if (count == 1 && runs[0].size() == 8) return std::string(runs[0]);
  if (count == 1 && runs[0].size() == 4) return std::string(runs[0]) + "0000";
  const auto short_run = [](std::string_view run) { return run.size() <= 2; };
  if (count == 3 && runs[0].size() == 4 && short_run(runs[1]) && short_run(runs[2]))
    return digits_of(number_of(runs[0]), number_of(runs[1]), number_of(runs[2]));
  if (count == 3 && runs[2].size() == 4 && short_run(runs[0]) && short_run(runs[1])) {
    int day = number_of(runs[0]);
    int month = number_of(runs[1]);
    if (month_first) std::swap(day, month);
    if (month > 12 && day <= 12) std::swap(day, month);
    return digits_of(number_of(runs[2]), month, day);
  }
  const auto parsed =
      text::parse_date(cell, {.month_first = month_first, .latest_short_year = 2026});
  if (!parsed) return {};
  const CivilDate first = to_civil(Date{parsed->date.first_day});
  const CivilDate last = to_civil(Date{parsed->date.last_day});
  if (first.year != last.year) return {};
  const bool one_month = first.month == last.month;
  const bool one_day = one_month && first.day == last.day;
  return digits_of(first.year, one_month ? static_cast<int>(first.month) : 0,
                   one_day ? static_cast<int>(first.day) : 0);
}

std::string plain_phone(std::string_view cell) {
  std::string out;
  for (const char c : cell)
    if (is_digit(c)) out += c;
  if (out.size() < 5) return {};
  return out.size() > 10 ? out.substr(out.size() - 10) : out;
}

std::string plain_email(std::string_view cell) {
  std::string out;
  for (const char c : cell)
    if (c != ' ' && c != '<' && c != '>')
      out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (out.starts_with("mailto:")) out.erase(0, 7);
  return out;
}

std::string plain_sex(std::string_view cell) {
  std::string words = plain_words(cell);
  if (words.starts_with("f") || words.starts_with("w")) return "f";
  if (words.starts_with("m")) return "m";
  return {};
}

Generation generation_of(std::string_view cell) {
  struct Known {
    std::string_view word;
    Generation generation;
  };
  static constexpr std::array<Known, 15> kKnown = {{{"sr", 1},
                                                    {"snr", 1},
                                                    {"senior", 1},
                                                    {"1st", 1},
                                                    {"jr", 2},
                                                    {"jnr", 2},
                                                    {"jun", 2},
                                                    {"junior", 2},
                                                    {"ii", 2},
                                                    {"2nd", 2},
                                                    {"iii", 3},
                                                    {"3rd", 3},
                                                    {"iv", 4},
                                                    {"4th", 4},
                                                    {"sen", 1}}};
  const std::string word = plain_words(cell);
  for (const Known& known : kKnown)
    if (known.word == word) return known.generation;
  return 0;
}

NameParts split_given(std::string_view cell) {
  auto words = split(plain_words(cell));
  drop_titles(words);
  const Generation generation = take_generation(words);
  if (words.empty()) return {};
  return {words[0], join(words, 1, words.size()), {}, generation};
}

NameParts split_surname(std::string_view cell) {
  auto words = split(plain_words(cell));
  if (words.size() > 1) drop_titles(words);
  const Generation generation = take_generation(words);
  return {{}, {}, join(words, 0, words.size()), generation};
}

NameParts split_name(std::string_view cell) {
  if (const auto comma = cell.find(','); comma != std::string_view::npos) {
    NameParts out = split_given(cell.substr(comma + 1));
    NameParts family = split_surname(cell.substr(0, comma));
    out.surname = std::move(family.surname);
    out.generation = std::max(out.generation, family.generation);
    if (const Generation alone = generation_of(out.given); alone != 0 && out.middle.empty()) {
      NameParts whole = split_name(cell.substr(0, comma));  // "John Ashby, Jr"
      whole.generation = alone;
      return whole;
    }
    return out;
  }
  auto words = split(plain_words(cell));
  drop_titles(words);
  const Generation generation = take_generation(words);
  if (words.empty()) return {};
  std::size_t begin = words.size() - 1;
  while (begin > 1 && text::is_name_particle(words[begin - 1])) --begin;
  NameParts out;
  out.generation = generation;
  out.surname = join(words, begin, words.size());
  if (begin > 0) out.given = words[0];
  out.middle = join(words, 1, begin);
  return out;
}

AddressParts split_address(std::string_view cell) {
  AddressParts out;
  // the town stands behind the street's comma; a comma behind a flat's number parts nothing
  std::vector<std::string> street;
  std::vector<std::string> behind;
  bool named = false;
  while (!cell.empty()) {
    const auto comma = cell.find(',');
    auto words = split(plain_words(cell.substr(0, comma)));
    cell = comma == std::string_view::npos ? std::string_view{} : cell.substr(comma + 1);
    auto& target = named ? behind : street;
    for (std::string& word : words) {
      const bool counts = std::any_of(word.begin(), word.end(), is_digit);
      if (!named && !counts && !is_flat_word(word)) named = true;
      target.push_back(std::move(word));
    }
  }
  auto& last = behind.empty() ? street : behind;
  out.postcode = take_postcode(last);
  std::string words;
  for (std::string& word : street) {
    const bool counts = is_digit(word.front());
    if (counts && words.empty()) {
      if (!out.house.empty()) out.house += ' ';
      out.house += word;
    } else if (!is_flat_word(word)) {
      if (!words.empty()) words += ' ';
      words += canonical_street_word(std::move(word));
    }
  }
  out.street = std::move(words);
  out.town = join(behind, 0, behind.size());
  return out;
}

void DateOrder::look_at(std::string_view cell) {
  std::array<std::string_view, 3> runs;
  if (digit_runs(trim(cell), runs) != 3 || runs[0].size() > 2 || runs[1].size() > 2) return;
  const int first = number_of(runs[0]);
  const int second = number_of(runs[1]);
  if (first > 12 && second <= 12) ++day_first_;
  if (second > 12 && first <= 12) ++month_first_;
}

}  // namespace sallyport::linkage
