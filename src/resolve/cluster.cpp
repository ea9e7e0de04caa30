#include "resolve/cluster.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

namespace sallyport::resolve {
namespace {

int rank(Edge::By by) {
  switch (by) {
    case Edge::By::person:
      return 0;
    case Edge::By::identifier:
      return 1;
    case Edge::By::model:
      return 2;
  }
  return 3;
}

bool before(const Edge& x, const Edge& y) {
  if (rank(x.by) != rank(y.by)) return rank(x.by) < rank(y.by);
  if (x.millibits != y.millibits) return x.millibits > y.millibits;
  return x < y;
}

Edge ordered(Edge edge) {
  if (edge.b < edge.a) std::swap(edge.a, edge.b);
  return edge;
}

bool meet(const std::set<std::string>& x, const std::set<std::string>& y) {
  const auto& small = x.size() <= y.size() ? x : y;
  const auto& large = x.size() <= y.size() ? y : x;
  return std::any_of(small.begin(), small.end(),
                     [&](const std::string& number) { return large.contains(number); });
}

class Agglomeration {
 public:
  Agglomeration(const std::vector<ClusterRecord>& records, const std::vector<Edge>& different)
      : parent_(records.size()), groups_(records.size()) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
    for (std::size_t i = 0; i < records.size(); ++i) {
      row_.emplace(records[i].id, i);
      groups_[i].prison.insert(records[i].prison_numbers.begin(), records[i].prison_numbers.end());
      groups_[i].former.insert(records[i].former_prison_numbers.begin(),
                               records[i].former_prison_numbers.end());
      groups_[i].members = {i};
    }
    for (const Edge& edge : different) {
      const auto a = row_.find(edge.a);
      const auto b = row_.find(edge.b);
      if (a == row_.end() || b == row_.end() || a == b) continue;
      groups_[a->second].apart.insert(b->second);
      groups_[b->second].apart.insert(a->second);
    }
  }

  void offer(const Edge& edge) {
    const auto a = row_.find(edge.a);
    const auto b = row_.find(edge.b);
    if (a == row_.end() || b == row_.end()) return;
    std::size_t x = root(a->second);
    std::size_t y = root(b->second);
    if (x == y || held_apart(x, y)) return;
    if (edge.by == Edge::By::model && numbers_clash(groups_[x], groups_[y])) return;
    if (groups_[x].members.size() < groups_[y].members.size()) std::swap(x, y);
    merge(x, y);
  }

  bool together(const Edge& edge) {
    const auto a = row_.find(edge.a);
    const auto b = row_.find(edge.b);
    return a != row_.end() && b != row_.end() && root(a->second) == root(b->second);
  }
  /// The prison numbers, former ones too, of what the tie would make one; none when somebody holds
  /// the two sides to be different.
  std::set<std::string> numbers_of_both(const Edge& edge) {
    const auto a = row_.find(edge.a);
    const auto b = row_.find(edge.b);
    if (a == row_.end() || b == row_.end()) return {};
    const std::size_t x = root(a->second);
    const std::size_t y = root(b->second);
    std::set<std::string> out;
    if (held_apart(x, y)) return out;
    for (const std::size_t group : {x, y}) {
      out.insert(groups_[group].prison.begin(), groups_[group].prison.end());
      out.insert(groups_[group].former.begin(), groups_[group].former.end());
    }
    return out;
  }
  bool knows(const Edge& edge) const { return row_.contains(edge.a) && row_.contains(edge.b); }

  std::size_t root(std::size_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }

 private:
  struct Group {
    std::vector<std::size_t> members;
    std::set<std::size_t> apart;  ///< records held to be different from one of the members
    std::set<std::string> prison, former;
  };

  bool held_apart(std::size_t x, std::size_t y) {
    const std::size_t fewer = groups_[x].apart.size() <= groups_[y].apart.size() ? x : y;
    const std::size_t other = fewer == x ? y : x;
    return std::any_of(groups_[fewer].apart.begin(), groups_[fewer].apart.end(),
                       [&](std::size_t row) { return root(row) == other; });
  }

  static bool numbers_clash(const Group& x, const Group& y) {
    if (x.prison.empty() || y.prison.empty()) return false;
    return !meet(x.prison, y.prison) && !meet(x.former, y.prison) && !meet(y.former, x.prison) &&
           !meet(x.former, y.former);
  }

  void merge(std::size_t into, std::size_t from) {
    Group& to = groups_[into];
    Group& gone = groups_[from];
    parent_[from] = into;
    to.members.insert(to.members.end(), gone.members.begin(), gone.members.end());
    to.apart.merge(gone.apart);
    to.prison.merge(gone.prison);
    to.former.merge(gone.former);
    gone = {};
  }

  std::map<model::RecordId, std::size_t> row_;
  std::vector<std::size_t> parent_;
  std::vector<Group> groups_;
};

/// Numbers that people's "same" hold to be one person's, each named by the least of its class.
class Vouched {
 public:
  void join(const std::set<std::string>& numbers) {
    for (const std::string& number : numbers) {
      const std::string& x = least(*numbers.begin());
      const std::string& y = least(number);
      if (x != y) parent_[std::max(x, y)] = std::min(x, y);
    }
  }
  bool empty() const { return parent_.empty(); }
  const std::string& least(const std::string& number) const {
    const std::string* at = &number;
    for (auto up = parent_.find(*at); up != parent_.end(); up = parent_.find(*at)) at = &up->second;
    return *at;
  }

 private:
  std::map<std::string, std::string> parent_;
};

// Whoever says "same" of two records says it of what each was part of without him: the numbers of
// both sides then clash no more. Otherwise his word about a record without a number would tear it
// out of the thing he saw it in.
std::vector<ClusterRecord> with_vouched_numbers(std::vector<ClusterRecord> records,
                                                const std::vector<Edge>& ties,
                                                const std::vector<Edge>& different) {
  if (ties.empty() || ties.front().by != Edge::By::person) return records;  // in order: none
  Agglomeration without(records, different);
  for (const Edge& edge : ties) {
    if (edge.by != Edge::By::person) without.offer(edge);
  }
  Vouched vouched;
  for (const Edge& edge : ties) {
    if (edge.by == Edge::By::person) vouched.join(without.numbers_of_both(edge));
  }
  if (vouched.empty()) return records;
  for (auto& record : records) {
    for (auto& number : record.prison_numbers) number = std::string(vouched.least(number));
    for (auto& number : record.former_prison_numbers) number = std::string(vouched.least(number));
  }
  return records;
}

}  // namespace

Clusters cluster(const std::vector<ClusterRecord>& records, const std::vector<Edge>& same,
                 const std::vector<Edge>& different) {
  std::vector<Edge> ties;
  ties.reserve(same.size());
  for (const Edge& edge : same) ties.push_back(ordered(edge));
  std::sort(ties.begin(), ties.end(), before);
  ties.erase(std::unique(ties.begin(), ties.end()), ties.end());
  Agglomeration work(with_vouched_numbers(records, ties, different), different);
  for (const Edge& edge : ties) work.offer(edge);

  Clusters out;
  std::map<std::size_t, model::RecordId> least;
  for (std::size_t i = 0; i < records.size(); ++i) {
    const auto [at, fresh] = least.emplace(work.root(i), records[i].id);
    if (!fresh) at->second = std::min(at->second, records[i].id);
  }
  for (std::size_t i = 0; i < records.size(); ++i) out.self.push_back(least.at(work.root(i)));
  for (const Edge& edge : ties) {
    if (!work.knows(edge) || edge.a == edge.b) continue;
    (work.together(edge) ? out.held : out.refused).push_back(edge);
  }
  std::sort(out.held.begin(), out.held.end());
  std::sort(out.refused.begin(), out.refused.end());
  return out;
}

const Edge* weakest_of(const std::vector<model::RecordId>& members, const std::vector<Edge>& held) {
  std::vector<const Edge*> ties;
  for (const Edge& edge : held) ties.push_back(&edge);
  std::sort(ties.begin(), ties.end(), [](const Edge* x, const Edge* y) { return before(*x, *y); });
  std::map<model::RecordId, model::RecordId> parent;
  for (const auto& id : members) parent.emplace(id, id);
  const auto root = [&](model::RecordId id) {
    while (parent.at(id) != id) id = parent.at(id);
    return id;
  };
  const Edge* last = nullptr;
  for (const Edge* edge : ties) {
    if (!parent.contains(edge->a) || !parent.contains(edge->b)) continue;
    const auto x = root(edge->a);
    const auto y = root(edge->b);
    if (x == y) continue;
    parent[x] = y;
    last = edge;  // in falling order: the last that was needed is the weakest
  }
  return last;
}

}  // namespace sallyport::resolve
