// Which visible records are one thing, computed when asked from what this View shows and from
// nothing else: pairs the model scored, identifiers, and the judgements of people. There is no
// stored identity and no id of one: any visible member addresses it (DESIGN.md 6, core.md 18).
// Judgements: the newest standing one of a pair holds; it outranks the model for ever; taking it
// back restores what was before, byte for byte.
// Ownership: values. Threads: as the View's. Failure: none of its own; a component that is larger
// than the limit is cut by steps from the record asked for (ties by public id) and said to be
// partial. Cost: the visible component: its pairs, judgements and statements; microseconds for the
// usual one to five records.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "model/answer.hpp"
#include "picture/view.hpp"
#include "resolve/cluster.hpp"

namespace sallyport::resolve {

struct Options {
  /// Records looked at; the largest honest identity has a few dozen.
  std::size_t most_records = 256;
  /// Whether to ask if two of them may be twins: reads and compares every member's statements.
  bool look_for_twins = true;
};

/// Two records a person should look at: between the lines and not judged; judged "not sure"; or at
/// the join line but with two prison numbers that nothing ties together.
struct Proposal {
  model::RecordId a;
  model::RecordId b;
  std::int32_t millibits = 0;
  auto operator<=>(const Proposal&) const = default;
};

struct Identity {
  model::RecordId self;                  ///< the smallest member's id
  std::vector<model::RecordId> members;  ///< sorted
  std::vector<Edge> edges;               ///< within the members; sorted
  std::vector<Proposal> proposals;  ///< from a member outwards; the strongest first, then by ids
  std::vector<Edge> kept_apart_by;  ///< "different" judgements that touch a member
  bool suspect_twins = false;       ///< a member and a member or proposal may be twins
  std::optional<Edge> weakest;      ///< what the identity hangs on; none for a single record
  bool operator==(const Identity&) const = default;
};

Result<model::Answer<Identity>> identity_of(const picture::View& view, picture::Handle record,
                                            const Options& options = {});

/// Who is one thing with the record, and who may be: what pages, searches and graphs ask of
/// thousands of records.
struct Members {
  std::vector<picture::Handle> members;   ///< by public id
  std::vector<picture::Handle> proposed;  ///< other ends of the proposals, by public id
  bool partial = false;
};

/// The members and proposals of identity_of(), as handles, without its edges and evidence.
Members members_of(const picture::View& view, picture::Handle record, const Options& options = {});

struct Explanation {
  std::int32_t millibits = 0;
  std::vector<std::string> sentences_for;
  std::vector<std::string> sentences_against;
  std::vector<std::string> missing;
  /// What comes with a "same": the visible links and events of either record are then one thing's;
  /// these are the other ends of keep-aparts, by public id, sorted.
  std::vector<std::string> would_join;
  bool operator==(const Explanation&) const = default;
};

/// Two records of people; for others the score is 0 and the identifiers are compared.
Result<model::Answer<Explanation>> explain_pair(const picture::View& view, picture::Handle a,
                                                picture::Handle b, const Options& options = {});

}  // namespace sallyport::resolve
