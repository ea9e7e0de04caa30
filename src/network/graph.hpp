// The visible network over identities, discovered while one walks it. A node is an identity (all
// its visible records); an edge is everything visible between two identities: links and events of
// the kinds that may be a step (model/kinds.hpp: on_path). Stays, moves, regimes and sharing a
// place in custody are no such kinds. A number, account, address, vehicle or other thing touched by
// more than limits::kHubDegree visible people is a hub: a node that is shown, but offers no way
// through. Members of staff (directory data, core.md 38) are no nodes, unless the record is sealed:
// then its compartment decides who may see it. Two layers: who stands beside whom
// (internal/met.hpp, no text, no counts), and the ties between two, made only for those that are
// shown. Ownership: borrows the View and the callback for its life. Threads: one. Failure: none.
// Cost: a node's rows are read once to know its neighbours, and once for each call that asks for
// ties. Determinism: node numbers depend on the order of asking and never leave; outputs go by
// public id.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/grade.hpp"
#include "model/kinds.hpp"
#include "network/identity.hpp"
#include "network/internal/met.hpp"
#include "network/telling.hpp"
#include "picture/view.hpp"

namespace sallyport::network {

/// One identity as answers show it.
struct NodeFacts {
  model::RecordId self;  ///< smallest public id of the visible members
  model::RecordKind kind = model::RecordKind::unknown;
  std::string title;
  std::vector<model::RecordId> members;  ///< sorted
  std::vector<std::string> agencies;     ///< whose records these are; sorted
  bool operator==(const NodeFacts&) const = default;
};

/// All visible links, or events, of one kind and direction between two identities.
struct Tie {
  bool is_event = false;
  model::LinkKind link = model::LinkKind::associates_with;
  model::EventKind event = model::EventKind::call;
  bool forward = true;  ///< from the edge's first node to its second
  std::uint32_t count = 0;
  std::optional<Date> first;      ///< local days
  std::optional<Date> last;       ///< nullopt = still so, or not known
  bool current = true;            ///< a link that has not ended
  std::uint32_t weight_1024 = 0;  ///< of its best grade
  model::Grade grade;             ///< the best
  model::Certainty certainty = model::Certainty::recorded;
  std::string role;                      ///< of a single link: standing or role
  std::vector<Id128> items;              ///< links or events, sorted
  std::vector<model::RecordId> sources;  ///< records it rests on, sorted
  std::vector<std::string> agencies;     ///< whose files say so, sorted
  std::vector<Telling> told;             ///< the same with feed, grade and age
  std::string sentence;
  bool operator==(const Tie&) const = default;
};

struct GraphOptions {
  model::LinkKinds links;    ///< see default_links()
  model::EventKinds events;  ///< see default_events()
  bool through_hubs = false;
  std::size_t hub_degree;  ///< more people than this make a hub
  GraphOptions();
};
model::LinkKinds default_links();  ///< every kind that may be a step
model::EventKinds default_events();

class Graph {
 public:
  using Node = internal::Node;

  Graph(const picture::View& view, const IdentityOf& identity, GraphOptions options);

  Node node(picture::Handle handle) { return met_.node(handle); }
  /// nullopt when the record may not be drawn (staff directory).
  std::optional<Node> drawable(picture::Handle handle);
  const std::vector<picture::Handle>& members(Node node) const { return met_.members(node); }
  model::RecordKind kind(Node node) const { return met_.kind(node); }
  Id128 id(Node node) const { return met_.id(node); }
  const NodeFacts& facts(Node node);  ///< made when first asked

  /// The things one step from here, each once, in no order.
  std::vector<Node> near(Node node) { return met_.near(node); }
  bool passable(Node node) { return met_.passable(node); }
  /// Distinct people one step from here. O(neighbours).
  std::size_t people(Node node) { return met_.people(node); }
  /// Cheaper than people(): stops at the first too many.
  bool hub(Node node) { return met_.hub(node); }
  /// Is this a hub that more people touch than anybody counts?
  bool crowd(Node node, std::size_t most_people) {
    return hub(node) && met_.crowd(node, std::max(most_people, options_.hub_degree));
  }

  /// Everything between two neighbours, links first, by kind; with sentences. O(rows of `a`).
  std::vector<Tie> ties(Node a, Node b);
  /// The same to each of several neighbours, in their order; the rows of `a` are read once.
  std::vector<std::vector<Tie>> ties(Node a, std::span<const Node> others);
  /// The same to every neighbour of these kinds, by their ids; the rows of `a` are read once.
  std::vector<std::pair<Node, std::vector<Tie>>> ties_to(Node a, const model::RecordKinds& kinds);

  /// The bare graph, for a search.
  internal::Met& met() { return met_; }

 private:
  using TieKey = std::tuple<bool, unsigned, bool>;  // event, kind, backward: as they are shown
  using Found = std::map<TieKey, Tie>;
  std::vector<Tie> finish_ties(Node a, Node b, Found& found);
  Tie& add_item(Found& ties, TieKey key, Id128 item, Telling telling);
  void add_link(Found& ties, const picture::LinkRow& row, bool from_here);
  void add_event(Found& ties, const picture::EventRow& row, bool from_here);

  const picture::View& view_;
  GraphOptions options_;
  internal::Met met_;
  std::unordered_map<Node, NodeFacts> facts_;  // looked up, never walked
};

/// The same tie seen from the other end; its sentence stays.
void turn_round(Tie& tie);

/// Name, ids and agencies of any identity.
NodeFacts facts_of(const picture::View& view, const std::vector<picture::Handle>& members);
/// All evidence of ties: items and the records they rest on.
void add_evidence(const Tie& tie, std::vector<Id128>& out);
void add_evidence(const NodeFacts& node, std::vector<Id128>& out);
/// Sorted, each once.
void settle(std::vector<Id128>& evidence);

}  // namespace sallyport::network
