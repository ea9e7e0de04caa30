#include "service/internal/news.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include "network/words.hpp"
#include "service/wording.hpp"

namespace sallyport::service {
namespace {

using model::EventKind;
using model::LinkKind;
using model::Property;
using picture::Handle;
using picture::LinkRow;

constexpr model::LinkKinds kTies{LinkKind::keep_apart, LinkKind::member_of,
                                 LinkKind::under_pressure_from, LinkKind::warned};
constexpr model::LinkKinds kBetweenGroups{LinkKind::hostile_to, LinkKind::allied_with,
                                          LinkKind::supplies};
// What a page says of a person in one line, by weight.
enum Rank { kApart, kAlert, kIncident, kGroup, kReport, kJudged };

class Gatherer {
 public:
  Gatherer(Look& look, Teller& teller, const Here& here, std::uint64_t position)
      : look_(look), view_(look.view()), teller_(teller), here_(here), position_(position) {}

  void gather(News& out) {
    view_.links_since(position_, kTies, [&](const LinkRow& row) { return tie(row), true; });
    view_.links_since(position_, kBetweenGroups,
                      [&](const LinkRow& row) { return relation(row), true; });
    ended();
    alerts();
    incidents();
    reports();
    judgements();
    const auto key = [](const Found& f) {
      return std::tuple(f.rank, std::string_view(f.line.about.title), f.text, f.line.about.id);
    };
    std::sort(found_.begin(), found_.end(),
              [&](const Found& a, const Found& b) { return key(a) < key(b); });
    found_.erase(std::unique(found_.begin(), found_.end(),
                             [&](const Found& a, const Found& b) { return key(a) == key(b); }),
                 found_.end());
    out.more = found_.size() - std::min(found_.size(), kTodayNews);
    found_.resize(found_.size() - out.more);
    for (Found& f : found_) out.lines.push_back(tell(f));
  }

 private:
  // Made whole only when it is shown: a month's files may bring thousands.
  struct Found {
    Rank rank;
    NewsLine line;
    std::string text;
    std::vector<Handle> named;
    Id128 evidence;
    std::vector<Id128> shown;
    std::vector<picture::LabelRef> labels;
  };

  NewsLine tell(Found& f) {
    for (const picture::LabelRef label : f.labels) look_.note_label(label);
    look_.showed(f.shown);
    std::vector<Item> items;
    for (const Handle handle : f.named) items.push_back(teller_.item(handle));
    f.line.about = teller_.item(*view_.find(f.line.about.id));
    f.line.words = teller_.sentence(f.text, items, f.evidence);
    return std::move(f.line);
  }
  std::string title(Handle handle) const {
    return network::facts_of(view_, look_.members(handle)).title;
  }
  void add(Rank rank, Handle about, std::string why, std::string text, std::vector<Handle> named,
           Id128 evidence, Id128 id, picture::LabelRef label) {
    Found f{rank, {}, std::move(text), std::move(named), evidence, {id}, {label}};
    const network::NodeFacts facts = network::facts_of(view_, look_.members(about));
    f.line.about.id = facts.self;
    f.line.about.title = facts.title;
    f.line.why = std::move(why);
    found_.push_back(std::move(f));
  }
  // Of everybody when there is no place of one's own.
  std::optional<std::string> why_here(Handle record) const {
    if (const Here::Person* person = here_.person(record)) return person->why;
    return here_.everywhere() ? std::optional<std::string>("") : std::nullopt;
  }
  // Which end of a tie is here; of both, the one with the smaller id.
  std::optional<Handle> end_here(const LinkRow& row) const {
    const bool a = why_here(row.a).has_value();
    const bool b = why_here(row.b).has_value();
    if (a && b) return view_.id(row.a) < view_.id(row.b) ? row.a : row.b;
    if (a) return row.a;
    return b ? std::optional(row.b) : std::nullopt;
  }

  static bool between_people(LinkKind kind) { return kind == LinkKind::keep_apart; }
  void tie(const LinkRow& row) {
    const auto own = between_people(row.kind) ? end_here(row)
                     : why_here(row.a)        ? std::optional(row.a)
                                              : std::nullopt;
    if (!own) return;
    const bool forward = row.a == *own;
    const Handle other = forward ? row.b : row.a;
    const auto& info = model::info(row.kind);
    std::string text = network::sentence_case(std::string(forward ? info.forward : info.backward)) +
                       " " + title(other);
    if (row.kind == LinkKind::keep_apart) {
      text = "Keep apart from " + title(other) + ": " +
             code_words("non_association_restriction", row.standing);
      if (row.status == "closed") text += " (closed)";
    } else if (!row.standing.empty()) {
      text += ": " + std::string(row.standing);
    }
    add(row.kind == LinkKind::keep_apart ? kApart : kGroup, *own, *why_here(*own), std::move(text),
        {other}, evidence_of(row), row.id, row.label);
  }
  Id128 evidence_of(const LinkRow& row) const { return network::telling_of(view_, row).record; }
  // A group is here when one of its own is.
  bool group_here(Handle group) const {
    if (here_.everywhere()) return true;
    bool found = false;
    for (const Handle member : look_.members(group)) {
      view_.links(member, {LinkKind::member_of}, [&](const LinkRow& row) {
        found = found || here_.person(row.a) != nullptr;
        return !found;
      });
    }
    return found;
  }
  void relation(const LinkRow& row) {
    if (!group_here(row.a) && !group_here(row.b)) return;
    add(kGroup, row.a, "",
        network::sentence_case(std::string(model::info(row.kind).forward)) + " " + title(row.b),
        {row.b}, evidence_of(row), row.id, row.label);
  }
  // Keep-aparts that stood then and do not now.
  void ended() {
    const picture::View then = view_.before(position_);
    std::set<Id128> done;
    for (const Here::Person& person : here_.people()) {
      for (const Handle member : look_.members(person.first)) {
        if (!then.find(view_.id(member))) continue;
        then.links(member, {LinkKind::keep_apart}, [&](const LinkRow& row) {
          if (row.status == "closed" || view_.link(row.id) || !done.insert(row.id).second)
            return true;
          const Handle other = row.a == member ? row.b : row.a;
          const std::string name = network::facts_of(then, {other}).title;
          add(kApart, member, person.why, "Taken back: keep apart from " + name, {}, {}, row.id,
              row.label);
          return true;
        });
      }
    }
  }
  void alerts() {
    view_.statements_since(
        position_,
        {Property::alert, Property::restriction, Property::marker, Property::licence_condition},
        [&](const picture::StatementRow& row) {
          const auto why = why_here(row.record);
          if (!why || view_.kind(row.record) != model::RecordKind::person) return true;
          const std::string meaning = meaning_of(row.property, row.value);
          const std::string text = std::string(model::info(row.property).words) + ": " +
                                   (meaning.empty() ? std::string(row.value) : meaning);
          const network::Telling told = network::telling_of(view_, row.record, row.source,
                                                            row.origin, row.recorded, row.grade);
          add(kAlert, row.record, *why, text, {}, told.record, told.record, row.label);
          return true;
        });
  }
  // One line an incident, with who of here was in it.
  void incidents() {
    struct Incident {
      picture::EventRow row;
      std::vector<Handle> people;
      std::vector<Id128> rows;
      bool here = false;
    };
    std::map<model::RecordId, Incident> found;
    view_.events_since(position_, {EventKind::incident}, [&](const picture::EventRow& row) {
      const Handle first = look_.members(row.subject).front();
      auto [at, fresh] = found.try_emplace(view_.id(first));
      Incident& one = at->second;
      if (fresh || row.id < one.row.id) one.row = row;
      one.rows.push_back(row.id);
      one.here = one.here || here_.everywhere() || (row.has_place && here_.inside(row.place));
      if (row.has_other && here_.person(row.other) != nullptr) {
        one.here = true;
        one.people.push_back(look_.members(row.other).front());
      }
      return true;
    });
    for (auto& [id, one] : found) {
      if (!one.here) continue;
      auto& people = one.people;
      std::sort(people.begin(), people.end(),
                [&](Handle a, Handle b) { return view_.id(a) < view_.id(b); });
      people.erase(std::unique(people.begin(), people.end()), people.end());
      std::string text = network::time_words(Instant{one.row.at.from_us});
      if (one.row.has_place) text += ", " + title(one.row.place);
      for (std::size_t i = 0; i < people.size(); ++i)
        text += (i == 0 ? ": " : ", ") + title(people[i]);
      add(kIncident, one.row.subject, "", std::move(text), people, {}, one.row.id, one.row.label);
      found_.back().shown = one.rows;
    }
  }
  // One line a report, with whom of here it speaks of.
  void reports() {
    std::map<model::RecordId, std::pair<Handle, std::vector<Handle>>> found;
    const auto speaks_of = [&](Handle report, Handle end) {
      if (!why_here(end) || view_.kind(end) != model::RecordKind::person) return;
      auto& [first_record, people] = found[view_.id(report)];
      first_record = report;
      const Handle first = look_.members(end).front();
      if (std::find(people.begin(), people.end(), first) == people.end()) people.push_back(first);
    };
    view_.links_since(position_, model::LinkKinds::all(), [&](const LinkRow& row) {
      const auto report = row.kind == LinkKind::asserts ? std::optional(row.a)
                          : row.source.is_nil()         ? std::nullopt
                                                        : view_.find(row.source);
      if (!report || view_.kind(*report) != model::RecordKind::report) return true;
      for (const Handle end : {row.a, row.b}) speaks_of(*report, end);
      return true;
    });
    for (auto& [id, told] : found) {
      auto& [report, people] = told;
      std::sort(people.begin(), people.end(),
                [&](Handle a, Handle b) { return view_.id(a) < view_.id(b); });
      constexpr std::size_t kNamed = 4;
      std::string text = "Speaks of ";
      for (std::size_t i = 0; i < std::min(people.size(), kNamed); ++i)
        text += (i == 0 ? "" : ", ") + title(people[i]);
      if (people.size() > kNamed)
        text += " and " + std::to_string(people.size() - kNamed) + " more";
      people.resize(std::min(people.size(), kNamed));
      const Here::Person* person = here_.person(people.front());
      add(kReport, report, person != nullptr ? person->why : "", std::move(text), people, {}, id,
          view_.label_of(report));
    }
  }
  void judgements() {
    view_.judgements_since(position_, [&](const picture::JudgementRow& row) {
      const Here::Person* person = here_.person(row.a);
      if (person == nullptr) person = here_.person(row.b);
      if (person == nullptr || row.actor == look_.caller().grants.display_name) return true;
      const bool forward = here_.person(row.a) == person;
      const Handle other = forward ? row.b : row.a;
      const std::string verdict = row.verdict == model::Verdict::same        ? "the same as "
                                  : row.verdict == model::Verdict::different ? "not "
                                                                             : "perhaps ";
      const std::string name = network::facts_of(view_, {other}).title;
      add(kJudged, forward ? row.a : row.b, person->why,
          std::string(row.actor) + " says this is " + verdict + name, {}, view_.id(other), row.id,
          view_.label_of(other));
      return true;
    });
  }

  Look& look_;
  const picture::View& view_;
  Teller& teller_;
  const Here& here_;
  std::uint64_t position_;
  std::vector<Found> found_;
};

}  // namespace

std::optional<News> news_since(Look& look, Teller& teller, const Here& here) {
  const auto earlier = look.earlier_shift();
  if (!earlier) return std::nullopt;
  News out{teller.moment(earlier->at), {}, 0};
  Gatherer(look, teller, here, earlier->position).gather(out);
  return out;
}

}  // namespace sallyport::service
