#include "linkage/internal/scorer.hpp"

#include <algorithm>
#include <bit>

namespace sallyport::linkage {
namespace {

constexpr std::int32_t kMostRarer = 10'000;
constexpr std::int32_t kMostCommon = -10'000;
/// A slip of a name turns it into one of about 500 neighbours: a nearly equal name that is rare
/// came from a slip, one that is common is a name of its own.
constexpr std::int32_t kNeighbours = 9'000;
constexpr std::int32_t kMostRarerNear = 6'000;
constexpr std::int32_t kMostCommonNear = -3'000;
/// An issued number that more records than this share serves many.
constexpr std::uint32_t kServesMany = 8;
/// What a value weighs that stands in these two records alone.
constexpr double kUnseen = 0.5;
/// Records that one person may have: so many of one whole name are no sign of a common one.
constexpr std::uint32_t kOneMansRecords = 8;
/// Junior and senior are two people, whatever else agrees; where one record alone says which he is
/// and the birthdays do not agree, he may be the other's father or son.
constexpr std::int32_t kOtherGeneration = 40'000;
constexpr std::int32_t kOneGeneration = 2'000;

}  // namespace

Table table_of(Field field, PairKind kind) {
  switch (kind) {
    case PairKind::together:
      return Table::of_one;
    case PairKind::moved:
      return is_place(field) ? Table::of_moved : Table::of_one;
    case PairKind::strangers:
      return Table::of_strangers;
    case PairKind::kin:
    case PairKind::twins:
      break;
  }
  const bool shared = is_place(field) || field == Field::surname || field == Field::phone ||
                      field == Field::organisation;
  if (shared) return Table::of_kin;
  if (kind == PairKind::twins && field == Field::birth) return Table::of_one;
  if (kind == PairKind::twins && field == Field::birthplace) return Table::of_one;
  return Table::of_strangers;
}

double pairs_in_scope(const Dataset& data, Scope scope) {
  const auto choose = [](double n) { return n * (n - 1) / 2; };
  const double all = choose(static_cast<double>(data.size()));
  if (scope == Scope::everything) return std::max(all, 1.0);
  std::vector<double> of(data.sources.size(), 0);
  for (const std::uint16_t source : data.source_of) of[source] += 1;
  double within = 0;
  std::sort(of.begin(), of.end());  // a sum of doubles in one order
  for (const double n : of) within += choose(n);
  return std::max(scope == Scope::dedupe ? within : all - within, 1.0);
}

Scorer::Scorer(const Dataset& data, const Traits& traits, const LinkModel& model, Scope scope)
    : data_(data), traits_(traits), comparer_(data, traits) {
  levels_ = model.levels;
  const std::int32_t partners_possible = millibits(
      pairs_in_scope(data, scope) / static_cast<double>(std::max<std::size_t>(data.size(), 1)));
  for (std::size_t k = 0; k < kPairKinds; ++k) {
    prior_[k] = model.partners[k] - partners_possible;
    if (static_cast<PairKind>(k) == PairKind::strangers) prior_[k] = 0;
  }
  for (const Field field : data.fields)
    if (field != Field::sex && field != Field::region) count_values(model, field);
  count_whole_names();
  bound_gains();
}

void Scorer::count_whole_names() {
  together_.assign(data_.size(), 0);
  const std::size_t given = data_.column(Field::given);
  const std::size_t surname = data_.column(Field::surname);
  if (given == kFields || surname == kFields) return;
  std::vector<std::uint64_t> names;
  names.reserve(data_.size());
  const auto name_of = [&](std::size_t i) {
    const std::uint32_t* row = data_.row(i);
    const bool one =
        row[given] != 0 && row[surname] != 0 && ((row[given] | row[surname]) & kSetBit) == 0;
    return one ? std::uint64_t{row[given]} << 32 | row[surname] : 0;
  };
  for (std::size_t i = 0; i < data_.size(); ++i)
    if (const std::uint64_t name = name_of(i); name != 0) names.push_back(mix(name));
  // how many of each: a table of counts by the whole name's hash, 32 bits of it to tell them apart
  struct Count {
    std::uint32_t tag = 0;
    std::uint32_t records = 0;
  };
  std::vector<Count> counts(std::bit_ceil(names.size() * 2 + 2));
  const auto place = [&](std::uint64_t hash) -> Count& {
    const auto tag = static_cast<std::uint32_t>(hash >> 32) | 1U;
    std::size_t at = hash & (counts.size() - 1);
    while (counts.data()[at].records != 0 && counts.data()[at].tag != tag)
      at = (at + 1) & (counts.size() - 1);
    counts.data()[at].tag = tag;
    return counts.data()[at];
  };
  for (const std::uint64_t name : names) ++place(name).records;
  const std::int32_t of_all =
      millibits(static_cast<double>(std::max<std::size_t>(names.size(), 1)));
  for (std::size_t i = 0; i < data_.size(); ++i) {
    const std::uint64_t name = name_of(i);
    if (name == 0) continue;
    const std::uint32_t records = place(mix(name)).records;
    if (records <= kOneMansRecords) continue;
    const std::int32_t expected =
        of_all - rare_[0].data()[data_.row(i)[given]] - rare_[1].data()[data_.row(i)[surname]];
    const std::int32_t more = millibits(records) - std::max(expected, millibits(kOneMansRecords));
    together_[i] = static_cast<std::uint16_t>(std::clamp(more, 0, kMostRarer));
  }
}

void Scorer::bound_gains() {
  constexpr auto kStrangers = static_cast<std::size_t>(PairKind::strangers);
  constexpr std::int32_t kNever = -1'000'000;
  for (const Field field : data_.fields) {
    const std::size_t f = index_of(field);
    for (std::size_t k = 0; k < 2; ++k) {
      unequal_[f][k] = field == Field::surname ? 0 : kNever;  // exchanged names count once
      any_[f][k] = kNever;
      for (std::size_t l = 1; l < kLevels; ++l) {
        if (levels_[f][l] == Weights{}) continue;
        const std::int32_t gain = levels_[f][l][k] - levels_[f][l][kStrangers];
        gains_[f][l][k] = gain;
        any_[f][k] = std::max(any_[f][k], gain + kMostRarer);
        const bool same = l == same_level(field);
        const bool exchanged = field == Field::given && l == kNamesExchanged;
        const bool near_name = is_name(field) && l == kNameNear;  // bounded by the names' rarity
        if (!same && !near_name)
          unequal_[f][k] = std::max(unequal_[f][k], gain + (exchanged ? kMostRarer : 0));
      }
    }
  }
}

bool Scorer::could_reach(std::uint32_t a, std::uint32_t b, std::int32_t floor) {
  Gains sum = {prior_[0], prior_[1]};
  struct Open {
    std::size_t column = 0;
    Gains counted = {};
  };
  std::array<Open, kFields> open;  // columns whose texts are not compared yet
  std::size_t opened = 0;
  const std::uint32_t* row_a = data_.row(a);
  const std::uint32_t* row_b = data_.row(b);
  const std::size_t count = data_.fields.size();
  const Field* fields = data_.fields.data();
  for (std::size_t c = 0; c < count; ++c) {
    const std::uint32_t x = row_a[c];
    const std::uint32_t y = row_b[c];
    if (x == 0 || y == 0) continue;
    const Field field = fields[c];
    const std::size_t f = index_of(field);
    const Gains* gain = unequal_.data() + f;
    std::int32_t more = 0;
    Gains near = {};
    if (((x | y) & kSetBit) != 0) {
      gain = any_.data() + f;
    } else if (x == y) {
      gain = gains_.data()[f].data() + same_level(field);
      const auto& rarer = rarer_.data()[f];
      if (!rarer.empty()) more = rarer.data()[x];
    } else if (field == Field::birth) {
      const Level level = birth_level(traits_.births.data()[x], traits_.births.data()[y]);
      if (level == kMissing) continue;
      gain = gains_.data()[f].data() + level;
    } else if (is_name(field)) {
      const std::int32_t corrected = near_correction(field, x, y);
      for (std::size_t k = 0; k < 2; ++k)
        near[k] = std::max((*gain)[k], gains_.data()[f].data()[kNameNear][k] + corrected);
      gain = &near;
      open[opened++] = {c, near};
    } else {
      open[opened++] = {c, *gain};
    }
    sum[0] += (*gain)[0] + more;
    sum[1] += (*gain)[1] + more;
  }
  // both together: at most one bit more
  const auto may = [&] { return std::max(sum[0], sum[1]) + 1000 >= floor; };
  const bool exchangeable = opened > 1 && comparer_.may_be_exchanged(row_a, row_b);
  for (std::size_t i = 0; i < opened && may(); ++i) {
    const std::size_t c = open[i].column;
    const Field field = fields[c];
    if (is_name(field) && (exchangeable || field == Field::middle)) continue;
    const Level level = comparer_.level(field, row_a[c], row_b[c]);
    std::int32_t more = 0;
    if (is_name(field) && level == kNameNear) more = near_correction(field, row_a[c], row_b[c]);
    for (std::size_t k = 0; k < 2; ++k) {
      std::int32_t gain = gains_.data()[index_of(field)].data()[level][k] + more;
      // a name that differs may stand among the other's middle names
      if (field == Field::given && level < kNamePart)
        gain = std::max(gain, gains_.data()[index_of(field)].data()[kNamePart][k]);
      sum[k] += gain - open[i].counted[k];
    }
  }
  return may();
}

/// How much rarer these two nearly equal names are than such names are by chance.
std::int32_t Scorer::near_correction(Field field, std::uint32_t a, std::uint32_t b) const {
  const auto& rare = rare_.data()[index_of(field)];
  const std::int32_t rarest = std::max(rare.data()[a], rare.data()[b]);
  const std::int32_t by_chance =
      levels_.data()[index_of(field)]
          .data()[kNameNear][static_cast<std::size_t>(PairKind::strangers)];
  return std::clamp(by_chance + rarest - kNeighbours, kMostCommonNear, kMostRarerNear);
}

void Scorer::count_values(const LinkModel& model, Field field) {
  const auto [counts, records] = data_.occurrences(field);
  const auto present = static_cast<double>(records);
  const auto strangers = static_cast<std::size_t>(PairKind::strangers);
  const std::int32_t by_chance = model.levels[index_of(field)][same_level(field)][strangers];
  auto& rarer = rarer_[index_of(field)];
  auto& rare = rare_[index_of(field)];
  rarer.resize(counts.size());
  rare.resize(counts.size());
  const std::int32_t of_all = millibits(std::max(present, 1.0));
  std::vector<std::int32_t> known;  // logarithms of small counts: nearly every value's
  for (std::uint32_t c = 0; c < 1024; ++c)
    known.push_back(millibits(c < 2 ? kUnseen : c - 2 + kUnseen));
  for (std::size_t code = 0; code < counts.size(); ++code) {
    const std::uint32_t count = counts[code];
    std::int32_t share = of_all - (count < known.size() ? known[count] : millibits(count - 1.5));
    rare[code] = static_cast<std::uint16_t>(std::clamp(share, 0, 60'000));
    if (is_issued(field))
      share = count <= kServesMany ? -by_chance
                                   : -by_chance - 2 * (millibits(count) - millibits(kServesMany));
    rarer[code] = static_cast<std::int16_t>(std::clamp(by_chance + share, kMostCommon, kMostRarer));
  }
}

std::int32_t Scorer::score(std::uint32_t a, std::uint32_t b) {
  Weights sum = prior_;
  std::int32_t own = 0;     // correction for what is a person's own
  std::int32_t shared = 0;  // ... and for what kin share
  std::int32_t birth = 0;
  int same_names = 0;
  bool one_birthday = false;
  const auto met = [&](Field field, const Meeting& meeting) {
    const Weights& weights = levels_.data()[index_of(field)].data()[meeting.level];
    for (std::size_t k = 0; k < kPairKinds; ++k) sum[k] += weights[k];
    one_birthday = one_birthday || (field == Field::birth && meeting.level == kBirthSame);
    if (field == Field::sex || field == Field::region) return;
    std::int32_t correction = 0;
    if (meeting.level == same_level(field)) {
      correction = rarer_.data()[index_of(field)].data()[meeting.a];
    } else if (is_name(field) && meeting.level == kNameNear) {
      correction = near_correction(field, meeting.a, meeting.b);
    } else if (field == Field::given && meeting.level == kNamesExchanged) {
      correction = std::clamp(weights[2] + rare_[0].data()[meeting.a] + rare_[1].data()[meeting.b],
                              kMostCommon, kMostRarer);
    }
    same_names += is_name(field) && field != Field::middle && meeting.level == kNameSame ? 1 : 0;
    if (table_of(field, PairKind::kin) == Table::of_kin) {
      shared += correction;
    } else if (field == Field::birth) {
      birth += correction;
    } else {
      own += correction;
    }
  };
  comparer_.compare(data_.row(a), data_.row(b), met);
  if (same_names == 2) own -= together_.data()[a];
  const std::int32_t one = add_(sum[0], sum[1]);
  const std::int32_t others =
      add_(add_(sum[2] - own - birth - shared, sum[3] - own - birth), sum[4] - own);
  const std::uint8_t of_a = data_.generation_of.data()[a];
  const std::uint8_t of_b = data_.generation_of.data()[b];
  if (of_a == of_b) return one - others;
  if (of_a != 0 && of_b != 0) return one - others - kOtherGeneration;
  return one - others - (one_birthday ? 0 : kOneGeneration);
}

}  // namespace sallyport::linkage
