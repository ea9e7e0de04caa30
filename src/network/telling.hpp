// On whose word something is: the record or report that opens, whose file brought it and when, and
// how good it is. Several rows of one source are told once, by the newest of them.
// Ownership: values. Threads: any. Failure: none. Cost: telling_of O(log imports); add O(tellings).
#pragma once

#include <string>
#include <vector>

#include "base/time.hpp"
#include "model/grade.hpp"
#include "model/ids.hpp"
#include "picture/view.hpp"

namespace sallyport::network {

struct Telling {
  model::RecordId record;  ///< the report it rests on, else the record it is about
  std::string agency;
  std::string feed;    ///< of the file that brought it; of a person's own doing that of the record
  Date recorded;       ///< the newest
  model::Grade grade;  ///< its own, else that of the report
  bool operator==(const Telling&) const = default;
};

Telling telling_of(const picture::View& view, const picture::LinkRow& row);
Telling telling_of(const picture::View& view, const picture::EventRow& row, model::Grade grade);
/// What a record says itself, or with a report: `origin` as its row has it.
Telling telling_of(const picture::View& view, picture::Handle about, model::RecordId source,
                   picture::OriginRef origin, Date recorded, model::Grade grade);
/// Keeps one of each record, feed and grade, the newest; sorted by agency, feed, record, grade.
void add(std::vector<Telling>& tellings, Telling one);

/// The best grade of what a report says; none for anything else.
model::Grade report_grade(const picture::View& view, model::RecordId source);

}  // namespace sallyport::network
