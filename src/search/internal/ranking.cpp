#include "search/internal/ranking.hpp"

#include <algorithm>
#include <tuple>

#include "base/limits.hpp"

namespace sallyport::search::internal {

using model::RecordKind;
using picture::Handle;
using picture::LinkRow;
using picture::RecordFound;

namespace {

/// People are found by it; it is not found by people.
bool is_thing(RecordKind kind) {
  return kind != RecordKind::person && kind != RecordKind::report;
}

}  // namespace

bool Rank::before(const Rank& other) const {
  return std::tie(other.parts, other.score, other.own_parts, other.own_score, record) <
         std::tie(parts, score, own_parts, own_score, other.record);
}

Ranking::Ranking(const picture::View& view, const IdentityOf& identity, const Query& query,
                 const ParsedQuery& parsed, bool as_typed)
    : Ranking(view, identity, query, parsed, ask(view, parsed, as_typed)) {}

Ranking::Ranking(const picture::View& view, const IdentityOf& identity, const Query& query,
                 const ParsedQuery& parsed, Asked asked)
    : view_(view),
      identity_(identity),
      query_(query),
      parsed_(parsed),
      partial_(asked.partial),
      matching_(view, std::move(asked.parts), match_rules()),
      open_(parsed.parts.size()),
      alone_(parsed.parts.size()) {
  for (const Part& part : parsed.parts) parts_counted_ += part.optional ? 0 : 1;
}

std::vector<Candidate> Ranking::best() {
  if (parsed_.parts.empty()) return {};
  if (parsed_.parts.size() == 1) {
    in_turn();
    return sorted();
  }
  if (take_several()) return sorted();
  take_alone();
  take_users();
  ask_things();
  return sorted();
}

std::vector<Candidate> Ranking::sorted() {
  std::vector<Candidate*> order;
  for (Candidate& candidate : candidates_) order.push_back(&candidate);
  const auto end =
      order.begin() + static_cast<std::ptrdiff_t>(std::min(order.size(), query_.limit));
  std::partial_sort(order.begin(), end, order.end(),
                    [](const Candidate* a, const Candidate* b) { return a->rank.before(b->rank); });
  std::vector<Candidate> out;
  for (auto at = order.begin(); at != end; ++at) out.push_back(std::move(**at));
  return out;
}

// -- candidates

void Ranking::rank(Candidate& candidate) const {
  candidate.rank.parts = 0;
  candidate.rank.score = 0;
  for (std::size_t i = 0; i < candidate.matches.size(); ++i) {
    const std::int32_t quality = candidate.matches[i].quality;
    if (quality <= 0) continue;
    const bool helps_only = parsed_.parts[i].optional;
    candidate.rank.parts += helps_only ? 0 : 1;
    candidate.rank.score += helps_only ? quality / 8 : quality;
  }
}

/// Other members bring what they match, unless the record that leads matches all.
Candidate Ranking::make(const RecordFound& record, bool add) {
  Candidate out;
  out.members = identity_(record.record);
  if (out.members.empty()) out.members.push_back(record.record);
  for (const Handle member : out.members) {
    if (out.kind == RecordKind::unknown) out.kind = view_.kind(member);
  }
  out.rank.own_parts = record.parts;
  out.rank.own_score = record.score;
  out.rank.record = record.id;
  for (const auto& found : record.found) out.matches.push_back(match_of(found, record.record));
  if (add && !complete(record.parts)) {
    RecordFound other;
    for (const Handle member : out.members) {
      if (member == record.record) continue;
      matching_.of(member, other);
      for (std::size_t i = 0; i < out.matches.size(); ++i) {
        const PartMatch match = match_of(other.found[i], member);
        if (match.quality > 0 && better(match, out.matches[i])) out.matches[i] = match;
      }
    }
  }
  rank(out);
  return out;
}

/// false when nobody asked for its kind.
bool Ranking::keep(Candidate candidate) {
  Candidate* kept = nullptr;
  const std::vector<Handle> members = candidate.members;
  if (query_.kinds.has(candidate.kind)) {
    candidates_.push_back(std::move(candidate));
    kept = &candidates_.back();
  }
  for (const Handle member : members) by_row_.emplace(member.row, kept);
  return kept != nullptr;
}

bool Ranking::take(const RecordFound& record, bool add) {
  return !by_row_.contains(record.record.row) && keep(make(record, add));
}

/// Visible links that lead to the thing; none when more people use it than a hub: then it says
/// nothing of any of them. In the order of their ids.
std::vector<LinkRow> Ranking::users_of(Handle thing) const {
  std::vector<LinkRow> users;
  view_.links(thing, found_by_links(), [&](const LinkRow& row) {
    if (row.b == thing) users.push_back(row);
    return users.size() <= limits::kHubDegree;
  });
  if (users.size() > limits::kHubDegree) users.clear();
  std::sort(users.begin(), users.end(),
            [](const LinkRow& a, const LinkRow& b) { return a.id < b.id; });
  return users;
}

// -- one part

/// Records come best first, and a thing before whoever is found through it; so everybody through
/// things of one quality is known before the first of them is due.
void Ranking::in_turn() {
  RecordFound next;
  std::size_t read = 0;
  bool more = matching_.next_of_one(0, next);
  while (candidates_.size() < query_.limit) {
    const bool reached_first =
        !reached_.empty() && (!more || next.found[0].quality < reached_.begin()->quality);
    if (reached_first) {
      take_reached();
      continue;
    }
    if (!more) return;
    if (++read > kInTurn) {
      partial_ = true;
      return;
    }
    if (is_thing(next.kind)) reach_users(next);
    take(next, false);
    more = matching_.next_of_one(0, next);
  }
}

void Ranking::reach_users(const RecordFound& thing) {
  const PartMatch own = match_of(thing.found[0], thing.record);
  for (const LinkRow& link : users_of(thing.record)) {
    const PartMatch match = through(own, link);
    if (match.quality <= 0) continue;
    if (view_.kind(link.a) == RecordKind::staff) continue;
    PartMatch& known = reached_by_[link.a.row];
    if (!better(match, known)) continue;
    const model::RecordId id = view_.id(link.a);
    reached_.erase({known.quality, id, link.a});
    known = match;
    reached_.insert({match.quality, id, link.a});
  }
}

bool Ranking::take_reached() {
  const Reached next = *reached_.begin();
  reached_.erase(reached_.begin());
  if (by_row_.contains(next.record.row)) return false;
  Candidate candidate;
  candidate.members = identity_(next.record);
  if (candidate.members.empty()) candidate.members.push_back(next.record);
  for (const Handle member : candidate.members) {
    if (candidate.kind == RecordKind::unknown) candidate.kind = view_.kind(member);
  }
  candidate.matches.push_back(reached_by_.at(next.record.row));
  rank(candidate);
  candidate.rank.record = next.id;
  return keep(std::move(candidate));
}

// -- several parts

/// true when there are as many as were asked for and nobody can be better.
bool Ranking::take_several() {
  const auto best = matching_.best();
  RecordFound record;
  std::size_t of_the_best = 0;
  std::size_t incomplete = 0;
  for (std::size_t read = 0; matching_.next_of_several(record); ++read) {
    if (read == kSeveral || candidates_.size() >= kEnough) {
      partial_ = true;
      return false;
    }
    incomplete += complete(record.parts) ? 0 : 1;
    partial_ = partial_ || incomplete > kAddedTo;
    const bool taken = take(record, incomplete <= kAddedTo);
    if (is_thing(record.kind)) things_.push_back(record);
    const bool none_better = record.parts == best.parts && record.score == best.score;
    of_the_best += none_better && complete(record.parts) && taken ? 1 : 0;
    if (of_the_best == query_.limit) return true;
  }
  return false;
}

/// Those that match this part alone, if they are few.
void Ranking::read_alone(std::size_t part) {
  RecordFound record;
  while (matching_.next_of_one(part, record)) {
    alone_[part].push_back(record);
    if (alone_[part].size() <= kAlone) continue;
    open_[part] = true;
    return;
  }
}

/// An identity that matches two parts by two records has one that matches another part than the
/// commonest: so all are found when no more than one part is open.
void Ranking::take_alone() {
  const std::size_t parts = parsed_.parts.size();
  for (std::size_t part = 0; part < parts; ++part) read_alone(part);
  partial_ = partial_ || std::count(open_.begin(), open_.end(), true) > 1;
  for (std::size_t part = 0; part < parts; ++part) {
    if (open_[part]) continue;
    for (const RecordFound& record : alone_[part]) {
      take(record, true);
      if (is_thing(record.kind)) things_.push_back(record);
    }
  }
  // whoever matches one part alone comes after all that match two
  const auto of_two = std::count_if(candidates_.begin(), candidates_.end(),
                                    [](const Candidate& c) { return c.rank.parts > 1; });
  if (static_cast<std::size_t>(of_two) >= limits::kSearchHits) return;
  for (std::size_t part = 0; part < parts; ++part) {
    if (open_[part]) fill_up(part);
  }
}

/// As many identities as an answer may hold, best first.
void Ranking::fill_up(std::size_t part) {
  std::size_t taken = 0;
  for (const RecordFound& record : alone_[part]) {
    if (taken == limits::kSearchHits) return;
    taken += take(record, false) ? 1 : 0;
  }
  RecordFound record;
  for (std::size_t read = 0; taken < limits::kSearchHits; ++read) {
    if (!matching_.next_of_one(part, record)) return;
    if (read == 2 * kAlone) {
      partial_ = true;
      return;
    }
    taken += take(record, false) ? 1 : 0;
  }
}

/// "kessell 900417", "smyth leeds": a person is found by his number, car or house too.
void Ranking::take_users() {
  std::size_t users = 0;
  RecordFound own;
  for (const RecordFound& thing : things_) {
    for (const LinkRow& link : users_of(thing.record)) {
      if (view_.kind(link.a) == RecordKind::staff) continue;
      if (++users > kUsers) {
        partial_ = true;
        return;
      }
      if (!by_row_.contains(link.a.row)) {
        matching_.of(link.a, own);
        keep(make(own, true));
      }
      Candidate* candidate = by_row_.at(link.a.row);
      if (candidate == nullptr) continue;
      for (std::size_t i = 0; i < candidate->matches.size(); ++i) {
        const PartMatch match = through(match_of(thing.found[i], thing.record), link);
        if (match.quality > 0 && better(match, candidate->matches[i]))
          candidate->matches[i] = match;
      }
      rank(*candidate);
    }
  }
}

/// Of a part that many match ("leeds"): the best so far are asked for their own things.
void Ranking::ask_things() {
  if (std::none_of(open_.begin(), open_.end(), [](bool open) { return open; })) return;
  std::vector<Candidate*> missing;
  for (Candidate& candidate : candidates_) {
    if (candidate.kind == RecordKind::person && !complete(candidate.rank.parts))
      missing.push_back(&candidate);
  }
  std::sort(missing.begin(), missing.end(),
            [](const Candidate* a, const Candidate* b) { return a->rank.before(b->rank); });
  if (missing.size() > kAskedThings) {
    missing.resize(kAskedThings);
    partial_ = true;
  }
  for (Candidate* candidate : missing) ask_things_of(*candidate);
}

void Ranking::ask_things_of(Candidate& candidate) {
  for (const Handle member : candidate.members) {
    std::vector<LinkRow> links;
    view_.links(member, found_by_links(), [&](const LinkRow& row) {
      if (row.a == member && is_thing(view_.kind(row.b))) links.push_back(row);
      return true;
    });
    for (const LinkRow& link : links) {
      const auto [at, fresh] = asked_things_.try_emplace(link.b.row);
      if (fresh) {
        matching_.of(link.b, at->second);
        if (at->second.score > 0 && users_of(link.b).empty()) at->second = {};  // a hub
      }
      const RecordFound& thing = at->second;
      for (std::size_t i = 0; i < thing.found.size(); ++i) {
        const PartMatch match = through(match_of(thing.found[i], link.b), link);
        if (match.quality > 0 && better(match, candidate.matches[i])) candidate.matches[i] = match;
      }
    }
  }
  rank(candidate);
}

}  // namespace sallyport::search::internal
