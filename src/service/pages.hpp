// The pages of a group, a place, a thing and a report.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "service/facts.hpp"
#include "service/look.hpp"
#include "service/person.hpp"
#include "service/timeline.hpp"

namespace sallyport::service {

struct GroupMemberLine {
  Item person;
  std::string standing, role, status, status_words;
  std::optional<Sentence> where_tonight;
  std::vector<Telling> told;
  Id128 link;
};
struct GroupPlaceLine {
  std::string place, wing;
  std::size_t count = 0;
  std::vector<Item> people;
};
struct GroupRelationLine {
  Sentence words;
  Item group;
  std::string relation;
  Telling told;
  std::string from, to;
};
struct PressureLine {
  Item person;
  Sentence words;
  std::vector<Telling> told;
};
struct GroupPage {
  model::RecordId self;
  std::string title, reference, definition;
  std::vector<Field> fields;
  std::vector<GroupMemberLine> members;
  std::vector<GroupPlaceLine> where_members_are;
  std::vector<GroupRelationLine> relations;
  std::vector<PressureLine> under_pressure;
  std::vector<Item> reports;
};

struct PlacePage {
  struct Child {
    Item place;
    std::size_t people = 0;
  };
  struct Occupant {
    Item person, cell;
    Moment since;
    Sentence words;
  };
  model::RecordId self;
  std::string title, reference;
  std::vector<Field> fields;
  std::vector<Item> parents;
  std::vector<Child> children;
  std::vector<Occupant> tonight;
  std::vector<TimelineEntry> incidents;
};

struct ThingPage {
  model::RecordId self;
  model::RecordKind kind = model::RecordKind::unknown;
  std::string title, reference;
  std::vector<Field> fields;
  std::optional<std::size_t> shared_by;
  std::vector<Contact> contacts;  ///< a part, kThingContacts at most
  std::size_t contacts_from = 0;  ///< which it begins with
  std::size_t contacts_all = 0;
  std::vector<TimelineEntry> timeline;  ///< the newest, kThingTimeline at most
  std::size_t timeline_older = 0;       ///< left off
  std::vector<Item> reports;
};

struct ReportPage {
  struct Says {
    Sentence words;
    std::vector<Id128> ids;
  };
  model::RecordId self;
  std::string title, reference, scheme, grade, grade_words;
  std::string handling, handling_words;
  std::vector<std::string> conditions;
  std::string originator, agency, agency_words, date, text;
  std::vector<Says> says;
  std::vector<Item> same_origin;
  std::vector<Field> fields;
};

// All: kNotFound when hidden, absent or of another kind.
Result<GroupPage> group_page(Look& look, std::string_view id);
Result<PlacePage> place_page(Look& look, std::string_view id);
/// `from`: which of its contacts the page begins with; a number or account may have hundreds.
Result<ThingPage> thing_page(Look& look, std::string_view id, std::size_t from = 0);
inline constexpr std::size_t kThingContacts = 50;
inline constexpr std::size_t kThingTimeline = 200;
Result<ReportPage> report_page(Look& look, std::string_view id);
/// The report as text to print and paste (docs/formats/police.intelligence_reports.md).
Result<std::string> standard_report(Look& look, std::string_view id);

}  // namespace sallyport::service
