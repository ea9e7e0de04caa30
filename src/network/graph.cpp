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

/// Things many people may touch without knowing each other. People, groups, incidents and reports
/// are no such things: being many there is what they are about.
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

/// Directory data (core.md 38) unless sealed: a staff record that a compartment guards came with an
/// enquiry, not with the staff list.
bool in_staff_directory(const picture::View& view, Handle handle) {
  return view.kind(handle) == RecordKind::staff &&
         view.label(view.record(handle).label).compartments.empty();
}

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
    : view_(view), identity_(identity), options_(options) {}

Graph::Node Graph::node(Handle handle) {
  if (const auto it = node_of_.find(handle.row); it != node_of_.end()) return it->second;
  Entry entry;
  entry.members = identity_(handle);
  if (entry.members.empty()) entry.members.push_back(handle);
  const auto number = static_cast<Node>(nodes_.size());
  bool directory = true;
  for (const Handle member : entry.members) {
    node_of_.emplace(member.row, number);
    const model::RecordId id = view_.id(member);
    if (entry.self.is_nil() || id < entry.self) entry.self = id;
    if (entry.kind == RecordKind::unknown) entry.kind = view_.kind(member);
    directory = directory && in_staff_directory(view_, member);
  }
  entry.staff_directory = directory;
  nodes_.push_back(std::move(entry));
  return number;
}

std::optional<Graph::Node> Graph::drawable(Handle handle) {
  const Node out = node(handle);
  if (nodes_[out].staff_directory) return std::nullopt;
  return out;
}

const NodeFacts& Graph::facts(Node node) {
  Entry& entry = nodes_[node];
  if (!entry.facts) entry.facts = facts_of(view_, entry.members);
  return *entry.facts;
}

model::Grade Graph::source_grade(model::RecordId source) {
  if (source.is_nil()) return {};
  if (const auto it = grades_.find(source); it != grades_.end()) return it->second;
  model::Grade grade;
  if (const auto handle = view_.find(source)) {
    if (view_.record(*handle).kind == RecordKind::report) {
      view_.statements(*handle, [&](const picture::StatementRow& row) {
        grade = std::max(grade, row.grade);
        return true;
      });
    }
  }
  grades_.emplace(source, grade);
  return grade;
}

void Graph::load(Node node) {
  if (nodes_[node].loaded) return;
  struct Ends {
    Handle a, b;
    model::Grade grade;
    model::RecordId graded_by;
  };
  std::vector<Ends> rows;  // read first, resolved after: identities ask the View in their turn
  for (const Handle member : nodes_[node].members) {
    view_.links(member, options_.links, [&](const LinkRow& row) {
      rows.push_back({row.a, row.b, row.grade, {}});
      return true;
    });
    view_.events(member, options_.events, TimeRange{}, [&](const EventRow& row) {
      if (row.has_other) rows.push_back({row.subject, row.other, {}, row.source});
      return true;
    });
  }
  std::unordered_map<Node, std::uint32_t> weights;  // sorted by id below
  for (const Ends& row : rows) {
    const Node first = this->node(row.a);
    const Node second = this->node(row.b);
    if (first == second || (first != node && second != node)) continue;
    const Node other = first == node ? second : first;
    if (nodes_[other].staff_directory) continue;
    const model::Grade grade = row.graded_by.is_nil() ? row.grade : source_grade(row.graded_by);
    std::uint32_t& weight = weights[other];
    weight = std::max({weight, 1u, model::path_weight_1024(grade)});
  }
  Entry& entry = nodes_[node];
  entry.steps.reserve(weights.size());
  for (const auto& [other, weight] : weights) entry.steps.push_back({other, weight});
  std::sort(entry.steps.begin(), entry.steps.end(),
            [&](const auto& a, const auto& b) { return nodes_[a.to].self < nodes_[b.to].self; });
  entry.people = static_cast<std::size_t>(std::count_if(
      entry.steps.begin(), entry.steps.end(),
      [&](const internal::Step& step) { return nodes_[step.to].kind == RecordKind::person; }));
  entry.loaded = true;
}

std::span<const internal::Step> Graph::steps(Node node) {
  load(node);
  return nodes_[node].steps;
}

std::size_t Graph::people(Node node) {
  load(node);
  return nodes_[node].people;
}

bool Graph::hub(Node node) {
  return may_be_hub(nodes_[node].kind) && people(node) > options_.hub_degree;
}

std::vector<Tie> Graph::ties(Node a, Node b) {
  load(a);
  std::map<TieKey, Tie> found;
  read_ties(a, [&](Node other) { return other == b ? &found : nullptr; });
  return finish_ties(a, b, found);
}

std::vector<std::pair<Graph::Node, std::vector<Tie>>> Graph::ties_to(
    Node a, const model::RecordKinds& kinds) {
  std::unordered_map<Node, std::map<TieKey, Tie>> found;  // walked in order of id below
  read_ties(a, [&](Node other) {
    const Entry& entry = nodes_[other];
    return kinds.has(entry.kind) && !entry.staff_directory ? &found[other] : nullptr;
  });
  std::vector<Node> others;
  for (const auto& [other, ties] : found) others.push_back(other);
  std::sort(others.begin(), others.end(),
            [this](Node x, Node y) { return nodes_[x].self < nodes_[y].self; });
  std::vector<std::pair<Node, std::vector<Tie>>> out;
  out.reserve(others.size());
  for (const Node other : others) out.emplace_back(other, finish_ties(a, other, found[other]));
  return out;
}

void Graph::read_ties(Node a, const std::function<std::map<TieKey, Tie>*(Node)>& ties_of) {
  const auto ties_between = [&](Node first, Node second) -> std::map<TieKey, Tie>* {
    if (first == second || (first != a && second != a)) return nullptr;
    return ties_of(first == a ? second : first);
  };
  for (const Handle member : nodes_[a].members) {
    view_.links(member, options_.links, [&](const LinkRow& row) {
      const Node first = node(row.a);
      if (auto* own = ties_between(first, node(row.b))) add_link(*own, row, first == a);
      return true;
    });
    view_.events(member, options_.events, TimeRange{}, [&](const EventRow& row) {
      if (!row.has_other) return true;
      const Node first = node(row.subject);
      if (auto* own = ties_between(first, node(row.other))) add_event(*own, row, first == a);
      return true;
    });
  }
}

std::vector<Tie> Graph::finish_ties(Node a, Node b, std::map<TieKey, Tie>& found) {
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

Tie& Graph::add_item(std::map<TieKey, Tie>& ties, TieKey key, Id128 item, Handle subject,
                     model::RecordId source) {
  Tie& tie = ties[key];
  tie.is_event = std::get<0>(key);
  tie.forward = !std::get<2>(key);
  tie.items.push_back(item);
  const auto report = source.is_nil() ? std::nullopt : view_.find(source);
  const picture::Record record = view_.record(report.value_or(subject));
  tie.sources.push_back(record.id);
  const std::string_view agency = record.agency;
  if (std::find(tie.agencies.begin(), tie.agencies.end(), agency) == tie.agencies.end())
    tie.agencies.emplace_back(agency);
  return tie;
}

void Graph::add_link(std::map<TieKey, Tie>& ties, const LinkRow& row, bool from_here) {
  // a tie without direction is one tie, whoever wrote it
  const auto& info = model::info(row.kind);
  const bool backward = !from_here && info.forward != info.backward;
  Tie& tie =
      add_item(ties, {false, static_cast<unsigned>(row.kind), backward}, row.id, row.a, row.source);
  tie.link = row.kind;
  widen(tie, from_day(row.valid), to_day(row.valid));
  const std::string_view role = row.standing.empty() ? row.role : row.standing;
  if (tie.count == 0 || role < tie.role) tie.role = role;
  const Date today = local_day(view_.now());
  tie.current = (tie.count > 0 && tie.current) || row.valid.to >= today.day;
  take_grade(tie, row.grade, row.certainty);
  ++tie.count;
}

void Graph::add_event(std::map<TieKey, Tie>& ties, const EventRow& row, bool from_here) {
  Tie& tie = add_item(ties, {true, static_cast<unsigned>(row.kind), !from_here}, row.id,
                      row.subject, row.source);
  tie.event = row.kind;
  const Date day = local_day({row.at.from_us});
  widen(tie, day, day);
  take_grade(tie, source_grade(row.source), model::Certainty::recorded);
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
    const picture::Record record = view.record(member);
    if (out.kind == RecordKind::unknown) out.kind = record.kind;
    out.members.push_back(record.id);
    out.agencies.emplace_back(record.agency);
    const auto number = static_cast<std::uint32_t>(out.members.size());
    view.statements(member, [&](const picture::StatementRow& row) {
      if (model::names_things(row.property)) facts.push_back({row.property, row.value, number});
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
