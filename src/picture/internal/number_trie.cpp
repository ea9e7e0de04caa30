#include "picture/internal/number_trie.hpp"

namespace sallyport::picture {

void NumberTrie::add(std::string_view text, std::uint32_t token) {
  const std::string path = read(text);
  for (std::size_t n = kShortest; n <= path.size(); ++n) {
    const std::uint64_t key = hash64(std::string_view(path).substr(0, n));
    const PostingLists::Head known = nodes_.find(key, any);
    // the number that ends here has nowhere deeper to go
    if (lists_.is_full(known, kNodeClass) && n < path.size()) continue;
    const PostingLists::Head grown = lists_.with(known, Posting{token}, 0);
    if (known == kNone) {
      nodes_.insert(key, grown);
    } else if (grown != known) {
      nodes_.replace(key, any, grown);
    }
    return;
  }
}

}  // namespace sallyport::picture
