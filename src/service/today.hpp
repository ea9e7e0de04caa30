// What needs me now: the first page of a shift, in one look. Tonight's arrivals and releases in the
// places the account works at, what changed there since its last shift, records somebody has to
// decide about, feeds that are late. Of an account without such a place: of all prisons in its
// view.
// Where an account works is told by its audiences "place:wexmoor" (server/users_file.hpp): what may
// be released to a place's staff begins with that place. It chooses what comes first; what may be
// seen is decided elsewhere.
// Ownership: values. Threads: the look's. Failure: as the look's. Cost: who is in those places
// (network/occupancy.hpp), their records' pairs, and the rows that came since the last shift.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "service/connections.hpp"
#include "service/feeds.hpp"
#include "service/look.hpp"
#include "service/person.hpp"

namespace sallyport::service {

struct ReleaseLine {
  Item person, place;
  Moment day;
  bool planned = false;
  Id128 release;
  Telling told;
};

/// A record that may be one with somebody who is here or comes.
struct MatchLine {
  Item person;
  std::string why;  ///< why me: "arrives 18:30", "here, B1-05"
  MayBe may_be;     ///< the first of them
  std::size_t others = 0;
};

/// Something that changed since the last shift, about somebody or something here.
struct NewsLine {
  Item about;
  std::string why;  ///< as of a match; empty for what is not a person
  Sentence words;
};
struct News {
  Moment since;  ///< the last look of the last shift
  std::vector<NewsLine> lines;
  std::size_t more = 0;
};

struct TodayPage {
  Moment now;
  std::vector<Item> places;  ///< where the account works; empty: everywhere
  std::vector<ArrivalLine> arrivals;
  std::vector<ReleaseLine> releases;  ///< today and tomorrow; by day, then name
  std::vector<MatchLine> matches;     ///< who arrives first, then who is to be kept apart
  std::size_t matches_more = 0;
  std::optional<News> news;     ///< none in a first shift
  std::vector<FeedLine> feeds;  ///< all he may know of, as feeds_of()
};
inline constexpr std::size_t kTodayReleases = 40;
inline constexpr std::size_t kTodayMatches = 5;
inline constexpr std::size_t kTodayNews = 10;

/// `book` and `wall_now` as feeds_of() takes them.
Result<TodayPage> today(Look& look, const FeedBook* book, Instant wall_now);

}  // namespace sallyport::service
