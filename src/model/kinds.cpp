#include "model/kinds.hpp"

#include <algorithm>
#include <array>

#include "base/assert.hpp"

namespace sallyport::model {
namespace {

constexpr RecordKindInfo kRecordKinds[] = {
#define RECORD_KIND(number, name, word) {RecordKind::name, #name, word},
#include "model/record_kinds.inc"
#undef RECORD_KIND
};
constexpr RecordKindInfo kUnknownRecord = {RecordKind::unknown, "unknown", "Not known"};

constexpr LinkKindInfo kLinkKinds[] = {
#define LINK_KIND(number, name, forward, backward, on_path) \
  {LinkKind::name, #name, forward, backward, on_path},
#include "model/link_kinds.inc"
#undef LINK_KIND
};

constexpr EventKindInfo kEventKinds[] = {
#define EVENT_KIND(number, name, word, lane, on_path) {EventKind::name, #name, word, lane, on_path},
#include "model/event_kinds.inc"
#undef EVENT_KIND
};

constexpr PropertyInfo kProperties[] = {
#define PROPERTY(number, name, words, type, index) \
  {Property::name, #name, words, ValueType::type, IndexClass::index},
#include "model/properties.inc"
#undef PROPERTY
};

template <class Info, std::size_t N, class Number>
const Info* by_number(const Info (&table)[N], Number key) {
  // built once per table: number -> line
  static const auto lines = [&table] {
    std::array<const Info*, 256> out{};
    for (const Info& line : table) {
      std::size_t at = 0;
      if constexpr (requires { line.kind; }) {
        at = static_cast<std::size_t>(line.kind);
      } else {
        at = static_cast<std::size_t>(line.property);
      }
      out[at] = &line;
    }
    return out;
  }();
  const auto number = static_cast<std::uint64_t>(key);
  return number < lines.size() ? lines[static_cast<std::size_t>(number)] : nullptr;
}

template <class Info, std::size_t N>
const Info* by_name(const Info (&table)[N], std::string_view name) {
  const auto it = std::find_if(std::begin(table), std::end(table),
                               [&](const Info& line) { return line.name == name; });
  return it == std::end(table) ? nullptr : it;
}

}  // namespace

const RecordKindInfo& info(RecordKind kind) {
  if (kind == RecordKind::unknown) return kUnknownRecord;
  const auto* line = by_number(kRecordKinds, kind);
  SALLYPORT_ASSERT(line != nullptr);
  return *line;
}
const LinkKindInfo& info(LinkKind kind) {
  const auto* line = by_number(kLinkKinds, kind);
  SALLYPORT_ASSERT(line != nullptr);
  return *line;
}
const EventKindInfo& info(EventKind kind) {
  const auto* line = by_number(kEventKinds, kind);
  SALLYPORT_ASSERT(line != nullptr);
  return *line;
}
const PropertyInfo& info(Property property) {
  const auto* line = by_number(kProperties, property);
  SALLYPORT_ASSERT(line != nullptr);
  return *line;
}

std::optional<RecordKind> record_kind_named(std::string_view name) {
  const auto* line = by_name(kRecordKinds, name);
  return line ? std::optional(line->kind) : std::nullopt;
}
std::optional<LinkKind> link_kind_named(std::string_view name) {
  const auto* line = by_name(kLinkKinds, name);
  return line ? std::optional(line->kind) : std::nullopt;
}
std::optional<EventKind> event_kind_named(std::string_view name) {
  const auto* line = by_name(kEventKinds, name);
  return line ? std::optional(line->kind) : std::nullopt;
}
std::optional<Property> property_named(std::string_view name) {
  const auto* line = by_name(kProperties, name);
  return line ? std::optional(line->property) : std::nullopt;
}

std::optional<RecordKind> record_kind_numbered(std::uint64_t number) {
  const auto* line = by_number(kRecordKinds, number);
  return line ? std::optional(line->kind) : std::nullopt;
}
std::optional<LinkKind> link_kind_numbered(std::uint64_t number) {
  const auto* line = by_number(kLinkKinds, number);
  return line ? std::optional(line->kind) : std::nullopt;
}
std::optional<EventKind> event_kind_numbered(std::uint64_t number) {
  const auto* line = by_number(kEventKinds, number);
  return line ? std::optional(line->kind) : std::nullopt;
}
std::optional<Property> property_numbered(std::uint64_t number) {
  const auto* line = by_number(kProperties, number);
  return line ? std::optional(line->property) : std::nullopt;
}

std::span<const RecordKindInfo> record_kinds() {
  return kRecordKinds;
}
std::span<const LinkKindInfo> link_kinds() {
  return kLinkKinds;
}
std::span<const EventKindInfo> event_kinds() {
  return kEventKinds;
}
std::span<const PropertyInfo> properties() {
  return kProperties;
}

}  // namespace sallyport::model
