// Who may be whom: what an entry, or a whole import, changed of people is compared with everybody
// who shares a blocking key, each pair once, when the entry or the import is whole. The pairs and
// their order depend on the records, the artefact and the order of entries alone: neither on how an
// import was cut into chunks nor on how many threads compare.
#include <algorithm>
#include <atomic>
#include <thread>

#include "match/blocking.hpp"
#include "match/model.hpp"
#include "match/score.hpp"
#include "picture/internal/image.hpp"

namespace sallyport::picture {
namespace {

constexpr std::size_t kFeaturesKept = 200'000;  // of people compared lately: about 70 MB
// While one import is compared. A million visitors meet a million others again and again: with
// fewer, most of the time went into making features anew.
constexpr std::size_t kFeaturesAtOnce = 2'000'000;
constexpr std::size_t kPeopleTogether = 4096;  // compared in one go: bounds the pairs that wait
constexpr std::size_t kWorthAThread = 256;     // pieces of work; a thread costs about 50 us
constexpr std::size_t kPiecesTogether = 64;

/// f(piece) for each of so many pieces, on two threads when there are many. Any order.
template <class F>
void share_out(std::size_t pieces, ResolutionWatch* watch, F&& f) {
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (;;) {
      const std::size_t first = next.fetch_add(kPiecesTogether);
      if (first >= pieces) return;
      for (std::size_t i = first; i < std::min(pieces, first + kPiecesTogether); ++i) f(i);
    }
  };
  if (pieces < kWorthAThread) return work();
  const std::jthread helper([&] {
    work();
    if (watch != nullptr) watch->helped();
  });
  work();
}

/// Keys that were are still in the index. Whether two are a pair must not depend on which of them
/// changed last, so a key that brought them counts only when both have it now.
bool share_a_key(const std::vector<std::uint64_t>& sorted, const match::Features& other,
                 const match::Model& model) {
  bool shared = false;
  match::blocking_keys(other, model, [&](std::uint64_t key) {
    shared = shared || std::binary_search(sorted.begin(), sorted.end(), key);
  });
  return shared;
}

}  // namespace

/// One go: people in ascending order of their rows, and what they are compared with.
struct Picture::Core::Comparing {
  std::vector<std::uint32_t> people;
  std::vector<match::Features> features;         // of the people
  std::vector<std::vector<std::uint64_t>> keys;  // of the people
  struct Pair {
    std::uint32_t person;             // place in `people`
    std::uint32_t other;              // record row
    const match::Features* features;  // of the other
    std::int32_t millibits;
    bool meets;  // by a key of what both say now
  };
  std::vector<Pair> pairs;
};

void Picture::Core::note_changed_by(std::uint32_t first_entry, std::uint32_t last_entry) {
  const Tables& t = tables;
  const auto& s = t.statements;
  const std::uint32_t first = first_entry == 0 ? 0 : t.entries[first_entry - 1].lengths.statements;
  const std::uint32_t last =
      last_entry < t.entries.size() ? t.entries[last_entry].lengths.statements : s.record.size();
  const auto within = [&](std::uint32_t entry) {
    return first_entry <= entry && entry <= last_entry;
  };
  for (std::uint32_t row = 0; row < last; ++row) {
    if (row >= first || within(s.ended.load(row))) changed_.push_back(s.record[row]);
  }
  for (std::uint32_t row = 0; row < t.records.id.size(); ++row) {
    if (within(t.records.born.load(row))) changed_.push_back(row);
  }
}

// Facts that carry the record's own label and rest on nothing but what the record rests on itself:
// so a pair's score is a function of what everybody who sees both records sees.
std::vector<match::Fact> Picture::Core::own_facts(std::uint32_t record) const {
  const Tables& t = tables;
  std::vector<match::Fact> facts;
  for (std::uint32_t at = t.records.statements.load(record); at != kNone;
       at = back_from(at, t.statements.back[at])) {
    const auto property = static_cast<model::Property>(t.statements.property[at]);
    if (!match::is_compared(property) || t.statements.label[at] != kNone ||
        !stands(at, &Lengths::statements, t.statements.ended.load(at)))
      continue;
    const std::uint32_t source = t.statements.source[at];
    if (source != kNone && source != record && source != t.records.source.load(record)) continue;
    facts.push_back({property, t.strings.at(t.statements.value[at])});
  }
  return facts;
}

void Picture::Core::end_pairs(std::uint32_t record, std::uint32_t entry) {
  Tables& t = tables;
  for (std::uint32_t pair = t.records.pairs.load(record); pair != kNone;
       pair = back_from(pair,
                        t.pairs.a[pair] == record ? t.pairs.a_back[pair] : t.pairs.b_back[pair])) {
    if (t.pairs.ended.load(pair) == kStanding) t.pairs.ended.store(pair, entry);
  }
}

void Picture::Core::resolve(std::uint32_t entry) {
  std::vector<std::uint32_t> people = std::move(changed_);
  changed_.clear();
  std::sort(people.begin(), people.end());
  people.erase(std::unique(people.begin(), people.end()), people.end());
  std::erase_if(people, [this](std::uint32_t row) {
    return tables.records.kind.load(row) != static_cast<std::uint8_t>(model::RecordKind::person);
  });
  if (people.empty()) return;
  if (resolution_watch_ != nullptr) resolution_watch_->begins();
  Resolution done;
  done.people = people.size();
  // all that changed is forgotten first: a pair is scored by what both say after this entry
  for (const std::uint32_t record : people) {
    features_.erase(record);
    end_pairs(record, entry);
  }
  for (std::size_t first = 0; first < people.size(); first += kPeopleTogether) {
    Comparing go;
    const std::size_t last = std::min(people.size(), first + kPeopleTogether);
    go.people.assign(people.begin() + static_cast<std::ptrdiff_t>(first),
                     people.begin() + static_cast<std::ptrdiff_t>(last));
    compare(go, people);
    done.pairs_compared += go.pairs.size();
    const std::uint32_t before = tables.pairs.a.size();
    keep_pairs(go);
    done.pairs_kept += tables.pairs.a.size() - before;
    if (features_.size() > kFeaturesAtOnce) features_.clear();
  }
  if (features_.size() > kFeaturesKept) features_ = {};
  if (resolution_watch_ != nullptr) resolution_watch_->ends(done);
}

void Picture::Core::compare(Comparing& go, const std::vector<std::uint32_t>& changed) {
  const match::Model& published = match::published_model();
  go.features.resize(go.people.size());
  go.keys.resize(go.people.size());
  share_out(go.people.size(), resolution_watch_, [&](std::size_t i) {
    go.features[i] = match::features_of(own_facts(go.people[i]));
    match::blocking_keys(go.features[i], published,
                         [&](std::uint64_t key) { go.keys[i].push_back(key); });
  });
  find_pairs(go, changed);
  // what the others say, where it was not compared lately
  std::vector<std::pair<std::uint32_t, match::Features*>> unknown;
  for (auto& pair : go.pairs) {
    const auto at = std::lower_bound(go.people.begin(), go.people.end(), pair.other);
    if (at != go.people.end() && *at == pair.other) {
      pair.features = &go.features[static_cast<std::size_t>(at - go.people.begin())];
      continue;
    }
    const auto [known, fresh] = features_.try_emplace(pair.other);  // stays where it is
    pair.features = &known->second;
    if (fresh) unknown.emplace_back(pair.other, &known->second);
  }
  share_out(unknown.size(), resolution_watch_, [&](std::size_t i) {
    *unknown[i].second = match::features_of(own_facts(unknown[i].first));
  });
  share_out(go.pairs.size(), resolution_watch_, [&](std::size_t i) {
    auto& pair = go.pairs[i];
    pair.millibits = match::score(go.features[pair.person], *pair.features, published);
    if (pair.millibits >= match::kFractureMillibits)
      pair.meets = share_a_key(go.keys[pair.person], *pair.features, published);
  });
}

// Each person with all before him who share a key, or once shared one: keys are never taken out. Of
// two that both changed, the later one finds the earlier: so a pair comes once, whichever keys
// stand in the index from before.
void Picture::Core::find_pairs(Comparing& go, const std::vector<std::uint32_t>& changed) {
  std::vector<std::uint32_t> candidates;
  for (std::uint32_t i = 0; i < go.people.size(); ++i) {
    const std::uint32_t person = go.people[i];
    candidates.clear();
    for (const std::uint64_t key : go.keys[i]) {
      blocking_.each(key, [&](std::uint32_t row) {
        if (row != person) candidates.push_back(row);
        return true;
      });
      blocking_.add(key, person);
    }
    std::sort(candidates.begin(), candidates.end());
    candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
    for (const std::uint32_t other : candidates) {
      if (other > person && std::binary_search(changed.begin(), changed.end(), other)) continue;
      go.pairs.push_back({i, other, nullptr, 0, false});
    }
  }
}

void Picture::Core::keep_pairs(Comparing& go) {
  Tables& t = tables;
  auto& heads = t.records.pairs;
  for (const auto& found : go.pairs) {
    if (found.millibits < match::kFractureMillibits || !found.meets) continue;
    const std::uint32_t record = go.people[found.person];
    const std::uint32_t pair = t.pairs.a.push(record);
    t.pairs.b.push(found.other);
    t.pairs.millibits.push(found.millibits);
    t.pairs.ended.push(kStanding);
    t.pairs.a_back.push(back_to(pair, heads.load(record)));
    t.pairs.b_back.push(back_to(pair, heads.load(found.other)));
    for (const std::uint32_t end : {record, found.other}) heads.store(end, pair);
  }
  // compared again soon, as likely as anybody
  for (std::size_t i = 0; i < go.people.size(); ++i)
    features_.insert_or_assign(go.people[i], std::move(go.features[i]));
}

}  // namespace sallyport::picture
