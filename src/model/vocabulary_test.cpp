#include "model/vocabulary.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <initializer_list>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <utility>

#include "model/grade.hpp"
#include "model/kinds.hpp"
#include "model/label.hpp"
#include "model/title.hpp"

namespace sallyport::model {
namespace {

/// The words of a code that must be there.
std::string words(std::string_view vocabulary, std::string_view code) {
  const Vocabulary* list = vocabulary_named(vocabulary);
  if (list == nullptr) return "no vocabulary " + std::string(vocabulary);
  const Code* found = code_in(*list, code);
  return found == nullptr ? "no code " + std::string(code) : std::string(found->words);
}

bool in_force_on(std::string_view vocabulary, std::string_view code, std::string_view iso) {
  return in_force(*code_in(*vocabulary_named(vocabulary), code), *parse_iso_date(iso));
}

TEST(Vocabularies, EveryListAndCodeIsNamedOnce) {
  std::set<std::string_view> names;
  std::set<std::string_view> titles;
  for (const Vocabulary& vocabulary : vocabularies()) {
    EXPECT_TRUE(names.insert(vocabulary.name).second) << vocabulary.name;
    EXPECT_TRUE(titles.insert(vocabulary.title).second) << vocabulary.title;
    EXPECT_EQ(vocabulary_named(vocabulary.name), &vocabulary);
    EXPECT_FALSE(vocabulary.version.empty()) << vocabulary.name;
    EXPECT_TRUE(vocabulary.source_note.ends_with('.')) << vocabulary.name;
    EXPECT_FALSE(vocabulary.codes.empty()) << vocabulary.name;
    std::set<std::string_view> codes;
    for (const Code& code : vocabulary.codes) {
      EXPECT_FALSE(code.code.empty()) << vocabulary.name;
      EXPECT_FALSE(code.words.empty()) << vocabulary.name << ' ' << code.code;
      EXPECT_TRUE(codes.insert(code.code).second) << vocabulary.name << ' ' << code.code;
      EXPECT_EQ(code_in(vocabulary, code.code), &code);
    }
  }
  EXPECT_EQ(vocabulary_named("no such list"), nullptr);
  EXPECT_EQ(vocabulary_named(""), nullptr);
  EXPECT_EQ(code_in(*vocabulary_named("alert"), "xel"), nullptr) << "codes are exact";
}

TEST(Vocabularies, EveryListOfThePracticeIsThere) {
  for (const std::string_view name : {"grading_3x5x2_source",
                                      "grading_5x5x5_source",
                                      "grading_4x4_source",
                                      "grading_admiralty_source",
                                      "siena_handling",
                                      "gsc_level",
                                      "niche_priority",
                                      "ocg_standing",
                                      "ocg_band",
                                      "ocg_extent",
                                      "gang_status",
                                      "gang_evidence",
                                      "affiliation_canada",
                                      "affiliation_scotland",
                                      "functional_role",
                                      "nominal_tier",
                                      "non_association_role",
                                      "non_association_reason",
                                      "non_association_restriction",
                                      "incident_family",
                                      "disorder_type",
                                      "prisoner_role",
                                      "prisoner_outcome",
                                      "staff_role",
                                      "find_category",
                                      "find_how_found",
                                      "find_method_of_entry",
                                      "find_possession",
                                      "find_concealment",
                                      "find_drug",
                                      "find_drug_weight",
                                      "find_count",
                                      "drone_payload",
                                      "assault_type",
                                      "serious_assault",
                                      "money_rule",
                                      "visit_restriction",
                                      "visit_type",
                                      "measure",
                                      "alert",
                                      "transfer_hold",
                                      "csip_factor",
                                      "csip_referral",
                                      "security_category",
                                      "threat",
                                      "countermeasure",
                                      "mopi_group",
                                      "pio_task",
                                      "probability",
                                      "purpose",
                                      "certainty"}) {
    EXPECT_NE(vocabulary_named(name), nullptr) << name;
  }
}

TEST(Vocabularies, ValidityIsOrderedAndHalfOpen) {
  for (const Vocabulary& vocabulary : vocabularies()) {
    for (const Code& code : vocabulary.codes) {
      if (code.from && code.to) {
        EXPECT_LT(*code.from, *code.to) << code.code;
      }
      EXPECT_FALSE(code.retired && code.to) << code.code << ": a day or no day, not both";
    }
  }
  Code code;
  EXPECT_TRUE(in_force(code, Date{-100'000}));
  code.from = Date{100};
  code.to = Date{200};
  EXPECT_FALSE(in_force(code, Date{99}));
  EXPECT_TRUE(in_force(code, Date{100}));
  EXPECT_TRUE(in_force(code, Date{199}));
  EXPECT_FALSE(in_force(code, Date{200}));
  code.to.reset();
  EXPECT_TRUE(in_force(code, Date{100'000}));
  code.retired = true;
  EXPECT_FALSE(in_force(code, Date{150}));
}

TEST(Vocabularies, DeadAlertsAreDeadAndLivingOnesLive) {
  EXPECT_FALSE(in_force_on("alert", "XOCGN", "2026-10-15"));
  EXPECT_TRUE(in_force_on("alert", "XOCGN", "2022-09-11"));
  EXPECT_FALSE(in_force_on("alert", "XOCGN", "2022-09-12"));
  EXPECT_EQ(to_text(*code_in(*vocabulary_named("alert"), "XCOR")->to), "2021-06-10");
  for (const std::string_view code : {"NP", "NV", "NSTPO", "NSTRO"}) {
    EXPECT_TRUE(in_force_on("alert", code, "2022-11-09")) << code;
    EXPECT_FALSE(in_force_on("alert", code, "2022-11-10")) << code;
  }
  EXPECT_FALSE(in_force_on("alert_type", "D", "2024-02-01")) << "the type is off";
  for (const std::string_view code : {"DOCGM", "DCDO", "DCEO", "XEL", "XELH", "XER", "XGANG"}) {
    EXPECT_TRUE(in_force_on("alert", code, "2026-10-15")) << code;
  }
  EXPECT_EQ(words("alert", "XELH"), "Escape List: heightened");
  EXPECT_EQ(words("alert", "XER"), "Escape risk");
  EXPECT_EQ(words("transfer_hold", "TSE"), "Security hold");
}

TEST(Vocabularies, WordsAreThePractitioners) {
  const std::pair<std::pair<const char*, const char*>, const char*> expected[] = {
      {{"grading_3x5x2_source", "1"}, "Reliable"},
      {{"grading_3x5x2_source", "2"}, "Untested"},
      {{"grading_3x5x2_source", "3"}, "Not reliable"},
      {{"grading_3x5x2_information", "B"}, "Known indirectly to the source but corroborated"},
      {{"grading_3x5x2_information", "D"}, "Not known"},
      {{"grading_3x5x2_handling", "P"}, "Lawful sharing permitted"},
      {{"grading_3x5x2_handling", "C"}, "Lawful sharing permitted with conditions"},
      {{"grading_4x4_source", "X"}, "Cannot be assessed"},
      {{"siena_handling", "H2"}, "Not to be disseminated without the provider's permission"},
      {{"non_association_restriction", "CELL"}, "Cell only"},
      {{"non_association_restriction", "LANDING"}, "Cell and landing"},
      {{"non_association_restriction", "WING"}, "Cell, landing and wing"},
      {{"non_association_reason", "LEGAL_REQUEST"}, "Police or legal request"},
      {{"gang_evidence", "SELF"}, "Self admitted"},
      {{"gang_status", "SUS"}, "Suspected"},
      {{"ocg_standing", "Principal Subject"}, "Principal Subject"},
      {{"visit_restriction", "NONCON"}, "Non-contact"},
      {{"serious_assault", "BLACK_EYE"}, "Black eye"},
      {{"serious_assault", "BROKEN_NOSE"}, "Broken nose"},
      {{"prisoner_role", "INTENDED_RECIPIENT"}, "Intended recipient"},
      {{"probability", "REALISTIC_POSSIBILITY"}, "Realistic possibility"},
      {{"threat", "T07"}, "Staff corruption and infiltration"},
      {{"security_category", "E"}, "Category A: Exceptional"},
  };
  for (const auto& [key, said] : expected) EXPECT_EQ(words(key.first, key.second), said);
}

TEST(Vocabularies, CountsAreThoseOfTheSources) {
  const std::map<std::string_view, std::size_t> counts = {
      {"incident_family", 41}, {"csip_factor", 15}, {"csip_referral", 20}, {"ocg_band", 15},
      {"money_rule", 16},      {"pio_task", 12},    {"threat", 11},        {"transfer_hold", 7},
      {"purpose", 7},          {"probability", 7},  {"find_count", 22},    {"find_drug_weight", 15},
      {"functional_role", 16}, {"mopi_group", 4},   {"gang_evidence", 5},  {"find_drug", 20},
  };
  for (const auto& [name, count] : counts) {
    ASSERT_NE(vocabulary_named(name), nullptr) << name;
    EXPECT_EQ(vocabulary_named(name)->codes.size(), count) << name;
  }
}

TEST(Vocabularies, FamiliesThatMovedIntoFindAndDisorderAreOff) {
  for (const std::string_view code : {"DRUGS", "FIREARM", "HOSTAGE", "INCIDENT_AT_HEIGHT",
                                      "CONCERTED_INDISCIPLINE", "MOBILE_PHONE"}) {
    EXPECT_FALSE(in_force_on("incident_family", code, "2026-10-15")) << code;
  }
  for (const std::string_view code : {"FIND", "DISORDER", "DRONE_SIGHTING", "ASSAULT"}) {
    EXPECT_TRUE(in_force_on("incident_family", code, "2026-10-15")) << code;
  }
}

TEST(Vocabularies, WhatIsNotConfirmedSaysSo) {
  const auto all = [](std::string_view name, Mark mark) {
    return std::ranges::all_of(vocabulary_named(name)->codes,
                               [&](const Code& code) { return code.mark == mark; });
  };
  EXPECT_TRUE(all("grading_5x5x5_source", Mark::not_confirmed));
  EXPECT_TRUE(all("grading_3x5x2_condition", Mark::not_confirmed));
  EXPECT_TRUE(all("mopi_group", Mark::not_confirmed));
  EXPECT_TRUE(all("functional_role", Mark::ours));
  EXPECT_TRUE(all("pio_task", Mark::ours));
  EXPECT_TRUE(all("grading_3x5x2_source", Mark::verified));
  EXPECT_TRUE(all("non_association_restriction", Mark::verified));
  EXPECT_EQ(mark_words(Mark::not_confirmed), "not confirmed");
}

enum class Part { source, information, handling };

bool scheme_takes(GradeScheme scheme, Part part, char tried) {
  const bool numbers_first = scheme == GradeScheme::uk_3x5x2;
  const char source = numbers_first ? '1' : 'A';
  const char information = numbers_first ? 'A' : '1';
  switch (part) {
    case Part::source:
      return make_grade(scheme, tried, information, 0).has_value();
    case Part::information:
      return make_grade(scheme, source, tried, 0).has_value();
    case Part::handling:
      return make_grade(scheme, source, information, tried).has_value();
  }
  return false;
}

TEST(Vocabularies, GradesTakeExactlyTheLettersListed) {
  const struct {
    GradeScheme scheme;
    Part part;
    std::string_view vocabulary;
    std::string_view prefix;
  } lists[] = {
      {GradeScheme::uk_3x5x2, Part::source, "grading_3x5x2_source", ""},
      {GradeScheme::uk_3x5x2, Part::information, "grading_3x5x2_information", ""},
      {GradeScheme::uk_3x5x2, Part::handling, "grading_3x5x2_handling", ""},
      {GradeScheme::uk_5x5x5, Part::source, "grading_5x5x5_source", ""},
      {GradeScheme::uk_5x5x5, Part::information, "grading_5x5x5_information", ""},
      {GradeScheme::uk_5x5x5, Part::handling, "grading_5x5x5_handling", ""},
      {GradeScheme::europol_4x4, Part::source, "grading_4x4_source", ""},
      {GradeScheme::europol_4x4, Part::information, "grading_4x4_information", ""},
      {GradeScheme::europol_4x4, Part::handling, "siena_handling", "H"},
      {GradeScheme::admiralty, Part::source, "grading_admiralty_source", ""},
      {GradeScheme::admiralty, Part::information, "grading_admiralty_information", ""},
  };
  for (const auto& list : lists) {
    const Vocabulary* vocabulary = vocabulary_named(list.vocabulary);
    ASSERT_NE(vocabulary, nullptr) << list.vocabulary;
    for (char tried = '!'; tried <= '~'; ++tried) {
      const std::string code = std::string(list.prefix) + tried;
      EXPECT_EQ(scheme_takes(list.scheme, list.part, tried), code_in(*vocabulary, code) != nullptr)
          << list.vocabulary << ' ' << tried;
    }
  }
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

TEST(Vocabularies, GradesSayTheWordsListed) {
  for (const auto scheme : {GradeScheme::uk_3x5x2, GradeScheme::uk_5x5x5, GradeScheme::europol_4x4,
                            GradeScheme::admiralty}) {
    const std::string base = "grading_" + std::string(scheme_name(scheme));
    for (const Code& source : vocabulary_named(base + "_source")->codes) {
      for (const Code& information : vocabulary_named(base + "_information")->codes) {
        const auto grade = make_grade(scheme, source.code.front(), information.code.front(), 0);
        ASSERT_TRUE(grade.has_value()) << base << source.code << information.code;
        EXPECT_EQ(lower(source_words(*grade)), lower(source.words)) << base;
        EXPECT_EQ(lower(information_words(*grade)), lower(information.words)) << base;
      }
    }
  }
}

TEST(Vocabularies, LevelsAreThoseOfTheLabels) {
  const Vocabulary* levels = vocabulary_named("gsc_level");
  ASSERT_EQ(levels->codes.size(), 4u);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(level_words(static_cast<Level>(i)), levels->codes[i].code);
  }
}

TEST(Vocabularies, CodesOfAPropertyAreReadAsWords) {
  EXPECT_EQ(vocabulary_of(Property::alert), vocabulary_named("alert"));
  EXPECT_EQ(vocabulary_of(Property::surname), nullptr);
  EXPECT_EQ(value_for_reading(Property::alert, "XEL"), "Escape List");
  EXPECT_EQ(value_for_reading(Property::alert, "XOCGN"), "OCG nominal") << "dead, still readable";
  EXPECT_EQ(value_for_reading(Property::alert, "ZZ9"), "ZZ9");
  EXPECT_EQ(value_for_reading(Property::incident_family, "FIND"), "Find of illicit items");
  EXPECT_EQ(value_for_reading(Property::surname, "XEL"), "XEL");
  for (const PropertyInfo& property : properties()) {
    if (vocabulary_of(property.property) == nullptr) continue;
    EXPECT_EQ(property.type, ValueType::code) << property.name << " holds codes";
  }
}

TEST(Vocabularies, MoneyRulesHaveTheNumbersTheirWordsSay) {
  const Vocabulary* rules = vocabulary_named("money_rule");
  for (const MoneyRule& rule : money_rules()) {
    const Code* code = code_in(*rules, rule.code);
    ASSERT_NE(code, nullptr) << rule.code;
    if (rule.window_days == 0) {
      EXPECT_NE(code->note.find("\u00a3" + std::to_string(rule.fires_at / 100)),
                std::string_view::npos);
      continue;
    }
    const std::string limit = "more than " + std::to_string(rule.fires_at - 1) + " ";
    EXPECT_NE(lower(code->words).find(limit), std::string::npos) << rule.code;
    EXPECT_EQ(code->note, std::to_string(rule.window_days) + " days") << rule.code;
  }
  EXPECT_EQ(money_rules().size(), 7u);
}

std::string file_text(const std::string& path) {
  std::ifstream file(path);
  std::stringstream out;
  out << file.rdbuf();
  return out.str();
}

TEST(Vocabularies, PageIsTheData) {
  const std::string path = SALLYPORT_SOURCE_DIR "/docs/vocabularies.md";
  const std::string page = vocabularies_page();
  if (file_text(path) != page) {
    const std::string made = SALLYPORT_BINARY_DIR "/vocabularies.md";
    std::ofstream(made) << page;
    FAIL() << path << " is not what the data say; copy " << made << " over it";
  }
}

TEST(DesignPages, ModelNamesEveryPropertyEventAndLink) {
  const std::string page = file_text(SALLYPORT_SOURCE_DIR "/docs/design/model.md");
  const auto named = [&](std::string_view name) {
    return page.find('`' + std::string(name) + '`') != std::string::npos;
  };
  for (const auto& property : properties()) EXPECT_TRUE(named(property.name)) << property.name;
  for (const auto& kind : event_kinds()) EXPECT_TRUE(named(kind.name)) << kind.name;
  for (const auto& kind : link_kinds()) EXPECT_TRUE(named(kind.name)) << kind.name;
}

TEST(DesignPages, GradeWeightsAreTheOnesInUse) {
  const std::string page = file_text(SALLYPORT_SOURCE_DIR "/docs/design/grade-weights.md");
  for (const auto scheme : {GradeScheme::uk_3x5x2, GradeScheme::uk_5x5x5, GradeScheme::europol_4x4,
                            GradeScheme::admiralty}) {
    const std::string name(scheme_name(scheme));
    const auto& sources = vocabulary_named("grading_" + name + "_source")->codes;
    const auto& informations = vocabulary_named("grading_" + name + "_information")->codes;
    std::string table = "| `" + name + "` |";
    std::string rule = "|---|";
    for (const Code& information : informations) {
      table += " " + std::string(information.code) + " |";
      rule += "---|";
    }
    table += "\n" + rule + "\n";
    for (const Code& source : sources) {
      table += "| " + std::string(source.code) + " |";
      for (const Code& information : informations) {
        const auto grade = make_grade(scheme, source.code.front(), information.code.front(), 0);
        table += " " + std::to_string(path_weight_1024(*grade)) + " |";
      }
      table += "\n";
    }
    EXPECT_NE(page.find(table), std::string::npos) << "the page must hold\n" << table;
  }
}

}  // namespace
}  // namespace sallyport::model
