#include "picture/internal/event_ids.hpp"

#include "base/bytes.hpp"

namespace sallyport::picture {

void EventIds::push(const crypto::IdDeriver::Origin& origin) {
  const std::uint32_t runs = count_.load(std::memory_order_relaxed);
  const std::uint32_t row = rows_++;
  const bool goes_on = runs != 0 && batch_[runs - 1] == origin.batch &&
                       first_[runs - 1] + (row - row_[runs - 1]) == origin.row &&
                       origin.row > first_[runs - 1];
  if (!goes_on) {
    batch_.push(origin.batch);
    first_.push(origin.row);
    row_.push(row);
    count_.store(runs + 1, std::memory_order_release);
  }
  const bool new_block = (origin.row & ((1u << kBlockBits) - 1)) == 0;
  if (!goes_on || new_block)
    by_block_.insert(block_hash(origin.batch, origin.row), goes_on ? runs - 1 : runs);
}

std::uint32_t EventIds::run_of(std::uint32_t row) const {
  std::uint32_t low = 0;
  std::uint32_t high = runs();
  while (high - low > 1) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (row_[middle] <= row) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

// A tag is not the whole hash: another batch's run may be offered.
std::uint32_t EventIds::row_in(std::uint32_t run, const crypto::IdDeriver::Origin& origin) const {
  const std::uint32_t known = runs();
  if (run >= known || batch_[run] != origin.batch || origin.row < first_[run]) return kNone;
  const std::uint64_t row = row_[run] + (origin.row - first_[run]);
  if (origin.row - first_[run] >= kNone || row >= kNone) return kNone;
  if (run + 1 < known && row >= row_[run + 1]) return kNone;
  return static_cast<std::uint32_t>(row);
}

bool EventIds::filled(std::uint32_t rows) {
  if (batch_.size() != row_.size() || first_.size() != row_.size()) return false;
  count_.store(row_.size(), std::memory_order_release);
  rows_ = rows;
  return (rows == 0) == (row_.size() == 0) && (rows == 0 || row_[row_.size() - 1] < rows);
}

}  // namespace sallyport::picture
