#include "service/changed.hpp"

#include <algorithm>
#include <map>

#include "network/words.hpp"

namespace sallyport::service {
namespace {

using model::EventKind;

std::string text_of(const Sentence& sentence) {
  std::string out;
  for (const Segment& segment : sentence) out += segment.text;
  return out;
}

class Finder {
 public:
  Finder(Look& look, Teller& teller, const OwnRows& rows, std::uint64_t position)
      : look_(look), view_(look.view()), teller_(teller), rows_(rows), position_(position) {}

  std::vector<Sentence> find() {
    statements();
    for (const picture::LinkRow& row : rows_.links()) {
      if (is_new(row.origin) && !(rows_.mine(row.a) && rows_.mine(row.b))) link(row);
    }
    for (const picture::EventRow& row : rows_.events()) event(row);
    custody();
    for (const auto& [kind, seen] : events_) events(kind, seen);
    const auto before = [](const Sentence& a, const Sentence& b) {
      return text_of(a) < text_of(b);
    };
    const auto same = [](const Sentence& a, const Sentence& b) { return text_of(a) == text_of(b); };
    std::sort(out_.begin(), out_.end(), before);
    out_.erase(std::unique(out_.begin(), out_.end(), same), out_.end());
    return std::move(out_);
  }

 private:
  struct Events {
    std::vector<Id128> ids;
    picture::EventRow newest;
  };

  bool is_new(picture::OriginRef origin) const { return view_.came_after(origin, position_); }

  // Of each member in turn; one of which nothing is old has come whole.
  void statements() {
    for (const picture::Handle member : rows_.members()) {
      std::vector<const picture::StatementRow*> fresh;
      std::size_t all = 0;
      for (const picture::StatementRow& row : rows_.statements()) {
        if (!(row.record == member)) continue;
        ++all;
        if (is_new(row.origin)) fresh.push_back(&row);
      }
      if (all == 0 || fresh.empty()) continue;
      if (fresh.size() == all) {
        const Source& source = teller_.source(view_.id(member), feed_of(*fresh.front()));
        out_.push_back(
            {{"A new record: " + source.title, source.record, model::info(source.kind).name}});
        continue;
      }
      for (const picture::StatementRow* row : fresh) statement(*row);
    }
  }
  picture::FeedName feed_of(const picture::StatementRow& row) const {
    if (const auto feed = view_.feed_of(row.origin)) return *feed;
    const picture::Record record = view_.record(row.record);
    return {record.agency, record.feed};
  }
  void statement(const picture::StatementRow& row) {
    const Value value = teller_.value(row);
    const Source& source = value.told.source;
    out_.push_back({{std::string(model::info(row.property).words) + ": " +
                         (value.meaning.empty() ? value.value : value.meaning),
                     source.record, model::info(source.kind).name}});
  }
  void link(const picture::LinkRow& row) {
    look_.note_label(row.label);
    look_.showed(std::array<Id128, 1>{row.id});
    const bool forward = rows_.mine(row.a);
    const Item& other = teller_.item(forward ? row.b : row.a);
    const auto& words = model::info(row.kind);
    std::string text(forward ? words.forward : words.backward);
    text = network::sentence_case(std::move(text)) + " " + other.title;
    if (row.status == "closed") text += " (closed)";
    out_.push_back(teller_.sentence(text, {other}, teller_.telling(row).source.record));
  }
  void event(const picture::EventRow& row) {
    if (!is_new(row.origin)) return;
    look_.note_label(row.label);
    auto [at, fresh] = events_.try_emplace(row.kind);
    Events& seen = at->second;
    const auto later = [](const picture::EventRow& a, const picture::EventRow& b) {
      return std::tie(a.at.from_us, a.id) > std::tie(b.at.from_us, b.id);
    };
    if (fresh || later(row, seen.newest)) seen.newest = row;
    seen.ids.push_back(row.id);
  }
  // The page reads these apart.
  void custody() {
    for (const picture::Handle member : rows_.members()) {
      view_.events(member,
                   {EventKind::stay, EventKind::movement, EventKind::release, EventKind::court}, {},
                   [&](const picture::EventRow& row) {
                     event(row);
                     return true;
                   });
    }
  }
  void events(EventKind kind, const Events& seen) {
    std::vector<Id128> ids = seen.ids;
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    look_.showed(ids);
    const network::Telling telling = network::telling_of(view_, seen.newest, model::Grade{});
    const Source& source = teller_.source(telling.record, {telling.agency, telling.feed});
    std::string text(model::info(kind).word);
    if (ids.size() > 1) text += ": " + std::to_string(ids.size()) + " told, the newest";
    text += ", " + network::time_words(Instant{seen.newest.at.from_us});
    if (seen.newest.has_place) text += ", " + teller_.item(seen.newest.place).title;
    out_.push_back({{text, source.record, model::info(source.kind).name}});
  }

  Look& look_;
  const picture::View& view_;
  Teller& teller_;
  const OwnRows& rows_;
  std::uint64_t position_;
  std::map<EventKind, Events> events_;
  std::vector<Sentence> out_;
};

}  // namespace

std::optional<Changed> changed_since_looked(Look& look, Teller& teller, const OwnRows& rows) {
  const auto earlier = look.earlier_look(rows.members());
  if (!earlier) return std::nullopt;
  Changed out{teller.moment(earlier->at), Finder(look, teller, rows, earlier->position).find(), 0};
  if (out.lines.size() > kChangedLines) {
    out.more = out.lines.size() - kChangedLines;
    out.lines.resize(kChangedLines);
  }
  return out;
}

}  // namespace sallyport::service
