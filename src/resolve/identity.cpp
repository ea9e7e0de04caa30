#include "resolve/identity.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>

#include "match/score.hpp"

namespace sallyport::resolve {
namespace {

using model::RecordId;
using picture::Handle;
using picture::View;

using PairOfIds = std::pair<RecordId, RecordId>;

PairOfIds pair_of(RecordId a, RecordId b) {
  return a < b ? PairOfIds{a, b} : PairOfIds{b, a};
}

// As the fold's: only what carries the record's own label is scored (core.md 18), so that a score
// says nothing about a statement that one of two readers cannot see.
match::Features features_of(const View& view, Handle handle) {
  const picture::LabelRef own = view.record(handle).label;
  std::vector<match::Fact> facts;
  view.statements(handle, [&](const picture::StatementRow& row) {
    if (row.label == own) facts.push_back({row.property, row.value});
    return true;
  });
  return match::features_of(facts);
}

struct Judged {
  model::Verdict verdict;
  model::JudgementId id;
};

/// Everything of the component, gathered by breadth from the record asked for.
class Component {
 public:
  Component(const View& view, const Options& options) : view_(view), options_(options) {}

  void gather(Handle start) {
    std::map<RecordId, Handle> frontier{{view_.id(start), start}};
    while (!frontier.empty()) {
      std::map<RecordId, Handle> next;
      for (const auto& [id, handle] : frontier) {
        if (handles_.size() >= options_.most_records) {
          partial_ = true;
          return;
        }
        handles_.emplace(id, handle);
        look_at(id, handle);
      }
      for (const auto& [id, handle] : reached_)
        if (!handles_.contains(id)) next.emplace(id, handle);
      reached_.clear();
      frontier = std::move(next);
    }
  }

  bool partial() const { return partial_; }
  const std::map<RecordId, Handle>& records() const { return handles_; }
  const std::map<PairOfIds, std::int32_t>& weights() const { return weights_; }
  const std::map<PairOfIds, Judged>& judged() const { return judged_; }

  std::vector<Edge> same() const {
    std::vector<Edge> out;
    for (const auto& [ids, weight] : weights_) {
      if (weight < match::kJoinMillibits) continue;
      const auto judged = judged_.find(ids);
      // "Not sure" takes the tie from the model: a person has looked and would not say.
      if (judged != judged_.end() && judged->second.verdict != model::Verdict::same) continue;
      out.push_back({ids.first, ids.second, weight, Edge::By::model, {}});
    }
    for (const auto& alike : alike_) {
      for (std::size_t i = 0; i < alike.size(); ++i) {
        for (std::size_t j = i + 1; j < alike.size(); ++j) {
          const PairOfIds ids = pair_of(alike[i], alike[j]);
          out.push_back({ids.first, ids.second, 0, Edge::By::identifier, {}});
        }
      }
    }
    for (const auto& [ids, judged] : judged_) {
      if (judged.verdict != model::Verdict::same) continue;
      out.push_back({ids.first, ids.second, weight(ids), Edge::By::person, judged.id});
    }
    return out;
  }
  std::vector<Edge> different() const {
    std::vector<Edge> out;
    for (const auto& [ids, judged] : judged_) {
      if (judged.verdict != model::Verdict::different) continue;
      out.push_back({ids.first, ids.second, weight(ids), Edge::By::person, judged.id});
    }
    return out;
  }
  std::int32_t weight(const PairOfIds& ids) const {
    const auto at = weights_.find(ids);
    return at == weights_.end() ? 0 : at->second;
  }

 private:
  void look_at(RecordId id, Handle handle) {
    view_.pairs(handle, [&](const picture::PairRow& row) {
      const Handle other = row.a == handle ? row.b : row.a;
      const RecordId other_id = view_.id(other);
      weights_.insert_or_assign(pair_of(id, other_id), row.weight_millibits);
      if (row.weight_millibits >= match::kJoinMillibits) reached_.emplace(other_id, other);
      return true;
    });
    // The View gives judgements newest first: the first of a pair holds.
    view_.judgements(handle, [&](const picture::JudgementRow& row) {
      const Handle other = row.a == handle ? row.b : row.a;
      const RecordId other_id = view_.id(other);
      const auto [at, fresh] = judged_.emplace(pair_of(id, other_id), Judged{row.verdict, row.id});
      if (fresh && row.verdict == model::Verdict::same) reached_.emplace(other_id, other);
      return true;
    });
    look_for_alike(id, handle);
  }

  // Whoever has the same identifier has it with all of them: they are looked for once.
  void look_for_alike(RecordId id, Handle handle) {
    const auto known = alike_of_.find(id);
    if (known != alike_of_.end()) return alike_[known->second].push_back(id);
    const std::size_t number = alike_.size();
    view_.same_identifier(handle, [&](Handle other) {
      const RecordId other_id = view_.id(other);
      alike_of_.emplace(other_id, number);
      reached_.emplace(other_id, other);
      return true;
    });
    alike_.push_back({id});
  }

  const View& view_;
  const Options& options_;
  std::map<RecordId, Handle> handles_;
  std::map<RecordId, Handle> reached_;
  std::map<PairOfIds, std::int32_t> weights_;
  std::map<PairOfIds, Judged> judged_;
  std::map<RecordId, std::size_t> alike_of_;  // of who has an identifier with somebody looked at
  std::vector<std::vector<RecordId>> alike_;  // of those looked at, by identifier
  bool partial_ = false;
};

std::vector<ClusterRecord> with_numbers(const View& view, const Component& component) {
  std::vector<ClusterRecord> out;
  for (const auto& [id, handle] : component.records()) {
    ClusterRecord record{.id = id, .prison_numbers = {}, .former_prison_numbers = {}};
    view.values(handle, {model::Property::prison_number, model::Property::former_prison_number},
                [&](const picture::ValueRow& row) {
                  auto& numbers = row.property == model::Property::prison_number
                                      ? record.prison_numbers
                                      : record.former_prison_numbers;
                  numbers.emplace_back(row.value);
                  return true;
                });
    out.push_back(std::move(record));
  }
  return out;
}

bool is_member(const Identity& identity, RecordId id) {
  return std::binary_search(identity.members.begin(), identity.members.end(), id);
}

// A tie the clustering refused is worth a person's look when no "different" stands between the two
// records themselves: then it was the two numbers, or somebody's word about a third record.
void add_proposals(const Component& component, const Clusters& clusters, Identity& out) {
  std::map<PairOfIds, std::int32_t> found;
  const auto outward = [&](const PairOfIds& ids) {
    return is_member(out, ids.first) != is_member(out, ids.second);
  };
  for (const auto& [ids, weight] : component.weights()) {
    if (!outward(ids) || component.judged().contains(ids)) continue;
    if (weight >= match::kFractureMillibits && weight < match::kJoinMillibits) found[ids] = weight;
  }
  for (const auto& [ids, judged] : component.judged()) {
    if (outward(ids) && judged.verdict == model::Verdict::unsure) {
      found[ids] = component.weight(ids);
    }
  }
  for (const Edge& edge : clusters.refused) {
    const PairOfIds ids{edge.a, edge.b};
    if (edge.by == Edge::By::model && outward(ids) && !component.judged().contains(ids)) {
      found[ids] = edge.millibits;
    }
  }
  for (const auto& [ids, weight] : found) out.proposals.push_back({ids.first, ids.second, weight});
  std::stable_sort(out.proposals.begin(), out.proposals.end(),
                   [](const Proposal& x, const Proposal& y) { return x.millibits > y.millibits; });
}

/// Fills self, members and proposals.
Clusters place_members(const View& view, const Component& component, Handle asked, Identity& out) {
  const std::vector<ClusterRecord> records = with_numbers(view, component);
  Clusters clusters = cluster(records, component.same(), component.different());
  const RecordId asked_id = view.id(asked);
  for (std::size_t i = 0; i < records.size(); ++i)
    if (records[i].id == asked_id) out.self = clusters.self[i];
  for (std::size_t i = 0; i < records.size(); ++i)
    if (clusters.self[i] == out.self) out.members.push_back(records[i].id);
  std::sort(out.members.begin(), out.members.end());
  add_proposals(component, clusters, out);
  return clusters;
}

/// The usual case without any bookkeeping: nobody has judged, and no two prison numbers disagree.
/// Then no tie is refused (cluster.hpp), and whatever joins reach from the record is one thing. A
/// number that a country's prisons know is hundreds of records, each under its own label: who has
/// the identifier is asked once, for it is the same of all who have it. nullopt: the case is
/// another.
std::optional<Members> plain_members(const View& view, Handle start, const Options& options) {
  Members out;
  std::vector<std::pair<RecordId, Handle>> near;  // other ends of ties too weak to join
  std::string_view number;
  bool plain = true;
  std::vector<bool> asked;  // who has the same identifier, of each member
  const auto add = [&](Handle handle) {
    const auto at = std::find(out.members.begin(), out.members.end(), handle);
    if (at == out.members.end()) {
      out.members.push_back(handle);
      asked.push_back(false);
      return asked.size() - 1;
    }
    return static_cast<std::size_t>(at - out.members.begin());
  };
  add(start);
  for (std::size_t at = 0; plain && at < out.members.size(); ++at) {
    if (out.members.size() > options.most_records) return std::nullopt;
    const Handle handle = out.members[at];
    view.judgements(handle, [&](const picture::JudgementRow&) { return plain = false; });
    if (!plain) return std::nullopt;
    view.pairs(handle, [&](const picture::PairRow& row) {
      const Handle other = row.a == handle ? row.b : row.a;
      if (row.weight_millibits >= match::kJoinMillibits) {
        add(other);
      } else if (row.weight_millibits >= match::kFractureMillibits) {
        near.emplace_back(view.id(other), other);
      }
      return true;
    });
    if (!asked[at]) {
      view.same_identifier(handle, [&](Handle other) {
        asked[add(other)] = true;
        return out.members.size() <= options.most_records;
      });
    }
    if (at == 0 && out.members.size() == 1) break;  // numbers of one record disagree with nobody
    view.values(handle, model::Property::prison_number, [&](std::string_view value) {
      plain = number.empty() || number == value;
      number = value;
      return plain;
    });
  }
  if (!plain) return std::nullopt;
  std::sort(out.members.begin(), out.members.end(),
            [&view](Handle a, Handle b) { return view.id(a) < view.id(b); });
  std::sort(near.begin(), near.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [id, handle] : near) {
    const bool known =
        (!out.proposed.empty() && out.proposed.back() == handle) ||
        std::find(out.members.begin(), out.members.end(), handle) != out.members.end();
    if (!known) out.proposed.push_back(handle);
  }
  return out;
}

bool twins_suspected(const View& view, const Identity& identity) {
  // Beyond this many records the question is asked of the nearest only: pairs grow by the square.
  constexpr std::size_t kMost = 48;
  std::vector<RecordId> ids = identity.members;
  if (ids.size() > kMost) ids.resize(kMost);
  const std::size_t members = ids.size();
  for (const Proposal& proposal : identity.proposals) {
    if (ids.size() >= 2 * kMost) break;
    ids.push_back(is_member(identity, proposal.a) ? proposal.b : proposal.a);
  }
  std::vector<match::Features> features;
  for (RecordId id : ids) {
    const auto handle = view.find(id);
    features.push_back(handle ? features_of(view, *handle) : match::Features());
  }
  for (std::size_t i = 0; i < members; ++i) {
    for (std::size_t j = i + 1; j < ids.size(); ++j) {
      const auto detail =
          match::score_in_detail(features[i], features[j], match::published_model());
      for (const auto& c : detail.comparisons)
        if (c.field == static_cast<std::uint8_t>(match::Field::twins)) return true;
    }
  }
  return false;
}

std::vector<Id128> evidence_of(const Identity& identity) {
  std::set<Id128> out(identity.members.begin(), identity.members.end());
  const auto add_edge = [&](const Edge& edge) {
    out.insert(edge.a);
    out.insert(edge.b);
    if (!edge.judgement.is_nil()) out.insert(edge.judgement);
  };
  for (const Edge& edge : identity.edges) add_edge(edge);
  for (const Edge& edge : identity.kept_apart_by) add_edge(edge);
  for (const Proposal& proposal : identity.proposals) {
    out.insert(proposal.a);
    out.insert(proposal.b);
  }
  return {out.begin(), out.end()};
}

}  // namespace

Members members_of(const View& view, Handle record, const Options& options) {
  if (auto plain = plain_members(view, record, options)) return std::move(*plain);
  Members out;
  Component component(view, options);
  component.gather(record);
  Identity identity;
  place_members(view, component, record, identity);
  out.partial = component.partial();
  const auto& handles = component.records();
  for (const RecordId id : identity.members) out.members.push_back(handles.at(id));
  std::set<RecordId> proposed;
  for (const Proposal& proposal : identity.proposals) {
    for (const RecordId id : {proposal.a, proposal.b}) {
      if (!is_member(identity, id)) proposed.insert(id);
    }
  }
  for (const RecordId id : proposed) {
    // a proposal may lie outside the component that the joins make
    const auto known = handles.find(id);
    const auto handle = known == handles.end() ? view.find(id) : known->second;
    if (handle) out.proposed.push_back(*handle);
  }
  return out;
}

Result<model::Answer<Identity>> identity_of(const View& view, Handle record,
                                            const Options& options) {
  Component component(view, options);
  component.gather(record);
  const std::vector<Edge> different = component.different();
  Identity out;
  const Clusters clusters = place_members(view, component, record, out);
  for (const Edge& edge : clusters.held)
    if (is_member(out, edge.a)) out.edges.push_back(edge);
  for (const Edge& edge : different)
    if (is_member(out, edge.a) || is_member(out, edge.b)) out.kept_apart_by.push_back(edge);
  out.suspect_twins = options.look_for_twins &&
                      view.record(record).kind == model::RecordKind::person &&
                      twins_suspected(view, out);
  if (const Edge* weakest = weakest_of(out.members, out.edges)) out.weakest = *weakest;

  model::Answer<Identity> answer;
  answer.evidence = evidence_of(out);
  answer.partial = component.partial();
  answer.value = std::move(out);
  return answer;
}

Result<model::Answer<Explanation>> explain_pair(const View& view, Handle a, Handle b,
                                                const Options& options) {
  const match::Features left = features_of(view, a);
  const match::Features right = features_of(view, b);
  const auto detail = match::score_in_detail(left, right, match::published_model());
  auto reasons = match::reasons(detail, left, right);
  Explanation out;
  out.millibits = detail.millibits;
  out.sentences_for = std::move(reasons.sentences_for);
  out.sentences_against = std::move(reasons.sentences_against);
  out.missing = std::move(reasons.missing);

  std::set<Id128> evidence{view.record(a).id, view.record(b).id};
  std::set<RecordId> apart;
  for (Handle side : {a, b}) {
    TRY_ASSIGN(const auto identity, identity_of(view, side, options));
    for (RecordId id : identity.value.members) {
      const auto member = view.find(id);
      if (!member) continue;
      evidence.insert(id);
      view.links(*member, {model::LinkKind::keep_apart}, [&](const picture::LinkRow& row) {
        const Handle other = row.a == *member ? row.b : row.a;
        apart.insert(view.record(other).id);
        evidence.insert(row.id);
        evidence.insert(view.record(other).id);
        return true;
      });
    }
  }
  for (RecordId id : apart) out.would_join.push_back(to_text(id));
  std::sort(out.would_join.begin(), out.would_join.end());
  model::Answer<Explanation> answer;
  answer.evidence = {evidence.begin(), evidence.end()};
  answer.value = std::move(out);
  return answer;
}

}  // namespace sallyport::resolve
