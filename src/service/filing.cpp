#include "service/filing.hpp"

#include <algorithm>

#include "access/decide.hpp"
#include "base/limits.hpp"
#include "model/grade.hpp"
#include "service/command.hpp"

namespace sallyport::service {
namespace {

using model::Property;

tl::unexpected<Error> bad(std::string field, const std::string& value, std::string expected) {
  Error error{ErrorCode::kBadValue, field + ": expected " + expected, {}};
  error.places.push_back({"", 0, std::move(field), value.substr(0, 80), std::move(expected)});
  return fail(std::move(error));
}

Result<model::Grade> grade_of(const ReportRequest& r) {
  const auto scheme = model::scheme_named(r.scheme);
  if (!scheme || *scheme == model::GradeScheme::none)
    return bad("scheme", r.scheme, "3x5x2, 5x5x5, 4x4 or admiralty");
  if (r.source.size() != 1) return bad("source", r.source, "one letter or digit of the scheme");
  if (r.information.size() != 1)
    return bad("information", r.information, "one letter or digit of the scheme");
  const char handling = r.handling.empty() ? '\0' : r.handling.back();
  return model::make_grade(*scheme, r.source[0], r.information[0], handling);
}

// "for:security", "for:placement", "not:wing" -> "for:placement|security", "not:wing"
Result<std::vector<std::string>> label_conditions(const std::vector<std::string>& given) {
  std::vector<std::string> functions;
  std::vector<std::string> out;
  for (const auto& c : given) {
    if (c.starts_with("for:") && c.size() > 4) {
      functions.push_back(c.substr(4));
    } else if (c.starts_with("not:") && c.size() > 4) {
      out.push_back(c);
    } else {
      return bad("conditions", c, "for:FUNCTION or not:FUNCTION");
    }
  }
  std::sort(functions.begin(), functions.end());
  if (!functions.empty()) {
    std::string one = "for:" + functions.front();
    for (std::size_t i = 1; i < functions.size(); ++i) one += "|" + functions[i];
    out.push_back(one);
  }
  return out;
}

// The unit's own report feed: the first whose agreed label the author would see.
const model::PutFeed* report_feed(const Look& look) {
  const access::Grants& grants = look.caller().grants;
  for (const auto& [key, feed] : look.directory().feeds) {
    if (feed.agency != grants.agency || !feed.name.ends_with("_reports")) continue;
    if (access::decide(feed.label, grants, look.caller().purpose, look.now()).allowed) return &feed;
  }
  return nullptr;
}

Result<model::Label> label_of(const Look& look, const ReportRequest& request,
                              const model::PutFeed& feed) {
  model::Label label = feed.label;
  TRY_ASSIGN(const auto conditions, label_conditions(request.conditions));
  label.conditions.insert(label.conditions.end(), conditions.begin(), conditions.end());
  if (!request.releasable_to.empty()) {
    // narrower than agreed, never wider
    for (const auto& token : request.releasable_to) {
      for (const auto& set : feed.label.releasable_to) {
        if (std::find(set.begin(), set.end(), token) == set.end())
          return bad("releasable_to", token, "an audience of the unit's agreement");
      }
    }
    label.releasable_to = {request.releasable_to};
  }
  label = label.normalised();
  if (!access::decide(label, look.caller().grants, look.caller().purpose, look.now()).allowed)
    return fail(ErrorCode::kNotAllowed, "you would not see your own report with these conditions");
  return label;
}

Result<DateRange> range_of(const ReportAssertion& assertion) {
  DateRange out;
  if (!assertion.from.empty()) {
    const auto date = parse_iso_date(assertion.from);
    if (!date) return bad("asserts.from", assertion.from, "a date as 2026-10-15");
    out.from = date->day;
  }
  if (!assertion.to.empty()) {
    const auto date = parse_iso_date(assertion.to);
    if (!date) return bad("asserts.to", assertion.to, "a date as 2026-10-15");
    out.to = date->day;
  }
  return out;
}

Status check_request(const ReportRequest& r) {
  if (r.urn.empty() || r.urn.size() > 100) return bad("urn", r.urn, "1 to 100 characters");
  if (!parse_iso_date(r.date)) return bad("date", r.date, "a date as 2026-10-15");
  if (r.text.empty() || r.text.size() > limits::kReportTextBytes)
    return bad("text", "", "1 to 200,000 characters");
  if (r.originator.empty() || r.originator.size() > 200)
    return bad("originator", r.originator, "the desk or unit, never a source");
  if (r.asserts.size() > 200) return bad("asserts", "", "at most 200 assertions");
  if (r.handling == "C" && r.conditions.empty())
    return bad("conditions", "", "at least one condition with handling code C");
  return ok();
}

}  // namespace

Result<Receipt> file_report(Desk& desk, Look& look, const ReportRequest& request) {
  const Caller& caller = look.caller();
  if (!access::may(caller.grants, access::Verb::report)) return fail(ErrorCode::kNotAllowed);
  TRY(check_request(request));
  TRY_ASSIGN(const model::Grade grade, grade_of(request));
  const model::PutFeed* feed = report_feed(look);
  if (feed == nullptr)
    return fail(ErrorCode::kNotAllowed, "your unit has no agreement for reports");
  model::Batch batch = command_of(caller, request.idempotency_key);
  TRY_ASSIGN(model::Label label, label_of(look, request, *feed));
  batch.labels.push_back(std::move(label));
  std::uint64_t n = 0;
  const std::string key = "report " + (request.idempotency_key.empty() ? request.urn + request.text
                                                                       : request.idempotency_key);
  auto fresh = [&] { return desk.new_id(caller.grants.name, key, n++); };

  model::PutRecord report;
  report.id = model::RecordId(fresh());
  report.kind = model::RecordKind::report;
  report.agency = caller.grants.agency;
  report.feed = feed->name;
  report.source_key = request.urn;
  auto say = [&report](Property property, const std::string& value) {
    if (value.empty()) return;
    model::Statement s;
    s.property = property;
    s.value = value;
    report.statements.push_back(std::move(s));
  };
  say(Property::urn, request.urn);
  say(Property::report_date, request.date);
  say(Property::report_text, request.text);
  say(Property::report_originator, request.originator);
  say(Property::report_grade, request.scheme + " " + model::to_text(grade));
  say(Property::handling_code, request.handling);
  for (const auto& c : request.conditions) say(Property::handling_condition, c);
  const model::RecordId report_id = report.id;
  batch.ops.push_back(std::move(report));

  for (const auto& assertion : request.asserts) {
    const auto kind = model::link_kind_named(assertion.kind);
    if (!kind || *kind == model::LinkKind::part_of || *kind == model::LinkKind::asserts)
      return bad("asserts.kind", assertion.kind,
                 "a kind of tie, as member_of, uses, associates_with");
    const auto a = look.find(assertion.a);
    const auto b = look.find(assertion.b);
    if (!a || !b) return fail(ErrorCode::kNotFound);
    model::PutLink link;
    link.id = model::LinkId(fresh());
    link.kind = *kind;
    link.a = look.view().record(*a).id;
    link.b = look.view().record(*b).id;
    TRY_ASSIGN(link.valid, range_of(assertion));
    link.role = assertion.role;
    link.standing = assertion.standing;
    link.certainty = model::Certainty::alleged;
    link.grade = grade;
    link.source = report_id;
    batch.ops.push_back(std::move(link));
  }
  TRY_ASSIGN(const Written written, desk.append(batch));
  return Receipt{report_id, written.receipt};
}

}  // namespace sallyport::service
