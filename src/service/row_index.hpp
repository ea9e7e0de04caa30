// Where a row was said something of: row key -> the ledger entries that may have a trace of it.
// It holds no row, no hash to compare and no id; those stand in the entries' own traces and are
// read from there (RowHistory). So a changed row costs six bytes more and nothing is ever copied.
// An entry may be named that has nothing of the row (about 4 in 1,000 at 65 million rows): whoever
// reads it compares the whole key. A pure function of the rows noted, as is what encode() writes.
// Threads: one writer, readers behind one lock. Cost: O(1); 7 to 8 bytes a row
// (docs/design/rows-known-again.md). Source: quotienting, Knuth, TAOCP 3, 6.4, exercise 13.
#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

#include "base/cbor.hpp"
#include "base/result.hpp"
#include "model/op.hpp"

namespace sallyport::service {

class RowIndex {
 public:
  /// The entry at `position` says something of these rows. Positions come in ascending order.
  void note(std::uint64_t position, const std::vector<model::RowTrace>& rows);

  /// These will be asked for next: brings their places nearer to the processor. Some hundreds.
  void expect(std::span<const std::uint64_t> row_keys) const;

  /// Positions of the entries that may, oldest first.
  void find(std::uint64_t row_key, std::vector<std::uint64_t>& positions) const;

  std::size_t size() const;   ///< traces noted
  std::size_t bytes() const;  ///< resident

  void encode(cbor::Writer& out) const;
  /// Only on an empty index; kMalformedFile when it is not encode()'s.
  Status decode(cbor::Reader& in);

 private:
  static constexpr unsigned kShardBits = 12;
  static constexpr unsigned kMarkBits = 22;   // of the row key, kept
  static constexpr unsigned kEntryBits = 26;  // number of the entry, from 1
  static constexpr std::size_t kCellBytes = 6;

  static std::size_t shard_of(std::uint64_t row_key) { return row_key >> (64 - kShardBits); }
  /// A cell of no entry yet.
  static std::uint64_t mark_of(std::uint64_t row_key) {
    return (row_key >> (64 - kShardBits - kMarkBits) & ((std::uint64_t{1} << kMarkBits) - 1))
           << kEntryBits;
  }

  /// Open addressing, each cell at or after its home and none before one that came further (Robin
  /// Hood hashing, Celis 1986); homes in the order of the marks, so that it grows a little at a
  /// time.
  struct Shard {
    std::vector<std::uint8_t> cells;
    std::uint32_t capacity = 0;
    std::uint32_t used = 0;

    std::uint64_t cell(std::uint32_t at) const;
    void expect(std::uint64_t cell) const;
    void set(std::uint32_t at, std::uint64_t cell);
    void insert(std::uint64_t cell);
    void put(std::uint64_t cell);
    std::uint32_t home(std::uint64_t cell) const;  ///< where it would stand alone
    std::uint32_t distance(std::uint64_t cell, std::uint32_t at) const;  ///< from there
    /// What sorted() gave, six bytes a cell; only when empty. false: it did not.
    bool fill(ByteView sorted, std::size_t entries);
    std::vector<std::uint64_t> sorted() const;
  };

  mutable std::mutex mutex_;
  std::array<Shard, std::size_t{1} << kShardBits> shards_;
  std::vector<std::uint64_t> entries_;  ///< positions, by number
  std::size_t size_ = 0;
};

}  // namespace sallyport::service
