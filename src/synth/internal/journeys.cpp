#include "synth/internal/journeys.hpp"

#include <algorithm>

namespace sallyport::synth {
namespace {

constexpr std::int64_t kMinute = 60;

// Another prison of the same sort, so that no man is sent to the women's; `own` where there is
// none.
std::uint8_t other_prison(const World& world, std::uint8_t own, Stream& draw) {
  const auto& prisons = world.prisons();
  const auto women = [&](std::size_t p) { return prisons[p].kind == PrisonKind::kWomen; };
  std::size_t other = draw.below(prisons.size());
  for (std::size_t tried = 0; tried < prisons.size(); ++tried) {
    if (other != own && women(other) == women(own)) return static_cast<std::uint8_t>(other);
    other = (other + 1) % prisons.size();
  }
  return own;
}

}  // namespace

std::vector<Journey> journeys(const World& world, std::uint32_t i) {
  std::vector<Journey> out;
  const Custody custody = world.custody(i);
  Stream draw = world.stream(Tag::kMovements, i, 1);
  const auto trips = draw.below(4);
  const std::int32_t span = std::min(kStoryDay - custody.reception, world.year_days());
  for (std::uint64_t t = 0; t < trips && span > 1; ++t) {
    const std::int64_t day =
        kStoryDay - 1 - static_cast<std::int64_t>(draw.below(static_cast<std::uint64_t>(span - 1)));
    out.push_back({day * kDaySeconds + draw.between(8 * 60, 19 * 60) * kMinute,
                   2 + static_cast<std::uint32_t>(t), draw.per_mille(700), 0, 0});
  }
  std::sort(out.begin(), out.end());
  // backwards from where he is tonight
  std::uint8_t here = world.prison_index(i);
  for (auto journey = out.rbegin(); journey != out.rend(); ++journey) {
    journey->from = journey->to = here;
    if (journey->court) continue;
    Stream where = world.stream(Tag::kMovements, i, journey->j, 2);
    journey->from = other_prison(world, here, where);
    journey->court = journey->from == here;
    here = journey->from;
  }
  return out;
}

std::uint8_t first_prison(const World& world, std::uint32_t i, const std::vector<Journey>& made) {
  return made.empty() ? world.prison_index(i) : made.front().from;
}

std::vector<CellMove> cell_moves(const World& world, std::uint32_t i) {
  const Custody custody = world.custody(i);
  const std::vector<Journey> made = journeys(world, i);
  const std::int32_t span = std::max(1, kStoryDay - custody.reception);
  std::vector<CellMove> out;
  for (std::uint32_t j = 0; j < custody.moves; ++j) {
    Stream draw = world.stream(Tag::kMoves, i, j);
    const auto day = custody.reception +
                     static_cast<std::int32_t>(span * static_cast<std::int64_t>(j) / custody.moves);
    const std::int64_t at =
        std::min(day, kStoryDay - 1) * kDaySeconds + draw.between(9 * 60, 16 * 60) * kMinute;
    out.push_back({at, 0, {}, {}});
  }
  // who comes to a prison gets a cell there
  for (const Journey& journey : made) {
    if (!journey.court) out.push_back({journey.at + 90 * kMinute, 0, {}, {}});
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const CellMove& a, const CellMove& b) { return a.at < b.at; });
  for (std::size_t n = 0; n < out.size(); ++n) {
    CellMove& move = out[n];
    move.prison = first_prison(world, i, made);
    for (const Journey& journey : made) {
      if (journey.at <= move.at) move.prison = journey.to;
    }
    Stream draw = world.stream(Tag::kMoves, i, n, 1);
    const bool last = n + 1 == out.size();
    move.to = last ? world.cell_of(i) : world.some_cell(move.prison, draw);
    if (n > 0 && out[n - 1].prison == move.prison) move.from = out[n - 1].to;
  }
  return out;
}

}  // namespace sallyport::synth
