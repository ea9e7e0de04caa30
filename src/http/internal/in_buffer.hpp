// Received bytes that were not dealt with yet. One growing block; what was consumed is moved out
// of the way before room is made. Owned by one connection; no threads. Views are valid until
// room() is called.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace sallyport::http {

class InBuffer {
 public:
  std::string_view view() const { return {bytes_.data() + begin_, end_ - begin_}; }
  bool empty() const { return begin_ == end_; }
  /// At least `count` bytes to receive into; then commit() what came.
  std::span<char> room(std::size_t count) {
    if (begin_ > 0) {
      std::copy(bytes_.begin() + static_cast<std::ptrdiff_t>(begin_),
                bytes_.begin() + static_cast<std::ptrdiff_t>(end_), bytes_.begin());
      end_ -= begin_;
      begin_ = 0;
    }
    if (bytes_.size() < end_ + count) bytes_.resize(end_ + count);
    return std::span(bytes_).subspan(end_);
  }
  void commit(std::size_t count) { end_ += count; }
  void consume(std::size_t count) { begin_ += count; }
  /// Gives the block of a large upload back.
  void shrink(std::size_t kept) {
    if (bytes_.size() <= kept || end_ - begin_ > kept) return;
    room(0);
    bytes_.resize(kept);
    bytes_.shrink_to_fit();
  }

 private:
  std::vector<char> bytes_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace sallyport::http
