// Are these two names one person's? For lists of pairs: text::name_similarity after what is no part
// of a name has been taken off, with names kept ready that come again.
// Taken off: forms of address and ranks where two words or one long word remain (Mr, Dr, Sheikh…),
// a word said twice, digits that stand for letters within a word (Ig0r).
// Ownership: values; keeps at most kNamesKept prepared names. Threads: one a comparer.
// Failure: none. Cost: docs/design/name-search.md; a name that comes again costs a look-up.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "text/similarity.hpp"

namespace sallyport::names {

/// From here on two names are held to be one person's: text::name_similarity's own mark.
inline constexpr int kSameName = 850;

class NameComparer {
 public:
  static constexpr std::size_t kNamesKept = 4096;
  /// 0..1000, symmetric.
  int similarity(std::string_view a, std::string_view b);

 private:
  const text::PreparedName& prepared(std::string_view name);

  std::unordered_map<std::string, text::PreparedName> kept_;
};

/// The name without what is no part of it, as compared.
std::string plain_name(std::string_view name);

}  // namespace sallyport::names
