#include "flat_graph.hpp"

#include <algorithm>

#include "base/limits.hpp"

namespace sallyport::bench {
namespace {

using model::RecordKind;

bool may_be_hub(RecordKind kind) {
  return kind != RecordKind::person && kind != RecordKind::group && kind != RecordKind::incident &&
         kind != RecordKind::report && kind != RecordKind::staff && kind != RecordKind::unknown;
}

}  // namespace

FlatGraph::FlatGraph(const picture::View& view, const network::IdentityOf& identity) {
  for (const auto& info : model::record_kinds()) {
    view.records(info.kind, [&](const picture::Record& record) {
      if (node(record.handle) != kNone) return true;
      const auto members = identity(record.handle);
      bool directory = true;
      for (const auto member : members) {
        directory = directory && view.kind(member) == RecordKind::staff &&
                    view.label(view.record(member).label).compartments.empty();
      }
      if (directory) return true;
      for (const auto member : members) {
        if (member.row >= node_of_.size()) node_of_.resize(2 * (member.row + 1), kNone);
        node_of_[member.row] = static_cast<std::uint32_t>(nodes_.size());
      }
      nodes_.push_back({members.front(), view.kind(members.front()), false});
      return true;
    });
  }
  std::vector<std::pair<std::uint32_t, std::uint32_t>> ties;
  const auto tie = [&](picture::Handle a, picture::Handle b) {
    const std::uint32_t first = node(a);
    const std::uint32_t second = node(b);
    if (first == kNone || second == kNone || first == second) return;
    ties.emplace_back(first, second);
    ties.emplace_back(second, first);
  };
  for (std::uint32_t row = 0; row < node_of_.size(); ++row) {
    if (node_of_[row] == kNone) continue;
    const picture::Handle handle{row};
    view.links(handle, network::default_links(), [&](const picture::LinkRow& link) {
      if (link.a == handle) tie(link.a, link.b);
      return true;
    });
    view.events(handle, network::default_events(), TimeRange{}, [&](const picture::EventRow& e) {
      if (e.has_other && e.subject == handle) tie(e.subject, e.other);
      return true;
    });
  }
  std::sort(ties.begin(), ties.end());
  ties.erase(std::unique(ties.begin(), ties.end()), ties.end());
  begin_.assign(nodes_.size() + 1, 0);
  for (const auto& [from, to] : ties) {
    ++begin_[from + 1];
    to_.push_back(to);
  }
  for (std::size_t i = 1; i < begin_.size(); ++i) begin_[i] += begin_[i - 1];
  for (std::uint32_t n = 0; n < nodes_.size(); ++n) {
    std::size_t people = 0;
    for (std::size_t i = 0; i < degree(n); ++i)
      people += kind(neighbour(n, i)) == RecordKind::person;
    nodes_[n].hub = may_be_hub(nodes_[n].kind) && people > limits::kHubDegree;
  }
  stamp_.assign(nodes_.size(), 0);
  level_.assign(nodes_.size(), 0);
  ways_.assign(nodes_.size(), 0);
}

std::uint32_t FlatGraph::node(picture::Handle handle) const {
  return handle.row < node_of_.size() ? node_of_[handle.row] : kNone;
}

std::size_t FlatGraph::hubs() const {
  return static_cast<std::size_t>(
      std::count_if(nodes_.begin(), nodes_.end(), [](const Node& n) { return n.hub; }));
}

FlatGraph::Found FlatGraph::search(std::uint32_t from, std::uint32_t to, std::uint32_t most_steps) {
  Found out;
  ++turn_;
  std::vector<std::uint32_t> frontier = {from};
  std::vector<std::uint32_t> next;
  stamp_[from] = turn_;
  level_[from] = 0;
  ways_[from] = 1;
  for (std::uint32_t level = 1; level <= most_steps && !frontier.empty(); ++level) {
    next.clear();
    for (const std::uint32_t node : frontier) {
      ++out.visited;
      if (level > 1 && nodes_[node].hub) continue;
      for (std::uint32_t i = begin_[node]; i < begin_[node + 1]; ++i) {
        const std::uint32_t other = to_[i];
        if (stamp_[other] != turn_) {
          stamp_[other] = turn_;
          level_[other] = level;
          ways_[other] = 0;
          next.push_back(other);
        }
        if (level_[other] == level) ways_[other] += ways_[node];
      }
    }
    if (stamp_[to] == turn_) {
      out.steps = level;
      out.ways = ways_[to];
      return out;
    }
    frontier.swap(next);
  }
  return out;
}

}  // namespace sallyport::bench
