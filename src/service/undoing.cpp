#include "service/undoing.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/limits.hpp"
#include "service/command.hpp"
#include "service/teller.hpp"

namespace sallyport::service {
namespace {

std::string_view verdict_words(model::Verdict verdict) {
  if (verdict == model::Verdict::same) return "the same";
  return verdict == model::Verdict::different ? "different" : "not sure";
}

std::string words_of(const Sentence& sentence) {
  std::string out;
  for (const auto& segment : sentence) out += segment.text;
  return out;
}

void put_in_order(std::vector<RestingLine>& lines) {
  std::sort(lines.begin(), lines.end(), [](const RestingLine& a, const RestingLine& b) {
    const std::string x = words_of(a.words);
    const std::string y = words_of(b.words);
    return x != y ? x < y : a.ids < b.ids;
  });
}

// Compares the look's view with the one that the undoing would leave.
class Preview {
 public:
  Preview(const Desk& desk, Look& look, model::ImportId import)
      : look_(look), view_(look.view()), left_(view_.without(import)), teller_(look) {
    desk.picture().brought_by(import,
                              [this](model::ItemKind kind, Id128 id) { brought(kind, id); });
  }

  RetractionPreview take() {
    for (const auto handle : records_) rest_on(handle);
    for (auto& [source, lines] : cited_) cite(source, lines);
    show(out_.judgements);
    show(out_.citations);
    return std::move(out_);
  }

 private:
  struct Said {
    std::string words;
    std::vector<Item> items;
    Id128 id;
  };

  void brought(model::ItemKind kind, Id128 id) {
    if (kind == model::ItemKind::link && view_.link(model::LinkId(id))) {
      ties_.insert(id);
      out_.links += left_.link(model::LinkId(id)) ? 0 : 1;
    } else if (kind == model::ItemKind::event && view_.event(model::EventId(id))) {
      ties_.insert(id);
      out_.events += left_.event(model::EventId(id)) ? 0 : 1;
    } else if (kind == model::ItemKind::record) {
      const auto handle = view_.find(model::RecordId(id));
      if (!handle) return;
      records_.push_back(*handle);
      const bool stays = left_.find(model::RecordId(id)).has_value();
      out_.stay += stays ? 1 : 0;
      out_.records += stays ? 0 : 1;
    }
  }

  // What somebody else says of one record, or what rests on it as on a report.
  void rest_on(picture::Handle handle) {
    view_.judgements(handle, [&](const picture::JudgementRow& row) {
      if (told_.insert(row.id).second) judged(row);
      return true;
    });
    const auto link = [&](const picture::LinkRow& row) {
      if (!ties_.contains(row.id) && told_.insert(row.id).second)
        cited_[row.source].push_back(said(row));
      return true;
    };
    const auto event = [&](const picture::EventRow& row) {
      if (!ties_.contains(row.id) && told_.insert(row.id).second)
        cited_[row.source].push_back(said(row));
      return true;
    };
    view_.links(handle, model::LinkKinds::all(), [&](const picture::LinkRow& row) {
      return row.source.is_nil() ? true : link(row);
    });
    view_.events(handle, model::EventKinds::all(), {}, [&](const picture::EventRow& row) {
      return row.source.is_nil() ? true : event(row);
    });
    view_.asserted_by(handle, link, event);
  }

  void judged(const picture::JudgementRow& row) {
    const Item a = teller_.item(row.a);
    const Item b = teller_.item(row.b);
    RestingLine line;
    line.words =
        teller_.sentence(std::string(row.actor) + " judged " + a.title + " and " + b.title + ' ' +
                             std::string(verdict_words(row.verdict)) + " on " +
                             to_text(row.recorded) + ": " + std::string(row.reason),
                         {a, b});
    line.ids = {row.id, a.id, b.id};
    out_.judgements.push_back(std::move(line));
  }
  Said said(const picture::LinkRow& row) {
    const Item a = teller_.item(row.a);
    const Item b = teller_.item(row.b);
    return {
        a.title + ' ' + std::string(model::info(row.kind).forward) + ' ' + b.title, {a, b}, row.id};
  }
  Said said(const picture::EventRow& row) {
    const Item a = teller_.item(row.subject);
    return {std::string(model::info(row.kind).word) + ", " + a.title, {a}, row.id};
  }

  // A line for each report that says something of what goes.
  void cite(model::RecordId source, std::vector<Said>& said) {
    std::sort(said.begin(), said.end(), [](const Said& a, const Said& b) {
      return a.words != b.words ? a.words < b.words : a.id < b.id;
    });
    RestingLine line;
    std::vector<Item> items;
    std::string words;
    if (const auto report = view_.find(source)) {
      items.push_back(teller_.item(*report));
      words = items.back().title + ": ";
      line.ids.push_back(source);
    }
    constexpr std::size_t kShown = 3;
    for (std::size_t i = 0; i < said.size(); ++i) {
      line.ids.push_back(said[i].id);
      if (i >= kShown) continue;
      words += (i == 0 ? "" : "; ") + said[i].words;
      items.insert(items.end(), said[i].items.begin(), said[i].items.end());
    }
    if (said.size() > kShown) words += "; " + std::to_string(said.size() - kShown) + " more";
    line.words = teller_.sentence(words, items);
    out_.citations.push_back(std::move(line));
  }

  void show(std::vector<RestingLine>& lines) {
    put_in_order(lines);
    if (lines.size() > kRestingLines) {
      out_.more += lines.size() - kRestingLines;
      lines.resize(kRestingLines);
    }
    for (const auto& line : lines) look_.showed(line.ids);
  }

  Look& look_;
  const picture::View& view_;
  const picture::View left_;
  Teller teller_;
  RetractionPreview out_;
  std::vector<picture::Handle> records_;
  std::set<Id128> ties_;
  std::set<Id128> told_;
  std::map<model::RecordId, std::vector<Said>> cited_;
};

}  // namespace

Result<RetractionPreview> what_rests_on(const Desk& desk, Look& look, const FeedBook* book,
                                        std::string_view id) {
  TRY_ASSIGN(const ImportLine line, import_of(look, book, id));
  if (!line.retracted.empty())
    return fail(ErrorCode::kAlreadyThere, "this import was undone on " + line.retracted);
  return Preview(desk, look, line.id).take();
}

Result<Written> retract_import(Desk& desk, const Look& look, const FeedBook* book,
                               const RetractionRequest& request) {
  TRY_ASSIGN(const ImportLine line, import_of(look, book, request.id));
  if (request.reason.empty() || request.reason.size() > limits::kReasonBytes)
    return fail(ErrorCode::kBadValue, "reason: expected 1 to 500 characters");
  const Caller& caller = look.caller();
  model::Batch batch = command_of(caller, request.idempotency_key);
  batch.reason = request.reason;
  batch.ops.push_back(model::RetractImport{line.id, request.reason});
  // asked on the sequencer, after the key: one of two who undo it at once is told
  const auto still_there = [&desk, id = line.id]() -> Status {
    const auto directory = desk.picture().directory();
    const auto it = directory->imports.find(id);
    if (it == directory->imports.end() || it->second.retracted_at)
      return fail(ErrorCode::kConflict);
    return ok();
  };
  auto written = desk.append(batch, still_there);
  if (!written && written.error().code == ErrorCode::kConflict) {
    const std::string when = line.retracted.empty() ? "just now, by somebody else" : line.retracted;
    return fail(ErrorCode::kAlreadyThere, "this import was undone on " + when);
  }
  return written;
}

}  // namespace sallyport::service
