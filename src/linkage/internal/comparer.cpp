#include "linkage/internal/comparer.hpp"

#include <algorithm>
#include <bit>

namespace sallyport::linkage {
namespace {

constexpr std::size_t kLargestCache = std::size_t{1} << 20;
constexpr unsigned kCodeBits = 28;

bool is_cached(Field field) {
  return field != Field::birth && field != Field::sex;
}

}  // namespace

Comparer::Comparer(const Dataset& data, const Traits& traits) : data_(data), traits_(traits) {
  for (const Field field : data.fields) {
    if (!is_cached(field)) continue;
    const std::size_t space = is_name(field) ? 0 : index_of(field);
    const std::size_t wanted = std::bit_ceil(data.size() * 2 + 1024);
    cache_[space].assign(std::min(wanted, is_name(field) ? kLargestCache : kLargestCache / 8), 0);
  }
  for (std::size_t i = 0; i < name_column_.size(); ++i)
    name_column_[i] = data.column(static_cast<Field>(i));
}

Level Comparer::compare_values(Field field, std::uint32_t a, std::uint32_t b) const {
  const Dictionary& texts = data_.space(field).dictionary;
  if (is_name(field))
    return name_level(texts.text(a), texts.text(b), traits_.names[a], traits_.names[b]);
  return text_level(field, texts.text(a), texts.text(b));
}

Level Comparer::level_of(Field field, std::uint32_t a, std::uint32_t b) {
  if (field == Field::birth) return birth_level(traits_.births.data()[a], traits_.births.data()[b]);
  if (field == Field::sex) return kDiffers;
  if (a > b) std::swap(a, b);
  auto& cache = cache_[is_name(field) ? 0 : index_of(field)];
  const std::uint64_t key = (std::uint64_t{a} << kCodeBits | b) << 8;
  std::uint64_t* at = cache.data() + (mix(key) & (cache.size() - 1));
  if ((*at & ~std::uint64_t{0xff}) == key) return static_cast<Level>(*at & 0xff);
  ++compared_;
  const Level level = compare_values(field, a, b);
  *at = key | level;
  return level;
}

Meeting Comparer::meet_sets(Field field, std::uint32_t a, std::uint32_t b) {
  Meeting best;
  const Space& space = data_.space(field);
  space.each(a, [&](std::uint32_t one) {
    space.each(b, [&](std::uint32_t other) {
      const Meeting now = meet(field, one, other);
      if (now.level > best.level) best = now;
    });
  });
  return best;
}

bool Comparer::may_be_exchanged(const std::uint32_t* a, const std::uint32_t* b) const {
  const auto [given, surname, middle] = name_column_;
  if (given == kFields || surname == kFields) return false;
  if (a[given] == 0 || b[given] == 0 || a[surname] == 0 || b[surname] == 0) return false;
  if (((a[given] | b[given] | a[surname] | b[surname]) & kSetBit) != 0) return true;
  const NameTraits* names = traits_.names.data();
  return names[a[given]].initial == names[b[surname]].initial ||
         names[a[surname]].initial == names[b[given]].initial;
}

void Comparer::look_closer(const std::uint32_t* a, const std::uint32_t* b, Meeting* names) {
  const auto [given, surname, middle] = name_column_;
  if (given == kFields || surname == kFields) return;
  if (names[0].level <= kNamePart && names[1].level <= kNamePart && may_be_exchanged(a, b)) {
    const Meeting one = meet(Field::given, a[given], b[surname]);
    if (one.level >= kNickname && meet(Field::given, a[surname], b[given]).level >= kNickname) {
      names[0] = {kNamesExchanged, one.a, names[1].a};  // a's given name and surname
      names[1] = {};
      return;
    }
  }
  if (middle == kFields || names[0].level == kMissing || names[0].level >= kNamePart) return;
  if (a[given] == b[middle] || a[middle] == b[given]) names[0].level = kNamePart;
}

}  // namespace sallyport::linkage
