// What a page says of one thing, read once: every visible row that names one of its records, and
// its ties to other things in words. A page is many lists of the same rows.
// Ownership: borrows the look, and texts of its View. Threads: one. Failure: none. Cost: O(rows of
// the thing) to read; contacts() O(rows, log for sorting) and one title for each thing it names.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/kinds.hpp"
#include "network/graph.hpp"
#include "picture/view.hpp"
#include "service/facts.hpp"
#include "service/look.hpp"

namespace sallyport::service {

/// One tie to something, in words, with what it rests on.
struct Contact {
  Item item;
  Sentence words;
  std::vector<Id128> ids;
  std::vector<Telling> told;
  std::string first, last;
};

class OwnRows {
 public:
  /// Links of every kind; events of these.
  OwnRows(Look& look, std::vector<picture::Handle> members, model::EventKinds events);

  const std::vector<picture::Handle>& members() const { return members_; }
  /// By member; of each by property, newest valid first, value.
  const std::vector<picture::StatementRow>& statements() const { return statements_; }
  const std::vector<picture::LinkRow>& links() const { return links_; }
  const std::vector<picture::EventRow>& events() const { return events_; }
  bool mine(picture::Handle handle) const;

  /// Things of these kinds that such events, or links that may be a step of a path, tie to this
  /// one; those with most ties first, then by title, then by id.
  std::vector<Contact> contacts(const model::RecordKinds& kinds, const model::EventKinds& events,
                                bool links);
  /// A part of the same of a thing that a crowd may touch: those with most ties first, then the
  /// newest, then by id, so that names are made for the part alone. `all` is how many there are.
  std::vector<Contact> part_of_contacts(const model::EventKinds& events, std::size_t from,
                                        std::size_t most, std::size_t& all);
  /// Reports that these rows, or statements of the records, rest on, or that speak of them; newest
  /// first.
  std::vector<Item> reports();

 private:
  using TieKey = std::pair<unsigned, bool>;  // kind (events behind links), backward: as shown
  using Ties = std::vector<std::pair<TieKey, network::Tie>>;
  struct Other {
    picture::Handle first;  // record its identity begins with
    model::RecordKind kind = model::RecordKind::unknown;
    bool staff_directory = false;
  };
  struct Found {
    picture::Handle other;  // first of its identity
    Ties ties;
  };

  const Other& other_of(picture::Handle handle);
  Ties* ties_with(picture::Handle a, picture::Handle b, const model::RecordKinds& kinds,
                  std::vector<Found>& found);
  static network::Tie& tie_of(Ties& ties, TieKey key, Id128 item, network::Telling telling);
  void add_link(Ties& ties, const picture::LinkRow& row) const;
  void add_event(Ties& ties, const picture::EventRow& row);
  model::Grade grade_of(model::RecordId report);
  std::vector<Found> find(const model::RecordKinds& kinds, const model::EventKinds& events,
                          bool links);
  Contact contact(const Item& me, Found& found, std::uint32_t& count);

  Look& look_;
  const picture::View& view_;
  std::vector<picture::Handle> members_;
  std::vector<picture::StatementRow> statements_;
  std::vector<picture::LinkRow> links_;
  std::vector<picture::EventRow> events_;
  std::unordered_map<std::uint32_t, Other> others_;           // by record; looked up, never walked
  std::unordered_map<std::uint32_t, std::size_t> place_of_;   // of find(): by first record
  std::unordered_map<model::RecordId, model::Grade> grades_;  // the same
};

}  // namespace sallyport::service
