#include "linkage/internal/blocking.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "linkage/internal/radix.hpp"

namespace sallyport::linkage {
namespace {

constexpr std::size_t kLargestBlock = 48;  // records of a key: more of them, and it says too little
constexpr std::size_t kLargestParts = 512;
/// A single value is a key too where the file is small enough: its blocks may hold so many pairs
/// for each record, taken together, as the work allows.
constexpr std::size_t kSingleValueWork = 2'000'000;
constexpr std::size_t kSmallestSingleBlock = 4;
constexpr std::size_t kLargestSingleBlock = 100;
/// Every pair is compared in files up to this.
constexpr std::size_t kAllPairs = 1'200;

enum class Key : std::uint8_t {
  number_0,
  number_1,
  number_2,
  number_3,
  number_4,
  phone,
  email,
  birth_surname,
  birth_given,
  birth_initials,
  birth_turned,
  birth_postcode,
  names_year,
  names_day,
  names_postcode,
  names_town,
  names_exact,
  month_skeleton,
  mail_name,
  birth_street,
  birth_town,
  names_street,
  postcode_house,
  postcode_given,
  postcode_surname,
  street_house,
  street_given,
  street_surname,
  locality_given,
  locality_surname,
  day_skeleton,
  town_skeleton,
  given_birthplace,
  surname_birthplace,
  surname_occupation,
  day_postcode,
  firm,
  firm_town,
  firm_postcode,
  birth_alone,  // from here on single values
  surname_alone,
  given_alone,
  postcode_alone,
  street_alone,
  everything,
};
constexpr std::size_t kKeys = static_cast<std::size_t>(Key::everything) + 1;

constexpr std::array<std::string_view, kKeys> kKeyNames = {
    "number 1",
    "number 2",
    "number 3",
    "number 4",
    "number 5",
    "phone",
    "e-mail",
    "date of birth, surname's sound",
    "date of birth, given name's sound",
    "date of birth, both initials in either order",
    "date of birth with day and month in either order, surname's sound",
    "date of birth, postcode",
    "both names' sounds in either order, year",
    "both names' sounds in either order, day and month",
    "both names' sounds in either order, postcode",
    "both names' sounds in either order, town",
    "both names in either order",
    "year and month, surname's consonants, given initial",
    "e-mail before the @",
    "date of birth, street",
    "date of birth, town",
    "both names' sounds in either order, street",
    "postcode, house",
    "postcode, given name's sound",
    "postcode, surname's sound",
    "street, house",
    "street, given name's sound",
    "street, surname's sound",
    "locality, given name's sound",
    "locality, surname's sound",
    "year and day, surname's consonants, given initial",
    "town, surname's consonants, given initial",
    "given name's sound, birthplace, year",
    "surname's sound, birthplace, year",
    "surname's sound, occupation, year",
    "day and month, postcode",
    "organisation",
    "organisation's first word, town",
    "organisation's first word, postcode",
    "date of birth alone",
    "surname alone",
    "given name alone",
    "postcode alone",
    "street alone",
    "every pair of a small file"};

class KeyMaker {
 public:
  KeyMaker(const Dataset& data, const Traits& traits) : data_(data), traits_(traits) {
    for (std::size_t f = 0; f < kFields; ++f) column_[f] = data.column(static_cast<Field>(f));
  }

  /// sink(hash) for each key of this kind that the record has.
  template <class Sink>
  void make(Key key, std::size_t record, const Sink& sink) const {
    row_ = data_.row(record);
    const auto seed = static_cast<std::uint64_t>(key) + 1;
    const auto put = [&](std::uint64_t a, std::uint64_t b, std::uint64_t c) {
      sink(mix(mix(a + (seed << 56), b), c));
    };
    if (key >= Key::birth_alone) return alone(key, put);
    if (key <= Key::email || key == Key::mail_name || key >= Key::firm) return single(key, put);
    switch (key) {
      case Key::birth_surname:
      case Key::birth_given:
      case Key::birth_initials:
      case Key::birth_turned:
      case Key::birth_postcode:
      case Key::birth_street:
      case Key::birth_town:
      case Key::day_postcode:
        return of_birth(key, put);
      case Key::names_year:
      case Key::names_day:
      case Key::names_postcode:
      case Key::names_town:
      case Key::names_exact:
      case Key::names_street:
      case Key::month_skeleton:
      case Key::day_skeleton:
      case Key::town_skeleton:
        return of_names(key, put);
      default:
        return of_places(key, put);
    }
  }

  bool possible(Key key) const {
    bool any = false;
    const std::size_t sample = std::min<std::size_t>(data_.size(), 2000);
    for (std::size_t i = 0; i < sample && !any; ++i)
      make(key, i * data_.size() / sample, [&](std::uint64_t) { any = true; });
    return any;
  }

 private:
  /// Codes: they differ between two orders of arrival, so they look values up and are no part of
  /// a key. Texts' hashes are.
  template <class Visit>
  void each_code(Field field, const Visit& visit) const {
    const std::size_t column = column_[index_of(field)];
    if (column == kFields) return;
    const std::uint32_t code = row_[column];
    if (code == 0) return;
    if ((code & kSetBit) == 0) return visit(code);
    data_.space(field).each(code, visit);
  }
  template <class Visit>
  void each(Field field, const Visit& visit) const {
    const Dictionary& texts = data_.space(field).dictionary;
    each_code(field, [&](std::uint32_t code) { visit(texts.hash(code)); });
  }
  template <class Visit>
  void each_name(Field field, const Visit& visit) const {
    each_code(field, [&](std::uint32_t code) { visit(traits_.names.data()[code]); });
  }
  template <class Visit>
  void each_birth(const Visit& visit) const {
    each_code(Field::birth, [&](std::uint32_t code) {
      if (const std::uint32_t birth = traits_.births.data()[code]; birth != 0) visit(birth);
    });
  }
  template <class Visit>
  void each_sound(Field field, const Visit& visit) const {
    each_name(field, [&](const NameTraits& name) {
      if (name.sound != 0) visit(name.sound);
    });
  }
  /// Both names' sounds, whichever stands first.
  template <class Visit>
  void each_sounds(const Visit& visit) const {
    each_sound(Field::given, [&](std::uint32_t given) {
      each_sound(Field::surname, [&](std::uint32_t surname) {
        visit(std::uint64_t{std::min(given, surname)} << 32 | std::max(given, surname));
      });
    });
  }
  template <class Visit>
  void each_skeleton(const Visit& visit) const {
    each_name(Field::given, [&](const NameTraits& given) {
      each_name(Field::surname, [&](const NameTraits& surname) {
        if (surname.skeleton != 0) visit(std::uint64_t{surname.skeleton} << 8 | given.initial);
      });
    });
  }

  template <class Put>
  void alone(Key key, const Put& put) const {
    const auto value = [&](std::uint32_t one) { put(one, 0, 0); };
    switch (key) {
      case Key::birth_alone:
        return each(Field::birth, value);
      case Key::surname_alone:
        return each(Field::surname, value);
      case Key::given_alone:
        return each(Field::given, value);
      case Key::postcode_alone:
        return each(Field::postcode, value);
      case Key::street_alone:
        return each(Field::street, value);
      default:
        return put(0, 0, 0);
    }
  }

  template <class Put>
  void single(Key key, const Put& put) const {
    const auto code = [&](std::uint32_t one) { put(one, 0, 0); };
    const auto firm_word = [&](Field field) {
      each_code(Field::organisation, [&](std::uint32_t firm) {
        each(field, [&](std::uint32_t place) { put(traits_.organisations[firm], place, 0); });
      });
    };
    if (key == Key::phone) return each(Field::phone, code);
    if (key == Key::email) return each(Field::email, code);
    if (key == Key::firm) return each(Field::organisation, code);
    if (key == Key::firm_town) return firm_word(Field::town);
    if (key == Key::firm_postcode) return firm_word(Field::postcode);
    if (key == Key::mail_name)
      return each_code(Field::email, [&](std::uint32_t mail) {
        if (traits_.mail_names[mail] != 0) put(traits_.mail_names[mail], 0, 0);
      });
    each(static_cast<Field>(index_of(Field::number_0) + static_cast<std::size_t>(key)), code);
  }

  template <class Put>
  void of_birth(Key key, const Put& put) const {
    each_birth([&](std::uint32_t birth) {
      const auto with = [&](std::uint32_t value) { put(birth, value, 0); };
      if (key == Key::day_postcode)
        return each(Field::postcode, [&](std::uint32_t place) { put(birth & 0xffff, place, 0); });
      if (day_of(birth) == 0) return;  // a year alone says too little here
      if (key == Key::birth_surname) return each_sound(Field::surname, with);
      if (key == Key::birth_given) return each_sound(Field::given, with);
      if (key == Key::birth_postcode) return each(Field::postcode, with);
      if (key == Key::birth_street) return each(Field::street, with);
      if (key == Key::birth_town) return each(Field::town, with);
      const std::uint32_t low = std::min(month_of(birth), day_of(birth));
      const std::uint32_t high = std::max(month_of(birth), day_of(birth));
      if (key == Key::birth_turned)
        return each_sound(Field::surname, [&](std::uint32_t sound) {
          put(year_of(birth), low << 8 | high, sound);
        });
      each_name(Field::given, [&](const NameTraits& given) {
        each_name(Field::surname, [&](const NameTraits& surname) {
          const auto [first, last] = std::minmax(given.initial, surname.initial);
          put(birth, first, last);
        });
      });
    });
  }

  template <class Put>
  void of_names(Key key, const Put& put) const {
    if (key == Key::names_exact)
      return each(Field::given, [&](std::uint32_t given) {
        each(Field::surname, [&](std::uint32_t surname) {
          put(std::min(given, surname), std::max(given, surname), 0);
        });
      });
    if (key == Key::town_skeleton)
      return each_skeleton([&](std::uint64_t name) {
        each(Field::town, [&](std::uint32_t town) { put(name, town, 0); });
      });
    if (key == Key::month_skeleton || key == Key::day_skeleton) {
      const std::uint32_t part = key == Key::month_skeleton ? 0xffffff00U : 0xffff00ffU;
      return each_birth([&](std::uint32_t birth) {
        if (day_of(birth) != 0)
          each_skeleton([&](std::uint64_t name) { put(name, birth & part, 0); });
      });
    }
    each_sounds([&](std::uint64_t sounds) {
      const auto with = [&](std::uint32_t value) { put(sounds, value, 0); };
      if (key == Key::names_postcode) return each(Field::postcode, with);
      if (key == Key::names_town) return each(Field::town, with);
      if (key == Key::names_street) return each(Field::street, with);
      each_birth([&](std::uint32_t birth) {
        if (key == Key::names_year) return with(year_of(birth));
        if (day_of(birth) != 0) with(birth & 0xffff);
      });
    });
  }

  template <class Put>
  void of_places(Key key, const Put& put) const {
    const auto sound_at = [&](Field name, Field place) {
      each(place, [&](std::uint32_t at) {
        each_sound(name, [&](std::uint32_t sound) { put(at, sound, 0); });
      });
    };
    const auto sound_year_at = [&](Field name, Field place) {
      each_birth([&](std::uint32_t birth) {
        each(place, [&](std::uint32_t at) {
          each_sound(name, [&](std::uint32_t sound) { put(at, sound, year_of(birth)); });
        });
      });
    };
    const auto house_at = [&](Field place) {
      each(place, [&](std::uint32_t at) {
        each(Field::house, [&](std::uint32_t house) { put(at, house, 0); });
      });
    };
    switch (key) {
      case Key::postcode_house:
        return house_at(Field::postcode);
      case Key::street_house:
        return house_at(Field::street);
      case Key::postcode_given:
        return sound_at(Field::given, Field::postcode);
      case Key::postcode_surname:
        return sound_at(Field::surname, Field::postcode);
      case Key::street_given:
        return sound_at(Field::given, Field::street);
      case Key::street_surname:
        return sound_at(Field::surname, Field::street);
      case Key::locality_given:
        return sound_at(Field::given, Field::locality);
      case Key::locality_surname:
        return sound_at(Field::surname, Field::locality);
      case Key::given_birthplace:
        return sound_year_at(Field::given, Field::birthplace);
      case Key::surname_birthplace:
        return sound_year_at(Field::surname, Field::birthplace);
      default:
        return sound_year_at(Field::surname, Field::occupation);
    }
  }

  const Dataset& data_;
  const Traits& traits_;
  std::array<std::size_t, kFields> column_ = {};
  mutable const std::uint32_t* row_ = nullptr;
};

/// Candidates in parts by their first record; a part forgets what came twice before it grows large.
class Gathering {
 public:
  explicit Gathering(std::size_t records) {
    bits_ = static_cast<unsigned>(std::bit_width(records));
    while ((records >> part_bits_) >= kLargestParts) ++part_bits_;
    parts_.resize((records >> part_bits_) + 1);
    once_.resize(parts_.size(), 0);
  }

  void add(std::uint32_t a, std::uint32_t b, std::size_t kind) {
    auto& part = parts_.data()[a >> part_bits_];
    if (part.size() == part.capacity()) make_room(a >> part_bits_);
    part.push_back(Candidate{a} << (8 + kRecordBits) | Candidate{b} << 8 | kind);
  }

  std::vector<std::vector<Candidate>> take() {
    for (std::size_t p = 0; p < parts_.size(); ++p) settle(p);
    return std::move(parts_);
  }

 private:
  void make_room(std::size_t p) {
    settle(p);
    auto& part = parts_[p];
    part.reserve(std::max<std::size_t>(1024, part.size() + part.size() / 2 + 512));
  }

  /// Ascending, each pair once with its first kind: kinds come in ascending order and the sort
  /// keeps the order of equals.
  void settle(std::size_t p) {
    auto& part = parts_[p];
    if (part.size() == once_[p]) return;
    radix_sort(part, spare_, 8, 8 + bits_);
    radix_sort(part, spare_, 8 + kRecordBits, 8 + kRecordBits + part_bits_);
    part.erase(std::unique(part.begin(), part.end(),
                           [](Candidate a, Candidate b) { return a >> 8 == b >> 8; }),
               part.end());
    once_[p] = part.size();
  }

  unsigned bits_ = 0;
  unsigned part_bits_ = 0;
  std::vector<std::vector<Candidate>> parts_;
  std::vector<std::size_t> once_;
  std::vector<Candidate> spare_;
};

/// The most records a key of this kind may have in a file of this size; 0: the kind is not used.
std::size_t largest_block(Key key, std::size_t records) {
  if (key < Key::birth_alone) return kLargestBlock;
  if (key == Key::everything) return records <= kAllPairs ? kAllPairs : 0;
  const std::size_t largest =
      std::min(kLargestSingleBlock, kSingleValueWork / std::max<std::size_t>(records, 1));
  return largest < kSmallestSingleBlock ? 0 : largest;
}

class Blocks {
 public:
  Blocks(const Dataset& data, const Traits& traits, const BlockingPlan& plan)
      : data_(data), plan_(plan), maker_(data, traits), gathering_(data.size()) {}

  void take(Key key, KeyReport& report) {
    const std::size_t largest = largest_block(key, data_.size());
    if (largest == 0 || !maker_.possible(key)) return;
    keys_.clear();
    for (std::size_t i = 0; i < data_.size(); ++i)
      maker_.make(key, i, [&](std::uint64_t hash) { keys_.push_back((hash >> 32 << 32) | i); });
    report.keys = keys_.size();
    radix_sort(keys_, spare_, 32, 64);
    const std::uint64_t* keys = keys_.data();
    for (std::size_t begin = 0; begin < keys_.size();) {
      std::size_t end = begin + 1;
      while (end < keys_.size() && keys[end] >> 32 == keys[begin] >> 32) ++end;
      report.largest = std::max<std::uint64_t>(report.largest, end - begin);
      if (end - begin > largest) {
        ++report.stop_keys;
      } else if (end - begin > 1) {
        report.pairs += take_block(keys + begin, keys + end, static_cast<std::size_t>(key));
      }
      begin = end;
    }
  }
  std::vector<std::vector<Candidate>> result() { return gathering_.take(); }

 private:
  bool wanted(std::uint32_t a, std::uint32_t b) const {
    if (a == b) return false;
    if (plan_.scope != Scope::everything) {
      const bool same = data_.source_of[a] == data_.source_of[b];
      if (same != (plan_.scope == Scope::dedupe)) return false;
    }
    return plan_.every == 1 || mix(std::uint64_t{a} << 32 | b) % plan_.every == 0;
  }

  std::uint64_t take_block(const std::uint64_t* begin, const std::uint64_t* end, std::size_t kind) {
    std::uint64_t pairs = 0;
    for (const std::uint64_t* one = begin; one != end; ++one)
      for (const std::uint64_t* other = one + 1; other != end; ++other) {
        const auto a = static_cast<std::uint32_t>(*one);
        const auto b = static_cast<std::uint32_t>(*other);
        if (!wanted(a, b)) continue;
        ++pairs;
        gathering_.add(a, b, kind);
      }
    return pairs;
  }

  const Dataset& data_;
  const BlockingPlan& plan_;
  const KeyMaker maker_;
  Gathering gathering_;
  std::vector<std::uint64_t> keys_;
  std::vector<std::uint64_t> spare_;
};

}  // namespace

std::size_t key_kinds() {
  return kKeys;
}
std::string_view key_kind_name(std::size_t kind) {
  return kKeyNames[kind];
}

Candidates candidates_of(const Dataset& data, const Traits& traits, const BlockingPlan& plan) {
  Candidates out;
  out.every = plan.every;
  Blocks blocks(data, traits, plan);
  for (std::size_t k = 0; k < kKeys; ++k) {
    out.keys.push_back({std::string(kKeyNames[k])});
    if ((plan.kinds >> k & 1) != 0) blocks.take(static_cast<Key>(k), out.keys.back());
  }
  out.parts = blocks.result();
  for (const auto& part : out.parts) {
    out.pairs += part.size();
    for (const Candidate candidate : part) ++out.keys[kind_of(candidate)].first;
  }
  return out;
}

}  // namespace sallyport::linkage
