#include "match/blocking.hpp"

#include <algorithm>
#include <array>

#include "base/bytes.hpp"
#include "match/internal/layout.hpp"
#include "match/internal/tables.hpp"

namespace sallyport::match {
namespace {

using internal::BirthDate;
using internal::Layout;
using internal::Name;
using internal::Tables;
using internal::Word;

using Kind = BlockingKind;

constexpr std::size_t kMostKeys = 96;
constexpr std::int32_t kYearBits = 5'500;   // 45 years of birth
constexpr std::int32_t kDayBits = 8'500;    // day and month
constexpr std::int32_t kSoundBits = 1'500;  // names that sound like this one, of the same kind
constexpr std::int32_t kInitialBits = 3'500;

struct Key {
  std::uint64_t value = 0;
  Kind kind = Kind::number;
};

class Keys {
 public:
  Keys(const Layout& layout, const Tables& tables) : f_(layout), tables_(tables) {}

  void collect() {
    for (const Name& name : f_.names) of_name(name);
    for (const auto& number : f_.numbers) {
      if (number.scheme != internal::Scheme::former_prison) {
        add(Kind::number, number.hash, static_cast<std::uint64_t>(number.scheme));
      } else {
        add(Kind::number, number.hash, static_cast<std::uint64_t>(internal::Scheme::prison));
      }
    }
    for (const auto& contact : f_.contacts) {
      if (!tables_.hub_contacts.has(contact.hash)) add(Kind::contact, contact.hash, 0);
    }
    of_houses();
  }

  std::span<const Key> found() {
    const auto end = keys_.begin() + static_cast<std::ptrdiff_t>(count_);
    std::sort(keys_.begin(), end, [](const Key& a, const Key& b) { return a.value < b.value; });
    const auto last = std::unique(keys_.begin(), end,
                                  [](const Key& a, const Key& b) { return a.value == b.value; });
    return {keys_.data(), static_cast<std::size_t>(last - keys_.begin())};
  }

 private:
  void add(Kind kind, std::uint64_t a, std::uint64_t b) {
    if (count_ == kMostKeys) return;
    keys_[count_++] = {mix64(mix64(static_cast<std::uint64_t>(kind), a), b), kind};
  }

  bool stopped(const BirthDate& date) const {
    return date.exact() && tables_.stop_dates.has(static_cast<std::uint32_t>(date.first) + 1ULL);
  }
  std::int32_t least() const { return tables_.weights.key_least_bits; }

  // A date and the one with day and month exchanged have one key.
  static std::uint64_t either_way(const BirthDate& date) {
    const auto low = std::min(date.month, date.day);
    const auto high = std::max(date.month, date.day);
    return static_cast<std::uint64_t>(date.year) << 16 | static_cast<std::uint64_t>(low) << 8 |
           high;
  }

  static std::uint64_t day_of(const BirthDate& date) {
    return static_cast<std::uint64_t>(date.first) + (1ULL << 32);
  }

  template <class F>
  static void sounds(const Word& word, F&& f) {
    if (word.sound != 0) f(word.sound);
    if (word.sound_too != 0) f(word.sound_too);
  }

  void of_name(const Name& name) {
    const Word* surname = name.has_surname ? &f_.words[name.surname] : nullptr;
    const Word* given = name.given_count > 0 ? &f_.words[name.given[0]] : nullptr;
    if (surname != nullptr && tables_.stop_names.has(surname->hash)) surname = nullptr;
    if (given != nullptr && tables_.stop_names.has(given->hash)) given = nullptr;
    for (const BirthDate& date : f_.dates) {
      if (stopped(date)) continue;
      if (surname != nullptr) {
        surname_and_date(*surname, given, date);
        for (std::size_t i = 0; i < name.part_count; ++i) {
          surname_and_date(f_.words[name.parts[i]], given, date);
        }
      }
      if (given != nullptr && date.exact()) given_and_date(*given, date);
    }
    if (surname == nullptr) return;
    if (given != nullptr && name.given_count > 1) {
      three_names(*surname, *given, f_.words[name.given[1]]);
    }
    surname_and_place(*surname);
  }

  // A surname with a date that is a little off is looked for only together with the given name's
  // initial: without it such a pair cannot reach the fracture line.
  void surname_and_date(const Word& surname, const Word* given, const BirthDate& date) {
    const std::int32_t bits = tables_.surnames.bits(surname.hash) - kSoundBits + kInitialBits;
    const auto initial = given == nullptr ? 0U : static_cast<unsigned char>(given->first);
    if (given != nullptr && date.year != 0 && bits + kYearBits >= least()) {
      const std::uint64_t year = static_cast<std::uint64_t>(date.year) << 8 | initial;
      sounds(surname, [&](std::uint32_t s) { add(Kind::sound_year_initial, s, year); });
      if (surname.skeleton != 0) add(Kind::skeleton_year_initial, surname.skeleton, year);
    }
    if (!date.exact()) return;
    add(Kind::date_and_surname_initial, day_of(date), static_cast<unsigned char>(surname.first));
    if (given == nullptr) return;
    const std::uint64_t low =
        std::min<std::uint64_t>(initial, static_cast<unsigned char>(surname.first));
    const std::uint64_t high =
        std::max<std::uint64_t>(initial, static_cast<unsigned char>(surname.first));
    // In either order, so that names told the other way round are found.
    add(Kind::date_and_initials, either_way(date), low << 8 | high);
    if (bits + kDayBits >= least()) {
      const std::uint64_t day = (either_way(date) & 0xffff) << 8 | initial;
      sounds(surname, [&](std::uint32_t s) { add(Kind::day_sound_initial, s, day); });
    }
  }

  // The initial too: short names, pet names and slips keep it.
  void given_and_date(const Word& given, const BirthDate& date) {
    add(Kind::date_and_given_initial, day_of(date), static_cast<unsigned char>(given.first));
    if (tables_.given.bits(given.hash) - kSoundBits + kYearBits + kDayBits < least()) return;
    sounds(given, [&](std::uint32_t s) { add(Kind::date_and_given, either_way(date), s); });
  }

  // Without a date only three names say enough.
  void three_names(const Word& surname, const Word& given, const Word& second) {
    if (given.initial()) return;
    sounds(surname, [&](std::uint32_t x) {
      sounds(given, [&](std::uint32_t y) {
        add(Kind::three_names, mix64(std::min(x, y), std::max(x, y)),
            static_cast<unsigned char>(second.first));
      });
    });
  }

  void surname_and_place(const Word& surname) {
    for (const auto& address : f_.addresses) {
      if (tables_.hub_places.has(address.house) || tables_.hub_places.has(address.postcode))
        continue;
      if (address.house != 0) {
        add(Kind::house_and_initial, address.house, static_cast<unsigned char>(surname.first));
      }
      if (address.postcode != 0) {
        sounds(surname,
               [&](std::uint32_t s) { add(Kind::postcode_and_sound, address.postcode, s); });
      }
    }
  }

  void of_houses() {
    for (const auto& address : f_.addresses) {
      if (tables_.hub_places.has(address.house) || tables_.hub_places.has(address.postcode))
        continue;
      for (const BirthDate& date : f_.dates) {
        if (stopped(date)) continue;
        if (address.house != 0 && date.year != 0) {
          add(Kind::house_and_year, address.house, static_cast<std::uint64_t>(date.year));
        }
        if (address.postcode != 0 && date.exact()) {
          add(Kind::date_and_postcode, address.postcode, either_way(date));
        }
      }
    }
  }

  const Layout& f_;
  const Tables& tables_;
  std::array<Key, kMostKeys> keys_;
  std::size_t count_ = 0;
};

}  // namespace

std::string_view blocking_kind_words(BlockingKind kind) {
  switch (kind) {
    case Kind::sound_year_initial:
      return "surname's sound, year, initial";
    case Kind::skeleton_year_initial:
      return "consonants, year, initial";
    case Kind::date_and_surname_initial:
      return "date, surname's initial";
    case Kind::date_and_given_initial:
      return "date, given name's initial";
    case Kind::date_and_initials:
      return "date either way, initials";
    case Kind::date_and_given:
      return "date either way, given name";
    case Kind::day_sound_initial:
      return "day and month, sound, initial";
    case Kind::three_names:
      return "three names";
    case Kind::number:
      return "number";
    case Kind::house_and_initial:
      return "house, initial";
    case Kind::house_and_year:
      return "house, year";
    case Kind::postcode_and_sound:
      return "postcode, surname's sound";
    case Kind::contact:
      return "telephone or e-mail";
    case Kind::date_and_postcode:
      return "postcode, date";
  }
  return "";
}

void blocking_keys_by_kind(const Features& features, const Model& model,
                           const std::function<void(BlockingKind, std::uint64_t)>& sink) {
  const Layout layout(features);
  Keys keys(layout, model.tables());
  keys.collect();
  for (const Key& key : keys.found()) sink(key.kind, key.value);
}

void blocking_keys(const Features& features, const Model& model,
                   const std::function<void(std::uint64_t)>& sink) {
  blocking_keys_by_kind(features, model, [&](Kind, std::uint64_t key) { sink(key); });
}

}  // namespace sallyport::match
