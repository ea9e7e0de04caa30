// What to do and not to do with a person: open keep-aparts, safety markers, licence conditions in
// force, each sentence opening what it rests on. The same words on the person's own page and where
// somebody judges whether another record is this person. Of visible rows alone.
// Ownership: values. Threads: the look's. Failure: none. Cost: O(rows of the records).
#pragma once

#include <vector>

#include "service/facts.hpp"
#include "service/teller.hpp"

namespace sallyport::service {

struct Instructions {
  std::vector<Sentence> must, must_not;  ///< by text, then by what they open
};

Instructions instructions_of(Look& look, Teller& teller,
                             const std::vector<picture::Handle>& members);

}  // namespace sallyport::service
