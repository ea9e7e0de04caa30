// How Features keeps its facts: one block, a header and arrays behind it, no pointers. Reading is
// spans over the block; it is written once, by the Builder. Internal to match.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "match/features.hpp"

namespace sallyport::match::internal {

inline constexpr std::size_t kNames =
    12;  ///< forms of a name kept: the rest of a long list says no more
inline constexpr std::size_t kNameWords = 4;  ///< given words, and surname words, of one form
inline constexpr std::size_t kDates = 4;
inline constexpr std::size_t kNumbers = 16;
inline constexpr std::size_t kAddresses = 6;
inline constexpr std::size_t kContacts = 8;
inline constexpr std::size_t kNicknameSets = 4;

struct Word {
  std::uint64_t hash = 0;       ///< of the folded Latin word
  std::uint32_t sound = 0;      ///< hash of the primary metaphone; 0 = none
  std::uint32_t sound_too = 0;  ///< of the secondary, when different
  std::uint32_t skeleton = 0;   ///< hash of the consonant skeleton; 0 = shorter than two
  std::uint16_t offset = 0;     ///< of its text
  std::uint8_t length = 0;
  char first = 0;
  std::uint16_t nicknames[kNicknameSets] = {};  ///< set number + 1, ascending; 0 = none
  bool initial() const { return length == 1; }
};

enum class NameKind : std::uint8_t { recorded = 0, alias = 1, native = 2 };

struct Name {
  std::uint8_t given[kNameWords] = {};  ///< words
  std::uint8_t parts[kNameWords] = {};  ///< words of a surname of several parts
  std::uint8_t given_count = 0;
  std::uint8_t part_count = 0;  ///< 0 when the surname is one word
  std::uint8_t surname = 0;     ///< the surname written together
  bool has_surname = false;
  NameKind kind = NameKind::recorded;
  std::uint8_t pad[3] = {};
};

struct BirthDate {
  std::int16_t year = 0;   ///< 0 = an interval of several years: see first, last
  std::uint8_t month = 0;  ///< 0 = not known
  std::uint8_t day = 0;    ///< 0 = not known
  std::int32_t first = 0;  ///< days
  std::int32_t last = 0;
  bool exact() const { return day != 0; }
};

enum class Scheme : std::uint8_t { prison, former_prison, pnc, cro, crn, nominal, pnd, chs, nino };
inline constexpr std::size_t kSchemes = 9;

struct Number {
  std::uint64_t hash = 0;
  std::uint16_t offset = 0;
  std::uint8_t length = 0;
  Scheme scheme = Scheme::prison;
  std::uint32_t pad = 0;
};

struct Address {
  std::uint64_t house = 0;    ///< numbers and street; 0 = one of them is missing
  std::uint64_t numbers = 0;  ///< house and flat numbers
  std::uint64_t street = 0;
  std::uint64_t town = 0;
  std::uint64_t postcode = 0;
  std::uint16_t street_offset = 0;
  std::uint8_t street_length = 0;
  std::uint8_t pad[5] = {};
};

struct Contact {
  std::uint64_t hash = 0;
  bool email = false;
  std::uint8_t pad[7] = {};
};

struct Header {
  std::uint64_t birthplace = 0;
  std::uint64_t occupation = 0;
  std::uint8_t words = 0, names = 0, dates = 0, numbers = 0, addresses = 0, contacts = 0;
  char sex = 0;  ///< 'M', 'F' or 0
  std::uint8_t pad = 0;
};

/// Read access to a block; empty Features read as a Header of zeros.
struct Layout {
  explicit Layout(const Features& features);
  const Header& header;
  std::span<const Word> words;
  std::span<const Name> names;
  std::span<const BirthDate> dates;
  std::span<const Number> numbers;
  std::span<const Address> addresses;
  std::span<const Contact> contacts;
  const char* text;

  std::string_view at(const Word& word) const { return {text + word.offset, word.length}; }
  std::string_view at(const Number& number) const { return {text + number.offset, number.length}; }
  std::string_view street(const Address& a) const {
    return {text + a.street_offset, a.street_length};
  }
};

/// Numbers of an address and its parts, from a free line: used for people and for places alike.
struct AddressText {
  std::string numbers;  ///< "6", "2 6" for flat 2, 6 …; words with a digit, in order
  std::string street;   ///< folded, without numbers and "flat"
  std::string town;
  std::string postcode;  ///< folded, without blanks
};
AddressText read_address(std::string_view line);

/// Letters and digits only, upper case: how a number of any scheme is compared.
std::string bare_number(std::string_view value);

}  // namespace sallyport::match::internal
