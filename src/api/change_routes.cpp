// Changes: judgements on who is who, their undoing, reports. Each is one command with an
// idempotency key: the header Idempotency-Key, or for reports the field of that name.
#include <array>

#include "api/internal/site.hpp"
#include "crypto/hash.hpp"

namespace sallyport::api {
namespace {

constexpr std::size_t kIdBytes = 40;
constexpr std::size_t kWordBytes = 100;
constexpr std::size_t kConditions = 20;
constexpr std::size_t kAsserts = 200;

Result<Answered> judge(const Asked& asked) {
  constexpr std::array<std::string_view, 3> kVerdicts = {"same", "different", "unsure"};
  TRY_ASSIGN(JsonObject body, json_of(asked.request));
  service::JudgementRequest request;
  request.a = body.text("a", kIdBytes);
  request.b = body.text("b", kIdBytes);
  const std::string verdict = body.choice("verdict", kVerdicts);
  request.reason = body.long_text("reason", limits::kReasonBytes);
  TRY(body.finish());
  request.verdict = *service::verdict_named(verdict);
  request.idempotency_key = asked.key;
  TRY_ASSIGN(const auto receipt, service::judge(asked.desk, asked.look, request));
  return Answered{render(receipt)};
}

Result<Answered> undo(const Asked& asked) {
  TRY_ASSIGN(JsonObject body, json_of(asked.request));
  const std::string reason = body.long_text("reason", limits::kReasonBytes);
  TRY(body.finish());
  TRY_ASSIGN(const auto receipt,
             service::undo_judgement(asked.desk, asked.look, asked.request.param("id"), reason));
  return Answered{render(receipt)};
}

std::vector<service::ReportAssertion> assertions_of(JsonObject& body) {
  std::vector<service::ReportAssertion> out;
  for (JsonObject& part : body.objects("asserts", kAsserts)) {
    service::ReportAssertion one;
    one.kind = part.text("kind", kWordBytes);
    one.a = part.text("a", kIdBytes);
    one.b = part.text("b", kIdBytes);
    one.from = part.optional_text("from", kWordBytes);
    one.to = part.optional_text("to", kWordBytes);
    one.role = part.optional_text("role", kWordBytes);
    one.standing = part.optional_text("standing", kWordBytes);
    body.take(part);
    out.push_back(std::move(one));
  }
  return out;
}

Result<Answered> file_report(const Asked& asked) {
  constexpr std::array<std::string_view, 4> kSchemes = {"3x5x2", "5x5x5", "4x4", "admiralty"};
  TRY_ASSIGN(JsonObject body, json_of(asked.request));
  service::ReportRequest request;
  request.urn = body.text("urn", kWordBytes);
  request.date = body.text("date", kWordBytes);
  request.scheme = body.choice("scheme", kSchemes);
  request.source = body.text("source", kWordBytes);
  request.information = body.text("information", kWordBytes);
  request.handling = body.optional_text("handling", kWordBytes);
  request.conditions = body.optional_texts("conditions", kConditions, kWordBytes);
  request.releasable_to = body.optional_texts("releasable_to", kConditions, kWordBytes);
  request.originator = body.text("originator", 200);
  request.text = body.long_text("text", limits::kReportTextBytes);
  request.asserts = assertions_of(body);
  const std::string key = body.text("idempotency_key", kWordBytes);
  TRY(body.finish());
  // the same key with another text is another report, never a dropped one
  const auto digest = crypto::sha256(as_bytes(asked.request.body));
  request.idempotency_key = "report " + key + " " + to_hex(ByteView(digest).first(16));
  TRY_ASSIGN(const auto receipt, service::file_report(asked.desk, asked.look, request));
  return Answered{render(receipt)};
}

Result<Answered> alike(const Asked& asked) {
  TRY_ASSIGN(JsonObject body, json_of(asked.request));
  const std::string number = body.optional_text("urn", kWordBytes);
  const std::string text = body.long_text("text", limits::kReportTextBytes);
  TRY(body.finish());
  const auto answer = service::alike_to(asked.look, search::AlikeQuery{text, number, {}});
  return Answered{render(answer, {asked.look.marking(), asked.look.partial() || answer.partial})};
}

}  // namespace

void add_change_routes(Site& site) {
  using http::Method;
  site.add_look({Method::kPost, "/api/judgements", "Say whether two records are one person",
                 "JudgementRequest", "Receipt"},
                {.verb = "judge", .writes = true}, judge);
  site.add_look({Method::kPost, "/api/judgements/{id}/undo", "Take a judgement back", "UndoRequest",
                 "Receipt", "judgement"},
                {.verb = "undo-judgement", .writes = true}, undo);
  site.add_look(
      {Method::kPost, "/api/reports/alike", "Is this report there already, by number or by text?",
       "AlikeRequest", "AlikeReports"},
      {.verb = "alike"}, alike);
  site.add_look({Method::kPost, "/api/reports", "File a report", "ReportRequest", "Receipt"},
                {.verb = "file-report", .writes = true}, file_report);
}

}  // namespace sallyport::api
