// What a View gives out: small values that borrow text from the picture. Borrowed views live as
// long as the View. Public beside view.hpp; holds nothing that was filtered out and nothing
// positional.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "base/time.hpp"
#include "model/grade.hpp"
#include "model/ids.hpp"
#include "model/kinds.hpp"
#include "model/op.hpp"

namespace sallyport::picture {

/// A record as this View addresses it: opaque, meaningful only to the View (and picture) it came
/// from, never ordered, never shown. Sort by the record's public id.
struct Handle {
  std::uint32_t row = 0;
  bool operator==(const Handle&) const = default;
};

/// A label as an opaque number of the View's dictionary; View::label() gives its words.
struct LabelRef {
  std::uint32_t row = 0;
  bool operator==(const LabelRef&) const = default;
};

/// What brought a row (a file, a command), as opaque as a Handle: View::feed_of() says whose file.
struct OriginRef {
  std::uint32_t row = 0;
  bool operator==(const OriginRef&) const = default;
};
struct FeedName {
  std::string_view agency;
  std::string_view feed;
  bool operator==(const FeedName&) const = default;
};

struct Record {
  Handle handle;
  model::RecordId id;
  model::RecordKind kind = model::RecordKind::unknown;
  std::string_view agency;
  std::string_view feed;
  std::string_view source_key;
  Date recorded;  ///< the day the record reached us
  LabelRef label;
};

struct StatementRow {
  Handle record;
  model::Property property = model::Property::full_name;
  std::string_view value;
  std::string_view raw;  ///< as the source wrote it; empty when the same as value
  DateRange valid;
  model::Certainty certainty = model::Certainty::recorded;
  model::Grade grade;
  model::RecordId source;  ///< the report it rests on, or the record itself
  Date recorded;
  OriginRef origin;
  LabelRef label;
};

/// Which of a record's statements a reader wants.
class PropertySet {
 public:
  constexpr PropertySet() = default;
  constexpr PropertySet(std::initializer_list<model::Property> properties) {
    for (const model::Property property : properties) add(property);
  }
  constexpr void add(model::Property property) {
    bits_[place(property) / 64] |= std::uint64_t{1} << place(property) % 64;
  }
  constexpr bool has(model::Property property) const {
    return (bits_[place(property) / 64] >> place(property) % 64 & 1) != 0;
  }

 private:
  static constexpr unsigned place(model::Property property) {
    return static_cast<unsigned>(property);
  }
  std::array<std::uint64_t, 4> bits_{};
};

/// Those whose values name a thing (model::names_things): what a title is made of.
const PropertySet& naming_properties();

/// A statement's value and no more: a third of the price of its row.
struct ValueRow {
  model::Property property = model::Property::full_name;
  std::string_view value;
  std::int32_t from = DateRange::kOpenFrom;  ///< valid from
};

struct LinkRow {
  model::LinkId id;
  model::LinkKind kind = model::LinkKind::associates_with;
  Handle a;
  Handle b;
  DateRange valid;
  std::string_view role;
  std::string_view standing;
  std::string_view status;
  std::string_view text;
  model::Certainty certainty = model::Certainty::recorded;
  model::Grade grade;
  model::RecordId source;  ///< report it rests on; nil = record a
  Date recorded;
  OriginRef origin;
  LabelRef label;
};

struct EventRow {
  model::EventId id;
  model::EventKind kind = model::EventKind::stay;
  Handle subject;
  bool has_other = false;
  Handle other;
  bool has_place = false;
  Handle place;
  TimeRange at;
  bool zone_ambiguous = false;
  std::int64_t quantity = 0;
  std::string_view code;
  std::string_view text;
  model::RecordId source;
  Date recorded;
  OriginRef origin;
  LabelRef label;
};

/// A scored pair of records (match/model.hpp has the scale): at or above the fracture line.
struct PairRow {
  Handle a;
  Handle b;
  std::int32_t weight_millibits = 0;
};

struct JudgementRow {
  model::JudgementId id;
  Handle a;
  Handle b;
  model::Verdict verdict = model::Verdict::unsure;
  std::string_view actor;
  std::string_view reason;
  Date recorded;
};

/// A token of the search index (a name, a number, a date, a word), opaque like Handle.
struct TokenRef {
  std::uint32_t row = 0;
  bool operator==(const TokenRef&) const = default;
};
struct TokenHit {
  TokenRef token;
  std::string_view text;  ///< folded Latin for names, canonical for numbers and dates
};
struct PostingRow {
  Handle record;
  model::Property property =
      model::Property::full_name;  ///< the property of the statement that holds it
};

}  // namespace sallyport::picture
