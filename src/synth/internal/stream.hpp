// One independent random stream an entity and purpose, derived by hashing (seed, tag, ids), so that
// adding people, days or feeds never shifts what another entity draws. Integers only.
#pragma once

#include <cstdint>

#include "base/random.hpp"

namespace sallyport::synth {

/// What a stream is for. Values are for ever: changing one changes the country.
enum class Tag : std::uint64_t {
  kPerson = 1,
  kTwin,
  kCustody,
  kSlot,
  kContact,
  kNominal,
  kLinked,
  kGroup,
  kCalls,
  kVisits,
  kCredits,
  kDebits,
  kMoves,
  kMovements,
  kIncidents,
  kFinds,
  kDrones,
  kNotes,
  kAlerts,
  kNonAssoc,
  kActivities,
  kStaff,
  kViper,
  kReports,
  kBilling,
  kStops,
  kVehicles,
  kCases,
  kCaseNotes,
  kConditions,
  kPras,
  kRelations,
  kObserved,
  kSafer,
  kSearches,
  kCard,
  kDuplicate,
  kCards,
};

inline std::uint64_t mix(std::uint64_t x) {  // the SplitMix64 finaliser
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

inline std::uint64_t derive(std::uint64_t seed, Tag tag, std::uint64_t a, std::uint64_t b = 0,
                            std::uint64_t c = 0) {
  return mix(mix(mix(mix(seed) ^ (static_cast<std::uint64_t>(tag) * 0xd6e8feb86659fd93ULL)) + a) +
             mix(b) * 3 + mix(c) * 5);
}

class Stream {
 public:
  Stream(std::uint64_t seed, Tag tag, std::uint64_t a, std::uint64_t b = 0, std::uint64_t c = 0)
      : random_(derive(seed, tag, a, b, c)) {}
  std::uint64_t next() { return random_.next(); }
  std::uint64_t below(std::uint64_t bound) { return random_.below(bound); }
  bool per_mille(std::uint64_t n) { return random_.below(1000) < n; }
  /// Uniform in [low, high].
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low +
           static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(high - low) + 1));
  }

 private:
  SeededRandom random_;
};

}  // namespace sallyport::synth
