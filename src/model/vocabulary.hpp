// The controlled vocabularies as data: what a code means, in the words practitioners use, since
// when and until when it is used, and where the words come from. Compiled in from
// vocabularies/*.inc; each list has a version that grows when its content does. A code that died is
// kept for ever: old records carry it, and a rule that still names it can be told so. Nothing here
// is ever converted to another scheme. Ownership: static text, valid for the life of the process.
// Threads: any; constant. Failure: absent is nullptr. Cost: vocabulary_named and code_in are linear
// in a list of at most a hundred. Source: the published lists named in each vocabulary's
// source_note; docs/vocabularies.md prints all.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "model/kinds.hpp"

namespace sallyport::model {

/// How far the words can be relied on.
enum class Mark : std::uint8_t {
  verified,       ///< read in a public source
  not_confirmed,  ///< general professional knowledge: an agency confirms it before it relies on it
  ours,           ///< sallyport's own proposal; no public list exists
};
/// "", "not confirmed", "ours"
std::string_view mark_words(Mark mark);

struct Code {
  std::string_view code;
  std::string_view words;
  std::string_view note;     ///< "" or what a user of the code must know
  std::optional<Date> from;  ///< first day in use; nullopt = not known, taken as always
  std::optional<Date> to;    ///< the day it was switched off: from that day not in force
  bool retired = false;      ///< out of use since a day we do not know: never in force
  Mark mark = Mark::verified;
};

struct Vocabulary {
  std::string_view name;   ///< "non_association_reason"
  std::string_view title;  ///< "Non-association: reason"
  std::string_view version;
  std::string_view source_note;  ///< where it comes from and what is special
  std::span<const Code> codes;   ///< in the order practitioners list them
};

/// All of them, in the order of docs/vocabularies.md.
std::span<const Vocabulary> vocabularies();
const Vocabulary* vocabulary_named(std::string_view name);
/// Exact; a code has one meaning in a vocabulary at any time and is never given a second one.
const Code* code_in(const Vocabulary& vocabulary, std::string_view code);
/// The list that a property's codes come from; nullptr = the source's own codes, or no code at all.
const Vocabulary* vocabulary_of(Property property);
/// May a new record carry it on that day?
bool in_force(const Code& code, Date day);

/// The parameters of the money rules (vocabulary "money_rule"): what the words of a rule say, as
/// numbers. A rule with no entry here has none (watch lists, symbols, pence).
struct MoneyRule {
  std::string_view code;
  std::int64_t fires_at = 0;  ///< that many payments or counterparts; pence for HA
  int window_days = 0;        ///< whole days, the day of the payment included; 0 = one payment
};
std::span<const MoneyRule> money_rules();

/// docs/vocabularies.md, byte for byte.
std::string vocabularies_page();

}  // namespace sallyport::model
