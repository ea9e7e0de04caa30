// FROZEN SHAPE: the label. Says who may see an item (DESIGN.md 3, core.md 12). Everything in it
// must hold at once; what is not understood is seen by nobody. Labels form a join-semilattice:
// join(a, b) is visible exactly to those who may see a and may see b. Plain values; kept once in a
// dictionary.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/cbor.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace sallyport::model {

/// Government Security Classifications (vocabularies 4.2); a total order.
enum class Level : std::uint8_t {
  official = 0,
  official_sensitive = 1,
  secret = 2,
  top_secret = 3
};
std::string_view level_words(Level level);                 ///< "OFFICIAL-SENSITIVE"
std::optional<Level> level_named(std::string_view words);  ///< takes a space or a hyphen

struct Label {
  std::vector<std::string> originators;  ///< agencies; sorted
  Level level = Level::official_sensitive;
  std::vector<std::string> compartments;  ///< all needed; sorted
  /// Sets of audience tokens: one token of every set is needed. No set at all = nobody.
  std::vector<std::vector<std::string>> releasable_to;
  std::vector<std::string> purposes;  ///< any of; sorted. Empty = nobody
  /// All must hold: "for:security|placement" = one of these functions, "not:local-wings" = not this
  /// function. Anything else holds for nobody. Sorted.
  std::vector<std::string> conditions;
  std::optional<Instant> expires;  ///< from then on nobody
  auto operator<=>(const Label&) const = default;

  /// Sorted, without repeats; releasable sets implied by another are dropped. Idempotent.
  Label normalised() const;
};

/// The label of something derived from both. Commutative, associative, idempotent (tested).
Label join(const Label& a, const Label& b);
/// Seen by nobody; the top of the lattice.
Label nobody();

/// Longest sensible label; more is refused (limits a hostile file).
inline constexpr std::size_t kLabelTokens = 64;
inline constexpr std::size_t kTokenBytes = 100;
Status check(const Label& label);

void encode(cbor::Writer& out, const Label& label);
Label decode_label(cbor::Reader& in);

/// "OFFICIAL-SENSITIVE": what a page shows as its marking; conditions in words.
std::string condition_words(std::string_view condition);

}  // namespace sallyport::model
