// From a question to identities in their order: pulls records from picture::Matching, best first,
// asks which are one, and lets people be found by what they use and where they live.
// Borrows the View, the query and the identity callback. One thread. Cost: see search.hpp.
#pragma once

#include <deque>
#include <set>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "search/internal/lookup.hpp"
#include "search/search.hpp"

namespace sallyport::search::internal {

/// A place in the ranking. Whole numbers and public ids only.
struct Rank {
  std::uint32_t parts = 0;
  std::int32_t score = 0;
  /// Of the record that matched best, by itself.
  std::uint32_t own_parts = 0;
  std::int32_t own_score = 0;
  model::RecordId record;
  bool before(const Rank& other) const;
};

struct Candidate {
  Rank rank;
  std::vector<picture::Handle> members;
  model::RecordKind kind = model::RecordKind::unknown;
  std::vector<PartMatch> matches;  ///< one for each part
};

class Ranking {
 public:
  Ranking(const picture::View& view, const IdentityOf& identity, const Query& query,
          const ParsedQuery& parsed, bool as_typed);

  /// At most query.limit, best first.
  std::vector<Candidate> best();
  bool partial() const { return partial_; }
  const picture::Matching::Work& work() const { return matching_.work(); }

 private:
  Ranking(const picture::View& view, const IdentityOf& identity, const Query& query,
          const ParsedQuery& parsed, Asked asked);

  // one part: records come in the order of the answer
  void in_turn();
  void reach_users(const picture::RecordFound& thing);
  bool take_reached();
  // several parts
  bool take_several();
  void read_alone(std::size_t part);
  void take_alone();
  void fill_up(std::size_t part);
  void take_users();
  void ask_things();
  void ask_things_of(Candidate& candidate);

  /// `add`: other records of its identity may add to it.
  bool take(const picture::RecordFound& record, bool add);
  Candidate make(const picture::RecordFound& record, bool add);
  void rank(Candidate& candidate) const;
  bool keep(Candidate candidate);
  bool complete(std::uint32_t parts) const { return parts == parts_counted_; }
  std::vector<picture::LinkRow> users_of(picture::Handle thing) const;
  std::vector<Candidate> sorted();

  const picture::View& view_;
  const IdentityOf& identity_;
  const Query& query_;
  const ParsedQuery& parsed_;
  bool partial_;
  picture::Matching matching_;
  std::uint32_t parts_counted_ = 0;

  std::deque<Candidate> candidates_;                      // stay where they are
  std::unordered_map<std::uint32_t, Candidate*> by_row_;  // nullptr: an identity not asked for
  std::vector<bool> open_;                                // parts that more than kAlone match alone
  std::vector<std::vector<picture::RecordFound>> alone_;
  std::vector<picture::RecordFound> things_;  // that match, best first
  std::unordered_map<std::uint32_t, picture::RecordFound> asked_things_;

  struct Reached {
    std::int32_t quality;
    model::RecordId id;
    picture::Handle record;
    bool operator<(const Reached& other) const {
      return std::tie(other.quality, id, record.row) <
             std::tie(quality, other.id, other.record.row);
    }
  };
  std::set<Reached> reached_;  // by one part, through a thing
  std::unordered_map<std::uint32_t, PartMatch> reached_by_;
};

}  // namespace sallyport::search::internal
