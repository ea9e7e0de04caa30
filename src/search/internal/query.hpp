// How a query is read: parts, and for each the ways it may be meant. Pure; total; linear in the
// text times the longest span of words tried.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace sallyport::search::internal {

enum class PartKind : std::uint8_t { name, initial, number, date };

/// A date reading: all tokens that begin so. "1989-03-04", "1989-03", "1989".
struct DateReading {
  std::string prefix;
  bool exchanged = false;  ///< day and month exchanged
};

struct Part {
  PartKind kind = PartKind::name;
  std::string typed;                 ///< as typed
  std::string latin;                 ///< name: one folded Latin word
  bool optional = false;             ///< a particle (van, al): helps, but is not counted
  std::vector<std::string> numbers;  ///< canonical whole forms, best first
  std::vector<std::string> begins;   ///< what a number may begin with
  std::vector<std::string> ends;     ///< what it may end with
  std::vector<DateReading> dates;
  std::string words;  ///< how it was read, for people
};

/// Two neighbouring words that may be written as one: "al masri", "mary jane".
struct Joined {
  std::size_t first = 0;  ///< parts first and first + 1
  std::string latin;
};

struct ParsedQuery {
  std::vector<Part> parts;
  std::vector<Joined> joined;
};

/// At most kMaxParts parts; further words are not read.
ParsedQuery parse_query(std::string_view text);
inline constexpr std::size_t kMaxParts = 12;

}  // namespace sallyport::search::internal
