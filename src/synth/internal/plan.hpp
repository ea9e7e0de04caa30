// What is written, file by file: each Task makes one file and may run on any thread.
#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "synth/internal/feeds.hpp"
#include "synth/internal/world.hpp"

namespace sallyport::synth {

struct Context {
  const World& world;
  std::span<const StoryRow> story;
  std::filesystem::path out;

  FeedFile open(std::string_view agency, std::string_view feed, std::string_view part = {}) const {
    return FeedFile(out, agency, feed_spec(feed), part, story);
  }
};

using Task = std::function<Result<FileCount>(const Context&)>;

void plan_police(const World& world, std::vector<Task>& tasks);
void plan_prison_people(const World& world, std::vector<Task>& tasks);
void plan_prison_events(const World& world, std::vector<Task>& tasks);
void plan_prison_calls(const World& world, std::vector<Task>& tasks);
void plan_prison_money(const World& world, std::vector<Task>& tasks);
void plan_incidents(const World& world, std::vector<Task>& tasks);
void plan_reports(const World& world, std::vector<Task>& tasks);
void plan_probation(const World& world, std::vector<Task>& tasks);

/// An event before it is written: when, whose, which of his.
struct EventKey {
  std::int64_t at;  ///< local seconds
  std::uint32_t i;
  std::uint32_t j;
  auto operator<=>(const EventKey&) const = default;
};

/// Somebody's part in the files: agency constants.
inline constexpr std::string_view kNorthmoor = "northmoor-police";
inline constexpr std::string_view kSouthwater = "southwater-police";
inline constexpr std::string_view kPrisons = "estmere-prisons";
inline constexpr std::string_view kProbation = "estmere-probation";
inline constexpr std::string_view kRegional = "estmere-regional";

/// One answer of a fixed list.
template <std::size_t N>
std::string_view one_of(const std::string_view (&list)[N], Stream& stream) {
  return list[stream.below(N)];
}

}  // namespace sallyport::synth
