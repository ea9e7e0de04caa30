// How two are connected, at the size of a country: pairs of each kind somebody asks about, on a
// store that exists; and the other questions of network at the heaviest things there are.
//   ninja -C build/bench sallyport_paths_bench
//   build/bench/bin/sallyport_paths_bench --store DIR [--pairs N] [--user NAME] [--only
//   paths|pages]
// Every path is compared with a plain breadth-first search over the same network laid out flat
// beforehand (flat_graph.hpp): its steps and number of ways must be the same. CPU time of this
// thread and instructions in user mode; each question begins with a fresh look, as a request does.
// Writes nothing to the store but that it was opened.
#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>

#include "base/random.hpp"
#include "flat_graph.hpp"
#include "house.hpp"
#include "load.hpp"
#include "network/group.hpp"
#include "network/neighbourhood.hpp"
#include "network/occupancy.hpp"
#include "network/path.hpp"
#include "network/timeline.hpp"
#include "service/connections.hpp"
#include "service/look.hpp"

namespace {

using namespace sallyport;         // NOLINT: a program, not a header
using namespace sallyport::bench;  // NOLINT
using model::LinkKind;
using model::RecordKind;
using picture::Handle;
using picture::View;

template <class T>
T must(Result<T> result) {
  if (result) return std::move(*result);
  std::fprintf(stderr, "%s\n", to_text(result.error()).c_str());
  std::exit(1);
}

double cpu_us() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return double(now.tv_sec) * 1e6 + double(now.tv_nsec) / 1e3;
}

/// Instructions of this thread in user mode; 0 where the machine does not count them.
class Instructions {
 public:
  Instructions() {
    perf_event_attr what{};
    what.type = PERF_TYPE_HARDWARE;
    what.size = sizeof what;
    what.config = PERF_COUNT_HW_INSTRUCTIONS;
    what.exclude_kernel = 1;
    what.exclude_hv = 1;
    file_ = static_cast<int>(::syscall(SYS_perf_event_open, &what, 0, -1, -1, 0));
  }
  ~Instructions() {
    if (file_ >= 0) ::close(file_);
  }
  Instructions(const Instructions&) = delete;
  Instructions& operator=(const Instructions&) = delete;
  double now() const {
    std::uint64_t count = 0;
    if (file_ < 0 || ::read(file_, &count, sizeof count) != sizeof count) return 0;
    return static_cast<double>(count);
  }

 private:
  int file_;
};

struct Measured {
  Times us;
  Times instructions;
};

/// Runs it once as a request would, with a look of its own.
class Runner {
 public:
  Runner(House& house, service::Caller caller) : house_(house), caller_(std::move(caller)) {}

  std::unique_ptr<service::Look> look() {
    return must(service::Look::begin(house_.desk(), caller_, "benchmark", "benchmark"));
  }
  void run(Measured& out, const std::function<void(service::Look&)>& question) {
    const auto fresh = look();
    const double count = instructions_.now();
    const double begun = cpu_us();
    question(*fresh);
    out.us.add(cpu_us() - begun);
    out.instructions.add(instructions_.now() - count);
  }

 private:
  House& house_;
  service::Caller caller_;
  Instructions instructions_;
};

void print(const char* name, Measured& m) {
  m.us.sort();
  m.instructions.sort();
  std::printf("  %-34s %9.2f %8.2f %8.2f %8.2f ms", name, m.us.at(0.5) / 1e3, m.us.at(0.9) / 1e3,
              m.us.at(0.99) / 1e3, m.us.at(1) / 1e3);
  if (m.instructions.at(1) > 0) {
    std::printf(" %9.2f %8.2f M instr. (p50, max)", m.instructions.at(0.5) / 1e6,
                m.instructions.at(1) / 1e6);
  }
  std::printf("\n");
  std::fflush(stdout);
}

using Pair = std::pair<std::uint32_t, std::uint32_t>;

/// Who there is to ask about.
class Choice {
 public:
  Choice(const View& view, FlatGraph& flat) : view_(view), flat_(flat) {
    for (std::uint32_t n = 0; n < flat.size(); ++n) {
      if (flat.kind(n) == RecordKind::group) groups_.push_back(n);
      if (flat.kind(n) != RecordKind::person) continue;
      if (flat.degree(n) > 0) people_.push_back(n);
      if (!view.value(flat.handle(n), model::Property::prison_number).empty())
        prisoners_.push_back(n);
    }
    for (std::vector<std::uint32_t>* all : {&groups_, &people_, &prisoners_}) {
      std::sort(all->begin(), all->end(),
                [&](auto a, auto b) { return view.id(flat.handle(a)) < view.id(flat.handle(b)); });
    }
    for (const std::uint32_t group : groups_) {
      for (std::size_t i = 0; i < flat.degree(group); ++i) {
        const std::uint32_t other = flat.neighbour(group, i);
        if (flat.kind(other) == RecordKind::person) nominals_.push_back(other);
      }
    }
  }

  std::uint32_t heaviest(RecordKind kind) const {
    std::uint32_t out = FlatGraph::kNone;
    for (std::uint32_t n = 0; n < flat_.size(); ++n) {
      if (flat_.kind(n) != kind) continue;
      if (out == FlatGraph::kNone || flat_.degree(n) > flat_.degree(out)) out = n;
    }
    return out;
  }
  std::uint32_t any(const std::vector<std::uint32_t>& from) {
    return from[random_.below(from.size())];
  }
  std::vector<std::uint32_t> members(std::uint32_t group) const {
    std::vector<std::uint32_t> out;
    for (std::size_t i = 0; i < flat_.degree(group); ++i) {
      const std::uint32_t other = flat_.neighbour(group, i);
      if (flat_.kind(other) == RecordKind::person) out.push_back(other);
    }
    return out;
  }

  std::vector<Pair> of_one_group(std::size_t count) {
    return pairs(count, [&]() -> Pair {
      const auto all = members(any(groups_));
      return all.empty() ? Pair{0, 0} : Pair{any(all), any(all)};
    });
  }
  std::vector<Pair> of_rival_groups(std::size_t count) {
    std::vector<Pair> rivals;
    for (const std::uint32_t group : groups_) {
      view_.links(flat_.handle(group), {LinkKind::hostile_to}, [&](const picture::LinkRow& row) {
        rivals.emplace_back(flat_.node(row.a), flat_.node(row.b));
        return true;
      });
    }
    return pairs(rivals.empty() ? 0 : count, [&]() -> Pair {
      const Pair two = rivals[random_.below(rivals.size())];
      const auto one = members(two.first);
      const auto other = members(two.second);
      return one.empty() || other.empty() ? Pair{0, 0} : Pair{any(one), any(other)};
    });
  }
  std::vector<Pair> nominal_and_prisoner(std::size_t count) {
    return pairs(count, [&] { return Pair{any(nominals_), any(prisoners_)}; });
  }
  std::vector<Pair> two_people(std::size_t count) {
    return pairs(count, [&] { return Pair{any(people_), any(people_)}; });
  }
  std::vector<Pair> no_way(std::size_t count) {
    return pairs(count, [&]() -> Pair {
      const Pair two{any(people_), any(people_)};
      const bool met = flat_.search(two.first, two.second, limits::kPathSteps).steps != 0;
      return met ? Pair{0, 0} : two;
    });
  }
  std::vector<Pair> with_the_heaviest(std::size_t count) {
    const std::uint32_t one = heaviest(RecordKind::person);
    return pairs(count, [&] { return Pair{one, any(people_)}; });
  }

 private:
  template <class Make>
  std::vector<Pair> pairs(std::size_t count, Make&& make) {
    std::vector<Pair> out;
    for (std::size_t tries = 0; out.size() < count && tries < 200 * count; ++tries) {
      const Pair two = make();
      if (two.first != two.second) out.push_back(two);
    }
    return out;
  }

  const View& view_;
  FlatGraph& flat_;
  std::vector<std::uint32_t> groups_, people_, prisoners_, nominals_;
  SeededRandom random_{11};
};

void ask_paths(Runner& runner, FlatGraph& flat, const char* name, const std::vector<Pair>& pairs) {
  Measured engine, verb, peer;
  std::size_t met = 0, partial = 0, differ = 0;
  Times steps;
  Times counts[4];
  for (const auto& [from, to] : pairs) {
    const Handle a = flat.handle(from);
    const Handle b = flat.handle(to);
    FlatGraph::Found plain;
    runner.run(peer, [&](service::Look&) { plain = flat.search(from, to, limits::kPathSteps); });
    runner.run(engine, [&](service::Look& look) {
      network::internal::Work work;
      network::PathOptions options;
      options.work = &work;
      const auto found = must(network::connect(look.view(), look.identity_of(), a, b, options));
      const std::uint64_t all[] = {work.nodes_opened, work.neighbours_read, work.records_met,
                                   work.identities_asked};
      for (std::size_t i = 0; i < 4; ++i) counts[i].add(static_cast<double>(all[i]));
      met += found.value.met;
      partial += found.partial;
      steps.add(found.value.steps);
      const bool same =
          found.value.steps == plain.steps && found.value.shortest_count == plain.ways;
      differ += !same && !(found.partial && !found.value.met);
    });
    runner.run(verb, [&](service::Look& look) {
      must(service::paths_between(look, to_text(look.view().id(a)), to_text(look.view().id(b)),
                                  limits::kPathSteps));
    });
  }
  steps.sort();
  std::printf("%s: %zu pairs, %zu met (p50 %.0f steps), %zu stopped by the budget, %zu differ\n",
              name, pairs.size(), met, steps.at(0.5), partial, differ);
  if (pairs.empty()) return;
  print("engine", engine);
  print("verb", verb);
  print("peer: plain search, laid out flat", peer);
  const char* names[] = {"things opened", "neighbours read", "records met", "identities asked"};
  std::printf("  p50 and max:");
  for (std::size_t i = 0; i < 4; ++i) {
    counts[i].sort();
    std::printf(" %s %.0f, %.0f%s", names[i], counts[i].at(0.5), counts[i].at(1),
                i < 3 ? ";" : "\n");
  }
}

/// The place with the most people in it and its parts tonight, the person with the most events.
Handle largest_prison(service::Look& look) {
  const View& view = look.view();
  std::vector<Handle> prisons;
  view.records(RecordKind::place, [&](const picture::Record& record) {
    std::size_t parts = 0;
    view.links(record.handle, {LinkKind::part_of}, [&](const picture::LinkRow& row) {
      parts += row.b == record.handle;
      return true;
    });
    if (parts > 20) prisons.push_back(record.handle);
    return true;
  });
  Handle out;
  std::size_t most = 0;
  for (const Handle prison : prisons) {
    const auto answer = must(network::occupancy(view, look.identity_of(), prison, look.now()));
    if (answer.value.people.size() > most) out = prison;
    most = std::max(answer.value.people.size(), most);
  }
  return out;
}
Handle busiest_person(const View& view) {
  Handle out;
  std::size_t most = 0;
  view.records(RecordKind::person, [&](const picture::Record& record) {
    std::size_t rows = 0;
    view.events(record.handle, model::EventKinds::all(), TimeRange{},
                [&](const auto&) { return ++rows > 0; });
    if (rows > most) out = record.handle;
    most = std::max(rows, most);
    return true;
  });
  return out;
}

void ask_pages(Runner& runner, const Choice& choice, const FlatGraph& flat) {
  constexpr int kRounds = 11;
  const auto ask = [&](const std::string& name,
                       const std::function<std::string(service::Look&)>& f) {
    Measured measured;
    std::string size;
    for (int i = 0; i < kRounds; ++i)
      runner.run(measured, [&](service::Look& look) { size = f(look); });
    print((name + ", " + size).c_str(), measured);
  };
  const auto look = runner.look();
  const Handle prison = largest_prison(*look);
  const Handle busiest = busiest_person(look->view());
  std::printf("pages at the heaviest\n");
  for (const RecordKind kind : {RecordKind::person, RecordKind::group, RecordKind::phone}) {
    const Handle at = flat.handle(choice.heaviest(kind));
    for (const std::uint32_t depth : {1u, 2u}) {
      const std::string name =
          std::string(model::info(kind).name) + " chart, depth " + std::to_string(depth);
      ask(name, [&](service::Look& l) {
        network::NeighbourhoodOptions options;
        options.depth = depth;
        const auto chart = must(network::neighbourhood(l.view(), l.identity_of(), {at}, options));
        return std::to_string(chart.value.nodes.size()) + " nodes";
      });
    }
  }
  ask("group page", [&](service::Look& l) {
    const auto page = must(network::group_page(
        l.view(), l.identity_of(), flat.handle(choice.heaviest(RecordKind::group)), l.now()));
    return std::to_string(page.value.members.size()) + " members";
  });
  std::vector<std::vector<Handle>> inside;
  ask("occupancy", [&](service::Look& l) {
    const auto answer = must(network::occupancy(l.view(), l.identity_of(), prison, l.now()));
    inside.clear();
    for (const auto& o : answer.value.people) inside.push_back(o.members);
    return std::to_string(inside.size()) + " people";
  });
  Measured where;
  for (const auto& members : inside) {
    runner.run(where, [&](service::Look& l) {
      (void)network::where_tonight(l.view(), l.identity_of(), members, l.now());
    });
  }
  if (!inside.empty()) print("where tonight, each of them", where);
  ask("time line", [&](service::Look& l) {
    const auto line = must(network::timeline(l.view(), l.identity_of(), {busiest}));
    return std::to_string(line.value.entries.size()) + " entries";
  });
}

std::string load_average() {
  std::ifstream in("/proc/loadavg");
  std::string one, five;
  in >> one >> five;
  return one + " (1 min), " + five + " (5 min)";
}

}  // namespace

int main(int argc, char** argv) {
  std::string store, only;
  std::string user = "imran.sethi";
  std::size_t count = 100;
  bool good = argc % 2 == 1;
  for (int i = 1; good && i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    if (name == "--store")
      store = argv[i + 1];
    else if (name == "--user")
      user = argv[i + 1];
    else if (name == "--only")
      only = argv[i + 1];
    else if (name == "--pairs")
      count = std::strtoul(argv[i + 1], nullptr, 10);
    else
      good = false;
  }
  if (!good || store.empty()) {
    std::fputs("sallyport_paths_bench --store DIR [--pairs N] [--user NAME] [--only paths|pages]\n",
               stderr);
    return 2;
  }
  SystemClock clock;
  SystemRandom random;
  const auto house = must(House::open(store, user, clock, random));
  {
    Runner runner(*house, must(house->caller()));
    const auto look = runner.look();
    FlatGraph flat(look->view(), look->identity_of());
    std::printf("load %s; %s sees %zu things, %zu ties between them, %zu hubs\n",
                load_average().c_str(), user.c_str(), flat.size(), flat.ties(), flat.hubs());
    std::printf("  %-34s %9s %8s %8s %8s\n", "", "p50", "p90", "p99", "max");
    Choice choice(look->view(), flat);
    if (only != "pages") {
      ask_paths(runner, flat, "two of one group", choice.of_one_group(count));
      ask_paths(runner, flat, "of rival groups", choice.of_rival_groups(count));
      ask_paths(runner, flat, "a nominal and a prisoner", choice.nominal_and_prisoner(count));
      ask_paths(runner, flat, "two people by chance", choice.two_people(count));
      ask_paths(runner, flat, "no way within six steps", choice.no_way(count));
      ask_paths(runner, flat, "the heaviest person", choice.with_the_heaviest(count));
    }
    if (only != "paths") ask_pages(runner, choice, flat);
    std::printf("load now %s\n", load_average().c_str());
  }
  return house->close() ? 0 : 1;
}
