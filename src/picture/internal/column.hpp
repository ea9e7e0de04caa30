// Column<T>: an append-only array in chunks. One writer appends; any number of readers read rows
// below a length they got from a published Version, without locks. Cells that change after
// publication (chain heads, ends, labels) go through load() and store().
// A full chunk of numbers is packed when tidy() comes by (packed_chunk.hpp): a column that says
// the same of most rows then costs next to nothing. Storing into a packed chunk lays it out flat
// again until the next tidy(). The chunk that was replaced stays until reclaim(), which the picture
// calls when no View is open. What is packed depends only on pushes, stores and tidies, so that a
// picture from a snapshot goes on byte for byte. push, [], load and store are O(1); read() is so a
// row, at a third of the price when rows share chunks.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <type_traits>
#include <vector>

#include "base/assert.hpp"
#include "picture/internal/packed_chunk.hpp"

namespace sallyport::picture {

template <class T>
inline constexpr bool kPackable = std::is_integral_v<T> && !std::is_same_v<T, bool>;

/// `kPacks` false: a column whose every cell may change at any time, and always lies flat.
template <class T, bool kPacks = kPackable<T>>
class Column {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  static constexpr std::uint32_t kChunkBits = 14;
  static constexpr std::uint32_t kMaxChunks = 1u << 14;  // 268 million rows

  Column()
      : chunks_(static_cast<std::atomic<std::uintptr_t>*>(
            std::calloc(kMaxChunks, sizeof(std::atomic<std::uintptr_t>)))) {
    SALLYPORT_ASSERT(chunks_ != nullptr);
  }
  ~Column() {
    reclaim();
    for (std::uint32_t i = 0; i < made_; ++i) std::free(blob(chunk(i)));
    std::free(chunks_);
  }
  Column(const Column&) = delete;
  Column& operator=(const Column&) = delete;

  /// Before there are two rows; for tests, that full chunks need not be large.
  void set_chunk_bits(std::uint32_t bits) {
    SALLYPORT_ASSERT(size_ < 2 && bits != 0 && bits <= 16);
    const std::vector<T> kept(size_, size_ == 0 ? T{} : flat(chunk(0))[0]);
    clear();
    bits_ = bits;
    for (const T& value : kept) push(value);
  }

  std::uint32_t push(const T& value) {
    const std::uint32_t row = size_;
    *slot(row) = value;
    ++size_;
    if constexpr (kPacks) {
      if ((size_ & mask()) == 0) untidy(row >> bits_);
    }
    return row;
  }
  std::uint64_t most_rows() const { return std::uint64_t{kMaxChunks} << bits_; }
  /// The writer's length; readers use their Version's.
  std::uint32_t size() const { return size_; }
  decltype(auto) operator[](std::uint32_t row) const {
    if constexpr (kPacks) {
      return at(row, [](const T& cell) { return cell; });
    } else {
      return static_cast<const T&>(flat(chunk(row >> bits_))[row & mask()]);
    }
  }
  T load(std::uint32_t row) const {
    return at(row,
              [](T& cell) { return std::atomic_ref<T>(cell).load(std::memory_order_acquire); });
  }
  /// load() of several rows, in any order; fastest when neighbours lie in one chunk.
  void read(const std::uint32_t* rows, std::size_t count, T* out) const {
    for (std::size_t i = 0; i < count;) {
      const std::uint32_t number = rows[i] >> bits_;
      std::size_t end = i + 1;
      while (end < count && rows[end] >> bits_ == number) ++end;
      const std::uintptr_t c = chunk(number);
      if (kPacks && is_packed(c)) {
        if constexpr (kPacks) packed_values<T>(head(c), rows + i, end - i, mask(), out + i);
      } else {
        for (std::size_t at = i; at < end; ++at)
          out[at] = std::atomic_ref<T>(flat(c)[rows[at] & mask()]).load(std::memory_order_acquire);
      }
      i = end;
    }
  }
  void store(std::uint32_t row, T value) {
    const std::uint32_t number = row >> bits_;
    if constexpr (kPacks) {
      if (is_packed(chunk(number))) unpack(number);
      if (number < (size_ >> bits_)) untidy(number);
    }
    std::atomic_ref<T>(flat(chunk(number))[row & mask()]).store(value, std::memory_order_release);
  }
  /// Writer only: packs the full chunks that came or changed since the last time.
  void tidy() {
    if constexpr (kPacks) {
      std::vector<std::uint64_t> values;
      for (const std::uint32_t number : untidy_) pack(number, values);
      untidy_.clear();
    }
  }
  /// Writer only, when no reader can hold a replaced chunk.
  void reclaim() {
    for (void* chunk : retired_) std::free(chunk);
    retired_.clear();
  }
  /// Writer only, before any reader: empty again, for a snapshot to fill.
  void clear() {
    SALLYPORT_ASSERT(retired_.empty());
    for (std::uint32_t i = 0; i < made_; ++i) {
      std::free(blob(chunk(i)));
      chunks_[i] = 0;
    }
    untidy_.clear();
    is_untidy_.clear();
    packed_bytes_ = packed_ = made_ = size_ = 0;
  }
  std::uint64_t bytes() const {
    return packed_bytes_ + std::uint64_t{made_ - packed_} * chunk_bytes();
  }

  /// For snapshots: whole contents out and in, chunk by chunk, each behind its length. f(pointer,
  /// bytes). A value has no padding, so that nothing but its fields is written.
  template <class F>
  void each_chunk(F&& f) const {
    static_assert(std::has_unique_object_representations_v<T>);
    for (std::uint32_t i = 0; i < made_; ++i) {
      const auto* bytes = static_cast<const std::uint8_t*>(blob(chunk(i)));
      std::uint32_t length = packed_length(i);
      const bool is_flat = length == 0;
      f(reinterpret_cast<const std::uint8_t*>(&length), sizeof length);
      if (is_flat) length = rows_in(i) * static_cast<std::uint32_t>(sizeof(T));
      f(bytes, std::uint64_t{length});
    }
  }
  /// Makes room for exactly `rows` and lets f fill each chunk. Only on an empty column.
  template <class F>
  bool fill(std::uint32_t rows, F&& f) {
    SALLYPORT_ASSERT(made_ == 0);
    size_ = rows;
    for (std::uint32_t number = 0; std::uint64_t{number} << bits_ < rows; ++number) {
      std::uint32_t length = 0;
      if (!f(reinterpret_cast<std::uint8_t*>(&length), sizeof length)) return false;
      if (length != 0) {
        if (!fill_packed(number, length, f)) return false;
        continue;
      }
      (void)slot(number << bits_);
      if (!f(static_cast<std::uint8_t*>(blob(chunk(number))),
             std::uint64_t{rows_in(number)} * sizeof(T)))
        return false;
      if (kPacks && rows_in(number) > mask()) untidy(number);
    }
    return true;
  }

 private:
  // A chunk is the address of its blob; the low bit says that it is packed.
  static bool is_packed(std::uintptr_t chunk) { return (chunk & 1) != 0; }
  static void* blob(std::uintptr_t chunk) {
    const std::uintptr_t address = chunk & ~std::uintptr_t{1};
    return reinterpret_cast<void*>(address);  // NOLINT(performance-no-int-to-ptr)
  }
  static T* flat(std::uintptr_t chunk) {
    return reinterpret_cast<T*>(chunk);  // NOLINT(performance-no-int-to-ptr)
  }
  static const PackedHead& head(std::uintptr_t chunk) {
    return *static_cast<const PackedHead*>(blob(chunk));
  }
  std::uintptr_t chunk(std::uint32_t number) const {
    return chunks_[number].load(std::memory_order_acquire);
  }
  std::uint32_t mask() const { return (1u << bits_) - 1; }
  std::uint64_t chunk_bytes() const { return sizeof(T) << bits_; }
  std::uint32_t rows_in(std::uint32_t number) const {
    return std::min(1u << bits_, size_ - (number << bits_));
  }
  std::uint32_t packed_length(std::uint32_t number) const {
    if constexpr (kPacks) {
      if (is_packed(chunk(number))) return head(chunk(number)).bytes;
    }
    return 0;
  }

  template <class F>
  T at(std::uint32_t row, F&& read) const {
    const std::uintptr_t c = chunk(row >> bits_);
    if constexpr (kPacks) {
      if (is_packed(c)) return packed_value<T>(head(c), row & mask());
    }
    return read(flat(c)[row & mask()]);
  }
  T* slot(std::uint32_t row) {
    const std::uint32_t number = row >> bits_;
    SALLYPORT_ASSERT(number < kMaxChunks);
    if (number == made_) {
      void* made = std::malloc(chunk_bytes());
      SALLYPORT_ASSERT(made != nullptr);
      chunks_[number].store(reinterpret_cast<std::uintptr_t>(made), std::memory_order_release);
      ++made_;
    }
    return &flat(chunk(number))[row & mask()];
  }
  void untidy(std::uint32_t number) {
    if (is_untidy_.size() <= number) is_untidy_.resize(number + 1);
    if (is_untidy_[number]) return;
    is_untidy_[number] = true;
    untidy_.push_back(number);
  }
  void replace(std::uint32_t number, void* with, std::uintptr_t tag) {
    retired_.push_back(blob(chunk(number)));
    chunks_[number].store(reinterpret_cast<std::uintptr_t>(with) | tag, std::memory_order_release);
  }
  void pack(std::uint32_t number, std::vector<std::uint64_t>& values) {
    is_untidy_[number] = false;
    const T* cells = flat(chunk(number));
    values.resize(mask() + 1);
    for (std::uint32_t i = 0; i <= mask(); ++i) values[i] = to_code_order(cells[i]);
    PackedHead* made = pack_chunk(values, sizeof(T));
    if (made == nullptr) return;
    packed_bytes_ += made->bytes;
    ++packed_;
    replace(number, made, 1);
  }
  void unpack(std::uint32_t number) {
    const PackedHead& from = head(chunk(number));
    T* made = static_cast<T*>(std::malloc(chunk_bytes()));
    SALLYPORT_ASSERT(made != nullptr);
    for (std::uint32_t i = 0; i <= mask(); ++i) made[i] = packed_value<T>(from, i);
    packed_bytes_ -= from.bytes;
    --packed_;
    replace(number, made, 0);
  }
  template <class F>
  bool fill_packed(std::uint32_t number, std::uint32_t length, F&& f) {
    if constexpr (kPacks) {
      if (number >= kMaxChunks || length < sizeof(PackedHead) || length > 2 * chunk_bytes() + 64)
        return false;
      auto* made = static_cast<PackedHead*>(std::malloc(length));
      SALLYPORT_ASSERT(made != nullptr);
      chunks_[number].store(reinterpret_cast<std::uintptr_t>(made) | 1);
      ++made_;
      ++packed_;
      packed_bytes_ += length;
      return f(reinterpret_cast<std::uint8_t*>(made), std::uint64_t{length}) &&
             made->bytes == length && well_formed(*made, mask() + 1, sizeof(T));
    } else {
      return false;
    }
  }

  std::atomic<std::uintptr_t>* chunks_;
  std::uint32_t bits_ = kChunkBits;
  std::uint32_t size_ = 0;
  std::uint32_t made_ = 0;    // chunks
  std::uint32_t packed_ = 0;  // of them
  std::uint64_t packed_bytes_ = 0;
  std::vector<std::uint32_t> untidy_;  // full chunks to look at
  std::vector<bool> is_untidy_;
  std::vector<void*> retired_;
};

/// A column that is always flat.
template <class T>
using FlatColumn = Column<T, false>;

}  // namespace sallyport::picture
