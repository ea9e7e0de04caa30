#include "service/changed.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>
#include <tuple>

#include "model/title.hpp"
#include "network/words.hpp"
#include "resolve/identity.hpp"
#include "service/wording.hpp"

namespace sallyport::service {
namespace {

using model::EventKind;
using picture::Handle;
using picture::LinkRow;
using picture::StatementRow;

constexpr model::EventKinds kEvents{
    EventKind::call, EventKind::stop,     EventKind::payment, EventKind::visit, EventKind::incident,
    EventKind::stay, EventKind::movement, EventKind::release, EventKind::court, EventKind::report};

std::string text_of(const Sentence& sentence) {
  std::string out;
  for (const Segment& segment : sentence) out += segment.text;
  return out;
}

bool holds(const std::vector<Handle>& handles, Handle one) {
  return std::find(handles.begin(), handles.end(), one) != handles.end();
}

// What makes a statement the same one, whichever entry says it.
auto key_of(const StatementRow& row) {
  return std::tie(row.property, row.value, row.valid.from, row.valid.to, row.source);
}
struct ByKey {
  bool operator()(const StatementRow& a, const StatementRow& b) const {
    return key_of(a) < key_of(b);
  }
};
using Statements = std::vector<StatementRow>;

// Each once, sorted.
Statements statements_of(const picture::View& view, Handle record) {
  Statements out = view.statements(record);
  std::sort(out.begin(), out.end(), ByKey());
  const auto same = [](const StatementRow& a, const StatementRow& b) {
    return key_of(a) == key_of(b);
  };
  out.erase(std::unique(out.begin(), out.end(), same), out.end());
  return out;
}
Statements less(const Statements& from, const Statements& taken) {
  Statements out;
  std::set_difference(from.begin(), from.end(), taken.begin(), taken.end(), std::back_inserter(out),
                      ByKey());
  return out;
}

class Finder {
 public:
  Finder(Look& look, Teller& teller, const OwnRows& rows, const EarlierLook& earlier)
      : look_(look),
        now_(look.view()),
        then_(now_.before(earlier.position)),
        teller_(teller),
        rows_(rows),
        members_then_(members_then(earlier.record)) {}

  std::vector<Sentence> find() {
    records();
    for (const Handle member : rows_.members()) {
      if (is_there(then_, member)) statements(member);
    }
    links();
    events();
    const auto key = [](const Line& line) { return std::pair(line.came, text_of(line.words)); };
    std::sort(out_.begin(), out_.end(),
              [&](const Line& a, const Line& b) { return key(a) < key(b); });
    out_.erase(std::unique(out_.begin(), out_.end(),
                           [&](const Line& a, const Line& b) { return key(a) == key(b); }),
               out_.end());
    std::vector<Sentence> out;
    for (Line& line : out_) out.push_back(std::move(line.words));
    return out;
  }

 private:
  struct Line {
    bool came;  ///< behind what was corrected or taken back
    Sentence words;
  };
  struct Events {
    std::vector<Id128> ids;
    picture::EventRow newest;
  };

  static bool is_there(const picture::View& view, Handle record) {
    return view.find(view.id(record)).has_value();
  }
  // Who he was when he was looked at: by the record that was asked for.
  std::vector<Handle> members_then(model::RecordId looked_at) const {
    const auto record = then_.find(looked_at);
    return record ? resolve::members_of(then_, *record).members : std::vector<Handle>();
  }
  // "Prison roll" of a record that may be there no more.
  std::string source_title(Handle record) const {
    const picture::Record row = then_.record(record);
    const auto& feeds = look_.directory().feeds;
    const auto feed = feeds.find(std::string(row.agency) + "/" + std::string(row.feed));
    return feed == feeds.end() ? std::string(row.feed) : short_title(feed->second.title);
  }
  std::string title_then(Handle record) const { return network::facts_of(then_, {record}).title; }

  void came(std::string text, const Source& source) {
    out_.push_back({true, {{std::move(text), source.record, model::info(source.kind).name}}});
  }
  void gone(std::string text) { out_.push_back({false, {{std::move(text), {}, {}}}}); }
  void corrected(std::string text, const Source& source) {
    out_.push_back({false, {{std::move(text), source.record, model::info(source.kind).name}}});
  }
  void saw(picture::LabelRef label, Id128 id) {
    look_.note_label(label);
    look_.showed(std::array<Id128, 1>{id});
  }

  void records() {
    for (const Handle member : rows_.members()) {
      if (holds(members_then_, member)) continue;
      const Source& source = teller_.source(now_.id(member));
      if (is_there(then_, member)) {
        came("Read as this person since: " + title_then(member) + ", " + source.title, source);
      } else {
        came("A new record: " + source.title, source);
      }
    }
    for (const Handle member : members_then_) {
      if (holds(rows_.members(), member)) continue;
      saw(now_.label_of(member), now_.id(member));
      const std::string title = title_then(member);
      if (is_there(now_, member)) {
        corrected("No longer read as this person: " + title + ", " + source_title(member),
                  teller_.source(now_.id(member)));
      } else {
        gone("A record was taken back: " + title + ", " + source_title(member));
      }
    }
  }

  std::string value_words(const Value& value) const {
    const std::string said = value.meaning.empty() ? value.value : value.meaning;
    return model::info(value.property).type == model::ValueType::date ? dates_in_words(said) : said;
  }
  // Of what is gone and what came of one property, pair by pair: corrected. The rest: taken back,
  // or new.
  void statements(Handle member) {
    const Statements now = statements_of(now_, member);
    const Statements then = statements_of(then_, member);
    Statements was = less(then, now);
    for (const StatementRow& row : less(now, then)) {
      const Value value = teller_.value(row);
      const std::string words = std::string(model::info(row.property).words) + ": ";
      const auto old = std::find_if(was.begin(), was.end(), [&](const StatementRow& other) {
        return other.property == row.property;
      });
      if (old == was.end()) {
        came(words + value_words(value), value.told.source);
        continue;
      }
      look_.note_label(old->label);
      corrected("Corrected: " + words + value_words(value) + ", was " + value_then(*old),
                value.told.source);
      was.erase(old);
    }
    for (const StatementRow& row : was) {
      look_.note_label(row.label);
      gone("Taken back: " + std::string(model::info(row.property).words) + ": " + value_then(row));
    }
  }
  std::string value_then(const StatementRow& row) const {
    const std::string meaning = meaning_of(row.property, row.value);
    return meaning.empty() ? model::value_for_reading(row.property, row.value) : meaning;
  }

  // Links of then, and of now, that reach outside the person.
  template <class Mine>
  static std::map<model::LinkId, LinkRow> links_of(const picture::View& view,
                                                   const std::vector<Handle>& members,
                                                   Mine&& mine) {
    std::map<model::LinkId, LinkRow> out;
    for (const Handle member : members) {
      view.links(member, model::LinkKinds::all(), [&](const LinkRow& row) {
        if (!(mine(row.a) && mine(row.b))) out.emplace(row.id, row);
        return true;
      });
    }
    return out;
  }
  static std::string link_details(const LinkRow& row) {
    std::string out;
    const auto add = [&](std::string text) {
      if (!text.empty()) out += (out.empty() ? "" : ", ") + text;
    };
    const bool apart = row.kind == model::LinkKind::keep_apart;
    add(apart ? code_words("non_association_restriction", row.standing)
              : std::string(row.standing));
    add(apart ? code_words("non_association_reason", row.role) : std::string(row.role));
    add(code_words("gang_status", row.status));
    if (row.valid.from != DateRange::kOpenFrom)
      add("from " + network::day_words(Date{row.valid.from}));
    if (row.valid.to != DateRange::kOpenTo) add("to " + network::day_words(Date{row.valid.to}));
    return out;
  }
  static std::string link_words(const LinkRow& row, bool forward, const std::string& other) {
    const auto& info = model::info(row.kind);
    return std::string(forward ? info.forward : info.backward) + " " + other;
  }
  // Of a record that is gone one line says it, so its ties are not told one by one.
  void links() {
    const auto mine = [&](Handle h) { return rows_.mine(h) || holds(members_then_, h); };
    const auto now = links_of(now_, rows_.members(), mine);
    const auto then = links_of(then_, members_then_, mine);
    auto was = then;
    std::erase_if(was, [&](const auto& one) {
      const Handle own = mine(one.second.a) ? one.second.a : one.second.b;
      return now.contains(one.first) || !rows_.mine(own);
    });
    for (const auto& [id, row] : now) {
      if (then.contains(id)) continue;
      const bool forward = mine(row.a);
      const Handle end = forward ? row.b : row.a;
      const Item& other = teller_.item(end);
      saw(row.label, row.id);
      const auto old = std::find_if(was.begin(), was.end(), [&](const auto& one) {
        return one.second.kind == row.kind && one.second.a == row.a && one.second.b == row.b;
      });
      const std::string words = link_words(row, forward, other.title);
      const Id128 evidence = teller_.telling(row).source.record;
      if (old == was.end()) {
        std::string text = network::sentence_case(words);
        if (row.status == "closed") text += " (closed)";
        out_.push_back({true, teller_.sentence(text, {other}, evidence)});
        continue;
      }
      look_.note_label(old->second.label);
      const std::string before = link_details(old->second);
      const std::string text = "Corrected: " + words + ": " + link_details(row) +
                               (before.empty() ? "" : ", was " + before);
      out_.push_back({false, teller_.sentence(text, {other}, evidence)});
      was.erase(old);
    }
    for (const auto& [id, row] : was) {
      const bool forward = mine(row.a);
      saw(row.label, row.id);
      gone("Taken back: " + link_words(row, forward, title_then(forward ? row.b : row.a)));
    }
  }

  static std::map<Id128, picture::EventRow> events_of(const picture::View& view,
                                                      const std::vector<Handle>& members) {
    std::map<Id128, picture::EventRow> out;
    for (const Handle member : members) {
      view.events(member, kEvents, {}, [&](const picture::EventRow& row) {
        out.emplace(row.id, row);
        return true;
      });
    }
    return out;
  }
  void events() {
    const auto now = events_of(now_, rows_.members());
    const auto then = events_of(then_, members_then_);
    events(now, then, true);
    events(then, now, false);
  }
  // Those of one that the other has not, by kind.
  void events(const std::map<Id128, picture::EventRow>& these,
              const std::map<Id128, picture::EventRow>& others, bool are_new) {
    std::map<EventKind, Events> found;
    for (const auto& [id, row] : these) {
      if (others.contains(id)) continue;
      look_.note_label(row.label);
      auto [at, fresh] = found.try_emplace(row.kind);
      Events& seen = at->second;
      if (fresh ||
          std::tie(row.at.from_us, row.id) > std::tie(seen.newest.at.from_us, seen.newest.id))
        seen.newest = row;
      seen.ids.push_back(row.id);
    }
    for (const auto& [kind, seen] : found) {
      look_.showed(seen.ids);
      std::string text = (are_new ? "" : "Taken back: ") + std::string(model::info(kind).word);
      if (seen.ids.size() > 1)
        text += ": " + std::to_string(seen.ids.size()) +
                (are_new ? " told, the newest" : ", the newest");
      text += ", " + network::time_words(Instant{seen.newest.at.from_us});
      const picture::View& view = are_new ? now_ : then_;
      if (seen.newest.has_place) text += ", " + network::facts_of(view, {seen.newest.place}).title;
      if (!are_new) {
        gone(std::move(text));
        continue;
      }
      const network::Telling telling = network::telling_of(now_, seen.newest, model::Grade{});
      came(std::move(text), teller_.source(telling.record, {telling.agency, telling.feed}));
    }
  }

  Look& look_;
  const picture::View& now_;
  const picture::View then_;
  Teller& teller_;
  const OwnRows& rows_;
  const std::vector<Handle> members_then_;
  std::vector<Line> out_;
};

}  // namespace

std::optional<Changed> changed_since_looked(Look& look, Teller& teller, const OwnRows& rows) {
  const auto earlier = look.earlier_look(rows.members());
  if (!earlier) return std::nullopt;
  Changed out{teller.moment(earlier->at), Finder(look, teller, rows, *earlier).find(), 0};
  if (out.lines.size() > kChangedLines) {
    out.more = out.lines.size() - kChangedLines;
    out.lines.resize(kChangedLines);
  }
  return out;
}

}  // namespace sallyport::service
