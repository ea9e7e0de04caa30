// The records under each token. A posting is a record and the property of the statement that holds
// the token, in one number; a list has each once (or, when it came again much later, twice).
//  - One posting lies in the head itself, two in a pair, more in a chain of blocks, newest first:
//    three of 4 cells, three of 8, of 16… Nothing ever moves, so that nothing is freed and a reader
//    needs no version.
//  - A list longer than kMostFlat goes on in 64 chains, by the first bits of the record's public
//  id.
//    Its postings can then be read in the order of public ids, a slice at a time: the first few
//    of a million cost as much as the first few of a thousand, and two lists are intersected slice
//    by slice. What came before stays where it is.
// Owned by the token index. One writer, lock-free readers: a cell is written once, from kNone.
// Cost: with() O(cells of the newest block), each() O(postings).
#pragma once

#include <atomic>
#include <cstdint>

#include "base/assert.hpp"
#include "picture/internal/column.hpp"
#include "picture/internal/grow_table.hpp"

namespace sallyport::picture {

/// Which record, and the place of the property among those of its class.
struct Posting {
  static constexpr std::uint32_t kSlotBits = 5;
  static constexpr std::uint32_t kMostRecords = 1u << 26;

  std::uint32_t bits = 0;

  static Posting of(std::uint32_t record, std::uint32_t slot) {
    SALLYPORT_ASSERT(record < kMostRecords && slot < (1u << kSlotBits));
    return {record << kSlotBits | slot};
  }
  std::uint32_t record() const { return bits >> kSlotBits; }
  std::uint32_t slot() const { return bits & ((1u << kSlotBits) - 1); }
};

/// Cells that stay where they are. A block lies in one chunk, so that a reader walks a pointer.
class CellArena {
 public:
  static constexpr std::uint32_t kUnit = 2;  ///< blocks begin at multiples of it

  /// `cells` new cells of kNone, one behind the other; where they begin. Writer only.
  std::uint32_t allocate(std::uint32_t cells);
  const std::uint32_t* at(std::uint32_t cell) const { return &cells_[cell]; }
  void store(std::uint32_t cell, std::uint32_t value) { cells_.store(cell, value); }
  static std::uint32_t load(const std::uint32_t& cell) {
    return std::atomic_ref<std::uint32_t>(const_cast<std::uint32_t&>(cell))
        .load(std::memory_order_acquire);
  }

  // For snapshots and footprints, as a column's.
  std::uint64_t size() const { return cells_.size(); }
  std::uint64_t bytes() const { return cells_.bytes(); }
  template <class F>
  void each_chunk(F&& f) const {
    cells_.each_chunk(f);
  }
  template <class F>
  bool fill(std::uint64_t cells, F&& f) {
    if (cells > cells_.most_rows()) return false;
    cells_.clear();
    return cells_.fill(static_cast<std::uint32_t>(cells), f);
  }

 private:
  static constexpr std::uint32_t kChunk = 1u << FlatColumn<std::uint32_t>::kChunkBits;

  FlatColumn<std::uint32_t> cells_;
};

class PostingLists {
 public:
  /// What a token keeps: kNone, a posting, or where its newest block is.
  using Head = std::uint32_t;
  static constexpr std::uint32_t kSliceBits = 6;
  static constexpr std::uint32_t kSlices = 1u << kSliceBits;
  static constexpr std::uint32_t kMostFlat = 2 + 3 * (3 + 7 + 15 + 31 + 63);

  /// The head with this posting added; `slice` is the first bits of its record's public id. A
  /// posting that is in the newest block is not added again. Writer only.
  Head with(Head head, Posting posting, std::uint8_t slice);

  static bool is_long(Head head) {
    return head != kNone && (head & 1) != 0 && class_of(head) == kDirectory;
  }
  /// Has a chain come to blocks of this size, and filled one?
  bool is_full(Head head, std::uint32_t size_class) const {
    if (head == kNone || (head & 1) == 0 || class_of(head) == kPair) return false;
    if (class_of(head) != size_class) return class_of(head) > size_class;
    return CellArena::load(block(head)[size_of(head) - 1]) != kNone || same_before(head) > 1;
  }
  /// What stood in the list before it became long, or all of it. f returns false to stop; so do
  /// these.
  template <class F>
  bool each_flat(Head head, F&& f) const {
    if (is_long(head)) head = CellArena::load(block(head)[0]);
    return scan(head, f);
  }
  /// Of a long list.
  template <class F>
  bool each_in_slice(Head head, std::uint32_t slice, F&& f) const {
    return scan(CellArena::load(block(head)[1 + slice]), f);
  }
  template <class F>
  bool each(Head head, F&& f) const {
    if (!each_flat(head, f)) return false;
    for (std::uint32_t slice = 0; is_long(head) && slice < kSlices; ++slice) {
      if (!each_in_slice(head, slice, f)) return false;
    }
    return true;
  }

  /// For snapshots: f(name, part).
  template <class Self, class F>
  static void parts(Self& self, F&& f) {
    f("postings", self.cells_);
  }

 private:
  // A head's low bit is clear for a posting; else the block's unit stands above 5 bits of its size.
  // The first cell of a block is the head of what is older; a pair has none, and is the oldest.
  static constexpr std::uint32_t kLargest = 5;  // 4 << 5 cells
  static constexpr std::uint32_t kPair = 30;
  static constexpr std::uint32_t kDirectory = 31;
  static constexpr std::uint32_t kOfOneSize = 3;  // blocks, before larger ones come
  static constexpr std::uint32_t kDirectoryCells = kSlices + 2;
  static Head head_of(std::uint32_t cell, std::uint32_t size_class) {
    return (cell / CellArena::kUnit) << 6 | size_class << 1 | 1;
  }
  static std::uint32_t class_of(Head head) { return head >> 1 & 31; }
  static std::uint32_t size_of(Head head) {
    return class_of(head) == kPair ? 2 : 4u << class_of(head);
  }
  static std::uint32_t cell_of(Head head) { return (head >> 6) * CellArena::kUnit; }
  const std::uint32_t* block(Head head) const { return cells_.at(cell_of(head)); }
  /// Blocks of its size, from this one back.
  std::uint32_t same_before(Head head) const;

  Head in_new_block(Head older, std::uint32_t size_class, Posting posting);
  Head in_directory(Head directory, Posting posting, std::uint8_t slice);
  Head in_chain(Head head, Posting posting, bool may_spread, std::uint8_t slice);

  template <class F>
  bool scan(Head head, F&& f) const {
    while (head != kNone) {
      if ((head & 1) == 0) return f(Posting{head >> 1});
      const std::uint32_t* cells = block(head);
      const bool is_pair = class_of(head) == kPair;
      const std::uint32_t size = size_of(head);
      for (std::uint32_t i = is_pair ? 0 : 1; i < size; ++i) {
        const std::uint32_t cell = CellArena::load(cells[i]);
        if (cell == kNone) break;
        if (!f(Posting{cell})) return false;
      }
      if (is_pair) return true;
      head = CellArena::load(cells[0]);
    }
    return true;
  }

  CellArena cells_;
};

}  // namespace sallyport::picture
