// Keys under which a name in Latin letters and the same name in another script meet. A letter that
// is read in several ways (Hebrew bet: b or v; Arabic jim: j or g; Latin c: k, s or ts; a French
// final t: nothing) gives several keys, the usual readings first, at most kMostBridgeKeys (a Latin
// word twice as many): so that names meet whose sounds `consonant_skeleton` would have to throw
// together for all names alike. Chinese has keys of its own kind, marked '#': its syllables know
// neither r nor b beside p. Equal keys say "compare these two", never "the same". Ownership:
// values. Threads: any. Failure: none; what has no letters has no keys. Cost: about 1 us a Latin
// word; another script what to_latin costs. Source: ours, from BGN/PCGN, ALA-LC, Hanyu Pinyin and
// Xinhua's way of writing foreign names by syllables; nothing is learnt from lists. Figures:
// docs/design/name-search.md.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sallyport::text {

inline constexpr std::size_t kMostBridgeKeys = 12;

/// Of one word, in any script. Each key once; none of a word without letters.
std::vector<std::string> bridge_keys(std::string_view word);

}  // namespace sallyport::text
