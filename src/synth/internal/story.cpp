#include "synth/internal/story.hpp"

#include <fmt/format.h>

#include "synth/internal/codes.hpp"
#include "synth/internal/plan.hpp"

namespace sallyport::synth {

std::int32_t day_of(CivilDate date) {
  return to_date(date).day;
}

std::int64_t at(CivilDate date, int hour, int minute, int second) {
  return day_of(date) * kDaySeconds + hour * 3600 + minute * 60 + second;
}

std::string story_pnc(CivilDate born, char salt) {
  const auto serial =
      static_cast<std::uint32_t>(day_of(born) + 40'000) * 97 + static_cast<std::uint32_t>(salt);
  return pnc_number(static_cast<unsigned>(born.year + 19), serial);
}

std::uint64_t StoryBuilder::next(std::string_view feed) {
  for (auto& [name, serial] : serials_) {
    if (name == feed) return serial++;
  }
  serials_.emplace_back(feed, kStorySerial + 1);
  return kStorySerial;
}

void StoryBuilder::add(std::string_view agency, std::string_view feed, std::uint64_t key,
                       std::string line, PeopleKeys people, std::string_view part) {
  story.rows.push_back({std::string(agency), std::string(feed), std::string(part), key,
                        std::move(line), std::move(people)});
}

void StoryBuilder::roll(const Man& man) {
  story.cells.insert(fmt::format("{}/{}", man.prison, man.location));
  ++story.in_custody;
  const auto birth = static_cast<std::uint32_t>(day_of(man.born) + 40'000);
  const auto year = static_cast<unsigned>(man.born.year + 19);
  Csv row;
  row.text(man.number).text(man.surname).text(man.forenames).text(iso_date(day_of(man.born)));
  row.text("M").text("ACTIVE IN").text(man.prison).text(man.location);
  row.text(iso_date(std::max(day_of(man.reception), day_of({2026, 5, 2}))));
  row.text(std::string(1, man.category)).text("Standard").text("SDS");
  row.number((day_of(man.release) - day_of(man.reception)) * 2).text(man.offence);
  row.text(iso_date(day_of(man.reception))).text(iso_date(day_of(man.release)));
  row.text(iso_date(day_of(man.release))).text("CRD");
  row.text(story_pnc(man.born, man.number[6]));
  row.text(cro_number(year, birth * 13 + static_cast<std::uint32_t>(man.number[6])));
  row.text(man.aliases);
  row.text("");
  add(kPrisons, "prison.roll", text_key(man.number), row.take(), {{man.number, man.cluster}});
}

void StoryBuilder::call(const Man& man, std::string_view number, std::int64_t when, int seconds) {
  const std::string part = iso_date(static_cast<std::int32_t>(when / kDaySeconds)).substr(0, 7);
  const std::string month = part.substr(0, 4) + part.substr(5);
  Csv row;
  row.text(fmt::format("CA-{}-{:08}", month, next("calls" + part))).text(man.number);
  row.text(man.prison).text(number).text(iso_time(when, true)).number(seconds).text("ANSWERED");
  add(kPrisons, "prison.calls", static_cast<std::uint64_t>(when), row.take(), {}, part);
}

void StoryBuilder::credit(const Man& man, std::int64_t when, std::int64_t pence,
                          std::string_view method, std::string_view last4, std::string_view name) {
  Csv row;
  row.text(fmt::format("CR-{:08}", next("credits"))).text(man.number).text(man.prison);
  row.text(iso_time(when)).pounds(pence).text(method);
  const bool card = method == "CARD";
  row.text(card ? last4 : "").text(card ? "08/28" : "").text(card ? name : "").text("");
  if (method == "BANK") {
    row.text("60-00-01").text("31926819").text(name);
  } else {
    row.empty().empty().empty();
  }
  row.empty();
  add(kPrisons, "prison.money_credits", static_cast<std::uint64_t>(when), row.take());
}

void StoryBuilder::incident(const Incident& incident, PeopleKeys people) {
  add(kPrisons, "prison.incidents", static_cast<std::uint64_t>(incident.at), incident.line(),
      std::move(people));
}

void StoryBuilder::report(std::string_view feed, const Report& report, PeopleKeys people) {
  add(report.agency, feed, static_cast<std::uint64_t>(report.date), report.line(),
      std::move(people));
}

void StoryBuilder::visitor(std::string_view line, std::string_view id, std::string_view cluster) {
  add(kPrisons, "prison.visitors", kStorySerial, fmt::format("{},{}", id, line),
      {{std::string(id), std::string(cluster)}});
}

void StoryBuilder::activity(const Man& man, std::string_view activity, std::string_view place,
                            std::string_view slot) {
  const std::uint64_t number = next("activities");
  Csv row;
  row.text(fmt::format("AC-{:07}", number)).text(man.number).text(man.prison).text(activity);
  row.text(place).text(slot).text("2026-06-01").text("");
  add(kPrisons, "prison.activities", number, row.take());
}

Story make_story() {
  StoryBuilder builder;
  story_people(builder);
  story_picture(builder);
  story_debt(builder);
  story_thursdays(builder);
  story_false_leads(builder);
  story_sealed(builder);
  // Kept for men who are about to arrive and for the cells the story names without a man in them.
  builder.story.cells.insert({"Wexmoor/B1-09", "Wexmoor/B2-14"});
  return std::move(builder.story);
}

}  // namespace sallyport::synth
