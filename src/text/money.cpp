#include "text/money.hpp"

#include <fmt/format.h>

#include "text/fold.hpp"
#include "text/internal/digits.hpp"

namespace sallyport::text {
namespace {

constexpr std::size_t kMaxBytes = 40;
constexpr std::size_t kMaxPounds = 12;  // digits
constexpr std::string_view kExpected = "a sum in pounds such as £40.00";

bool take_front(std::string& text, std::string_view what) {
  if (!text.starts_with(what)) return false;
  text.erase(0, what.size());
  return true;
}
bool take_back(std::string& text, std::string_view what) {
  if (!text.ends_with(what)) return false;
  text.resize(text.size() - what.size());
  return true;
}

// "1,234" and "1234", never "12,34": digits only, or nothing.
std::string ungroup(const std::string& pounds, char separator) {
  std::string digits;
  std::size_t group = 0;
  bool grouped = false;
  for (const char c : pounds) {
    if (c != separator) {
      digits.push_back(c);
      ++group;
    } else if (group == 0 || group > 3 || (grouped && group != 3)) {
      return {};
    } else {
      grouped = true;
      group = 0;
    }
  }
  if (grouped && group != 3) return {};
  return internal::all_digits(digits) ? digits : std::string();
}

}  // namespace

Result<std::int64_t> parse_pence(std::string_view text, const MoneyOptions& options) {
  const auto refuse = [&] { return internal::not_as_expected(text, kExpected); };
  if (text.size() > kMaxBytes) return refuse();
  std::string sum = internal::upper_without_blanks(text);
  bool negative = false;
  if (sum.starts_with("(") && sum.ends_with(")")) {
    negative = true;
    sum = sum.substr(1, sum.size() - 2);
  }
  const auto sign = [&](bool found) {
    if (found && negative) return false;
    negative = negative || found;
    return true;
  };
  if (!sign(take_front(sum, "-"))) return refuse();
  take_front(sum, "+");
  const bool currency = take_front(sum, "£") || take_front(sum, "GBP") || take_back(sum, "GBP");
  if (!sign(take_front(sum, "-"))) return refuse();
  if (!sign(take_back(sum, "-"))) return refuse();
  if (!take_back(sum, "CR") && !sign(take_back(sum, "DR"))) return refuse();
  const bool in_pence = !currency && take_back(sum, "P");
  const char point = options.decimal_comma ? ',' : '.';
  const char separator = options.decimal_comma ? '.' : ',';
  const std::size_t at = sum.find(point);
  std::string decimals = at == std::string::npos ? std::string() : sum.substr(at + 1);
  const std::string pounds = ungroup(sum.substr(0, at), separator);
  if (at != std::string::npos && !internal::all_digits(decimals)) return refuse();
  while (decimals.size() > 2 && decimals.back() == '0') decimals.pop_back();
  if (pounds.empty() || pounds.size() > kMaxPounds || decimals.size() > 2) return refuse();
  if (in_pence && at != std::string::npos) return refuse();
  std::int64_t pence = 0;
  for (const char c : pounds) pence = pence * 10 + (c - '0');
  if (!in_pence) {
    decimals.resize(2, '0');
    pence = pence * 100 + (decimals[0] - '0') * 10 + (decimals[1] - '0');
  }
  return negative ? -pence : pence;
}

std::string format_pence(std::int64_t pence) {
  const bool negative = pence < 0;
  const std::uint64_t size =
      negative ? ~static_cast<std::uint64_t>(pence) + 1 : static_cast<std::uint64_t>(pence);
  std::string pounds = std::to_string(size / 100);
  for (std::size_t at = pounds.size(); at > 3;) {
    at -= 3;
    pounds.insert(at, ",");
  }
  return fmt::format("{}£{}.{:02}", negative ? "-" : "", pounds, size % 100);
}

}  // namespace sallyport::text
