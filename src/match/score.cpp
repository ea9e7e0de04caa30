#include "match/score.hpp"

#include "match/internal/levels.hpp"
#include "text/similarity.hpp"

namespace sallyport::match {
namespace internal {
namespace {

bool is_prison(Scheme scheme) {
  return scheme == Scheme::prison || scheme == Scheme::former_prison;
}

struct SchemeRule {
  Field field;
  std::span<const Scheme> schemes;  ///< numbers of one kind: a former number is a prison number
  std::int32_t Weights::*differs;   ///< null: every force gives its own, so two say nothing
};

constexpr Scheme kPrison[] = {Scheme::prison, Scheme::former_prison};
constexpr Scheme kPnc[] = {Scheme::pnc};
constexpr Scheme kCro[] = {Scheme::cro};
constexpr Scheme kCrn[] = {Scheme::crn};
constexpr Scheme kNominal[] = {Scheme::nominal, Scheme::pnd, Scheme::chs};
constexpr Scheme kNino[] = {Scheme::nino};
constexpr SchemeRule kRules[] = {
    {Field::prison_number, kPrison, &Weights::prison_differs},
    {Field::pnc, kPnc, &Weights::pnc_differs},
    {Field::cro, kCro, &Weights::cro_differs},
    {Field::crn, kCrn, &Weights::crn_differs},
    {Field::nominal, kNominal, nullptr},
    {Field::nino, kNino, &Weights::nino_differs},
};

bool of(const SchemeRule& rule, Scheme scheme) {
  for (Scheme one : rule.schemes)
    if (one == scheme) return true;
  return false;
}

Agreement compare_numbers(const Layout& a, const Layout& b, const SchemeRule& rule) {
  Agreement out = Agreement::missing;
  for (const Number& x : a.numbers) {
    if (!of(rule, x.scheme)) continue;
    for (const Number& y : b.numbers) {
      if (!of(rule, y.scheme) || (x.scheme != y.scheme && !is_prison(x.scheme))) continue;
      if (x.hash == y.hash) return Agreement::same;
      // A number of long ago against one of today, without a match, says nothing.
      if (x.scheme == Scheme::former_prison || y.scheme == Scheme::former_prison) continue;
      // Neighbours in the book are given out together: one character apart is no sign either way.
      const bool close = text::damerau_osa(a.at(x), b.at(y), 1) <= 1;
      if (close) out = Agreement::close;
      if (!close && out == Agreement::missing) out = Agreement::differs;
    }
  }
  return out;
}

bool add_numbers(const Layout& a, const Layout& b, const Weights& w, Tally& tally) {
  bool matched = false;
  for (const SchemeRule& rule : kRules) {
    Agreement level = compare_numbers(a, b, rule);
    std::int32_t bits = 0;
    if (level == Agreement::missing) continue;
    if (level == Agreement::same) {
      if (matched) level = Agreement::again;
      bits = matched ? w.number_again : w.number_same;
      matched = true;
    } else if (rule.differs == nullptr) {
      continue;
    } else if (level == Agreement::differs) {
      bits = w.*rule.differs;
    }
    tally.add(rule.field, static_cast<std::uint8_t>(level), bits);
  }
  return matched;
}

void add_contacts(const Layout& a, const Layout& b, const Tables& tables, Tally& tally) {
  bool phone = false;
  bool email = false;
  for (const Contact& x : a.contacts) {
    for (const Contact& y : b.contacts) {
      if (x.hash != y.hash || x.email != y.email || tables.hub_contacts.has(x.hash)) continue;
      (x.email ? email : phone) = true;
    }
  }
  const auto same = static_cast<std::uint8_t>(Agreement::same);
  if (phone) tally.add(Field::phone, same, tables.weights.phone_same);
  if (email) tally.add(Field::email, same, tables.weights.email_same);
}

bool a_little_wrong(Likeness level) {
  return level == Likeness::letter || level == Likeness::sound || level == Likeness::near;
}

bool family_name_agrees(Likeness level) {
  return level == Likeness::same || level == Likeness::letter || level == Likeness::sound ||
         level == Likeness::part;
}

void add_names(const NameResult& names, Tally& tally) {
  const auto number = [](auto level) { return static_cast<std::uint8_t>(level); };
  if (names.surname != Likeness::missing)
    tally.add(Field::surname, number(names.surname), names.surname_bits);
  if (names.given != Likeness::missing)
    tally.add(Field::given, number(names.given), names.given_bits);
  if (names.middle != Middle::missing)
    tally.add(Field::middle, number(names.middle), names.middle_bits);
  if (names.form_bits != 0) tally.add(Field::name_form, number(names.form), names.form_bits);
}

void add_twins(const NameResult& names, const BirthResult& birth, const Weights& w, Tally& tally) {
  if (birth.level != Birth::same || !family_name_agrees(names.surname)) return;
  if (names.given == Likeness::differs) {
    tally.add(Field::twins, static_cast<std::uint8_t>(Twins::suspected),
              kTwinsMillibits - tally.total());
    return;
  }
  const bool two_names =
      names.both_listed && (names.given == Likeness::letter || names.given == Likeness::near);
  if (two_names && tally.total() > w.near_twins_most) {
    tally.add(Field::twins, static_cast<std::uint8_t>(Twins::near_names),
              w.near_twins_most - tally.total());
  }
}

}  // namespace

void compare(const Layout& a, const Layout& b, const Tables& tables, Tally& tally) {
  const Weights& w = tables.weights;
  tally.add(Field::prior, 0, w.prior);
  const NameResult names = compare_names(a, b, tables);
  add_names(names, tally);
  const BirthResult birth = compare_births(a, b, tables);
  if (birth.level != Birth::missing) {
    tally.add(Field::birth, static_cast<std::uint8_t>(birth.level), birth.bits);
  }
  const int slips = int{a_little_wrong(names.surname)} + int{a_little_wrong(names.given)} +
                    int{birth.level == Birth::exchanged || birth.level == Birth::digit};
  if (slips >= 2) {
    tally.add(Field::carelessness, static_cast<std::uint8_t>(slips),
              slips == 2 ? w.careless_two : w.careless_three);
  }
  const auto is_sex = [](char c) { return c == 'M' || c == 'F'; };
  if (is_sex(a.header.sex) && is_sex(b.header.sex)) {
    const bool same = a.header.sex == b.header.sex;
    tally.add(Field::sex, static_cast<std::uint8_t>(same ? Agreement::same : Agreement::differs),
              same ? w.sex_same : w.sex_differs);
  }
  PlaceResult place = compare_places(a, b, tables);
  if (place.level != Place::missing) {
    if (place.level <= Place::postcode && family_name_agrees(names.surname)) {
      place.bits += w.address_household;
    }
    tally.add(Field::address, static_cast<std::uint8_t>(place.level), place.bits);
  }
  const bool number_agrees = add_numbers(a, b, w, tally);
  add_contacts(a, b, tables, tally);
  const auto same = static_cast<std::uint8_t>(Agreement::same);
  if (a.header.birthplace != 0 && a.header.birthplace == b.header.birthplace) {
    tally.add(Field::birthplace, same, w.birthplace_same);
  }
  if (a.header.occupation != 0 && a.header.occupation == b.header.occupation) {
    tally.add(Field::occupation, same, w.occupation_same);
  }
  if (!number_agrees) add_twins(names, birth, w, tally);
}

}  // namespace internal

std::int32_t score(const Features& a, const Features& b, const Model& model) {
  internal::Tally tally;
  internal::compare(internal::Layout(a), internal::Layout(b), model.tables(), tally);
  return tally.total();
}

PairScore score_in_detail(const Features& a, const Features& b, const Model& model) {
  internal::Tally tally;
  internal::compare(internal::Layout(a), internal::Layout(b), model.tables(), tally);
  const auto items = tally.items();
  return {tally.total(), {items.begin(), items.end()}};
}

}  // namespace sallyport::match
