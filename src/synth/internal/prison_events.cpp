// What happens day by day in prison: cells, movements, visits, activities, telephone calls.
#include <fmt/format.h>

#include "base/time.hpp"
#include "synth/internal/codes.hpp"
#include "synth/internal/journeys.hpp"
#include "synth/internal/plan.hpp"

namespace sallyport::synth {
namespace {

Result<FileCount> cell_move_rows(const Context& context) {
  static constexpr std::string_view kReasons[] = {"ADM", "ADM", "CLASS", "REG", "SAFER", "SEC"};
  const World& world = context.world;
  std::vector<EventKey> events;
  for (std::uint32_t rank = 0; rank < world.in_custody_count(); ++rank) {
    const std::uint32_t i = World::by_rank(rank);
    std::uint32_t j = 0;
    for (const CellMove& move : cell_moves(world, i)) events.push_back({move.at, i, j++});
  }
  std::sort(events.begin(), events.end());
  FeedFile file = context.open(kPrisons, "prison.cell_moves");
  Csv row;
  std::uint64_t n = 0;
  for (const EventKey& event : events) {
    const CellMove move = cell_moves(world, event.i)[event.j];
    Stream draw = world.stream(Tag::kMoves, event.i, event.j, 2);
    row.clear();
    row.text(fmt::format("CM-{:09}", serial(n++))).text(prison_number(event.i));
    row.text(world.prisons()[move.prison].name).text(move.from).text(move.to);
    row.text(iso_time(event.at)).text(one_of(kReasons, draw));
    file.row(static_cast<std::uint64_t>(event.at), row.line());
  }
  return file.close();
}

/// j: 0 reception, 1 release, 2.. court and transfers; 100 planned for tonight or the week.
std::vector<EventKey> movement_events(const World& world) {
  std::vector<EventKey> events;
  for (std::uint32_t i = 0; i < world.people(); ++i) {
    const Custody custody = world.custody(i);
    Stream draw = world.stream(Tag::kMovements, i);
    const auto add = [&](std::int32_t day, std::uint32_t j) {
      events.push_back({day * kDaySeconds + draw.between(8 * 60, 19 * 60) * 60, i, j});
    };
    if (custody.reception > kStoryDay - 1500) add(custody.reception, 0);
    if (custody.release < kStoryDay) add(custody.release, 1);
    if (!World::in_custody(i)) continue;
    for (const Journey& journey : journeys(world, i)) events.push_back({journey.at, i, journey.j});
    if (draw.per_mille(9)) add(kStoryDay + static_cast<std::int32_t>(draw.below(5)), 100);
    if (custody.release <= kStoryDay + 60) add(custody.release, 101);
  }
  std::sort(events.begin(), events.end());
  return events;
}

/// Tomorrow's and tonight's: to court, or to another prison of the same sort.
void planned_columns(const World& world, const EventKey& event, std::string_view here, Csv& row) {
  Stream draw = world.stream(Tag::kMovements, event.i, event.j, 1);
  const auto& prisons = world.prisons();
  const std::size_t own = world.prison_index(event.i);
  const auto women = [&](std::size_t p) { return prisons[p].kind == PrisonKind::kWomen; };
  std::size_t other = draw.below(prisons.size());
  std::size_t tried = 0;
  while (tried < prisons.size() && (other == own || women(other) != women(own))) {
    other = (other + 1) % prisons.size();
    ++tried;
  }
  if (tried == prisons.size()) {
    row.text("COURT").text("TRNCRT").text(here).text("");
  } else {
    row.text("TRANSFER").text(draw.per_mille(200) ? "OVCROW" : "NOTR");
    row.text(here).text(prisons[other].name);
  }
}

void movement_columns(const World& world, const EventKey& event, Csv& row) {
  const std::string_view here = world.last_prison(event.i).name;
  const auto name = [&](std::uint8_t prison) {
    return std::string_view(world.prisons()[prison].name);
  };
  switch (event.j) {
    case 0:
      row.text("RECEPTION").text("INT").text("");
      row.text(World::in_custody(event.i)
                   ? name(first_prison(world, event.i, journeys(world, event.i)))
                   : here);
      break;
    case 1:
    case 101:
      row.text("RELEASE").text("CRD").text(here).text("");
      break;
    case 100:
      planned_columns(world, event, here, row);
      break;
    default: {
      const auto made = journeys(world, event.i);
      const auto journey =
          std::find_if(made.begin(), made.end(), [&](const Journey& m) { return m.j == event.j; });
      if (journey->court) {
        row.text("COURT").text("TRNCRT").text(name(journey->from)).text("");
      } else {
        Stream draw = world.stream(Tag::kMovements, event.i, event.j, 3);
        row.text("TRANSFER").text(draw.per_mille(200) ? "OVCROW" : "NOTR");
        row.text(name(journey->from)).text(name(journey->to));
      }
    }
  }
  const bool planned = event.at >= kStoryDay * kDaySeconds;
  row.text(iso_time(event.at)).text("").text("standard").text(planned ? "PLANNED" : "COMPLETED");
}

Result<FileCount> movements(const Context& context) {
  const World& world = context.world;
  FeedFile file = context.open(kPrisons, "prison.movements");
  Csv row;
  std::uint64_t n = 0;
  for (const EventKey& event : movement_events(world)) {
    const Person person = world.prisoner(event.i);
    const Observed seen = observe(world, person, 21, 20);
    row.clear();
    row.text(fmt::format("MV-{:09}", serial(n++))).text(prison_number(event.i));
    row.text(seen.surname).text(seen.forenames).text(iso_date(seen.birth));
    movement_columns(world, event, row);
    file.row(static_cast<std::uint64_t>(event.at), row.line());
  }
  return file.close();
}

/// Calls f(day, i) for everybody in custody on each of the last `days` days, about per_mille times.
template <class F>
void on_days(const World& world, Tag tag, std::int32_t days, std::uint64_t per_mille, F f) {
  for (std::uint32_t rank = 0; rank < world.in_custody_count(); ++rank) {
    const std::uint32_t i = World::by_rank(rank);
    const std::int32_t from = std::max(world.custody(i).reception, kStoryDay - days);
    for (std::int32_t day = from; day < kStoryDay; ++day) {
      if (derive(world.seed(), tag, i, static_cast<std::uint64_t>(day)) % 1000 < per_mille)
        f(day, i);
    }
  }
}

Result<FileCount> visits(const Context& context) {
  static constexpr std::string_view kStatus[] = {"COMPLETED", "COMPLETED", "COMPLETED", "COMPLETED",
                                                 "COMPLETED", "COMPLETED", "CANCELLED", "NO_SHOW"};
  const World& world = context.world;
  const std::int32_t days = world.scale() == Scale::kDemo ? 92 : world.year_days();
  std::vector<EventKey> events;
  on_days(world, Tag::kVisits, days, 55, [&](std::int32_t day, std::uint32_t i) {
    Stream draw = world.stream(Tag::kVisits, i, static_cast<std::uint64_t>(day), 1);
    const std::int64_t slot = 13 * 60 + 30 + 75 * draw.between(0, 2);
    events.push_back({day * kDaySeconds + slot * 60, i, static_cast<std::uint32_t>(day)});
  });
  std::sort(events.begin(), events.end());
  FeedFile file = context.open(kPrisons, "prison.visits");
  Csv row;
  std::uint64_t n = 0;
  for (const EventKey& event : events) {
    Stream draw = world.stream(Tag::kVisits, event.i, event.j, 2);
    const std::uint32_t contacts = world.contacts(event.i);
    const auto first = std::min(draw.below(contacts), draw.below(contacts));
    std::string ids = fmt::format("VR-{:07}", serial(std::uint64_t{event.i} * 8 + first));
    if (contacts > first + 1 && draw.per_mille(400)) {
      ids += fmt::format(";VR-{:07}", serial(std::uint64_t{event.i} * 8 + first + 1));
    }
    row.clear();
    row.text(fmt::format("VS-{:08}", serial(n++))).text(prison_number(event.i));
    row.text(world.prison_of(event.i).name).text(ids).text(iso_time(event.at)).number(60);
    row.text(draw.per_mille(30) ? "OFFI" : "SCON").text(one_of(kStatus, draw));
    file.row(static_cast<std::uint64_t>(event.at), row.line());
  }
  return file.close();
}

Result<FileCount> activities(const Context& context) {
  static constexpr std::string_view kWork[] = {"Kitchen",
                                               "Laundry",
                                               "Textiles",
                                               "Gardens",
                                               "Education: English",
                                               "Education: maths",
                                               "Workshop 1",
                                               "Workshop 2",
                                               "Waste and recycling",
                                               "Library",
                                               "Gym",
                                               "Stores"};
  static constexpr std::string_view kSlots[] = {"Mon-Fri 08:30-11:30", "Mon-Fri 13:45-16:30",
                                                "Tue 09:00-11:00", "Wed 14:00-16:00"};
  const World& world = context.world;
  FeedFile file = context.open(kPrisons, "prison.activities");
  Csv row;
  std::uint64_t n = 0;
  for (std::uint32_t rank = 0; rank < world.in_custody_count(); ++rank) {
    const std::uint32_t i = World::by_rank(rank);
    Stream draw = world.stream(Tag::kActivities, i);
    const auto count = draw.below(3);
    const Custody custody = world.custody(i);
    for (std::uint64_t j = 0; j < count; ++j) {
      const auto work = one_of(kWork, draw);
      const auto from =
          std::max(custody.reception, kStoryDay - static_cast<std::int32_t>(draw.between(1, 500)));
      row.clear();
      row.text(fmt::format("AC-{:07}", serial(n++))).text(prison_number(i));
      row.text(world.prison_of(i).name).text(work).text(work).text(one_of(kSlots, draw));
      row.text(iso_date(from)).text("");
      file.row(n, row.line());
    }
  }
  return file.close();
}

}  // namespace

void plan_prison_events(const World&, std::vector<Task>& tasks) {
  for (const auto writer : {cell_move_rows, movements, visits, activities}) tasks.push_back(writer);
}

}  // namespace sallyport::synth
