// How well clusters agree with the truth.
// Ownership: values. Threads: one. Failure: kStorage, kMalformedFile for a truth file.
// Cost: one pass and a sort.
#pragma once

#include <vector>

#include "linkage/internal/blocking.hpp"
#include "linkage/linkage.hpp"

namespace sallyport::linkage {

/// For each record the number of its person, 0 where the truth does not know it. In a column
/// `rec-17-org` and `rec-17-dup-2`, as Febrl writes ids, are one person.
Result<std::vector<std::uint32_t>> truth_of(const Dataset& data, const Options& options);

Evaluation evaluate(const Dataset& data, Scope scope, const std::vector<std::uint32_t>& truth,
                    const std::vector<std::uint32_t>& cluster_of, const Candidates& candidates);

}  // namespace sallyport::linkage
