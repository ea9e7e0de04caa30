// The answers of the API (web/src/lib/api/types.ts) as lines for a person at a terminal.
// Pure functions. Failure: kMalformedFile for what is not such an answer. Cost: linear.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace sallyport::cli {

using Lines = std::vector<std::string>;

Result<Lines> tell_search(std::string_view json);
Result<Lines> tell_path(std::string_view json);
Result<Lines> tell_person(std::string_view json);
Result<Lines> tell_log(std::string_view json);
Result<Lines> tell_imports(std::string_view json);
/// What rests on an import, then what there is to do.
Result<Lines> tell_retraction(std::string_view json);

struct FirstHit {
  std::string id;
  std::string title;
  std::size_t hits = 0;
};
/// The best hit of a search; hits = 0 when there is none.
Result<FirstHit> first_hit(std::string_view json);

}  // namespace sallyport::cli
