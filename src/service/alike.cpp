#include "service/alike.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "network/words.hpp"
#include "service/teller.hpp"

namespace sallyport::service {
namespace {

using model::Property;
using search::Likeness;

std::string_view words_of(Likeness likeness) {
  if (likeness == Likeness::number) return "The same number came before as ";
  return likeness == Likeness::text ? "The same text came as " : "Nearly the same text came as ";
}

class Comparing {
 public:
  explicit Comparing(Look& look) : look_(look), teller_(look) {}

  void compare(const search::AlikeQuery& query) {
    auto answer = search::alike_reports(look_.view(), query);
    out_.partial = out_.partial || answer.partial;
    for (const auto& found : look_.keep(std::move(answer))) {
      if (!told_.insert(std::minmax(query.except, found.report)).second && !query.except.is_nil())
        continue;  // two of one import: once
      tell(std::string(query.number), found);
    }
  }
  void same_in_file(const std::string& number, const std::string& first) {
    AlikeLine line;
    line.number = number;
    line.words = {{"The same text stands in this file as " + first, {}, {}}};
    add(std::move(line));
  }
  void left_out() { out_.partial = true; }
  AlikeAnswer take() { return std::move(out_); }

 private:
  void tell(std::string number, const search::AlikeReport& found) {
    AlikeLine line;
    line.number = std::move(number);
    line.likeness = found.likeness;
    line.other = teller_.item(found.handle);
    const auto& view = look_.view();
    std::string day(view.value(found.handle, Property::report_date));
    const auto date = parse_iso_date(day);
    const std::string when =
        date ? network::day_words(*date) : network::day_words(view.record(found.handle).recorded);
    line.words = teller_.sentence(
        std::string(words_of(found.likeness)) + line.other->title + " on " + when, {*line.other});
    add(std::move(line));
  }
  void add(AlikeLine line) {
    if (out_.lines.size() < kAlikeLines) {
      out_.lines.push_back(std::move(line));
    } else {
      ++out_.more;
    }
  }

  Look& look_;
  Teller teller_;
  AlikeAnswer out_;
  std::set<std::pair<model::RecordId, model::RecordId>> told_;
};

std::string compared(std::string_view text) {
  const auto words = search::compared_words(text);
  std::string out;
  if (words.size() < search::kFewestWords) return out;
  for (const auto& word : words) out += word + ' ';
  return out;
}

}  // namespace

AlikeAnswer alike_to(Look& look, const search::AlikeQuery& query) {
  Comparing comparing(look);
  comparing.compare(query);
  return comparing.take();
}

AlikeAnswer alike_to(Look& look, const std::vector<intake::NewReport>& reports) {
  Comparing comparing(look);
  std::map<std::string, std::string> first;  // words -> number
  for (const auto& report : reports) {
    if (const std::string words = compared(report.text); !words.empty()) {
      const auto [at, fresh] = first.emplace(words, report.number);
      if (!fresh) comparing.same_in_file(report.number, at->second);
    }
    comparing.compare({.text = report.text, .number = report.number, .except = {}});
  }
  return comparing.take();
}

Result<AlikeAnswer> alike_to_import(const Desk& desk, Look& look, const FeedBook* book,
                                    std::string_view id) {
  TRY_ASSIGN(const ImportLine line, import_of(look, book, id));
  const auto& view = look.view();
  std::vector<model::RecordId> reports;
  desk.picture().brought_by(line.id, [&](model::ItemKind kind, Id128 item) {
    if (kind != model::ItemKind::record) return;
    const auto handle = view.find(model::RecordId(item));
    if (handle && view.kind(*handle) == model::RecordKind::report) reports.emplace_back(item);
  });
  std::sort(reports.begin(), reports.end());
  Comparing comparing(look);
  if (reports.size() > kAlikeReports) {
    reports.resize(kAlikeReports);
    comparing.left_out();
  }
  look.showed(std::vector<Id128>(reports.begin(), reports.end()));
  for (const auto& report : reports) {
    const auto handle = view.find(report);
    look.note_label(view.record(*handle).label);
    comparing.compare({.text = view.value(*handle, Property::report_text),
                       .number = view.value(*handle, Property::urn),
                       .except = report});
  }
  return comparing.take();
}

}  // namespace sallyport::service
