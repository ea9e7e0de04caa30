#include "ledger/merkle.hpp"

#include <gtest/gtest.h>

#include <map>

#include "base/random.hpp"

namespace sallyport::ledger {
namespace {

Hash256 hash_of(std::string_view text) {
  const auto bytes = from_hex(text);
  Hash256 out{};
  std::copy(bytes->begin(), bytes->end(), out.begin());
  return out;
}

/// A tree whose full tiles are kept aside, as a store would.
struct Tree {
  Tree() = default;
  Tree(const Tree& other) : edge(other.edge), tiles(other.tiles), leaves(other.leaves) {}
  MerkleHasher hasher;
  TreeEdge edge;
  std::map<std::pair<unsigned, std::uint64_t>, Tile> tiles;
  std::vector<Hash256> leaves;

  void add(const Hash256& leaf) {
    leaves.push_back(leaf);
    ASSERT_TRUE(edge.append(hasher, leaf, [&](const Tile& tile) {
      EXPECT_EQ(tile.hashes.size(), kTileWidth);
      EXPECT_TRUE(tiles.emplace(std::pair(tile.level, tile.index), tile).second);
      return ok();
    }));
  }
  TileSource source() {
    return [this](unsigned level, std::uint64_t index) -> Result<Tile> {
      const auto it = tiles.find({level, index});
      if (it == tiles.end()) return fail(ErrorCode::kLedgerBroken);
      return it->second;
    };
  }
  Hash256 naive_root(std::size_t size) {
    return hasher.root(std::span<const Hash256>(leaves).first(size));
  }
};

// The sample leaves and roots of the Certificate Transparency reference tests for RFC 6962.
const std::vector<std::string> kLeaves = {"",
                                          "00",
                                          "10",
                                          "2021",
                                          "3031",
                                          "40414243",
                                          "5051525354555657",
                                          "606162636465666768696a6b6c6d6e6f"};
const std::vector<std::string> kRoots = {
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

TEST(Merkle, RootsOfTheSampleLeaves) {
  Tree tree;
  EXPECT_EQ(tree.edge.root(tree.hasher), empty_root());
  EXPECT_EQ(to_hex(empty_root()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  for (std::size_t i = 0; i < kLeaves.size(); ++i) {
    tree.add(tree.hasher.leaf(*from_hex(kLeaves[i])));
    EXPECT_EQ(tree.edge.root(tree.hasher), hash_of(kRoots[i])) << i;
  }
  const auto nodes = node_source(tree.source(), tree.edge);
  // Known proofs of the same tests.
  EXPECT_EQ(*make_inclusion_proof(nodes, 0, 1), Proof{});
  EXPECT_EQ(*make_inclusion_proof(nodes, 0, 8),
            (Proof{hash_of("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"),
                   hash_of("5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"),
                   hash_of("6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4")}));
  EXPECT_EQ(*make_consistency_proof(nodes, 6, 8),
            (Proof{hash_of("0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"),
                   hash_of("ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"),
                   hash_of("d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")}));
}

TEST(Merkle, TilesEdgeAndProofsAgreeWithTheDefinition) {
  Tree tree;
  SeededRandom random(11);
  constexpr std::size_t kSize = 70'000;  // two full levels of tiles and a bit
  for (std::size_t i = 0; i < kSize; ++i) {
    Hash256 leaf{};
    random.fill(leaf);
    tree.add(leaf);
    if (i % 7919 == 0) {
      EXPECT_EQ(tree.edge.root(tree.hasher), tree.naive_root(i + 1));
    }
  }
  EXPECT_EQ(tree.tiles.size(), kSize / 256 + kSize / 65'536);
  const Hash256 root = tree.edge.root(tree.hasher);
  EXPECT_EQ(root, tree.naive_root(kSize));
  const auto nodes = node_source(tree.source(), tree.edge);
  for (int round = 0; round < 300; ++round) {
    const std::uint64_t size = 1 + random.below(kSize);
    const std::uint64_t at = random.below(size);
    const Hash256 then = *root_of_range(nodes, 0, size);
    if (round % 50 == 0) {
      EXPECT_EQ(then, tree.naive_root(size));
    }
    Proof proof = *make_inclusion_proof(nodes, at, size);
    EXPECT_TRUE(verify_inclusion({tree.leaves[at], at, size, then}, proof));
    EXPECT_FALSE(verify_inclusion({tree.leaves[(at + 1) % kSize], at, size, then}, proof));
    if (at + 1 < size) {
      EXPECT_FALSE(verify_inclusion({tree.leaves[at], at + 1, size, then}, proof));
    }
    Proof between = *make_consistency_proof(nodes, size, kSize);
    EXPECT_TRUE(verify_consistency({size, then, kSize, root}, between));
    if (size == kSize) continue;
    EXPECT_FALSE(verify_consistency({size, root, kSize, root}, between));
    EXPECT_FALSE(verify_consistency({size, then, kSize, then}, between));
    between.push_back(root);
    EXPECT_FALSE(verify_consistency({size, then, kSize, root}, between));
    if (!proof.empty()) {
      proof[random.below(proof.size())][0] ^= 1;
      EXPECT_FALSE(verify_inclusion({tree.leaves[at], at, size, then}, proof));
    }
  }
}

TEST(Merkle, AnEdgeIsRestoredFromTiles) {
  Tree tree;
  for (const std::size_t size :
       {0u, 1u, 255u, 256u, 257u, 511u, 1024u, 65'535u, 65'536u, 65'800u}) {
    while (tree.leaves.size() < size) {
      tree.add(tree.hasher.leaf(as_bytes(std::to_string(tree.leaves.size()))));
    }
    const auto tail = std::span<const Hash256>(tree.leaves).subspan(size - size % kTileWidth);
    auto restored = TreeEdge::restore(tree.hasher, size, tree.source(), tail);
    ASSERT_TRUE(restored) << size;
    EXPECT_EQ(restored->root(tree.hasher), tree.naive_root(size)) << size;
    Tree other = tree;  // and grows on as the other does
    other.edge = *restored;
    Tree same = tree;
    for (int i = 0; i < 300; ++i) {
      other.add(tree.hasher.leaf(as_bytes(std::to_string(i))));
      same.add(tree.hasher.leaf(as_bytes(std::to_string(i))));
    }
    EXPECT_EQ(other.edge.root(other.hasher), same.edge.root(same.hasher)) << size;
  }
}

}  // namespace
}  // namespace sallyport::ledger
