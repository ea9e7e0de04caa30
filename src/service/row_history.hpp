// What a row made when it came before: found by the RowIndex, read from the traces of the ledger's
// entries, answered for one View: what that View does not see is not there. What an undone import
// said of it is forgotten, so that the same file brings it again. Keeps the traces of the entries
// read last; a file that comes again comes in its old order, so an entry is read about once.
// Ownership: borrows the desk. Threads: one import. Failure: a trace that cannot be read is told by
// failed(); until then the row is as new. Cost: a look-up of an unknown row is one of the index; of
// a known one besides 1/512 of opening an entry's own box.
#pragma once

#include <deque>
#include <optional>
#include <unordered_map>
#include <vector>

#include "model/op.hpp"
#include "picture/view.hpp"

namespace sallyport::service {

class Desk;

class RowHistory {
 public:
  explicit RowHistory(const Desk& desk) : desk_(desk) {}

  struct Known {
    std::optional<std::uint64_t> content_hash;  ///< of its newest coming; nullopt: undone since
    std::vector<model::RowTrace::Item> items;
  };
  /// nullopt when the row never came, or nothing it made is visible in this view.
  std::optional<Known> find(std::uint64_t row_key, const picture::View& view);
  const Status& failed() const { return failed_; }

  static bool is_visible(const model::RowTrace::Item& item, const picture::View& view);

 private:
  using Traces = std::vector<model::RowTrace>;  // in order of their keys
  const Traces* traces_of(std::uint64_t position);

  const Desk& desk_;
  std::unordered_map<std::uint64_t, Traces> read_;
  std::deque<std::uint64_t> order_;  // of reading
  std::vector<std::uint64_t> positions_;
  Status failed_ = ok();
};

}  // namespace sallyport::service
