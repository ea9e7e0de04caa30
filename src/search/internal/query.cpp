#include "search/internal/query.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "text/fold.hpp"
#include "text/numbers.hpp"
#include "text/parse_date.hpp"

namespace sallyport::search::internal {
namespace {

constexpr std::size_t kLongestSpan = 5;     // "4 th of March 1989"
constexpr std::size_t kShortestNumber = 4;  // what the index can look up by its end or beginning
constexpr std::size_t kLongestInterval = 11;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), is_digit);
}
bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

std::string upper(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ' ') continue;
    out.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  }
  return out;
}

void put(std::vector<std::string>& list, std::string value) {
  if (value.empty() || std::find(list.begin(), list.end(), value) != list.end()) return;
  list.push_back(std::move(value));
}

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> out;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto end = std::min(text.find_first_of(" \t\n\r,;", at), text.size());
    if (end > at) out.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

std::string join_words(const std::vector<std::string>& words, std::size_t first,
                       std::size_t count) {
  std::string out;
  for (std::size_t i = first; i < first + count; ++i) out += (i == first ? "" : " ") + words[i];
  return out;
}

/// The whole form of a number of this kind; empty when it is none.
std::string whole_number(text::NumberKind kind, std::string_view typed) {
  using text::NumberKind;
  const auto value = [&]() -> Result<std::string> {
    switch (kind) {
      case NumberKind::kPhone:
        return text::normalise_phone(typed);
      case NumberKind::kPlate:
        return text::normalise_plate(typed);
      case NumberKind::kPostcode:
        return text::normalise_postcode(typed);
      case NumberKind::kEmail:
        return text::normalise_email(typed);
      case NumberKind::kCardEnding:
        return text::normalise_card_ending(typed);
      case NumberKind::kAccount:
        return text::normalise_account(typed);
      case NumberKind::kImei:
        return text::normalise_imei(typed);
      case NumberKind::kIccid:
        return text::normalise_iccid(typed);
      case NumberKind::kPrisonNumber:
        return text::normalise_prison_number(typed);
      case NumberKind::kPnc:
        return text::normalise_pnc(typed);
      case NumberKind::kCro:
        return text::normalise_cro(typed);
      case NumberKind::kCrn:
        return text::normalise_crn(typed);
      case NumberKind::kOcg:
        return text::normalise_ocg(typed);
      case NumberKind::kNiNumber:
        return text::normalise_ni_number(typed);
      default:
        return std::string{};
    }
  }();
  if (!value) return {};
  return kind == NumberKind::kEmail ? *value : upper(*value);
}

bool is_part_of_number(text::NumberKind kind) {
  return kind == text::NumberKind::kPartialDigits || kind == text::NumberKind::kPartialPlate;
}

void read_number(std::string_view typed, Part& part) {
  const auto kind = text::guess_number(typed);
  if (kind && !is_part_of_number(*kind)) put(part.numbers, whole_number(*kind, typed));
  if (typed.find('@') != std::string_view::npos) return;
  const std::string plain = upper(typed);
  const std::string compact = text::compact_number(typed);
  put(part.numbers, plain);
  put(part.numbers, compact);
  for (const std::string& form : {plain, compact}) {
    if (form.size() < kShortestNumber) continue;
    put(part.begins, form);
    put(part.ends, form);
  }
  // national beginnings of telephone numbers are stored with the country's code
  if (all_digits(compact) && compact.size() >= kShortestNumber) {
    if (compact[0] == '0' && compact[1] != '0') put(part.begins, "+44" + compact.substr(1));
    if (compact[0] == '7') put(part.begins, "+44" + compact);
    if (compact.starts_with("44")) put(part.begins, "+" + compact);
  }
}

void put_date(Part& part, FuzzyDate date, bool exchanged) {
  const CivilDate first = to_civil(Date{date.first_day});
  const CivilDate last = to_civil(Date{date.last_day});
  const std::string day = to_text(Date{date.first_day});
  if (date.first_day == date.last_day) {
    part.dates.push_back({day, exchanged});
  } else if (first.year == last.year && first.month == last.month) {
    part.dates.push_back({day.substr(0, 7), exchanged});
  } else if (last.year - first.year <= static_cast<int>(kLongestInterval)) {
    for (int year = first.year; year <= last.year; ++year) {
      part.dates.push_back({std::to_string(year), exchanged});
    }
  }
}

/// A bare number of other lengths is a number, not a date, whatever a lenient reader makes of it.
bool may_be_date(std::string_view typed) {
  if (!has_digit(typed)) return false;
  if (all_digits(typed)) return typed.size() == 4 || typed.size() == 8;
  return true;
}

bool read_date(std::string_view typed, Part& part) {
  if (!may_be_date(typed)) return false;
  const auto parsed = text::parse_date(typed);
  if (!parsed) return false;
  put_date(part, parsed->date, false);
  if (parsed->other) put_date(part, *parsed->other, true);
  return !part.dates.empty();
}

bool begins_like(std::string_view word, std::span<const std::string_view> beginnings) {
  std::string lower;
  for (const char c : word.substr(0, 3)) {
    lower.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  return std::find(beginnings.begin(), beginnings.end(), lower) != beginnings.end();
}

/// May this word be inside a date or a number of several words? Cheap: it keeps the readers from
/// being asked about every run of words.
bool may_be_inside(std::string_view word) {
  static constexpr std::array<std::string_view, 24> kDateWords = {
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
      "mon", "tue", "wed", "thu", "fri", "sat", "sun", "abo", "cir", "bet", "age", "yea"};
  return has_digit(word) || word.size() <= 3 || word == "ending" || begins_like(word, kDateWords);
}

/// A span of several words that is one number or one date.
std::optional<Part> read_span(const std::vector<std::string>& words, std::size_t first,
                              std::size_t count) {
  for (std::size_t i = first; i < first + count; ++i) {
    if (!may_be_inside(words[i])) return std::nullopt;
  }
  const std::string typed = join_words(words, first, count);
  Part part;
  part.typed = typed;
  if (!has_digit(typed)) return std::nullopt;
  if (const auto kind = text::guess_number(typed); kind && !is_part_of_number(*kind)) {
    part.kind = PartKind::number;
    read_number(typed, part);
    part.words = "number " + typed;
    return part;
  }
  if (read_date(typed, part)) {
    part.kind = PartKind::date;
    part.words = "date " + typed;
    return part;
  }
  return std::nullopt;
}

/// One word with a digit: a number, whole or in part, and perhaps a year or a date as well.
Part read_number_word(const std::string& typed) {
  Part part;
  part.typed = typed;
  if (!read_date(typed, part)) {
    part.kind = PartKind::number;
    part.words = "number " + typed;
    read_number(typed, part);
    return part;
  }
  part.kind = PartKind::date;
  part.words = "date " + typed;
  // "1989" may be a card's ending, "19890304" a serial number; "4/3/89" is a date and nothing else
  const auto kind = text::guess_number(typed);
  if (all_digits(typed) || (kind && !is_part_of_number(*kind))) read_number(typed, part);
  return part;
}

void read_names(const std::string& typed, std::vector<Part>& parts) {
  for (const std::string& word : text::tokens(text::to_latin(typed))) {
    Part part;
    part.typed = typed;
    part.latin = word;
    part.kind = word.size() == 1 ? PartKind::initial : PartKind::name;
    part.optional = text::is_name_particle(word);
    part.words = (part.kind == PartKind::initial ? "initial " : "name or word ") + word;
    parts.push_back(std::move(part));
  }
}

}  // namespace

ParsedQuery parse_query(std::string_view text) {
  ParsedQuery out;
  const std::vector<std::string> words = split_words(text::sanitise_utf8(text));
  for (std::size_t at = 0; at < words.size() && out.parts.size() < kMaxParts;) {
    std::size_t taken = 0;
    for (std::size_t span = std::min(kLongestSpan, words.size() - at); span > 1; --span) {
      // a span begins and ends with what belongs to it: "smyth 4 Mar 1989" is a name and a date
      auto part = read_span(words, at, span);
      if (!part) continue;
      out.parts.push_back(std::move(*part));
      taken = span;
      break;
    }
    if (taken == 0) {
      const std::string& word = words[at];
      const bool email = word.find('@') != std::string::npos;
      if (email || has_digit(text::compact_number(word))) {
        out.parts.push_back(read_number_word(word));
      } else {
        read_names(word, out.parts);
      }
      taken = 1;
    }
    at += taken;
  }
  if (out.parts.size() > kMaxParts) out.parts.resize(kMaxParts);
  for (std::size_t i = 0; i + 1 < out.parts.size(); ++i) {
    const Part& a = out.parts[i];
    const Part& b = out.parts[i + 1];
    if (a.latin.empty() || b.latin.empty()) continue;
    out.joined.push_back({i, a.latin + b.latin});
  }
  // a name of particles only ("Al Din") is a name
  if (std::none_of(out.parts.begin(), out.parts.end(), [](const Part& p) { return !p.optional; })) {
    for (Part& part : out.parts) part.optional = false;
  }
  return out;
}

}  // namespace sallyport::search::internal
