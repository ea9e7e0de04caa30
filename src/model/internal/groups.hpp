// Which operations of a batch share a box. Ownership: borrows the operations. Linear, four
// allocations.
#pragma once

#include <span>
#include <vector>

#include "model/op.hpp"

namespace sallyport::model::internal {

/// Operations by subject: the store's own first, the others in order of first use.
struct Groups {
  std::vector<RecordId> subjects;
  std::vector<std::uint32_t> begins;  // of each subject's in `ops`, and the end
  std::vector<const Op*> ops;

  std::span<const Op* const> of(std::size_t subject) const {
    return std::span(ops).subspan(begins[subject], begins[subject + 1] - begins[subject]);
  }
};

Groups group_by_subject(const std::vector<Op>& ops);

}  // namespace sallyport::model::internal
