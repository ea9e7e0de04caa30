// The records a walk over the visible network has met, and the things they are: the bare graph
// under network/graph.hpp, without a text. A node is an identity, its names are its records.
// Identities are asked for when somebody must go on from a record, never because it stands beside
// one. Ownership: borrows the View and the callback. Threads: one. Failure: none. Cost: a node's
// rows are read once, O(rows that name its records); a hub's only until there are too many people.
// Determinism: numbers depend on the order of asking and never leave.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/flat_map.hpp"
#include "model/grade.hpp"
#include "model/kinds.hpp"
#include "network/identity.hpp"
#include "network/internal/shortest.hpp"
#include "picture/view.hpp"

namespace sallyport::network::internal {

/// Which ties are steps, and when a thing is too shared to be one.
struct Rules {
  model::LinkKinds links;
  model::EventKinds events;
  bool through_hubs = false;
  std::size_t hub_degree = 0;  ///< more people than this make a hub
};

/// What a walk cost, for benchmarks.
struct Work {
  std::uint64_t records_met = 0;
  std::uint64_t identities_asked = 0;
  std::uint64_t nodes_opened = 0;
  std::uint64_t neighbours_read = 0;
};

class Met final : public Adjacency {
 public:
  Met(const picture::View& view, const IdentityOf& identity, const Rules& rules)
      : view_(view), identity_(identity), rules_(rules) {}

  Name name(picture::Handle handle);
  picture::Handle handle(Name name) const { return handles_[name]; }
  Node node(picture::Handle handle) { return settle(name(handle)); }

  const std::vector<picture::Handle>& members(Node node) const { return nodes_[node].members; }
  model::RecordKind kind(Node node) const { return nodes_[node].kind; }
  /// Directory data (core.md 38) unless sealed: a staff record that a compartment guards came with
  /// an enquiry, not with the staff list. Such nodes are nobody's neighbours.
  bool staff_directory(Node node) const { return nodes_[node].staff_directory; }

  std::span<const Name> neighbours(Node node) override;
  bool passable(Node node) override { return rules_.through_hubs || !hub(node); }
  Node node_of(Name name) const override { return node_of_name_[name]; }
  Node settle(Name name) override;
  void weigh(Node node, std::span<Step> steps) override;
  Id128 id(Node node) const override { return nodes_[node].self; }

  bool hub(Node node);
  /// The things one step from here, each once. O(neighbours), asks for their identities.
  std::vector<Node> near(Node node);
  /// Is this one of the things many may touch, and do more people than this? Reads no further.
  bool crowd(Node node, std::size_t most_people);
  /// Of them the people.
  std::size_t people(Node node);

  /// The best grade of what a report says; that of a register for what rests on none.
  model::Grade source_grade(model::RecordId source);

  const Work& work() const { return work_; }

 private:
  enum class Read : std::uint8_t { nothing, in_part, whole };
  struct Entry {
    std::vector<picture::Handle> members;
    model::RecordId self;
    model::RecordKind kind = model::RecordKind::unknown;
    bool staff_directory = false;
    bool hub = false;
    bool hub_known = false;
    Read read = Read::nothing;
    std::uint32_t begin = 0;  ///< of its neighbours in pool_
    std::uint32_t count = 0;
  };
  /// Stops at more people than this; true when it did.
  bool read(Node node, std::size_t most_people);
  /// Are there more than so many different people among the names? Remembers how far it has come.
  struct Crowd;

  const picture::View& view_;
  const IdentityOf& identity_;
  Rules rules_;
  FlatMap<std::uint32_t, Name> names_;  // by handle + 1
  std::vector<picture::Handle> handles_;
  std::vector<Node> node_of_name_;
  std::vector<std::uint32_t> read_in_;  // by name: the reading it was taken in
  std::uint32_t readings_ = 0;
  std::deque<Entry> nodes_;
  std::vector<std::uint32_t> counted_in_;  // by node: the counting it was taken in
  std::uint32_t countings_ = 0;
  std::vector<Name> pool_;  // neighbours of the nodes, one after the other
  std::unordered_map<model::RecordId, model::Grade> grades_;  // looked up, never walked
  Work work_;
};

/// Things many people may touch without knowing each other. People, groups, incidents and reports
/// are no such things: being many there is what they are about.
bool may_be_hub(model::RecordKind kind);

}  // namespace sallyport::network::internal
