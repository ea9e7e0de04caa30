// Every format page's example becomes the operations that golden/<format>.txt shows. To accept a
// change on purpose: SALLYPORT_WRITE_GOLDEN=1 sallyport_intake_test --gtest_filter='Golden*'.
#include "intake/test_support.hpp"

namespace sallyport::intake::testing {
namespace {

std::string golden(const std::string& name) {
  return source_path("src/intake/golden/" + name);
}

class Golden : public ::testing::TestWithParam<std::string> {};

TEST_P(Golden, ExampleBecomesTheExpectedOperations) {
  const std::string format = GetParam();
  const bool json = std::filesystem::exists(golden(format + ".jsonl"));
  const std::string name = format + (json ? ".jsonl" : ".csv");
  const std::string text = slurp(golden(name));
  ASSERT_FALSE(text.empty()) << name;
  const auto imported = import_text(format, text, context_for(format), name);
  ASSERT_TRUE(imported.outcome) << to_text(imported.outcome.error());
  EXPECT_EQ(imported.outcome->rejected, 0u) << imported.outcome->quarantine;
  EXPECT_EQ(imported.outcome->unknown_columns, std::vector<std::string>{});
  EXPECT_EQ(imported.outcome->taken, 1u);
  const std::string dump = Dump().text(imported.chunks);
  if (std::getenv("SALLYPORT_WRITE_GOLDEN") != nullptr)
    std::ofstream(golden(format + ".txt"), std::ios::binary) << dump;
  EXPECT_EQ(dump, slurp(golden(format + ".txt")));
}

std::vector<std::string> formats() {
  std::vector<std::string> out;
  for (const auto& m : mappings()) {
    if (m.format != "ftm.entities") out.push_back(m.format);
  }
  return out;
}

INSTANTIATE_TEST_SUITE_P(AllFormats, Golden, ::testing::ValuesIn(formats()),
                         [](const auto& format) {
                           std::string name = format.param;
                           for (char& c : name) {
                             if (c == '.') c = '_';
                           }
                           return name;
                         });

TEST(GoldenSet, EveryFormatPageHasAMapping) {
  std::size_t pages = 0;
  for (const auto& entry : std::filesystem::directory_iterator(source_path("docs/formats"))) {
    const std::string format = entry.path().stem();
    if (format == "README") continue;
    ++pages;
    EXPECT_EQ(mapping(format).format, format);
    if (mapping(format).reader == "report") continue;  // they point at one page
    for (const auto& column : mapping(format).columns)
      EXPECT_NE(slurp(entry.path()).find("`" + column.name + "`"), std::string::npos)
          << format << " " << column.name;
  }
  EXPECT_EQ(pages + 1, mappings().size());
}

}  // namespace
}  // namespace sallyport::intake::testing
