#include "search/search.hpp"

#include <algorithm>
#include <map>
#include <queue>
#include <set>
#include <tuple>
#include <unordered_set>

#include "search/internal/explain.hpp"
#include "search/internal/lookup.hpp"
#include "search/internal/query.hpp"

namespace sallyport::search {
namespace {

using internal::Lookup;
using internal::ParsedQuery;
using internal::Part;
using internal::PartKind;
using internal::PartMatch;
using model::RecordKind;
using picture::Handle;

constexpr std::size_t kInitialChecks = 1000;  // identities whose names are read for an initial
constexpr std::size_t kUsersShown = 3;

/// A place in the ranking. Whole numbers and public ids only.
struct Rank {
  std::uint32_t parts = 0;
  std::int32_t score = 0;
  model::RecordId self;
  bool before(const Rank& other) const {
    return std::tie(other.parts, other.score, self) < std::tie(parts, score, other.self);
  }
  /// Whatever the ids.
  bool surely_before(const Rank& other) const {
    return std::tie(other.parts, other.score) < std::tie(parts, score);
  }
};

struct Candidate {
  Rank rank;
  std::vector<Handle> members;
  RecordKind kind = RecordKind::unknown;
  std::vector<PartMatch> matches;   ///< one for each part
  std::vector<std::string> values;  ///< verified; filled for what is shown
  bool verified = false;
};

Rank rank_of(const ParsedQuery& query, const PartMatch* matches, model::RecordId self) {
  Rank rank;
  rank.self = self;
  for (std::size_t i = 0; i < query.parts.size(); ++i) {
    if (matches[i].quality <= 0) continue;
    const bool helps_only = query.parts[i].optional;
    rank.parts += helps_only ? 0 : 1;
    rank.score += helps_only ? matches[i].quality / 8 : matches[i].quality;
  }
  return rank;
}

using Ranked = std::pair<Rank, Handle>;

class Searcher {
 public:
  Searcher(const picture::View& view, const IdentityOf& identity, const Query& query, bool as_typed)
      : view_(view),
        identity_(identity),
        query_(query),
        parsed_(internal::parse_query(query.text)),
        lookup_(view, parsed_, {as_typed}) {}

  model::Answer<SearchResult> run() {
    lookup_.run();
    gather();
    check_initials();
    model::Answer<SearchResult> answer;
    for (const Part& part : parsed_.parts) answer.value.parts.push_back(part.words);
    for (Candidate& candidate : best()) answer.value.hits.push_back(make_hit(candidate, answer));
    group_hits(answer.value);
    answer.partial = partial_ || lookup_.partial();
    std::sort(answer.evidence.begin(), answer.evidence.end());
    answer.evidence.erase(std::unique(answer.evidence.begin(), answer.evidence.end()),
                          answer.evidence.end());
    return answer;
  }

 private:
  /// Records in order of rank become identities; every member brings what it matched. Which
  /// records are one is asked only where it can change the answer: an identity that matches two
  /// parts has a record that matches another part than the commonest, so those become identities
  /// first. Whoever is left then matches the commonest part alone and stands where his best record
  /// stands: best() takes them one by one for as long as they may count.
  void gather() {
    const std::size_t commonest = commonest_part();
    const bool initials = has_initials();
    const auto& records = lookup_.records();
    std::vector<Ranked> first;
    for (std::size_t i = 0; i < records.size(); ++i) {
      const Rank rank = rank_of(parsed_, lookup_.matches(i), lookup_.id(i));
      if (rank.score <= 0) continue;
      const bool waits = !initials && only_part(i) == commonest;
      (waits ? waiting_ : first).emplace_back(rank, records[i]);
    }
    for (auto* list : {&first, &waiting_}) {
      std::sort(list->begin(), list->end(),
                [](const Ranked& a, const Ranked& b) { return a.first.before(b.first); });
    }
    for (const auto& [rank, record] : first) {
      if (!take(record)) break;
    }
  }

  /// The only part a record matches, or parts.size().
  std::size_t only_part(std::size_t number) const {
    const PartMatch* own = lookup_.matches(number);
    std::size_t out = parsed_.parts.size();
    for (std::size_t i = 0; i < parsed_.parts.size(); ++i) {
      if (own[i].quality <= 0) continue;
      if (out != parsed_.parts.size()) return parsed_.parts.size();
      out = i;
    }
    return out;
  }

  std::size_t commonest_part() const {
    std::vector<std::size_t> counts(parsed_.parts.size() + 1);
    for (std::size_t i = 0; i < lookup_.records().size(); ++i) ++counts[only_part(i)];
    return static_cast<std::size_t>(std::max_element(counts.begin(), counts.end() - 1) -
                                    counts.begin());
  }

  bool has_initials() const {
    return std::any_of(parsed_.parts.begin(), parsed_.parts.end(),
                       [](const Part& part) { return part.kind == PartKind::initial; });
  }

  /// The record's identity becomes a candidate, unless it is one. false: no more are compared.
  bool take(Handle record) {
    if (taken_.contains(record.row)) return true;
    if (candidates_.size() >= kCandidates) {
      partial_ = true;
      return false;
    }
    Candidate candidate = make_candidate(record);
    for (const Handle member : candidate.members) taken_.insert(member.row);
    if (query_.kinds.has(candidate.kind)) candidates_.push_back(std::move(candidate));
    return true;
  }

  Candidate make_candidate(Handle record) {
    Candidate out;
    out.members = identity_(record);
    if (out.members.empty()) out.members.push_back(record);
    out.matches.resize(parsed_.parts.size());
    for (const Handle member : out.members) {
      const model::RecordId id = view_.id(member);
      if (out.kind == RecordKind::unknown) out.kind = view_.kind(member);
      if (out.rank.self.is_nil() || id < out.rank.self) out.rank.self = id;
      const PartMatch* own = lookup_.matches(member);
      if (own == nullptr) continue;
      for (std::size_t i = 0; i < out.matches.size(); ++i) {
        if (internal::better(own[i], out.matches[i])) out.matches[i] = own[i];
      }
    }
    out.rank = rank_of(parsed_, out.matches.data(), out.rank.self);
    return out;
  }

  void sort_candidates() {
    std::sort(candidates_.begin(), candidates_.end(),
              [](const Candidate& a, const Candidate& b) { return a.rank.before(b.rank); });
  }

  /// "M Kessell": the initial is looked for in the names of those the other parts found.
  void check_initials() {
    if (!has_initials()) return;
    sort_candidates();
    const std::size_t checked = std::min(candidates_.size(), kInitialChecks);
    partial_ = partial_ || checked < candidates_.size();
    for (std::size_t at = 0; at < checked; ++at) {
      Candidate& candidate = candidates_[at];
      for (std::size_t i = 0; i < parsed_.parts.size(); ++i) {
        if (parsed_.parts[i].kind != PartKind::initial) continue;
        const auto match =
            internal::initial_match(view_, candidate.members, parsed_.parts[i].latin[0]);
        if (match && internal::better(*match, candidate.matches[i])) candidate.matches[i] = *match;
      }
      candidate.rank = rank_of(parsed_, candidate.matches.data(), candidate.rank.self);
    }
  }

  /// The best, each verified against its visible statements before it counts: a match that no
  /// statement bears falls, and its candidate goes back to where it then belongs.
  std::vector<Candidate> best() {
    const auto later = [](const Candidate& a, const Candidate& b) { return b.rank.before(a.rank); };
    std::make_heap(candidates_.begin(), candidates_.end(), later);
    std::size_t next = 0;
    const auto take_waiting = [&] {
      while (
          next < waiting_.size() &&
          (candidates_.empty() || !candidates_.front().rank.surely_before(waiting_[next].first))) {
        const std::size_t before = candidates_.size();
        next = take(waiting_[next].second) ? next + 1 : waiting_.size();
        if (candidates_.size() > before)
          std::push_heap(candidates_.begin(), candidates_.end(), later);
      }
    };
    std::vector<Candidate> out;
    while (out.size() < query_.limit) {
      take_waiting();
      if (candidates_.empty()) break;
      std::pop_heap(candidates_.begin(), candidates_.end(), later);
      Candidate& candidate = candidates_.back();
      if (candidate.verified) {
        out.push_back(std::move(candidate));
        candidates_.pop_back();
        continue;
      }
      verify(candidate);
      if (candidate.rank.score <= 0) {
        candidates_.pop_back();
      } else {
        std::push_heap(candidates_.begin(), candidates_.end(), later);
      }
    }
    return out;
  }

  void verify(Candidate& candidate) {
    candidate.values.resize(candidate.matches.size());
    for (std::size_t i = 0; i < candidate.matches.size(); ++i) {
      PartMatch& match = candidate.matches[i];
      if (match.quality <= 0) continue;
      if (auto value = internal::verified_value(view_, match)) {
        candidate.values[i] = std::move(*value);
      } else {
        match = {};
      }
    }
    candidate.rank = rank_of(parsed_, candidate.matches.data(), candidate.rank.self);
    candidate.verified = true;
  }

  Hit make_hit(Candidate& candidate, model::Answer<SearchResult>& answer) {
    Hit hit;
    hit.self = candidate.rank.self;
    hit.kind = candidate.kind;
    hit.group = group_of(candidate.kind);
    hit.title = internal::title_of(view_, candidate.members);
    hit.parts_matched = candidate.rank.parts;
    hit.score = candidate.rank.score;
    std::set<std::string> agencies;
    for (const Handle member : candidate.members) {
      const picture::Record record = view_.record(member);
      if (record.id == hit.self) hit.handle = member;
      hit.members.push_back(record.id);
      agencies.emplace(record.agency);
      if (!hit.newest || *hit.newest < record.recorded) hit.newest = record.recorded;
      view_.statements(member, [&](const picture::StatementRow& row) {
        if (*hit.newest < row.recorded) hit.newest = row.recorded;
        return true;
      });
    }
    std::sort(hit.members.begin(), hit.members.end());
    hit.agencies.assign(agencies.begin(), agencies.end());
    explain(candidate, hit, answer.evidence);
    if (hit.kind == RecordKind::person) hit.where_tonight = where_tonight(candidate.members);
    if (hit.group == Group::numbers || hit.group == Group::things) {
      add_users(candidate.members, hit, answer.evidence);
    }
    answer.evidence.insert(answer.evidence.end(), hit.members.begin(), hit.members.end());
    return hit;
  }

  void explain(const Candidate& candidate, Hit& hit, std::vector<Id128>& evidence) {
    for (std::size_t i = 0; i < candidate.matches.size(); ++i) {
      const PartMatch& match = candidate.matches[i];
      if (match.quality <= 0) continue;
      std::string sentence = internal::why(view_, parsed_.parts[i], match, candidate.values[i]);
      const bool told = std::find(hit.why.begin(), hit.why.end(), sentence) != hit.why.end();
      if (!told) hit.why.push_back(std::move(sentence));
      const model::RecordId record = view_.record(match.record).id;
      hit.matched.push_back({match.property, candidate.values[i], record, i});
      evidence.push_back(record);
      if (!match.through.is_nil()) evidence.push_back(match.through);
    }
  }

  std::optional<Handle> where_tonight(const std::vector<Handle>& members) {
    std::optional<picture::EventRow> best;
    const std::int64_t now = view_.now().us;
    for (const Handle member : members) {
      view_.events(member, {model::EventKind::stay}, {now, now + 1},
                   [&](const picture::EventRow& row) {
                     if (row.subject != member || !row.has_place) return true;
                     if (row.at.from_us > now || row.at.to_us <= now) return true;
                     const auto order = [](const picture::EventRow& r) {
                       return std::make_tuple(r.at.from_us, r.recorded);
                     };
                     const bool wins = !best || order(row) > order(*best) ||
                                       (order(row) == order(*best) && row.id < best->id);
                     if (wins) best = row;
                     return true;
                   });
    }
    if (!best) return std::nullopt;
    return best->place;
  }

  /// "used by Martha Kessell": who is tied to the number, in words of the link.
  void add_users(const std::vector<Handle>& members, Hit& hit, std::vector<Id128>& evidence) {
    std::vector<picture::LinkRow> rows;
    for (const Handle member : members) {
      view_.links(member, internal::found_by_links(), [&](const picture::LinkRow& row) {
        if (row.b == member) rows.push_back(row);
        return true;
      });
    }
    std::map<std::pair<std::string, model::RecordId>, Id128> lines;  // sentence, who
    for (const picture::LinkRow& row : rows) {
      auto who = identity_(row.a);
      if (who.empty()) who.push_back(row.a);
      const picture::Record first = view_.record(who.front());
      if (first.kind == RecordKind::staff) continue;
      std::string words(model::info(row.kind).backward);
      words += " " + internal::title_of(view_, who);
      const auto [at, fresh] = lines.try_emplace({std::move(words), first.id}, row.id);
      if (!fresh && Id128(row.id) < at->second) at->second = row.id;
    }
    for (const auto& [line, link] : lines) {
      if (hit.users.size() == kUsersShown) {
        hit.users.push_back("and " + std::to_string(lines.size() - kUsersShown) + " more");
        break;
      }
      hit.users.push_back(line.first);
      evidence.push_back(line.second);
      evidence.push_back(link);
    }
  }

  static void group_hits(SearchResult& result) {
    for (std::size_t i = 0; i < result.hits.size(); ++i) {
      const Group group = result.hits[i].group;
      auto at = std::find_if(result.groups.begin(), result.groups.end(),
                             [group](const HitGroup& g) { return g.group == group; });
      if (at == result.groups.end()) at = result.groups.insert(at, {group, {}});
      at->hits.push_back(i);
    }
  }

  const picture::View& view_;
  const IdentityOf& identity_;
  const Query& query_;
  ParsedQuery parsed_;
  Lookup lookup_;
  std::vector<Candidate> candidates_;
  std::vector<Ranked> waiting_;              ///< best first; match the commonest part alone
  std::unordered_set<std::uint32_t> taken_;  ///< records that are in a candidate
  bool partial_ = false;
};

Status check(const Query& query) {
  if (query.text.size() > limits::kQueryBytes) {
    return fail(ErrorCode::kTooLarge,
                "query: at most " + std::to_string(limits::kQueryBytes) + " bytes");
  }
  if (query.limit < 1 || query.limit > limits::kSearchHits) {
    return fail(ErrorCode::kBadValue,
                "limit: expected 1 to " + std::to_string(limits::kSearchHits));
  }
  return ok();
}

}  // namespace

std::string_view group_words(Group group) {
  switch (group) {
    case Group::people:
      return "People";
    case Group::numbers:
      return "Numbers";
    case Group::groups:
      return "Groups";
    case Group::places:
      return "Places";
    case Group::things:
      return "Vehicles and things";
    case Group::reports:
      return "Reports";
  }
  return "";
}

Group group_of(RecordKind kind) {
  switch (kind) {
    case RecordKind::phone:
    case RecordKind::account:
    case RecordKind::email:
    case RecordKind::device:
      return Group::numbers;
    case RecordKind::group:
    case RecordKind::organisation:
      return Group::groups;
    case RecordKind::place:
      return Group::places;
    case RecordKind::report:
    case RecordKind::incident:
    case RecordKind::note:
      return Group::reports;
    case RecordKind::person:
    case RecordKind::staff:
      return Group::people;
    default:
      return Group::things;
  }
}

Result<model::Answer<SearchResult>> search(const picture::View& view, const IdentityOf& identity,
                                           const Query& query) {
  TRY(check(query));
  return Searcher(view, identity, query, false).run();
}

Result<model::Answer<SearchResult>> suggest(const picture::View& view, const IdentityOf& identity,
                                            std::string_view text, std::size_t limit) {
  Query query;
  query.text = text;
  query.limit = limit;
  TRY(check(query));
  // a blank behind the last word says that the word is whole
  return Searcher(view, identity, query, !text.empty() && text.back() != ' ').run();
}

}  // namespace sallyport::search
