// Audited reads as a user makes them, measured from outside and from inside in one run.
//   ninja -C build/bench sallyport_reads_bench && build/bench/bin/sallyport_reads_bench
// A practice user signs in over HTTP and opens several hundred different people, searches, and asks
// for ways between two people, over 1, 16 and 64 kept-alive connections; every answer must be a 200
// and each leaves only after its look is durable. Beside it, in the same run: an empty handler of
// the same server with a body as large, the same after a durable look, the disk's own rate of
// fdatasync, and the verbs alone. CPU a request is the server's threads only, kernel included; the
// generator is one thread of this process and shares the machine's cores.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "engines.hpp"
#include "house.hpp"
#include "http/size_class.hpp"
#include "load.hpp"

namespace {

using namespace sallyport;         // NOLINT: a program, not a header
using namespace sallyport::bench;  // NOLINT

constexpr std::int64_t kPageSlotUs = 8000;  // as api::ApiOptions has them
constexpr std::int64_t kSearchSlotUs = 5000;

struct Options {
  std::string store;
  std::string scale = "demo";
  std::string user = "imran.sethi";
  std::string only;
  double seconds = 3;
  double settle_seconds = 10;
  std::size_t people = 300;
  int connections = 0;  // 0: 1, 16 and 64
};

const char* kUsage =
    "sallyport_reads_bench [--store DIR] [--scale demo|regional|national] [--user NAME]\n"
    "                      [--people N] [--seconds S] [--settle S] [--only person|search|path]\n"
    "                      [--connections 1|16|64]\n"
    "Without --store a demonstration country is made in a temporary folder first. With it the\n"
    "looks of this run are written to that store's log of looks. --seconds 0: the verbs alone.\n";

bool read_options(int argc, char** argv, Options& out) {
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    const std::string value = argv[i + 1];
    if (name == "--store")
      out.store = value;
    else if (name == "--scale")
      out.scale = value;
    else if (name == "--user")
      out.user = value;
    else if (name == "--only")
      out.only = value;
    else if (name == "--people")
      out.people = std::strtoul(value.c_str(), nullptr, 10);
    else if (name == "--connections")
      out.connections = std::atoi(value.c_str());
    else if (name == "--seconds")
      out.seconds = std::atof(value.c_str());
    else if (name == "--settle")
      out.settle_seconds = std::atof(value.c_str());
    else
      return false;
  }
  return argc % 2 == 1 && out.people >= 10;
}

// How busy the machine is: others' work moves every figure.
std::string load_average() {
  std::ifstream in("/proc/loadavg");
  std::string one, five;
  in >> one >> five;
  return one + " (1 min), " + five + " (5 min)";
}

template <class T>
T must(Result<T> result) {
  if (result) return std::move(*result);
  std::fprintf(stderr, "%s\n", to_text(result.error()).c_str());
  std::exit(1);
}
void must(const Status& status) {
  if (status) return;
  std::fprintf(stderr, "%s\n", to_text(status.error()).c_str());
  std::exit(1);
}

void print_heading() {
  std::printf("\n%-34s %5s %9s %8s %8s %8s %8s %9s %8s %9s\n", "over HTTP", "conn.", "requests/s",
              "p50 ms", "p90", "p99", "max", "CPU us", "switches", "bytes");
}
void print(const std::string& name, int connections, const Load& load) {
  std::printf("%-34s %5d %9.0f %8.2f %8.2f %8.2f %8.2f %9.0f %8.1f %9.0f\n", name.c_str(),
              connections, load.per_second, load.times.at(0.5) / 1e3, load.times.at(0.9) / 1e3,
              load.times.at(0.99) / 1e3, load.times.at(1) / 1e3, load.server_cpu_us, load.switches,
              load.answer_bytes);
  std::fflush(stdout);
}
void print(const std::string& name, const Times& times) {
  std::printf("%-34s %9.0f us mean %7.0f p50 %8.0f p90 %8.0f p99 %8.0f max\n", name.c_str(),
              times.mean(), times.at(0.5), times.at(0.9), times.at(0.99), times.at(1));
}
void print(const std::string& name, const VerbTimes& times) {
  print(name + ": open the view", times.open);
  print(name + ": verb", times.verb);
  print(name + ": render", times.render);
  std::printf("%-34s %016llx\n", (name + ": digest of the answers").c_str(),
              static_cast<unsigned long long>(times.digest));
  std::fflush(stdout);
}

// What people type: whole names, crowded surnames, a letter left out, numbers whole and in part.
std::vector<std::string> queries_of(const std::vector<Targets::Person>& people) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < people.size(); ++i) {
    const auto& person = people[i];
    std::string text = person.title;
    if (i % 4 == 1) text = person.surname;
    if (i % 4 == 2 && text.size() > 4) text.erase(text.size() - 3, 1);
    if (i % 4 == 3 && !person.number.empty()) text = person.number;
    out.push_back(text);
  }
  return out;
}

// Names hold no quotes or backslashes in the invented country.
std::vector<std::string> search_requests(const SignedInAs& as,
                                         const std::vector<std::string>& queries) {
  std::vector<std::string> out;
  for (const auto& text : queries)
    out.push_back(request_text(as, "/api/search", R"({"q":")" + text + "\"}"));
  return out;
}
std::vector<std::string> person_requests(const SignedInAs& as,
                                         const std::vector<Targets::Person>& people) {
  std::vector<std::string> out;
  for (const auto& person : people) out.push_back(request_text(as, "/api/people/" + person.id));
  return out;
}
std::vector<std::string> path_requests(const SignedInAs& as,
                                       const std::vector<Targets::Person>& people) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < people.size(); ++i) {
    out.push_back(request_text(as, "/api/paths",
                               R"({"from":")" + people[i].id + R"(","to":")" +
                                   people[(i + 1) % people.size()].id + "\"}"));
  }
  return out;
}

std::vector<std::string> shuffled(std::vector<std::string> requests) {
  SeededRandom random(7);
  for (std::size_t i = requests.size(); i > 1; --i)
    std::swap(requests[i - 1], requests[random.below(i)]);
  return requests;
}

class Run {
 public:
  Run(const Options& options, House& house) : options_(options), house_(house) {}

  bool wants(const std::string& what) const {
    return options_.only.empty() || options_.only == what;
  }

  void engines() {
    targets_ = must(house_.choose(options_.people));
    queries_ = queries_of(targets_.mixed);
    std::printf("%zu people this user may see; %zu opened, %zu of them the heaviest\n\n",
                targets_.people, targets_.mixed.size(), targets_.heaviest.size());
    const VerbTimes person = time_person(house_, targets_.mixed, 3);
    person_bytes_ = static_cast<std::size_t>(person.bytes);
    if (wants("person")) {
      print("person", person);
      print("person, heaviest", time_person(house_, targets_.heaviest, 3));
    }
    if (wants("search")) print("search", time_search(house_, queries_, 3));
    if (wants("path")) print("path", time_path(house_, targets_.mixed, 2));
  }

  void over_http() {
    const auto server =
        must(house_.serve(kPageSlotUs, kSearchSlotUs, http::size_class(person_bytes_)));
    const auto without_slots = must(house_.serve(0, 0, 0));
    const SignedInAs as = must(house_.sign_in(server->port()));
    const auto person = shuffled(person_requests(as, targets_.mixed));
    print_heading();
    for (const int connections : {1, 16, 64}) {
      if (options_.connections != 0 && options_.connections != connections) continue;
      const auto go = [&](const std::string& name, const http::Server& at,
                          const std::vector<std::string>& requests) {
        print(name, connections,
              measure({at.port(), connections, 0.5, options_.seconds}, requests));
      };
      go("empty handler, as large", *server, {request_text(as, "/bench/empty")});
      go("empty handler, durable look", *server, {request_text(as, "/bench/look")});
      if (wants("person")) {
        go("person", *server, person);
        go("person, no slot", *without_slots, person);
      }
      if (wants("search")) go("search", *server, shuffled(search_requests(as, queries_)));
      if (wants("path")) go("path", *server, shuffled(path_requests(as, targets_.mixed)));
    }
  }

 private:
  const Options& options_;
  House& house_;
  Targets targets_;
  std::vector<std::string> queries_;
  std::size_t person_bytes_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  Options options;
  if (!read_options(argc, argv, options)) {
    std::fputs(kUsage, stderr);
    return 2;
  }
  SystemClock clock;
  SystemRandom random;
  std::string temporary;
  if (options.store.empty()) {
    temporary =
        std::filesystem::temp_directory_path() / ("sallyport-reads-" + std::to_string(getpid()));
    options.store = temporary;
    std::printf("making a country (%s)\n", options.scale.c_str());
    must(make_country(options.store, options.scale, clock, random));
  }
  {
    const auto house = must(House::open(options.store, options.user, clock, random));
    std::printf("%u cores, load %s; user %s\n", std::thread::hardware_concurrency(),
                load_average().c_str(), options.user.c_str());
    Run run(options, *house);
    run.engines();
    if (options.seconds > 0) {
      std::this_thread::sleep_for(std::chrono::duration<double>(options.settle_seconds));
      print("disk, 4 KiB behind the end", measure_disk(options.store, Writes::growing, 2));
      print("disk, 4 KiB in place", measure_disk(options.store, Writes::in_place, 2));
      run.over_http();
      std::printf("\n");
      print("disk again, in place", measure_disk(options.store, Writes::in_place, 2));
    }
    std::printf("load now %s\n", load_average().c_str());
    must(house->close());
  }
  std::error_code ignored;
  if (!temporary.empty()) std::filesystem::remove_all(temporary, ignored);
  return 0;
}
