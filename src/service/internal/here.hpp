// Who and what is "here" for a page of today: the places an account works at, who is in them
// tonight, who arrives and who leaves; and why each of them concerns the account, in words.
// Ownership: borrows the look. Threads: the look's. Failure: none. Cost: that of occupancy.
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/result.hpp"
#include "network/occupancy.hpp"
#include "service/look.hpp"

namespace sallyport::service {

class Here {
 public:
  /// One person, by all records read as one.
  struct Person {
    picture::Handle first;
    std::string why;       ///< "arrives 18:30", "leaves 16 Oct", "here, B1-05"
    bool arrives = false;  ///< tonight
  };

  explicit Here(Look& look) : look_(look) {}
  /// Reads where the account works and who is there. kBadValue never: no place is everywhere.
  Status read();

  /// By title then id; empty: everywhere.
  const std::vector<picture::Handle>& places() const { return places_; }
  bool everywhere() const { return places_.empty(); }
  void add(picture::Handle record, std::string why, bool arrives);
  /// Null when this record's person is not here. Everywhere: everybody is, for no reason told.
  const Person* person(picture::Handle record) const;
  const std::vector<Person>& people() const { return people_; }
  /// A place of the account, or a part of one.
  bool inside(picture::Handle place) const { return parts_.contains(place.row); }

 private:
  void find_places();
  std::string where_words(const network::WhereTonight& where) const;

  Look& look_;
  std::vector<picture::Handle> places_;
  std::vector<Person> people_;
  std::unordered_map<std::uint32_t, std::size_t> by_record_;  // looked up, never walked
  std::unordered_set<std::uint32_t> parts_;
};

}  // namespace sallyport::service
