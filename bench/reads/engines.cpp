#include "engines.hpp"

#include <time.h>

#include <cstdio>
#include <cstdlib>

#include "api/render.hpp"
#include "base/bytes.hpp"
#include "service/look.hpp"

namespace sallyport::bench {
namespace {

// Of this thread alone: what others do on the machine hardly moves it.
double cpu_us() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return double(now.tv_sec) * 1e6 + double(now.tv_nsec) / 1e3;
}

// `verb(look, i)` gives a Result of what render takes.
template <class Verb>
VerbTimes time_verb(House& house, std::size_t count, int rounds, Verb&& verb) {
  VerbTimes out;
  const auto caller = house.caller();
  for (int round = 0; caller && round < rounds; ++round) {
    for (std::size_t i = 0; i < count; ++i) {
      const double begun = cpu_us();
      auto look = service::Look::begin(house.desk(), *caller, "benchmark", "benchmark");
      if (!look) std::exit(1);
      const double opened = cpu_us();
      const auto answer = verb(**look, i);
      const double answered = cpu_us();
      if (!answer) {
        std::fprintf(stderr, "%s\n", to_text(answer.error()).c_str());
        std::exit(1);
      }
      const std::string body = api::render(*answer, {(*look)->marking(), (*look)->partial()});
      const double rendered = cpu_us();
      out.digest = hash64(body, out.digest);
      out.open.add(opened - begun);
      out.verb.add(answered - opened);
      out.render.add(rendered - answered);
      out.bytes += double(body.size()) / double(count * static_cast<std::size_t>(rounds));
    }
  }
  out.open.sort();
  out.verb.sort();
  out.render.sort();
  return out;
}

}  // namespace

VerbTimes time_person(House& house, const std::vector<Targets::Person>& people, int rounds) {
  return time_verb(house, people.size(), rounds, [&](service::Look& look, std::size_t i) {
    return service::person_page(look, people[i].id);
  });
}

VerbTimes time_search(House& house, const std::vector<std::string>& queries, int rounds) {
  return time_verb(house, queries.size(), rounds, [&](service::Look& look, std::size_t i) {
    service::SearchRequest request;
    request.text = queries[i];
    return service::search_for(look, request);
  });
}

VerbTimes time_path(House& house, const std::vector<Targets::Person>& people, int rounds) {
  return time_verb(house, people.size(), rounds, [&](service::Look& look, std::size_t i) {
    return service::paths_between(look, people[i].id, people[(i + 1) % people.size()].id,
                                  limits::kPathSteps);
  });
}

}  // namespace sallyport::bench
