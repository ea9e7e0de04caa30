// The parts of sallyport_names_bench.
#pragma once

#include <string>
#include <vector>

namespace sallyport::bench {

/// Labelled pairs of names of people (name_pairs.csv): precision, recall, F1, time a pair.
int compare_pairs(const std::vector<std::string>& files);
/// Names and how another script writes them (english TAB letters TAB count): how many a key brings
/// together, and how many others it brings.
int meet_scripts(const std::vector<std::string>& files);

}  // namespace sallyport::bench
