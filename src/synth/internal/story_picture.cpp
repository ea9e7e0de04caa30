// A: half a picture each. B: the keep-apart that would have been missed. The groups themselves.
#include <fmt/format.h>

#include "synth/internal/plan.hpp"
#include "synth/internal/story.hpp"

namespace sallyport::synth {
namespace {

constexpr const char* kPartners =
    "northmoor-police/prison-intelligence;southwater-police/prison-intelligence;"
    "estmere-prisons/security;estmere-regional/unit";

void groups(StoryBuilder& builder) {
  struct Group {
    std::uint64_t number;
    const char* name;
    const char* scores;
  };
  static constexpr Group kGroups[] = {{10112, "Ashlar Street", "2b,Unknown,High,High"},
                                      {10140, "Dockline", "3a,Unknown,Medium,High"},
                                      {10177, "Millrace", "4c,Medium,Low,Unknown"},
                                      {10205, "Gantry Road", "4a,Unknown,Unknown,Medium"}};
  for (const Group& group : kGroups) {
    const std::string id = fmt::format("991/{:07}", group.number);
    builder.add(kNorthmoor, "police.ocg_list", group.number,
                fmt::format("{},{}", id, group.scores));
    builder.add(kNorthmoor, "police.group_register", group.number,
                fmt::format("{},{},Active,Serious Crime Act 2015 s.45(6),DI North 2,Harrowfield",
                            id, group.name));
  }
}

/// One line of the mapping extract. `man` is null in the community.
void mapped(StoryBuilder& builder, std::uint64_t group, int number, const Man* man,
            const char* surname, const char* forenames, CivilDate born, const char* standing,
            const char* aliases, const char* cluster) {
  Csv row;
  if (man != nullptr) {
    row.text(man->number).text(man->prison).text("North").text(std::string(1, man->category));
  } else {
    for (int i = 0; i < 4; ++i) row.empty();
  }
  row.text(fmt::format("991/{:07}", group));
  if (man != nullptr) {
    const std::string release = uk_date(day_of(man->release));
    row.text(man->location).text(release).text(release).text("CRD").text(man->offence);
    row.number((day_of(man->release) - day_of(man->reception)) * 2);
    row.text(man->surname).text(man->forenames).text(uk_date(day_of(man->born)));
    for (int i = 0; i < 4; ++i) row.empty();
  } else {
    for (int i = 0; i < 13; ++i) row.empty();
  }
  const std::string id = fmt::format("NM-{:07}-{:02}", group, number);
  row.text(surname).text(forenames).text(uk_date(day_of(born)));
  row.text(story_pnc(born, man != nullptr ? man->number[6] : '-')).text(id).text("Male");
  row.text(aliases).text(standing).text("").text("Yes").text("");
  PeopleKeys people = {{id, cluster}};
  if (man != nullptr) people.emplace_back(fmt::format("nomis:{}", man->number), man->cluster);
  builder.add(kNorthmoor, "police.ocgm_extract", group * 1000 + static_cast<std::uint64_t>(number),
              row.take(), std::move(people));
}

void mapping(StoryBuilder& builder) {
  static constexpr const char* kPrincipal = "Principal Subject";
  static constexpr const char* kSignificant = "Significant Group Member";
  static constexpr const char* kPeripheral = "Peripheral Subject";
  const auto inside = [&](std::uint64_t group, int number, const Man& man, const char* standing,
                          const char* aliases) {
    mapped(builder, group, number, &man, man.surname, man.forenames, man.born, standing, aliases,
           man.cluster);
  };
  const auto outside = [&](std::uint64_t group, int number, const char* surname,
                           const char* forenames, CivilDate born, const char* standing,
                           const char* cluster) {
    mapped(builder, group, number, nullptr, surname, forenames, born, standing, "", cluster);
  };
  outside(10112, 1, "Ransome", "Victor", {1979, 9, 21}, kPrincipal, "S-ransome");
  inside(10112, 2, kRenn, kSignificant, "Toby");
  outside(10112, 3, "Achebe-Ward", "Desmond", {1990, 1, 31}, kPeripheral, "S-ashlar-3");
  outside(10112, 4, "Bhullar", "Sanjit", {1996, 6, 12}, kPeripheral, "S-ashlar-4");
  inside(10140, 1, kDzurik, kPrincipal, "Camille; Kam");
  inside(10140, 2, kDocklineOne, kPeripheral, "");
  inside(10140, 3, kDocklineTwo, kPeripheral, "");
  outside(10140, 4, "Rawal", "Gita", {1985, 4, 2}, kSignificant, "S-dockline-4");
  outside(10177, 1, "Strand", "Callum", {1982, 11, 9}, kPrincipal, "S-millrace-1");
  outside(10177, 2, "Speight", "Aron", {1995, 12, 12}, kPeripheral, "S-speight");
  outside(10177, 3, "Benali", "Yusra", {1997, 2, 24}, kPeripheral, "S-millrace-3");
  outside(10205, 1, "Tolly", "Ryan", {1984, 8, 14}, kPrincipal, "S-tolly");
  outside(10205, 2, "Ostrow", "Ivo", {1991, 5, 5}, kPeripheral, "S-gantry-2");
  outside(10205, 3, "Iyer", "Padma", {1993, 9, 17}, kPeripheral, "S-gantry-3");
}

void half_a_picture(StoryBuilder& builder) {
  Report pa1;
  pa1.urn = "NMP/2026/0003102";
  pa1.agency = kNorthmoor;
  pa1.date = day_of({2026, 9, 2});
  pa1.source = "1";
  pa1.information = "A";
  pa1.releasable_to = {"northmoor-police/prison-intelligence",
                       "southwater-police/prison-intelligence", "estmere-prisons/security",
                       "estmere-regional/unit", "estmere-probation/case"};
  pa1.originator = "Northmoor intelligence desk";
  pa1.origin_ref = "NMP/LOG/31020";
  pa1.text =
      "Number 07700 900417 is used by Martha KESSELL, born 04.03.1989, of 6 Saltpan Row, "
      "Harrowfield. From the subscriber's own statement.";
  const std::string kessell = JsonObject()
                                  .text("kind", "person")
                                  .text("surname", "Kessell")
                                  .text("forenames", "Martha")
                                  .text("dob", "1989-03-04")
                                  .text("sex", "F")
                                  .text("address", "6 Saltpan Row")
                                  .text("town", "Harrowfield")
                                  .text("postcode", "HF9 4QX")
                                  .str();
  pa1.assertion("uses_number", kessell, phone_named("07700 900417"));
  pa1.assertion("resides_at", kessell, address_named("6 Saltpan Row", "Harrowfield", "HF9 4QX"));
  builder.report("police.intelligence_reports", pa1, {{pa1.urn + "#1/a", "S-kessell"}});

  builder.activity(kPrill, "Wing cleaner", "B wing", "Mon-Sun 08:30-11:30");
  for (int n = 0; n < 23; ++n) {  // 23 calls in the 30 days before the story day
    builder.call(kPrill, "07700 900417",
                 at({2026, 9, 15}, 17 + n % 3, 4 + n * 7 % 50, n) + n * 30 / 23 * kDaySeconds,
                 90 + n * 17 % 240);
  }
  builder.visitor(
      "Kessel,Marta,1989-04-03,\"11 Cooperage Lane, Harrowfield\",HF2 7DL,,,Z9061ZA,Eldersby,"
      "cousin,APPROVED,2025-12-04,",
      "VR-0004000", "S-kessell");

  builder.add(
      kProbation, "probation.cases", text_key("X900001"),
      fmt::format("X900001,Ransome,Victor,21/09/1979,M,,{},\"6 Saltpan Row, Harrowfield\",HF9 4QX,"
                  ",Kessell,M,04/03/1989,partner,Y,,PR017,Femi Cole,LICENCE,14/01/2026,"
                  "14/01/2028,none,{}",
                  story_pnc({1979, 9, 21}, '-'), kPartners),
      {{"X900001", "S-ransome"}, {"X900001/contact", "S-kessell"}});
  builder.add(kProbation, "probation.contacts",
              static_cast<std::uint64_t>(at({2026, 9, 8}, 10, 30)),
              "PN-0004000,X900001,PR017,08/09/2026 10:30,OFFICE,Attended on time. Lives with his "
              "partner and spoke of work on the docks.,,,");
  builder.add(kProbation, "probation.conditions", 4000,
              fmt::format("LC-0004000,X900001,PR017,REPORTING,Report to the officer as directed,,,,"
                          "14/01/2026,14/01/2028,,,{}",
                          kPartners));
}

void keep_apart(StoryBuilder& builder) {
  Report pb1;
  pb1.urn = "NMP/2026/0003388";
  pb1.agency = kNorthmoor;
  pb1.date = day_of({2026, 9, 10});
  pb1.source = "1";
  pb1.information = "B";
  pb1.handling = "C";
  pb1.conditions = {"for:security", "for:placement", "not:local-wings"};
  pb1.conditions_text = "Security and placement only. Not to local wings.";
  pb1.releasable_to = {"northmoor-police/prison-intelligence",
                       "southwater-police/prison-intelligence", "estmere-prisons/security",
                       "estmere-prisons/placement"};
  pb1.originator = "Northmoor intelligence desk";
  pb1.origin_ref = "NMP/LOG/33871";
  pb1.text =
      "Ashlar Street and Dockline have been hostile since a shooting on 22 August. Members "
      "of the two should not meet. Kamil DZURIK, Marek TOTH and Leroy SANDS are Dockline; "
      "Tobias RENN is Ashlar Street.";
  const std::string ashlar = group_by_number("991/0010112", "Ashlar Street");
  const std::string dockline = group_by_number("991/0010140", "Dockline");
  JsonObject hostile;
  hostile.text("relation", "hostile");
  pb1.assertion("group_relation", ashlar, dockline, hostile, day_of({2026, 8, 22}));
  JsonObject active;
  active.text("status", "ACT");
  const auto belongs = [&](const Man& man, const std::string& group) {
    pb1.assertion("member_of", person_by_number(man.number, man.surname, man.forenames), group,
                  active);
  };
  belongs(kRenn, ashlar);
  belongs(kDzurik, dockline);
  belongs(kDocklineOne, dockline);
  belongs(kDocklineTwo, dockline);
  PeopleKeys people;
  for (const Man* man : {&kRenn, &kDzurik, &kDocklineOne, &kDocklineTwo}) {
    people.emplace_back(man->number, man->cluster);
  }
  builder.report("police.intelligence_reports", pb1, people);

  const std::int64_t arrival = at({2026, 10, 15}, 18, 30);
  builder.add(kPrisons, "prison.movements", static_cast<std::uint64_t>(arrival),
              "MV-000004000,Z9021ZC,Dzurik,Kamil,1986-11-23,TRANSFER,NOTR,Ostrey,Wexmoor,"
              "2026-10-15 18:30,B1-09,standard,PLANNED");
  builder.add(
      kPrisons, "prison.non_associations", 4000,
      "NA-0004000,Z9011ZA,Renn,Tobias,1984-05-17,UNKNOWN,Wexmoor,Z8877ZD,Durik,Camille,"
      "1986-11-23,UNKNOWN,,VIOLENCE,WING,Fought in the exercise yard and threatened to go on,"
      "Security,2019-06-11,,",
      {{"Z9011ZA", "S-renn"}, {"Z8877ZD", "S-dzurik"}});
  for (const Man* man : {&kRenn, &kDzurik}) {
    const auto number = builder.next("alerts");
    builder.add(
        kPrisons, "prison.alerts", number,
        fmt::format("AL-{:08},{},{},D,DOCGM,OCG nominal - do not share,2026-03-02,,,Security,"
                    "ACTIVE,Y",
                    number, man->number, man->prison));
  }
}

}  // namespace

void story_picture(StoryBuilder& builder) {
  groups(builder);
  mapping(builder);
  half_a_picture(builder);
  keep_apart(builder);
}

}  // namespace sallyport::synth
