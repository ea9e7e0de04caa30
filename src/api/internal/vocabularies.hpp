// The controlled lists a page needs for its boxes and its words.
// Values; built once a call; linear in a few hundred codes.
#pragma once

#include <vector>

#include "api/render.hpp"

namespace sallyport::api {

std::vector<VocabularyLine> vocabulary_lines();  ///< sorted by name

}  // namespace sallyport::api
