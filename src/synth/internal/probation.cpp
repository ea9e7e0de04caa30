// Probation's files: cases, contact notes, licence conditions.
#include <fmt/format.h>

#include "synth/internal/codes.hpp"
#include "synth/internal/plan.hpp"

namespace sallyport::synth {
namespace {

constexpr std::uint64_t kCaseSalt = 31;
constexpr std::string_view kReleased =
    "northmoor-police/prison-intelligence;southwater-police/prison-intelligence;"
    "estmere-prisons/security;estmere-regional/unit";

struct Case {
  std::string crn;
  std::uint32_t i;
  bool inside;
  bool released_to_partners;
  std::string officer;
};

/// Who has a case: most who left in the last two years, and those due out within nine months.
bool has_case(const World& world, std::uint32_t i, const Custody& custody) {
  if (World::in_custody(i)) {
    return custody.release < kStoryDay + 270 && world.stream(Tag::kCases, i).per_mille(850);
  }
  return custody.release > kStoryDay - 900 && world.stream(Tag::kCases, i).per_mille(800);
}

std::vector<Case> cases_of(const World& world) {
  std::vector<Case> out;
  for (std::uint32_t i = 0; i < world.people(); ++i) {
    const Custody custody = world.custody(i);
    if (!has_case(world, i, custody)) continue;
    Stream draw = world.stream(Tag::kCases, i, 1);
    const bool shared = world.linked(i) || draw.per_mille(180);
    // officers PR100 and up: the story's have lower codes
    const auto officer = draw.between(100, 100 + world.people() / 40);
    out.push_back({crn(i), i, World::in_custody(i), shared, fmt::format("PR{}", officer)});
  }
  std::sort(out.begin(), out.end(), [](const Case& a, const Case& b) { return a.crn < b.crn; });
  return out;
}

Result<FileCount> cases(const Context& context) {
  static constexpr std::string_view kConcerns[] = {
      "none", "none", "", "accommodation", "employment", "alcohol", "drugs", "family"};
  const World& world = context.world;
  FeedFile file = context.open(kProbation, "probation.cases");
  Csv row;
  for (const Case& entry : cases_of(world)) {
    const std::uint32_t i = entry.i;
    const Person person = world.prisoner(i);
    const Custody custody = world.custody(i);
    const Observed seen = observe(world, person, kCaseSalt, 40);
    Stream draw = world.stream(Tag::kCases, i, 2);
    row.clear();
    row.text(entry.crn).text(seen.surname).text(seen.forenames).text(uk_date(seen.birth));
    row.text(person.female ? "F" : "M").text(draw.per_mille(780) ? prison_number(i) : "");
    Stream ids = world.stream(Tag::kCustody, i, 7);
    const auto year = static_cast<unsigned>(ids.between(1994, 2024));
    const auto pnc = pnc_number(year, static_cast<std::uint32_t>(ids.below(10'000'000)));
    row.text(draw.per_mille(620) ? pnc : "").text(seen.address + ", " + seen.town);
    row.text(seen.postcode).text("");
    const bool named = draw.per_mille(700);
    const Person contact = world.contact(i, 0);
    const Observed kin = observe(world, contact, kCaseSalt, 60);
    const bool initial = draw.per_mille(300);
    row.text(named ? kin.surname : "");
    row.text(!named ? ""
             : initial && static_cast<unsigned char>(kin.forenames[0]) < 0x80
                 ? kin.forenames.substr(0, 1)
                 : kin.forenames);
    row.text(named && draw.per_mille(500) ? uk_date(kin.birth) : "");
    row.text(named ? World::relationship(world, i, 0) : "");
    row.text(!named ? "" : contact.address == person.address ? "Y" : "N");
    row.text(named && draw.per_mille(600) ? world.contact_number(i, 0) : "");
    row.text(entry.officer).text("").text(entry.inside ? "PRE_RELEASE" : "LICENCE");
    row.text(uk_date(custody.release)).text(uk_date(custody.release + custody.sentence_days / 2));
    row.text(one_of(kConcerns, draw)).text(entry.released_to_partners ? kReleased : "");
    file.row(text_key(entry.crn), row.line());
    file.truth(entry.crn, person.cluster());
    if (named) file.truth(entry.crn + "/contact", contact.cluster());
  }
  return file.close();
}

Result<FileCount> contact_notes(const Context& context) {
  static constexpr std::string_view kWords[] = {
      "Attended on time. Spoke about work.",
      "Missed appointment, rang later with a reason.",
      "Home visit. Family in, calm.",
      "Telephone contact. Says he keeps away from old company.",
      "Attended. Looking for a room of his own.",
      "Attended. Job centre appointment next week.",
      "Did not attend. Letter sent.",
      "Attended. Worried about a relative's health.",
      "Family member rang to say all is well.",
      "Three-way meeting with the key worker."};
  static constexpr std::string_view kKinds[] = {"OFFICE", "OFFICE", "PHONE", "HOME", "FAMILY"};
  const World& world = context.world;
  const std::vector<Case> all = cases_of(world);
  const std::int32_t days = world.scale() == Scale::kDemo ? 120 : world.year_days();
  std::vector<EventKey> events;
  for (std::uint32_t c = 0; c < all.size(); ++c) {
    Stream draw = world.stream(Tag::kCaseNotes, all[c].i);
    const auto count = static_cast<std::uint32_t>(draw.between(0, 2 * days / 30));
    for (std::uint32_t j = 0; j < count; ++j) {
      events.push_back(
          {(kStoryDay - draw.between(1, days)) * kDaySeconds + draw.between(9 * 60, 17 * 60) * 60,
           c, j});
    }
  }
  std::sort(events.begin(), events.end());
  FeedFile file = context.open(kProbation, "probation.contacts");
  Csv row;
  std::uint64_t n = 0;
  for (const EventKey& event : events) {
    const Case& entry = all[event.i];
    Stream draw = world.stream(Tag::kCaseNotes, entry.i, event.j, 1);
    row.clear();
    row.text(fmt::format("PN-{:07}", serial(n++))).text(entry.crn).text(entry.officer);
    row.text(uk_time(event.at)).text(one_of(kKinds, draw)).text(one_of(kWords, draw)).text("");
    row.text("").text(entry.released_to_partners && draw.per_mille(250) ? kReleased : "");
    file.row(static_cast<std::uint64_t>(event.at), row.line());
  }
  return file.close();
}

Result<FileCount> conditions(const Context& context) {
  static constexpr std::pair<std::string_view, std::string_view> kConditions[] = {
      {"REPORTING", "Report to the officer as directed"},
      {"RESIDENCE", "Live at the approved address"},
      {"DEVICE", "Declare telephones and devices"},
      {"EXCLUSION", "Not to enter the town centre"},
      {"NO_CONTACT", "Not to contact co-defendants"}};
  const World& world = context.world;
  FeedFile file = context.open(kProbation, "probation.conditions");
  Csv row;
  std::uint64_t n = 0;
  for (const Case& entry : cases_of(world)) {
    if (entry.inside) continue;
    const Custody custody = world.custody(entry.i);
    Stream draw = world.stream(Tag::kConditions, entry.i);
    const auto count = draw.between(1, 4);
    for (std::int64_t j = 0; j < count; ++j) {
      const bool curfew = j == 3;
      const auto& [kind, words] = kConditions[draw.below(std::size(kConditions))];
      row.clear();
      row.text(fmt::format("LC-{:07}", serial(n++))).text(entry.crn).text(entry.officer);
      row.text(curfew ? "CURFEW" : kind).text(curfew ? "Curfew 21:00 to 06:00" : words).text("");
      row.text(curfew ? "21:00" : "").text(curfew ? "06:00" : "").text(uk_date(custody.release));
      row.text(uk_date(custody.release + custody.sentence_days / 2)).text("").text("");
      row.text(entry.released_to_partners ? kReleased : "");
      file.row(n, row.line());
    }
  }
  return file.close();
}

}  // namespace

void plan_probation(const World&, std::vector<Task>& tasks) {
  for (const auto writer : {cases, contact_notes, conditions}) tasks.push_back(writer);
}

}  // namespace sallyport::synth
