// Blocking keys: two person records are compared when they share one. Whether they are compared
// depends on the two records and the artefact alone (core.md 18): a key that would bring too many
// is a stop-key listed in the artefact, never one measured in the store.
// Threads: any. Failure: none. Cost: about 1 us a record; 10 to 25 keys for a record with a name, a
// date of birth and a number.
// Source: the usual blocking passes of record linkage (Christen, "Data Matching", 2012, ch. 4), as
// one union of keys.
#pragma once

#include <cstdint>
#include <functional>

#include "match/features.hpp"
#include "match/model.hpp"

namespace sallyport::match {

/// Each key once, in an order fixed by the record. The same on every machine and for ever.
void blocking_keys(const Features& features, const Model& model,
                   const std::function<void(std::uint64_t)>& sink);

}  // namespace sallyport::match
