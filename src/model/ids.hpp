// The typed identifiers of the nouns (DESIGN.md, section 3).
#pragma once

#include "base/id.hpp"

namespace sallyport::model {

using RecordId = Id<struct RecordTag>;  ///< one source's description of one thing; reports too
using LinkId = Id<struct LinkTag>;      ///< a dated, graded tie between two records
using EventId = Id<struct EventTag>;    ///< something that happened, derived from batch and row
using JudgementId = Id<struct JudgementTag>;  ///< same / different / not sure, by somebody
using ImportId = Id<struct ImportTag>;        ///< one whole import, undone as one
using UserId = Id<struct UserTag>;

}  // namespace sallyport::model
