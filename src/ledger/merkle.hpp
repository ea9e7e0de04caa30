// The Merkle tree of a log: hashes, the growing right edge, proofs and their verification.
// A leaf is SHA-256(0x00 || entry as stored), a node SHA-256(0x01 || left || right); a tree of n >
// 1 leaves splits at the largest power of two below n.
//
// Hashes are kept in tiles: a full tile (level, index) holds 256 consecutive hashes of height
// 8 * level, 8,192 bytes; the partial tiles at the right are the edge and live in memory.
// Ownership: values. Threads: a MerkleHasher and a TreeEdge belong to one thread at a time; the
// rest are functions. Failure: proofs pass on what their source says; verification answers a bool.
// Cost: append amortised two hashes; a proof O(log n) nodes.
// Source: RFC 9162 sections 2.1.1 to 2.1.4, RFC 6962 (same hashes), c2sp.org/tlog-tiles.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "crypto/hash.hpp"

namespace sallyport::ledger {

using crypto::Hash256;
using Proof = std::vector<Hash256>;

inline constexpr unsigned kTileHeight = 8;
inline constexpr std::size_t kTileWidth = 256;
inline constexpr std::size_t kTileBytes = kTileWidth * 32;

class MerkleHasher {
 public:
  Hash256 leaf(ByteView entry);
  Hash256 node(const Hash256& left, const Hash256& right);
  /// Root over consecutive perfect subtrees of one height, the last of which may be smaller.
  Hash256 root(std::span<const Hash256> subtrees);

 private:
  crypto::Sha256 hash_;
};

/// The root of no leaves: SHA-256 of nothing.
Hash256 empty_root();

/// A tile that has just become full, or one read back.
struct Tile {
  unsigned level = 0;
  std::uint64_t index = 0;
  std::vector<Hash256> hashes;
};
using TileSink = std::function<Status(const Tile&)>;
/// Reads a full tile.
using TileSource = std::function<Result<Tile>(unsigned level, std::uint64_t index)>;

/// The right edge of a growing tree: its partial tiles and the roots of its perfect subtrees.
class TreeEdge {
 public:
  std::uint64_t size() const { return size_; }
  Hash256 root(MerkleHasher& hasher) const;
  /// Hands every tile that becomes full to `sink`.
  Status append(MerkleHasher& hasher, const Hash256& leaf, const TileSink& sink);
  /// The edge of a tree of `size` leaves, from its full tiles and the leaves after the last of
  /// them.
  static Result<TreeEdge> restore(MerkleHasher& hasher, std::uint64_t size, const TileSource& tiles,
                                  std::span<const Hash256> tail);
  /// The hashes of the partial tile at a level.
  std::span<const Hash256> partial(unsigned level) const;

 private:
  std::uint64_t size_ = 0;
  std::vector<std::vector<Hash256>> partial_;  ///< by level
  std::vector<Hash256> perfect_;               ///< roots of perfect subtrees, largest first
};

/// Answers the hash of the perfect subtree of 2^height leaves that starts at index * 2^height.
using NodeSource = std::function<Result<Hash256>(unsigned height, std::uint64_t index)>;
/// A node source over full tiles and an edge.
NodeSource node_source(TileSource tiles, const TreeEdge& edge);

Result<Hash256> root_of_range(const NodeSource& nodes, std::uint64_t from, std::uint64_t to);
Result<Proof> make_inclusion_proof(const NodeSource& nodes, std::uint64_t position,
                                   std::uint64_t size);
Result<Proof> make_consistency_proof(const NodeSource& nodes, std::uint64_t old_size,
                                     std::uint64_t new_size);

/// What an inclusion proof claims: this leaf stands at this position of the tree with this root.
struct InclusionClaim {
  Hash256 leaf;
  std::uint64_t position;
  std::uint64_t size;
  Hash256 root;
};
bool verify_inclusion(const InclusionClaim& claim, std::span<const Hash256> proof);

/// What a consistency proof claims: the old tree is the beginning of the new one.
struct ConsistencyClaim {
  std::uint64_t old_size;
  Hash256 old_root;
  std::uint64_t new_size;
  Hash256 new_root;
};
bool verify_consistency(const ConsistencyClaim& claim, std::span<const Hash256> proof);

}  // namespace sallyport::ledger
