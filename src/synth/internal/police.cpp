// The two forces' files: group mapping, list, register, relations, PRAS, billing, stops, vehicles.
#include <fmt/format.h>

#include "base/time.hpp"
#include "synth/internal/codes.hpp"
#include "synth/internal/plan.hpp"

namespace sallyport::synth {
namespace {

enum Salt : std::uint64_t {
  kPrisonSide = 1,
  kPoliceSide = 2,
  kStopSalt = 3,
  kKeeper = 4,
  kPrasSalt
};

bool mine(const World& world, std::string_view agency, std::uint32_t group) {
  return world.northmoor(group) == (agency == kNorthmoor);
}

std::string nominal_id(std::string_view agency, const Membership& member) {
  return fmt::format("{}-{:07}-{:02}", agency == kNorthmoor ? "NM" : "SW", 20'000 + member.group,
                     member.number);
}

Person somebody(const World& world, const Membership& member) {
  return member.kind == PersonKind::kPrisoner ? world.prisoner(member.index)
                                              : world.nominal(member.group, member.index);
}

std::string pnc_of(const World& world, std::uint32_t i) {
  Stream draw = world.stream(Tag::kCustody, i, 7);
  const auto year = static_cast<unsigned>(draw.between(1994, 2024));
  return pnc_number(year, static_cast<std::uint32_t>(draw.below(10'000'000)));
}

void prison_columns(const World& world, const Membership& member, Stream& draw, Csv& row) {
  if (member.kind != PersonKind::kPrisoner) {
    for (int i = 0; i < 4; ++i) row.empty();
    row.text(World::group_number(member.group));
    for (int i = 0; i < 13; ++i) row.empty();
    return;
  }
  const std::uint32_t i = member.index;
  const bool inside = World::in_custody(i);
  const Custody custody = world.custody(i);
  const Observed seen = observe(world, world.prisoner(i), kPrisonSide, 30);
  row.text(prison_number(i)).text(inside ? world.prison_of(i).name : "");
  row.text(draw.per_mille(500) ? "North" : "South");
  row.text(inside ? std::string(1, custody.category) : "").text(World::group_number(member.group));
  const bool stale = draw.per_mille(150);
  if (!inside) {
    row.empty();
  } else if (stale) {
    row.text(world.some_cell(world.prison_index(i), draw));
  } else {
    row.text(world.cell_of(i));
  }
  const std::string release = uk_date(custody.release);
  row.text(release).text(release).text("CRD").text(custody.offence).number(custody.sentence_days);
  row.text(seen.surname).text(seen.forenames).text(uk_date(seen.birth));
  row.text(draw.per_mille(700) ? pnc_of(world, i) : "").empty().empty().empty();
}

Result<FileCount> ocgm_extract(const Context& context, std::string_view agency) {
  const World& world = context.world;
  FeedFile file = context.open(agency, "police.ocgm_extract");
  Csv row;
  for (std::uint32_t group = 0; group < world.groups(); ++group) {
    if (!mine(world, agency, group)) continue;
    for (const Membership& member : world.members(group)) {
      const Person person = somebody(world, member);
      const Observed seen = observe(world, person, kPoliceSide, 70);
      Stream draw = world.stream(Tag::kLinked, member.group, member.number, 5);
      row.clear();
      prison_columns(world, member, draw, row);
      const bool pnc = member.kind == PersonKind::kPrisoner && draw.per_mille(450);
      const std::string id = nominal_id(agency, member);
      row.text(seen.surname).text(seen.forenames).text(uk_date(seen.birth));
      row.text(pnc ? pnc_of(world, member.index) : "").text(id);
      row.text(person.female ? "Female" : "Male");
      std::string aliases = person.nickname;
      if (!person.native.empty()) aliases += (aliases.empty() ? "" : "; ") + person.native;
      row.text(aliases).text(to_text(member.standing));
      row.text(draw.per_mille(8) ? "Yes" : "").text(draw.per_mille(30) ? "No" : "Yes");
      row.text(draw.per_mille(60) ? "Priority" : "");
      file.row(std::uint64_t{20'000 + group} * 1000 + member.number, row.line());
      file.truth(id, person.cluster());
      if (member.kind == PersonKind::kPrisoner) {
        file.truth("nomis:" + prison_number(member.index), person.cluster());
      }
    }
  }
  return file.close();
}

Result<FileCount> ocg_list(const Context& context, std::string_view agency) {
  static constexpr std::string_view kBands[] = {"4b", "4c", "5a", "5b", "5c", "3a", "3b", "3c",
                                                "4a", "2c", "2b", "2a", "1c", "1b", "1a", ""};
  static constexpr std::string_view kExtents[] = {"Unknown", "Low", "Unknown", "Medium", "High"};
  FeedFile file = context.open(agency, "police.ocg_list");
  Csv row;
  for (std::uint32_t group = 0; group < context.world.groups(); ++group) {
    if (!mine(context.world, agency, group)) continue;
    Stream draw = context.world.stream(Tag::kGroup, group, 2);
    const auto band = std::min(draw.below(std::size(kBands)), draw.below(std::size(kBands)));
    row.clear();
    row.text(World::group_number(group)).text(draw.per_mille(40) ? "" : kBands[band]);
    for (int i = 0; i < 3; ++i) row.text(one_of(kExtents, draw));
    file.row(20'000 + group, row.line());
  }
  return file.close();
}

Result<FileCount> group_register(const Context& context, std::string_view agency) {
  FeedFile file = context.open(agency, "police.group_register");
  Csv row;
  for (std::uint32_t group = 0; group < context.world.groups(); ++group) {
    if (!mine(context.world, agency, group)) continue;
    Stream draw = context.world.stream(Tag::kGroup, group, 3);
    const bool dormant = draw.per_mille(120);
    row.clear();
    row.text(World::group_number(group)).text(context.world.group_name(group));
    row.text(dormant ? "Dormant" : "Active").text("Serious Crime Act 2015 s.45(6)");
    row.text(fmt::format("DI {} {}", agency == kNorthmoor ? "North" : "South", draw.between(1, 6)));
    row.text(context.world.names().town(draw));
    file.row(20'000 + group, row.line());
  }
  return file.close();
}

Result<FileCount> group_relations(const Context& context, std::string_view agency) {
  static constexpr std::string_view kRelations[] = {"hostile", "allied", "supply", "hostile"};
  static constexpr std::string_view kInformation[] = {"A", "B", "C", "D"};
  const World& world = context.world;
  FeedFile file = context.open(agency, "police.group_relations");
  Csv row;
  std::uint64_t n = 0;
  for (std::uint32_t group = 1; group < world.groups(); ++group) {
    if (!mine(world, agency, group)) continue;
    Stream draw = world.stream(Tag::kRelations, group);
    const auto relations = draw.below(3);  // one a group, about; rivals are near in number
    for (std::uint64_t r = 0; r < relations; ++r) {
      const auto other =
          group - 1 - static_cast<std::uint32_t>(draw.below(std::min<std::uint32_t>(group, 40)));
      const auto from = kStoryDay - static_cast<std::int32_t>(draw.between(20, 1200));
      const bool over = draw.per_mille(200);
      row.clear();
      row.text(fmt::format("GR-{:06}", serial(n++)));
      row.text(World::group_number(group)).text(World::group_number(other));
      row.text(one_of(kRelations, draw)).text(uk_date(from));
      row.text(over ? uk_date(std::min(from + 180, kStoryDay - 1)) : "").text("3x5x2");
      row.number(draw.between(1, 3)).text(one_of(kInformation, draw));
      row.text(draw.per_mille(100) ? "C" : "P").empty();
      file.row(n, row.line());
    }
  }
  return file.close();
}

Result<FileCount> pras(const Context& context, std::string_view agency) {
  const World& world = context.world;
  FeedFile file = context.open(agency, "police.pras");
  Csv row;
  for (std::uint32_t group = 0; group < world.groups(); ++group) {
    if (!mine(world, agency, group)) continue;
    for (const Membership& member : world.members(group)) {
      if (member.kind != PersonKind::kPrisoner) continue;
      const bool chosen = world.stream(Tag::kPras, member.index)
                              .per_mille(member.standing == Standing::kPrincipal ? 300 : 15);
      if (!chosen) continue;
      const Person person = world.prisoner(member.index);
      const Observed seen = observe(world, person, kPrasSalt, 60);
      row.clear();
      row.text(seen.surname).text(seen.forenames).text(uk_date(seen.birth));
      row.text(pnc_of(world, member.index)).text(prison_number(member.index));
      file.row(group, row.line());
      file.truth("pras:" + prison_number(member.index), person.cluster());
    }
  }
  return file.close();
}

Result<FileCount> billing(const Context& context, std::string_view agency) {
  const World& world = context.world;
  FeedFile file = context.open(agency, "police.billing");
  std::vector<EventKey> events;
  for (std::uint32_t group = 0; group < world.groups(); ++group) {
    if (!mine(world, agency, group) || world.nominal_number(group, 0).empty()) continue;
    Stream draw = world.stream(Tag::kBilling, group);
    if (!draw.per_mille(250)) continue;  // a number under authority
    const auto calls = static_cast<std::uint32_t>(draw.between(60, 260));
    for (std::uint32_t j = 0; j < calls; ++j) {
      const auto at = (kStoryDay - draw.between(2, 60)) * kDaySeconds + draw.between(30000, 86000);
      events.push_back({at, group, j});
    }
  }
  std::sort(events.begin(), events.end());
  Csv row;
  std::uint64_t n = 0;
  for (const EventKey& event : events) {
    Stream draw = world.stream(Tag::kBilling, event.i, event.j, 1);
    const auto members = static_cast<std::uint32_t>(world.members(event.i).size());
    // one of his own group's people or of the neighbouring group, else a prisoner's contact
    std::string other = world.nominal_number(event.i + (draw.per_mille(300) ? 1 : 0),
                                             draw.per_mille(300) ? 0 : 1 + event.j % 3);
    const std::string own = world.nominal_number(event.i, 0);
    if (other.empty() || other == own) {
      const std::uint32_t first = event.i * World::kGroupSpan;
      other = world.contact_number(
          std::min(first + static_cast<std::uint32_t>(draw.below(7)), world.people() - 1), 0);
    }
    if (other.empty() || members == 0) continue;
    const bool incoming = draw.per_mille(450);
    row.clear();
    row.text(fmt::format("BL-{:08}", serial(n++))).text(incoming ? other : own);
    row.text(incoming ? own : other).text(uk_time(event.at, true)).number(draw.between(3, 900));
    row.text(draw.per_mille(300) ? "sms" : "voice")
        .text(fmt::format("CD/2026/{:04}", event.i % 9000 + 1000));
    file.row(static_cast<std::uint64_t>(event.at), row.line());
  }
  return file.close();
}

/// Who is stopped: now a man of a group, now one who has left prison.
Person traveller(const World& world, Stream& draw) {
  if (draw.per_mille(500)) {
    return world.nominal(static_cast<std::uint32_t>(draw.below(world.groups())),
                         static_cast<std::uint32_t>(draw.below(3)));
  }
  const auto i = static_cast<std::uint32_t>(draw.below(world.people()));
  if (World::in_custody(i)) return world.contact(i, 0);
  return world.prisoner(i);
}

std::string plate_of(const World& world, const Person& person) {
  Stream draw = world.stream(
      Tag::kVehicles, static_cast<std::uint64_t>(person.kind) << 40 | person.index, person.sub);
  return plate(draw);
}

constexpr std::string_view kMakes[] = {"Ford",  "Vauxhall", "Volkswagen", "BMW",
                                       "Audi",  "Toyota",   "Nissan",     "Kia",
                                       "Skoda", "Peugeot",  "Mercedes",   "Seat"};
constexpr std::string_view kColours[] = {"grey",   "black", "white", "blue",
                                         "silver", "red",   "green"};

Result<FileCount> stops(const Context& context, std::string_view agency) {
  static constexpr std::string_view kItems[] = {"",
                                                "",
                                                "",
                                                "cash, about 600",
                                                "two phones",
                                                "small bags and scales",
                                                "tools; gloves",
                                                "three phones; SIM cards",
                                                "cannabis, personal",
                                                "lock knife"};
  static constexpr std::string_view kOutcomes[] = {"No further action", "Words of advice",
                                                   "Traffic notice", "Arrest", "Seizure"};
  const World& world = context.world;
  FeedFile file = context.open(agency, "police.stops");
  const std::uint64_t side = agency == kNorthmoor ? 0 : 1;
  const std::uint32_t count = world.in_custody_count() / 4;
  std::vector<EventKey> events;
  for (std::uint32_t j = 0; j < count; ++j) {
    Stream draw = world.stream(Tag::kStops, side, j);
    events.push_back(
        {(kStoryDay - draw.between(1, 365)) * kDaySeconds + draw.between(0, 1439) * 60, j, 0});
  }
  std::sort(events.begin(), events.end());
  Csv row;
  std::uint64_t n = 0;
  for (const EventKey& event : events) {
    Stream draw = world.stream(Tag::kStops, side, event.i, 1);
    const std::string id = fmt::format("ST-{}-{:07}", side == 0 ? "N" : "S", serial(n++));
    const Person driver = traveller(world, draw);
    const bool two = draw.per_mille(350);
    const std::string place = world.names().street_address(draw);
    const std::string town = world.names().town(draw);
    const auto items = one_of(kItems, draw);
    const auto outcome = one_of(kOutcomes, draw);
    const auto make = one_of(kMakes, draw);
    const auto colour = one_of(kColours, draw);
    for (int person_number = 1; person_number <= (two ? 2 : 1); ++person_number) {
      const Person person = person_number == 1 ? driver : traveller(world, draw);
      const Observed seen = observe(world, person, kStopSalt * 1'000'000 + n, 60);
      row.clear();
      row.text(id).number(person_number).text(uk_time(event.at)).text(place).text(town);
      row.text(seen.surname).text(seen.forenames).text(uk_date(seen.birth));
      row.text(seen.address + ", " + seen.town).text(seen.postcode);
      row.text(person_number == 1 ? "driver" : "passenger").text(plate_of(world, driver));
      row.text(make).text(colour).text(person_number == 1 ? items : "").text(outcome);
      file.row(static_cast<std::uint64_t>(event.at), row.line());
      file.truth(fmt::format("stop:{}/{}", id, person_number), person.cluster());
    }
  }
  return file.close();
}

Result<FileCount> vehicles(const Context& context, std::string_view agency) {
  static constexpr std::string_view kModels[] = {"hatchback", "estate", "van", "saloon", "4x4"};
  const World& world = context.world;
  FeedFile file = context.open(agency, "police.vehicles");
  Csv row;
  std::uint64_t n = 0;
  for (std::uint32_t group = 0; group < world.groups(); ++group) {
    if (!mine(world, agency, group)) continue;
    for (std::uint32_t keeper = 0; keeper < 5; ++keeper) {
      Stream draw = world.stream(Tag::kVehicles, group, keeper, 3);
      const auto i = std::min(group * World::kGroupSpan + keeper * 3, world.people() - 1);
      const Person person = keeper < 2 ? world.nominal(group, keeper) : world.contact(i, 0);
      if (draw.per_mille(250)) continue;
      const Observed seen = observe(world, person, kKeeper, 40);
      const std::string id =
          fmt::format("KP-{}-{:07}", agency == kNorthmoor ? "N" : "S", serial(n++));
      row.clear();
      row.text(plate_of(world, person)).text(one_of(kMakes, draw)).text(one_of(kModels, draw));
      row.text(one_of(kColours, draw)).text(id).text(seen.surname).text(seen.forenames);
      row.text(uk_date(seen.birth)).text(seen.address + ", " + seen.town).text(seen.postcode);
      row.text(uk_date(kStoryDay - static_cast<std::int32_t>(draw.between(30, 2000)))).empty();
      file.row(n, row.line());
      file.truth(id, person.cluster());
    }
  }
  return file.close();
}

}  // namespace

void plan_police(const World&, std::vector<Task>& tasks) {
  using Writer = Result<FileCount> (*)(const Context&, std::string_view);
  static constexpr Writer kWriters[] = {ocgm_extract, ocg_list, group_register, group_relations,
                                        pras,         billing,  stops,          vehicles};
  for (const std::string_view agency : {kNorthmoor, kSouthwater}) {
    for (const Writer writer : kWriters) {
      tasks.push_back([writer, agency](const Context& context) { return writer(context, agency); });
    }
  }
}

}  // namespace sallyport::synth
