#include "ledger/merkle.hpp"

#include <bit>

#include "base/assert.hpp"

namespace sallyport::ledger {
namespace {

constexpr std::array<std::uint8_t, 1> kLeaf = {0x00};
constexpr std::array<std::uint8_t, 1> kNode = {0x01};

/// The largest power of two below n, n > 1.
std::uint64_t split_of(std::uint64_t n) {
  return std::bit_floor(n - 1);
}

/// RFC 9162 section 2.1.4.1, SUBPROOF(m, D[from:to], whole).
Status subproof(const NodeSource& nodes, std::uint64_t m, std::uint64_t from, std::uint64_t to,
                bool whole, Proof& proof) {
  const std::uint64_t n = to - from;
  if (m == n) {
    if (!whole) {
      TRY_ASSIGN(auto root, root_of_range(nodes, from, to));
      proof.push_back(root);
    }
    return ok();
  }
  const std::uint64_t k = split_of(n);
  if (m <= k) {
    TRY(subproof(nodes, m, from, from + k, whole, proof));
    TRY_ASSIGN(auto right, root_of_range(nodes, from + k, to));
    proof.push_back(right);
  } else {
    TRY(subproof(nodes, m - k, from + k, to, false, proof));
    TRY_ASSIGN(auto left, root_of_range(nodes, from, from + k));
    proof.push_back(left);
  }
  return ok();
}

}  // namespace

Hash256 MerkleHasher::leaf(ByteView entry) {
  hash_.update(kLeaf);
  hash_.update(entry);
  return hash_.finish();
}

Hash256 MerkleHasher::node(const Hash256& left, const Hash256& right) {
  std::array<std::uint8_t, 65> in;
  in[0] = kNode[0];
  std::copy(left.begin(), left.end(), in.begin() + 1);
  std::copy(right.begin(), right.end(), in.begin() + 33);
  hash_.update(in);
  return hash_.finish();
}

Hash256 MerkleHasher::root(std::span<const Hash256> subtrees) {
  if (subtrees.empty()) return empty_root();
  if (subtrees.size() == 1) return subtrees[0];
  const auto k = static_cast<std::size_t>(split_of(subtrees.size()));
  return node(root(subtrees.first(k)), root(subtrees.subspan(k)));
}

Hash256 empty_root() {
  return crypto::sha256({});
}

Hash256 TreeEdge::root(MerkleHasher& hasher) const {
  if (perfect_.empty()) return empty_root();
  Hash256 root = perfect_.back();
  for (std::size_t i = perfect_.size() - 1; i-- > 0;) root = hasher.node(perfect_[i], root);
  return root;
}

Status TreeEdge::append(MerkleHasher& hasher, const Hash256& leaf, const TileSink& sink) {
  if (partial_.empty()) partial_.emplace_back();
  partial_[0].push_back(leaf);
  Hash256 carried = leaf;
  unsigned height = 0;
  for (std::uint64_t n = size_; (n & 1) != 0; n >>= 1) {
    carried = hasher.node(perfect_.back(), carried);
    perfect_.pop_back();
    ++height;
    if (height % kTileHeight != 0) continue;
    // The subtree is a whole tile of the level below: that tile is full.
    const unsigned level = height / kTileHeight;
    SALLYPORT_ASSERT(partial_[level - 1].size() == kTileWidth);
    TRY(sink(Tile{level - 1, size_ >> (kTileHeight * level), std::move(partial_[level - 1])}));
    partial_[level - 1].clear();
    if (partial_.size() == level) partial_.emplace_back();
    partial_[level].push_back(carried);
  }
  perfect_.push_back(carried);
  ++size_;
  return ok();
}

Result<TreeEdge> TreeEdge::restore(MerkleHasher& hasher, std::uint64_t size,
                                   const TileSource& tiles, std::span<const Hash256> tail) {
  SALLYPORT_ASSERT(tail.size() == size % kTileWidth);
  TreeEdge edge;
  edge.size_ = size;
  edge.partial_.emplace_back(tail.begin(), tail.end());
  for (unsigned level = 1; size >> (kTileHeight * level) != 0; ++level) {
    const std::uint64_t count = size >> (kTileHeight * level);
    auto& hashes = edge.partial_.emplace_back();
    for (std::uint64_t i = count & ~std::uint64_t{kTileWidth - 1}; i < count; ++i) {
      TRY_ASSIGN(const Tile tile, tiles(level - 1, i));
      hashes.push_back(hasher.root(tile.hashes));
    }
    if (kTileHeight * (level + 1) >= 64) break;
  }
  for (std::size_t level = edge.partial_.size(); level-- > 0;) {
    std::span<const Hash256> rest = edge.partial_[level];
    while (!rest.empty()) {
      const std::size_t width = std::bit_floor(rest.size());
      edge.perfect_.push_back(hasher.root(rest.first(width)));
      rest = rest.subspan(width);
    }
  }
  return edge;
}

std::span<const Hash256> TreeEdge::partial(unsigned level) const {
  if (level >= partial_.size()) return {};
  return partial_[level];
}

NodeSource node_source(TileSource tiles, const TreeEdge& edge) {
  return
      [tiles = std::move(tiles), &edge](unsigned height, std::uint64_t index) -> Result<Hash256> {
        const unsigned level = height / kTileHeight;
        const unsigned within = height % kTileHeight;
        const std::uint64_t first = index << within;  // of the hashes of this tile level
        const std::uint64_t tile_index = first / kTileWidth;
        const std::size_t offset = first % kTileWidth;
        const std::size_t width = std::size_t{1} << within;
        MerkleHasher hasher;
        if (tile_index == (edge.size() >> (kTileHeight * level)) / kTileWidth) {
          const auto partial = edge.partial(level);
          SALLYPORT_ASSERT(offset + width <= partial.size());
          return hasher.root(partial.subspan(offset, width));
        }
        TRY_ASSIGN(const Tile tile, tiles(level, tile_index));
        return hasher.root(std::span<const Hash256>(tile.hashes).subspan(offset, width));
      };
}

Result<Hash256> root_of_range(const NodeSource& nodes, std::uint64_t from, std::uint64_t to) {
  const std::uint64_t n = to - from;
  if (n == 0) return empty_root();
  if (std::has_single_bit(n) && from % n == 0) {
    const auto height = static_cast<unsigned>(std::countr_zero(n));
    return nodes(height, from >> height);
  }
  const std::uint64_t k = split_of(n);
  TRY_ASSIGN(const Hash256 left, root_of_range(nodes, from, from + k));
  TRY_ASSIGN(const Hash256 right, root_of_range(nodes, from + k, to));
  return MerkleHasher().node(left, right);
}

Result<Proof> make_inclusion_proof(const NodeSource& nodes, std::uint64_t position,
                                   std::uint64_t size) {
  if (position >= size) return fail(ErrorCode::kBadValue, "no such position in that tree");
  // RFC 9162 section 2.1.3.1, PATH, walked from the root down and turned round.
  Proof proof;
  std::uint64_t from = 0;
  std::uint64_t to = size;
  while (to - from > 1) {
    const std::uint64_t middle = from + split_of(to - from);
    const bool left = position < middle;
    TRY_ASSIGN(const Hash256 sibling,
               left ? root_of_range(nodes, middle, to) : root_of_range(nodes, from, middle));
    proof.push_back(sibling);
    (left ? to : from) = middle;
  }
  return Proof(proof.rbegin(), proof.rend());
}

Result<Proof> make_consistency_proof(const NodeSource& nodes, std::uint64_t old_size,
                                     std::uint64_t new_size) {
  if (old_size > new_size) return fail(ErrorCode::kBadValue, "the old tree is the larger one");
  Proof proof;
  if (old_size == 0 || old_size == new_size) return proof;
  TRY(subproof(nodes, old_size, 0, new_size, true, proof));
  return proof;
}

bool verify_inclusion(const InclusionClaim& claim, std::span<const Hash256> proof) {
  // RFC 9162 section 2.1.3.2.
  if (claim.position >= claim.size) return false;
  std::uint64_t fn = claim.position;
  std::uint64_t sn = claim.size - 1;
  Hash256 root = claim.leaf;
  MerkleHasher hasher;
  for (const Hash256& p : proof) {
    if (sn == 0) return false;
    if ((fn & 1) != 0 || fn == sn) {
      root = hasher.node(p, root);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      root = hasher.node(root, p);
    }
    fn >>= 1;
    sn >>= 1;
  }
  return sn == 0 && root == claim.root;
}

bool verify_consistency(const ConsistencyClaim& claim, std::span<const Hash256> proof) {
  // RFC 9162 section 2.1.4.2, with the two trivial cases spelled out.
  if (claim.old_size > claim.new_size) return false;
  if (claim.old_size == claim.new_size) return proof.empty() && claim.old_root == claim.new_root;
  if (claim.old_size == 0) return proof.empty() && claim.old_root == empty_root();
  std::size_t at = 0;
  Hash256 old_root = claim.old_root;
  if (!std::has_single_bit(claim.old_size)) {
    if (proof.empty()) return false;
    old_root = proof[at++];
  }
  Hash256 new_root = old_root;
  std::uint64_t fn = claim.old_size - 1;
  std::uint64_t sn = claim.new_size - 1;
  while ((fn & 1) != 0) {
    fn >>= 1;
    sn >>= 1;
  }
  MerkleHasher hasher;
  for (; at < proof.size(); ++at) {
    if (sn == 0) return false;
    if ((fn & 1) != 0 || fn == sn) {
      old_root = hasher.node(proof[at], old_root);
      new_root = hasher.node(proof[at], new_root);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      new_root = hasher.node(new_root, proof[at]);
    }
    fn >>= 1;
    sn >>= 1;
  }
  return sn == 0 && old_root == claim.old_root && new_root == claim.new_root;
}

}  // namespace sallyport::ledger
