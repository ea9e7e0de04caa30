// `search --names`, through the built program.
#include "cli/test_program.hpp"

namespace sallyport::cli {
namespace {

TEST(FileSearch, HitsInAFileAndWhyInTheDocument) {
  const TestProgram program;
  program.write("names.tsv", "p1\tMarta Kessell\np2\tImran Sethi\np3\tMarta Kestrel\n");
  program.write("queries.tsv", "q1\tKesell, Mrata\nq2\tИмран Сетхи\n");
  const auto document =
      program.ask({"search", "--names", program.at("names.tsv"), "--queries",
                   program.at("queries.tsv"), "--top", "1", "--out", program.at("hits.tsv")});
  const auto* answers = document.find("answers");
  ASSERT_NE(answers, nullptr);
  ASSERT_EQ(answers->items.size(), 2U);
  const auto& hit = answers->items[0].find("hits")->items.at(0);
  EXPECT_EQ(hit.find("id")->text, "p1");
  EXPECT_EQ(hit.find("why")->text,
            "one typing error: kesell for kessell; one typing error: mrata for marta; in another "
            "order");
  EXPECT_EQ(document.find("names")->integer, 3);
  const std::string hits = text_of_file(program.at("hits.tsv"));
  EXPECT_EQ(hits.substr(0, 8), "q1\t1\tp1\t");
  EXPECT_NE(hits.find("\nq2\t1\tp2\t"), std::string::npos);
}

TEST(FileSearch, WhatIsMissingIsSaid) {
  const TestProgram program;
  program.write("names.tsv", "p1\tMarta Kessell\n");
  EXPECT_EQ(program.run({"search", "--names", program.at("names.tsv")}).code, 2);
  EXPECT_EQ(program.run({"search", "--as", "imran.sethi", "kessell"}).code, 2);
  const Ran none = program.run(
      {"search", "--names", program.at("names.tsv"), "--queries", program.at("none.tsv")});
  EXPECT_NE(none.code, 0);
  EXPECT_NE(none.err.find("none.tsv"), std::string::npos);
}

}  // namespace
}  // namespace sallyport::cli
