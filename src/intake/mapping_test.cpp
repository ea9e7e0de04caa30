// The mapping language: documentation that runs, mistakes that are named, agreements.
#include "intake/test_support.hpp"

namespace sallyport::intake::testing {
namespace {

std::string documented() {
  const std::string page = slurp(source_path("docs/mapping-language.md"));
  const auto from = page.find("```toml\n") + 8;
  return page.substr(from, page.find("```", from) - from);
}

TEST(MappingLanguage, TheDocumentedExampleImports) {
  const auto mapping = parse_mapping(documented());
  ASSERT_TRUE(mapping) << to_text(mapping.error());
  auto context = context_for("prison.visits");
  const std::string text =
      "OFFICIAL SENSITIVE;;;;\nVISIT NO;prison;Nomis Number;visitor;when\n"
      "V-1;Wexmoor;Z9012ZB;VR-1;12/09/2026 14:00\n";
  Imported imported;
  imported.outcome = import_file(sandbox(), *InputFile::from_bytes("visits.csv", as_bytes(text)),
                                 *mapping, context, [&](Chunk&& chunk) {
                                   imported.chunks.push_back(std::move(chunk));
                                   return ok();
                                 });
  ASSERT_TRUE(imported.outcome) << to_text(imported.outcome.error());
  EXPECT_EQ(imported.outcome->taken, 1u) << imported.outcome->quarantine;
  EXPECT_EQ(imported.outcome->new_events, 1u);
  EXPECT_NE(describe(*mapping).find("Visit no (required), e.g. V-1"), std::string::npos);
}

TEST(MappingLanguage, MistakesAreNamed) {
  const auto error_of = [](const std::string& change, const std::string& to) {
    std::string text = documented();
    const auto at = text.find(change);
    EXPECT_NE(at, std::string::npos) << change;
    text.replace(at, change.size(), to);
    const auto mapping = parse_mapping(text);
    return mapping ? std::string() : mapping.error().detail;
  };
  EXPECT_NE(error_of("kind = \"visit\"", "kind = \"call-in\"").find("call-in"), std::string::npos);
  EXPECT_NE(error_of("at = \"When\"", "at = \"Then\"").find("Then"), std::string::npos);
  EXPECT_NE(error_of("other = \"visitor\"", "other = \"nobody\"").find("nobody"),
            std::string::npos);
  EXPECT_NE(error_of("\"time!\"", "\"hour!\"").find("hour"), std::string::npos);
  EXPECT_NE(error_of("{Visit no}", "{Visit no").find("brace"), std::string::npos);
  EXPECT_NE(error_of("[[thing]]", "[[thing").find("line"), std::string::npos);
}

TEST(Agreements, LabelsFollowTheRules) {
  const auto a = agreement("police.intelligence_reports");
  LabelFacts facts;
  facts.agency = "northmoor-police";
  facts.rule_values = {"P"};
  facts.needed = {""};
  facts.conditions = {"for:security", "not:local-wings", "for:placement"};
  const auto label = row_label(a, facts);
  ASSERT_TRUE(label);
  EXPECT_EQ(label->conditions,
            (std::vector<std::string>{"for:placement|security", "not:local-wings"}));
  facts.rule_values = {"C"};
  EXPECT_FALSE(row_label(a, facts)) << "C without conditions";
  facts.needed = {"for:security"};
  EXPECT_TRUE(row_label(a, facts));
  facts.compartments = {"UNHEARD-OF"};
  EXPECT_FALSE(row_label(a, facts));
}

TEST(Agreements, TighterIsRecognised) {
  model::Label wide;
  wide.originators = {"a"};
  wide.releasable_to = {{"x"}};
  wide.purposes = {"security"};
  model::Label sealed = wide;
  sealed.compartments = {"PRESSURE"};
  for (const auto kind : {model::RecordKind::person, model::RecordKind::group}) {
    EXPECT_TRUE(may_stand_for(kind, wide, sealed));
    EXPECT_FALSE(may_stand_for(kind, sealed, wide));
  }
}

TEST(Agreements, AGroupStandsOnlyForRowsAllOfWhoseReadersSeeIt) {
  model::Label group;
  group.originators = {"a"};
  group.releasable_to = {{"x", "y"}};
  group.purposes = {"safety", "security"};
  const auto stands = [&](const model::Label& row) {
    return may_stand_for(model::RecordKind::group, group, row);
  };
  EXPECT_TRUE(stands(group));
  model::Label row = group;
  row.releasable_to = {{"x"}};
  EXPECT_TRUE(stands(row)) << "fewer readers";
  row.releasable_to = {{"x", "z"}};
  EXPECT_FALSE(stands(row)) << "z reads the row and not the group";
  row.releasable_to = {{"x"}, {"z"}};
  EXPECT_TRUE(stands(row)) << "both are needed";
  row = group;
  row.purposes = {"placement", "security"};
  EXPECT_FALSE(stands(row)) << "somebody looks for placement";
  row = group;
  group.conditions = {"for:placement|security"};
  EXPECT_FALSE(stands(row));
  row.conditions = {"for:security", "not:local-wings"};
  EXPECT_TRUE(stands(row)) << "for security alone is within for security or placement";
  row.conditions = {"for:"};
  EXPECT_FALSE(stands(row));
  group.conditions = {};
  group.expires = Instant{5};
  EXPECT_FALSE(stands(row)) << "the group ends before the row";
  row.expires = Instant{5};
  EXPECT_TRUE(stands(row));
}

}  // namespace
}  // namespace sallyport::intake::testing
