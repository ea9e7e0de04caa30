// Reports, notes and safer custody's log of the random layer. A report is about one group's corner
// of the country, so that what is said hangs together with who is where.
#include <fmt/format.h>

#include "base/time.hpp"
#include "synth/internal/codes.hpp"
#include "synth/internal/plan.hpp"
#include "synth/internal/report.hpp"

namespace sallyport::synth {
namespace {

std::uint32_t reports_per_1000_heads(Scale scale) {
  switch (scale) {
    case Scale::kDemo:
      return 2'600;
    case Scale::kRegional:
      return 8'000;
    case Scale::kNational:
      return 22'700;
  }
  return 2'600;
}

struct Subject {
  Person person;
  Observed seen;
  std::string number;  ///< prison number, empty in the community
};

struct Writer {
  const World& world;
  Report& report;
  Stream& draw;
  std::uint64_t salt;
  std::vector<std::pair<std::string, std::string>> truth;

  Subject prisoner(std::uint32_t i) {
    Subject out{world.prisoner(i), {}, {}};
    out.seen = observe(world, out.person, salt, 60);
    if (draw.per_mille(600)) out.number = prison_number(i);
    return out;
  }
  Subject nominal(std::uint32_t group, std::uint32_t n) {
    Subject out{world.nominal(group, n), {}, {}};
    out.seen = observe(world, out.person, salt, 60);
    return out;
  }
  std::string describe(const Subject& subject) const {
    return subject.number.empty()
               ? person_named(subject.seen.surname, subject.seen.forenames, subject.seen.birth)
               : person_by_number(subject.number, subject.seen.surname, subject.seen.forenames);
  }
  void is(const Subject& subject, const std::string& ref, char side) {
    truth.emplace_back(
        subject.number.empty() ? fmt::format("{}#{}/{}", report.urn, ref, side) : subject.number,
        subject.person.cluster());
  }
  static std::string name(const Subject& subject) {
    return subject.seen.forenames + " " + subject.seen.surname;
  }
};

constexpr std::string_view kHeard[] = {"It is said that",        "Information received is that",
                                       "A caller reported that", "It is understood that",
                                       "Staff were told that",   "Enquiries show that"};
constexpr std::string_view kTails[] = {"No further detail.",
                                       "This has been heard once.",
                                       "The same was said in the summer.",
                                       "Not corroborated.",
                                       "To be reviewed with the next tasking.",
                                       "Others on the wing are said to know."};

void about_number(Writer& w, std::uint32_t group) {
  const auto n = static_cast<std::uint32_t>(w.draw.below(3));
  const std::string number = w.world.nominal_number(group, n);
  const Subject who = w.nominal(group, n);
  const auto heard = one_of(kHeard, w.draw);
  if (number.empty()) {
    w.report.text = fmt::format(
        "{} {} has changed telephone and is not to be reached on the old "
        "number. {}",
        heard, Writer::name(who), one_of(kTails, w.draw));
    return;
  }
  w.report.text = fmt::format("{} {} uses number {}. {}", heard, Writer::name(who), number,
                              one_of(kTails, w.draw));
  w.is(who, w.report.assertion("uses_number", w.describe(who), phone_named(number)), 'a');
}

void about_company(Writer& w, std::uint32_t group) {
  static constexpr std::string_view kHow[] = {
      "are often together on the landing", "spend association in one cell",
      "were seen together at the gym", "share vapes and canteen", "eat together"};
  const std::uint32_t first = group * World::kGroupSpan;
  const auto pick = [&] {
    return std::min(first + static_cast<std::uint32_t>(w.draw.below(World::kGroupSpan)),
                    w.world.people() - 1);
  };
  const std::uint32_t a = pick();
  const std::uint32_t b = pick();
  if (a == b) return about_number(w, group);
  const Subject one = w.prisoner(a);
  const Subject two = w.prisoner(b);
  w.report.text = fmt::format("{} {} and {} {}. {}", one_of(kHeard, w.draw), Writer::name(one),
                              Writer::name(two), one_of(kHow, w.draw), one_of(kTails, w.draw));
  const std::string ref = w.report.assertion("associates_with", w.describe(one), w.describe(two));
  w.is(one, ref, 'a');
  w.is(two, ref, 'b');
}

void about_recruitment(Writer& w, std::uint32_t group) {
  const std::uint32_t first = group * World::kGroupSpan;
  const std::uint32_t i =
      std::min(first + static_cast<std::uint32_t>(w.draw.below(7)), w.world.people() - 1);
  const Subject who = w.prisoner(i);
  const std::string name = w.world.group_name(group);
  w.report.text =
      fmt::format("{} {} has begun to run errands for {} since he came on to the wing. {}",
                  one_of(kHeard, w.draw), Writer::name(who), name, one_of(kTails, w.draw));
  JsonObject more;
  more.text("standing", "Peripheral Subject").text("status", "SUS").text("role", "runner");
  w.is(who,
       w.report.assertion("member_of", w.describe(who),
                          group_by_number(World::group_number(group), name), more),
       'a');
}

void about_address(Writer& w, std::uint32_t group) {
  const auto n = static_cast<std::uint32_t>(w.draw.below(3));
  const Subject who = w.nominal(group, n);
  w.report.text =
      fmt::format("{} {} now lives at {}, {}. {}", one_of(kHeard, w.draw), Writer::name(who),
                  who.seen.address, who.seen.town, one_of(kTails, w.draw));
  w.is(who,
       w.report.assertion("resides_at", w.describe(who),
                          address_named(who.seen.address, who.seen.town, who.seen.postcode)),
       'a');
}

void about_vehicle(Writer& w, std::uint32_t group) {
  const auto n = static_cast<std::uint32_t>(w.draw.below(3));
  const Subject who = w.nominal(group, n);
  Stream car = w.world.stream(Tag::kVehicles,
                              static_cast<std::uint64_t>(PersonKind::kNominal) << 40 | group, n);
  const std::string registration = plate(car);
  w.report.text = fmt::format("{} {} has the use of a vehicle {}. {}", one_of(kHeard, w.draw),
                              Writer::name(who), registration, one_of(kTails, w.draw));
  w.is(who, w.report.assertion("drives", w.describe(who), vehicle_named(registration)), 'a');
}

void about_rivals(Writer& w, std::uint32_t group) {
  static constexpr std::string_view kWords[] = {"hostile", "allied", "supply"};
  const std::uint32_t other = group == 0 ? 1 : group - 1;
  const auto relation = one_of(kWords, w.draw);
  const std::string a = w.world.group_name(group);
  const std::string b = w.world.group_name(other);
  w.report.text =
      fmt::format("{} the relation of {} and {} is now one of {}. {}", one_of(kHeard, w.draw), a, b,
                  relation == "hostile" ? "hostility" : relation, one_of(kTails, w.draw));
  JsonObject more;
  more.text("relation", relation);
  w.report.assertion("group_relation", group_by_number(World::group_number(group), a),
                     group_by_number(World::group_number(other), b), more, w.report.date);
}

void about_nothing_named(Writer& w, std::uint32_t) {
  static constexpr std::string_view kTalk[] = {
      "prices on the wing have gone up since the last searches",
      "something is to come over the wall at the weekend, no place given",
      "two telephones are shared on one landing, no cell given",
      "tobacco is sold for canteen by men on the upper landing",
      "a debt from another prison has followed somebody here",
      "the mood after the lock-down was calm"};
  w.report.text = fmt::format("{} {}. {}", one_of(kHeard, w.draw), one_of(kTalk, w.draw),
                              one_of(kTails, w.draw));
}

void compose(Writer& w, std::uint32_t group, bool prison) {
  const auto kind = w.draw.below(100);
  if (prison) {
    if (kind < 45) return about_company(w, group);
    if (kind < 60) return about_recruitment(w, group);
    return about_nothing_named(w, group);
  }
  if (kind < 22) return about_number(w, group);
  if (kind < 42) return about_company(w, group);
  if (kind < 52) return about_recruitment(w, group);
  if (kind < 65) return about_address(w, group);
  if (kind < 78) return about_vehicle(w, group);
  if (kind < 84) return about_rivals(w, group);
  about_nothing_named(w, group);
}

struct Desk {
  std::string_view agency, feed, prefix, originator;
  std::uint32_t share;  ///< of 100
};
constexpr Desk kDesks[] = {
    {kNorthmoor, "police.intelligence_reports", "NMP", "Northmoor intelligence desk", 45},
    {kSouthwater, "police.intelligence_reports", "SWP", "Southwater intelligence desk", 30},
    {kPrisons, "prison.security_reports", "EPS", "Prison security", 25}};

Result<FileCount> reports(const Context& context, const Desk& desk, std::uint64_t desk_number) {
  static constexpr std::string_view kInformation[] = {"A", "B", "C", "C", "D", "D", "E"};
  static constexpr std::string_view kSources[] = {"1", "2", "2", "2", "3"};
  const World& world = context.world;
  const std::uint64_t count = std::uint64_t{world.in_custody_count()} *
                              reports_per_1000_heads(world.scale()) / 1000 * desk.share / 100;
  const std::int32_t days = world.scale() == Scale::kNational ? 1500 : 500;
  std::vector<EventKey> order;
  order.reserve(count);
  for (std::uint32_t j = 0; j < count; ++j) {
    Stream draw = world.stream(Tag::kReports, desk_number, j);
    order.push_back({kStoryDay - draw.between(1, days), j, 0});
  }
  std::sort(order.begin(), order.end());
  FeedFile file = context.open(desk.agency, desk.feed);
  std::uint64_t n = 0;
  for (const EventKey& key : order) {
    Stream draw = world.stream(Tag::kReports, desk_number, key.i, 1);
    Report report;
    report.date = static_cast<std::int32_t>(key.at);
    const int year = to_civil(Date{report.date}).year;
    report.urn = fmt::format("{}/{}/{:07}", desk.prefix, year, serial(n++));
    report.agency = desk.agency;
    report.originator = desk.originator;
    report.source = one_of(kSources, draw);
    report.information = one_of(kInformation, draw);
    if (draw.per_mille(140)) {
      report.handling = "C";
      report.conditions = {"for:security"};
      report.conditions_text = "Security only.";
    }
    if (desk.agency == kPrisons) {
      report.prison = world.prisons()[draw.below(world.prisons().size())].name;
    }
    const bool shared_origin = draw.per_mille(200);
    if (shared_origin) report.origin_ref = fmt::format("{}/LOG/{}", desk.prefix, key.i / 3);
    Writer writer{world, report, draw, 1'000 + key.i, {}};
    compose(writer, static_cast<std::uint32_t>(draw.below(world.groups())),
            desk.agency == kPrisons);
    file.row(static_cast<std::uint64_t>(key.at), report.line());
    for (const auto& [record, cluster] : writer.truth) file.truth(record, cluster);
  }
  return file.close();
}

std::vector<EventKey> log_events(const World& world, Tag tag, std::uint64_t per_million) {
  std::vector<EventKey> events;
  for (std::uint32_t rank = 0; rank < world.in_custody_count(); ++rank) {
    const std::uint32_t i = World::by_rank(rank);
    const std::int32_t from = std::max(world.custody(i).reception, kStoryDay - world.year_days());
    for (std::int32_t day = from; day < kStoryDay; ++day) {
      const auto root = derive(world.seed(), tag, i, static_cast<std::uint64_t>(day));
      if (root % 1'000'000 >= per_million) continue;
      const auto minute = static_cast<std::int64_t>(8 * 60 + (root >> 32) % 780);
      events.push_back({day * kDaySeconds + minute * 60, i, 0});
    }
  }
  std::sort(events.begin(), events.end());
  return events;
}

Result<FileCount> notes(const Context& context) {
  static constexpr std::string_view kWords[] = {
      "was at the window for most of association and would not say why",
      "asked twice who is on nights this week",
      "gave his canteen away on the landing",
      "was in a cell that is not his at roll check",
      "had bruising to the hand, says football",
      "was in good spirits after his visit",
      "did not come out for his meal",
      "was waiting by the telephone and sent others away"};
  static constexpr std::string_view kHow[] = {"SAW", "SAW", "TOLD_BY_WITNESS", "TOLD", "NOT_KNOWN"};
  const World& world = context.world;
  FeedFile file = context.open(kPrisons, "prison.notes");
  std::uint64_t n = 0;
  for (const EventKey& event : log_events(world, Tag::kNotes, 4'500)) {
    Stream draw = world.stream(Tag::kNotes, event.i, static_cast<std::uint64_t>(event.at), 1);
    const PrisonInfo& prison = world.prison_of(event.i);
    const Observed seen = observe(world, world.prisoner(event.i), 11, 25);
    const std::string cell(world.cell_of(event.i));
    JsonArray about;
    about.raw(person_by_number(prison_number(event.i), seen.surname, seen.forenames));
    JsonObject out;
    out.text("note_id", fmt::format("NT-2026-{:06}", serial(n++)));
    out.text("author", fmt::format("officer.{}", draw.between(1000, 9000)));
    out.text("prison", prison.name).text("wing", cell.substr(0, 1));
    out.text("at", iso_time(event.at, false, 'T'));
    out.text("text", fmt::format("{} ({}) {}.", seen.surname, cell, one_of(kWords, draw)));
    out.text("how_do_you_know", one_of(kHow, draw)).raw("about", about.str());
    file.row(static_cast<std::uint64_t>(event.at), out.str());
  }
  return file.close();
}

Result<FileCount> safer_custody(const Context& context) {
  static constexpr std::string_view kKinds[] = {"CSIP_REFERRAL",      "REQUEST_TO_MOVE",
                                                "UNDER_INFLUENCE",    "SELF_ISOLATION",
                                                "UNEXPLAINED_INJURY", "DAY_RELEASE_REFUSED"};
  static constexpr std::string_view kFactors[] = {"DEBT",          "BULLYING",   "GANG_RELATED",
                                                  "MENTAL_HEALTH", "FIRST_TIME", ""};
  const World& world = context.world;
  FeedFile file = context.open(kPrisons, "prison.safer_custody");
  Csv row;
  std::uint64_t n = 0;
  for (const EventKey& event : log_events(world, Tag::kSafer, 1'800)) {
    Stream draw = world.stream(Tag::kSafer, event.i, static_cast<std::uint64_t>(event.at), 1);
    row.clear();
    row.text(fmt::format("SC-{:07}", serial(n++))).text(prison_number(event.i));
    row.text(world.prison_of(event.i).name).text(iso_time(event.at)).text(one_of(kKinds, draw));
    row.text(one_of(kFactors, draw)).text("Seen by safer custody; plan to be reviewed.");
    row.text("Safer custody");
    file.row(static_cast<std::uint64_t>(event.at), row.line());
  }
  return file.close();
}

}  // namespace

void plan_reports(const World&, std::vector<Task>& tasks) {
  for (std::uint64_t d = 0; d < std::size(kDesks); ++d) {
    tasks.push_back([d](const Context& context) { return reports(context, kDesks[d], d); });
  }
  tasks.push_back(notes);
  tasks.push_back(safer_custody);
  static constexpr std::pair<std::string_view, std::string_view> kStoryOnly[] = {
      {kPrisons, "prison.instruction_cards"},
      {kPrisons, "prison.safer_custody_reports"},
      {kPrisons, "prison.counter_corruption_reports"},
      {kRegional, "regional.unit_reports"}};
  for (const auto& [agency, feed] : kStoryOnly) {
    tasks.push_back([agency, feed](const Context& context) -> Result<FileCount> {
      FeedFile file = context.open(agency, feed);
      return file.close();
    });
  }
}

}  // namespace sallyport::synth
