// The published matching model: an artefact, not a measurement of the store. It holds the weights,
// how common names are, the keys and numbers that say nothing (stop-keys, hubs), and its version.
// Two records are compared by what they say and by this alone, so that a score tells nothing about
// any third record (DESIGN.md 6, core.md 18, 19). Its figures and sources:
// docs/design/match-model.md. Scale: millibits of evidence, 1000 = one bit = the odds doubled; the
// prior is inside a score, so 20'000 says that same is 2^20 times as likely as different.
// Ownership: a value that owns its tables; movable. Threads: immutable. Failure: load_model names
// the line. Cost: loading about 1 ms; a look-up is one probe of a flat table.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace sallyport::match {

namespace internal {
struct Tables;
}  // namespace internal

/// At or above: joined by the model. Between the two: proposed to a person (practice 2.10).
inline constexpr std::int32_t kJoinMillibits = 20'000;
inline constexpr std::int32_t kFractureMillibits = 14'000;
/// What suspected twins are set to: never joined, never proposed (practice 2.10: -5 bits).
inline constexpr std::int32_t kTwinsMillibits = -5'000;

class Model {
 public:
  Model(Model&&) noexcept;
  Model& operator=(Model&&) noexcept;
  ~Model();

  /// "2026.11-1": changes whenever a score may change.
  const std::string& version() const;
  /// The same weights with another prior: for a plain file that is linked by itself, where two
  /// records drawn at random are one person's far more often than in the whole country
  /// (-log2 of the number of people in it). Never for a store: scores would depend on its size.
  Model with_prior(std::int32_t millibits) const;
  /// For the functions of this module only.
  const internal::Tables& tables() const { return *tables_; }

 private:
  friend Result<Model> load_model(std::string_view toml_text);
  explicit Model(std::unique_ptr<const internal::Tables> tables);
  std::unique_ptr<const internal::Tables> tables_;
};

/// The artefact this version was built with (src/match/data/); made once, immutable.
const Model& published_model();
/// An artefact of another version, in the form of src/match/data/model.toml.
Result<Model> load_model(std::string_view toml_text);

}  // namespace sallyport::match
