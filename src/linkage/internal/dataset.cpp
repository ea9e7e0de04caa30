#include "linkage/internal/dataset.hpp"

#include <algorithm>

namespace sallyport::linkage {
namespace {

constexpr std::size_t kLargestSet = 8;  // values of one field of one record

constexpr std::array<std::string_view, kFields> kNames = {
    "given name", "surname",    "middle name", "date of birth", "sex",      "house",
    "street",     "locality",   "town",        "postcode",      "region",   "phone",
    "e-mail",     "birthplace", "occupation",  "organisation",  "number 1", "number 2",
    "number 3",   "number 4",   "number 5"};

struct Place {
  std::uint64_t said = 0;
  std::uint64_t named = 0;
  std::uint32_t record = 0;
};

template <class T>
void permute(std::vector<T>& values, const std::vector<Place>& order, std::size_t width) {
  std::vector<T> out(values.size());
  for (std::size_t i = 0; i < order.size(); ++i)
    std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(order[i].record * width), width,
                out.begin() + static_cast<std::ptrdiff_t>(i * width));
  values.swap(out);
}

}  // namespace

std::string_view field_name(Field field) {
  return kNames[index_of(field)];
}

std::uint32_t Space::with(std::uint32_t cell, std::uint32_t code) {
  if (code == 0 || cell == code) return cell;
  if (cell == 0) return code;
  std::vector<std::uint32_t> values;
  each(cell, [&](std::uint32_t one) { values.push_back(one); });
  if (values.size() >= kLargestSet || std::find(values.begin(), values.end(), code) != values.end())
    return cell;
  values.push_back(code);
  std::sort(values.begin(), values.end(), [&](std::uint32_t a, std::uint32_t b) {
    return dictionary.text(a) < dictionary.text(b);
  });
  sets.push_back(std::move(values));
  return static_cast<std::uint32_t>(sets.size() - 1) | kSetBit;
}

std::size_t Dataset::column(Field field) const {
  const auto at = std::find(fields.begin(), fields.end(), field);
  return at == fields.end() ? kFields : static_cast<std::size_t>(at - fields.begin());
}

Dataset::Occurrences Dataset::occurrences(Field field) const {
  const std::size_t at = column(field);
  const Space& values = space(field);
  Occurrences out{std::vector<std::uint32_t>(values.dictionary.size(), 0), 0};
  for (std::size_t i = 0; i < size(); ++i) {
    const std::uint32_t code = row(i)[at];
    out.records += code != 0 ? 1 : 0;
    values.each(code, [&](std::uint32_t one) { ++out.of_code[one]; });
  }
  return out;
}

void Dataset::arrange() {
  const std::size_t birth = column(Field::birth);
  const std::size_t surname = column(Field::surname);
  std::vector<std::uint64_t> of_source;
  for (const std::string& name : sources) of_source.push_back(hash64(name));
  std::vector<Place> order(size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    // people of one birthday lie together: who is compared with whom is mostly near in memory
    const auto hash_of = [&](std::size_t at, Field field) {
      std::uint64_t out = 0;
      if (at < fields.size())
        space(field).each(row(i)[at], [&](std::uint32_t code) {
          out = mix(out, hash64(space(field).dictionary.text(code)));
        });
      return out;
    };
    order[i] = {hash_of(birth, Field::birth) << 32 | hash_of(surname, Field::surname) >> 32,
                mix(of_source[source_of[i]], hash64(ids[i])), static_cast<std::uint32_t>(i)};
  }
  std::sort(order.begin(), order.end(), [](const Place& a, const Place& b) {
    if (a.said != b.said) return a.said < b.said;
    return a.named != b.named ? a.named < b.named : a.record < b.record;
  });
  permute(rows, order, fields.size());
  permute(source_of, order, 1);
  permute(generation_of, order, 1);
  id_of.resize(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) id_of[i] = order[i].record;
}

}  // namespace sallyport::linkage
