// What a thing is called on a screen: the best of the names and numbers its visible statements
// give. Every engine and every page uses this one rule, so that one thing has one name. Values in,
// values out; O(n log n) for n facts; no failure; independent of the order given.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "model/kinds.hpp"

namespace sallyport::model {

struct TitleFact {
  Property property = Property::full_name;
  std::string_view value;
  std::uint32_t record = 0;  ///< facts of one record share a number: names are never mixed
};

/// Person: given names and surname as most records give them together (an initial gives way to a
/// name; then the longest, then by text), else the full name, an alias, a number. Numbers as people
/// write them. Never empty: at worst the kind's word.
std::string best_title(RecordKind kind, std::span<const TitleFact> facts);

/// Does this property take part in titles?
bool names_things(Property property);

/// "+447700900417" -> "07700 900417", "+441632960144" -> "01632 960144"; others unchanged.
std::string phone_for_reading(std::string_view canonical);
/// "QZ21KLN" -> "QZ21 KLN" (current style only); others unchanged.
std::string plate_for_reading(std::string_view canonical);
/// "15 Oct 2026"
std::string day_for_reading(Date day);
/// A stored value as people read it: numbers and plates grouped, dates and codes in words; others,
/// and codes that are in no list, unchanged.
std::string value_for_reading(Property property, std::string_view canonical);

}  // namespace sallyport::model
