// Intelligence reports and notes (docs/formats/police.intelligence_reports.md, prison.notes.md).
#include <algorithm>
#include <optional>

#include "base/limits.hpp"
#include "intake/internal/objects.hpp"
#include "text/fold.hpp"
#include "text/numbers.hpp"
#include "text/parse_date.hpp"

namespace sallyport::intake::internal {
namespace {

using model::LinkKind;
using model::Property;

constexpr std::size_t kAsserts = 1000;  // a report that asserts more is a table in disguise

struct AssertRule {
  std::string_view kind;
  std::string_view a;
  std::string_view b;
  std::optional<LinkKind> link;
  std::string_view role;  ///< fixed role, or ""
};
constexpr AssertRule kAssertRules[] = {
    {"uses_number", "person", "phone", LinkKind::uses, ""},
    {"uses_card", "person", "card", LinkKind::uses, ""},
    {"uses_email", "person", "email", LinkKind::uses, ""},
    {"holds_account", "person", "account", LinkKind::holds, ""},
    {"drives", "person", "vehicle", LinkKind::drives, ""},
    {"resides_at", "person", "address", LinkKind::resides_at, ""},
    {"alias", "person", "name", std::nullopt, ""},
    {"member_of", "person", "group", LinkKind::member_of, ""},
    // said to do something for the group: speaks of it, is never a member and never a tie
    {"acts_for", "person", "group", LinkKind::asserts, "acts for"},
    {"group_relation", "group", "group", std::nullopt, ""},
    {"associates_with", "person", "person", LinkKind::associates_with, ""},
    {"family", "person", "person", LinkKind::family_of, ""},
    {"under_pressure", "person", "group", LinkKind::under_pressure_from, ""},
    {"threat", "person", "person", LinkKind::under_pressure_from, "threat"},
    {"keep_apart", "person", "person", LinkKind::keep_apart, ""},
    {"payment", "account", "account", std::nullopt, ""},
    {"call", "phone", "phone", std::nullopt, ""},
    {"seen_at", "person", "place", std::nullopt, ""},
    {"warned", "person", "person", LinkKind::warned, ""},
};

const AssertRule* rule_named(std::string_view kind) {
  for (const auto& r : kAssertRules) {
    if (r.kind == kind) return &r;
  }
  return nullptr;
}

Result<model::Grade> grade_of(const Value& report) {
  const std::string scheme = text::fold(report.text_of("scheme"));
  const auto known = model::scheme_named(scheme == "6x6" ? "admiralty" : scheme);
  if (!known)
    return bad_field("scheme", report.text_of("scheme"), "3x5x2, 5x5x5, 4x4, 6x6 or none");
  if (*known == model::GradeScheme::none) return model::Grade{};
  const auto letter = [&](const char* field) -> char {
    std::string text = report.text_of(field);
    if (text.size() == 2 && (text[0] == 'H' || text[0] == 'h')) text.erase(0, 1);
    if (text.size() != 1) return text.empty() ? '\0' : '?';
    return text[0] >= 'a' && text[0] <= 'z' ? static_cast<char>(text[0] - 32) : text[0];
  };
  auto grade =
      model::make_grade(*known, letter("source"), letter("information"), letter("handling"));
  if (!grade)
    return bad_field("grade", report.text_of("source") + report.text_of("information"),
                     grade.error().detail);
  return *grade;
}

// One assertion after the other; each becomes one link, event or statement that rests on the
// report.
class Assertions {
 public:
  Assertions(const ObjectContext& context, Draft& draft, int report, model::Grade grade)
      : context_(context), draft_(draft), report_(report), grade_(grade) {}

  Status take(const Value& a, std::size_t number) {
    const AssertRule* rule = rule_named(a.text_of("kind"));
    if (rule == nullptr)
      return bad_field("asserts.kind", a.text_of("kind"), "a kind of docs/formats, such as drives");
    ref_ = a.text_of("ref").empty() ? std::to_string(number + 1) : a.text_of("ref");
    if (legal(a["a"]) || legal(a["b"])) {
      ++draft_.refused_parts;
      return ok();
    }
    DateRange valid;
    TRY(dates(a, valid));
    const int first = thing(a["a"], rule->a, "a");
    if (first < 0) return bad_field("asserts.a", to_json(a["a"]), std::string(rule->a));
    if (rule->kind == "alias") return alias(a, first, valid);
    const int second = thing(a["b"], rule->b, "b");
    if (second < 0) return bad_field("asserts.b", to_json(a["b"]), std::string(rule->b));
    spoken_of(first);
    spoken_of(second);
    if (first == second) return bad_field("asserts", ref_, "two different people or things");
    if (rule->kind == "payment" || rule->kind == "call" || rule->kind == "seen_at")
      return event(a, *rule, first, second, valid);
    LinkKind kind = rule->link.value_or(LinkKind::hostile_to);
    if (rule->kind == "group_relation") {
      const std::string& relation = a.text_of("relation");
      if (relation == "allied")
        kind = LinkKind::allied_with;
      else if (relation == "supply")
        kind = LinkKind::supplies;
      else if (relation != "hostile")
        return bad_field("asserts.relation", relation, "hostile, allied or supply");
    }
    link(a, *rule, kind, first, second, valid);
    return ok();
  }

 private:
  bool legal(const Value& descriptor) const {
    if (context_.legal == nullptr || !descriptor.has("number")) return false;
    return context_.legal->holds(register_form(descriptor.text_of("number")), std::nullopt);
  }
  Status dates(const Value& a, DateRange& valid) const {
    for (const bool from : {true, false}) {
      const std::string& text = a.text_of(from ? "from" : "to");
      if (text.empty()) continue;
      const auto date = text::parse_date(text);
      if (!date) return bad_field(from ? "asserts.from" : "asserts.to", text, "a date");
      (from ? valid.from : valid.to) = from ? date->date.first_day : date->date.last_day;
    }
    return ok();
  }
  // Two assertions that name one thing in the same words name one thing.
  int thing(const Value& descriptor, std::string_view expected, const char* side) {
    const std::string words = to_json(descriptor);
    for (const auto& [known, at] : named_) {
      if (known == words) return at;
    }
    if (!descriptor.is(Value::Type::object)) return -1;
    const int at = describe_thing(draft_, descriptor, expected,
                                  draft_.source_key + "#" + ref_ + "/" + side, report_);
    if (at >= 0) named_.emplace_back(words, at);
    return at;
  }
  // Numbers, plates and accounts that a report names are found from the report too.
  void spoken_of(int at) {
    if (std::find(spoken_.begin(), spoken_.end(), at) != spoken_.end()) return;
    spoken_.push_back(at);
    auto& link = draft_.link(LinkKind::asserts, report_, at);
    link.source = report_;
    link.link.grade = grade_;
  }
  Status alias(const Value& a, int person, DateRange valid) {
    const std::string& name = a["b"].is(Value::Type::object) ? a["b"].text_of("name") : a["b"].text;
    if (name.empty()) return bad_field("asserts.b", to_json(a["b"]), "a name");
    draft_.say(person, Property::alias, name);
    auto& said = draft_.edit(person).statements.back();
    said.statement.valid = valid;
    said.statement.grade = grade_;
    said.source = report_;
    spoken_of(person);
    return ok();
  }
  void link(const Value& a, const AssertRule& rule, LinkKind kind, int first, int second,
            DateRange valid) {
    auto& out = draft_.link(kind, first, second);
    out.source = report_;
    out.link.valid = valid;
    out.link.grade = grade_;
    out.link.certainty = model::Certainty::alleged;
    out.link.role = a.text_of("role");
    if (rule.kind == "family") out.link.role = a.text_of("relation");
    if (rule.kind == "keep_apart") out.link.status = "open";
    if (rule.kind == "warned") out.link.text = a.text_of("about");
    if (!rule.role.empty()) {
      out.link.text = a.text_of("role");
      out.link.role = std::string(rule.role);
    }
    out.link.standing =
        rule.kind == "keep_apart" ? a.text_of("restriction") : a.text_of("standing");
    if (rule.kind == "resides_at") {
      DraftStatement like;
      like.statement.valid = valid;
      like.statement.grade = grade_;
      like.statement.certainty = model::Certainty::alleged;
      like.source = report_;
      draft_.say_home(first, second, like);
    }
    if (rule.kind == "member_of") {
      out.link.status = a.text_of("status");
      out.link.text = context_.agency.find("police") != std::string::npos ? "POL" : "SECURITY";
    }
  }
  Status event(const Value& a, const AssertRule& rule, int first, int second, DateRange valid) {
    model::EventKind kind = model::EventKind::payment;
    if (rule.kind == "call") kind = model::EventKind::call;
    if (rule.kind == "seen_at") kind = model::EventKind::incident;
    auto& out = draft_.event(kind, first);
    (rule.kind == "seen_at" ? out.place : out.other) = second;
    out.source = report_;
    auto& e = out.event;
    const std::string& at = a.text_of("at");
    const auto time = text::parse_date_time(at, text::Zone::kEuropeLondon);
    const auto day = text::parse_date(at);
    if (time) {
      e.at = {time->at.us, time->at.us};
      e.zone_ambiguous = time->ambiguous;
    } else if (day) {
      e.at = {start_of(Date{day->date.first_day}).us, start_of(Date{day->date.last_day + 1}).us};
    } else if (at.empty() && valid.from != DateRange::kOpenFrom) {
      e.at.from_us = start_of(Date{valid.from}).us;
      e.at.to_us = valid.to == DateRange::kOpenTo ? e.at.from_us + Instant::kDayUs
                                                  : start_of(Date{valid.to}).us + Instant::kDayUs;
    } else {
      return bad_field("asserts.at", at, "a date and time, as 2026-10-09T06:30");
    }
    const std::string& number =
        rule.kind == "payment" ? a.text_of("amount_pence") : a.text_of("duration_seconds");
    if (!number.empty()) {
      if (number.size() > 12 || number.find_first_not_of("0123456789") != std::string::npos)
        return bad_field("asserts.amount", number, "a whole number");
      e.quantity = std::stoll(number);
    }
    e.code = "reported";
    return ok();
  }

  const ObjectContext& context_;
  Draft& draft_;
  int report_;
  model::Grade grade_;
  std::string ref_;
  std::vector<std::pair<std::string, int>> named_;
  std::vector<int> spoken_;
};

void say_report(Draft& draft, int at, const Value& report, const model::Grade& grade) {
  const auto say = [&](Property property, const std::string& value) {
    draft.say(at, property, value);
  };
  const auto date = text::parse_date(report.text_of("date"));
  say(Property::urn, report.text_of("urn"));
  if (date) draft.say(at, Property::report_date, to_text(date->date), report.text_of("date"));
  say(Property::report_text, report.text_of("text"));
  say(Property::report_originator, report.text_of("originator"));
  say(Property::origin_reference, report.text_of("origin_ref"));
  std::string given = report.text_of("scheme");
  for (const char* part : {"source", "information", "handling"})
    given += report.text_of(part).empty() ? "" : " " + report.text_of(part);
  say(Property::report_grade, given);
  say(Property::handling_code, report.text_of("handling"));
  for (const auto& c : report["conditions"].texts()) say(Property::handling_condition, c);
  say(Property::description, report.text_of("conditions_text"));
  const std::string& marker = report.text_of("marker");
  if (marker != "none") say(Property::marker, marker);
  for (auto& s : draft.edit(at).statements) s.statement.grade = grade;
}

bool bears_on_safety(const Value& report) {
  const auto& asserts = report["asserts"].items;
  return std::any_of(asserts.begin(), asserts.end(), [](const Value& a) {
    return a.text_of("kind") == "threat" || a.text_of("kind") == "keep_apart";
  });
}

Status check_report(const ObjectContext& context, const Value& report) {
  if (report.text_of("agency") != context.agency)
    return bad_field("agency", report.text_of("agency"), context.agency);
  if (report.text_of("text").size() > limits::kReportTextBytes)
    return bad_field("text", report.text_of("text"), "at most 200,000 bytes");
  if (report["asserts"].items.size() > kAsserts)
    return bad_field("asserts", std::to_string(report["asserts"].items.size()), "at most 1,000");
  const std::string& marker = report.text_of("marker");
  if (!marker.empty() && marker != "none" && marker != "marker" && marker != "watched")
    return bad_field("marker", marker, "none, marker or watched");
  // the standing guarantee: sealed and bearing on safety is marked or watched, never neither
  const bool sealed = !report["compartments"].texts().empty();
  if (sealed && bears_on_safety(report) && (marker.empty() || marker == "none"))
    return bad_field("marker", marker,
                     "marker or watched: the report is sealed and bears on safety");
  return ok();
}

}  // namespace

Result<Draft> report_draft(const ObjectContext& context, const Value& report) {
  TRY(check_fields(context.mapping, report));
  TRY(check_report(context, report));
  model::Grade grade;
  TRY_ASSIGN(grade, grade_of(report));
  Draft draft;
  TRY_ASSIGN(draft.label, object_label(context, report));
  draft.source_key = report.text_of("urn");
  const int at = draft.thing(model::RecordKind::report, Scope::row, draft.source_key);
  say_report(draft, at, report, grade);
  if (const std::string& original = report.text_of("copied_from"); !original.empty()) {
    const int other = draft.thing(model::RecordKind::report, Scope::known, original);
    draft.say(other, Property::urn, original);
    draft.edit(other).statements.back().only_new = true;
    draft.link(LinkKind::same_origin, at, other);
  }
  Assertions assertions(context, draft, at, grade);
  const auto& asserts = report["asserts"].items;
  for (std::size_t i = 0; i < asserts.size(); ++i) TRY(assertions.take(asserts[i], i));
  for (int i = 0; i < static_cast<int>(draft.things.size()); ++i) {
    for (auto& s : draft.edit(i).statements) {
      if (s.source == at) s.statement.grade = grade;
    }
  }
  finish_draft(draft, report);
  return draft;
}

Result<Draft> note_draft(const ObjectContext& context, const Value& note) {
  TRY(check_fields(context.mapping, note));
  Draft draft;
  TRY_ASSIGN(draft.label, object_label(context, note));
  draft.source_key = note.text_of("note_id");
  const int at = draft.thing(model::RecordKind::note, Scope::row, draft.source_key);
  draft.say(at, Property::urn, draft.source_key);
  draft.say(at, Property::note_text, note.text_of("text"));
  draft.say(at, Property::how_known, note.text_of("how_do_you_know"));
  draft.say(at, Property::report_originator, note.text_of("author"));
  draft.say(at, Property::establishment, note.text_of("prison"));
  draft.say(at, Property::cell_location, note.text_of("wing"));
  const auto time = text::parse_date_time(note.text_of("at"), text::Zone::kEuropeLondon);
  if (time) draft.say(at, Property::occurred_at, to_text(time->at), note.text_of("at"));
  const auto& about = note["about"].items;
  for (std::size_t i = 0; i < about.size(); ++i) {
    const int thing = describe_thing(draft, about[i], "person",
                                     draft.source_key + "#" + std::to_string(i + 1), at);
    if (thing < 0) return bad_field("about", to_json(about[i]), "a descriptor, as in reports");
    auto& link = draft.link(LinkKind::asserts, at, thing);
    link.source = at;
    link.link.status = "to be confirmed";
  }
  finish_draft(draft, note);
  return draft;
}

}  // namespace sallyport::intake::internal
