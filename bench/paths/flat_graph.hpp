// The peer of a path: the network one view shows, laid out flat beforehand, and one plain search
// over it. What the machine can do when nobody has to ask who may be seen and who is who; and the
// answer to compare with. Built by reading every visible link and event in full, so that it shares
// nothing with the walk it is compared with. Threads: one. Cost: seconds, and some hundred bytes a
// record.
#pragma once

#include <cstdint>
#include <vector>

#include "network/graph.hpp"
#include "picture/view.hpp"

namespace sallyport::bench {

class FlatGraph {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFFu;

  FlatGraph(const picture::View& view, const network::IdentityOf& identity);

  /// kNone: the record is no node.
  std::uint32_t node(picture::Handle handle) const;
  picture::Handle handle(std::uint32_t node) const { return nodes_[node].front; }
  model::RecordKind kind(std::uint32_t node) const { return nodes_[node].kind; }
  std::size_t size() const { return nodes_.size(); }
  std::size_t ties() const { return to_.size() / 2; }
  std::size_t degree(std::uint32_t node) const { return begin_[node + 1] - begin_[node]; }
  std::size_t hubs() const;
  std::uint32_t neighbour(std::uint32_t node, std::size_t at) const {
    return to_[begin_[node] + at];
  }

  struct Found {
    std::uint32_t steps = 0;  ///< 0: none within the limit
    std::uint64_t ways = 0;
    std::uint64_t visited = 0;
  };
  /// Breadth-first from one end until the other is reached. O(V + E).
  Found search(std::uint32_t from, std::uint32_t to, std::uint32_t most_steps);

 private:
  struct Node {
    picture::Handle front;
    model::RecordKind kind = model::RecordKind::unknown;
    bool hub = false;
  };
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> node_of_;  // by record row
  std::vector<std::uint32_t> begin_;
  std::vector<std::uint32_t> to_;
  // of the search
  std::vector<std::uint32_t> stamp_;
  std::vector<std::uint32_t> level_;
  std::vector<std::uint64_t> ways_;
  std::uint32_t turn_ = 0;
};

}  // namespace sallyport::bench
