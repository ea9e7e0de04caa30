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

// What a key is made of; part of the key, so that keys of two kinds never meet.
enum class Kind : std::uint64_t {
  sound_and_year = 1,
  skeleton_and_year,
  date_and_initial,
  date_and_given,
  day_and_sound,
  name_and_name,
  sound_and_initial,
  number,
  house_and_initial,
  house_and_year,
  postcode_and_sound,
  contact,
  date_and_house,
};

constexpr std::size_t kMostKeys = 96;
constexpr std::int32_t kYearBits = 5'500;   // 45 years of birth
constexpr std::int32_t kDayBits = 8'500;    // day and month
constexpr std::int32_t kSoundBits = 1'500;  // names that sound like this one, of the same kind
constexpr std::int32_t kInitialBits = 3'500;

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

  std::span<const std::uint64_t> found() {
    std::sort(keys_.begin(), keys_.begin() + static_cast<std::ptrdiff_t>(count_));
    const auto end =
        std::unique(keys_.begin(), keys_.begin() + static_cast<std::ptrdiff_t>(count_));
    return {keys_.data(), static_cast<std::size_t>(end - keys_.begin())};
  }

 private:
  void add(Kind kind, std::uint64_t a, std::uint64_t b) {
    if (count_ < kMostKeys) keys_[count_++] = mix64(mix64(static_cast<std::uint64_t>(kind), a), b);
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
      if (surname != nullptr) surname_and_date(*surname, date);
      for (std::size_t i = 0; i < name.part_count; ++i) {
        surname_and_date(f_.words[name.parts[i]], date);
      }
      if (given != nullptr && date.exact()) {
        // The initial too: short names, pet names and slips keep it. Surname and given name share
        // the kind, so that a name in the other order is found.
        add(Kind::date_and_initial, either_way(date), static_cast<unsigned char>(given->first));
        sounds(*given, [&](std::uint32_t s) { add(Kind::date_and_given, either_way(date), s); });
      }
    }
    if (surname != nullptr && given != nullptr) two_names(*surname, *given);
    if (surname != nullptr) surname_and_place(*surname);
  }

  void surname_and_date(const Word& surname, const BirthDate& date) {
    const std::int32_t bits = tables_.surnames.bits(surname.hash) - kSoundBits;
    if (date.year != 0 && bits + kYearBits >= least()) {
      const auto year = static_cast<std::uint64_t>(date.year);
      sounds(surname, [&](std::uint32_t s) { add(Kind::sound_and_year, s, year); });
      if (surname.skeleton != 0) add(Kind::skeleton_and_year, surname.skeleton, year);
    }
    if (!date.exact()) return;
    add(Kind::date_and_initial, either_way(date), static_cast<unsigned char>(surname.first));
    if (bits + kDayBits >= least()) {
      const std::uint64_t day = static_cast<std::uint64_t>(std::min(date.month, date.day)) << 8 |
                                std::max(date.month, date.day);
      sounds(surname, [&](std::uint32_t s) { add(Kind::day_and_sound, s, day); });
    }
  }

  void two_names(const Word& surname, const Word& given) {
    const std::int32_t bits = tables_.surnames.bits(surname.hash) - kSoundBits;
    if (!given.initial() && bits + tables_.given.bits(given.hash) - kSoundBits >= least()) {
      sounds(surname, [&](std::uint32_t x) {
        sounds(given,
               [&](std::uint32_t y) { add(Kind::name_and_name, std::min(x, y), std::max(x, y)); });
      });
      if (surname.skeleton != 0 && given.skeleton != 0) {
        add(Kind::name_and_name, std::min(surname.skeleton, given.skeleton),
            std::max(surname.skeleton, given.skeleton));
      }
    }
    if (bits + kInitialBits >= least()) {
      sounds(surname, [&](std::uint32_t s) {
        add(Kind::sound_and_initial, s, static_cast<unsigned char>(given.first));
      });
    }
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
          add(Kind::date_and_house, address.postcode, either_way(date));
        }
      }
    }
  }

  const Layout& f_;
  const Tables& tables_;
  std::array<std::uint64_t, kMostKeys> keys_;
  std::size_t count_ = 0;
};

}  // namespace

void blocking_keys(const Features& features, const Model& model,
                   const std::function<void(std::uint64_t)>& sink) {
  const Layout layout(features);
  Keys keys(layout, model.tables());
  keys.collect();
  for (std::uint64_t key : keys.found()) sink(key);
}

}  // namespace sallyport::match
