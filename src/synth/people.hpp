// A file of people alone: what three agencies wrote down of the invented country's people, with the
// truth beside it, for measuring who-is-who without a store.
// synthesise_people() writes OUT/people.csv and OUT/truth.csv (source,record_id,cluster_id). Equal
// options give equal bytes. Between a person's records stand the errors of observe(), and what an
// agency does not ask, old addresses, shared telephones, twins and kin at one address.
// Memory: a few megabytes, whatever the number of people: rows are written in blocks, each shuffled
// within. Failure: kStorage, kBadValue. Threads: reentrant. Cost: linear, about 3 us a record.
#pragma once

#include <cstdint>
#include <filesystem>

#include "base/result.hpp"

namespace sallyport::synth {

struct PeopleOptions {
  std::uint64_t records = 10'000;  ///< person records in people.csv
  std::uint64_t seed = 1;
  std::filesystem::path out = {};
};
struct PeopleReport {
  std::uint64_t records = 0;
  std::uint64_t people = 0;
  std::uint64_t pairs = 0;  ///< of records of one person
  std::uint64_t bytes = 0;
};
Result<PeopleReport> synthesise_people(const PeopleOptions& options);

}  // namespace sallyport::synth
