// A model of linkage: how often each level of each field is seen, for five kinds of pairs: one
// person at one address, one person who moved, strangers, kin, twins. A score is the odds of the
// first two against the other three. Learnt from files without labels, or read from an artefact.
// Whole numbers of millibits (-log2 of a probability, 1000 = one bit): scores are the same on every
// machine. Ownership: values. Threads: immutable. Failure: load_model names what is wrong.
// Source: Fellegi & Sunter 1969; Winkler 1988 (EM); latent classes after Larsen & Rubin 2001.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace sallyport::linkage {

inline constexpr std::size_t kPairKinds = 5;
enum class PairKind : std::uint8_t {
  together,  ///< one person, at one address where both have one
  moved,     ///< one person, two addresses
  strangers,
  kin,    ///< one household or family, two persons
  twins,  ///< kin of one birthday
};

/// What a level of a field weighs for each kind of pair; and what no comparison says.
using Weights = std::array<std::int32_t, kPairKinds>;

struct LinkModel {
  static constexpr std::size_t kModelFields = 21;
  static constexpr std::size_t kModelLevels = 8;
  /// log2 of the probability of the level, in millibits: at most 0.
  std::array<std::array<Weights, kModelLevels>, kModelFields> levels = {};
  /// log2 of how many partners of this kind a record has (strangers: all others, 0).
  Weights partners = {};
  /// Kinds of keys that brought pairs worth comparing; none: all.
  std::vector<std::string> keys;
  /// What it was learnt from: for the card, never for a score.
  std::uint64_t records = 0;
  std::uint64_t pairs = 0;
  std::string made;  ///< a day, "2026-11-22"; empty when unknown
};

std::string save_model(const LinkModel& model);
Result<LinkModel> load_model(std::string_view toml_text);

}  // namespace sallyport::linkage
