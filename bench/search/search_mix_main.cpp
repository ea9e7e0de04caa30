// The search engine on a whole country: what people type, made from the store, a line a kind.
//   sallyport_search_mix_bench --store DIR [--user NAME] [--queries N] [--only WORDS]
//                              [--text QUERY] [--misses yes]
// Without --store a demonstration country is made first. Figures are processor time of the one
// thread, of it (at the median) for finding words and for ranking records, the rest being what is
// said of the hits; instructions of the program itself (where they can be counted); postings and
// records looked at. Beside them, in the same run: the intersection of two sorted arrays of
// 40,000 and 20,000 numbers, the least that two common names could cost.
#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "../reads/house.hpp"
#include "picture/testing/footprint_table.hpp"
#include "queries.hpp"
#include "search/internal/ranking.hpp"
#include "search/search.hpp"
#include "service/look.hpp"
#include "text/fold.hpp"

namespace {

using namespace sallyport;         // NOLINT: a program, not a header
using namespace sallyport::bench;  // NOLINT

struct Options {
  std::string store;
  std::string user = "imran.sethi";
  std::string only;
  std::string text;
  std::size_t queries = 200;
  bool misses = false;  ///< print whoever was meant and not found
};

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

/// Instructions of this thread in user mode; 0 when they cannot be counted.
class Instructions {
 public:
  Instructions() {
    perf_event_attr attr{};
    attr.type = PERF_TYPE_HARDWARE;
    attr.size = sizeof attr;
    attr.config = PERF_COUNT_HW_INSTRUCTIONS;
    attr.exclude_kernel = 1;
    attr.exclude_hv = 1;
    fd_ = static_cast<int>(::syscall(SYS_perf_event_open, &attr, 0, -1, -1, 0));
  }
  ~Instructions() {
    if (fd_ >= 0) ::close(fd_);
  }
  double read() const {
    std::uint64_t count = 0;
    if (fd_ < 0 || ::read(fd_, &count, sizeof count) != sizeof count) return 0;
    return double(count);
  }

 private:
  int fd_ = -1;
};

struct Times {
  std::vector<double> us;
  double at(double share) {
    std::sort(us.begin(), us.end());
    return us.empty() ? 0 : us[std::min(us.size() - 1, std::size_t(share * double(us.size())))];
  }
};

void peer() {
  std::vector<std::uint32_t> a, b, out;
  SeededRandom random(4);
  std::set<std::uint32_t> many, few;
  while (many.size() < 40'000) many.insert(std::uint32_t(random.below(1'000'000)));
  while (few.size() < 20'000) few.insert(std::uint32_t(random.below(1'000'000)));
  a.assign(many.begin(), many.end());
  b.assign(few.begin(), few.end());
  Times times;
  for (int i = 0; i < 50; ++i) {
    out.clear();
    const double begun = cpu_us();
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
    times.us.push_back(cpu_us() - begun);
  }
  std::printf("%-32s %8.0f %8.0f us (%zu in both)\n", "peer: two sorted arrays", times.at(0.5),
              times.at(0.99), out.size());
}

/// Is somebody of it called so: by the first and the last word of the name, whatever else he is
/// called? Of ten who are, none is meant more than another.
bool has_name(const picture::View& view, const search::Hit& hit, const std::string& name) {
  const auto meant = text::tokens(text::to_latin(name));
  bool found = false;
  for (const model::RecordId id : hit.members) {
    const auto handle = view.find(id);
    if (!handle || meant.empty()) continue;
    view.values(*handle, model::Property::full_name, [&](std::string_view value) {
      const auto words = text::tokens(text::to_latin(value));
      const auto says = [&](const std::string& word) {
        return std::find(words.begin(), words.end(), word) != words.end();
      };
      found = found || (says(meant.front()) && says(meant.back()));
      return !found;
    });
  }
  return found;
}

class Run {
 public:
  Run(House& house, const service::Caller& caller, bool misses)
      : house_(house), caller_(caller), misses_(misses) {}

  /// What is made once a process (transliterators, the matching model) is not a query's.
  void warm_up() {
    look_again();
    for (const char* text : {"Mohammed Smith 1980", "Смит", "07700 900417"})
      (void)ask({"", false, false, {}}, text);
  }
  void kind(const QueryKind& kind) {
    Times times, words, ranked;
    double slowest_us = 0;
    std::string slowest;
    double instructions = 0, postings = 0, records = 0, hits = 0;
    std::size_t partial = 0, himself = 0, named = 0;
    for (const Asking& asking : kind.queries) {
      look_again();
      const double before = counter_.read();
      const double begun = cpu_us();
      const auto answer = ask(kind, asking.text);
      times.us.push_back(cpu_us() - begun);
      if (times.us.back() > slowest_us) {
        slowest_us = times.us.back();
        slowest = asking.text;
      }
      instructions += counter_.read() - before;
      if (!answer) std::exit(1);
      hits += double(answer->value.hits.size());
      partial += answer->partial ? 1 : 0;
      if (kind.recall) note_recall(asking, answer->value, himself, named);
      const auto work = in_steps(kind, asking.text, words, ranked);
      postings += double(work.postings);
      records += double(work.records);
    }
    all_.us.insert(all_.us.end(), times.us.begin(), times.us.end());
    const double n = std::max<double>(1, double(kind.queries.size()));
    std::printf("%-32s %8.0f %8.0f %8.0f %7.0f %7.0f %9.0f %9.0f %7.0f %6.1f %5.0f%%",
                kind.words.c_str(), times.at(0.5), times.at(0.99), times.at(1), words.at(0.5),
                ranked.at(0.5), instructions / n / 1000, postings / n, records / n, hits / n,
                100 * double(partial) / n);
    if (kind.recall)
      std::printf("   himself %.3f, his name %.3f", double(himself) / n, double(named) / n);
    std::printf("   slowest: %s\n", slowest.c_str());
    std::fflush(stdout);
  }
  void total() {
    std::printf("%-32s %8.0f %8.0f %8.0f\n", "all", all_.at(0.5), all_.at(0.99), all_.at(1));
  }

 private:
  Result<model::Answer<search::SearchResult>> ask(const QueryKind& kind, const std::string& text) {
    if (kind.as_typed) return search::suggest(look_->view(), look_->identity_of(), text);
    search::Query query;
    query.text = text;
    return search::search(look_->view(), look_->identity_of(), query);
  }
  /// The same again in steps: what was read, and where the time went.
  picture::Matching::Work in_steps(const QueryKind& kind, const std::string& text, Times& words,
                                   Times& records) {
    search::Query query;
    query.text = text;
    if (kind.as_typed) query.limit = limits::kSuggestions;
    look_again();
    const search::IdentityOf identity = look_->identity_of();
    const double begun = cpu_us();
    const auto parsed = search::internal::parse_query(text);
    search::internal::Ranking ranking(look_->view(), identity, query, parsed, kind.as_typed);
    words.us.push_back(cpu_us() - begun);
    (void)ranking.best();
    records.us.push_back(cpu_us() - begun - words.us.back());
    return ranking.work();
  }
  void note_recall(const Asking& asking, const search::SearchResult& result, std::size_t& himself,
                   std::size_t& named) {
    bool is_there = false, has = false;
    for (std::size_t i = 0; i < std::min<std::size_t>(10, result.hits.size()); ++i) {
      const auto& members = result.hits[i].members;
      is_there = is_there || std::binary_search(members.begin(), members.end(), asking.meant);
      has = has || has_name(look_->view(), result.hits[i], asking.name);
    }
    if (misses_ && !has) {
      std::printf("  missed: %s, by \"%s\"; first of %zu: %s\n", asking.name.c_str(),
                  asking.text.c_str(), result.hits.size(),
                  result.hits.empty() ? "nobody" : result.hits.front().title.c_str());
    }
    himself += is_there ? 1 : 0;
    named += has ? 1 : 0;
  }

  // a look keeps the identities it has made, so that each question gets one of its own
  void look_again() {
    look_ = must(service::Look::begin(house_.desk(), caller_, "benchmark", "benchmark"));
  }

  House& house_;
  const service::Caller& caller_;
  bool misses_;
  std::unique_ptr<service::Look> look_;
  Instructions counter_;
  Times all_;
};

bool read_options(int argc, char** argv, Options& out) {
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    if (name == "--store")
      out.store = argv[i + 1];
    else if (name == "--user")
      out.user = argv[i + 1];
    else if (name == "--only")
      out.only = argv[i + 1];
    else if (name == "--text")
      out.text = argv[i + 1];
    else if (name == "--misses")
      out.misses = std::string(argv[i + 1]) == "yes";
    else if (name == "--queries")
      out.queries = std::strtoul(argv[i + 1], nullptr, 10);
    else
      return false;
  }
  return argc % 2 == 1 && out.queries > 0;
}

std::string load_average() {
  std::ifstream in("/proc/loadavg");
  std::string one;
  in >> one;
  return one;
}

void measure(House& house, const Options& options) {
  const auto caller = must(house.caller());
  const auto look = must(service::Look::begin(house.desk(), caller, "benchmark", "benchmark"));
  picture::testing::print_footprint(house.desk().picture().footprint());
  std::printf("load %s; user %s\n%-32s %8s %8s %8s %7s %7s %9s %9s %7s %6s %6s\n",
              load_average().c_str(), options.user.c_str(), "query", "p50 us", "p99", "max",
              "words", "ranked", "k instr.", "postings", "records", "hits", "partial");
  Run run(house, caller, options.misses);
  run.warm_up();
  QueryKind own{options.text, false, false, {}};
  own.queries.assign(options.queries, {options.text, {}, {}});
  const auto kinds = options.text.empty() ? make_queries(look->view(), options.queries)
                                          : std::vector<QueryKind>{own};
  for (const QueryKind& kind : kinds) {
    if (kind.words.find(options.only) != std::string::npos) run.kind(kind);
  }
  run.total();
  peer();
  std::printf("load now %s\n", load_average().c_str());
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  if (!read_options(argc, argv, options)) {
    std::fputs(
        "sallyport_search_mix_bench [--store DIR] [--user NAME] [--queries N] "
        "[--only WORDS] [--text QUERY] [--misses yes]\n",
        stderr);
    return 2;
  }
  SystemClock clock;
  SystemRandom random;
  std::string temporary;
  if (options.store.empty()) {
    temporary =
        std::filesystem::temp_directory_path() / ("sallyport-search-" + std::to_string(getpid()));
    options.store = temporary;
    std::printf("making a country (demo)\n");
    if (!make_country(options.store, "demo", clock, random)) return 1;
  }
  {
    const auto house = must(House::open(options.store, options.user, clock, random));
    measure(*house, options);
    if (!house->close()) return 1;
  }
  std::error_code ignored;
  if (!temporary.empty()) std::filesystem::remove_all(temporary, ignored);
  return 0;
}
