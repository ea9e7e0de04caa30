// Numbers by how they begin, or (kept backwards) by how they end: a trie whose nodes are the
// entries of a hash table. A node holds up to kNodeTokens numbers; what comes after goes one
// character deeper. So a beginning of any length is found in as many steps as it has characters,
// and the first few numbers of a crowded one, in the order of their text, without looking at the
// others. Source: S. Heinz, J. Zobel, H. Williams, Burst Tries (2002); here nothing bursts: what a
// node holds stays there, so that readers need no lock. One writer, lock-free readers. Cost: add()
// O(characters); each() O(depth + those given), in a crowded node one look for each possible next
// character.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "picture/internal/grow_table.hpp"
#include "picture/internal/posting_lists.hpp"
#include "picture/internal/string_pool.hpp"

namespace sallyport::picture {

class NumberTrie {
 public:
  static constexpr std::size_t kShortest = 4;  ///< characters asked for

  explicit NumberTrie(bool backwards) : backwards_(backwards) {}

  /// A new token of this text. Shorter texts than kShortest are not kept. Writer only.
  void add(std::string_view text, std::uint32_t token);

  struct Found {
    std::uint32_t token;
    std::string text;  ///< as the trie reads it
  };
  /// f(token) for all that begin (end) with `part`, in the order of their text read so; f returns
  /// false to stop. text_of(token) gives the text.
  template <class TextOf, class F>
  void each(std::string_view part, TextOf&& text_of, F&& f) const {
    if (part.size() < kShortest) return;
    std::string path = read(part);
    std::vector<Found> found;
    bool deeper = true;
    for (std::size_t n = kShortest; deeper && n < path.size(); ++n)
      deeper = collect(std::string_view(path).substr(0, n), path, text_of, found);
    (void)(deeper ? in_order(path, std::move(found), text_of, f) : give(found, f));
  }

  /// For snapshots: f(name, part).
  template <class Self, class F>
  static void parts(Self& self, F&& f) {
    f("nodes", self.nodes_);
    PostingLists::parts(self.lists_, [&](std::string_view, auto& part) { f("node_tokens", part); });
  }

 private:
  static constexpr std::uint32_t kNodeClass = 3;  // 2 + 3 * (3 + 7 + 15) + 31 tokens
  static bool any(std::uint32_t) { return true; }
  std::string read(std::string_view text) const {
    return backwards_ ? std::string(text.rbegin(), text.rend()) : std::string(text);
  }

  /// Adds what the node holds of those that begin with `wanted`; is anything deeper?
  template <class TextOf>
  bool collect(std::string_view node, std::string_view wanted, TextOf&& text_of,
               std::vector<Found>& out) const {
    const PostingLists::Head head = nodes_.find(hash64(node), any);
    (void)lists_.each(head, [&](Posting token) {
      std::string text = read(text_of(token.bits));
      if (text.starts_with(wanted)) out.push_back({token.bits, std::move(text)});
      return true;
    });
    return lists_.is_full(head, kNodeClass);
  }
  template <class F>
  static bool give(std::vector<Found>& found, F&& f) {
    std::sort(found.begin(), found.end(),
              [](const Found& a, const Found& b) { return a.text < b.text; });
    for (const Found& one : found) {
      if (!f(one.token)) return false;
    }
    return true;
  }
  /// All of them under `path`, of which `found` were met above.
  template <class TextOf, class F>
  bool in_order(const std::string& path, std::vector<Found> found, TextOf&& text_of, F&& f) const {
    if (!collect(path, path, text_of, found)) return give(found, f);
    for (int next = -1; next < 256; ++next) {  // -1: the number that ends here
      std::vector<Found> under;
      for (const Found& one : found) {
        const int at =
            one.text.size() == path.size() ? -1 : static_cast<unsigned char>(one.text[path.size()]);
        if (at == next) under.push_back(one);
      }
      const bool more =
          next < 0 ? give(under, f)
                   : in_order(path + static_cast<char>(next), std::move(under), text_of, f);
      if (!more) return false;
    }
    return true;
  }

  bool backwards_;
  TagTable nodes_;  // hash of the characters so far -> head; two of one tag share a node
  PostingLists lists_;
};

}  // namespace sallyport::picture
