// D: Thursday's drone, and the note that paid. Also the fight at the same time, the find,
// Eldersby's searches and finds, the twelve duplicates and the three not reportable.
#include <fmt/format.h>

#include "synth/internal/plan.hpp"
#include "synth/internal/story.hpp"

namespace sallyport::synth {
namespace {

constexpr const char* kPartners =
    "northmoor-police/prison-intelligence;southwater-police/prison-intelligence;"
    "estmere-prisons/security;estmere-regional/unit";

const Man kFighters[] = {
    {"S-fight-1", "Z9081ZA", "Garrity", "Shane", {1994, 2, 3}, "Wexmoor", "B1-02"},
    {"S-fight-2", "Z9081ZB", "Duarte", "Bruno", {1991, 11, 13}, "Wexmoor", "B1-07"}};

void sighting(StoryBuilder& builder, const char* prison, const char* where, std::int64_t when,
              bool payload) {
  Incident incident;
  incident.reference = fmt::format("IR-2026-{:07}", builder.next("incidents"));
  incident.family = "DRONE_SIGHTING";
  incident.prison = prison;
  incident.location = where;
  incident.at = when;
  incident.title = "Drone sighting";
  incident.description = payload
                             ? "Black drone with a line and a package below it, seen for about a "
                               "minute, then lost behind the roof."
                             : "Drone high over the yard for two minutes. Nothing carried.";
  DroneAnswers answers;
  if (!payload) {
    answers.payload = "NONE";
    answers.modification = "";
    answers.colour = "";
    answers.size = "UNDER_0_5";
  }
  drone(incident, answers);
  builder.incident(incident);
}

void sightings(StoryBuilder& builder) {
  sighting(builder, "Wexmoor", "B side", at({2026, 9, 17}, 21, 50), true);
  sighting(builder, "Wexmoor", "B side", at({2026, 9, 24}, 21, 50), true);
  sighting(builder, "Eldersby", "Yard", at({2026, 9, 26}, 12, 10), false);
  sighting(builder, "Tarnholt", "A side", at({2026, 10, 1}, 21, 55), true);
  sighting(builder, "Wexmoor", "B side", at({2026, 10, 8}, 21, 48), true);
}

void fight(StoryBuilder& builder) {
  for (const Man& man : kFighters) builder.roll(man);
  Incident incident;
  incident.reference = fmt::format("IR-2026-{:07}", builder.next("incidents"));
  incident.family = "ASSAULT";
  incident.prison = "Wexmoor";
  incident.location = "B1";
  incident.at = at({2026, 10, 8}, 21, 45);
  incident.title = "Assault, prisoner on prisoner";
  incident.description = "A fight on B1 drew staff from the other landings. Both men were parted.";
  incident.answer("TYPE", "What type of assault was it?", "PRISONER_ON_PRISONER");
  incident.answer("DURING_FIGHT", "Was it during a fight?", "YES");
  incident.answer("SERIOUS", "Was a serious injury sustained?", "NO");
  for (const Man& man : kFighters) {
    incident.prisoner(man.number, man.surname, man.forenames, "Fighter", "Placed on report");
  }
  builder.incident(incident);
}

void find_and_note(StoryBuilder& builder) {
  Incident incident;
  incident.reference = fmt::format("IR-2026-{:07}", builder.next("incidents"));
  incident.family = "FIND";
  incident.prison = "Wexmoor";
  incident.location = "B2-14";
  incident.at = at({2026, 10, 9}, 6, 30);
  incident.title = "Find, drugs and mobile phone";
  incident.description =
      "Package in the pipework of B2-14. Phone and SIM sent to the digital unit, "
      "which read the number of the SIM.";
  incident.answer("CATEGORY", "Category of find", "MULTIPLE");
  incident.answer("HOW_FOUND", "How was it found?", "INTELLIGENCE_LED_SEARCH");
  incident.answer("ENTRY", "Method of entry", "UNKNOWN");
  incident.answer("CONCEALMENT", "Where was it concealed?", "PIPEWORK");
  incident.answer("POSSESSION", "In whose possession?", "PRISONER");
  incident.item("phone", "", 1, 1, "items");
  incident.item("sim", "07700 900655", 1, 1, "items");
  incident.item("drug", "", 201, 300, "g", "NPS");
  incident.prisoner(kFoss.number, kFoss.surname, kFoss.forenames, "In possession",
                    "Placed on report");
  builder.incident(incident);

  JsonArray about;
  about.raw(person_by_number(kFoss.number, kFoss.surname, kFoss.forenames));
  JsonObject note;
  note.text("note_id", "NT-2026-004000").text("author", "joss.tarbuck").text("prison", "Wexmoor");
  note.text("wing", "B").text("at", "2026-10-03T20:40");
  note.text("text",
            "Foss (B2-14) swaps his evening shift every week so that he is at his window on "
            "Thursdays. Did it again this week.");
  note.text("how_do_you_know", "SAW").raw("about", about.str());
  builder.add(kPrisons, "prison.notes", static_cast<std::uint64_t>(at({2026, 10, 3}, 20, 40)),
              note.str());
}

void speight(StoryBuilder& builder) {
  const std::int64_t stop = at({2026, 9, 24}, 22, 20);
  builder.add(
      kNorthmoor, "police.stops", static_cast<std::uint64_t>(stop),
      "ST-N-0004000,1,24/09/2026 22:20,\"Quarry Lane, 900 m from Wexmoor\",Wexmoor,Speight,Aron,"
      "12/12/1995,\"27 Millstone Rise, Harrowfield\",HF5 8RW,driver,QZ21 KLN,Ford,grey,"
      "batteries; fishing line,No further action",
      {{"stop:ST-N-0004000/1", "S-speight"}});
  builder.add(kNorthmoor, "police.vehicles", 4000,
              "QZ21 KLN,Ford,van,grey,KP-N-0004000,Speight,Aron,12/12/1995,\"27 Millstone Rise, "
              "Harrowfield\",HF5 8RW,03/02/2025,",
              {{"KP-N-0004000", "S-speight"}});
  builder.add(kNorthmoor, "police.billing", static_cast<std::uint64_t>(at({2026, 9, 24}, 22, 2)),
              "BL-00004000,07700 900702,07700 900655,24/09/2026 22:02:00,41,voice,CD/2026/0311");
  builder.add(kNorthmoor, "police.billing", static_cast<std::uint64_t>(at({2026, 10, 8}, 21, 51)),
              "BL-00004001,07700 900702,07700 900655,08/10/2026 21:51:00,28,voice,CD/2026/0311");
  Report pd1;
  pd1.urn = "NMP/2026/0003290";
  pd1.agency = kNorthmoor;
  pd1.date = day_of({2026, 9, 25});
  pd1.source = "1";
  pd1.information = "A";
  pd1.originator = "Northmoor intelligence desk";
  pd1.origin_ref = "NMP/LOG/32901";
  pd1.text =
      "Number 07700 900702 is used by Aron SPEIGHT, born 12.12.1995, of 27 Millstone Rise, "
      "Harrowfield: his own words at the stop of QZ21 KLN.";
  // his home joins the man in the stop with the man on licence: a name and a birthday alone never
  // do
  const std::string who = person_named("Speight", "Aron", day_of({1995, 12, 12}));
  pd1.assertion("uses_number", who, phone_named("07700 900702"));
  pd1.assertion("resides_at", who, address_named("27 Millstone Rise", "Harrowfield", "HF5 8RW"));
  builder.report("police.intelligence_reports", pd1, {{pd1.urn + "#1/a", "S-speight"}});

  builder.add(
      kProbation, "probation.cases", text_key("X900002"),
      fmt::format("X900002,Speight,Aron,12/12/1995,M,,{},\"27 Millstone Rise, Harrowfield\","
                  "HF5 8RW,07700 900702,,,,,,,PR017,Femi Cole,LICENCE,01/06/2026,01/06/2027,"
                  "employment,{}",
                  story_pnc({1995, 12, 12}, '-'), kPartners),
      {{"X900002", "S-speight"}});
  builder.add(
      kProbation, "probation.conditions", 4000,
      fmt::format("LC-0004001,X900002,PR017,CURFEW,Curfew 19:00 to 07:00,,19:00,07:00,01/06/2026,"
                  ",,,{}",
                  kPartners));
  builder.add(
      kProbation, "probation.conditions", 4000,
      fmt::format("LC-0004002,X900002,PR017,CURFEW,Curfew from 23:00 on Thursdays,Thu,23:00,07:00,"
                  "10/09/2026,,LC-0004001,work,{}",
                  kPartners));
  builder.add(
      kProbation, "probation.contacts", static_cast<std::uint64_t>(at({2026, 9, 9}, 11, 0)),
      "PN-0004002,X900002,PR017,09/09/2026 11:00,OFFICE,Asks to be out until 23:00 on Thursdays "
      "for work. Varied from tomorrow.,,,");
}

/// Eldersby searches twice as much in September and finds twice as much: no signal. Four finds a
/// week against twenty searches, eight against forty. Nobody is named in these.
void eldersby(StoryBuilder& builder) {
  std::vector<std::pair<std::string, std::int64_t>> october;
  for (std::int32_t week = day_of({2026, 4, 6}); week < kStoryDay; week += 7) {
    const bool doubled = week >= day_of({2026, 8, 31}) && week < day_of({2026, 9, 28});
    Csv row;
    row.text(fmt::format("SE-{:07}", builder.next("searches"))).text("Eldersby");
    row.text(iso_date(week)).text("CELL").number(doubled ? 40 : 20);
    builder.add(kPrisons, "prison.searches", static_cast<std::uint64_t>(week), row.take());
    for (int n = 0; n < (doubled ? 8 : 4); ++n) {
      Incident find;
      find.at = (week + n % 5) * kDaySeconds + (9 * 60 + n * 17) * 60;
      if (find.at >= kStoryDay * kDaySeconds) continue;
      find.reference = fmt::format("IR-2026-{:07}", builder.next("incidents"));
      find.family = "FIND";
      find.prison = "Eldersby";
      find.location = fmt::format("{}-{}-{:02}", 1 + n % 4, 1 + n % 3, 20 + n);
      find.title = "Find, drugs";
      find.description = fmt::format("Item found in {}.", find.location);
      find.answer("CATEGORY", "Category of find", "DRUG");
      find.answer("HOW_FOUND", "How was it found?", "CELL_SEARCH");
      find.answer("ENTRY", "Method of entry", "UNKNOWN");
      find.answer("CONCEALMENT", "Where was it concealed?", "BED");
      find.answer("POSSESSION", "In whose possession?", "NOT_APPLICABLE");
      find.item("drug", "", 2, 5, "g", "NPS");
      builder.incident(find);
      if (week >= day_of({2026, 9, 28})) october.emplace_back(find.reference, find.at);
    }
  }
  for (std::size_t n = 0; n < 15;
       ++n) {  // twelve duplicates, three not reportable, under the new form
    const auto& [reference, when] = october[n % october.size()];
    Incident find;
    find.reference = fmt::format("IR-2026-{:07}", builder.next("incidents"));
    find.family = "FIND";
    find.status = n < 12 ? "DUPLICATE" : "NOT_REPORTABLE";
    find.prison = "Eldersby";
    find.location = "1-1-20";
    find.at = std::max(when, at({2026, 10, 1}, 8, 0)) + static_cast<std::int64_t>(n) * 60;
    find.title = "Find, drugs";
    find.description = n < 12 ? "Entered a second time by the next shift." : "Vape, allowed item.";
    find.answer("CATEGORY", "Category of find", n < 12 ? "DRUG" : "OTHER_REPORTABLE");
    if (n < 12) find.duplicate_of = reference;
    builder.incident(find);
  }
}

}  // namespace

void story_thursdays(StoryBuilder& builder) {
  sightings(builder);
  fight(builder);
  find_and_note(builder);
  speight(builder);
  eldersby(builder);
}

}  // namespace sallyport::synth
