// The person's page and why these records are one person.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "service/changed.hpp"
#include "service/facts.hpp"
#include "service/instructions.hpp"
#include "service/look.hpp"
#include "service/own_rows.hpp"
#include "service/timeline.hpp"

namespace sallyport::service {

struct Membership {
  Item group;
  model::LinkId link;
  std::string standing, role, status, status_words;
  std::vector<Value> evidence;  ///< band and extents of the group
  Telling told;
  std::string from, to;
};

struct KeepApart {
  model::LinkId link;
  Item other;
  std::string level, reason, reason_words, status;
  std::optional<Sentence> other_tonight;
  Telling told;
  Sentence words;
};

struct PressureTold {
  Sentence words;
  Telling told;
};

/// A record that may be this person, for somebody to decide; and what is to be done with it.
struct MayBe {
  Item person;
  Instructions instructions;
};

struct RecordLine {
  model::RecordId id;
  Source source;
  std::string key, recorded, age;
};

struct PersonPage {
  model::RecordId self;
  std::string title;
  std::string reference;
  std::vector<Value> numbers;
  std::optional<Sentence> where_tonight;
  std::string where_age;
  std::vector<Sentence> must, must_not, summary;
  std::vector<Field> fields;
  std::vector<Membership> memberships;
  std::vector<PressureTold> under_pressure;
  std::vector<KeepApart> keep_aparts;
  std::vector<TimelineEntry> custody;
  std::vector<Contact> contacts, phones, vehicles, money, visits, incidents;
  std::vector<Item> reports;
  std::vector<RecordLine> records;
  std::size_t joined = 0;
  std::size_t proposals = 0;
  std::vector<MayBe> may_be;
  std::optional<Changed> changed;
};

/// kNotFound when hidden, absent or not a person. O(visible rows of the identity).
Result<PersonPage> person_page(Look& look, std::string_view id);

}  // namespace sallyport::service
