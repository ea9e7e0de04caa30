// Reports that say they were copied from another, and come before it in their file: they wait until
// it has come, so that the order of rows says nothing and no empty report stands for one that is
// there. What waits is bounded; what finds no room, or whose original never comes, is taken as it
// is. Ownership: takes the drafts over. Threads: one import.
#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/flat_map.hpp"
#include "intake/internal/draft.hpp"

namespace sallyport::intake::internal {

class WaitingCopies {
 public:
  struct Row {
    Draft draft;
    std::uint64_t row = 0;
  };

  /// The number of the report that this row was copied from; "" for every other row.
  static std::string_view original_of(const Draft& draft);

  /// A report of this file has come, under whatever label.
  void came(std::uint64_t number, model::RecordId report) { came_.emplace(number, report); }
  const model::RecordId* find(std::uint64_t number) const { return came_.find(number); }

  /// Takes the draft over. False, and the draft left alone, when it has no need to wait or there is
  /// no room.
  bool hold(std::uint64_t original, Draft& draft, std::uint64_t row);
  /// Those that waited for this one, in their order.
  std::vector<Row> take(std::uint64_t original);
  /// Those that wait still, in their order.
  std::vector<Row> take_all();

 private:
  FlatMap<std::uint64_t, model::RecordId> came_;
  std::unordered_map<std::uint64_t, std::vector<Row>> waiting_;
  std::size_t bytes_ = 0;
};

}  // namespace sallyport::intake::internal
