#include "names/internal/asking.hpp"

#include <algorithm>
#include <bit>

#include "base/bytes.hpp"
#include "match/index_keys.hpp"
#include "text/bridge.hpp"
#include "text/fold.hpp"
#include "text/nicknames.hpp"

namespace sallyport::names::internal {
namespace {

constexpr int kStep = 100;  // of a bucket of names by least cost
constexpr std::size_t kBuckets = 96;
// From this cost on a name is further off than two errors: of such only so many are measured, in
// the order of rows, to fill the answer up.
constexpr int kFillFrom = 2200;
constexpr std::size_t kMostFilled = 100;
constexpr int kLeastNear = 900;
constexpr int kLeastFar = 1500;
constexpr int kLeastSound = 400;   // from another script
constexpr std::size_t kShort = 4;  // letters of a word of which two errors may leave nothing
constexpr std::size_t kMostJoined = 4000;
constexpr std::size_t kPriced = 5;  // words; marks of longer questions are priced one by one

std::size_t slot_of(std::uint32_t word, std::size_t slots) {
  return (word * 0x9e3779b1u >> 7) & (slots - 1);
}

}  // namespace

const Fit* AskedWord::fit_of(std::uint32_t word) const {
  if (slots.empty()) return nullptr;
  for (std::size_t at = slot_of(word, slots.size()); slots[at] != 0;
       at = (at + 1) & (slots.size() - 1))
    if (variants[slots[at] - 1].word == word) return &variants[slots[at] - 1].fit;
  return nullptr;
}

void AskedWord::make_room() {
  slots.assign(std::bit_ceil((variants.size() + 8) * 4), 0);
  for (std::size_t i = 0; i < variants.size(); ++i) {
    std::size_t at = slot_of(variants[i].word, slots.size());
    while (slots[at] != 0) at = (at + 1) & (slots.size() - 1);
    slots[at] = static_cast<std::uint32_t>(i + 1);
  }
}

void AskedWord::add(const Variant& variant) {
  variants.push_back(variant);
  if (variants.size() * 2 > slots.size()) return make_room();
  std::size_t at = slot_of(variant.word, slots.size());
  while (slots[at] != 0) at = (at + 1) & (slots.size() - 1);
  slots[at] = static_cast<std::uint32_t>(variants.size());
}

void AskedWord::begin(std::string word) {
  shape = Shape::of(word);
  pattern.set(word);
  particle = text::is_name_particle(word);
  text = std::move(word);
  variants.clear();
  slots.clear();
}

int AskedWord::absent() const {
  if (particle) return kAbsentShort / 4;
  return text.size() <= 2 ? kAbsentShort : kAbsent;
}

Asking::Asking(const Tables& tables)
    : tables_(tables),
      marks_(tables.size(), 0),
      buckets_(kBuckets),
      seen_(tables.words.size(), 0) {}

std::uint64_t Asking::bytes() const {
  std::uint64_t bytes = marks_.capacity() * 2 + marked_.capacity() * 4 + seen_.capacity() * 4;
  for (const auto& bucket : buckets_) bytes += bucket.capacity() * 4;
  return bytes;
}

void Asking::read(std::string_view asked) {
  whole_.clear();
  std::size_t count = 0;
  other_script_ = in_other_script(asked.substr(0, kMostNameBytes));
  std::string_view rest = asked.substr(0, kMostNameBytes);
  for (auto run = next_run(rest); !run.empty() && count < kMostAsked; run = next_run(rest)) {
    auto words = latin_words(run);
    const bool native = words.size() == 1 && other_script_ && in_other_script(run);
    for (std::string& word : words) {
      if (count == kMostAsked) break;
      whole_ += (whole_.empty() ? "" : " ") + word;
      words_[count].native = native ? run : std::string_view();
      words_[count++].begin(std::move(word));
    }
  }
  asked_ = std::span(words_).first(count);
  whole_shape_ = Shape::of(whole_, count);
  whole_pattern_.set(whole_);
}

void Asking::find_written(AskedWord& word) {
  const std::uint32_t found = tables_.words.find(word.text);
  if (found == kNoWord) return;
  seen_[found] = round_;
  word.add({found, kAsWritten, {0, How::exact, 0}});
}

void Asking::find_typed(AskedWord& word, int most) {
  if (most == 0) return;
  const int out = std::min({most, tables_.most_left_out, left_out(word.text.size())});
  near_keys(word.text, out, [&](std::uint64_t hash) {
    tables_.near.under(hash, [&](std::uint32_t found) {
      if (!word.shape.may_be_within(tables_.words.shape(found), most)) return;
      if (seen_[found] == round_) return;
      seen_[found] = round_;
      const Fit fit = typing_fit(word.pattern, tables_.words.text(found), most);
      if (fit.cost < kImpossible) word.add({found, fit.edits < 2 ? kNear : kFar, fit});
    });
  });
}

void Asking::find_short_forms(AskedWord& word) {
  for (const std::string_view form : text::nickname_group(word.text)) {
    const std::uint32_t found = tables_.words.find(form);
    if (found == kNoWord || seen_[found] == round_) continue;
    seen_[found] = round_;
    word.add({found, kNear, {kAlone, How::short_form, 0}});
  }
}

constexpr int kMostLettersApart = 7;  // of words that sound alike

// After typing errors: what is near by letters is not said to be near by sound.
void Asking::find_sounding(AskedWord& word, const KeyLists& lists, bool thorough) {
  match::phonetic_keys(word.text, [&](std::uint64_t key) {
    lists.under(spread(key), [&](std::uint32_t found) {
      if (!word.shape.letters_within(tables_.words.shape(found), kMostLettersApart)) return;
      if (seen_[found] == round_) return;
      seen_[found] = round_;
      const std::size_t longer = std::max(word.text.size(), tables_.words.length(found));
      const bool guessed = other_script_ || tables_.other_scripts[found] != 0;
      const Fit fit = sound_fit(word.pattern, tables_.words.text(found), guessed);
      if (static_cast<std::size_t>(fit.edits) > (longer + 1) / 2 + (guessed ? 1 : 0)) return;
      guessing_ = guessing_ || guessed;
      word.add({found, guessed || thorough ? kNear : kFar, fit});
    });
  });
}

// A name in another script, or the Latin name that one of the index may be.
void Asking::find_bridged(AskedWord& word, const KeyLists& lists) {
  constexpr int kBridged = 450, kEachLetter = 100;
  for (const auto& key : text::bridge_keys(word.native.empty() ? word.text : word.native)) {
    lists.under(spread(bridge_hash(key)), [&](std::uint32_t found) {
      if (seen_[found] == round_) return;
      seen_[found] = round_;
      guessing_ = true;
      const int apart = word.pattern.distance(tables_.words.text(found), 8);
      word.add({found, kNear, {kBridged + kEachLetter * apart, How::sound, apart}});
    });
  }
}

void Asking::mark_class(std::size_t asked, unsigned cls, bool only_marked) {
  const unsigned shift = 2 * static_cast<unsigned>(asked);
  for (const Variant& variant : asked_[asked].variants) {
    if (variant.cls != cls) continue;
    for (const std::uint32_t row : tables_.names_with(variant.word)) {
      std::uint16_t& mark = marks_[row];
      if (mark == 0) {
        if (only_marked) continue;
        marked_.push_back(row);
      }
      if ((mark >> shift & 3) == 0) mark = static_cast<std::uint16_t>(mark | cls << shift);
    }
  }
}

bool Asking::others_written(std::size_t asked) const {
  for (std::size_t i = 0; i < asked_.size(); ++i)
    if (i != asked && !asked_[i].variants.empty() && asked_[i].variants[0].cls == kAsWritten)
      return true;
  return false;
}

std::uint64_t Asking::names_near(std::size_t asked) const {
  std::uint64_t names = 0;
  for (const Variant& variant : asked_[asked].variants)
    if (variant.cls == kNear) names += tables_.names_with(variant.word).size();
  return names;
}

void Asking::mark(bool thorough) {
  std::size_t fewest = 0;
  std::uint64_t least = ~std::uint64_t{0};
  for (std::size_t i = 0; i < asked_.size(); ++i) {
    mark_class(i, kAsWritten, false);
    const std::uint64_t names = names_near(i);
    if (names < least) fewest = i;
    least = std::min(least, names);
  }
  // Two words within an error each: it is enough that one of them brings the name.
  const bool few_words = asked_.size() <= 2 || guessing_;
  if (few_words && !thorough) mark_class(fewest, kNear, false);
  for (std::size_t i = 0; i < asked_.size(); ++i) mark_class(i, kNear, !thorough);
  for (std::size_t i = 0; i < asked_.size(); ++i)
    if (thorough || asked_.size() == 1 || others_written(i)) mark_class(i, kFar, asked_.size() > 1);
}

void Asking::unmark() {
  for (const std::uint32_t row : marked_) marks_[row] = 0;
  marked_.clear();
}

int Asking::price(unsigned mark, bool may_be_near) const {
  int cost = 0;
  for (std::size_t i = 0; i < asked_.size(); ++i) {
    const AskedWord& word = asked_[i];
    switch (mark >> 2 * i & 3) {
      case kAsWritten:
        break;
      case kNear:
        cost += guessing_ ? kLeastSound : kLeastNear;
        break;
      case kFar:
        cost += kLeastFar;
        break;
      default:
        if (word.initial()) break;
        cost += may_be_near ? std::min(word.absent(), 2 * kLeastNear) : word.absent();
    }
  }
  return cost;
}

// Few marks occur, many names have them.
void Asking::price_marks() {
  const std::size_t marks = std::size_t{1} << 2 * std::min<std::size_t>(asked_.size(), kPriced);
  prices_.resize(marks);
  for (unsigned mark = 0; mark < marks; ++mark) prices_[mark] = price(mark, false);
}

int Asking::least_cost(std::uint32_t row) const {
  const unsigned mark = marks_[row];
  int cost = mark < prices_.size() ? prices_[mark] : price(mark, false);
  const Shape shape = tables_.name_shapes[row];
  if (cost >= kAbsentShort && shape.may_be_within(whole_shape_, 2)) cost = price(mark, true);
  const std::size_t words = shape.words();
  if (words > asked_.size())
    cost += (cost > 0 ? kBesideErrors : kAlone) +
            kFurther * static_cast<int>(words - asked_.size() - 1);
  return cost;
}

bool Asking::comes_before(const Candidate& a, const Candidate& b) const {
  if (a.cost != b.cost) return a.cost < b.cost;
  const std::uint32_t a_order = tables_.name_orders[a.row];
  const std::uint32_t b_order = tables_.name_orders[b.row];
  if (a_order != b_order) return a_order < b_order;
  const int names = tables_.name(a.row).compare(tables_.name(b.row));
  if (names != 0) return names < 0;
  const int ids = tables_.id(a.row).compare(tables_.id(b.row));
  return ids != 0 ? ids < 0 : a.row < b.row;
}

void Asking::offer(std::uint32_t row, int cost) {
  if (cost > limit()) return;
  const Candidate candidate{row, cost};
  if (best_.size() == top_ && !comes_before(candidate, best_.back())) return;
  const bool known =
      std::any_of(best_.begin(), best_.end(), [&](const Candidate& one) { return one.row == row; });
  if (known) return;
  if (best_.size() == top_) best_.pop_back();
  const auto place =
      std::upper_bound(best_.begin(), best_.end(), candidate,
                       [&](const Candidate& a, const Candidate& b) { return comes_before(a, b); });
  best_.insert(place, candidate);
}

void Asking::measure(std::uint32_t row, bool try_joins) {
  Alignment alignment;
  align(row, try_joins, alignment);
  offer(row, alignment.cost);
}

void Asking::measure_marked() {
  for (auto& bucket : buckets_) bucket.clear();
  price_marks();
  for (const std::uint32_t row : marked_) {
    const std::size_t at =
        std::min(static_cast<std::size_t>(least_cost(row) / kStep), kBuckets - 1);
    if (at < kFillFrom / kStep || buckets_[at].size() < kMostFilled) buckets_[at].push_back(row);
  }
  std::size_t filled = 0;
  for (std::size_t b = 0; b < kBuckets; ++b) {
    const int least = static_cast<int>(b) * kStep;
    if (least > limit()) return;
    for (const std::uint32_t row : buckets_[b]) {
      if (least >= kFillFrom && ++filled > kMostFilled) return;
      measure(row, least < kFillFrom);
    }
  }
}

// Two words of the question are one of the name.
void Asking::run_joined() {
  for (std::size_t i = 0; i + 1 < asked_.size(); ++i) {
    const std::uint32_t word = tables_.words.find(asked_[i].text + asked_[i + 1].text);
    if (word == kNoWord) continue;
    const auto rows = tables_.names_with(word);
    for (std::size_t k = 0; k < std::min(rows.size(), kMostJoined); ++k) measure(rows[k], true);
  }
}

void Asking::measure_with_both(std::uint32_t a, std::uint32_t b) {
  auto rows = tables_.names_with(a);
  auto others = tables_.names_with(b);
  if (others.size() < rows.size()) std::swap(rows, others);
  auto at = others.begin();
  for (const std::uint32_t row : rows) {
    at = std::lower_bound(at, others.end(), row);
    if (at == others.end()) return;
    if (*at == row) measure(row, true);
  }
}

// One word of the question is two of the name; one of them may have an error.
void Asking::run_split() {
  constexpr std::size_t kLeast = 2;
  for (std::size_t i = 0; i < asked_.size(); ++i) {
    const std::string text = asked_[i].text;
    for (std::size_t at = kLeast; at + kLeast <= text.size(); ++at) {
      AskedWord parts[2];
      for (int side = 0; side < 2; ++side) {
        parts[side].begin(side == 0 ? text.substr(0, at) : text.substr(at));
        ++round_;
        find_written(parts[side]);
      }
      const bool written[] = {!parts[0].variants.empty(), !parts[1].variants.empty()};
      if (written[0] && written[1])
        measure_with_both(parts[0].variants[0].word, parts[1].variants[0].word);
      for (int side = 0; side < 2; ++side) {
        AskedWord& other = parts[1 - side];
        if (!written[side] || parts[side].text.size() < 3 || other.text.size() < 3) continue;
        ++round_;
        find_typed(other, 1);
        for (const Variant& variant : other.variants)
          if (variant.cls == kNear) measure_with_both(parts[side].variants[0].word, variant.word);
      }
    }
  }
}

void Asking::find_words(bool thorough) {
  guessing_ = false;
  for (AskedWord& word : asked_) {
    ++round_;
    word.begin(std::move(word.text));
    find_written(word);
    find_short_forms(word);
    const int most = most_edits(word.text.size());
    find_typed(word, thorough || asked_.size() == 1 ? most : std::min(most, 1));
    // A word that is known as it was written is rarely meant as another that sounds so.
    const bool known = !word.variants.empty() && word.variants[0].cls == kAsWritten;
    if (!known || thorough || other_script_) find_sounding(word, tables_.sounds, thorough);
    if (!word.native.empty()) find_bridged(word, tables_.sounds);
    if (tables_.foreign.empty()) continue;
    find_sounding(word, tables_.foreign, thorough);
    find_bridged(word, tables_.foreign);
  }
}

void Asking::run(bool thorough) {
  mark(thorough);
  measure_marked();
  unmark();
}

std::vector<Hit> Asking::search(std::string_view asked, std::size_t top) {
  read(asked);
  best_.clear();
  top_ = std::min(top, kMostHits);
  if (asked_.empty() || top_ == 0 || tables_.size() == 0) return {};
  find_words(false);
  run(false);
  run_joined();
  const auto nothing_within = [&](int cost) { return best_.empty() || best_[0].cost > cost; };
  if (nothing_within(kEdit)) run_split();
  if (nothing_within(2 * kEdit)) {
    find_words(true);
    run(true);
  }
  std::vector<Hit> hits;
  for (const Candidate& candidate : best_) hits.push_back(explain(candidate));
  return hits;
}

}  // namespace sallyport::names::internal
