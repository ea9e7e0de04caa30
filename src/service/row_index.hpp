// Knows a row again: row key -> what its newest coming made. Filled by the fold of import entries.
// Holds keyed hashes and ids only. A question is answered for one View: what that View does not see
// is not there. About 60 bytes a row. Threads: one writer, readers behind one lock.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/cbor.hpp"
#include "model/op.hpp"
#include "picture/view.hpp"

namespace sallyport::service {

class RowIndex {
 public:
  void note(const std::vector<model::RowTrace>& rows);

  struct Known {
    std::uint64_t content_hash = 0;
    std::vector<model::RowTrace::Item> items;
  };
  /// nullopt when the row never came, or nothing it made is visible in this view.
  std::optional<Known> find(std::uint64_t row_key, const picture::View& view) const;
  std::size_t size() const;

  void encode(cbor::Writer& out) const;
  /// Only on an empty index; fails the reader when the form is not encode()'s.
  void decode(cbor::Reader& in);

 private:
  struct Entry {
    std::uint64_t content_hash;
    std::uint32_t first;  // into items_
    std::uint32_t count;
  };
  mutable std::mutex mutex_;
  std::unordered_map<std::uint64_t, Entry> rows_;
  std::vector<model::RowTrace::Item> items_;
};

}  // namespace sallyport::service
