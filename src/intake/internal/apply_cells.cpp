// Cells by their column types: the first half of a mapping applied to a row.
#include <algorithm>
#include <charconv>

#include "intake/internal/apply.hpp"
#include "text/fold.hpp"
#include "text/money.hpp"
#include "text/numbers.hpp"
#include "text/parse_date.hpp"

namespace sallyport::intake::internal {
namespace {

constexpr std::size_t kShownBytes = 80;

// A number that names something stays as written when it has not the usual form: sources have
// wrong check letters, and a wrong number is a fact too.
std::string tolerant(Result<std::string> read, std::string_view raw) {
  return read ? *std::move(read) : std::string(raw);
}

std::string joined_codes(const std::vector<std::string>& codes) {
  std::string out = "one of";
  for (const auto& c : codes) out += (out.size() == 6 ? " " : ", ") + c;
  return out;
}

bool is_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "2026-10-08", nothing else; what text::parse_date makes of it, without its generality.
std::optional<Date> iso_day(std::string_view text) {
  if (text.size() != 10) return std::nullopt;
  const auto day = parse_iso_date(text);
  if (!day) return std::nullopt;
  const int year = to_civil(*day).year;
  return year >= 1800 && year <= 2199 ? day : std::nullopt;
}

bool is_number_of_its_own(ColumnType type) {
  switch (type) {
    case ColumnType::phone:
    case ColumnType::prison_number:
    case ColumnType::pnc:
    case ColumnType::cro:
    case ColumnType::crn:
    case ColumnType::ocg:
    case ColumnType::postcode:
    case ColumnType::email:
    case ColumnType::plate:
      return true;
    default:
      return false;
  }
}

}  // namespace

std::string_view trimmed(std::string_view s) {
  while (!s.empty() && static_cast<unsigned char>(s.front()) <= ' ') s.remove_prefix(1);
  while (!s.empty() && static_cast<unsigned char>(s.back()) <= ' ') s.remove_suffix(1);
  return s;
}

Error bad_cell(std::string_view field, std::string_view value, std::string expected) {
  Error out{ErrorCode::kBadValue, std::string(field) + ": expected " + expected, {}};
  out.places.push_back(
      {"", 0, std::string(field), std::string(value.substr(0, kShownBytes)), std::move(expected)});
  return out;
}

Status Applier::read(const SourceRow& row) {
  for (auto& cell : cells_) cell.reset();
  problems_.clear();
  for (std::size_t i = 0; i < row.cells.size() && i < order_.size(); ++i) {
    if (order_[i] >= 0) cells_[static_cast<std::size_t>(order_[i])].raw = trimmed(row.cells[i]);
  }
  Error all{ErrorCode::kBadValue, "", {}};
  for (std::size_t c = 0; c < cells_.size(); ++c) {
    const Status read = read_cell(c, cells_[c].raw);
    if (read) continue;
    if (all.detail.empty()) all.detail = read.error().detail;
    all.places.insert(all.places.end(), read.error().places.begin(), read.error().places.end());
  }
  if (all.places.empty()) return ok();
  return fail(std::move(all));
}

void Applier::read_number(Cell& cell, ColumnType type, std::string_view raw,
                          std::string& expected) {
  if (type == ColumnType::pounds) {
    const auto pence = text::parse_pence(raw);
    if (!pence) {
      expected = "an amount in pounds, as 40.00";
    } else {
      cell.number = *pence;
      cell.text = std::string(raw);
    }
    return;
  }
  const bool whole = type == ColumnType::integer;
  const char* const end = raw.data() + raw.size();
  std::int64_t n = 0;
  double decimal = 0;
  const auto done =
      whole ? std::from_chars(raw.data(), end, n) : std::from_chars(raw.data(), end, decimal);
  if (done.ec != std::errc() || done.ptr != end) {
    expected = whole ? "a whole number" : "a number, as 1.37";
    return;
  }
  cell.number = n;
  cell.text = std::string(raw);
}

// Numbers and names that stay as written when they have not the usual form.
std::string Applier::plain_text(ColumnType type, std::string_view raw) {
  switch (type) {
    case ColumnType::prison_number:
      return tolerant(text::normalise_prison_number(raw), raw);
    case ColumnType::pnc:
      return tolerant(text::normalise_pnc(raw), raw);
    case ColumnType::cro:
      return tolerant(text::normalise_cro(raw), raw);
    case ColumnType::crn:
      return tolerant(text::normalise_crn(raw), raw);
    case ColumnType::ocg:
      return tolerant(text::normalise_ocg(raw), raw);
    case ColumnType::postcode:
      return tolerant(text::normalise_postcode(raw), raw);
    case ColumnType::email:
      return tolerant(text::normalise_email(raw), raw);
    case ColumnType::plate:
      return tolerant(text::normalise_plate(raw), raw);
    default:
      return std::string(raw);
  }
}

// "2026-10-08 21:48:10" in an hour that was read before. Summer time begins and ends with an hour.
bool Applier::read_iso_time(Cell& cell, std::string_view raw) {
  if (raw.size() != 19 || raw[13] != ':' || raw[16] != ':' || (raw[10] != ' ' && raw[10] != 'T'))
    return false;
  const std::string_view hour = raw.substr(0, 13);
  if (!is_digits(hour.substr(11)) || !is_digits(raw.substr(14, 2)) || !is_digits(raw.substr(17)) ||
      hour.substr(11) > "23" || raw[14] > '5' || raw[17] > '5')
    return false;
  Hour& known = hours_[hash64(hour) % hours_.size()];
  if (known.text != hour) {
    if (!iso_day(raw.substr(0, 10))) return false;
    const auto read = text::parse_date_time(std::string(hour) + ":00:00", text::Zone::kEuropeLondon,
                                            text::DateOptions{});
    if (!read) return false;
    known = {std::string(hour), read->at.us, read->ambiguous};
  }
  const auto two = [&](std::size_t at) { return (raw[at] - '0') * 10 + (raw[at + 1] - '0'); };
  cell.number = known.from_us + (two(14) * 60LL + two(17)) * 1'000'000;
  cell.zone_ambiguous = known.ambiguous;
  cell.text = to_text(Instant{cell.number});
  return true;
}

void Applier::read_date(Cell& cell, const Column& column, std::string_view raw,
                        std::string& expected) {
  text::DateOptions dates;
  dates.month_first = mapping_.month_first;
  if (column.type == ColumnType::date) {
    if (const auto day = iso_day(raw)) {
      cell.date = {day->day, day->day, false};
      cell.text = raw;
      return;
    }
    const auto read = text::parse_date(raw, dates);
    if (read) {
      cell.date = read->date;
      cell.text = to_text(read->date);
    } else {
      expected = "a date, as " + (column.example.empty() ? "2026-10-15" : column.example);
    }
    return;
  }
  if (read_iso_time(cell, raw)) return;
  const auto read = text::parse_date_time(raw, text::Zone::kEuropeLondon, dates);
  if (read) {
    cell.number = read->at.us;
    cell.zone_ambiguous = read->ambiguous;
    cell.text = to_text(read->at);
  } else if (!read.error().places.empty()) {
    expected = read.error().places.front().expected;  // an hour that never was: which, and why
  } else {
    expected =
        "a date and time, as " + (column.example.empty() ? "2026-10-15 18:30" : column.example);
  }
}

void Applier::read_choice(Cell& cell, const Column& column, std::string_view raw,
                          std::string& expected) {
  if (column.type == ColumnType::code) {  // nearly always as the mapping writes it
    const auto as_written = std::find(column.codes.begin(), column.codes.end(), raw);
    if (as_written != column.codes.end()) {
      cell.text = *as_written;
      return;
    }
  }
  const std::string folded = text::fold(raw);
  if (column.type == ColumnType::code) {
    for (const auto& code : column.codes) {
      if (text::fold(code) == folded) cell.text = code;
    }
    if (cell.text.empty()) expected = joined_codes(column.codes);
  } else if (folded == "y" || folded == "yes" || folded == "true" || folded == "1") {
    cell.text = "Yes";
  } else if (folded == "n" || folded == "no" || folded == "false" || folded == "0") {
    cell.text = "No";
  } else {
    expected = "Yes or No";
  }
}

Status Applier::read_cell(std::size_t c, std::string_view raw) {
  const Column& column = mapping_.columns[c];
  Cell& cell = cells_[c];
  if (raw.empty()) {
    if (!column.required) return ok();
    return fail(bad_cell(column.name, raw, "a value: the column must not be empty"));
  }
  std::string expected;
  std::string* keep = nullptr;
  if (is_number_of_its_own(column.type)) {
    const auto [before, known] = read_before_[c].find(raw);
    if (known && !before.empty()) {
      cell.text = before;
      return ok();
    }
    keep = &before;
    keep->clear();  // stays empty when it cannot be read
  }
  switch (column.type) {
    case ColumnType::phone: {
      auto read = text::normalise_phone(raw);
      if (read) {
        cell.text = *std::move(read);
      } else {
        expected = "a telephone number, as 07700 900417 or +44 7700 900417";
      }
      break;
    }
    case ColumnType::date:
    case ColumnType::time:
      read_date(cell, column, raw, expected);
      break;
    case ColumnType::pounds:
    case ColumnType::integer:
    case ColumnType::decimal:
      read_number(cell, column.type, raw, expected);
      break;
    case ColumnType::flag:
    case ColumnType::code:
      read_choice(cell, column, raw, expected);
      break;
    default:
      if (keep == nullptr) {
        cell.text = raw;
      } else {
        cell.text = plain_text(column.type, raw);
      }
  }
  if (expected.empty()) {
    if (keep != nullptr) *keep = cell.text;
    return ok();
  }
  return fail(bad_cell(column.name, raw, std::move(expected)));
}

}  // namespace sallyport::intake::internal
