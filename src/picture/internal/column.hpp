// Column<T>: an append-only array in chunks whose addresses never move. One writer appends; any
// number of readers read rows below a length they got from a published Version, without locks.
// Cells that change after publication (chain heads, ends, labels) go through load() and store().
// Chunks are flat, as a snapshot writes them. push and [] are O(1).
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <type_traits>

#include "base/assert.hpp"

namespace sallyport::picture {

template <class T>
class Column {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  static constexpr std::uint32_t kChunkBits = 14;
  static constexpr std::uint32_t kChunkRows = 1u << kChunkBits;
  static constexpr std::uint32_t kMaxChunks = 1u << 14;  // 268 million rows

  Column() : chunks_(static_cast<T**>(std::calloc(kMaxChunks, sizeof(T*)))) {
    SALLYPORT_ASSERT(chunks_ != nullptr);
  }
  ~Column() {
    for (std::uint32_t i = 0; i < kMaxChunks && chunks_[i] != nullptr; ++i) std::free(chunks_[i]);
    std::free(chunks_);
  }
  Column(const Column&) = delete;
  Column& operator=(const Column&) = delete;

  std::uint32_t push(const T& value) {
    const std::uint32_t row = size_;
    *slot(row) = value;
    ++size_;
    return row;
  }
  /// The writer's length; readers use their Version's.
  std::uint32_t size() const { return size_; }
  const T& operator[](std::uint32_t row) const {
    return chunks_[row >> kChunkBits][row & (kChunkRows - 1)];
  }
  T load(std::uint32_t row) const {
    T& cell = chunks_[row >> kChunkBits][row & (kChunkRows - 1)];
    return std::atomic_ref<T>(cell).load(std::memory_order_acquire);
  }
  void store(std::uint32_t row, T value) {
    T& cell = chunks_[row >> kChunkBits][row & (kChunkRows - 1)];
    std::atomic_ref<T>(cell).store(value, std::memory_order_release);
  }
  /// Writer only, before any reader: empty again, for a snapshot to fill.
  void clear() { size_ = 0; }
  std::uint64_t bytes() const {
    return (static_cast<std::uint64_t>(size_) + kChunkRows - 1) / kChunkRows * kChunkRows *
           sizeof(T);
  }

  /// For snapshots: whole contents out and in, chunk by chunk. f(pointer, bytes). A value has no
  /// padding, so that nothing but its fields is written.
  template <class F>
  void each_chunk(std::uint32_t rows, F&& f) const {
    static_assert(std::has_unique_object_representations_v<T>);
    for (std::uint32_t at = 0; at < rows; at += kChunkRows) {
      const std::uint32_t n = std::min(kChunkRows, rows - at);
      f(reinterpret_cast<const std::uint8_t*>(chunks_[at >> kChunkBits]), n * sizeof(T));
    }
  }
  /// Makes room for exactly `rows` and lets f fill each chunk. Only on an empty column.
  template <class F>
  bool fill(std::uint32_t rows, F&& f) {
    SALLYPORT_ASSERT(size_ == 0);
    for (std::uint32_t at = 0; at < rows; at += kChunkRows) {
      const std::uint32_t n = std::min(kChunkRows, rows - at);
      (void)slot(at);
      if (!f(reinterpret_cast<std::uint8_t*>(chunks_[at >> kChunkBits]), n * sizeof(T)))
        return false;
    }
    size_ = rows;
    return true;
  }

 private:
  T* slot(std::uint32_t row) {
    const std::uint32_t chunk = row >> kChunkBits;
    SALLYPORT_ASSERT(chunk < kMaxChunks);
    if (chunks_[chunk] == nullptr) {
      void* made = std::malloc(sizeof(T) * kChunkRows);
      SALLYPORT_ASSERT(made != nullptr);
      chunks_[chunk] = static_cast<T*>(made);
    }
    return &chunks_[chunk][row & (kChunkRows - 1)];
  }

  T** chunks_;
  std::uint32_t size_ = 0;
};

}  // namespace sallyport::picture
