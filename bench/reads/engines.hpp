// The verbs alone: no HTTP, no log, no other thread. What is left of a request when everything
// around it is taken away. In CPU time of the thread, which others' load hardly moves.
#pragma once

#include "house.hpp"
#include "load.hpp"

namespace sallyport::bench {

struct VerbTimes {
  Times open;                ///< the View, and the look around it
  Times verb;                ///< the page as values
  Times render;              ///< as JSON
  double bytes = 0;          ///< mean
  std::uint64_t digest = 0;  ///< of all answers: the same store and story clock give the same
};

VerbTimes time_person(House& house, const std::vector<Targets::Person>& people, int rounds);
VerbTimes time_search(House& house, const std::vector<std::string>& queries, int rounds);
/// Each person with the next one of the list.
VerbTimes time_path(House& house, const std::vector<Targets::Person>& people, int rounds);

}  // namespace sallyport::bench
