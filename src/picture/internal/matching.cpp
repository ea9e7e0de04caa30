// Matching, the first half: from lists of postings to records that may match.
#include "picture/matching.hpp"

#include <algorithm>
#include <tuple>

#include "picture/internal/matching_state.hpp"

namespace sallyport::picture {

Matching::Matching(const View& view, std::vector<AskedPart> parts, const MatchRules& rules)
    : state_(std::make_unique<State>(view, std::move(parts), rules)) {}
Matching::~Matching() = default;

bool Matching::next_of_several(RecordFound& out) {
  return state_->next_of_several(out);
}
bool Matching::next_of_one(std::size_t part, RecordFound& out) {
  return state_->next_of_one(part, out);
}
void Matching::of(Handle record, RecordFound& out) {
  state_->of(record.row, out);
}
Matching::Best Matching::best() const {
  return state_->best();
}
const Matching::Work& Matching::work() const {
  return state_->work;
}

Matching::State::State(const View& view, std::vector<AskedPart> parts, const MatchRules& rules)
    : view_(*view.state_), index_(view_.t.tokens), rules_(rules), cursors_(parts.size()) {
  SALLYPORT_ASSERT(parts.size() <= kMostParts);
  parts_.reserve(parts.size());
  for (AskedPart& part : parts) parts_.emplace_back(std::move(part), rules_, index_);
  scratch_.resize(parts_.size());
  std::vector<MatchKey> best;
  for (const PartIndex& part : parts_) best.push_back(part.best());
  best_ = rank_of(best.data());
}

// -- several parts

bool Matching::State::Several::later_than(const Several& other) const {
  return std::tie(other.rank, other.slice, other.known == Known::slice ? Id128{} : other.id) <
         std::tie(rank, slice, known == Known::slice ? Id128{} : id);
}

void Matching::State::start_several() {
  started_ = true;
  for (std::uint32_t number = 0; number < parts_.size(); ++number) {
    const PartIndex& part = parts_[number];
    for (std::uint32_t token = 0; token < part.size(); ++token) {
      (void)index_.lists().each_flat(part.head(token), [&](Posting posting) {
        const MatchKey key = part.key(token, posting.slot());
        if (key != kNoMatch) flat_.add({posting.record(), number, key});
        return true;
      });
    }
    if (!part.longs().empty()) slices_ = PostingLists::kSlices;
  }
  work.postings += flat_.size();
  arranged_ = slices_ > 1;
  if (arranged_) flat_.arrange(index_);
}

// Read once and put aside, and marked in a small table which parts came to a place: most rows match
// one part, and most of them are known by that without being looked up.
void Matching::State::scan(std::uint32_t slice) {
  raw_here_.clear();
  this_slice_ = (slice + 1) << 16;
  for (const RawMatch& raw : slices_ > 1 ? flat_.of(slice) : flat_.all()) put_aside(raw);
  for (std::uint32_t part = 0; slices_ > 1 && part < parts_.size(); ++part) {
    const PartIndex& of = parts_[part];
    for (const std::uint32_t token : of.longs()) {
      (void)index_.lists().each_in_slice(of.head(token), slice, [&](Posting posting) {
        ++work.postings;
        const MatchKey key = of.key(token, posting.slot());
        if (key != kNoMatch) put_aside({posting.record(), part, key});
        return true;
      });
    }
  }
  std::size_t kept = 0;
  for (const RawMatch& raw : raw_here_) {
    const std::uint32_t parts = places_[place_of(raw.row)] & 0xFFFF;
    if ((parts & (parts - 1)) != 0 || may_have_initial(raw.row)) raw_here_[kept++] = raw;
  }
  raw_here_.resize(kept);
  gather();
  if (rows_here_.empty()) return;
  count_initials();
  emit(slice);
}

void Matching::State::put_aside(const RawMatch& raw) {
  std::uint32_t& place = places_[place_of(raw.row)];
  if ((place & ~0xFFFFu) != this_slice_) place = this_slice_;
  place |= 1u << raw.part;
  raw_here_.push_back(raw);
}

/// The best key of each row for each part.
void Matching::State::gather() {
  here_.clear(raw_here_.size());
  rows_here_.clear();
  keys_here_.clear();
  for (const RawMatch& raw : raw_here_) {
    const auto [number, fresh] = here_.add(raw.row);
    if (fresh) {
      rows_here_.push_back(raw.row);
      keys_here_.resize(keys_here_.size() + parts_.size(), kNoMatch);
    }
    MatchKey& key = keys_here_[number * parts_.size() + raw.part];
    key = std::min(key, raw.key);
  }
}

bool Matching::State::may_have_initial(std::uint32_t row) const {
  return std::any_of(parts_.begin(), parts_.end(), [&](const PartIndex& part) {
    return part.is_initial() && index_.may_begin_with(row, part.asked().initial);
  });
}

void Matching::State::count_initials() {
  for (std::size_t part = 0; part < parts_.size(); ++part) {
    if (!parts_[part].is_initial()) continue;
    for (std::size_t i = 0; i < rows_here_.size(); ++i) {
      if (index_.may_begin_with(rows_here_[i], parts_[part].asked().initial))
        keys_here_[i * parts_.size() + part] = parts_[part].best();
    }
  }
}

void Matching::State::emit(std::uint32_t slice) {
  const auto later = [](const Several& a, const Several& b) { return a.later_than(b); };
  for (std::size_t i = 0; i < rows_here_.size(); ++i) {
    const MatchKey* keys = &keys_here_[i * parts_.size()];
    if (matched(keys) < 2) continue;
    const auto number = static_cast<std::uint32_t>(found_.size());
    found_.push_back(rows_here_[i]);
    found_state_.push_back(Found::unknown);
    found_keys_.insert(found_keys_.end(), keys, keys + parts_.size());
    const auto in_slice =
        slices_ > 1 ? static_cast<std::uint8_t>(slice) : index_.slice_of(rows_here_[i]);
    several_.push_back({rank_of(keys).packed(), in_slice, Known::slice, number, {}});
    std::push_heap(several_.begin(), several_.end(), later);
  }
}

bool Matching::State::next_of_several(RecordFound& out) {
  if (parts_.size() < 2) return false;
  if (!started_) start_several();
  const auto later = [](const Several& a, const Several& b) { return a.later_than(b); };
  while (true) {
    // what is read later has greater ids, and is no better than the best there can be
    const bool certain = !several_.empty() && several_.front().rank == best_.packed();
    if (next_slice_ < slices_ && !certain) {
      scan(next_slice_++);
      continue;
    }
    if (several_.empty()) return false;
    std::pop_heap(several_.begin(), several_.end(), later);
    Several next = several_.back();
    several_.pop_back();
    const std::uint32_t row = found_[next.number];
    if (next.known == Known::slice) {
      next.id = view_.t.records.id[row];
      next.known = Known::id;
    } else if (next.known == Known::id) {
      ++work.records;
      if (!offered(row) || !is_of_several(next.number)) continue;
      next.rank = rank_of(keys_of(next.number)).packed();
      next.known = Known::all;
    } else {
      fill(row, keys_of(next.number), out);
      return true;
    }
    several_.push_back(next);
    std::push_heap(several_.begin(), several_.end(), later);
  }
}

bool Matching::State::is_of_several(std::uint32_t number) {
  Found& state = found_state_[number];
  if (state != Found::unknown) return state == Found::of_several;
  MatchKey* keys = keys_of(number);
  note_initials(found_[number], keys);  // first: of a common surname few have another word of it
  if (matched(keys) > 1) {
    verify(found_[number], keys);
    part_words(found_[number], keys);
  }
  state = matched(keys) < 2 ? Found::of_one : Found::of_several;
  return state == Found::of_several;
}

// -- one part

/// Begins the postings of the next quality. Long lists are read slice by slice.
bool Matching::State::start_equals(std::size_t part, Cursor& cursor) {
  const PartIndex& of = parts_[part];
  if (cursor.next == cursor.equals.size()) return false;
  cursor.flat.clear();
  cursor.longs.clear();
  const std::uint32_t missing = cursor.equals[cursor.next].missing;
  while (cursor.next < cursor.equals.size() && cursor.equals[cursor.next].missing == missing) {
    const PartIndex::Equal equal = cursor.equals[cursor.next++];
    const PostingLists::Head head = of.head(equal.token);
    if (PostingLists::is_long(head)) cursor.longs.push_back(equal);
    (void)index_.lists().each_flat(head, [&](Posting posting) {
      ++work.postings;
      if ((equal.slots >> posting.slot() & 1) != 0)
        cursor.flat.add({posting.record(), 0, of.key(equal.token, posting.slot())});
      return true;
    });
  }
  if (cursor.longs.empty() && cursor.flat.size() <= PostingLists::kMostFlat) {
    for (const RawMatch& raw : cursor.flat.all()) wait(cursor, raw.row, raw.key);
    cursor.slice = PostingLists::kSlices;
  } else {
    cursor.flat.arrange(index_);
    cursor.slice = 0;
  }
  return true;
}

void Matching::State::wait(Cursor& cursor, std::uint32_t row, MatchKey key) {
  cursor.waiting.push_back({view_.t.records.id[row], key, row});
  std::push_heap(cursor.waiting.begin(), cursor.waiting.end(), [](const One& a, const One& b) {
    return std::tie(b.id, b.key) < std::tie(a.id, a.key);
  });
}

void Matching::State::read_slice(std::size_t part, Cursor& cursor) {
  const std::uint32_t slice = cursor.slice++;
  for (const RawMatch& raw : cursor.flat.of(slice)) wait(cursor, raw.row, raw.key);
  for (const PartIndex::Equal& equal : cursor.longs) {
    const PostingLists::Head head = parts_[part].head(equal.token);
    (void)index_.lists().each_in_slice(head, slice, [&](Posting posting) {
      ++work.postings;
      if ((equal.slots >> posting.slot() & 1) != 0)
        wait(cursor, posting.record(), parts_[part].key(equal.token, posting.slot()));
      return true;
    });
  }
}

bool Matching::State::next_of_one(std::size_t part, RecordFound& out) {
  Cursor& cursor = cursors_[part];
  const PartIndex& of = parts_[part];
  if (of.is_initial()) return false;
  if (cursor.next == 0 && cursor.equals.empty()) cursor.equals = of.by_quality();
  if (parts_.size() > 1 && !in_found_) {
    if (!started_) start_several();
    while (next_slice_ < slices_) scan(next_slice_++);
    in_found_.emplace().clear(found_.size());
    for (const std::uint32_t row : found_) in_found_->add(row);
  }
  while (true) {
    if (cursor.waiting.empty()) {
      if (cursor.slice < PostingLists::kSlices) {
        read_slice(part, cursor);
      } else if (!start_equals(part, cursor)) {
        return false;
      }
      continue;
    }
    std::pop_heap(cursor.waiting.begin(), cursor.waiting.end(), [](const One& a, const One& b) {
      return std::tie(b.id, b.key) < std::tie(a.id, a.key);
    });
    const One one = cursor.waiting.back();
    cursor.waiting.pop_back();
    if (cursor.given.find(one.row) != kNone) continue;
    ++work.records;
    if (!offered(one.row)) continue;
    const std::uint32_t number = in_found_ ? in_found_->find(one.row) : kNone;
    if (number != kNone && is_of_several(number)) continue;
    std::fill(scratch_.begin(), scratch_.end(), kNoMatch);
    scratch_[part] = one.key;
    if (!stands(one.row, scratch_.data())) continue;  // its next posting is still to come
    cursor.given.add(one.row);
    fill(one.row, scratch_.data(), out);
    return true;
  }
}

void Matching::State::of(std::uint32_t row, RecordFound& out) {
  exact(row, scratch_.data());
  part_words(row, scratch_.data());
  fill(row, scratch_.data(), out);
}

}  // namespace sallyport::picture
