// What people type, made from what a user may see in a store: by a fixed seed, so that two runs
// over one store ask the same.
#pragma once

#include <string>
#include <vector>

#include "picture/view.hpp"

namespace sallyport::bench {

struct Asking {
  std::string text;
  std::string name;       ///< whose name was meant; empty when no recall is measured
  model::RecordId meant;  ///< who
};

struct QueryKind {
  std::string words;
  bool as_typed = false;
  bool recall = false;
  std::vector<Asking> queries;
};

/// `count` of each kind.
std::vector<QueryKind> make_queries(const picture::View& view, std::size_t count);

}  // namespace sallyport::bench
