// The closed lists of what the picture holds: kinds of records, links, events, and the properties
// records have. Numbers are stored in the ledger and never reused; the words are what a screen
// shows.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>

namespace sallyport::model {

enum class RecordKind : std::uint8_t {
  unknown = 0,  ///< an id somebody pointed at that has no record (or none here)
#define RECORD_KIND(number, name, word) name = number,
#include "model/record_kinds.inc"
#undef RECORD_KIND
};

enum class LinkKind : std::uint8_t {
#define LINK_KIND(number, name, forward, backward, on_path) name = number,
#include "model/link_kinds.inc"
#undef LINK_KIND
};

enum class EventKind : std::uint8_t {
#define EVENT_KIND(number, name, word, lane, on_path) name = number,
#include "model/event_kinds.inc"
#undef EVENT_KIND
};

enum class Property : std::uint8_t {
#define PROPERTY(number, name, words, type, index) name = number,
#include "model/properties.inc"
#undef PROPERTY
};

enum class ValueType : std::uint8_t {
  name,
  text,
  date,
  code,
  number,
  money,
  phone,
  id,
  flag,
  instant
};
enum class IndexClass : std::uint8_t { none, name, id, word, date };

struct RecordKindInfo {
  RecordKind kind;
  std::string_view name;
  std::string_view word;
};
struct LinkKindInfo {
  LinkKind kind;
  std::string_view name;
  std::string_view forward;   ///< a ... b
  std::string_view backward;  ///< b ... a
  bool on_path;
};
struct EventKindInfo {
  EventKind kind;
  std::string_view name;
  std::string_view word;
  std::string_view lane;
  bool on_path;
};
struct PropertyInfo {
  Property property;
  std::string_view name;
  std::string_view words;
  ValueType type;
  IndexClass index;
};

// Total for every enumerator in the tables; O(1).
const RecordKindInfo& info(RecordKind kind);
const LinkKindInfo& info(LinkKind kind);
const EventKindInfo& info(EventKind kind);
const PropertyInfo& info(Property property);

std::optional<RecordKind> record_kind_named(std::string_view name);
std::optional<LinkKind> link_kind_named(std::string_view name);
std::optional<EventKind> event_kind_named(std::string_view name);
std::optional<Property> property_named(std::string_view name);
// From a stored number; nullopt when this version does not know it.
std::optional<RecordKind> record_kind_numbered(std::uint64_t number);
std::optional<LinkKind> link_kind_numbered(std::uint64_t number);
std::optional<EventKind> event_kind_numbered(std::uint64_t number);
std::optional<Property> property_numbered(std::uint64_t number);

/// All of a kind's table, for vocabularies.
std::span<const RecordKindInfo> record_kinds();
std::span<const LinkKindInfo> link_kinds();
std::span<const EventKindInfo> event_kinds();
std::span<const PropertyInfo> properties();

/// A set of enumerators as a bit mask (all tables stay below 64 kinds).
template <class Enum>
class KindSet {
 public:
  constexpr KindSet() = default;
  constexpr KindSet(std::initializer_list<Enum> kinds) {
    for (Enum k : kinds) add(k);
  }
  static constexpr KindSet all() {
    KindSet out;
    out.bits_ = ~std::uint64_t{0};
    return out;
  }
  constexpr void add(Enum k) { bits_ |= std::uint64_t{1} << static_cast<unsigned>(k); }
  constexpr bool has(Enum k) const { return (bits_ >> static_cast<unsigned>(k) & 1) != 0; }
  constexpr std::uint64_t bits() const { return bits_; }

 private:
  std::uint64_t bits_ = 0;
};
using RecordKinds = KindSet<RecordKind>;
using LinkKinds = KindSet<LinkKind>;
using EventKinds = KindSet<EventKind>;

}  // namespace sallyport::model
