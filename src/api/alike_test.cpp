// A report known again by number and by text, before it is filed and in a file that is tried.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/internal/test_world.hpp"

namespace sallyport::api::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string kText =
    "A caller reported that Tam Vesper bought fishing line and batteries in Harrowfield market. "
    "The same was said in the summer by another.";
const std::string kSealedText =
    "An officer was told that Hugh Ollerton warns the landing before every search of the wing.";

class Alike : public ::testing::Test {
 protected:
  Alike() {
    for (const char* user : {"pia.ollery", "col.strand"}) world_.give_passphrase(user);
    model::Batch batch;
    batch.actor = "intake";
    batch.agency = kPrisons;
    model::Label open;
    open.originators = {std::string(kPrisons)};
    open.releasable_to = {{"everybody"}};
    open.purposes = {"security"};
    model::Label sealed = open;
    sealed.compartments = {"SEALED"};
    batch.labels = {open, sealed};
    batch.ops.push_back(report(700, "EPS/2026/000700", kText, 0));
    batch.ops.push_back(report(701, "SF/2026/000001", kSealedText, 1));
    world_.write(batch);
  }
  static model::PutRecord report(std::uint64_t n, const std::string& number,
                                 const std::string& text, model::LabelIndex label) {
    model::PutRecord out;
    out.id = model::RecordId(known_id(n));
    out.kind = model::RecordKind::report;
    out.agency = kPrisons;
    out.source_key = number;
    out.label = label;
    for (const auto& [property, value] :
         {std::pair{model::Property::urn, number},
          {model::Property::report_text, text},
          {model::Property::report_date, std::string("2026-09-10")}}) {
      model::Statement statement;
      statement.property = property;
      statement.value = value;
      out.statements.push_back(statement);
    }
    return out;
  }
  std::string ask(const std::string& user, const std::string& number, const std::string& text) {
    Browser browser(world_);
    browser.sign_in(user, "filing a report");
    const auto answer = browser.post("/api/reports/alike",
                                     R"({"urn":")" + number + R"(","text":")" + text + R"("})");
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.body;
  }
  static std::string words(const std::string& body) {
    const auto answer = parse_json(body, 64);
    std::string out;
    for (const auto& line : answer->find("lines")->items) {
      for (const auto& segment : line.find("words")->items) out += segment.find("text")->text;
      out += "\n";
    }
    return out;
  }

  TestWorld world_;
};

TEST_F(Alike, TheSameTextIsToldWithWhatItCameAsAndWhen) {
  EXPECT_EQ(words(ask("pia.ollery", "X/1", "OFFICIAL-SENSITIVE\\n" + kText)),
            "The same text came as report EPS/2026/000700 on 10 Sep 2026\n");
  EXPECT_EQ(words(ask("pia.ollery", "X/1", kText + " Not confirmed.")),
            "Nearly the same text came as report EPS/2026/000700 on 10 Sep 2026\n");
  EXPECT_EQ(words(ask("pia.ollery", "EPS/2026/000700", "Another thing was said by another man.")),
            "The same number came before as report EPS/2026/000700 on 10 Sep 2026\n");
  EXPECT_EQ(words(ask("pia.ollery", "X/1", "Nothing of all this was ever said by anybody.")), "");
}

TEST_F(Alike, NothingIsToldAcrossALabelThatTheAuthorCannotSee) {
  const std::string other = ask("pia.ollery", "X/1", "Nothing of this was ever said by anybody.");
  EXPECT_EQ(ask("pia.ollery", "X/1", kSealedText), other);
  EXPECT_EQ(ask("pia.ollery", "SF/2026/000001", kSealedText), other);
  EXPECT_THAT(words(ask("col.strand", "SF/2026/000001", kSealedText)), HasSubstr("SF/2026/000001"));
}

}  // namespace
}  // namespace sallyport::api::testing
