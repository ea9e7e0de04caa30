// The country's incidents speak the published vocabularies: what a person reads in words, a trend
// counts by code.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>

#include "whole.hpp"

namespace sallyport::story {
namespace {

std::set<std::string> codes_of(Visitor& visitor, const std::string& vocabulary) {
  const auto codes = visitor.get("/api/vocabularies/" + vocabulary)["codes"].each("code");
  EXPECT_FALSE(codes.empty()) << vocabulary;
  return {codes.begin(), codes.end()};
}

std::vector<Told> incidents() {
  std::vector<Told> out;
  std::ifstream in(files_of(seed()) / "estmere-prisons/incidents.jsonl");
  for (std::string line; std::getline(in, line);) {
    auto value = api::parse_json(line);
    EXPECT_TRUE(value) << line;
    if (value) out.emplace_back(200, std::make_shared<const api::JsonValue>(std::move(*value)));
  }
  out.erase(out.begin());  // the marking
  return out;
}

TEST(StoryCodes, EveryIncidentsFamilyStatusAndAnswersArePublishedCodes) {
  Visitor& imran = the("imran.sethi");
  const auto families = codes_of(imran, "incident_family");
  const auto statuses = codes_of(imran, "incident_status");
  const auto drugs = codes_of(imran, "find_drug");
  const auto yes_or_no = codes_of(imran, "drone_answer");
  const std::map<std::string, std::set<std::string>> questions = {
      {"FIND CATEGORY", codes_of(imran, "find_category")},
      {"FIND HOW_FOUND", codes_of(imran, "find_how_found")},
      {"FIND ENTRY", codes_of(imran, "find_method_of_entry")},
      {"FIND CONCEALMENT", codes_of(imran, "find_concealment")},
      {"FIND POSSESSION", codes_of(imran, "find_possession")},
      {"ASSAULT TYPE", codes_of(imran, "assault_type")},
      {"ASSAULT DURING_FIGHT", yes_or_no},
      {"DRONE_SIGHTING MID_FLIGHT", yes_or_no},
      {"DRONE_SIGHTING RECOVERED", yes_or_no},
      {"DRONE_SIGHTING CCTV", yes_or_no},
      {"DRONE_SIGHTING PILOT_IDENTIFIED", yes_or_no},
      {"DRONE_SIGHTING AIRFRAME", codes_of(imran, "drone_airframe")},
      {"DRONE_SIGHTING SIZE", codes_of(imran, "drone_size")},
      {"DRONE_SIGHTING MODIFICATION", codes_of(imran, "drone_modification")},
      {"DRONE_SIGHTING PAYLOAD", codes_of(imran, "drone_payload")}};
  std::map<std::string, int> asked;
  for (const Told& incident : incidents()) {
    const std::string family = incident["family"].text();
    ASSERT_TRUE(families.contains(family)) << family;
    ASSERT_TRUE(statuses.contains(incident["status"].text())) << incident["status"].text();
    for (const Told& answer : incident["answers"].all()) {
      const std::string question = family + " " + answer["code"].text();
      const auto known = questions.find(question);
      if (known == questions.end()) continue;  // a text of its own
      ++asked[question];
      for (const Told& given : answer["answers"].all())
        ASSERT_TRUE(known->second.contains(given.text())) << question << ": " << given.text();
    }
    for (const Told& item : incident["items"].all()) {
      if (item["kind"].text() == "drug") {
        ASSERT_TRUE(drugs.contains(item["substance"].text())) << item["substance"].text();
      }
    }
  }
  EXPECT_EQ(asked.size(), questions.size()) << "every question is asked somewhere";
}

}  // namespace
}  // namespace sallyport::story
