// Incident reports and searches. Rates a year and head after the annual figures of
// reference/vocabularies.md 3.10: assaults 0.39, finds 0.24, drones 14 a prison.
#include <fmt/format.h>

#include "base/time.hpp"
#include "synth/internal/codes.hpp"
#include "synth/internal/incident.hpp"
#include "synth/internal/plan.hpp"

namespace sallyport::synth {
namespace {

/// The three prisons whose drones, and the one whose finds and searches, are the story's alone.
bool story_skies(std::size_t prison) {
  return prison < 3;
}
constexpr std::size_t kEldersby = 2;

enum Family : std::uint32_t { kAssault, kFind, kSelfHarm, kDisorder, kMisc, kDamage, kDrone };

struct Rate {
  Family family;
  std::uint32_t per_million_days;  ///< incidents a million days in custody
};
constexpr Rate kRates[] = {{kAssault, 1070}, {kFind, 660}, {kSelfHarm, 1900},
                           {kDisorder, 150}, {kMisc, 420}, {kDamage, 300}};

void involve(const World& world, Incident& incident, std::uint32_t i, std::string_view role,
             std::string_view outcome) {
  const Observed seen = observe(world, world.prisoner(i), 11, 25);
  incident.prisoner(prison_number(i), seen.surname, seen.forenames, role, outcome);
}

/// Another man of the same prison, or himself where there is none near.
std::uint32_t neighbour(const World& world, std::uint32_t i, Stream& draw) {
  const std::uint32_t rank = World::custody_rank(i);
  const auto start = static_cast<std::uint32_t>(draw.below(40)) + 1;
  for (std::uint32_t step = start; step < start + 60; ++step) {
    const std::uint32_t other = (rank + step) % world.in_custody_count();
    if (world.prison_index(World::by_rank(other)) == world.prison_index(i) && other != rank) {
      return World::by_rank(other);
    }
  }
  return i;
}

void assault(const World& world, Incident& incident, std::uint32_t i, Stream& draw) {
  static constexpr std::string_view kHow[] = {"prisoner on prisoner", "prisoner on prisoner",
                                              "prisoner on staff"};
  static constexpr std::string_view kWhy[] = {"debt",        "argument over the telephone",
                                              "not known",   "name calling",
                                              "old dispute", "tobacco or vapes"};
  static constexpr std::string_view kWhere[] = {"on the landing", "at the servery",  "in the yard",
                                                "in a cell",      "in the workshop", "at the gate"};
  const auto how = one_of(kHow, draw);
  const auto why = one_of(kWhy, draw);
  const auto where = one_of(kWhere, draw);
  const bool serious = draw.per_mille(115);
  incident.title = fmt::format("Assault, {}", how);
  incident.description = fmt::format(
      "An assault {} {}. Reason given: {}. Staff responded and "
      "separated those involved.",
      where, how == kHow[2] ? "on an officer" : "between prisoners", why);
  incident.answer("TYPE", "What type of assault was it?",
                  how == kHow[2] ? "PRISONER_ON_STAFF" : "PRISONER_ON_PRISONER");
  incident.answer("SERIOUS", "Was a serious injury sustained?", serious ? "YES" : "NO");
  incident.answer("APPARENT_REASON", "Was there an apparent reason?", why);
  involve(world, incident, i, "Assailant", "Placed on report");
  if (how != kHow[2])
    involve(world, incident, neighbour(world, i, draw), "Victim", "Seen by healthcare");
}

void find(const World& world, Incident& incident, std::uint32_t i, Stream& draw) {
  static constexpr std::string_view kFound[] = {"CELL_SEARCH",
                                                "CELL_SEARCH",
                                                "INTELLIGENCE_LED_SEARCH",
                                                "DOG_SEARCH",
                                                "GATE_SEARCH_OTHER",
                                                "INFORMATION_RECEIVED",
                                                "PHONE_DETECTION_POLE",
                                                "ITEM_OBSERVED_AND_RECOVERED"};
  static constexpr std::string_view kEntry[] = {
      "UNKNOWN", "UNKNOWN", "POST_OTHER", "PRISONER", "THROWN_IN", "VISITOR_DOMESTIC", "DRONE"};
  static constexpr std::string_view kHid[] = {"NOT_CONCEALED", "BED",  "FABRIC", "CLOTHING",
                                              "PIPEWORK",      "FOOD", "BAG"};
  static constexpr std::string_view kDrugs[] = {"NPS",     "NPS",        "CANNABIS_PLANT", "HEROIN",
                                                "COCAINE", "PREGABALIN", "BUPRENORPHINE"};
  static constexpr std::pair<int, int> kBands[] = {{0, 1},   {2, 5},   {6, 10},
                                                   {11, 20}, {21, 30}, {31, 40}};
  const bool drugs = draw.per_mille(560);
  const auto band = kBands[std::min(draw.below(6), draw.below(6))];
  const auto substance = one_of(kDrugs, draw);
  incident.title = drugs ? "Find, drugs" : "Find, mobile phone";
  incident.description = fmt::format("Item found in {}.", incident.location);
  incident.answer("CATEGORY", "Category of find", drugs ? "DRUG" : "MOBILE_PHONE");
  incident.answer("HOW_FOUND", "How was it found?", one_of(kFound, draw));
  incident.answer("ENTRY", "Method of entry", one_of(kEntry, draw));
  incident.answer("CONCEALMENT", "Where was it concealed?", one_of(kHid, draw));
  if (drugs) {
    incident.item("drug", "", band.first, band.second, "g", substance);
  } else {
    incident.item("phone", "", 1, 1, "items");
  }
  const bool held = draw.per_mille(650);
  incident.answer("POSSESSION", "In whose possession?", held ? "PRISONER" : "NOT_APPLICABLE");
  if (held) involve(world, incident, i, "In possession", "Placed on report");
}

void other(const World& world, Incident& incident, Family family, std::uint32_t i, Stream& draw) {
  static constexpr std::string_view kMiscWords[] = {
      "Prisoner found under the influence and seen by healthcare",
      "Property of another prisoner found in cell", "Refusal to return to cell, resolved",
      "Threats made through the door", "Wing telephone found damaged"};
  switch (family) {
    case kSelfHarm:
      incident.title = "Self-harm";
      incident.description = "Prisoner seen by healthcare and support plan reviewed.";
      involve(world, incident, i, "Perpetrator", "ACCT");
      break;
    case kDisorder:
      incident.title = "Disorder, concerted indiscipline";
      incident.description = "Prisoners refused to lock up and were spoken to; all complied.";
      involve(world, incident, i, "Active involvement", "Placed on report");
      involve(world, incident, neighbour(world, i, draw), "Active involvement", "Placed on report");
      break;
    case kDamage:
      incident.title = "Deliberate damage";
      incident.description = "Damage to cell furniture.";
      involve(world, incident, i, "Perpetrator", "Placed on report");
      break;
    default:
      incident.title = "Miscellaneous";
      incident.description = fmt::format("{}.", one_of(kMiscWords, draw));
      involve(world, incident, i, "Perpetrator", "Seen by duty governor");
  }
}

std::string_view family_name(std::uint32_t family) {
  static constexpr std::string_view kNames[] = {
      "ASSAULT", "FIND", "SELF_HARM", "DISORDER", "MISCELLANEOUS", "DAMAGE", "DRONE_SIGHTING"};
  return kNames[family];
}

std::vector<EventKey> incident_events(const World& world) {
  std::vector<EventKey> events;
  for (std::uint32_t rank = 0; rank < world.in_custody_count(); ++rank) {
    const std::uint32_t i = World::by_rank(rank);
    const std::int32_t from = std::max(world.custody(i).reception, kStoryDay - world.year_days());
    for (std::int32_t day = from; day < kStoryDay; ++day) {
      const auto root = derive(world.seed(), Tag::kIncidents, i, static_cast<std::uint64_t>(day));
      std::uint64_t at = root % 1'000'000;
      for (const Rate& rate : kRates) {
        if (at >= rate.per_million_days) {
          at -= rate.per_million_days;
          continue;
        }
        if (rate.family == kFind && world.prison_index(i) == kEldersby) break;
        const auto minute = static_cast<std::int64_t>(7 * 60 + (root >> 32) % 840);
        events.push_back({day * kDaySeconds + minute * 60, i, rate.family});
        break;
      }
    }
  }
  for (std::size_t prison = 0; prison < world.prisons().size(); ++prison) {
    if (story_skies(prison)) continue;
    for (std::int32_t day = kStoryDay - world.year_days(); day < kStoryDay; ++day) {
      // Thursdays (day 0 of 1970 was one) stay quiet: the only Thursday pattern is the story's
      if (day % 7 == 0) continue;
      const auto root = derive(world.seed(), Tag::kDrones, prison, static_cast<std::uint64_t>(day));
      if (root % 1000 >= 44) continue;
      const auto minute = static_cast<std::int64_t>((root >> 32) % 1440);
      events.push_back(
          {day * kDaySeconds + minute * 60, static_cast<std::uint32_t>(prison), kDrone});
    }
  }
  std::sort(events.begin(), events.end());
  return events;
}

void random_drone(const World& world, Incident& incident, const EventKey& event) {
  static constexpr std::string_view kPayload[] = {"NONE", "UNKNOWN", "0_100", "101_200", "201_300"};
  static constexpr std::string_view kColours[] = {"", "PAINTED_BLACK", "COVERED_LIGHTS"};
  static constexpr std::string_view kSides[] = {"North", "South", "East", "West"};
  static constexpr std::string_view kSizes[] = {"UNDER_0_5", "0_5_TO_1", "1_TO_2"};
  Stream draw = world.stream(Tag::kDrones, event.i, static_cast<std::uint64_t>(event.at), 1);
  incident.location = fmt::format("{} side", one_of(kSides, draw));
  incident.title = "Drone sighting";
  incident.description = "Drone seen from the yard by staff on patrol.";
  DroneAnswers answers;
  answers.payload = one_of(kPayload, draw);
  answers.colour = one_of(kColours, draw);
  answers.size = one_of(kSizes, draw);
  answers.modification = "";
  drone(incident, answers);
}

Result<FileCount> incidents(const Context& context) {
  const World& world = context.world;
  FeedFile file = context.open(kPrisons, "prison.incidents");
  std::uint64_t n = 0;
  for (const EventKey& event : incident_events(world)) {
    Stream draw = world.stream(Tag::kIncidents, event.i, static_cast<std::uint64_t>(event.at), 1);
    Incident incident;
    incident.reference = fmt::format("IR-2026-{:07}", serial(n++));
    incident.family = family_name(event.j);
    incident.at = event.at;
    incident.reported_after_minutes = draw.between(20, 600);
    if (event.j == kDrone) {
      incident.prison = world.prisons()[event.i].name;
      random_drone(world, incident, event);
    } else {
      incident.prison = world.prison_of(event.i).name;
      incident.location = world.cell_of(event.i);
      if (draw.per_mille(60)) incident.status = "AWAITING_REVIEW";
      if (event.j == kAssault) {
        assault(world, incident, event.i, draw);
      } else if (event.j == kFind) {
        find(world, incident, event.i, draw);
      } else {
        other(world, incident, static_cast<Family>(event.j), event.i, draw);
      }
    }
    file.row(static_cast<std::uint64_t>(event.at), incident.line());
  }
  return file.close();
}

Result<FileCount> searches(const Context& context) {
  const World& world = context.world;
  FeedFile file = context.open(kPrisons, "prison.searches");
  Csv row;
  std::uint64_t n = 0;
  const std::int32_t last_monday = kStoryDay - 3;
  for (std::int32_t week = last_monday - 27 * 7; week <= last_monday; week += 7) {
    for (std::size_t prison = 0; prison < world.prisons().size(); ++prison) {
      if (prison == kEldersby) continue;
      Stream draw = world.stream(Tag::kSearches, prison, static_cast<std::uint64_t>(week));
      row.clear();
      row.text(fmt::format("SE-{:07}", serial(n++))).text(world.prisons()[prison].name);
      row.text(iso_date(week)).text("CELL").number(draw.between(28, 52));
      file.row(static_cast<std::uint64_t>(week), row.line());
    }
  }
  return file.close();
}

}  // namespace

void plan_incidents(const World&, std::vector<Task>& tasks) {
  tasks.push_back(incidents);
  tasks.push_back(searches);
}

}  // namespace sallyport::synth
