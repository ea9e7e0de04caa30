// Blocking keys: two person records are compared when they share one. Whether they are compared
// depends on the two records and the artefact alone (core.md 18): a key that would bring too many
// is a stop-key listed in the artefact, never one measured in the store.
// No key brings a crowd, however large the country: each holds so much that one key meets a few
// dozen of five million records (docs/design/match-model.md, Blocking).
// Threads: any. Failure: none. Cost: about 1 us a record; 8 to 15 keys for a record with a name, a
// date of birth and a number.
// Source: the usual blocking passes of record linkage (Christen, "Data Matching", 2012, ch. 4), as
// one union of keys.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "match/features.hpp"
#include "match/model.hpp"

namespace sallyport::match {

/// What a key is made of; part of the key, so that keys of two kinds never meet.
enum class BlockingKind : std::uint8_t {
  sound_year_initial = 1,
  skeleton_year_initial,
  date_and_surname_initial,
  date_and_given_initial,
  date_and_initials,
  date_and_given,
  day_sound_initial,
  three_names,
  number,
  house_and_initial,
  house_and_year,
  postcode_and_sound,
  contact,
  date_and_postcode,
};
/// "surname's sound, year of birth": for reports of what a key brings.
std::string_view blocking_kind_words(BlockingKind kind);

/// Each key once, in ascending order. The same on every machine and for ever.
void blocking_keys(const Features& features, const Model& model,
                   const std::function<void(std::uint64_t)>& sink);
/// The same keys with what they are made of.
void blocking_keys_by_kind(const Features& features, const Model& model,
                           const std::function<void(BlockingKind, std::uint64_t)>& sink);

}  // namespace sallyport::match
