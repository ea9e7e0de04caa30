// The description of the API (OpenAPI 3.1), made of the table of routes and of the shapes.
// Pure; linear. Failure: kMalformedFile when the shapes cannot be read (a programmer's error).
#pragma once

#include <string>
#include <vector>

#include "api/internal/site.hpp"

namespace sallyport::api {

Result<std::string> describe_api(const std::vector<RouteDoc>& docs, bool secure_cookies);

}  // namespace sallyport::api
