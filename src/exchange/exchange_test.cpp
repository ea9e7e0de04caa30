#include <gtest/gtest.h>

#include "exchange/csv.hpp"
#include "exchange/ftm.hpp"
#include "exchange/json.hpp"
#include "exchange/json_lines.hpp"

namespace sallyport::exchange {
namespace {

Package sample() {
  Package p;
  p.marking = "OFFICIAL-SENSITIVE";
  p.made = "2026-10-15T06:00:00Z";
  Thing person{Id128{1, 2}, model::RecordKind::person, "Ada Example", {}};
  person.said.push_back({model::Property::full_name, "=HYPERLINK(\"x\")", "Prison roll",
                         "estmere-prisons", "", "", ""});
  person.said.push_back({model::Property::phone_number, "+447700900123", "Visitor register",
                         "estmere-prisons", "", "", ""});
  Thing group{Id128{3, 4}, model::RecordKind::group, "The Example Firm", {}};
  p.things = {person, group};
  p.ties.push_back({Id128{3, 4}, Id128{1, 2}, "member_of", "is a member of", "POL"});
  return p;
}

TEST(Json, EscapesAndStaysUtf8) {
  Json json;
  json.open().field("a", "\"\\\n\x01\xC3\xA9\xFF").count("n", 3).key("l").open_list();
  json.number(1).number(-2).close_list().flag("t", true).close();
  EXPECT_EQ(std::move(json).take(),
            "{\"a\":\"\\\"\\\\\\n\\u0001\xC3\xA9\xEF\xBF\xBD\",\"n\":3,\"l\":[1,-2],\"t\":true}");
}

TEST(Csv, MarkingFirstAndFormulasHarmless) {
  const std::string csv = to_csv(sample());
  EXPECT_TRUE(csv.starts_with("OFFICIAL-SENSITIVE\r\n"));
  EXPECT_NE(csv.find("\"'=HYPERLINK(\"\"x\"\")\""), std::string::npos);
  EXPECT_NE(csv.find(",'+447700900123,"), std::string::npos);
  EXPECT_EQ(csv_cell("-1"), "'-1");
  EXPECT_EQ(csv_cell("@a"), "'@a");
  EXPECT_EQ(csv_cell("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_cell("plain"), "plain");
}

TEST(JsonLines, MarkingFirst) {
  const std::string lines = to_json_lines(sample());
  EXPECT_TRUE(lines.starts_with("{\"marking\":\"OFFICIAL-SENSITIVE\""));
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 4);
}

TEST(Ftm, MembershipGoesFromThePersonToTheGroup) {
  const std::string ftm = to_ftm(sample());
  EXPECT_TRUE(ftm.starts_with("{\"id\":\"marking\",\"schema\":\"Note\""));
  const std::string person = to_text(Id128{1, 2});
  EXPECT_NE(ftm.find("\"schema\":\"Membership\",\"properties\":{\"member\":[\"" + person),
            std::string::npos);
}

TEST(Allowed, ProseAndMarkersStay) {
  for (const auto& p : model::properties()) {
    if (p.index == model::IndexClass::word && p.property != model::Property::address &&
        p.property != model::Property::vehicle_description) {
      EXPECT_FALSE(allowed(p.property)) << p.name;
    }
  }
  for (const auto property :
       {model::Property::report_text, model::Property::marker, model::Property::nationality,
        model::Property::staff_number, model::Property::viper_score, model::Property::alert}) {
    EXPECT_FALSE(allowed(property));
  }
  EXPECT_FALSE(allowed(model::RecordKind::staff));
  EXPECT_FALSE(allowed(model::RecordKind::report));
  EXPECT_TRUE(allowed(model::RecordKind::person));
}

}  // namespace
}  // namespace sallyport::exchange
