// Which records answer a question of several parts, best first: the one walk over the search index
// that is wide. A part is a set of tokens, each with the asker's figure of how well it fits; or a
// letter that a name begins with. What comes out is filtered as everything of a View is: a record
// is there with what its visible statements bear, and hidden and absent are one. Hidden postings
// are passed over inside, and nothing that is told, nor its order, depends on them.
// Order: more parts matched, then the sum of quality, then public id.
// One word speaks for one part, unless the record says it twice; a letter is no beginning of a word
// that another part means.
// Ownership: borrows the View. Threads: the View's. Failure: none.
// Cost: next_of_several() reads both lists of a pair once, slice by slice of the public ids, and
// stops as soon as the best is certain (O(postings) at worst, about 3 ns each); next_of_one() reads
// O(records given) of a long list. Only records that are next are looked at, about 1 us each.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "picture/view.hpp"

namespace sallyport::picture {

/// A token that a part may mean. Of equal quality the smaller `how` is better.
struct FittingToken {
  TokenHit hit;
  model::IndexClass cls = model::IndexClass::name;
  std::int32_t quality = 0;  ///< 1 to 2000
  std::uint8_t how = 0;      ///< the asker's
  std::uint8_t edits = 0;    ///< the asker's
};

/// All tokens that begin so, whether a record that the View shows has them or not: of dates, where
/// looking at each of a year's days would cost more than the answer.
struct FittingBeginning {
  model::IndexClass cls = model::IndexClass::date;
  std::string text;
  FittingToken same;    ///< quality and how of the token that is this text
  FittingToken longer;  ///< of the others
};

struct AskedPart {
  std::vector<FittingToken> tokens;  ///< none twice; at most 65,000
  std::vector<FittingBeginning> beginnings;
  char initial = 0;         ///< instead of tokens: a name begins with this letter
  FittingToken of_initial;  ///< quality and how of it
  bool helps_only = false;  ///< is not counted, and an eighth of its quality is
};

/// The asker's: quality of a token in a statement of this property, and which of several properties
/// speaks for a record (no two alike).
struct MatchRules {
  std::int32_t (*weigh)(const FittingToken& token, model::Property property);
  std::uint8_t (*speaks_first)(model::Property property);
  model::RecordKinds kinds = model::RecordKinds::all();  ///< others are not given
};

/// How a record matched one part: the best of its visible statements.
struct PartFound {
  std::int32_t quality = 0;  ///< 0 = it did not
  std::uint8_t how = 0;
  std::uint8_t edits = 0;
  model::Property property = model::Property::full_name;
  std::string_view token;  ///< lives as long as the View
};

struct RecordFound {
  Handle record;
  model::RecordId id;
  model::RecordKind kind = model::RecordKind::unknown;
  std::uint32_t parts = 0;
  std::int32_t score = 0;
  std::vector<PartFound> found;  ///< one for each part
};

class Matching {
 public:
  Matching(const View& view, std::vector<AskedPart> parts, const MatchRules& rules);
  Matching(const Matching&) = delete;
  Matching& operator=(const Matching&) = delete;
  ~Matching();

  /// The next of those that match two parts or more; false when there are no more.
  bool next_of_several(RecordFound& out);
  /// The next of those that match this part and no other, in the same order. None of a letter.
  bool next_of_one(std::size_t part, RecordFound& out);
  /// A record of the View, with whatever it matches.
  void of(Handle record, RecordFound& out);

  /// No record matches more parts, or better.
  struct Best {
    std::uint32_t parts = 0;
    std::int32_t score = 0;
  };
  Best best() const;

  /// What was done, for benchmarks only: it counts what is hidden, too.
  struct Work {
    std::uint64_t postings = 0;
    std::uint64_t records = 0;
  };
  const Work& work() const;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace sallyport::picture
