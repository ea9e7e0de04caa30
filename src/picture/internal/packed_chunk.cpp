#include "picture/internal/packed_chunk.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>
#include <optional>
#include <vector>

namespace sallyport::picture {
namespace {

constexpr std::size_t kSample = 64;
constexpr std::size_t kTableValues = 256;
constexpr unsigned kMaxBits = 56;  // a code and the bits before it in its byte fit a word

using packed::all_ones;

/// Bytes of everything between the head and the codes.
std::size_t apart_bytes(std::size_t rows, std::size_t table, std::size_t exceptions,
                        std::size_t element_bytes) {
  const std::size_t blocks =
      exceptions == 0 ? 0 : packed::exception_blocks(static_cast<std::uint32_t>(rows));
  return (table + exceptions) * element_bytes + (exceptions + blocks) * sizeof(std::uint16_t);
}

struct Plan {
  std::uint64_t base = 0;
  std::uint64_t scale = 1;
  unsigned bits = 0;
  std::size_t exceptions = 0;
  std::vector<std::uint64_t> table;  // sorted; empty: codes are offsets
  std::size_t bytes = ~std::size_t{0};
};

/// The different values, or nothing when there are too many.
std::optional<std::vector<std::uint64_t>> different(std::span<const std::uint64_t> values) {
  constexpr std::size_t kSlots = 4 * kTableValues;
  std::array<std::uint64_t, kSlots> slots;
  std::array<bool, kSlots> taken{};
  std::vector<std::uint64_t> out;
  for (const std::uint64_t value : values) {
    std::size_t at = (value * 0x9E3779B97F4A7C15ull >> 32) % kSlots;
    while (taken[at] && slots[at] != value) at = (at + 1) % kSlots;
    if (taken[at]) continue;
    if (out.size() == kTableValues) return std::nullopt;
    taken[at] = true;
    slots[at] = value;
    out.push_back(value);
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// Of the different values, when they are few.
Plan with_table(std::span<const std::uint64_t> values, std::size_t element_bytes) {
  Plan plan;
  auto table = different(values);
  if (!table) return plan;
  plan.base = table->front();
  if (table->size() > 1) {
    plan.bits = static_cast<unsigned>(std::bit_width(table->size() - 1));
    plan.table = std::move(*table);
  }
  plan.bytes = values.size() * plan.bits / 8 + plan.table.size() * element_bytes;
  return plan;
}

/// The code of a value as an offset; ~0 when it is none.
std::uint64_t offset_code(std::uint64_t value, std::uint64_t base, std::uint64_t scale) {
  const std::uint64_t offset = value - base;
  if (scale == 1) return offset;
  return offset % scale == 0 ? offset / scale : ~std::uint64_t{0};
}

/// The narrowest code for this base, weighing width against exceptions.
void try_offsets(std::span<const std::uint64_t> values, std::size_t element_bytes,
                 std::uint64_t base, std::uint64_t scale, Plan& best) {
  std::array<std::uint32_t, 65> of_width{};
  std::array<std::uint32_t, 65> only_ones{};  // would read as the mark of an exception
  for (const std::uint64_t value : values) {
    const std::uint64_t code = offset_code(value, base, scale);
    const auto width = static_cast<std::size_t>(std::bit_width(code));
    ++of_width[width];
    if ((code & (code + 1)) == 0) ++only_ones[width];
  }
  std::size_t fit = 0;
  const unsigned widest = std::min(kMaxBits, static_cast<unsigned>(8 * element_bytes));
  for (unsigned bits = 0; bits <= widest; ++bits) {
    fit += of_width[bits];
    const std::size_t regular = bits == 0 ? fit : fit - only_ones[bits];
    const std::size_t exceptions = values.size() - regular;
    const std::size_t bytes =
        values.size() * bits / 8 + apart_bytes(values.size(), 0, exceptions, element_bytes);
    if (bytes >= best.bytes) continue;
    best = Plan{base, scale, bits, exceptions, {}, bytes};
  }
}

/// The largest unit of time that most of the sample keeps to.
std::uint64_t scale_of(std::span<const std::uint64_t> sample, std::uint64_t base) {
  for (const std::uint64_t scale : {60'000'000u, 1'000'000u, 1'000u}) {
    const auto fit = std::count_if(sample.begin(), sample.end(), [&](std::uint64_t v) {
      return v >= base && (v - base) % scale == 0;
    });
    if (static_cast<std::size_t>(fit) * 8 >= sample.size() * 7) return scale;
  }
  return 1;
}

std::uint64_t most_frequent(std::span<const std::uint64_t> sorted) {
  std::uint64_t out = sorted.front();
  std::size_t best = 0;
  for (std::size_t i = 0; i < sorted.size();) {
    std::size_t end = i;
    while (end < sorted.size() && sorted[end] == sorted[i]) ++end;
    if (end - i > best) {
      best = end - i;
      out = sorted[i];
    }
    i = end;
  }
  return out;
}

Plan plan_for(std::span<const std::uint64_t> values, std::size_t element_bytes) {
  Plan best = with_table(values, element_bytes);
  if (best.bits == 0 && best.bytes == 0) return best;
  std::array<std::uint64_t, kSample> sample;
  for (std::size_t i = 0; i < kSample; ++i) sample[i] = values[i * values.size() / kSample];
  std::sort(sample.begin(), sample.end());
  // the least value may be a stray one: then a low value of the sample is the better base
  std::array<std::uint64_t, 3> bases = {*std::min_element(values.begin(), values.end()), sample[2],
                                        most_frequent(sample)};
  std::sort(bases.begin(), bases.end());
  const auto end = std::unique(bases.begin(), bases.end());
  for (auto base = bases.begin(); base != end; ++base) {
    const std::uint64_t scale = element_bytes == 8 ? scale_of(sample, *base) : 1;
    try_offsets(values, element_bytes, *base, scale, best);
  }
  return best;
}

class BlobWriter {
 public:
  BlobWriter(const Plan& plan, std::size_t rows, std::size_t element_bytes)
      : plan_(plan), element_bytes_(element_bytes) {
    const std::size_t codes_at =
        sizeof(PackedHead) + apart_bytes(rows, plan.table.size(), plan.exceptions, element_bytes);
    const std::size_t codes = plan.bits == 0 ? 0 : (rows * plan.bits + 7) / 8 + 8;
    bytes_ = static_cast<std::uint8_t*>(std::calloc(1, codes_at + codes));
    head_ = PackedHead{plan.base,
                       static_cast<std::uint32_t>(codes_at + codes),
                       static_cast<std::uint32_t>(plan.scale),
                       static_cast<std::uint32_t>(plan.exceptions),
                       static_cast<std::uint32_t>(codes_at),
                       static_cast<std::uint16_t>(plan.table.size()),
                       static_cast<std::uint8_t>(plan.bits),
                       static_cast<std::uint8_t>(element_bytes),
                       static_cast<std::uint32_t>(rows)};
    for (std::size_t i = 0; i < plan.table.size(); ++i) put_value(i, plan.table[i]);
    rows_at_ = sizeof(PackedHead) + (plan.table.size() + plan.exceptions) * element_bytes;
  }
  /// In the order of rows.
  void put(std::size_t row, std::uint64_t value) {
    const bool begins_block = row % (std::size_t{1} << kExceptionBlockBits) == 0;
    if (plan_.exceptions != 0 && begins_block)
      put_short(plan_.exceptions + (row >> kExceptionBlockBits), used_);
    if (!plan_.table.empty()) {
      const auto at = std::lower_bound(plan_.table.begin(), plan_.table.end(), value);
      return put_code(row, static_cast<std::uint64_t>(at - plan_.table.begin()));
    }
    const std::uint64_t code = offset_code(value, plan_.base, plan_.scale);
    const std::uint64_t ones = plan_.bits == 0 ? 1 : all_ones(plan_.bits);
    if (plan_.exceptions == 0 || code < ones) return put_code(row, code);
    put_short(used_, row);
    put_value(used_++, value);
    put_code(row, all_ones(plan_.bits));
  }
  PackedHead* take() {
    std::memcpy(bytes_, &head_, sizeof head_);
    return reinterpret_cast<PackedHead*>(bytes_);
  }

 private:
  void put_value(std::size_t index, std::uint64_t value) {  // little-endian, as snapshots say
    std::memcpy(bytes_ + sizeof(PackedHead) + index * element_bytes_, &value, element_bytes_);
  }
  void put_short(std::size_t index, std::size_t value) {  // of the exceptions' rows, then starts
    const auto out = static_cast<std::uint16_t>(value);
    std::memcpy(bytes_ + rows_at_ + index * sizeof out, &out, sizeof out);
  }
  void put_code(std::size_t row, std::uint64_t code) {
    if (plan_.bits == 0) return;
    const std::size_t bit = row * plan_.bits;
    std::uint8_t* at = bytes_ + head_.codes_at + bit / 8;
    std::uint64_t word;
    std::memcpy(&word, at, sizeof word);
    word |= code << (bit % 8);
    std::memcpy(at, &word, sizeof word);
  }

  const Plan& plan_;
  std::size_t element_bytes_;
  std::uint8_t* bytes_ = nullptr;
  PackedHead head_;
  std::size_t rows_at_ = 0;  // of the exceptions
  std::size_t used_ = 0;     // exceptions put
};

}  // namespace

PackedHead* pack_chunk(std::span<const std::uint64_t> values, std::size_t element_bytes) {
  if (values.empty()) return nullptr;
  const Plan plan = plan_for(values, element_bytes);
  const std::size_t raw = values.size() * element_bytes;
  if (plan.bytes > raw - raw / 8) return nullptr;
  BlobWriter out(plan, values.size(), element_bytes);
  for (std::size_t row = 0; row < values.size(); ++row) out.put(row, values[row]);
  return out.take();
}

namespace {

bool starts_in_order(const PackedHead& head) {
  const std::uint32_t blocks = packed::exception_blocks(head.rows);
  const std::uint8_t* starts = packed::at(head, head.codes_at - 2 * std::size_t{blocks});
  std::uint32_t before = 0;
  for (std::uint32_t block = 0; block < blocks; ++block) {
    const std::uint32_t start = packed::short_at(starts, block);
    if (start < before || start > (block == 0 ? 0 : head.exceptions)) return false;
    before = start;
  }
  return true;
}

}  // namespace

bool well_formed(const PackedHead& head, std::size_t rows, std::size_t element_bytes) {
  if (head.rows != rows || head.element_bytes != element_bytes || head.bits > kMaxBits ||
      head.exceptions > rows || head.table > kTableValues)
    return false;
  if (head.table != 0 && (head.exceptions != 0 || all_ones(head.bits) >= 2u * head.table))
    return false;
  const std::size_t codes_at =
      sizeof(PackedHead) + apart_bytes(rows, head.table, head.exceptions, element_bytes);
  const std::size_t codes = head.bits == 0 ? 0 : (rows * head.bits + 7) / 8 + 8;
  if (head.codes_at != codes_at || head.bytes != codes_at + codes) return false;
  return head.exceptions == 0 || starts_in_order(head);
}

}  // namespace sallyport::picture
