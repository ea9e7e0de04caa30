#include "network/graph.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/limits.hpp"
#include "model/title.hpp"
#include "network/words.hpp"

namespace sallyport::network {
namespace {

using model::RecordKind;
using picture::EventRow;
using picture::Handle;
using picture::LinkRow;

std::optional<Date> from_day(DateRange range) {
  if (range.from == DateRange::kOpenFrom) return std::nullopt;
  return Date{range.from};
}
std::optional<Date> to_day(DateRange range) {
  if (range.to == DateRange::kOpenTo) return std::nullopt;
  return Date{range.to};
}

void widen(Tie& tie, std::optional<Date> first, std::optional<Date> last) {
  const bool fresh = tie.count == 0;
  if (first && (!tie.first || *first < *tie.first)) tie.first = first;
  if (fresh) {
    tie.last = last;
  } else if (!tie.last || !last) {
    tie.last = std::nullopt;  // one of them still stands
  } else {
    tie.last = std::max(*tie.last, *last);
  }
}

void take_grade(Tie& tie, model::Grade grade, model::Certainty certainty) {
  const std::uint32_t weight = std::max(1u, model::path_weight_1024(grade));
  const bool better = std::make_tuple(weight, -static_cast<int>(certainty), tie.grade) >
                      std::make_tuple(tie.weight_1024, -static_cast<int>(tie.certainty), grade);
  if (!better) return;
  tie.weight_1024 = weight;
  tie.grade = grade;
  tie.certainty = certainty;
}

template <class T>
void sort_once(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

}  // namespace

model::LinkKinds default_links() {
  model::LinkKinds out;
  for (const auto& info : model::link_kinds()) {
    if (info.on_path) out.add(info.kind);
  }
  return out;
}

model::EventKinds default_events() {
  model::EventKinds out;
  for (const auto& info : model::event_kinds()) {
    if (info.on_path) out.add(info.kind);
  }
  return out;
}

GraphOptions::GraphOptions()
    : links(default_links()), events(default_events()), hub_degree(limits::kHubDegree) {}

Graph::Graph(const picture::View& view, const IdentityOf& identity, GraphOptions options)
    : view_(view),
      options_(options),
      met_(view, identity,
           {options.links, options.events, options.through_hubs, options.hub_degree}) {}

std::optional<Graph::Node> Graph::drawable(Handle handle) {
  const Node out = node(handle);
  if (met_.staff_directory(out)) return std::nullopt;
  return out;
}

const NodeFacts& Graph::facts(Node node) {
  const auto it = facts_.find(node);
  return it != facts_.end() ? it->second
                            : facts_.emplace(node, facts_of(view_, members(node))).first->second;
}

std::vector<Tie> Graph::ties(Node a, Node b) {
  return std::move(ties(a, std::span<const Node>(&b, 1)).front());
}

std::vector<std::vector<Tie>> Graph::ties(Node a, std::span<const Node> others) {
  std::vector<Handle> ends;
  std::unordered_map<Node, std::size_t> place;  // looked up, never walked
  for (std::size_t i = 0; i < others.size(); ++i) {
    place.emplace(others[i], i);
    ends.insert(ends.end(), members(others[i]).begin(), members(others[i]).end());
  }
  std::vector<Found> found(others.size());
  for (const Handle member : members(a)) {
    view_.links_to(member, options_.links, ends, [&](const LinkRow& row) {
      const bool from_here = node(row.a) == a;
      add_link(found[place.at(node(from_here ? row.b : row.a))], row, from_here);
      return true;
    });
    view_.events_to(member, options_.events, ends, [&](const EventRow& row) {
      const bool from_here = node(row.subject) == a;
      add_event(found[place.at(node(from_here ? row.other : row.subject))], row, from_here);
      return true;
    });
  }
  std::vector<std::vector<Tie>> out;
  for (std::size_t i = 0; i < others.size(); ++i)
    out.push_back(finish_ties(a, others[i], found[i]));
  return out;
}

std::vector<std::pair<Graph::Node, std::vector<Tie>>> Graph::ties_to(
    Node a, const model::RecordKinds& kinds) {
  std::unordered_map<Node, Found> found;  // walked in order of id below
  const auto ties_with = [&](Handle first, Handle second) -> std::pair<Found*, bool> {
    const Node one = node(first);
    const Node two = node(second);
    if (one == two) return {nullptr, true};
    const Node other = one == a ? two : one;
    const bool shown = kinds.has(kind(other)) && !met_.staff_directory(other);
    return {shown ? &found[other] : nullptr, one == a};
  };
  for (const Handle member : members(a)) {
    view_.links(member, options_.links, [&](const LinkRow& row) {
      const auto [ties, from_here] = ties_with(row.a, row.b);
      if (ties != nullptr) add_link(*ties, row, from_here);
      return true;
    });
    view_.events(member, options_.events, TimeRange{}, [&](const EventRow& row) {
      // one who stands in it as its place is no end of it
      if (!row.has_other || (row.subject != member && row.other != member)) return true;
      const auto [ties, from_here] = ties_with(row.subject, row.other);
      if (ties != nullptr) add_event(*ties, row, from_here);
      return true;
    });
  }
  std::vector<Node> others;
  for (const auto& [other, ties] : found) others.push_back(other);
  std::sort(others.begin(), others.end(), [this](Node x, Node y) { return id(x) < id(y); });
  std::vector<std::pair<Node, std::vector<Tie>>> out;
  out.reserve(others.size());
  for (const Node other : others) out.emplace_back(other, finish_ties(a, other, found[other]));
  return out;
}

std::vector<Tie> Graph::finish_ties(Node a, Node b, Found& found) {
  std::vector<Tie> out;
  for (auto& [key, tie] : found) {
    sort_once(tie.items);
    sort_once(tie.sources);
    sort_once(tie.agencies);
    // a row that touches two members of one identity was met twice
    tie.count = static_cast<std::uint32_t>(tie.items.size());
    tie.sentence = tie_sentence(facts(a).title, facts(b).title, tie);
    out.push_back(std::move(tie));
  }
  return out;
}

Tie& Graph::add_item(Found& ties, TieKey key, Id128 item, Telling telling) {
  Tie& tie = ties[key];
  tie.is_event = std::get<0>(key);
  tie.forward = !std::get<2>(key);
  tie.items.push_back(item);
  tie.sources.push_back(telling.record);
  if (std::find(tie.agencies.begin(), tie.agencies.end(), telling.agency) == tie.agencies.end())
    tie.agencies.push_back(telling.agency);
  add(tie.told, std::move(telling));
  return tie;
}

void Graph::add_link(Found& ties, const LinkRow& row, bool from_here) {
  // a tie without direction is one tie, whoever wrote it
  const auto& info = model::info(row.kind);
  const bool backward = !from_here && info.forward != info.backward;
  Tie& tie = add_item(ties, {false, static_cast<unsigned>(row.kind), backward}, row.id,
                      telling_of(view_, row));
  tie.link = row.kind;
  widen(tie, from_day(row.valid), to_day(row.valid));
  const std::string_view role = row.standing.empty() ? row.role : row.standing;
  if (tie.count == 0 || role < tie.role) tie.role = role;
  const Date today = local_day(view_.now());
  tie.current = (tie.count > 0 && tie.current) || row.valid.to >= today.day;
  take_grade(tie, row.grade, row.certainty);
  ++tie.count;
}

void Graph::add_event(Found& ties, const EventRow& row, bool from_here) {
  const model::Grade grade = met_.source_grade(row.source);
  Tie& tie = add_item(ties, {true, static_cast<unsigned>(row.kind), !from_here}, row.id,
                      telling_of(view_, row, grade));
  tie.event = row.kind;
  const Date day = local_day({row.at.from_us});
  widen(tie, day, day);
  take_grade(tie, grade, model::Certainty::recorded);
  ++tie.count;
}

void turn_round(Tie& tie) {
  const auto& words = model::info(tie.link);
  if (tie.is_event || words.forward != words.backward) tie.forward = !tie.forward;
}

NodeFacts facts_of(const picture::View& view, const std::vector<Handle>& members) {
  NodeFacts out;
  std::vector<model::TitleFact> facts;
  for (const Handle member : members) {
    if (out.kind == RecordKind::unknown) out.kind = view.kind(member);
    out.members.push_back(view.id(member));
    out.agencies.emplace_back(view.agency(member));
    const auto number = static_cast<std::uint32_t>(out.members.size());
    view.values(member, picture::naming_properties(), [&](const picture::ValueRow& row) {
      facts.push_back({row.property, row.value, number});
      return true;
    });
  }
  out.title = model::best_title(out.kind, facts);
  sort_once(out.members);
  sort_once(out.agencies);
  if (!out.members.empty()) out.self = out.members.front();
  return out;
}

void add_evidence(const Tie& tie, std::vector<Id128>& out) {
  out.insert(out.end(), tie.items.begin(), tie.items.end());
  out.insert(out.end(), tie.sources.begin(), tie.sources.end());
}

void add_evidence(const NodeFacts& node, std::vector<Id128>& out) {
  out.insert(out.end(), node.members.begin(), node.members.end());
}

void settle(std::vector<Id128>& evidence) {
  sort_once(evidence);
}

}  // namespace sallyport::network
