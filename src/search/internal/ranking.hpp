// From a question to identities in their order: pulls records from picture::Matching, best first,
// asks which are one, and lets people be found by what they use and where they live.
// Borrows the View, the query and the identity callback. One thread. Cost: see search.hpp.
#pragma once

#include <deque>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "search/internal/lookup.hpp"
#include "search/search.hpp"

namespace sallyport::search::internal {

/// Of a query of several parts. One word has bands of quality instead.
enum class Tier : std::uint8_t {
  others,     ///< a part is matched by what only begins or sounds so
  spelt,      ///< as spelt, by several records, through things, or in a text
  by_itself,  ///< one record is called so, and says all that was asked
};

/// A place in the ranking. Whole numbers and public ids only.
struct Rank {
  std::uint32_t parts = 0;
  Tier tier = Tier::others;
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
  bool sounds = false;             ///< a part is matched by its sound alone
};

class Ranking {
 public:
  Ranking(const picture::View& view, const IdentityOf& identity, const Query& query,
          const ParsedQuery& parsed, bool as_typed);

  /// At most query.limit, best first. Words that only begin or sound so are looked up when nobody
  /// matches all parts as they are spelt, of one part when few do.
  std::vector<Candidate> best();
  /// Could an answer be better: was something not looked at that may come before the last hit?
  bool partial() const { return partial_; }
  picture::Matching::Work work() const;

 private:
  void look_up(Reach reach);
  // one part: records come in the order of the answer
  void in_turn();
  void reach_users(const picture::RecordFound& thing);
  bool take_reached();
  // several parts
  bool take_complete();
  void take_the_rest();
  bool any_whole() const;
  void take_several();
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
  void note_partial(const std::vector<Candidate>& hits);

  const picture::View& view_;
  const IdentityOf& identity_;
  const Query& query_;
  const ParsedQuery& parsed_;
  bool as_typed_;
  bool partial_ = false;
  bool more_ = false;                   ///< records were left unread that match a part
  std::optional<std::int32_t> cut_at_;  ///< tokens were left out that may make this score
  std::optional<picture::Matching> matching_;
  picture::Matching::Work work_before_;  ///< of the matching before this one
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
