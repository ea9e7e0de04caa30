#include "network/together.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "network/occupancy.hpp"
#include "network/words.hpp"

namespace sallyport::network {
namespace {

using model::EventKind;
using model::LinkKind;
using picture::EventRow;
using picture::Handle;
using picture::LinkRow;

constexpr model::LinkKinds kTied{LinkKind::associates_with, LinkKind::family_of,
                                 LinkKind::co_defendant, LinkKind::contact_of};

struct Stay {
  EventRow row;
  std::int64_t from_us = 0;
  std::int64_t to_us = 0;
  bool lasts = false;  ///< nothing says that it ended
};

struct Common {
  Nearness nearness;
  std::string place;
};

class Finder {
 public:
  Finder(const picture::View& view, const IdentityOf& identity, Instant now)
      : view_(view), identity_(identity), now_(now), places_(view, identity) {}

  model::Answer<std::vector<Together>> find(Handle person) {
    model::Answer<std::vector<Together>> answer;
    const auto own = members(person);
    const auto stays = stays_of(own);
    answer.partial = !related(own);
    for (const auto& [id, other] : related_) {
      const auto others = members(other.first);
      for (const Stay& theirs : stays_of(others)) {
        for (const Stay& mine : stays) overlap(mine, theirs, others, other.second, answer.value);
      }
    }
    auto& found = answer.value;
    join(found);
    const auto before = [](const Together& a, const Together& b) {
      return std::tie(a.from, a.other.title, a.other.self, a.nearness) <
             std::tie(b.from, b.other.title, b.other.self, b.nearness);
    };
    std::sort(found.begin(), found.end(), before);
    if (found.size() > kTogetherShown) {
      found.erase(found.begin(), found.end() - static_cast<std::ptrdiff_t>(kTogetherShown));
      answer.partial = true;
    }
    const std::string name = facts_of(view_, own).title;
    for (Together& one : found) {
      one.sentence = sentence(name, one);
      answer.evidence.insert(answer.evidence.end(), one.evidence.begin(), one.evidence.end());
      add_evidence(one.other, answer.evidence);
    }
    settle(answer.evidence);
    return answer;
  }

 private:
  std::vector<Handle> members(Handle handle) const {
    auto out = identity_(handle);
    if (out.empty()) out.push_back(handle);
    return out;
  }

  // Keep-aparts first, then ties, then people of his groups: the first reason counts. False when
  // there were too many.
  bool related(const std::vector<Handle>& own) {
    const auto mine = [&](Handle h) { return std::find(own.begin(), own.end(), h) != own.end(); };
    std::map<model::RecordId, Handle> groups;
    std::vector<std::pair<Handle, std::string>> tied;
    const auto each = [&](model::LinkKinds kinds, auto&& take) {
      for (const Handle member : own) {
        view_.links(member, kinds, [&](const LinkRow& row) {
          if (!(mine(row.a) && mine(row.b))) take(row, mine(row.a) ? row.b : row.a);
          return true;
        });
      }
    };
    each({LinkKind::keep_apart}, [&](const LinkRow& row, Handle other) {
      if (row.status != "closed") add(other, "to be kept apart");
    });
    each(kTied, [&](const LinkRow& row, Handle other) {
      const bool forward = mine(row.a);
      const auto& info = model::info(row.kind);
      // of him, as the other's row says it
      add(other, std::string(forward ? info.backward : info.forward) + " him");
    });
    each({LinkKind::member_of}, [&](const LinkRow& row, Handle group) {
      if (mine(row.a)) groups.emplace(view_.id(members(group).front()), group);
    });
    std::map<model::RecordId, std::pair<Handle, std::string>> fellows;
    for (const auto& [id, group] : groups) {
      const auto records = members(group);
      const std::string because = "also in " + facts_of(view_, records).title;
      for (const Handle record : records) {
        view_.links(record, {LinkKind::member_of}, [&](const LinkRow& row) {
          if (row.b == record && !mine(row.a))
            fellows.emplace(view_.id(members(row.a).front()), std::pair(row.a, because));
          return true;
        });
      }
    }
    std::size_t taken = 0;
    for (const auto& [id, fellow] : fellows) {
      if (taken++ == kTogetherPeople) return false;
      add(fellow.first, fellow.second);
    }
    return true;
  }
  void add(Handle other, std::string because) {
    if (view_.kind(other) != model::RecordKind::person) return;
    const Handle first = members(other).front();
    related_.try_emplace(view_.id(first), first, std::move(because));
  }

  std::vector<Stay> stays_of(const std::vector<Handle>& records) {
    std::vector<Stay> out;
    std::vector<std::pair<std::int64_t, std::string>> left;  // when, and for which prison
    for (const Handle record : records) {
      view_.events(record, {EventKind::stay}, {}, [&](const EventRow& row) {
        if (row.subject == record && row.has_place && row.at.from_us <= now_.us)
          out.push_back({row, row.at.from_us, std::min(row.at.to_us, now_.us), false});
        return true;
      });
      view_.events(record, {EventKind::release, EventKind::movement}, {}, [&](const EventRow& row) {
        if (row.subject != record || row.code != "made" || row.at.from_us > now_.us) return true;
        const bool out_of_all = row.kind == EventKind::release || !row.has_place;
        left.emplace_back(row.at.from_us,
                          out_of_all ? std::string() : places_.chain(row.place).prison());
        return true;
      });
    }
    std::sort(out.begin(), out.end(), [](const Stay& a, const Stay& b) {
      return std::tie(a.from_us, a.row.id) < std::tie(b.from_us, b.row.id);
    });
    for (std::size_t i = 0; i < out.size(); ++i) {
      Stay& stay = out[i];
      const std::string prison = places_.chain(stay.row.place).prison();
      for (std::size_t next = i + 1; next < out.size(); ++next) {
        if (out[next].from_us > stay.from_us) {
          stay.to_us = std::min(stay.to_us, out[next].from_us);
          break;
        }
      }
      for (const auto& [when, to] : left) {
        if (when > stay.from_us && to != prison) stay.to_us = std::min(stay.to_us, when);
      }
      stay.lasts = stay.to_us >= now_.us;
    }
    return out;
  }

  // The nearest that both were in; none in two prisons, or in one without more.
  std::optional<Common> common(Handle a, Handle b) {
    const PlaceChain one = places_.chain(a);
    const PlaceChain& two = places_.chain(b);
    if (one.places.size() < 2 || two.places.size() < 2 || one.prison() != two.prison())
      return std::nullopt;
    const std::string& prison = one.prison();
    const auto called = [&](const std::string& place) {
      return place.starts_with(prison) ? place : prison + " " + place;
    };
    const std::string x = cell_of(one);
    const std::string y = cell_of(two);
    if (one.places.front() == two.places.front() || (!x.empty() && x == y)) {
      const bool cell = !landing_of_cell(x).empty();
      return Common{cell ? Nearness::cell : Nearness::wing, called(one.titles.front())};
    }
    const std::string landing = landing_of_cell(x);
    if (!landing.empty() && landing == landing_of_cell(y))
      return Common{Nearness::landing, called(landing) + " landing"};
    const std::string wing = wing_of_cell(x);
    if (!wing.empty() && wing == wing_of_cell(y))
      return Common{Nearness::wing, called(wing) + " wing"};
    return std::nullopt;
  }
  // "B1-05" of a cell called "Wexmoor B1-05" or "B1-05"
  static std::string cell_of(const PlaceChain& chain) {
    const std::string& own = chain.titles.front();
    const std::string prison = chain.prison() + " ";
    return own.starts_with(prison) ? own.substr(prison.size()) : own;
  }

  void overlap(const Stay& mine, const Stay& theirs, const std::vector<Handle>& others,
               const std::string& because, std::vector<Together>& found) {
    const std::int64_t from = std::max(mine.from_us, theirs.from_us);
    const std::int64_t to = std::min(mine.to_us, theirs.to_us);
    if (from >= to) return;
    const auto shared = common(mine.row.place, theirs.row.place);
    if (!shared) return;
    Together out;
    out.other = facts_of(view_, others);
    out.because = because;
    out.nearness = shared->nearness;
    out.place = shared->place;
    out.from = Instant{from};
    if (!(mine.lasts && theirs.lasts)) out.until = Instant{to};
    out.evidence = {Id128(mine.row.id), Id128(theirs.row.id)};
    add_telling(out, mine);
    add_telling(out, theirs);
    found.push_back(std::move(out));
  }
  void add_telling(Together& out, const Stay& stay) const {
    network::add(out.told, telling_of(view_, stay.row, model::Grade{}));
  }

  // A cell changed within what they share goes on.
  static void join(std::vector<Together>& found) {
    const auto key = [](const Together& t) {
      return std::tie(t.other.self, t.nearness, t.place, t.from);
    };
    std::sort(found.begin(), found.end(),
              [&](const Together& a, const Together& b) { return key(a) < key(b); });
    std::vector<Together> out;
    for (Together& next : found) {
      Together* last = out.empty() ? nullptr : &out.back();
      const bool same = last != nullptr && last->other.self == next.other.self &&
                        last->nearness == next.nearness && last->place == next.place &&
                        (!last->until || *last->until >= next.from);
      if (!same) {
        out.push_back(std::move(next));
        continue;
      }
      if (last->until && (!next.until || *last->until < *next.until)) last->until = next.until;
      last->evidence.insert(last->evidence.end(), next.evidence.begin(), next.evidence.end());
      for (Telling& one : next.told) network::add(last->told, std::move(one));
    }
    for (Together& one : out) settle(one.evidence);
    found = std::move(out);
  }

  static std::string sentence(const std::string& name, const Together& one) {
    constexpr std::string_view kWhere[] = {" and {} shared the cell ", " and {} were on ",
                                           " and {} were on "};
    std::string where(kWhere[static_cast<std::size_t>(one.nearness)]);
    where.replace(where.find("{}"), 2, one.other.title);
    return name + where + one.place;
  }

  const picture::View& view_;
  const IdentityOf& identity_;
  const Instant now_;
  Places places_;
  std::map<model::RecordId, std::pair<Handle, std::string>> related_;
};

}  // namespace

std::string_view nearness_name(Nearness nearness) {
  constexpr std::string_view kNames[] = {"cell", "landing", "wing"};
  return kNames[static_cast<std::size_t>(nearness)];
}

Result<model::Answer<std::vector<Together>>> together(const picture::View& view,
                                                      const IdentityOf& identity, Handle person,
                                                      Instant now) {
  if (view.kind(person) != model::RecordKind::person)
    return fail(ErrorCode::kBadValue, "together: expected a person");
  return Finder(view, identity, now).find(person);
}

}  // namespace sallyport::network
