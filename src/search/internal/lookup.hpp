// From the parts of a query to the visible records that match them: asks the View's index, measures
// what it offers, and keeps for each record the best match of each part.
// Borrows the View and the query. One thread. Cost: see search.hpp.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "picture/view.hpp"
#include "search/internal/quality.hpp"
#include "search/internal/query.hpp"

namespace sallyport::search::internal {

/// How one part of the query matched one record.
struct PartMatch {
  std::int32_t quality = 0;  ///< 0 = it did not
  How how = How::exact;
  int edits = 0;
  model::Property property = model::Property::full_name;
  std::string_view token;  ///< of the index; lives as long as the View
  picture::Handle record;  ///< whose statement
  /// Matched by the thing at the other end of a link; nil = by a statement of its own.
  model::LinkId through;
  model::LinkKind through_kind = model::LinkKind::uses;
  picture::Handle thing;
};
/// Better quality; ties by what does not depend on order.
bool better(const PartMatch& a, const PartMatch& b);

class Lookup {
 public:
  struct Options {
    bool as_typed = false;  ///< the last part is the beginning of a word
  };
  Lookup(const picture::View& view, const ParsedQuery& query, Options options);

  void run();

  const std::vector<picture::Handle>& records() const { return records_; }
  /// One for each part; nullptr when nothing of the record matched.
  const PartMatch* matches(picture::Handle record) const;
  const PartMatch* matches(std::size_t number) const {
    return &matches_[number * query_.parts.size()];
  }
  model::RecordId id(std::size_t number) const { return ids_[number]; }
  bool partial() const { return partial_; }

 private:
  struct TokenFit {
    picture::TokenHit hit;
    Fit fit;
  };
  using Fits = std::unordered_map<std::uint32_t, TokenFit>;  // by token; sorted before use

  void name_part(std::size_t part, bool last);
  void number_part(std::size_t part);
  void date_part(std::size_t part);
  void joined_parts();
  void through_links();
  void offer(Fits& fits, const picture::TokenHit& hit, Fit fit) const;
  void take(std::size_t part, const Fits& fits);
  void keep(picture::Handle record, std::size_t part, const PartMatch& match);
  PartMatch* slot(picture::Handle record);

  const picture::View& view_;
  const ParsedQuery& query_;
  Options options_;
  std::vector<picture::Handle> records_;
  std::vector<model::RecordId> ids_;
  std::vector<model::RecordKind> kinds_;
  std::vector<PartMatch> matches_;  ///< parts of record 0, of record 1, ...
  std::unordered_map<std::uint32_t, std::uint32_t> number_of_;
  bool partial_ = false;
};

/// Links that lead from a person to a number, thing or place he may be found by.
model::LinkKinds found_by_links();

}  // namespace sallyport::search::internal
