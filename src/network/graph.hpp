// The visible network over identities, discovered while one walks it. A node is an identity (all
// its visible records); an edge is everything visible between two identities: links and events of
// the kinds that may be a step (model/kinds.hpp: on_path). Stays, moves, regimes and sharing a
// place in custody are no such kinds. A number, account, address, vehicle or other thing touched by
// more than limits::kHubDegree visible people is a hub: a node that is shown, but offers no way
// through. Members of staff (directory data, core.md 38) are no nodes, unless the record is sealed:
// then its compartment decides who may see it. Ownership: borrows the View and the callback for its
// life. Threads: one. Failure: none. Cost: a node's neighbours are read once, O(its visible links
// and events), and kept. Determinism: node numbers depend on the order of asking and never leave;
// outputs go by public id.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
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
#include "network/internal/shortest.hpp"
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
  std::vector<std::string> agencies;     ///< whose they are, sorted
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

class Graph final : public internal::Adjacency {
 public:
  using Node = std::uint32_t;

  Graph(const picture::View& view, const IdentityOf& identity, GraphOptions options);

  Node node(picture::Handle handle);
  /// nullopt when the record may not be drawn (staff directory).
  std::optional<Node> drawable(picture::Handle handle);
  const std::vector<picture::Handle>& members(Node node) const { return nodes_[node].members; }
  model::RecordKind kind(Node node) const { return nodes_[node].kind; }
  const NodeFacts& facts(Node node);  ///< made when first asked

  // internal::Adjacency
  std::span<const internal::Step> steps(Node node) override;
  bool passable(Node node) override { return options_.through_hubs || !hub(node); }
  Id128 id(Node node) const override { return nodes_[node].self; }

  /// Distinct people one step from here. O(neighbours).
  std::size_t people(Node node);
  bool hub(Node node);

  /// Everything between two neighbours, links first, by kind; with sentences. O(rows of `a`).
  std::vector<Tie> ties(Node a, Node b);
  /// The same to every neighbour of these kinds, by their ids; the rows of `a` are read once.
  std::vector<std::pair<Node, std::vector<Tie>>> ties_to(Node a, const model::RecordKinds& kinds);

 private:
  struct Entry {
    std::vector<picture::Handle> members;
    model::RecordId self;
    model::RecordKind kind = model::RecordKind::unknown;
    bool staff_directory = false;
    bool loaded = false;
    std::vector<internal::Step> steps;
    std::size_t people = 0;
    std::optional<NodeFacts> facts;
  };
  void load(Node node);
  model::Grade source_grade(model::RecordId source);
  using TieKey = std::tuple<bool, unsigned, bool>;  // event, kind, backward: as they are shown
  void read_ties(Node a, const std::function<std::map<TieKey, Tie>*(Node)>& ties_of);
  std::vector<Tie> finish_ties(Node a, Node b, std::map<TieKey, Tie>& found);
  Tie& add_item(std::map<TieKey, Tie>& ties, TieKey key, Id128 item, picture::Handle subject,
                model::RecordId source);
  void add_link(std::map<TieKey, Tie>& ties, const picture::LinkRow& row, bool from_here);
  void add_event(std::map<TieKey, Tie>& ties, const picture::EventRow& row, bool from_here);

  const picture::View& view_;
  const IdentityOf& identity_;
  GraphOptions options_;
  std::deque<Entry> nodes_;
  std::unordered_map<std::uint32_t, Node> node_of_;  // by handle; looked up, never walked
  std::unordered_map<model::RecordId, model::Grade> grades_;
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
