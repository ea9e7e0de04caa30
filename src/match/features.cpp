#include "match/features.hpp"

#include <cstring>
#include <utility>

#include "match/internal/builder.hpp"
#include "match/internal/layout.hpp"

namespace sallyport::match {

Features::Features(const Features& other) : size_(other.size_) {
  if (size_ == 0) return;
  block_ = std::make_unique_for_overwrite<std::byte[]>(size_);
  std::memcpy(block_.get(), other.block_.get(), size_);
}

Features::Features(Features&& other) noexcept
    : block_(std::move(other.block_)), size_(std::exchange(other.size_, 0)) {}

Features& Features::operator=(Features&& other) noexcept {
  block_ = std::move(other.block_);
  size_ = std::exchange(other.size_, 0);
  return *this;
}

Features& Features::operator=(const Features& other) {
  if (this != &other) *this = Features(other);
  return *this;
}

Features features_of(std::span<const Fact> facts) {
  return internal::Builder().build(facts);
}

namespace internal {
namespace {

constexpr Header kNothing{};

template <class T>
std::span<const T> read(const std::byte*& at, std::size_t count) {
  static_assert(sizeof(Header) % 8 == 0 && alignof(T) <= 8);
  const auto* first = reinterpret_cast<const T*>(at);
  at += count * sizeof(T);
  return {first, count};
}

const Header& header_of(const std::byte* block) {
  return block == nullptr ? kNothing : *reinterpret_cast<const Header*>(block);
}

}  // namespace

Layout::Layout(const Features& features) : header(header_of(features.block_.get())) {
  const std::byte* at = features.block_.get();
  if (at != nullptr) at += sizeof(Header);
  words = read<Word>(at, header.words);
  numbers = read<Number>(at, header.numbers);
  addresses = read<Address>(at, header.addresses);
  contacts = read<Contact>(at, header.contacts);
  dates = read<BirthDate>(at, header.dates);
  names = read<Name>(at, header.names);
  text = reinterpret_cast<const char*>(at);
}

}  // namespace internal
}  // namespace sallyport::match
