// One full chunk of a column in few bytes, still read at random. A value is a code of fixed width:
// an offset from the chunk's base in units of its scale (frame of reference), or a place in a small
// table of the chunk's different values. What does not fit stands apart, sorted by row, under the
// code of all ones (patched). A chunk of one value is its head alone. Where exceptions of each
// block of 256 rows begin stands beside them, so that a row whose block has none is known at once.
// Source: M. Zukowski et al., Super-Scalar RAM-CPU Cache Compression (ICDE 2006), with the
// exceptions searched rather than chained, so that a single row is read without its neighbours.
// Ownership: a blob from malloc, whole and movable, as a snapshot writes it. Threads: immutable.
// Cost: pack O(rows), about 5 ns a value; get O(1), O(log exceptions of the block) for an
// exception.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>
#include <type_traits>

namespace sallyport::picture {

/// Before the blob's arrays: values of the table, values of the exceptions (each of the column's
/// type), rows of the exceptions (16 bits), where each block's begin (16 bits; only with
/// exceptions), then the codes.
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

inline constexpr unsigned kExceptionBlockBits = 8;

namespace packed {

inline std::uint32_t exception_blocks(std::uint32_t rows) {
  return (rows + (1u << kExceptionBlockBits) - 1) >> kExceptionBlockBits;
}
inline const std::uint8_t* at(const PackedHead& head, std::size_t offset) {
  return reinterpret_cast<const std::uint8_t*>(&head) + offset;
}

template <class U>
U value_at(const PackedHead& head, std::size_t index) {
  U out;
  std::memcpy(&out, at(head, sizeof(PackedHead) + index * sizeof(U)), sizeof(U));
  return out;
}
inline std::uint32_t short_at(const std::uint8_t* shorts, std::size_t index) {
  std::uint16_t out;
  std::memcpy(&out, shorts + index * 2, sizeof out);
  return out;
}
inline std::uint64_t code_at(const std::uint8_t* codes, std::uint32_t row, unsigned bits,
                             std::uint64_t ones) {
  const std::uint64_t bit = std::uint64_t{row} * bits;
  std::uint64_t word;
  std::memcpy(&word, codes + bit / 8, sizeof word);
  return word >> (bit % 8) & ones;
}
inline std::uint64_t all_ones(unsigned bits) {
  return (std::uint64_t{1} << bits) - 1;
}

}  // namespace packed

/// The place of `row` among the exceptions, or `exceptions` when it is none. There are some.
inline std::uint32_t exception_of(const PackedHead& head, std::uint32_t row) {
  const std::uint8_t* rows = packed::at(
      head,
      head.codes_at - 2 * (std::size_t{head.exceptions} + packed::exception_blocks(head.rows)));
  const std::uint8_t* starts = rows + std::size_t{head.exceptions} * 2;
  const std::uint32_t block = row >> kExceptionBlockBits;
  std::uint32_t low = packed::short_at(starts, block);
  std::uint32_t high = block + 1 < packed::exception_blocks(head.rows)
                           ? packed::short_at(starts, block + 1)
                           : head.exceptions;
  const std::uint32_t end = high;
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (packed::short_at(rows, middle) < row) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low != end && packed::short_at(rows, low) == row ? low : head.exceptions;
}

template <class T>
inline T packed_value(const PackedHead& head, std::uint32_t row) {
  using U = std::make_unsigned_t<T>;
  std::uint64_t code = 0;
  std::uint64_t ones = 0;
  if (head.bits != 0) {
    ones = packed::all_ones(head.bits);
    code = packed::code_at(packed::at(head, head.codes_at), row, head.bits, ones);
  }
  if (head.table != 0) return from_code_order<T>(packed::value_at<U>(head, code));
  if (code == ones && head.exceptions != 0) [[unlikely]] {
    const std::uint32_t found = exception_of(head, row);
    if (found != head.exceptions) return from_code_order<T>(packed::value_at<U>(head, found));
  }
  return from_code_order<T>(head.base + code * head.scale);
}

/// The same for several rows: the head is looked at once. Rows are numbers of the whole column,
/// `mask` leaves those of the chunk.
template <class T>
void packed_values(const PackedHead& head, const std::uint32_t* rows, std::size_t count,
                   std::uint32_t mask, T* out) {
  using U = std::make_unsigned_t<T>;
  const unsigned bits = head.bits;
  const std::uint64_t ones = packed::all_ones(bits);
  const std::uint8_t* codes = packed::at(head, head.codes_at);
  if (head.table != 0) {
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint64_t code = packed::code_at(codes, rows[i] & mask, bits, ones);
      out[i] = from_code_order<T>(packed::value_at<U>(head, code));
    }
    return;
  }
  if (head.exceptions != 0) {
    for (std::size_t i = 0; i < count; ++i) out[i] = packed_value<T>(head, rows[i] & mask);
    return;
  }
  if (bits == 0) {
    std::fill(out, out + count, from_code_order<T>(head.base));
    return;
  }
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t code = packed::code_at(codes, rows[i] & mask, bits, ones);
    out[i] = from_code_order<T>(head.base + code * head.scale);
  }
}

}  // namespace sallyport::picture
