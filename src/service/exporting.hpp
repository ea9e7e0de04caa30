// What stands around some things, as one file that may leave: things, values and ties that the
// exchange allows, chosen one by one from what the caller sees; nothing is taken out of anything
// fuller. Threads: one a Look. Failure: kNotAllowed without the right to
// export; kBadValue for an unknown format; neighbourhood_of()'s.
#pragma once

#include <string>

#include "base/result.hpp"
#include "service/connections.hpp"

namespace sallyport::service {

struct ExportRequest {
  NeighbourhoodRequest around;
  std::string format = "csv";  ///< csv, ftm (FollowTheMoney) or jsonl
};
struct ExportedFile {
  std::string content;
  std::string marking;
  std::size_t things = 0, ties = 0;
  bool partial = false;  ///< a limit cut it short
};
Result<ExportedFile> export_around(Look& look, const ExportRequest& request);

}  // namespace sallyport::service
