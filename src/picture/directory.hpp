// What is known beside people, things and reports: accounts with their grants, feeds with their
// agreements, imports with their counts. Read by service only, never by an engine.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "access/grants.hpp"
#include "model/op.hpp"

namespace sallyport::picture {

struct ImportState {
  model::ImportFacts facts;
  std::string actor;
  std::string agency;
  Instant at;  ///< recorded
  bool committed = false;
  std::optional<Instant> retracted_at;
  std::string retraction_reason;
  std::uint32_t first_entry = 0;  ///< the picture's numbers of its entries, both included
  std::uint32_t last_entry = 0;
};

/// Copied whole on change (rare), shared by readers.
struct Directory {
  std::map<std::string, access::Grants, std::less<>> accounts;  ///< by sign-in name
  std::map<std::string, model::PutFeed, std::less<>> feeds;     ///< by "agency/name"
  std::map<model::ImportId, ImportState> imports;
  std::uint64_t access_epoch = 0;  ///< grants, revocations, relabellings so far
};

}  // namespace sallyport::picture
