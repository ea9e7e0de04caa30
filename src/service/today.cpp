#include "service/today.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "network/words.hpp"
#include "service/internal/here.hpp"
#include "service/internal/news.hpp"
#include "service/teller.hpp"

namespace sallyport::service {
namespace {

using model::EventKind;
using picture::EventRow;
using picture::Handle;

std::string hour_of(const Moment& moment) {
  return moment.local.size() < 5 ? moment.local : moment.local.substr(moment.local.size() - 5);
}

class Maker {
 public:
  Maker(Look& look, const FeedBook* book, Instant wall_now)
      : look_(look), view_(look.view()), teller_(look), here_(look), book_(book), wall_(wall_now) {}

  Result<TodayPage> make() {
    TRY(here_.read());
    out_.now = teller_.moment(look_.now());
    for (const Handle place : here_.places()) out_.places.push_back(teller_.item(place));
    TRY(arrivals());
    releases();
    matches();
    out_.news = news_since(look_, teller_, here_);
    out_.feeds = feeds_of(look_, book_, wall_);
    return std::move(out_);
  }

 private:
  Status arrivals() {
    std::vector<std::string> places;
    for (const Handle place : here_.places()) places.push_back(to_text(view_.id(place)));
    if (places.empty()) places.emplace_back();
    for (const std::string& place : places) {
      TRY_ASSIGN(auto lines, arrivals_on(look_, place, std::nullopt));
      std::move(lines.begin(), lines.end(), std::back_inserter(out_.arrivals));
    }
    std::sort(out_.arrivals.begin(), out_.arrivals.end(),
              [](const ArrivalLine& a, const ArrivalLine& b) {
                return std::tie(a.time.at, a.to.title, a.person.title, a.person.id) <
                       std::tie(b.time.at, b.to.title, b.person.title, b.person.id);
              });
    for (const ArrivalLine& line : out_.arrivals) {
      if (const auto handle = view_.find(line.person.id))
        here_.add(*handle, "arrives " + hour_of(line.time), true);
    }
    return ok();
  }

  // Prisons of the account, or all there are.
  std::vector<Handle> prisons() const {
    if (!here_.everywhere()) return here_.places();
    std::vector<Handle> out;
    view_.records(model::RecordKind::place, [&](const picture::Record& record) {
      const bool first = look_.members(record.handle).front() == record.handle;
      const auto chain = network::place_chain(view_, look_.identity_of(), record.handle);
      if (first && chain.places.size() == 1) out.push_back(record.handle);
      return true;
    });
    return out;
  }
  // Of one who is to leave, and has left, the second is told.
  void releases() {
    const Date today = network::local_day(look_.now());
    const TimeRange days{network::local_day_range(today).from_us,
                         network::local_day_range(Date{today.day + 1}).to_us};
    using Key = std::tuple<std::int64_t, std::string, model::RecordId>;
    std::map<Key, EventRow> found;
    for (const Handle prison : prisons()) {
      for (const Handle record : look_.members(prison)) {
        view_.events(record, {EventKind::release}, days, [&](const EventRow& row) {
          if (!row.has_place || row.place != record || row.at.from_us < days.from_us) return true;
          const network::NodeFacts who = network::facts_of(view_, look_.members(row.subject));
          const auto day = network::local_day(Instant{row.at.from_us});
          const auto [at, fresh] = found.try_emplace(Key{day.day, who.title, who.self}, row);
          const auto better = [](const EventRow& a, const EventRow& b) {
            return std::pair(a.code == "planned", a.id) < std::pair(b.code == "planned", b.id);
          };
          if (!fresh && better(row, at->second)) at->second = row;
          return true;
        });
      }
    }
    for (const auto& [key, row] : found) {
      if (out_.releases.size() == kTodayReleases) break;
      look_.note_label(row.label);
      look_.showed(std::array<Id128, 1>{row.id});
      ReleaseLine line;
      line.person = teller_.item(row.subject);
      line.place = teller_.item(row.place);
      line.day = teller_.moment(Instant{row.at.from_us});
      line.planned = row.code == "planned";
      line.release = row.id;
      line.told = teller_.telling(network::telling_of(view_, row, model::Grade{}));
      out_.releases.push_back(std::move(line));
      const std::string day = network::day_words(network::local_day(Instant{row.at.from_us}));
      here_.add(row.subject, (row.code == "planned" ? "leaves " : "left ") + day, false);
    }
  }

  bool has_keep_apart(const std::vector<Handle>& members) const {
    bool found = false;
    for (const Handle member : members) {
      view_.links(member, {model::LinkKind::keep_apart}, [&](const picture::LinkRow& row) {
        found = found || row.status != "closed";
        return !found;
      });
    }
    return found;
  }
  // How much speaks for it.
  std::int32_t weight_of(const std::vector<Handle>& own, const std::vector<Handle>& other) const {
    std::int32_t best = 0;
    for (const Handle record : own) {
      view_.pairs(record, [&](const picture::PairRow& row) {
        const Handle end = row.a == record ? row.b : row.a;
        if (std::find(other.begin(), other.end(), end) != other.end())
          best = std::max(best, row.weight_millibits);
        return true;
      });
    }
    return best;
  }
  struct Candidate {
    bool stays, nothing_kept;  // who arrives, and whoever must not meet somebody, come first
    std::int32_t lacks;        // then the likeliest
    std::string title;
    model::RecordId id;
    const Here::Person* person;
    Handle other;
    std::size_t others;
    auto key() const { return std::tie(stays, nothing_kept, lacks, title, id); }
  };
  void matches() {
    std::vector<Candidate> found;
    for (const Here::Person& person : here_.people()) {
      const auto proposed = look_.possibly_same()(person.first);
      if (proposed.empty()) continue;
      // of several, one that brings something to keep apart; else the first by id
      const auto kept = std::find_if(proposed.begin(), proposed.end(), [&](Handle other) {
        return has_keep_apart(look_.members(other));
      });
      const Handle other = kept == proposed.end() ? proposed.front() : *kept;
      const auto& own = look_.members(person.first);
      const network::NodeFacts who = network::facts_of(view_, own);
      found.push_back({!person.arrives, kept == proposed.end(),
                       -weight_of(own, look_.members(other)), who.title, who.self, &person, other,
                       proposed.size() - 1});
    }
    std::sort(found.begin(), found.end(),
              [](const Candidate& a, const Candidate& b) { return a.key() < b.key(); });
    out_.matches_more = found.size() - std::min(found.size(), kTodayMatches);
    found.resize(found.size() - out_.matches_more);
    for (const Candidate& one : found) {
      const auto& members = look_.members(one.other);
      out_.matches.push_back({teller_.item(one.person->first),
                              one.person->why,
                              {teller_.item(one.other), instructions_of(look_, teller_, members)},
                              one.others});
    }
  }

  Look& look_;
  const picture::View& view_;
  Teller teller_;
  Here here_;
  const FeedBook* book_;
  Instant wall_;
  TodayPage out_;
};

}  // namespace

Result<TodayPage> today(Look& look, const FeedBook* book, Instant wall_now) {
  return Maker(look, book, wall_now).make();
}

}  // namespace sallyport::service
