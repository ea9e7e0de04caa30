// The twin world (LT-00, core.md 22, 26): the entries from which everything hidden from one user
// was physically removed. Folded into a picture of its own, every answer to that user must have the
// same bytes as over the full picture. For tests and campaigns; the product never folds a part.
// Positions, times and emptied entries stay; labels nothing uses any more go. Of an import of a
// feed the user may not know of, its name, sender and counts go; of any other, the totals of its
// rows, but for whoever brought it: he was told them.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "access/grants.hpp"
#include "base/time.hpp"
#include "model/op.hpp"

namespace sallyport::picture {

class TwinFilter {
 public:
  /// Reads all entries once: which items has this user a right to, under their current labels?
  TwinFilter(const std::vector<model::Batch>& entries, const access::Grants& grants,
             std::string_view purpose, Instant now);

  /// The entry without what is hidden. Operations keep their order.
  model::Batch keep(const model::Batch& entry) const;

  std::size_t hidden_items() const { return hidden_; }

 private:
  bool allowed(const model::Label& label) const;
  bool kept_record(model::RecordId id) const { return records_.contains(id); }
  bool kept_source(model::RecordId id) const { return id.is_nil() || kept_record(id); }
  bool told_of(const model::ImportFacts& import, const std::string& agency) const;
  void keep_import(model::Batch& entry) const;

  access::Grants grants_;
  std::string purpose_;
  Instant now_;
  std::set<model::RecordId> records_;
  std::set<Id128> ties_;                       // links, events, judgements
  std::map<std::string, model::Label> feeds_;  // by "agency/name": the label agreed
  std::set<model::ImportId> untold_;           // imports of feeds he may not know of
  std::size_t hidden_ = 0;
};

}  // namespace sallyport::picture
