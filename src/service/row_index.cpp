#include "service/row_index.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/assert.hpp"

namespace sallyport::service {
namespace {

constexpr std::uint32_t kFirstCells = 16;
constexpr std::size_t kExpected = 8;  // rows ahead of the one that is noted
// A cell is read and written as eight bytes, of which six are its own.
constexpr std::size_t kBehind = 2;
constexpr std::uint64_t kCellMask = (std::uint64_t{1} << 48) - 1;
static_assert(std::endian::native == std::endian::little);

}  // namespace

// A cell is mark << kEntryBits | entry number, in six bytes; 0 is an empty one.
std::uint64_t RowIndex::Shard::cell(std::uint32_t at) const {
  std::uint64_t out = 0;
  std::memcpy(&out, cells.data() + at * kCellBytes, sizeof out);
  return out & kCellMask;
}

void RowIndex::Shard::set(std::uint32_t at, std::uint64_t cell) {
  std::uint8_t* to = cells.data() + at * kCellBytes;
  std::uint64_t there = 0;
  std::memcpy(&there, to, sizeof there);
  there = (there & ~kCellMask) | cell;
  std::memcpy(to, &there, sizeof there);
}

std::uint32_t RowIndex::Shard::home(std::uint64_t one) const {
  return static_cast<std::uint32_t>((one >> kEntryBits) * capacity >> kMarkBits);
}

// Cells that follow one another are in the order of their homes, so that a search ends where a cell
// comes that would have stood further on. Of what goes over the end, homes are behind the end.
void RowIndex::Shard::put(std::uint64_t fresh) {
  std::uint32_t at = home(fresh);
  for (std::uint32_t passed = 0;; ++passed) {
    const std::uint64_t there = cell(at);
    if (there == 0) return set(at, fresh);
    if (distance(there, at) < passed) {  // it came less far: it gives way
      set(at, fresh);
      fresh = there;
      passed = distance(there, at);
    }
    at = at + 1 == capacity ? 0 : at + 1;
  }
}

std::uint32_t RowIndex::Shard::distance(std::uint64_t one, std::uint32_t at) const {
  const std::uint32_t from = home(one);
  return at >= from ? at - from : at + capacity - from;
}

void RowIndex::Shard::insert(std::uint64_t fresh) {
  if ((used + 1) * std::uint64_t{100} > capacity * std::uint64_t{86}) {
    Shard larger;
    larger.capacity = std::max(kFirstCells, capacity + capacity / 6 + 1);
    larger.cells.resize(larger.capacity * kCellBytes + kBehind);
    for (std::uint32_t at = 0; at < capacity; ++at) {
      if (const std::uint64_t old = cell(at); old != 0) larger.put(old);
    }
    cells = std::move(larger.cells);
    capacity = larger.capacity;
  }
  put(fresh);
  ++used;
}

// Sorted cells have sorted homes, so each comes to stand at its home or behind the one before it;
// what goes over the end is put as if it came alone.
bool RowIndex::Shard::fill(ByteView sorted, std::size_t entries) {
  SALLYPORT_ASSERT(capacity == 0);
  const std::size_t count = sorted.size() / kCellBytes;
  if (count == 0) return true;
  capacity = std::max(kFirstCells, static_cast<std::uint32_t>(count * 100 / 86 + 1));
  cells.resize(capacity * kCellBytes + kBehind);
  std::uint64_t before = 0;
  std::uint32_t next = 0;
  for (; used < count; ++used) {
    std::uint64_t one = 0;
    std::memcpy(&one, sorted.data() + used * kCellBytes, kCellBytes);
    const std::uint64_t number = one & ((std::uint64_t{1} << kEntryBits) - 1);
    if (one < before || number == 0 || number > entries) return false;
    before = one;
    next = std::max(next, home(one));
    if (next < capacity) {
      set(next++, one);
    } else {
      put(one);
    }
  }
  return true;
}

std::vector<std::uint64_t> RowIndex::Shard::sorted() const {
  std::vector<std::uint64_t> out;
  out.reserve(used);
  for (std::uint32_t at = 0; at < capacity; ++at) {
    if (const std::uint64_t one = cell(at); one != 0) out.push_back(one);
  }
  std::sort(out.begin(), out.end());
  return out;
}

void RowIndex::Shard::expect(std::uint64_t one) const {
  if (capacity != 0) __builtin_prefetch(cells.data() + home(one) * kCellBytes);
}

void RowIndex::expect(std::span<const std::uint64_t> row_keys) const {
  const std::lock_guard lock(mutex_);
  for (const std::uint64_t key : row_keys) shards_[shard_of(key)].expect(mark_of(key));
}

void RowIndex::note(std::uint64_t position, const std::vector<model::RowTrace>& rows) {
  if (rows.empty()) return;
  const std::lock_guard lock(mutex_);
  SALLYPORT_ASSERT(entries_.empty() || entries_.back() < position);
  entries_.push_back(position);
  SALLYPORT_ASSERT(entries_.size() < std::size_t{1} << kEntryBits);  // 67 million entries
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i + kExpected < rows.size()) {
      const std::uint64_t soon = rows[i + kExpected].row_key;
      shards_[shard_of(soon)].expect(mark_of(soon));
    }
    shards_[shard_of(rows[i].row_key)].insert(mark_of(rows[i].row_key) | entries_.size());
  }
  size_ += rows.size();
}

void RowIndex::find(std::uint64_t row_key, std::vector<std::uint64_t>& positions) const {
  positions.clear();
  const std::uint64_t mark = mark_of(row_key);
  const std::lock_guard lock(mutex_);
  const Shard& shard = shards_[shard_of(row_key)];
  if (shard.capacity == 0) return;
  std::uint32_t at = shard.home(mark);
  std::uint32_t passed = 0;
  for (std::uint64_t one = shard.cell(at); one != 0 && shard.distance(one, at) >= passed;
       one = shard.cell(at)) {
    ++passed;
    if (one >> kEntryBits == mark >> kEntryBits) {
      const std::uint64_t number = one & ((std::uint64_t{1} << kEntryBits) - 1);
      positions.push_back(entries_[number - 1]);
    }
    at = at + 1 == shard.capacity ? 0 : at + 1;
  }
  std::sort(positions.begin(), positions.end());
  positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
}

std::size_t RowIndex::size() const {
  const std::lock_guard lock(mutex_);
  return size_;
}

std::size_t RowIndex::bytes() const {
  const std::lock_guard lock(mutex_);
  std::size_t out = sizeof *this + entries_.capacity() * sizeof entries_[0];
  for (const Shard& shard : shards_) out += shard.cells.capacity();
  return out;
}

// Cells in order of their numbers, so that the bytes do not tell how the table grew.
void RowIndex::encode(cbor::Writer& out) const {
  const std::lock_guard lock(mutex_);
  out.array(1 + shards_.size());
  Bytes bytes;
  for (const std::uint64_t position : entries_) {
    for (unsigned i = 0; i < 8; ++i) bytes.push_back(static_cast<std::uint8_t>(position >> 8 * i));
  }
  out.bytes(bytes);
  for (const Shard& shard : shards_) {
    bytes.clear();
    for (const std::uint64_t one : shard.sorted()) {
      for (std::size_t i = 0; i < kCellBytes; ++i)
        bytes.push_back(static_cast<std::uint8_t>(one >> 8 * i));
    }
    out.bytes(bytes);
  }
}

Status RowIndex::decode(cbor::Reader& in) {
  const std::lock_guard lock(mutex_);
  const Error damaged{ErrorCode::kMalformedFile, "snapshot: the index of rows", {}};
  in.array_of(1 + shards_.size());
  const ByteView positions = in.bytes();
  if (in.failed() || positions.size() % 8 != 0) return fail(Error(damaged));
  for (std::size_t at = 0; at < positions.size(); at += 8) {
    std::uint64_t position = 0;
    for (unsigned i = 0; i < 8; ++i)
      position |= static_cast<std::uint64_t>(positions[at + i]) << 8 * i;
    if (!entries_.empty() && entries_.back() >= position) return fail(Error(damaged));
    entries_.push_back(position);
  }
  for (Shard& shard : shards_) {
    const ByteView cells = in.bytes();
    if (in.failed() || cells.size() % kCellBytes != 0) return fail(Error(damaged));
    if (!shard.fill(cells, entries_.size())) return fail(Error(damaged));
    size_ += shard.used;
  }
  return ok();
}

}  // namespace sallyport::service
