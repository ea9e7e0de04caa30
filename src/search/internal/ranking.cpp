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
  return std::tie(other.parts, other.tier, other.score, other.own_parts, other.own_score, record) <
         std::tie(parts, tier, score, own_parts, own_score, other.record);
}

Ranking::Ranking(const picture::View& view, const IdentityOf& identity, const Query& query,
                 const ParsedQuery& parsed, bool as_typed)
    : view_(view), identity_(identity), query_(query), parsed_(parsed), as_typed_(as_typed) {
  for (const Part& part : parsed.parts) parts_counted_ += part.optional ? 0 : 1;
  look_up(Reach::spelt);
}

void Ranking::look_up(Reach reach) {
  if (matching_ && parsed_.parts.size() > 1) {  // who matched as spelt may match better now
    candidates_.clear();
    by_row_.clear();
    things_.clear();
    asked_things_.clear();
    more_ = false;
  }
  if (matching_) work_before_ = matching_->work();
  Asked asked = ask(view_, parsed_, as_typed_, reach);
  cut_at_ = asked.cut_at;
  matching_.emplace(view_, std::move(asked.parts), match_rules());
  open_.assign(parsed_.parts.size(), false);
  alone_.assign(parsed_.parts.size(), {});
}

picture::Matching::Work Ranking::work() const {
  return {work_before_.postings + matching_->work().postings,
          work_before_.records + matching_->work().records};
}

std::vector<Candidate> Ranking::best() {
  if (parsed_.parts.empty()) return {};
  if (parsed_.parts.size() == 1) {
    in_turn();
    if (candidates_.size() >= std::min(query_.limit, kSpelt)) return sorted();
    look_up(Reach::all);
    in_turn();
    return sorted();
  }
  if (take_complete()) return sorted();
  take_the_rest();
  if (any_whole()) return sorted();
  look_up(Reach::all);
  take_the_rest();
  return sorted();
}

void Ranking::take_the_rest() {
  take_several();
  const bool found = std::any_of(candidates_.begin(), candidates_.end(),
                                 [](const Candidate& c) { return c.rank.tier == Tier::by_itself; });
  if (found && candidates_.size() >= limits::kSearchHits) return;  // all of them match two parts
  take_alone();
  take_users();
  ask_things();
}

/// Does anybody match all parts as they are spelt, in whatever way?
bool Ranking::any_whole() const {
  return std::any_of(candidates_.begin(), candidates_.end(), [&](const Candidate& c) {
    return complete(c.rank.parts) && c.rank.tier != Tier::others;
  });
}

/// Best first; of those that a sound brought only a few, when somebody matches without.
std::vector<Candidate> Ranking::sorted() {
  std::vector<Candidate*> order;
  for (Candidate& candidate : candidates_) order.push_back(&candidate);
  std::sort(order.begin(), order.end(),
            [](const Candidate* a, const Candidate* b) { return a->rank.before(b->rank); });
  const bool cut = !order.empty() && complete(order.front()->rank.parts) && !order.front()->sounds;
  std::size_t sounding = 0;
  std::vector<Candidate> out;
  for (Candidate* candidate : order) {
    if (out.size() == query_.limit) break;
    if (cut && candidate->sounds && ++sounding > kSounding) continue;
    out.push_back(std::move(*candidate));
  }
  note_partial(out);
  return out;
}

/// Who was not read or asked may come before a hit that lacks a part, unless one record said it all
/// of somebody: then more like him were looked for first. What was not looked up fits no better
/// than what was.
void Ranking::note_partial(const std::vector<Candidate>& hits) {
  const bool full = hits.size() == query_.limit;
  const bool whole = full && complete(hits.back().rank.parts);
  const bool found = !hits.empty() && hits.front().rank.tier == Tier::by_itself;
  partial_ =
      (more_ && !whole && !found) || (cut_at_ && (!whole || hits.back().rank.score <= *cut_at_));
}

// -- candidates

void Ranking::rank(Candidate& candidate) const {
  Rank& rank = candidate.rank;
  rank.parts = 0;
  rank.score = 0;
  candidate.sounds = false;
  bool spelt = true;
  bool in_text = false;
  for (std::size_t i = 0; i < candidate.matches.size(); ++i) {
    const std::int32_t quality = candidate.matches[i].quality;
    if (quality <= 0) continue;
    const bool helps_only = parsed_.parts[i].optional;
    rank.parts += helps_only ? 0 : 1;
    rank.score += helps_only ? quality / 8 : quality;
    const How how = candidate.matches[i].how;
    const bool still_typed = as_typed_ && i + 1 == candidate.matches.size();
    candidate.sounds = candidate.sounds || how == How::sound;
    spelt = spelt && how != How::sound && (how != How::beginning || still_typed);
    in_text = in_text || how == How::text_word;
  }
  if (candidate.matches.size() == 1 || !spelt) {
    rank.tier = Tier::others;
  } else {
    rank.tier = complete(rank.own_parts) && !in_text ? Tier::by_itself : Tier::spelt;
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
      matching_->of(member, other);
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
  bool more = matching_->next_of_one(0, next);
  while (candidates_.size() < query_.limit) {
    const bool reached_first =
        !reached_.empty() && (!more || next.found[0].quality < reached_.begin()->quality);
    if (reached_first) {
      take_reached();
      continue;
    }
    if (!more) return;
    if (++read > kInTurn) {
      more_ = true;
      return;
    }
    if (is_thing(next.kind)) reach_users(next);
    take(next, false);
    more = matching_->next_of_one(0, next);
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

/// Those that match all parts as they are spelt: they come first. true when they are enough to look
/// for no others.
bool Ranking::take_complete() {
  if (parts_counted_ < 2) return false;  // "al sayed": who matches one part matches all
  RecordFound record;
  std::size_t first = 0;
  while (matching_->next_of_several(record) && complete(record.parts)) {
    if (!take(record, false)) continue;
    first += candidates_.back().rank.tier == Tier::by_itself ? 1 : 0;
    if (first == query_.limit || candidates_.size() >= kEnough) break;
  }
  return first >= std::min(query_.limit, kSpelt);
}

void Ranking::take_several() {
  RecordFound record;
  std::size_t incomplete = 0;
  for (std::size_t read = 0; matching_->next_of_several(record); ++read) {
    if (read == kSeveral || candidates_.size() >= kEnough) {
      more_ = true;
      return;
    }
    incomplete += complete(record.parts) ? 0 : 1;
    more_ = more_ || incomplete > kAddedTo;
    take(record, incomplete <= kAddedTo);
    if (is_thing(record.kind)) things_.push_back(record);
  }
}

/// Those that match this part alone, if they are few.
void Ranking::read_alone(std::size_t part) {
  RecordFound record;
  while (matching_->next_of_one(part, record)) {
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
  const bool whole = std::any_of(candidates_.begin(), candidates_.end(),
                                 [&](const Candidate& c) { return complete(c.rank.parts); });
  more_ = more_ || (!whole && std::count(open_.begin(), open_.end(), true) > 1);
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
    if (!matching_->next_of_one(part, record)) return;
    if (read == 2 * kAlone) {
      more_ = true;
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
        more_ = true;
        return;
      }
      if (!by_row_.contains(link.a.row)) {
        matching_->of(link.a, own);
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
    more_ = true;
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
        matching_->of(link.b, at->second);
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
