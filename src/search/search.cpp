#include "search/search.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "search/internal/explain.hpp"
#include "search/internal/query.hpp"
#include "search/internal/ranking.hpp"

namespace sallyport::search {
namespace {

using internal::Candidate;
using internal::ParsedQuery;
using internal::Part;
using internal::PartMatch;
using model::RecordKind;
using picture::Handle;

constexpr std::size_t kUsersShown = 3;

class Searcher {
 public:
  Searcher(const picture::View& view, const IdentityOf& identity, const Query& query, bool as_typed)
      : view_(view),
        identity_(identity),
        parsed_(internal::parse_query(query.text)),
        ranking_(view, identity, query, parsed_, as_typed) {}

  model::Answer<SearchResult> run() {
    model::Answer<SearchResult> answer;
    for (const Part& part : parsed_.parts) answer.value.parts.push_back(part.words);
    for (const Candidate& candidate : ranking_.best())
      answer.value.hits.push_back(make_hit(candidate, answer));
    group_hits(answer.value);
    answer.partial = ranking_.partial();
    std::sort(answer.evidence.begin(), answer.evidence.end());
    answer.evidence.erase(std::unique(answer.evidence.begin(), answer.evidence.end()),
                          answer.evidence.end());
    return answer;
  }

 private:
  Hit make_hit(const Candidate& candidate, model::Answer<SearchResult>& answer) {
    Hit hit;
    for (const Handle member : candidate.members) {
      const model::RecordId id = view_.id(member);
      if (hit.self.is_nil() || id < hit.self) hit.self = id;
    }
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
      const Date newest = view_.newest(member);
      if (!hit.newest || *hit.newest < newest) hit.newest = newest;
    }
    std::sort(hit.members.begin(), hit.members.end());
    hit.agencies.assign(agencies.begin(), agencies.end());
    explain(candidate, hit, answer.evidence);
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
      const std::string value = internal::verified_value(view_, match).value_or("");
      std::string sentence = internal::why(view_, parsed_.parts[i], match, value);
      const bool told = std::find(hit.why.begin(), hit.why.end(), sentence) != hit.why.end();
      if (!told) hit.why.push_back(std::move(sentence));
      const model::RecordId record = view_.record(match.record).id;
      hit.matched.push_back({match.property, value, record, i});
      evidence.push_back(record);
      if (!match.through.is_nil()) evidence.push_back(match.through);
    }
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
  ParsedQuery parsed_;
  internal::Ranking ranking_;
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
