// Signed clustering of one component of records: which are one thing, when some say "same" and some
// "different". Pure; knows nothing of the View.
// Method: agglomeration under constraints. Ties are taken in one fixed order (people's "same", then
// equal identifiers, then the model's by weight, falling; ties by the two ids), and a tie is
// refused when it would put into one cluster
//   - two records that a person held to be different, whatever the tie; or
//   - by the model alone, two sets of prison numbers that share none and name each other in no
//     former number (core.md 18: a person decides that). Whoever says "same" of two records has
//     decided it for what each would be part of without his word: those numbers clash no more.
// So a "different" splits where the evidence is weakest on the way, and no chain gets round it. The
// result is a function of the sets given, not of their order; taking a judgement back gives exactly
// what there was before.
// Ownership: values. Threads: any. Failure: none. Cost: sorting the ties, then nearly linear; each
// refusal check reads the "different" judgements of the smaller cluster.
// Source: correlation clustering with must-link and cannot-link (Wagstaff et al. 2001); the two
// thresholds are the Core Person Record's (practice 2.10).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/ids.hpp"

namespace sallyport::resolve {

/// What holds two records to be one. By::person: a judgement, which outranks the model for ever.
struct Edge {
  model::RecordId a;  ///< the smaller id
  model::RecordId b;
  std::int32_t millibits = 0;  ///< of the model; 0 where nothing was scored
  enum class By : std::uint8_t { model, identifier, person } by = By::model;
  model::JudgementId judgement;  ///< nil unless by a person
  auto operator<=>(const Edge&) const = default;
};

struct ClusterRecord {
  model::RecordId id;
  std::vector<std::string> prison_numbers;
  std::vector<std::string> former_prison_numbers;
};

struct Clusters {
  /// For each record as given: the smallest id of its cluster.
  std::vector<model::RecordId> self;
  /// Ties that hold: both ends in one cluster. Sorted.
  std::vector<Edge> held;
  /// Ties refused: both ends in different clusters. Sorted.
  std::vector<Edge> refused;
};

/// `same`: ties of every kind, any order, repeats allowed. `different`: judgements of people. Ends
/// that are no given record are passed over.
Clusters cluster(const std::vector<ClusterRecord>& records, const std::vector<Edge>& same,
                 const std::vector<Edge>& different);

/// The edge whose loss would part the cluster most cheaply: the least of a strongest spanning tree.
/// Edges of people and identifiers are stronger than any of the model. Nullptr when there is none.
const Edge* weakest_of(const std::vector<model::RecordId>& members, const std::vector<Edge>& held);

}  // namespace sallyport::resolve
