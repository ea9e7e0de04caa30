#include "network/internal/met.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "network/telling.hpp"

namespace sallyport::network::internal {

using model::RecordKind;
using picture::Handle;

bool may_be_hub(RecordKind kind) {
  switch (kind) {
    case RecordKind::phone:
    case RecordKind::account:
    case RecordKind::email:
    case RecordKind::vehicle:
    case RecordKind::device:
    case RecordKind::place:
    case RecordKind::organisation:
    case RecordKind::parcel:
    case RecordKind::drone:
    case RecordKind::document:
      return true;
    default:
      return false;
  }
}

namespace {

constexpr std::size_t kEverybody = std::numeric_limits<std::size_t>::max();

bool in_staff_directory(const picture::View& view, Handle handle) {
  return view.kind(handle) == RecordKind::staff &&
         view.label(view.record(handle).label).compartments.empty();
}

}  // namespace

Name Met::name(Handle handle) {
  const auto number = static_cast<Name>(handles_.size());
  const auto [there, fresh] = names_.emplace(handle.row + 1, number);
  if (!fresh) return *there;
  handles_.push_back(handle);
  node_of_name_.push_back(kUnsettled);
  read_in_.push_back(0);
  ++work_.records_met;
  return number;
}

Node Met::settle(Name asked) {
  if (node_of_name_[asked] != kUnsettled) return node_of_name_[asked];
  const Handle handle = handles_[asked];
  Entry entry;
  entry.members = identity_(handle);
  ++work_.identities_asked;
  if (entry.members.empty()) entry.members.push_back(handle);
  const auto number = static_cast<Node>(nodes_.size());
  bool directory = true;
  for (const Handle member : entry.members) {
    node_of_name_[name(member)] = number;
    const model::RecordId id = view_.id(member);
    if (entry.self.is_nil() || id < entry.self) entry.self = id;
    if (entry.kind == RecordKind::unknown) entry.kind = view_.kind(member);
    directory = directory && in_staff_directory(view_, member);
  }
  entry.staff_directory = directory;
  nodes_.push_back(std::move(entry));
  counted_in_.push_back(0);
  return number;
}

/// Different people among names that come one by one. As long as there are no more records than
/// people allowed, nobody need be asked who is who.
struct Met::Crowd {
  Met& met;
  std::size_t most;
  std::vector<Name> waiting = {};
  std::size_t people = 0;
  bool counting = false;

  bool too_many_with(Name person) {
    waiting.push_back(person);
    if (!counting && waiting.size() <= most) return false;  // nobody is asked who he is
    if (!counting) {
      counting = true;
      ++met.countings_;
    }
    for (const Name name : waiting) {
      const Node node = met.settle(name);
      people += std::exchange(met.counted_in_[node], met.countings_) != met.countings_;
    }
    waiting.clear();
    return people > most;
  }
};

bool Met::read(Node node, std::size_t most_people) {
  const std::uint32_t reading = ++readings_;
  const auto begin = static_cast<std::uint32_t>(pool_.size());
  Crowd crowd{*this, most_people};
  bool too_many = false;
  const auto take = [&](Handle other) {
    const Name at = name(other);
    if (std::exchange(read_in_[at], reading) == reading) return true;
    if (node_of_name_[at] == node) return true;
    const RecordKind kind = view_.kind(other);
    if (kind == RecordKind::staff && nodes_[settle(at)].staff_directory) return true;
    pool_.push_back(at);
    if (kind == RecordKind::person) too_many = crowd.too_many_with(at);
    return !too_many;
  };
  for (std::size_t i = 0; !too_many && i < nodes_[node].members.size(); ++i) {
    const Handle member = nodes_[node].members[i];
    view_.neighbours(member, rules_.links, rules_.events, take);
  }
  Entry& entry = nodes_[node];
  entry.begin = begin;
  entry.count = static_cast<std::uint32_t>(pool_.size()) - begin;
  entry.read = too_many ? Read::in_part : Read::whole;
  ++work_.nodes_opened;
  work_.neighbours_read += entry.count;
  return too_many;
}

std::span<const Name> Met::neighbours(Node node) {
  const Entry& entry = nodes_[node];
  if (entry.read != Read::whole) read(node, kEverybody);
  return std::span<const Name>(pool_).subspan(entry.begin, entry.count);
}

bool Met::crowd(Node node, std::size_t most_people) {
  const Entry& entry = nodes_[node];
  if (!may_be_hub(entry.kind)) return false;
  if (entry.read != Read::whole) return read(node, most_people);
  Crowd crowd{*this, most_people};
  for (std::uint32_t i = 0; i < entry.count; ++i) {
    const Name at = pool_[entry.begin + i];
    if (view_.kind(handles_[at]) == RecordKind::person && crowd.too_many_with(at)) return true;
  }
  return false;
}

bool Met::hub(Node node) {
  Entry& entry = nodes_[node];
  if (!entry.hub_known) {
    entry.hub = crowd(node, rules_.hub_degree);
    entry.hub_known = true;
  }
  return entry.hub;
}

std::vector<Node> Met::near(Node node) {
  const std::uint32_t count = static_cast<std::uint32_t>(neighbours(node).size());
  const std::uint32_t begin = nodes_[node].begin;
  for (std::uint32_t i = 0; i < count; ++i) settle(pool_[begin + i]);
  const std::uint32_t counting = ++countings_;
  std::vector<Node> out;
  for (std::uint32_t i = 0; i < count; ++i) {
    const Node other = node_of_name_[pool_[begin + i]];
    if (std::exchange(counted_in_[other], counting) != counting) out.push_back(other);
  }
  return out;
}

std::size_t Met::people(Node node) {
  const auto all = near(node);
  return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](Node other) {
    return nodes_[other].kind == RecordKind::person;
  }));
}

model::Grade Met::source_grade(model::RecordId source) {
  if (source.is_nil()) return {};
  const auto [it, fresh] = grades_.try_emplace(source);
  if (fresh) it->second = report_grade(view_, source);
  return it->second;
}

void Met::weigh(Node node, std::span<Step> steps) {
  std::vector<Handle> others;
  FlatMap<Node, std::uint32_t> place;  // by node + 1
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const auto& members = nodes_[steps[i].to].members;
    others.insert(others.end(), members.begin(), members.end());
    place.put(steps[i].to + 1, static_cast<std::uint32_t>(i));
    steps[i].weight_1024 = 1;
  }
  const auto take = [&](Handle a, Handle b, model::Grade grade) {
    const Node first = this->node(a);
    const Node other = first == node ? this->node(b) : first;
    if (const auto* at = place.find(other + 1)) {
      std::uint32_t& weight = steps[*at].weight_1024;
      weight = std::max(weight, model::path_weight_1024(grade));
    }
    return true;
  };
  for (const Handle member : nodes_[node].members) {
    view_.links_to(member, rules_.links, others,
                   [&](const picture::LinkRow& row) { return take(row.a, row.b, row.grade); });
    view_.events_to(member, rules_.events, others, [&](const picture::EventRow& row) {
      return take(row.subject, row.other, source_grade(row.source));
    });
  }
}

}  // namespace sallyport::network::internal
