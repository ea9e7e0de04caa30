#include "service/judge.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "resolve/identity.hpp"
#include "service/command.hpp"
#include "service/teller.hpp"
#include "service/wording.hpp"

namespace sallyport::service {
namespace {

struct Explaining {
  Look& look;
  const picture::View& view;
  Teller teller;

  std::string title(model::RecordId id) {
    const auto h = view.find(id);
    return h ? network::facts_of(view, {*h}).title : std::string();
  }
  void explain(EvidenceLine& line) {
    const auto a = view.find(line.a);
    const auto b = view.find(line.b);
    line.a_title = title(line.a);
    line.b_title = title(line.b);
    if (!a || !b) return;
    auto answer = resolve::explain_pair(view, *a, *b, {});
    if (!answer) return;
    const resolve::Explanation e = look.keep(std::move(*answer));
    line.bits = e.millibits / 1000;
    for (const auto& text : e.sentences_for) line.speaks_for.push_back(dates_in_words(text));
    for (const auto& text : e.sentences_against) line.against.push_back(dates_in_words(text));
    line.missing = e.missing;
    judged(line, *a, *b);
  }
  void judged(EvidenceLine& line, picture::Handle a, picture::Handle b) {
    view.judgements(a, [&](const picture::JudgementRow& row) {
      if (!((row.a == a && row.b == b) || (row.a == b && row.b == a))) return true;
      line.judgement = EvidenceLine::Judged{row.id, row.verdict, std::string(row.actor),
                                            std::string(row.reason), to_text(row.recorded)};
      return false;  // the newest of the pair holds
    });
  }
  // What comes with the other record: what is kept apart from it, and its memberships.
  void would_join(EvidenceLine& line, model::RecordId other) {
    const auto h = view.find(other);
    if (!h) return;
    line.other = instructions_of(look, teller, look.members(*h));
    view.links(*h, {model::LinkKind::member_of}, [&](const picture::LinkRow& row) {
      const Item end = teller.item(row.b);
      look.note_label(row.label);
      line.would_join.push_back(
          teller.sentence("Member of " + end.title, {end}, teller.telling(row).source.record));
      return true;
    });
    std::sort(line.would_join.begin(), line.would_join.end(),
              [](const Sentence& x, const Sentence& y) {
                auto key = [](const Sentence& s) {
                  std::string text;
                  for (const auto& seg : s) text += seg.text;
                  return text;
                };
                return key(x) < key(y);
              });
  }
};

EvidenceLine line_of(const resolve::Edge& edge) {
  EvidenceLine line;
  line.a = edge.a;
  line.b = edge.b;
  line.by = edge.by == resolve::Edge::By::model        ? "model"
            : edge.by == resolve::Edge::By::identifier ? "identifier"
                                                       : "person";
  line.bits = edge.millibits / 1000;
  return line;
}

}  // namespace

std::optional<model::Verdict> verdict_named(std::string_view name) {
  if (name == "same") return model::Verdict::same;
  if (name == "different") return model::Verdict::different;
  if (name == "unsure") return model::Verdict::unsure;
  return std::nullopt;
}

std::string_view verdict_name(model::Verdict verdict) {
  if (verdict == model::Verdict::same) return "same";
  return verdict == model::Verdict::different ? "different" : "unsure";
}

Result<IdentityPage> identity_page(Look& look, std::string_view id) {
  const auto handle = look.find(id);
  if (!handle) return fail(ErrorCode::kNotFound);
  TRY_ASSIGN(auto answer, resolve::identity_of(look.view(), *handle, {.look_for_twins = false}));
  const resolve::Identity identity = look.keep(std::move(answer));
  Explaining e{look, look.view(), Teller(look)};
  IdentityPage out;
  out.self = identity.self;
  out.title = e.teller.item(*handle).title;
  for (const auto& member : identity.members) {
    const auto h = look.view().find(member);
    if (!h) continue;
    out.members.push_back(
        {member, e.title(member), e.teller.source(member), e.teller.fields({*h})});
  }
  for (const auto& edge : identity.edges) {
    out.edges.push_back(line_of(edge));
    e.explain(out.edges.back());
  }
  for (const auto& proposal : identity.proposals) {
    EvidenceLine line;
    line.a = proposal.a;
    line.b = proposal.b;
    line.by = "model";
    e.explain(line);
    const auto a = look.view().find(proposal.a);
    const auto b = look.view().find(proposal.b);
    if (a && b) line.sides = side_by_side(look, e.teller, *a, *b);
    const bool a_inside =
        std::binary_search(identity.members.begin(), identity.members.end(), proposal.a);
    e.would_join(line, a_inside ? proposal.b : proposal.a);
    out.proposals.push_back(std::move(line));
  }
  for (const auto& edge : identity.kept_apart_by) {
    out.different.push_back(line_of(edge));
    e.explain(out.different.back());
  }
  if (identity.weakest) {
    out.weakest = line_of(*identity.weakest);
    e.explain(*out.weakest);
  }
  return out;
}

Result<Receipt> judge(Desk& desk, Look& look, const JudgementRequest& request) {
  if (!access::may(look.caller().grants, access::Verb::judge)) return fail(ErrorCode::kNotAllowed);
  const auto a = look.find(request.a);
  const auto b = look.find(request.b);
  if (!a || !b) return fail(ErrorCode::kNotFound);
  if (*a == *b) return fail(ErrorCode::kBadValue, "b: expected another record than a");
  if (request.reason.size() > limits::kReasonBytes)
    return fail(ErrorCode::kBadValue, "reason: at most 500 characters");
  const auto& view = look.view();
  const picture::Record ra = view.record(*a);
  const picture::Record rb = view.record(*b);
  if (ra.kind != rb.kind)
    return fail(ErrorCode::kBadValue, "b: expected a record of the same kind");
  const Caller& caller = look.caller();
  model::Batch batch = command_of(caller, request.idempotency_key);
  batch.labels.push_back(model::join(view.label(ra.label), view.label(rb.label)));
  model::PutJudgement op;
  op.id =
      model::JudgementId(desk.new_id(caller.grants.name, "judge " + request.idempotency_key, 0));
  op.a = ra.id;
  op.b = rb.id;
  op.verdict = request.verdict;
  op.actor = caller.grants.display_name;
  op.reason = request.reason;
  batch.ops.push_back(op);
  TRY_ASSIGN(const Written written, desk.append(batch));
  return Receipt{op.id, written.receipt};
}

Result<Receipt> undo_judgement(Desk& desk, Look& look, std::string_view id,
                               const std::string& reason) {
  if (!access::may(look.caller().grants, access::Verb::judge)) return fail(ErrorCode::kNotAllowed);
  const auto parsed = parse_id(id);
  if (!parsed) return fail(ErrorCode::kNotFound);
  const auto row = look.view().judgement(model::JudgementId(*parsed));
  if (!row) return fail(ErrorCode::kNotFound);
  const Caller& caller = look.caller();
  model::Batch batch = command_of(caller, {});
  batch.ops.push_back(model::Retract{model::ItemKind::judgement, row->id, reason});
  TRY_ASSIGN(const Written written, desk.append(batch));
  return Receipt{row->id, written.receipt};
}

}  // namespace sallyport::service
