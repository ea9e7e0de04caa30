#include <algorithm>

#include "model/grade.hpp"
#include "model/label.hpp"
#include "service/pages.hpp"
#include "service/teller.hpp"
#include "service/wording.hpp"

namespace sallyport::service {
namespace {

using model::Property;

struct Reading {
  Look& look;
  const picture::View& view;
  picture::Handle report;
  Teller teller;

  std::string value(Property property) const { return std::string(view.value(report, property)); }

  // What the report brought to the picture, in words.
  std::vector<ReportPage::Says> says() {
    std::vector<ReportPage::Says> out;
    auto say = [&](const std::string& text, const std::vector<Item>& items, Id128 id) {
      out.push_back({teller.sentence(text, items), {id}});
      look.showed(std::vector<Id128>{id});
    };
    view.asserted_by(
        report,
        [&](const picture::LinkRow& row) {
          const Item a = teller.item(row.a);
          const Item b = teller.item(row.b);
          std::string text =
              a.title + " " + std::string(model::info(row.kind).forward) + " " + b.title;
          if (!row.standing.empty()) text += " (" + std::string(row.standing) + ")";
          say(text, {a, b}, row.id);
          return true;
        },
        [&](const picture::EventRow& row) {
          const Item a = teller.item(row.subject);
          std::vector<Item> items{a};
          std::string text = std::string(model::info(row.kind).word) + ": " + a.title;
          if (row.has_other) {
            items.push_back(teller.item(row.other));
            text += ", " + items.back().title;
          }
          text += ", " + teller.moment(Instant{row.at.from_us}).local;
          say(text, items, row.id);
          return true;
        });
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.ids < b.ids; });
    return out;
  }
  // Other visible reports with the same origin reference: one telling, counted once.
  std::vector<Item> same_origin(const std::string& origin) {
    std::vector<Item> out;
    view.links(report, {model::LinkKind::same_origin}, [&](const picture::LinkRow& row) {
      out.push_back(teller.item(row.a == report ? row.b : row.a));
      return true;
    });
    if (!origin.empty()) {
      view.records(model::RecordKind::report, [&](const picture::Record& other) {
        if (!(other.handle == report) &&
            view.value(other.handle, Property::origin_reference) == origin)
          out.push_back(teller.item(other.handle));
        return true;
      });
    }
    std::sort(out.begin(), out.end(), [](const Item& a, const Item& b) { return a.id < b.id; });
    out.erase(std::unique(out.begin(), out.end(),
                          [](const Item& a, const Item& b) { return a.id == b.id; }),
              out.end());
    return out;
  }
};

// "3x5x2 1 A P" as the report's own statement holds it.
struct GivenGrade {
  std::string scheme;
  model::Grade grade;
};
GivenGrade read_grade(std::string_view text) {
  GivenGrade out;
  const auto blank = text.find(' ');
  out.scheme = std::string(text.substr(0, blank));
  const auto scheme = model::scheme_named(out.scheme);
  if (!scheme || blank == std::string_view::npos) return out;
  std::string parts;
  for (char c : text.substr(blank)) {
    if (c != ' ' && c != 'H') parts += c;
  }
  if (parts.size() < 2) return out;
  const auto made =
      model::make_grade(*scheme, parts[0], parts[1], parts.size() > 2 ? parts[2] : '\0');
  if (made) out.grade = *made;
  return out;
}

}  // namespace

Result<ReportPage> report_page(Look& look, std::string_view id) {
  const auto handle = look.find(id);
  if (!handle || look.view().record(*handle).kind != model::RecordKind::report)
    return fail(ErrorCode::kNotFound);
  Reading reading{look, look.view(), *handle, Teller(look)};
  const picture::Record record = look.view().record(*handle);
  look.note_label(record.label);
  look.showed(std::vector<Id128>{record.id});
  ReportPage out;
  out.self = record.id;
  out.reference = reading.value(Property::urn);
  out.title = "Report " + out.reference;
  const GivenGrade given = read_grade(reading.value(Property::report_grade));
  out.scheme = given.scheme;
  out.grade = model::to_text(given.grade);
  out.grade_words = grade_words(given.grade);
  out.handling = reading.value(Property::handling_code);
  const std::string words = code_words("grading_" + out.scheme + "_handling", out.handling);
  if (words != out.handling) out.handling_words = words;
  for (const auto& condition : look.view().label(record.label).conditions)
    out.conditions.push_back(model::condition_words(condition));
  out.originator = reading.value(Property::report_originator);
  out.agency = std::string(record.agency);
  out.agency_words = agency_words(record.agency);
  out.date = reading.value(Property::report_date);
  out.text = reading.value(Property::report_text);
  out.says = reading.says();
  out.same_origin = reading.same_origin(reading.value(Property::origin_reference));
  out.fields = reading.teller.fields({*handle});
  return out;
}

Result<std::string> standard_report(Look& look, std::string_view id) {
  TRY_ASSIGN(const ReportPage page, report_page(look, id));
  std::string out = std::string(look.marking()) + "\n";
  auto line = [&out](std::string_view name, const std::string& value) {
    if (!value.empty()) out += std::string(name) + ": " + value + "\n";
  };
  line("URN", page.reference);
  line("Agency", page.agency);
  line("Date", page.date);
  line("Grading", page.scheme + " " + page.grade);
  std::string conditions;
  const auto handle = look.find(id);
  for (const auto& c : look.view().label(look.view().record(*handle).label).conditions)
    conditions += (conditions.empty() ? "" : "; ") + c;
  line("Conditions", conditions);
  line("Originator", page.originator);
  line("Origin reference",
       std::string(look.view().value(*handle, model::Property::origin_reference)));
  return out + "\n" + page.text + "\n\n" + std::string(look.marking()) + "\n";
}

}  // namespace sallyport::service
