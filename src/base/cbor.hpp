// Deterministic CBOR (RFC 8949, section 4.2.1): shortest integers, definite lengths, one encoding
// for one value. Only what entries need: unsigned and negative integers, byte and text strings,
// arrays, true, false, null. Maps are not used: fields are positional, so that a version fixes
// their order. The reader refuses anything else, non-shortest integers included. Complexity:
// linear.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace sallyport::cbor {

class Writer {
 public:
  void unsigned_int(std::uint64_t value) { head(0, value); }
  void integer(std::int64_t value);
  void bytes(ByteView value);
  void text(std::string_view value);
  void array(std::size_t size) { head(4, size); }
  void boolean(bool value) { out_.push_back(value ? 0xF5 : 0xF4); }
  void null() { out_.push_back(0xF6); }
  const Bytes& out() const { return out_; }
  Bytes take() { return std::move(out_); }

 private:
  void head(std::uint8_t major, std::uint64_t value);
  Bytes out_;
};

/// Reads what Writer wrote. After the first failure every read fails and failed() is true, so that
/// a decoder may read a whole structure and ask once. Borrowed views live as long as the input.
class Reader {
 public:
  explicit Reader(ByteView in) : in_(in) {}
  std::uint64_t unsigned_int();
  std::int64_t integer();
  ByteView bytes();
  std::string_view text();
  /// Size of the array that follows; fails when larger than the bytes left (no size is trusted).
  std::size_t array();
  /// Reads an array head and fails unless it has exactly this size.
  void array_of(std::size_t size);
  bool boolean();
  bool next_is_null();  ///< true and consumed when a null follows
  bool failed() const { return failed_; }
  bool at_end() const { return at_ == in_.size(); }
  /// ok when nothing failed and everything was read.
  Status finish() const;

 private:
  std::uint64_t head(std::uint8_t major);
  ByteView take(std::uint64_t size);
  ByteView in_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

}  // namespace sallyport::cbor
