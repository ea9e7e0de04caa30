#include "base/cbor.hpp"

namespace sallyport::cbor {

void Writer::head(std::uint8_t major, std::uint64_t value) {
  const auto tag = static_cast<std::uint8_t>(major << 5);
  if (value < 24) {
    out_.push_back(static_cast<std::uint8_t>(tag | value));
    return;
  }
  int size = 1;
  std::uint8_t info = 24;
  if (value > 0xFFFFFFFFull) {
    size = 8;
    info = 27;
  } else if (value > 0xFFFF) {
    size = 4;
    info = 26;
  } else if (value > 0xFF) {
    size = 2;
    info = 25;
  }
  std::uint8_t bytes[9];
  bytes[0] = static_cast<std::uint8_t>(tag | info);
  for (int i = 0; i < size; ++i)
    bytes[1 + i] = static_cast<std::uint8_t>(value >> (8 * (size - 1 - i)));
  out_.insert(out_.end(), bytes, bytes + 1 + size);
}

void Writer::integer(std::int64_t value) {
  if (value >= 0) {
    head(0, static_cast<std::uint64_t>(value));
  } else {
    head(1, static_cast<std::uint64_t>(-(value + 1)));
  }
}

void Writer::bytes(ByteView value) {
  head(2, value.size());
  out_.insert(out_.end(), value.begin(), value.end());
}

void Writer::text(std::string_view value) {
  head(3, value.size());
  const ByteView raw = as_bytes(value);
  out_.insert(out_.end(), raw.begin(), raw.end());
}

std::uint64_t Reader::head(std::uint8_t major) {
  if (failed_ || at_ >= in_.size() || in_[at_] >> 5 != major) {
    failed_ = true;
    return 0;
  }
  const std::uint8_t info = in_[at_++] & 31;
  if (info < 24) return info;
  if (info > 27) {
    failed_ = true;
    return 0;
  }
  const std::size_t size = std::size_t{1} << (info - 24);
  if (in_.size() - at_ < size) {
    failed_ = true;
    return 0;
  }
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size; ++i) value = value << 8 | in_[at_++];
  const std::uint64_t least = size == 1 ? 24 : std::uint64_t{1} << (4 * size);
  if (value < least) failed_ = true;  // not the shortest form
  return failed_ ? 0 : value;
}

ByteView Reader::take(std::uint64_t size) {
  if (failed_ || size > in_.size() - at_) {
    failed_ = true;
    return {};
  }
  const ByteView out = in_.subspan(at_, static_cast<std::size_t>(size));
  at_ += static_cast<std::size_t>(size);
  return out;
}

std::uint64_t Reader::unsigned_int() {
  return head(0);
}

std::int64_t Reader::integer() {
  if (failed_ || at_ >= in_.size()) {
    failed_ = true;
    return 0;
  }
  const bool negative = in_[at_] >> 5 == 1;
  const std::uint64_t value = head(negative ? 1 : 0);
  if (value > 0x7FFFFFFFFFFFFFFFull) {
    failed_ = true;
    return 0;
  }
  return negative ? -static_cast<std::int64_t>(value) - 1 : static_cast<std::int64_t>(value);
}

ByteView Reader::bytes() {
  return take(head(2));
}
std::string_view Reader::text() {
  return as_text(take(head(3)));
}

std::size_t Reader::array() {
  const std::uint64_t size = head(4);
  if (size > in_.size() - at_) failed_ = true;
  return failed_ ? 0 : static_cast<std::size_t>(size);
}

void Reader::array_of(std::size_t size) {
  if (array() != size) failed_ = true;
}

bool Reader::boolean() {
  if (failed_ || at_ >= in_.size() || (in_[at_] != 0xF4 && in_[at_] != 0xF5)) {
    failed_ = true;
    return false;
  }
  return in_[at_++] == 0xF5;
}

bool Reader::next_is_null() {
  if (failed_ || at_ >= in_.size() || in_[at_] != 0xF6) return false;
  ++at_;
  return true;
}

Status Reader::finish() const {
  if (failed_) return fail(ErrorCode::kMalformedFile, "CBOR ends early or is not deterministic");
  if (!at_end()) return fail(ErrorCode::kMalformedFile, "CBOR has bytes after its end");
  return ok();
}

}  // namespace sallyport::cbor
