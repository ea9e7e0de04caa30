#include "match/internal/builder.hpp"

#include <algorithm>
#include <cstring>
#include <optional>
#include <tuple>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "text/fold.hpp"
#include "text/nicknames.hpp"
#include "text/phonetic.hpp"

namespace sallyport::match::internal {
namespace {

using model::Property;

std::uint32_t hash32(std::string_view text) {
  const auto h = static_cast<std::uint32_t>(hash64(text) >> 32);
  return text.empty() ? 0 : std::max(h, std::uint32_t{1});
}

// Facts come in any order: sorted and without repeats, the block is a function of the set.
template <class T>
void sort_unique(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

template <class T>
void cap(std::vector<T>& values, std::size_t most) {
  if (values.size() > most) values.resize(most);
}

std::string joined(std::span<const std::string> words, const char* between) {
  std::string out;
  for (const auto& word : words) {
    if (!out.empty()) out += between;
    out += word;
  }
  return out;
}

std::optional<Scheme> scheme_of(Property property) {
  switch (property) {
    case Property::prison_number:
      return Scheme::prison;
    case Property::former_prison_number:
      return Scheme::former_prison;
    case Property::pnc_number:
      return Scheme::pnc;
    case Property::cro_number:
      return Scheme::cro;
    case Property::crn:
      return Scheme::crn;
    case Property::ocg_nominal_id:
      return Scheme::nominal;
    case Property::pnd_id:
      return Scheme::pnd;
    case Property::chs_number:
      return Scheme::chs;
    case Property::nino:
      return Scheme::nino;
    default:
      return std::nullopt;
  }
}

}  // namespace

Features Builder::build(std::span<const Fact> facts) {
  for (const Fact& fact : facts) take(fact);
  take_names();
  take_addresses();
  std::sort(dates_.begin(), dates_.end(), [](const BirthDate& a, const BirthDate& b) {
    return std::tie(a.first, a.last, a.year) < std::tie(b.first, b.last, b.year);
  });
  dates_.erase(std::unique(dates_.begin(), dates_.end(),
                           [](const BirthDate& a, const BirthDate& b) {
                             return a.first == b.first && a.last == b.last && a.year == b.year;
                           }),
               dates_.end());
  cap(dates_, kDates);
  std::sort(contacts_.begin(), contacts_.end(),
            [](const Contact& a, const Contact& b) { return a.hash < b.hash; });
  contacts_.erase(std::unique(contacts_.begin(), contacts_.end(),
                              [](const Contact& a, const Contact& b) { return a.hash == b.hash; }),
                  contacts_.end());
  cap(contacts_, kContacts);
  // By scheme and hash: the text's place in the pool depends on the order of the facts.
  std::sort(numbers_.begin(), numbers_.end(), [](const Number& a, const Number& b) {
    return std::tie(a.scheme, a.hash) < std::tie(b.scheme, b.hash);
  });
  numbers_.erase(std::unique(numbers_.begin(), numbers_.end(),
                             [](const Number& a, const Number& b) {
                               return a.scheme == b.scheme && a.hash == b.hash;
                             }),
                 numbers_.end());
  cap(numbers_, kNumbers);
  return pack();
}

void Builder::take(const Fact& fact) {
  if (fact.value.empty()) return;
  if (const auto scheme = scheme_of(fact.property)) return take_number(*scheme, fact.value);
  switch (fact.property) {
    case Property::surname:
      surnames_.push_back(text::to_latin(fact.value));
      break;
    case Property::given_name:
      givens_.push_back(text::to_latin(fact.value));
      break;
    case Property::full_name:
      whole_names_.emplace_back(fact.value);
      break;
    case Property::alias:
      take_whole_name(fact.value, NameKind::alias);
      break;
    case Property::native_name:
      take_whole_name(fact.value, NameKind::native);
      break;
    case Property::date_of_birth:
      take_birth(fact.value);
      break;
    case Property::sex: {
      const char c = static_cast<char>(fact.value.front() & ~0x20);
      if (c != 'M' && c != 'F') break;
      header_.sex = header_.sex == 0 || header_.sex == c ? c : '?';  // both: not known
      break;
    }
    case Property::birthplace:
      header_.birthplace = std::max(header_.birthplace, hash64(text::to_latin(fact.value)));
      break;
    case Property::occupation:
      header_.occupation = std::max(header_.occupation, hash64(text::to_latin(fact.value)));
      break;
    case Property::phone_number:
      contacts_.push_back({.hash = hash64(fact.value)});
      break;
    case Property::email_address:
      contacts_.push_back({.hash = hash64(text::fold(fact.value)), .email = true});
      break;
    case Property::address:
      lines_.emplace_back(fact.value);
      break;
    case Property::postcode:
      postcodes_.push_back(joined(text::tokens(text::to_latin(fact.value)), ""));
      break;
    default:
      break;
  }
}

void Builder::take_number(Scheme scheme, std::string_view value) {
  const std::string bare = bare_number(value);
  if (bare.size() < 4 || bare.size() > 40) return;  // shorter ones are placeholders
  if (numbers_.size() >= 4 * kNumbers) return;
  numbers_.push_back({.hash = hash64(bare),
                      .offset = keep(bare),
                      .length = static_cast<std::uint8_t>(bare.size()),
                      .scheme = scheme});
}

void Builder::take_birth(std::string_view value) {
  const auto fuzzy = parse_fuzzy_date(value);
  if (!fuzzy) return;
  BirthDate out{.first = fuzzy->first_day, .last = fuzzy->last_day};
  const CivilDate first = to_civil(Date{fuzzy->first_day});
  const CivilDate last = to_civil(Date{fuzzy->last_day});
  if (first.year == last.year && !fuzzy->circa) {
    out.year = static_cast<std::int16_t>(first.year);
    if (first.month == last.month) out.month = static_cast<std::uint8_t>(first.month);
    if (fuzzy->exact()) out.day = static_cast<std::uint8_t>(first.day);
  }
  dates_.push_back(out);
}

// "Kessell, Martha" has the surname first; else the last word is the surname, with the particles
// before it ("van der Berg"). A single word of an alias is a name somebody is called by.
void Builder::take_whole_name(std::string_view value, NameKind kind) {
  NameText name;
  name.kind = kind;
  const auto comma = value.find(',');
  if (comma != std::string_view::npos) {
    name.surname = text::to_latin(value.substr(0, comma));
    name.given = text::to_latin(value.substr(comma + 1));
  } else {
    const auto words = text::tokens(text::to_latin(value));
    if (words.empty()) return;
    if (words.size() == 1) {
      if (kind == NameKind::alias) {
        single_aliases_.push_back(words[0]);
        return;
      }
      name.surname = words[0];
    } else {
      std::size_t from = words.size() - 1;
      while (from > 1 && text::is_name_particle(words[from - 1])) --from;
      name.given = joined(std::span(words).first(from), " ");
      name.surname = joined(std::span(words).subspan(from), " ");
    }
  }
  name_texts_.push_back(std::move(name));
}

void Builder::take_names() {
  sort_unique(surnames_);
  sort_unique(givens_);
  sort_unique(single_aliases_);
  if (surnames_.empty() && givens_.empty()) {
    for (const auto& whole : whole_names_) take_whole_name(whole, NameKind::recorded);
  }
  if (surnames_.empty() && !givens_.empty()) surnames_.emplace_back();
  if (givens_.empty() && !surnames_.empty()) givens_.emplace_back();
  for (const auto& surname : surnames_)
    for (const auto& given : givens_) name_texts_.push_back({surname, given, NameKind::recorded});
  // A pet name goes with every recorded surname.
  for (const auto& alias : single_aliases_) {
    std::vector<std::string> with;
    for (const auto& name : name_texts_)
      if (name.kind == NameKind::recorded) with.push_back(name.surname);
    if (with.empty()) with.emplace_back();
    sort_unique(with);
    for (const auto& surname : with) name_texts_.push_back({surname, alias, NameKind::alias});
  }
  std::sort(name_texts_.begin(), name_texts_.end(), [](const NameText& a, const NameText& b) {
    return std::tie(a.kind, a.surname, a.given) < std::tie(b.kind, b.surname, b.given);
  });
  name_texts_.erase(std::unique(name_texts_.begin(), name_texts_.end()), name_texts_.end());
  cap(name_texts_, kNames);
  for (const auto& name : name_texts_) add_name(name);
}

void Builder::add_name(const NameText& text) {
  Name name{.kind = text.kind};
  auto surname = text::tokens(text.surname);
  auto given = text::tokens(text.given);
  if (surname.empty() && given.empty()) return;
  cap(surname, kNameWords);
  cap(given, kNameWords);
  if (words_.size() + surname.size() + given.size() + 1 > 250) return;
  if (!surname.empty()) {
    name.has_surname = true;
    name.surname = word(joined(surname, ""));
    if (surname.size() > 1) {
      for (const auto& part : surname) {
        if (text::is_name_particle(part)) continue;
        name.parts[name.part_count++] = word(part);
      }
    }
  }
  for (const auto& part : given) name.given[name.given_count++] = word(part);
  names_.push_back(name);
}

std::uint8_t Builder::word(std::string_view text) {
  text = text.substr(0, 60);
  const std::uint64_t hash = hash64(text);
  for (std::size_t i = 0; i < words_.size(); ++i)
    if (words_[i].hash == hash) return static_cast<std::uint8_t>(i);
  Word out{.hash = hash,
           .offset = keep(text),
           .length = static_cast<std::uint8_t>(text.size()),
           .first = text.front()};
  if (text.size() > 1) {
    const auto sound = text::double_metaphone(text, 6);
    out.sound = hash32(sound.primary);
    if (sound.secondary != sound.primary) out.sound_too = hash32(sound.secondary);
    const std::string skeleton = text::consonant_skeleton(text);
    if (skeleton.size() > 1) out.skeleton = hash32(skeleton);
    std::size_t at = 0;
    for (std::uint16_t set : text::nickname_sets(text)) {
      if (at == kNicknameSets) break;
      out.nicknames[at++] = static_cast<std::uint16_t>(set + 1);
    }
  }
  words_.push_back(out);
  return static_cast<std::uint8_t>(words_.size() - 1);
}

std::uint16_t Builder::keep(std::string_view text) {
  const std::size_t at = text_.size();
  text_ += text;
  return static_cast<std::uint16_t>(at);
}

void Builder::take_addresses() {
  sort_unique(lines_);
  sort_unique(postcodes_);
  cap(lines_, kAddresses);
  cap(postcodes_, kAddresses);
  for (const auto& line : lines_) {
    AddressText read = read_address(line);
    // One postcode belongs to one address; with several it is not known which to which.
    if (read.postcode.empty() && lines_.size() == 1 && postcodes_.size() == 1) {
      read.postcode = postcodes_[0];
    }
    Address out;
    if (!read.numbers.empty()) out.numbers = hash64(read.numbers);
    if (!read.street.empty()) {
      read.street.resize(std::min<std::size_t>(read.street.size(), 60));
      out.street = hash64(read.street);
      out.street_offset = keep(read.street);
      out.street_length = static_cast<std::uint8_t>(read.street.size());
    }
    if (out.numbers != 0 && out.street != 0) out.house = mix64(out.numbers, out.street);
    if (!read.town.empty()) out.town = hash64(read.town);
    if (!read.postcode.empty()) out.postcode = hash64(read.postcode);
    addresses_.push_back(out);
  }
  for (const auto& postcode : postcodes_) {
    if (postcode.empty() || addresses_.size() >= kAddresses) continue;
    const std::uint64_t hash = hash64(postcode);
    const bool there = std::any_of(addresses_.begin(), addresses_.end(),
                                   [&](const Address& a) { return a.postcode == hash; });
    if (!there) addresses_.push_back({.postcode = hash});
  }
}

namespace {

template <class T>
void put(std::byte*& at, const std::vector<T>& values) {
  if (!values.empty()) std::memcpy(at, values.data(), values.size() * sizeof(T));
  at += values.size() * sizeof(T);
}

}  // namespace

Features Builder::pack() const {
  Header header = header_;
  header.words = static_cast<std::uint8_t>(words_.size());
  header.names = static_cast<std::uint8_t>(names_.size());
  header.dates = static_cast<std::uint8_t>(dates_.size());
  header.numbers = static_cast<std::uint8_t>(numbers_.size());
  header.addresses = static_cast<std::uint8_t>(addresses_.size());
  header.contacts = static_cast<std::uint8_t>(contacts_.size());
  Features out;
  const bool nothing = names_.empty() && dates_.empty() && numbers_.empty() && addresses_.empty() &&
                       contacts_.empty() && header.birthplace == 0 && header.occupation == 0 &&
                       header.sex == 0;
  if (nothing) return out;
  // Widest alignment first, so that every array stands aligned without gaps.
  const std::size_t size = sizeof(Header) + words_.size() * sizeof(Word) +
                           numbers_.size() * sizeof(Number) + addresses_.size() * sizeof(Address) +
                           contacts_.size() * sizeof(Contact) + dates_.size() * sizeof(BirthDate) +
                           names_.size() * sizeof(Name) + text_.size();
  out.block_ = std::make_unique_for_overwrite<std::byte[]>(size);
  out.size_ = static_cast<std::uint32_t>(size);
  std::byte* at = out.block_.get();
  std::memcpy(at, &header, sizeof(Header));
  at += sizeof(Header);
  put(at, words_);
  put(at, numbers_);
  put(at, addresses_);
  put(at, contacts_);
  put(at, dates_);
  put(at, names_);
  if (!text_.empty()) std::memcpy(at, text_.data(), text_.size());
  return out;
}

}  // namespace sallyport::match::internal

namespace sallyport::match {

bool is_compared(model::Property property) {
  using model::Property;
  switch (property) {
    case Property::surname:
    case Property::given_name:
    case Property::full_name:
    case Property::alias:
    case Property::native_name:
    case Property::date_of_birth:
    case Property::sex:
    case Property::birthplace:
    case Property::occupation:
    case Property::phone_number:
    case Property::email_address:
    case Property::address:
    case Property::postcode:
      return true;
    default:
      return internal::scheme_of(property).has_value();
  }
}

}  // namespace sallyport::match
