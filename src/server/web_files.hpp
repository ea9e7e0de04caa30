// Reads the built web (web/dist) into memory. Ownership: values. Failure: kUsage when the folder is
// not there; kTooLarge above 64 MiB. Links out of the folder are not followed.
#pragma once

#include <string>

#include "base/result.hpp"
#include "http/static_files.hpp"

namespace sallyport::server {

Result<http::StaticFiles> read_web(const std::string& folder);

}  // namespace sallyport::server
