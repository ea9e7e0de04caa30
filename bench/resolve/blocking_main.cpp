// What each blocking key brings on a whole store: keys, the largest block, records to compare with,
// and the pairs at or above the fracture line that no other key brings. Which records are compared
// grows with the country, so the last column says how many there would be in one ten times as
// large. Beside it one score and one set of features, measured in the same run.
//   sallyport_blocking_bench --store DIR [--user NAME] [--sample N]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "match/blocking.hpp"
#include "match/score.hpp"
#include "server/caller.hpp"
#include "server/installation.hpp"
#include "service/look.hpp"

namespace {

using namespace sallyport;

struct Of {
  std::string kind;
  std::uint64_t keys = 0, largest = 0, found = 0, alone = 0;
  double pairs = 0;
};

struct People {
  std::vector<match::Features> all;
  double features_us = 0;
};

double us_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start)
      .count();
}

People people_of(const picture::View& view) {
  People out;
  const auto start = std::chrono::steady_clock::now();
  view.records(model::RecordKind::person, [&](const picture::Record& record) {
    std::vector<match::Fact> facts;
    view.statements(record.handle, [&](const picture::StatementRow& s) {
      facts.push_back({s.property, s.value});
      return true;
    });
    out.all.push_back(match::features_of(facts));
    return true;
  });
  out.features_us = us_since(start) / static_cast<double>(std::max<std::size_t>(out.all.size(), 1));
  return out;
}

int report(const People& people, std::size_t sample) {
  const match::Model& model = match::published_model();
  const std::size_t n = people.all.size();
  std::map<std::uint8_t, Of> kinds;
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> blocks;
  std::unordered_map<std::uint64_t, std::uint8_t> kind_of;
  for (std::uint32_t i = 0; i < n; ++i) {
    match::blocking_keys_by_kind(people.all[i], model,
                                 [&](match::BlockingKind kind, std::uint64_t key) {
                                   const auto number = static_cast<std::uint8_t>(kind);
                                   blocks[key].push_back(i);
                                   kind_of[key] = number;
                                   ++kinds[number].keys;
                                   kinds[number].kind = match::blocking_kind_words(kind);
                                 });
  }
  for (const auto& [key, rows] : blocks) {
    Of& of = kinds[kind_of[key]];
    of.largest = std::max<std::uint64_t>(of.largest, rows.size());
    of.pairs += 0.5 * static_cast<double>(rows.size()) * static_cast<double>(rows.size() - 1);
  }
  std::uint64_t compared = 0, proposed = 0, joined = 0;
  double score_us = 0;
  std::map<std::uint32_t, std::uint32_t> met;  // candidate -> kinds that brought it
  const std::size_t step = std::max<std::size_t>(1, n / std::max<std::size_t>(sample, 1));
  std::size_t asked = 0;
  for (std::uint32_t i = 0; i < n; i += static_cast<std::uint32_t>(step), ++asked) {
    met.clear();
    match::blocking_keys_by_kind(people.all[i], model,
                                 [&](match::BlockingKind kind, std::uint64_t key) {
                                   for (std::uint32_t other : blocks[key])
                                     if (other != i)
                                       met[other] |= 1u << static_cast<std::uint8_t>(kind);
                                 });
    const auto start = std::chrono::steady_clock::now();
    for (const auto& [other, bits] : met) {
      const auto weight = match::score(people.all[i], people.all[other], model);
      if (weight < match::kFractureMillibits) continue;
      ++proposed;
      if (weight >= match::kJoinMillibits) ++joined;
      for (auto& [number, of] : kinds) {
        if ((bits & 1u << number) == 0) continue;
        ++of.found;
        if (bits == 1u << number) ++of.alone;
      }
    }
    score_us += us_since(start);
    compared += met.size();
  }
  std::printf("%zu records of people; %zu asked\n\n", n, asked);
  std::printf("%-28s %9s %9s %12s %9s %9s %12s\n", "key", "a record", "largest", "candidates",
              "found", "alone", "ten times");
  for (const auto& [number, of] : kinds) {
    std::printf("%-28s %9.2f %9llu %12.2f %9llu %9llu %12.1f\n", of.kind.c_str(),
                static_cast<double>(of.keys) / static_cast<double>(n),
                static_cast<unsigned long long>(of.largest), 2 * of.pairs / static_cast<double>(n),
                static_cast<unsigned long long>(of.found),
                static_cast<unsigned long long>(of.alone), 20 * of.pairs / static_cast<double>(n));
  }
  const double each = static_cast<double>(std::max<std::size_t>(asked, 1));
  std::printf(
      "\na record is compared with %.1f others; %.3f reach the fracture line, %.3f the join line\n"
      "a score %.2f us, a set of features %.2f us\n",
      static_cast<double>(compared) / each, static_cast<double>(proposed) / each,
      static_cast<double>(joined) / each,
      score_us / static_cast<double>(std::max<std::uint64_t>(compared, 1)), people.features_us);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::string store, user = "dana.whitlock";
  std::size_t sample = 20'000;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    if (name == "--store") store = argv[i + 1];
    if (name == "--user") user = argv[i + 1];
    if (name == "--sample") sample = std::strtoul(argv[i + 1], nullptr, 10);
  }
  if (store.empty()) {
    std::fprintf(stderr, "sallyport_blocking_bench --store DIR [--user NAME] [--sample N]\n");
    return 2;
  }
  SystemClock clock;
  SystemRandom random;
  const auto installation = server::Installation::open(store, clock, random);
  if (!installation) {
    std::fprintf(stderr, "%s\n", installation.error().detail.c_str());
    return 1;
  }
  server::Asking asking;
  asking.user = user;
  asking.purpose = "security";
  asking.reason = "measuring what is compared";
  const auto who = server::caller_of((*installation)->desk(), asking);
  if (!who) return 1;
  const auto look = service::Look::begin((*installation)->desk(), *who, "benchmark", "blocking");
  if (!look) return 1;
  return report(people_of((*look)->view()), sample);
}
