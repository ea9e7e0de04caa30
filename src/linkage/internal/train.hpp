// Learns a model from the files themselves, without labels: what strangers have in common from
// pairs drawn at random and from how often each value occurs; what one person's records have in
// common by EM over the histogram of the candidates' patterns, with the kinds of pairs as latent
// classes. The arithmetic is + - * / in a fixed order: the same bits on every machine.
// Ownership: values. Threads: one. Failure: none; where the files say little, what is known of
// files of people in general weighs more. Cost: at most 1.5 million comparisons, then 40 rounds
// over the distinct patterns.
#pragma once

#include "linkage/internal/blocking.hpp"
#include "linkage/linkage.hpp"

namespace sallyport::linkage {

LinkModel train(const Dataset& data, const Traits& traits, const Candidates& candidates,
                Scope scope);

}  // namespace sallyport::linkage
