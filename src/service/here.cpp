#include "service/internal/here.hpp"

#include <algorithm>

#include "service/place_first.hpp"

namespace sallyport::service {
namespace {

constexpr std::string_view kPlaceAudience = "place:";

}  // namespace

void Here::find_places() {
  const picture::View& view = look_.view();
  for (const std::string& audience : look_.caller().grants.audiences) {
    if (!audience.starts_with(kPlaceAudience)) continue;
    const auto place = place_called(view, audience.substr(kPlaceAudience.size()));
    if (!place || view.kind(*place) != model::RecordKind::place) continue;
    const picture::Handle first = look_.members(*place).front();
    if (std::find(places_.begin(), places_.end(), first) == places_.end()) places_.push_back(first);
  }
  const auto key = [&](picture::Handle h) {
    return std::pair(network::facts_of(view, look_.members(h)).title, view.id(h));
  };
  std::sort(places_.begin(), places_.end(),
            [&](picture::Handle a, picture::Handle b) { return key(a) < key(b); });
}

Status Here::read() {
  find_places();
  for (const picture::Handle place : places_) {
    for (const picture::Handle part : network::parts_of(look_.view(), look_.identity_of(), place))
      parts_.insert(part.row);
    // what is read to know who is here was not shown: what a page tells of them will be
    TRY_ASSIGN(const auto answer,
               network::occupancy(look_.view(), look_.identity_of(), place, look_.now()));
    (void)look_.keep(model::Answer<bool>{true, {}, answer.partial});
    for (const auto& occupant : answer.value.people) {
      add(occupant.members.front(), "here, " + where_words(occupant.where), false);
    }
  }
  return ok();
}

// Of one prison the cell says it: "B1-05" of "Wexmoor B1-05".
std::string Here::where_words(const network::WhereTonight& where) const {
  if (where.cell.empty()) return where.prison;
  const bool named = where.cell.starts_with(where.prison + " ");
  if (places_.size() > 1) return named ? where.cell : where.prison + " " + where.cell;
  return named ? where.cell.substr(where.prison.size() + 1) : where.cell;
}

void Here::add(picture::Handle record, std::string why, bool arrives) {
  const auto& members = look_.members(record);
  if (const auto known = by_record_.find(record.row); known != by_record_.end()) {
    Person& person = people_[known->second];
    person.why = std::move(why);
    person.arrives = person.arrives || arrives;
    return;
  }
  for (const picture::Handle member : members) by_record_.emplace(member.row, people_.size());
  people_.push_back({members.front(), std::move(why), arrives});
}

const Here::Person* Here::person(picture::Handle record) const {
  const auto known = by_record_.find(record.row);
  return known == by_record_.end() ? nullptr : &people_[known->second];
}

}  // namespace sallyport::service
