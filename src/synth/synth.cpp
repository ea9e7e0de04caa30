#include "synth/synth.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <memory>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include "synth/internal/plan.hpp"
#include "synth/internal/story.hpp"

namespace sallyport::synth {
namespace {

namespace fs = std::filesystem;

std::vector<Task> plan(const World& world) {
  std::vector<Task> tasks;
  plan_prison_calls(world, tasks);  // the longest first
  plan_reports(world, tasks);
  plan_prison_people(world, tasks);
  plan_prison_events(world, tasks);
  plan_prison_money(world, tasks);
  plan_incidents(world, tasks);
  plan_police(world, tasks);
  plan_probation(world, tasks);
  return tasks;
}

Status run(const std::vector<Task>& tasks, const Context& context, const SynthOptions& options,
           std::vector<FileCount>& files) {
  files.assign(tasks.size(), {});
  std::vector<Status> results(tasks.size(), ok());
  std::atomic<std::size_t> next{0};
  std::mutex telling;
  std::size_t done = 0;
  const auto work = [&] {
    for (std::size_t t = next++; t < tasks.size(); t = next++) {
      auto made = tasks[t](context);
      if (made) {
        files[t] = std::move(*made);
      } else {
        results[t] = fail(std::move(made.error()));
      }
      if (options.progress) {
        const std::lock_guard lock(telling);
        options.progress(++done, tasks.size());
      }
    }
  };
  {
    std::vector<std::jthread> helpers;
    for (unsigned t = 1; t < options.threads; ++t) helpers.emplace_back(work);
    work();
  }
  for (Status& result : results) TRY(std::move(result));
  return ok();
}

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

/// truth/clusters.csv from the parts, in order of path; the parts go.
Result<FileCount> gather_truth(const fs::path& out, const std::vector<FileCount>& files) {
  FileCount count{"truth/clusters.csv", "", 0, 0};
  const File target(std::fopen((out / count.path).c_str(), "wb"), &std::fclose);
  if (!target) return fail(ErrorCode::kStorage, "could not write " + count.path);
  const auto put = [&](std::string_view bytes) {
    count.bytes += bytes.size();
    count.rows += static_cast<std::uint64_t>(std::count(bytes.begin(), bytes.end(), '\n'));
    return std::fwrite(bytes.data(), 1, bytes.size(), target.get()) == bytes.size();
  };
  bool good = put("source,record_id,cluster_id\n");
  std::vector<char> buffer(1u << 20);
  for (const FileCount& file : files) {
    const fs::path path = file.path;
    const fs::path part =
        out / FeedFile::truth_part(path.parent_path().string(), path.filename().string());
    const File source(std::fopen(part.c_str(), "rb"), &std::fclose);
    good = good && source != nullptr;
    while (good) {
      const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), source.get());
      if (got == 0) break;
      good = put({buffer.data(), got});
    }
  }
  if (!good || std::fflush(target.get()) != 0) {
    return fail(ErrorCode::kStorage, "could not write " + count.path);
  }
  std::error_code ignored;
  fs::remove_all(out / "truth" / "parts", ignored);
  --count.rows;  // the header
  return count;
}

std::string_view name_of(Scale scale) {
  return scale == Scale::kDemo ? "demo" : scale == Scale::kRegional ? "regional" : "national";
}

Status write_manifest(const SynthOptions& options, const SynthReport& report) {
  std::string text = fmt::format(
      "{{\n  \"country\": \"Estmere\",\n  \"practice\": true,\n  \"scale\": \"{}\",\n  \"seed\": "
      "{},\n"
      "  \"story\": {},\n  \"story_day\": \"2026-10-15T07:00\",\n  \"timezone\": "
      "\"Europe/London\",\n"
      "  \"in_custody\": {},\n  \"with_custody_history\": {},\n  \"groups\": {},\n"
      "  \"memberships\": {},\n  \"linked_in_custody\": {},\n  \"principals_in_custody\": {},\n"
      "  \"rows\": {},\n  \"bytes\": {},\n  \"files\": [\n",
      name_of(options.scale), options.seed, options.story, report.in_custody, report.with_history,
      report.groups, report.memberships, report.linked_in_custody, report.principals_in_custody,
      report.rows, report.bytes);
  for (std::size_t f = 0; f < report.files.size(); ++f) {
    const FileCount& file = report.files[f];
    text += fmt::format(
        "    {{\"path\": \"{}\", \"feed\": \"{}\", \"rows\": {}, \"bytes\": {}}}{}\n", file.path,
        file.feed, file.rows, file.bytes, f + 1 < report.files.size() ? "," : "");
  }
  text += "  ]\n}\n";
  const File out(std::fopen((options.out / "manifest.json").c_str(), "wb"), &std::fclose);
  if (!out || std::fwrite(text.data(), 1, text.size(), out.get()) != text.size() ||
      std::fflush(out.get()) != 0) {
    return fail(ErrorCode::kStorage, "could not write manifest.json");
  }
  return ok();
}

void count_country(const World& world, const Story& story, SynthReport& report) {
  report.in_custody = world.in_custody_count() + story.in_custody;
  report.with_history = world.people() + story.in_custody;
  report.groups = world.groups();
  for (std::uint32_t group = 0; group < world.groups(); ++group) {
    for (const Membership& member : world.members(group)) {
      ++report.memberships;
      if (member.kind != PersonKind::kPrisoner || !World::in_custody(member.index)) continue;
      ++report.linked_in_custody;
      if (member.standing == Standing::kPrincipal) ++report.principals_in_custody;
    }
  }
}

}  // namespace

Result<Scale> parse_scale(std::string_view text) {
  for (const Scale scale : {Scale::kDemo, Scale::kRegional, Scale::kNational}) {
    if (text == name_of(scale)) return scale;
  }
  return fail(ErrorCode::kBadValue,
              fmt::format("scale '{}': expected demo, regional or national", text));
}

Result<SynthReport> synthesise(const SynthOptions& options) {
  constexpr std::uint32_t kMostPeople = 300'000;  // 16-bit slots in 120 prisons, CRNs once each
  if (options.people_in_custody > kMostPeople) {
    return fail(ErrorCode::kBadValue, "people in custody: expected at most 300000");
  }
  if (options.threads == 0 || options.threads > 64) {
    return fail(ErrorCode::kBadValue, "threads: expected 1 to 64");
  }
  std::error_code error;
  for (const std::string_view folder : {kNorthmoor, kSouthwater, kPrisons, kProbation, kRegional,
                                        std::string_view("truth/parts")}) {
    fs::create_directories(options.out / folder, error);
    if (error)
      return fail(ErrorCode::kStorage, "could not make " + (options.out / folder).string());
  }
  const Story story = make_story();
  const World world(options, story.in_custody, story.cells);
  const std::vector<StoryRow> none;
  const Context context{world, options.story ? std::span(story.rows) : std::span(none),
                        options.out};
  SynthReport report;
  TRY(run(plan(world), context, options, report.files));
  std::sort(report.files.begin(), report.files.end(),
            [](const FileCount& a, const FileCount& b) { return a.path < b.path; });
  TRY_ASSIGN(FileCount truth, gather_truth(options.out, report.files));
  for (const FileCount& file : report.files) {
    report.rows += file.rows;
    report.bytes += file.bytes;
  }
  count_country(world, story, report);
  if (!options.story) {
    report.in_custody -= story.in_custody;
    report.with_history -= story.in_custody;
  }
  report.files.push_back(std::move(truth));
  TRY(write_manifest(options, report));
  return report;
}

}  // namespace sallyport::synth
