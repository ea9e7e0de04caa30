#include "synth/internal/world.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/assert.hpp"
#include "base/time.hpp"
#include "synth/internal/codes.hpp"

namespace sallyport::synth {
namespace {

constexpr std::string_view kOffences[] = {"Burglary dwelling",
                                          "Conspiracy to supply a controlled drug",
                                          "Assault occasioning harm",
                                          "Robbery",
                                          "Possession with intent to supply",
                                          "Theft",
                                          "Wounding with intent",
                                          "Breach of order",
                                          "Fraud by false representation",
                                          "Handling stolen goods",
                                          "Dangerous driving",
                                          "Threats to kill",
                                          "Possession of a bladed article",
                                          "Arson",
                                          "Money laundering",
                                          "Possession of a firearm",
                                          "Murder",
                                          "Sexual offence"};
constexpr std::string_view kRegimes[] = {"Standard", "Enhanced", "Standard", "Enhanced", "Basic"};
constexpr std::string_view kRelations[] = {"partner", "mother", "brother", "father", "friend",
                                           "sister",  "cousin", "son",     "aunt",   "friend"};

std::uint32_t target(const SynthOptions& options) {
  if (options.people_in_custody != 0) return options.people_in_custody;
  switch (options.scale) {
    case Scale::kDemo:
      return 2'400;
    case Scale::kRegional:
      return 12'000;
    case Scale::kNational:
      return 88'000;
  }
  return 2'400;
}

/// Young men's ages: the smaller of two uniform draws over 18 to 70.
std::int32_t birth_day(Stream& stream) {
  const auto a = stream.below(52 * 365);
  const auto b = stream.below(52 * 365);
  return kStoryDay - 18 * 365 - 5 - static_cast<std::int32_t>(std::min(a, b));
}

}  // namespace

std::string Person::cluster() const {
  switch (kind) {
    case PersonKind::kPrisoner:
      return fmt::format("P{:07}", index);
    case PersonKind::kContact:
      return fmt::format("C{:07}-{}", index, sub);
    case PersonKind::kNominal:
      return fmt::format("N{:05}-{}", index, sub);
  }
  return {};
}

std::string_view to_text(Standing standing) {
  static constexpr std::string_view kWords[] = {"Principal Subject", "Significant Group Member",
                                                "Peripheral Subject"};
  return kWords[static_cast<std::size_t>(standing)];
}

World::World(const SynthOptions& options, std::uint32_t story_in_custody,
             const std::set<std::string>& story_cells)
    : seed_(options.seed), scale_(options.scale) {
  const std::uint32_t wanted = target(options);
  const std::uint32_t random = wanted > story_in_custody ? wanted - story_in_custody : 0;
  people_ = random / 7 * 20 + random % 7;
  prison_.resize(random);
  slot_.resize(random);
  make_prisons(story_cells);
  house_people();
}

std::int32_t World::year_days() const {
  switch (scale_) {
    case Scale::kDemo:
      return 197;  // from 1 April
    case Scale::kRegional:
      return 240;
    case Scale::kNational:
      return 364;
  }
  return 197;
}

void World::make_prisons(const std::set<std::string>& story_cells) {
  const std::size_t count = scale_ == Scale::kDemo ? 6 : scale_ == Scale::kRegional ? 18 : 120;
  const std::vector<std::string> letters = {"A", "B", "C", "D", "E"};
  prisons_ = {
      {"Wexmoor", PrisonKind::kLocal, letters, 130, {}},
      {"Tarnholt", PrisonKind::kTrainer, {"A", "B", "C", "D"}, 110, {}},
      {"Eldersby", PrisonKind::kTrainer, {"1", "2", "3", "4"}, 105, {}},
      {"Ostrey", PrisonKind::kHighSecurity, {"N", "S"}, 60, {}},
      {"Marrowdale", PrisonKind::kWomen, {"A", "B", "C"}, 100, {}},
      {"Quayle Sands", PrisonKind::kOpen, {"A", "B"}, 45, {}},
  };
  static constexpr PrisonKind kKinds[] = {
      PrisonKind::kTrainer, PrisonKind::kLocal, PrisonKind::kTrainer, PrisonKind::kLocal,
      PrisonKind::kOpen,    PrisonKind::kWomen, PrisonKind::kTrainer, PrisonKind::kLocal,
      PrisonKind::kTrainer, PrisonKind::kLocal, PrisonKind::kTrainer, PrisonKind::kHighSecurity};
  for (std::size_t i = prisons_.size(); i < count; ++i) {
    const std::size_t kind = (i - 6) % std::size(kKinds);
    prisons_.push_back({names_.prison_name(i - 6),
                        kKinds[kind],
                        letters,
                        static_cast<std::uint32_t>(75 + mix(i) % 60),
                        {}});
    if (kKinds[kind] == PrisonKind::kHighSecurity) prisons_.back().weight /= 2;
  }
  for (PrisonInfo& prison : prisons_) {
    for (const std::string& wing : prison.wings) {
      const bool numbered = wing[0] >= '0' && wing[0] <= '9';
      for (int landing = 1; landing <= 4; ++landing) {
        for (int cell = 1; cell <= 30; ++cell) {
          std::string text = fmt::format("{}{}{}-{:02}", wing, numbered ? "-" : "", landing, cell);
          if (!story_cells.contains(prison.name + "/" + text)) {
            prison.cells.push_back(std::move(text));
          }
        }
      }
    }
  }
}

void World::house_people() {
  std::uint64_t men = 0;
  std::uint64_t women = 0;
  for (const PrisonInfo& prison : prisons_) {
    (prison.kind == PrisonKind::kWomen ? women : men) += prison.weight;
  }
  std::vector<std::uint16_t> used(prisons_.size(), 0);
  for (std::uint32_t rank = 0; rank < prison_.size(); ++rank) {
    const std::uint32_t i = by_rank(rank);
    Stream draw = stream(Tag::kSlot, i);
    const bool female = prisoner(i).female;
    std::uint64_t at = draw.below(female ? women : men);
    std::size_t chosen = 0;
    for (std::size_t p = 0; p < prisons_.size(); ++p) {
      if ((prisons_[p].kind == PrisonKind::kWomen) != female) continue;
      chosen = p;
      if (at < prisons_[p].weight) break;
      at -= prisons_[p].weight;
    }
    prison_[rank] = static_cast<std::uint8_t>(chosen);
    slot_[rank] = used[chosen]++;
  }
}

const PrisonInfo& World::last_prison(std::uint32_t i) const {
  if (in_custody(i)) return prison_of(i);
  const bool female = prisoner(i).female;
  std::size_t chosen = mix(i) % prisons_.size();
  while ((prisons_[chosen].kind == PrisonKind::kWomen) != female) {
    chosen = (chosen + 1) % prisons_.size();
  }
  return prisons_[chosen];
}

std::string_view World::cell_of(std::uint32_t i) const {
  const std::uint32_t rank = custody_rank(i);
  const auto& cells = prisons_[prison_[rank]].cells;
  // 389 is a prime above every wing size and divides no prison's cell count: each cell is taken
  // once before any is shared
  return cells[slot_[rank] * 389ULL % cells.size()];
}

std::string_view World::some_cell(std::uint8_t prison, Stream& stream) const {
  const auto& cells = prisons_[prison].cells;
  return cells[stream.below(cells.size())];
}

void World::name_person(Person& person, Stream& stream) const {
  person.tradition = names_.pick_tradition(stream);
  const auto surname = names_.surname(person.tradition, stream);
  const Word& forename = names_.forename(person.tradition, person.female, stream);
  person.surname = surname.latin;
  person.forename = forename.latin;
  if (!surname.native.empty() && !forename.native.empty()) {
    person.native = fmt::format("{} {}", forename.native, surname.native);
  }
  const bool middle = stream.per_mille(450);
  const Word& second = names_.forename(person.tradition, person.female, stream);
  if (middle && second.latin != person.forename) person.middle = second.latin;
  static constexpr std::string_view kNicknames[] = {
      "Tiny", "Smiler", "Ginge",  "Doc",     "Sparky", "Ace",  "Dutch", "Lucky", "Ghost", "Shorty",
      "Ozzy", "Chalky", "Buster", "Biscuit", "Rocket", "Slim", "Jinx",  "Midge", "Tank",  "Flash"};
  const bool nicknamed = stream.per_mille(160);
  const auto nickname = kNicknames[stream.below(std::size(kNicknames))];
  if (nicknamed) person.nickname = nickname;
  person.birth = birth_day(stream);
}

void World::house_person(Person& person, Stream& stream) const {
  person.address = names_.street_address(stream);
  person.town = names_.town(stream);
  person.postcode = names_.postcode(stream);
}

Person World::prisoner(std::uint32_t i) const {
  Person out;
  Stream draw = stream(Tag::kPerson, i);
  out.female = draw.per_mille(48);
  name_person(out, draw);
  house_person(out, draw);
  if (i % 2 == 1 && stream(Tag::kTwin, i).below(300) == 0) {  // a twin of the person before
    const Person elder = prisoner(i - 1);
    const std::string own = out.forename;
    out = elder;
    Stream again = stream(Tag::kTwin, i, 1);
    do {
      out.forename = names_.forename(out.tradition, out.female, again).latin;
    } while (out.forename == elder.forename);
    out.middle.clear();
    out.nickname.clear();
    out.native.clear();
  }
  out.kind = PersonKind::kPrisoner;
  out.index = i;
  return out;
}

Custody World::custody(std::uint32_t i) const {
  Stream draw = stream(Tag::kCustody, i);
  Custody out;
  out.offence = kOffences[std::min(draw.below(std::size(kOffences)), draw.below(24))];
  out.remand = in_custody(i) && draw.per_mille(170);
  const auto spread = std::min(draw.below(2200), draw.below(2200));
  if (in_custody(i)) {
    out.reception = kStoryDay - 1 - static_cast<std::int32_t>(spread);
    const auto left = std::min(draw.below(2600), draw.below(2600));
    out.release = kStoryDay + 1 + static_cast<std::int32_t>(left);
  } else {
    out.release = kStoryDay - 1 - static_cast<std::int32_t>(draw.below(1380));
    out.reception = out.release - 30 - static_cast<std::int32_t>(spread);
  }
  out.sentence_days = (out.release - out.reception) * 2;
  out.regime = kRegimes[draw.below(std::size(kRegimes))];
  out.moves = 1 + static_cast<std::uint32_t>(draw.below(4));
  if (in_custody(i)) {
    switch (prison_of(i).kind) {
      case PrisonKind::kHighSecurity:
        out.category = draw.per_mille(400) ? 'A' : 'B';
        break;
      case PrisonKind::kOpen:
        out.category = 'D';
        break;
      case PrisonKind::kWomen:
        out.category = draw.per_mille(200) ? 'T' : 'R';
        break;
      default:
        out.category = out.remand ? 'U' : draw.per_mille(200) ? 'B' : 'C';
    }
  }
  return out;
}

std::uint32_t World::contacts(std::uint32_t i) const {
  return 1 + static_cast<std::uint32_t>(stream(Tag::kContact, i, 99).below(7));
}

std::string_view World::relationship(const World& world, std::uint32_t i, std::uint32_t k) {
  return kRelations[(world.stream(Tag::kContact, i, 98).below(4) + k) % std::size(kRelations)];
}

Person World::contact(std::uint32_t i, std::uint32_t k) const {
  const Person of = prisoner(i);
  const std::string_view relation = relationship(*this, i, k);
  Person out;
  Stream draw = stream(Tag::kContact, i, k);
  const bool men = relation == "brother" || relation == "father" || relation == "son";
  const bool women = relation == "mother" || relation == "sister" || relation == "aunt";
  out.female = !men && (women || (relation == "partner" ? !of.female : draw.per_mille(500)));
  name_person(out, draw);
  house_person(out, draw);
  const bool kin = relation != "friend" && relation != "partner";
  if (kin || draw.per_mille(300)) {
    if (relation != "aunt" && relation != "cousin") out.surname = of.surname;
    out.tradition = of.tradition;
    out.forename = names_.forename(of.tradition, out.female, draw).latin;
    out.native.clear();
    out.middle.clear();
  }
  const auto years = static_cast<std::int32_t>(draw.between(20, 34)) * 365;
  if (relation == "mother" || relation == "father") out.birth = of.birth - years;
  if (relation == "son") out.birth = std::min(of.birth + years, kStoryDay - 12 * 365);
  if (relation == "partner" || (kin && draw.per_mille(350))) {
    out.address = of.address;
    out.town = of.town;
    out.postcode = of.postcode;
  }
  out.kind = PersonKind::kContact;
  out.index = i;
  out.sub = k;
  return out;
}

Person World::nominal(std::uint32_t group, std::uint32_t n) const {
  Person out;
  Stream draw = stream(Tag::kNominal, group, n);
  out.female = draw.per_mille(60);
  name_person(out, draw);
  house_person(out, draw);
  out.kind = PersonKind::kNominal;
  out.index = group;
  out.sub = n;
  return out;
}

std::string World::contact_number(std::uint32_t i, std::uint32_t k) const {
  // A tenth of the own numbers is for nominals, three serve hostels and taxis that many share.
  if (in_custody(i) && k == 0) {
    const std::uint32_t rank = custody_rank(i);
    if (rank < kOwnNumbers - 150) return drama_number(rank * 37 % (kOwnNumbers - 150));
  }
  if (scale_ == Scale::kDemo) return {};
  return estmere_number(static_cast<std::uint64_t>(i) * 8 + k);
}

std::string World::nominal_number(std::uint32_t group, std::uint32_t n) const {
  if (group < 140 && n == 0) return drama_number(kOwnNumbers - 150 + group);
  if (scale_ == Scale::kDemo) return {};
  return estmere_number(8'000'000'000ULL + static_cast<std::uint64_t>(group) * 32 + n);
}

bool World::has_second_number(std::uint32_t i) const {
  return stream(Tag::kDuplicate, i).below(200) == 0;
}

bool World::linked(std::uint32_t i) const {
  return stream(Tag::kLinked, i).per_mille(in_custody(i) ? 104 : 50);
}

std::vector<Membership> World::members(std::uint32_t group) const {
  std::vector<Membership> out;
  const std::uint32_t end = std::min(people_, (group + 1) * kGroupSpan);
  for (std::uint32_t i = group * kGroupSpan; i < end; ++i) {
    if (!linked(i)) continue;
    Stream draw = stream(Tag::kLinked, i, 1);
    const auto at = draw.below(100);
    const auto standing = at < 4    ? Standing::kPrincipal
                          : at < 30 ? Standing::kSignificant
                                    : Standing::kPeripheral;
    out.push_back({group, 0, PersonKind::kPrisoner, i, standing});
  }
  Stream draw = stream(Tag::kGroup, group);
  const auto community = static_cast<std::uint32_t>(draw.between(3, 6));
  for (std::uint32_t n = 0; n < community; ++n) {
    const auto at = draw.below(100);
    const auto standing = at < 15   ? Standing::kPrincipal
                          : at < 45 ? Standing::kSignificant
                                    : Standing::kPeripheral;
    out.push_back({group, 0, PersonKind::kNominal, n, standing});
  }
  for (std::uint32_t n = 0; n < out.size(); ++n) out[n].number = n + 1;
  return out;
}

std::string World::group_number(std::uint32_t group) {
  return fmt::format("991/{:07}", 20'000 + group);
}

bool World::northmoor(std::uint32_t group) const {
  return stream(Tag::kGroup, group, 1).per_mille(600);
}

std::string iso_date(std::int32_t day) {
  return to_text(Date{day});
}

std::string uk_date(std::int32_t day) {
  const CivilDate d = to_civil(Date{day});
  return fmt::format("{:02}/{:02}/{:04}", d.day, d.month, d.year);
}

std::int64_t on_the_clock(std::int64_t seconds) {
  const auto day = static_cast<std::int32_t>(seconds / kDaySeconds);
  const std::int64_t rest = seconds % kDaySeconds;
  if (rest < 3600 || rest >= 2 * 3600) return seconds;
  const CivilDate d = to_civil(Date{day});
  const bool sunday = (day + 4) % 7 == 0;  // 1 January 1970 was a Thursday
  return d.month == 3 && d.day >= 25 && sunday ? seconds + 3600 : seconds;
}

std::string iso_time(std::int64_t seconds, bool with_seconds, char between) {
  seconds = on_the_clock(seconds);
  const auto day = static_cast<std::int32_t>(seconds / kDaySeconds);
  const auto rest = static_cast<int>(seconds % kDaySeconds);
  std::string out =
      fmt::format("{}{}{:02}:{:02}", iso_date(day), between, rest / 3600, rest / 60 % 60);
  if (with_seconds) out += fmt::format(":{:02}", rest % 60);
  return out;
}

std::string uk_time(std::int64_t seconds, bool with_seconds) {
  seconds = on_the_clock(seconds);
  const auto rest = static_cast<int>(seconds % kDaySeconds);
  std::string out =
      fmt::format("{} {:02}:{:02}", uk_date(static_cast<std::int32_t>(seconds / kDaySeconds)),
                  rest / 3600, rest / 60 % 60);
  if (with_seconds) out += fmt::format(":{:02}", rest % 60);
  return out;
}

}  // namespace sallyport::synth
