// The prison service's lists of people: roll, alerts, keep-aparts, visitor register, staff, VIPER,
// the register of legal numbers.
#include <fmt/format.h>

#include "synth/internal/codes.hpp"
#include "synth/internal/journeys.hpp"
#include "synth/internal/plan.hpp"

namespace sallyport::synth {
namespace {

enum Salt : std::uint64_t { kRollSalt = 11, kSecondSalt = 12, kVisitorSalt = 13 };

struct RollEntry {
  std::uint64_t key;
  std::uint32_t i;
  std::uint32_t second;  ///< 0: his number; n + 1: his second number n
  auto operator<=>(const RollEntry&) const = default;
};

std::string roll_row(const World& world, const RollEntry& entry, const std::string& number) {
  const std::uint32_t i = entry.i;
  Person person = world.prisoner(i);
  const Custody custody = world.custody(i);
  const bool old = entry.second != 0;
  const bool inside = World::in_custody(i) && !old;
  Stream draw = world.stream(Tag::kCustody, i, 3, old);
  // the second number was given on another name: his nickname, or another surname
  if (old && draw.per_mille(600))
    person.surname = world.names().surname(person.tradition, draw).latin;
  const Observed seen = observe(world, person, old ? kSecondSalt : kRollSalt, old ? 200 : 25);
  const std::int32_t reception = old ? custody.reception - 1500 : custody.reception;
  const std::int32_t release = old ? custody.reception - 1100 : custody.release;
  Csv row;
  row.text(number).text(seen.surname).text(seen.forenames).text(iso_date(seen.birth));
  row.text(person.female ? "F" : "M");
  row.text(inside ? (draw.per_mille(12) ? "ACTIVE OUT" : "ACTIVE IN") : "INACTIVE OUT");
  row.text(inside ? world.prison_of(i).name : "").text(inside ? world.cell_of(i) : "");
  row.text(inside
               ? iso_date(static_cast<std::int32_t>(cell_moves(world, i).back().at / kDaySeconds))
               : "");
  row.text(inside ? std::string(1, custody.category) : "").text(inside ? custody.regime : "");
  row.text(custody.remand ? "REMAND" : draw.per_mille(60) ? "LIFE" : "SDS");
  row.number(custody.sentence_days).text(custody.offence).text(iso_date(reception));
  row.text(iso_date(release)).text(iso_date(release)).text("CRD");
  Stream ids = world.stream(Tag::kCustody, i, 7);
  const auto year = static_cast<unsigned>(ids.between(1994, 2024));
  const auto pnc = pnc_number(year, static_cast<std::uint32_t>(ids.below(10'000'000)));
  const auto cro = cro_number(year, static_cast<std::uint32_t>(ids.below(1'000'000)));
  row.text(draw.per_mille(old ? 300 : 800) ? pnc : "")
      .text(draw.per_mille(old ? 200 : 600) ? cro : "");
  row.text(person.nickname).text(draw.per_mille(500) ? person.native : "");
  return row.take();
}

Result<FileCount> roll(const Context& context) {
  const World& world = context.world;
  std::vector<RollEntry> entries;
  std::uint32_t seconds = 0;
  for (std::uint32_t i = 0; i < world.people(); ++i) {
    entries.push_back({text_key(prison_number(i)), i, 0});
    if (world.has_second_number(i) && seconds < 2600) {
      entries.push_back({text_key(second_prison_number(seconds)), i, seconds + 1});
      ++seconds;
    }
  }
  std::sort(entries.begin(), entries.end());
  FeedFile file = context.open(kPrisons, "prison.roll");
  for (const RollEntry& entry : entries) {
    const std::string number =
        entry.second == 0 ? prison_number(entry.i) : second_prison_number(entry.second - 1);
    file.row(entry.key, roll_row(world, entry, number));
    file.truth(number, fmt::format("P{:07}", entry.i));
  }
  return file.close();
}

struct AlertKind {
  std::string_view type, code, words;
};
constexpr AlertKind kAlerts[] = {{"X", "XVL", "Violent"},
                                 {"X", "XR", "Racist"},
                                 {"R", "RCON", "Conflict with other prisoners"},
                                 {"H", "HA", "Self harm, ACCT open"},
                                 {"X", "XEL", "Escape list"},
                                 {"X", "XSA", "Staff assaulter"},
                                 {"X", "XCU", "Controlled unlock"},
                                 {"P", "PVN", "ViSOR nominal"},
                                 {"V", "VOP", "Own protection"},
                                 {"X", "XRF", "Risk to females"},
                                 {"T", "TSE", "Security hold"},
                                 {"T", "TM", "Medical hold"},
                                 {"X", "XCIC", "Co-accused in custody"},
                                 {"X", "XEBM", "Enhanced behaviour monitoring"},
                                 {"X", "XCDV", "Custodial debt victim"},
                                 {"X", "XCDP", "Custodial debt perpetrator"},
                                 {"X", "XIT", "No computer access"},
                                 {"H", "CSIP", "Challenge and support plan"}};
constexpr AlertKind kDoNotShare = {"D", "DOCGM", "OCG nominal - do not share"};
constexpr AlertKind kGang = {"X", "XGANG", "Gang member"};

Result<FileCount> alerts(const Context& context) {
  const World& world = context.world;
  FeedFile file = context.open(kPrisons, "prison.alerts");
  Csv row;
  std::uint64_t n = 0;
  for (std::uint32_t i = 0; i < world.people(); ++i) {
    Stream draw = world.stream(Tag::kAlerts, i);
    const bool inside = World::in_custody(i);
    const auto ordinary = std::min(draw.below(6), draw.below(6));
    const bool mapped = world.linked(i) && draw.per_mille(500);
    const auto count = ordinary + (mapped ? 1 : 0);
    for (std::uint64_t j = 0; j < count; ++j) {
      const bool gang = draw.per_mille(25);
      const AlertKind& kind = j == ordinary ? kDoNotShare
                              : gang        ? kGang
                                            : kAlerts[draw.below(std::size(kAlerts))];
      const auto from = kStoryDay - static_cast<std::int32_t>(draw.between(1, 900));
      const bool over = !inside || draw.per_mille(400);
      row.clear();
      row.text(fmt::format("AL-{:08}", serial(n++))).text(prison_number(i));
      row.text(inside ? world.prison_of(i).name : "").text(kind.type).text(kind.code);
      row.text(kind.words).text(iso_date(from));
      row.text(over ? iso_date(std::min(from + 200, kStoryDay - 1)) : "").empty();
      row.text("Security").text(over ? "INACTIVE" : "ACTIVE").text(kind.type == "D" ? "Y" : "N");
      file.row(n, row.line());
    }
  }
  return file.close();
}

void keep_apart_side(const World& world, std::uint32_t i, std::string_view role, Csv& row) {
  const Observed seen = observe(world, world.prisoner(i), kRollSalt, 25);
  row.text(prison_number(i)).text(seen.surname).text(seen.forenames).text(iso_date(seen.birth));
  row.text(role).text(World::in_custody(i) ? world.prison_of(i).name : "");
}

Result<FileCount> non_associations(const Context& context) {
  static constexpr std::string_view kReasons[] = {"VIOLENCE", "THREAT",       "BULLYING",
                                                  "OTHER",    "GANG_RELATED", "ORGANISED_CRIME"};
  static constexpr std::string_view kRestrictions[] = {"WING", "LANDING", "CELL", "WING"};
  const World& world = context.world;
  FeedFile file = context.open(kPrisons, "prison.non_associations");
  Csv row;
  std::uint64_t n = 0;
  for (std::uint32_t i = 0; i + 9 < world.people(); ++i) {
    Stream draw = world.stream(Tag::kNonAssoc, i);
    if (!draw.per_mille(World::in_custody(i) ? 120 : 25)) continue;
    // somebody near in number, or a rival group's man a few groups away
    const auto other = i + 1 + static_cast<std::uint32_t>(draw.below(8));
    const auto created = kStoryDay - static_cast<std::int32_t>(draw.between(1, 1400));
    const bool closed = draw.per_mille(250);
    row.clear();
    row.text(fmt::format("NA-{:07}", serial(n++)));
    const bool victim = draw.per_mille(500);
    keep_apart_side(world, i, victim ? "VICTIM" : "UNKNOWN", row);
    keep_apart_side(world, other, victim ? "PERPETRATOR" : "UNKNOWN", row);
    row.text(one_of(kReasons, draw)).text(one_of(kRestrictions, draw));
    row.text("Entered by security after an incident on the wing").text("Security");
    row.text(iso_date(created))
        .text(closed ? iso_date(std::min(created + 300, kStoryDay - 1)) : "");
    row.text(closed ? "No longer needed" : "");
    file.row(n, row.line());
    file.truth(prison_number(i), fmt::format("P{:07}", i));
    file.truth(prison_number(other), fmt::format("P{:07}", other));
  }
  return file.close();
}

Result<FileCount> gang_nonassociations(const Context& context) {
  const World& world = context.world;
  FeedFile file = context.open(kPrisons, "prison.gang_nonassociations");
  Csv row;
  std::uint64_t n = 0;
  for (std::uint32_t group = 1; group < world.groups(); ++group) {
    Stream draw = world.stream(Tag::kRelations, group, 7);
    if (!draw.per_mille(60)) continue;
    row.clear();
    row.text(fmt::format("GN-{:05}", serial(n++))).text(world.group_name(group));
    row.text(world.group_name(group - 1)).text("Rival groups").text("WING").text("Y").text("Y");
    row.text(iso_date(kStoryDay - static_cast<std::int32_t>(draw.between(40, 800)))).empty();
    file.row(n, row.line());
  }
  return file.close();
}

Result<FileCount> visitors(const Context& context) {
  static constexpr std::string_view kStatus[] = {"APPROVED", "APPROVED", "APPROVED", "APPROVED",
                                                 "APPROVED", "PENDING",  "REFUSED",  "BANNED"};
  const World& world = context.world;
  FeedFile file = context.open(kPrisons, "prison.visitors");
  Csv row;
  for (std::uint32_t i = 0; i < world.people(); ++i) {
    const std::string& prison = world.last_prison(i).name;
    const std::uint32_t count = world.contacts(i);
    for (std::uint32_t k = 0; k < count; ++k) {
      Stream draw = world.stream(Tag::kContact, i, k, 2);
      const Person person = world.contact(i, k);
      const Observed seen = observe(world, person, kVisitorSalt, 50);
      const std::uint64_t n = std::uint64_t{i} * 8 + k;
      const std::string id = fmt::format("VR-{:07}", serial(n));
      const std::string_view status = one_of(kStatus, draw);
      row.clear();
      row.text(id).text(seen.surname).text(seen.forenames).text(iso_date(seen.birth));
      row.text(seen.address + ", " + seen.town).text(seen.postcode);
      row.text(draw.per_mille(700) ? world.contact_number(i, k) : "");
      row.text(draw.per_mille(250) ? fmt::format("contact.{}@example.org", n) : "");
      row.text(prison_number(i));
      row.text(prison);
      row.text(World::relationship(world, i, k)).text(status);
      row.text(iso_date(kStoryDay - static_cast<std::int32_t>(draw.between(5, 900))));
      row.text(status == "BANNED" ? "BAN" : draw.per_mille(15) ? "CLOSED" : "");
      file.row(serial(n), row.line());
      file.truth(id, person.cluster());
    }
  }
  return file.close();
}

Result<FileCount> staff(const Context& context) {
  static constexpr std::string_view kGrades[] = {
      "Officer", "Officer", "Officer", "Officer", "Supervising officer", "Custodial manager"};
  const World& world = context.world;
  FeedFile file = context.open(kPrisons, "prison.staff");
  Csv row;
  std::uint64_t n = 0;
  const std::uint32_t count = world.in_custody_count() / 4;  // officers on the list
  for (std::uint32_t j = 0; j < count; ++j) {
    Stream draw = world.stream(Tag::kStaff, j);
    const bool female = draw.per_mille(400);
    const auto tradition = world.names().pick_tradition(draw);
    const PrisonInfo& prison = world.prisons()[draw.below(world.prisons().size())];
    row.clear();
    row.text(fmt::format("P{:06}", 100'000 + serial(n++)));
    row.text(world.names().surname(tradition, draw).latin);
    row.text(world.names().forename(tradition, female, draw).latin).text(prison.name);
    row.text(one_of(kGrades, draw)).text(prison.wings[draw.below(prison.wings.size())] + " wing");
    row.text(iso_date(kStoryDay - static_cast<std::int32_t>(draw.between(30, 7000)))).empty();
    file.row(n, row.line());
  }
  return file.close();
}

Result<FileCount> viper(const Context& context) {
  const World& world = context.world;
  FeedFile file = context.open(kPrisons, "prison.viper");
  Csv row;
  for (std::uint32_t rank = 0; rank < world.in_custody_count(); ++rank) {
    const std::uint32_t i = World::by_rank(rank);
    Stream draw = world.stream(Tag::kViper, i);
    const auto score = std::min({draw.below(900), draw.below(900), draw.below(900)});
    row.clear();
    row.text(prison_number(i)).pounds(static_cast<std::int64_t>(score));
    file.row(rank, row.line());
  }
  return file.close();
}

Result<FileCount> only_story(const Context& context, std::string_view agency,
                             std::string_view feed) {
  FeedFile file = context.open(agency, feed);
  return file.close();
}

}  // namespace

void plan_prison_people(const World&, std::vector<Task>& tasks) {
  for (const auto writer :
       {roll, alerts, non_associations, gang_nonassociations, visitors, staff, viper}) {
    tasks.push_back(writer);
  }
  // The register has the story's numbers and no other: a random call to one would be refused too.
  tasks.push_back(
      [](const Context& context) { return only_story(context, kPrisons, "prison.legal_numbers"); });
}

}  // namespace sallyport::synth
