// Does any of us know this? One box for names in any script and order, numbers whole or in part,
// dates as people write them, words of places and texts, and all of them together.
// Every hit is an identity; it says why it matched in sentences, each about a visible statement.
//  - Order: more parts of the query matched; of several, who is spelt so before who only sounds or
//    begins so; then score (exact before typing error before sound); among equals a record that
//    matched by itself before what several records say together, then the public id of the record
//    that matched best. No figure of it depends on anything but the hit's own visible statements
//    and the query: no term frequencies, no corpus statistics (LT-04).
//  - A part that matches nothing lowers a hit but does not remove it.
//  - Members of staff are never offered (core.md 38).
//  - Hits by sound alone are few where somebody matches without, and said to sound so.
//  - Budgets count visible rows only and cut only in an order that is sorted; `partial` says that
//    what was left may come before the last hit.
// Ownership: values out. Threads: one per View. Failure: kTooLarge for a query longer than
// limits::kQueryBytes, kBadValue for a limit out of range; an empty query has no hits.
// Cost: O(tokens that fit) + what picture::Matching reads; the identity callback at most kSeveral +
// parts * 2 kAlone + kUsers times, of a query of one part about as often as there are hits.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "model/answer.hpp"
#include "picture/view.hpp"

namespace sallyport::search {

/// All visible members of the identity, the handle itself among them, sorted by public id.
using IdentityOf = std::function<std::vector<picture::Handle>(picture::Handle)>;

struct Query {
  std::string_view text;
  model::RecordKinds kinds = model::RecordKinds::all();
  std::size_t limit = limits::kSearchHits;  ///< at most limits::kSearchHits
};

enum class Group : std::uint8_t { people = 0, numbers, groups, places, things, reports };
std::string_view group_words(Group group);  ///< "People"
Group group_of(model::RecordKind kind);

/// A visible value the query matched.
struct Matched {
  model::Property property = model::Property::full_name;
  std::string value;  ///< as it is shown
  model::RecordId record;
  std::size_t part = 0;  ///< of the query
};

struct Hit {
  model::RecordId self;    ///< smallest public id of the members
  picture::Handle handle;  ///< its handle
  model::RecordKind kind = model::RecordKind::unknown;
  Group group = Group::people;
  std::string title;
  std::vector<model::RecordId> members;  ///< sorted
  std::vector<std::string> agencies;     ///< sorted
  std::uint32_t parts_matched = 0;
  std::int32_t score = 0;        ///< thousandths a part, summed
  std::vector<std::string> why;  ///< a sentence for each part that matched
  std::vector<Matched> matched;
  std::vector<std::string> users;  ///< of a number or thing: "used by Martha Kessell"
  std::optional<Date> newest;      ///< day of the newest visible fact
};

struct HitGroup {
  Group group = Group::people;
  std::vector<std::size_t> hits;  ///< into SearchResult::hits, in order
};

struct SearchResult {
  std::vector<std::string> parts;  ///< how the query was read: "name kessel", "date 4 Mar 1989"
  std::vector<Hit> hits;           ///< best first, all kinds together
  std::vector<HitGroup> groups;    ///< the group of the best hit first
};

Result<model::Answer<SearchResult>> search(const picture::View& view, const IdentityOf& identity,
                                           const Query& query);

/// As one types: the last word is the beginning of a word. Typing errors are looked for in the
/// words before it, and in the last one only when nothing begins so. Same rules, same order.
Result<model::Answer<SearchResult>> suggest(const picture::View& view, const IdentityOf& identity,
                                            std::string_view text,
                                            std::size_t limit = limits::kSuggestions);

// Budgets, all of visible rows.
/// Words of the index that begin or end as one part asks: the first in the order of the View.
inline constexpr std::size_t kBeginnings = 100;
/// Words of the index one part may mean, best first.
inline constexpr std::size_t kTokens = 2000;
/// When so many match all that was asked as it is spelt, nobody else is looked for: neither words
/// that only sound so, nor records that match a part.
inline constexpr std::size_t kSpelt = 10;
/// Hits that a sound brought, in a list where somebody matches without.
inline constexpr std::size_t kSounding = 5;
/// Records that match several parts: read, and those of them that match less than all and are asked
/// whether another record of the same identity adds to it. Reading stops at kEnough identities.
inline constexpr std::size_t kSeveral = 150;
inline constexpr std::size_t kAddedTo = 40;
inline constexpr std::size_t kEnough = limits::kSearchHits + 10;
/// Of a part that no more records match alone, each is asked what its identity adds ("kessell
/// 900417"); of a part that more match they only fill up.
inline constexpr std::size_t kAlone = 60;
/// People tied to things that match, and people whose things are asked whether they match.
inline constexpr std::size_t kUsers = 120;
inline constexpr std::size_t kAskedThings = 40;
/// Records read for a query of one part.
inline constexpr std::size_t kInTurn = 2000;

}  // namespace sallyport::search
