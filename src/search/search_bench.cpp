// The whole search over a picture of its own: people with names, dates of birth, numbers and
// phones; beside it the look-up of one exact token, the least any search must do.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>

#include "picture/testing/world.hpp"
#include "search/search.hpp"

namespace sallyport::search {
namespace {

using model::LinkKind;
using model::Property;
using model::RecordKind;
using picture::Handle;
using picture::View;
using picture::testing::World;

constexpr int kPeople = 20'000;

std::string syllables(SeededRandom& random, std::uint64_t parts) {
  static constexpr const char* kParts[] = {"kes", "sel", "mar", "tin", "bro", "wan", "dal", "per",
                                           "lin", "gor", "ham", "ton", "fer", "ris", "ved", "ola"};
  std::string out;
  for (std::uint64_t i = 0; i < parts; ++i) out += kParts[random.below(16)];
  out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out;
}

struct Country {
  World world;
  std::vector<std::string> surnames;
  std::unique_ptr<picture::Picture> picture;

  Country() {
    SeededRandom random(3);
    for (int i = 0; i < kPeople; ++i) {
      surnames.push_back(syllables(random, 2 + random.below(2)));
      const Date born{static_cast<std::int32_t>(random.below(18'000))};
      const auto person = world.person("northmoor-police", syllables(random, 1 + random.below(2)),
                                       surnames.back(), to_text(born));
      const auto number = "+4477009" + std::to_string(10'000 + random.below(90'000));
      const auto phone =
          world.add(RecordKind::phone, "northmoor-police", {{Property::phone_number, number}});
      world.link(LinkKind::uses, person, phone);
    }
    picture = world.fold();
  }
};

Country& country() {
  static Country made;
  return made;
}

const IdentityOf kEachItself = [](Handle handle) { return std::vector<Handle>{handle}; };

void one_exact_token(benchmark::State& state) {
  const View view = World::open(*country().picture);
  for (auto _ : state) {
    benchmark::DoNotOptimize(view.token(model::IndexClass::name, "kessel").has_value());
  }
}
BENCHMARK(one_exact_token)->Unit(benchmark::kMicrosecond);

void run(benchmark::State& state, bool typing,
         const std::function<std::string(SeededRandom&)>& make) {
  const View view = World::open(*country().picture);
  SeededRandom random(11);
  std::vector<double> micros;
  for (auto _ : state) {
    const std::string text = make(random);
    const auto begin = std::chrono::steady_clock::now();
    const auto answer =
        typing ? suggest(view, kEachItself, text) : search(view, kEachItself, {.text = text});
    const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - begin;
    benchmark::DoNotOptimize(answer->value.hits.size());
    micros.push_back(took.count());
  }
  std::sort(micros.begin(), micros.end());
  state.counters["p99_us"] = micros[micros.size() * 99 / 100];
}

std::string surname_with_a_slip(SeededRandom& random) {
  std::string name = country().surnames[random.below(country().surnames.size())];
  name.erase(1 + random.below(name.size() - 1), 1);
  return name;
}

BENCHMARK_CAPTURE(run, surname_one_letter_off, false, surname_with_a_slip)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(run, surname_and_year, false, [](SeededRandom& random) {
  return surname_with_a_slip(random) + " " + std::to_string(1970 + random.below(40));
})->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(run, number_ending, false, [](SeededRandom& random) {
  return std::to_string(910'000 + random.below(90'000));
})->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(run, as_one_types, true, [](SeededRandom& random) {
  const std::string name = country().surnames[random.below(country().surnames.size())];
  return name.substr(0, 3 + random.below(3));
})->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace sallyport::search

BENCHMARK_MAIN();
