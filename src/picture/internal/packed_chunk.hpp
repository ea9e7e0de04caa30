// One full chunk of a column in few bytes, still read at random. A value is a code of fixed width:
// an offset from the chunk's base in units of its scale (frame of reference), or a place in a small
// table of the chunk's different values. What does not fit stands apart, sorted by row, under the
// code of all ones (patched). A chunk of one value is its head alone.
// Source: M. Zukowski et al., Super-Scalar RAM-CPU Cache Compression (ICDE 2006), with the
// exceptions searched rather than chained, so that a single row is read without its neighbours.
// Ownership: a blob from malloc, whole and movable, as a snapshot writes it. Threads: immutable.
// Cost: pack O(rows), about 5 ns a value; get O(1), O(log exceptions) for an exception.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>
#include <type_traits>

namespace sallyport::picture {

/// Before the blob's arrays: values of the table, values of the exceptions (each of the column's
/// type), rows of the exceptions (16 bits), then the codes.
struct PackedHead {
  std::uint64_t base = 0;
  std::uint32_t bytes = 0;  ///< of the whole blob
  std::uint32_t scale = 1;
  std::uint32_t exceptions = 0;
  std::uint32_t codes_at = 0;  ///< where the codes begin
  std::uint16_t table = 0;     ///< different values, 0 = codes are offsets
  std::uint8_t bits = 0;       ///< of a code, at most 56
  std::uint8_t element_bytes = 0;
  std::uint32_t rows = 0;
};
static_assert(sizeof(PackedHead) == 32);

/// Values as unsigned numbers in their own order, so that signed ones lie close together, too.
template <class T>
std::uint64_t to_code_order(T value) {
  using U = std::make_unsigned_t<T>;
  constexpr U flip = std::is_signed_v<T> ? U{1} << (8 * sizeof(T) - 1) : U{0};
  return static_cast<U>(static_cast<U>(value) ^ flip);
}
template <class T>
T from_code_order(std::uint64_t code) {
  using U = std::make_unsigned_t<T>;
  constexpr U flip = std::is_signed_v<T> ? U{1} << (8 * sizeof(T) - 1) : U{0};
  return static_cast<T>(static_cast<U>(static_cast<U>(code) ^ flip));
}

/// A blob for these values (of to_code_order, at most 65,536), or nullptr when it would not save
/// an eighth. Freed with std::free.
PackedHead* pack_chunk(std::span<const std::uint64_t> values, std::size_t element_bytes);

/// Is this blob, read from a file, one whose every row can be read?
bool well_formed(const PackedHead& head, std::size_t rows, std::size_t element_bytes);

/// The place of `row` among the exceptions, or `exceptions` when it is none.
std::uint32_t exception_of(const PackedHead& head, std::uint32_t row);

namespace packed {

inline const std::uint8_t* at(const PackedHead& head, std::size_t offset) {
  return reinterpret_cast<const std::uint8_t*>(&head) + offset;
}

template <class U>
U value_at(const PackedHead& head, std::size_t index) {
  U out;
  std::memcpy(&out, at(head, sizeof(PackedHead) + index * sizeof(U)), sizeof(U));
  return out;
}

}  // namespace packed

template <class T>
T packed_value(const PackedHead& head, std::uint32_t row) {
  using U = std::make_unsigned_t<T>;
  std::uint64_t code = 0;
  std::uint64_t ones = 0;
  if (head.bits != 0) {
    const std::uint64_t bit = std::uint64_t{row} * head.bits;
    std::uint64_t word;
    std::memcpy(&word, packed::at(head, head.codes_at + bit / 8), sizeof word);
    ones = (std::uint64_t{1} << head.bits) - 1;
    code = word >> (bit % 8) & ones;
  }
  if (head.exceptions != 0 && code == ones) {
    const std::uint32_t found = exception_of(head, row);
    if (found != head.exceptions)
      return from_code_order<T>(packed::value_at<U>(head, head.table + found));
  }
  if (head.table != 0) return from_code_order<T>(packed::value_at<U>(head, code));
  return from_code_order<T>(head.base + code * head.scale);
}

}  // namespace sallyport::picture
