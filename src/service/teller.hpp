// Makes page values out of a look: items with title and tags, values with source, grade and age,
// sentences whose names open what they name. Notes every label it touches for the page's marking,
// and every id it shows for the consultation entry.
// Ownership: borrows the look. Threads: one. Failure: none. Cost: linear in the statements read.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "network/graph.hpp"
#include "network/occupancy.hpp"
#include "service/facts.hpp"
#include "service/look.hpp"

namespace sallyport::service {

class Teller {
 public:
  explicit Teller(Look& look) : look_(look) {}

  // References live as long as the look.
  const Item& item(picture::Handle handle);
  const Item& item(const network::NodeFacts& facts);
  const Source& source(model::RecordId record);
  /// The same of something in it that another file may have brought.
  const Source& source(model::RecordId record, picture::FeedName feed);
  Telling telling(const network::Telling& told);
  Telling telling(const picture::LinkRow& row) {
    return telling(network::telling_of(look_.view(), row));
  }
  std::vector<Telling> tellings(const std::vector<network::Telling>& told);
  Value value(const picture::StatementRow& row);
  /// All visible values of these records, by property; equal values of several sources stay apart.
  std::vector<Field> fields(const std::vector<picture::Handle>& members);
  /// The same of rows that are read already, each record's as View::statements() gives them.
  std::vector<Field> fields(std::span<const picture::StatementRow> rows);

  /// The sentence with every name of `items` turned into something to open, and the whole opening
  /// `evidence` when it is not nil.
  Sentence sentence(const std::string& text, const std::vector<Item>& items, Id128 evidence = {});
  Sentence sentence(const std::string& text, std::span<const Item* const> items,
                    Id128 evidence = {});
  std::optional<Sentence> where_tonight(const std::vector<picture::Handle>& members);
  Sentence sentence(const network::WhereTonight& where);

  Moment moment(Instant at) const;
  std::string age(Date recorded) const;  ///< "3 days old", "today"

 private:
  Item make_item(const std::vector<picture::Handle>& members);
  Source make_source(model::RecordId record, picture::FeedName feed);

  Look& look_;
};

std::string_view agency_tag(std::string_view agency);
std::string_view certainty_words(model::Certainty certainty);
std::string date_text(std::int32_t day);  ///< "" for an open end

}  // namespace sallyport::service
