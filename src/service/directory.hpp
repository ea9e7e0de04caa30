// Accounts, feeds and imports, as service gives them to the api and the command line. What of it a
// caller may see is decided there, by the feed's label and the caller's agency.
#pragma once

#include "picture/directory.hpp"

namespace sallyport::service {

using Directory = picture::Directory;
using ImportState = picture::ImportState;

}  // namespace sallyport::service
