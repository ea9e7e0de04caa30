#include "service/feeds.hpp"

#include <algorithm>
#include <map>

#include "access/imports.hpp"
#include "network/words.hpp"
#include "service/wording.hpp"

namespace sallyport::service {
namespace {

using Directory = picture::Directory;
using picture::ImportState;
using Feeds = std::map<std::string, model::PutFeed, std::less<>>;

// The ledger's feeds, and agreements that have been added to the book since.
Feeds known_feeds(const Directory& directory, const FeedBook* book) {
  Feeds out = directory.feeds;
  if (book == nullptr) return out;
  for (const auto& agreement : book->agreements) {
    std::string title = agreement.feed;
    for (const auto& mapping : book->mappings) {
      if (mapping.format == agreement.feed && !mapping.title.empty()) title = mapping.title;
    }
    for (const auto& agency : agreement.agencies)
      out.try_emplace(agency + "/" + agreement.feed, intake::put_feed(agreement, agency, title));
  }
  return out;
}

std::string key_of(const ImportState& state) {
  return state.agency + "/" + state.facts.feed;
}

bool looks_after(const Look& look, const Feeds& feeds, const ImportState& state) {
  if (!state.committed) return false;
  const auto feed = feeds.find(key_of(state));
  const access::FileFacts file{state.agency, feed == feeds.end() ? nullptr : &feed->second.label};
  return access::decide_import(file, look.caller().grants, look.caller().purpose, look.now())
      .allowed;
}

ImportLine line_of(const access::Grants& grants, const model::ImportId& id,
                   const ImportState& state) {
  ImportLine line;
  line.id = id;
  line.file = state.facts.file_name;
  line.feed = state.facts.feed;
  line.agency = state.agency;
  line.by = state.actor;
  line.at = state.at;
  if (access::was_told_totals(grants, state.actor))
    line.totals = ImportLine::Totals{state.facts.rows, state.facts.taken, state.facts.unchanged};
  line.rejected = state.facts.rejected;
  line.refused = state.facts.refused;
  line.committed = state.committed;
  if (state.retracted_at)
    line.retracted = network::time_words(*state.retracted_at) + ": " + state.retraction_reason;
  return line;
}

// That the feed is there and when it last came: for who reads its rows, be it those of one prison.
bool may_know_of(const Look& look, const FeedBook* book, const model::PutFeed& feed) {
  const Caller& caller = look.caller();
  const auto allowed = [&](const model::Label& label) {
    return access::decide_feed(label, caller.grants, caller.purpose, look.now()).allowed;
  };
  if (allowed(feed.label)) return true;
  if (book == nullptr) return false;
  return std::any_of(book->agreements.begin(), book->agreements.end(), [&](const auto& agreed) {
    const auto& agencies = agreed.agencies;
    return agreed.feed == feed.name &&
           std::find(agencies.begin(), agencies.end(), feed.agency) != agencies.end() &&
           allowed(intake::feed_label_for(agreed, feed.agency, caller.grants.audiences));
  });
}

void put_newest_first(std::vector<ImportLine>& lines) {
  std::sort(lines.begin(), lines.end(), [](const ImportLine& a, const ImportLine& b) {
    return a.at != b.at ? a.at > b.at : a.id < b.id;
  });
}

FeedLine line_of(const model::PutFeed& feed, const ImportState* newest, Instant now,
                 bool looked_after) {
  constexpr std::int64_t kHourUs = 3600LL * 1'000'000;
  FeedLine line;
  line.name = feed.name;
  line.title = feed.title.empty() ? feed.name : short_title(feed.title);
  line.agency = feed.agency;
  if (newest != nullptr) {
    line.last = newest->at;
    line.rejected = looked_after ? newest->facts.rejected : 0;
  }
  line.age = line.last ? network::age_words(now.us - line.last->us) + " ago" : "never";
  line.late = !line.last || now.us - line.last->us > feed.due_every_hours * kHourUs;
  return line;
}

}  // namespace

std::vector<FeedLine> feeds_of(const Look& look, const FeedBook* book, Instant wall_now) {
  const Directory& directory = look.directory();
  const Feeds feeds = known_feeds(directory, book);
  std::map<std::string, const ImportState*> newest;
  for (const auto& [id, state] : directory.imports) {
    const ImportState*& kept = newest[key_of(state)];
    if (state.committed && (kept == nullptr || kept->at < state.at)) kept = &state;
  }
  std::vector<FeedLine> out;
  for (const auto& [key, feed] : feeds) {
    if (!may_know_of(look, book, feed)) continue;
    const auto last = newest.find(key);
    const ImportState* state = last == newest.end() ? nullptr : last->second;
    out.push_back(
        line_of(feed, state, wall_now, state != nullptr && looks_after(look, feeds, *state)));
  }
  std::sort(out.begin(), out.end(), [](const FeedLine& a, const FeedLine& b) {
    return std::tie(a.agency, a.name) < std::tie(b.agency, b.name);
  });
  return out;
}

Result<std::vector<ImportLine>> imports_of(const Look& look, const FeedBook* book) {
  if (!access::may(look.caller().grants, access::Verb::bring_in))
    return fail(ErrorCode::kNotAllowed);
  const Feeds feeds = known_feeds(look.directory(), book);
  std::vector<ImportLine> out;
  for (const auto& [id, state] : look.directory().imports) {
    if (looks_after(look, feeds, state)) out.push_back(line_of(look.caller().grants, id, state));
  }
  put_newest_first(out);
  return out;
}

std::vector<ImportLine> imports_by_intake(const Desk& desk) {
  access::Grants intake;
  intake.name = "intake";
  std::vector<ImportLine> out;
  const auto directory = desk.picture().directory();
  for (const auto& [id, state] : directory->imports) {
    if (state.committed && state.actor == intake.name) out.push_back(line_of(intake, id, state));
  }
  put_newest_first(out);
  return out;
}

Result<ImportLine> import_of(const Look& look, const FeedBook* book, std::string_view id) {
  if (!access::may(look.caller().grants, access::Verb::bring_in))
    return fail(ErrorCode::kNotAllowed);
  const auto parsed = parse_id(id);
  if (!parsed) return fail(ErrorCode::kNotFound);
  const model::ImportId import(*parsed);
  const auto& imports = look.directory().imports;
  const auto it = imports.find(import);
  if (it == imports.end() || !looks_after(look, known_feeds(look.directory(), book), it->second))
    return fail(ErrorCode::kNotFound);
  return line_of(look.caller().grants, import, it->second);
}

Result<ImportLine> import_page(const Desk& desk, const Look& look, const FeedBook* book,
                               std::string_view id) {
  TRY_ASSIGN(ImportLine line, import_of(look, book, id));
  BroughtCounts counts;
  const picture::View& view = look.view();
  desk.picture().brought_by(line.id, [&](model::ItemKind kind, Id128 item) {
    if (kind == model::ItemKind::record) counts.records += view.find(model::RecordId(item)) ? 1 : 0;
    if (kind == model::ItemKind::link) counts.links += view.link(model::LinkId(item)) ? 1 : 0;
    if (kind == model::ItemKind::event) counts.events += view.event(model::EventId(item)) ? 1 : 0;
  });
  line.brought = counts;
  return line;
}

}  // namespace sallyport::service
