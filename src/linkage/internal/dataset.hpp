// The records of all files in dictionary-encoded columns: a record is a row of codes, one a field.
// A field with several values (aliases, two telephones) holds the code of a set. Rows lie in an
// order made of what they say and their ids, so that nothing depends on the order of arrival.
// Ownership: owns everything. Threads: one writer, then any number of readers. Failure: none.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "linkage/internal/dictionary.hpp"

namespace sallyport::linkage {

/// What is compared. The values index tables and the three bits of a pattern: order is for ever.
enum class Field : std::uint8_t {
  given,
  surname,
  middle,
  birth,
  sex,
  house,
  street,
  locality,
  town,
  postcode,
  region,
  phone,
  email,
  birthplace,
  occupation,
  organisation,
  number_0,
  number_1,
  number_2,
  number_3,
  number_4,
};
inline constexpr std::size_t kFields = 21;
inline constexpr std::size_t kNumberFields = 5;
inline constexpr std::size_t index_of(Field field) {
  return static_cast<std::size_t>(field);
}
std::string_view field_name(Field field);
inline bool is_number(Field field) {
  return field >= Field::number_0;
}
inline bool is_name(Field field) {
  return field <= Field::middle;
}

inline constexpr std::uint32_t kSetBit = 0x80000000U;

/// Codes of one kind of value. Given, middle and surnames share one, so that exchanged names meet.
struct Space {
  Dictionary dictionary;
  std::vector<std::vector<std::uint32_t>> sets;  ///< sorted by text, each value once

  /// The codes behind a cell: one, or those of a set.
  template <class Visit>
  void each(std::uint32_t code, const Visit& visit) const {
    if (code == 0) return;
    if ((code & kSetBit) == 0) return visit(code);
    for (const std::uint32_t one : sets[code & ~kSetBit]) visit(one);
  }
  /// The cell's code with one more value in it.
  std::uint32_t with(std::uint32_t cell, std::uint32_t code);
};

struct Dataset {
  std::array<Space, kFields> spaces;  ///< of Field; the names' is at Field::given
  std::vector<Field> fields;          ///< that some file has, ascending: the columns of rows
  std::array<std::string, kNumberFields> number_kinds;
  std::vector<std::uint32_t> rows;  ///< record * fields.size() + column
  std::vector<std::uint16_t> source_of;
  std::vector<std::uint8_t> generation_of;  ///< see values.hpp; 0 where it is not said
  std::vector<std::string> sources;
  Texts ids;
  std::vector<std::uint32_t> id_of;  ///< record -> its place in ids (order of arrival)
  Texts truths;                      ///< by order of arrival, when a column says who is who

  std::size_t size() const { return source_of.size(); }
  const std::uint32_t* row(std::size_t record) const {
    return rows.data() + record * fields.size();
  }
  std::string_view id(std::size_t record) const { return ids[id_of[record]]; }
  Space& space(Field field) { return spaces[is_name(field) ? 0 : index_of(field)]; }
  const Space& space(Field field) const { return spaces[is_name(field) ? 0 : index_of(field)]; }
  /// How often each code of a field occurs, and in how many records there is one.
  struct Occurrences {
    std::vector<std::uint32_t> of_code;
    std::uint64_t records = 0;
  };
  Occurrences occurrences(Field field) const;
  /// kFields when no file has it.
  std::size_t column(Field field) const;
  /// Puts the rows into the order that does not depend on arrival.
  void arrange();
};

}  // namespace sallyport::linkage
