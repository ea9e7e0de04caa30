#include "text/nicknames.hpp"

#include <algorithm>

namespace sallyport::text {
namespace {

constexpr std::string_view kSets[] = {
#define SET(names) names,
#include "text/data/nicknames.inc"
#undef SET
};

struct Entry {
  std::string_view name;
  std::uint16_t set;
  auto operator<=>(const Entry&) const = default;
};

template <class Visit>
void each_name(std::string_view set, Visit visit) {
  while (!set.empty()) {
    const std::size_t blank = std::min(set.find(' '), set.size());
    visit(set.substr(0, blank));
    set.remove_prefix(std::min(blank + 1, set.size()));
  }
}

// Constant after its making: the sets, by name.
const std::vector<Entry>& entries() {
  static const std::vector<Entry> table = [] {
    std::vector<Entry> out;
    for (std::size_t i = 0; i < std::size(kSets); ++i)
      each_name(kSets[i], [&](std::string_view name) {
        out.push_back({name, static_cast<std::uint16_t>(i)});
      });
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  }();
  return table;
}

std::span<const Entry> find(std::string_view name) {
  const std::vector<Entry>& table = entries();
  const auto from = std::lower_bound(
      table.begin(), table.end(), name,
      [](const Entry& entry, std::string_view wanted) { return entry.name < wanted; });
  auto to = from;
  while (to != table.end() && to->name == name) ++to;
  return {from, to};
}

}  // namespace

std::vector<std::uint16_t> nickname_sets(std::string_view name) {
  std::vector<std::uint16_t> out;
  for (const Entry& entry : find(name)) out.push_back(entry.set);
  return out;
}

bool sets_meet(std::span<const std::uint16_t> a, std::span<const std::uint16_t> b) {
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (a[i] == b[j]) return true;
    a[i] < b[j] ? ++i : ++j;
  }
  return false;
}

bool are_nicknames(std::string_view a, std::string_view b) {
  if (a == b) return false;
  for (const Entry& one : find(a))
    for (const Entry& other : find(b))
      if (one.set == other.set) return true;
  return false;
}

std::vector<std::string_view> nickname_group(std::string_view name) {
  std::vector<std::string_view> out;
  for (const Entry& entry : find(name))
    each_name(kSets[entry.set], [&](std::string_view other) {
      if (other != name) out.push_back(other);
    });
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace sallyport::text
