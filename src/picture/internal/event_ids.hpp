// The ids of events. An event of an import has the id AES(store key, batch, n), n counting (core.md
// 2), so a run of rows needs its batch and first n alone: the id of a row is made by encrypting and
// found by decrypting. Any other id decrypts to a run of its own of one row, so that nothing here
// has to be right about where an id came from: a picture without the store's key only costs more.
// One writer, lock-free readers. Cost: one AES block each way (about 50 ns) and a search among the
// runs, O(log runs); 24 bytes a run, and 10 bytes for each 1,024 rows of one.
#pragma once

#include <atomic>
#include <cstdint>

#include "base/id.hpp"
#include "crypto/aes.hpp"
#include "picture/internal/column.hpp"
#include "picture/internal/grow_table.hpp"

namespace sallyport::picture {

class EventIds {
 public:
  /// The next event row has this id.
  void push(const crypto::IdDeriver::Origin& origin);
  std::uint32_t size() const { return rows_; }

  /// Of a published row.
  Id128 id_of(crypto::IdDeriver& ids, std::uint32_t row) const {
    const std::uint32_t run = run_of(row);
    return ids.derive_id(Id128{batch_[run], 0}, first_[run] + (row - row_[run]));
  }
  /// The first row with this id that `is_it` accepts, or kNone. Rows not published may be offered.
  template <class IsIt>
  std::uint32_t find(const crypto::IdDeriver::Origin& origin, IsIt&& is_it) const {
    std::uint32_t found = kNone;
    (void)by_block_.find(block_hash(origin.batch, origin.row), [&](std::uint32_t run) {
      const std::uint32_t row = row_in(run, origin);
      if (row == kNone || !is_it(row)) return false;
      found = row;
      return true;
    });
    return found;
  }
  std::uint32_t runs() const { return count_.load(std::memory_order_acquire); }

  /// For snapshots: f(name, part).
  template <class Self, class F>
  static void parts(Self& self, F&& f) {
    f("batch", self.batch_);
    f("first", self.first_);
    f("row", self.row_);
    f("by_block", self.by_block_);
  }
  /// After the parts are filled. false: they are not of this many rows.
  bool filled(std::uint32_t rows);

 private:
  static constexpr unsigned kBlockBits = 10;
  static std::uint64_t block_hash(std::uint64_t batch, std::uint64_t n) {
    return mix64(batch, n >> kBlockBits);
  }
  std::uint32_t run_of(std::uint32_t row) const;
  std::uint32_t row_in(std::uint32_t run, const crypto::IdDeriver::Origin& origin) const;

  Column<std::uint64_t> batch_;
  Column<std::uint64_t> first_;  // n of the run's first row
  Column<std::uint32_t> row_;    // its first row
  TagTable by_block_;            // batch and n / 1,024 -> the runs with such an n
  std::atomic<std::uint32_t> count_{0};
  std::uint32_t rows_ = 0;
};

}  // namespace sallyport::picture
