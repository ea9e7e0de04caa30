// The engine on files: columns, clusters, the artefact, and how well it does on public sets with
// known truth. Nothing is tuned to those; the floors asserted are below what was measured
// (docs/design/linkage.md). Skipped where the data is absent.
#include "linkage/linkage.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>

#include "linkage/internal/cluster.hpp"
#include "linkage/internal/csv.hpp"
#include "linkage/internal/levels.hpp"
#include "linkage/internal/values.hpp"

namespace sallyport::linkage {
namespace {

namespace fs = std::filesystem;

fs::path shared(const std::string& name) {
  if (const char* folder = std::getenv("SALLYPORT_SHARED_DATA"))
    if (fs::exists(fs::path(folder) / "er" / name)) return fs::path(folder) / "er" / name;
  return fs::path(SALLYPORT_SOURCE_DIR) / "../shared/data/er" / name;
}

class Linkage : public testing::Test {
 protected:
  void SetUp() override {
    const auto* about = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::path(SALLYPORT_BINARY_DIR) / "linkage_test" / about->name();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  fs::path write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return folder_ / name;
  }
  static std::string read(const fs::path& path) {
    std::stringstream out;
    out << std::ifstream(path, std::ios::binary).rdbuf();
    return std::move(out).str();
  }
  Result<Outcome> resolve(const Options& options) { return linkage::resolve(options, clock_); }

  fs::path folder_;
  SystemClock clock_;
};

void tell(const char* name, const Evaluation& seen) {
  std::cout << name << ": pairs precision " << seen.pairs.precision() << " recall "
            << seen.pairs.recall() << " F1 " << seen.pairs.f1() << ", clusters F1 "
            << seen.clusters.f1() << ", compared " << seen.compared.recall()
            << ", false merges a 10,000 " << seen.false_merges_per_10000() << "\n";
}

TEST(Columns, AreKnownByTheirHeadings) {
  const std::map<std::string, Role> expected = {{"given_name", Role::given},
                                                {" surname", Role::surname},
                                                {"Forename(s)", Role::given},
                                                {"PRIMARY_NAME_LAST", Role::surname},
                                                {"NATIVE_NAME_FULL", Role::full_name},
                                                {"DATE_OF_BIRTH", Role::birth},
                                                {"dob", Role::birth},
                                                {"dateOfBirth", Role::birth},
                                                {"birth_place", Role::birthplace},
                                                {"ADDR_POSTAL_CODE", Role::postcode},
                                                {"postcode_fake", Role::postcode},
                                                {"ADDR_STATE", Role::region},
                                                {"street_number", Role::house},
                                                {"address_1", Role::address},
                                                {"address_2", Role::locality},
                                                {"suburb", Role::town},
                                                {"PHONE_NUMBER", Role::phone},
                                                {"PHONE_TYPE", Role::ignored},
                                                {"email", Role::email},
                                                {"gender", Role::sex},
                                                {"occupation", Role::occupation},
                                                {"unique_id", Role::record_id},
                                                {"rec_id", Role::record_id},
                                                {"DATA_SOURCE", Role::source},
                                                {"first_and_surname", Role::full_name},
                                                {"PRIMARY_NAME_ORG", Role::organisation},
                                                {"PASSPORT_COUNTRY", Role::ignored},
                                                {"cluster", Role::ignored},
                                                {"DATE", Role::ignored},
                                                {"colour of eyes", Role::ignored}};
  for (const auto& [heading, role] : expected)
    EXPECT_EQ(recognise_column(heading).role, role) << heading;
  EXPECT_EQ(recognise_column("PASSPORT_NUMBER"), (Column{Role::number, "passport"}));
  EXPECT_EQ(recognise_column("soc_sec_id"), (Column{Role::number, "social"}));
  EXPECT_EQ(recognise_column("pnc_number"), (Column{Role::number, "pnc"}));
  EXPECT_EQ(recognise_column("crn"), (Column{Role::number, "crn"}));
}

TEST(Columns, AMappingNamesWhatIsNotKnown) {
  const auto mapping = load_mapping("[columns]\n\"Nom\" = \"surname\"\n\"K\" = \"number:card\"\n");
  ASSERT_TRUE(mapping);
  EXPECT_EQ(mapping->at("Nom"), (Column{Role::surname, ""}));
  EXPECT_EQ(mapping->at("K"), (Column{Role::number, "card"}));
  EXPECT_FALSE(load_mapping("[columns]\n\"Nom\" = \"nonsense\"\n"));
  EXPECT_FALSE(load_mapping("not toml ["));
}

TEST(Csv, ReadsQuotesBlanksAndSeparators) {
  CsvScanner scanner(
      "\xEF\xBB\xBF"
      "a;b;c\r\n1; \"x;y\" ;\"say \"\"no\"\"\"\n\n;;last");
  std::vector<std::string_view> cells;
  ASSERT_TRUE(scanner.next(cells));
  EXPECT_EQ(cells, (std::vector<std::string_view>{"a", "b", "c"}));
  ASSERT_TRUE(scanner.next(cells));
  EXPECT_EQ(cells, (std::vector<std::string_view>{"1", "x;y", "say \"no\""}));
  ASSERT_TRUE(scanner.next(cells));
  EXPECT_EQ(cells, (std::vector<std::string_view>{"", "", "last"}));
  EXPECT_FALSE(scanner.next(cells));
}

TEST(Values, DatesNamesAndAddressesBecomePlain) {
  EXPECT_EQ(plain_date("1971-06-24", false), "19710624");
  EXPECT_EQ(plain_date("24/06/1971", false), "19710624");
  EXPECT_EQ(plain_date("06/24/1971", false), "19710624");  // no other reading
  EXPECT_EQ(plain_date("03/04/1971", true), "19710304");
  EXPECT_EQ(plain_date("03/04/1971", false), "19710403");
  EXPECT_EQ(plain_date("1971", false), "19710000");
  EXPECT_EQ(plain_date("Mar 1 1970", false), "19700301");
  EXPECT_EQ(plain_date("soon", false), "");
  EXPECT_EQ(split_name("O'Brien, Mary Jane").surname, "obrien");
  EXPECT_EQ(split_name("O'Brien, Mary Jane").middle, "jane");
  EXPECT_EQ(split_name("Jan van der Berg").surname, "van der berg");
  const AddressParts parts = split_address("Flat 3, 12 Mill Lane, Estmere QJ1 1AA");
  EXPECT_EQ(parts.house, "3 12");
  EXPECT_EQ(parts.street, "mill ln");
  EXPECT_EQ(parts.town, "estmere");
  EXPECT_EQ(parts.postcode, "qj11aa");
  EXPECT_EQ(plain_phone("+44 7700 900417"), plain_phone("07700 900417"));
}

TEST(Csv, ARowOfAMillionCommasIsNoMillionCells) {
  const std::string text = "a,b\n" + std::string(1'000'000, ',') + "\n1,2\n";
  CsvScanner scanner(text);
  std::vector<std::string_view> cells;
  ASSERT_TRUE(scanner.next(cells));
  ASSERT_TRUE(scanner.next(cells));
  EXPECT_EQ(cells.size(), 4096U);
  ASSERT_TRUE(scanner.next(cells));
  EXPECT_EQ(cells, (std::vector<std::string_view>{"1", "2"}));
}

TEST(Values, WhatStandsBehindANameIsNotPartOfIt) {
  EXPECT_EQ(generation_of("Jr."), 2);
  EXPECT_EQ(generation_of("III"), 3);
  EXPECT_EQ(generation_of("Ivy"), 0);
  for (const std::string_view name :
       {"Owen Ashby Jr", "Ashby, Owen Jr.", "Ashby Jr, Owen", "Owen Ashby, Jr", "Owen Ashby II"}) {
    const NameParts parts = split_name(name);
    EXPECT_EQ(parts.given, "owen") << name;
    EXPECT_EQ(parts.surname, "ashby") << name;
    EXPECT_EQ(parts.middle, "") << name;
    EXPECT_EQ(parts.generation, 2) << name;
  }
  EXPECT_EQ(split_name("Junior Ashby").given, "junior");  // a name of its own
  EXPECT_EQ(split_name("Junior Ashby").generation, 0);
  EXPECT_EQ(split_surname("Jr").surname, "jr");
  EXPECT_EQ(split_surname("Ashby Snr").generation, 1);
}

TEST(Levels, AreOrderedAndSymmetric) {
  const auto name = [](std::string_view a, std::string_view b) {
    const auto traits = [](std::string_view text) {
      NameTraits out;
      out.initial = static_cast<std::uint8_t>(text[0]);
      return out;
    };
    EXPECT_EQ(name_level(a, b, traits(a), traits(b)), name_level(b, a, traits(b), traits(a)));
    return name_level(a, b, traits(a), traits(b));
  };
  EXPECT_EQ(name("kessell", "kessell"), kNameSame);
  EXPECT_EQ(name("kessell", "kessel"), kNameNear);
  EXPECT_EQ(name("william", "bill"), kNickname);
  EXPECT_EQ(name("m", "martha"), kNamePart);
  EXPECT_EQ(name("smith jones", "jones"), kNamePart);
  EXPECT_EQ(name("maryjane", "mary jane"), kNameNear);
  EXPECT_EQ(name("martha", "keith"), kDiffers);
  EXPECT_EQ(birth_level(0x19710624, 0x19710624), kBirthSame);
  EXPECT_EQ(birth_level(0x19710306, 0x19710603), kBirthExchanged);
  EXPECT_EQ(birth_level(0x19710624, 0x19710625), kBirthSlip);
  EXPECT_EQ(birth_level(0x19710624, 0x19170624), kBirthSlip);
  EXPECT_EQ(birth_level(0x19710624, 0x19850624), kBirthTwoParts);
  EXPECT_EQ(birth_level(0x19710624, 0x19711105), kBirthYear);
  EXPECT_EQ(birth_level(0x19710624, 0x19851105), kDiffers);
  EXPECT_EQ(birth_level(0x19710624, 0x19710000), kBirthPartly);
}

TEST(Cluster, AChainOfLikenessesBetweenContradictionsJoinsNothing) {
  // 0-1 and 2-3 are one person each; 1 looks like 2, and all else speaks against
  const auto score = [](std::uint32_t a, std::uint32_t b) {
    if ((a == 0 && b == 1) || (a == 2 && b == 3)) return 20'000;
    return a == 1 && b == 2 ? 12'000 : -15'000;
  };
  const ClusterRequest request{4, 5'000, false, nullptr};
  const auto roots = cluster(request, {{0, 1, 20'000}, {1, 2, 12'000}, {2, 3, 20'000}}, score);
  EXPECT_EQ(roots, (std::vector<std::uint32_t>{0, 0, 2, 2}));
}

TEST(Cluster, AHubJoinsNobodyToAnother) {
  // record 0 looks like five people who are unlike each other: it goes to one of them
  const auto score = [](std::uint32_t a, std::uint32_t) { return a == 0 ? 9'000 : -20'000; };
  std::vector<ScoredPair> pairs;
  for (std::uint32_t i = 1; i <= 5; ++i) pairs.push_back({0, i, 9'000});
  const auto roots = cluster({6, 5'000, false, nullptr}, pairs, score);
  EXPECT_EQ(std::set<std::uint32_t>(roots.begin(), roots.end()).size(), 5u);
}

TEST_F(Linkage, FindsPeopleInASmallFileAndWritesThem) {
  const auto file = write("people.csv",
                          "id,first name,surname,date of birth,postcode,phone\n"
                          "1,Martha,Kessell,1984-03-12,QJ1 1AA,07700 900101\n"
                          "2,Marta,Kessel,12/03/1984,QJ1 1AA,\n"
                          "3,Tobias,Renn,1990-07-30,XV4 2BB,\n"
                          "4,Renn,Tobias,1990-07-30,XV4 2BB,\n"
                          "5,Ryan,Tolley,1979-01-02,,\n"
                          "6,Jonah,Reyes,2001-05-05,ZJ9 9ZZ,\n");
  Options options;
  options.files = {file};
  options.threshold_millibits = 0;
  const auto outcome = resolve(options);
  ASSERT_TRUE(outcome) << outcome.error().detail;
  ASSERT_TRUE(write_clusters(*outcome, folder_ / "out.csv"));
  EXPECT_EQ(read(folder_ / "out.csv"),
            "source,record_id,cluster_id\npeople,1,1\npeople,2,1\npeople,3,2\npeople,4,2\n"
            "people,5,3\npeople,6,4\n");
}

TEST_F(Linkage, WhatIsNoFileIsWrittenToNotReplaced) {
  Options options;
  options.files = {write("people.csv", "id,surname\n1,Kessell\n")};
  const auto outcome = resolve(options);
  ASSERT_TRUE(outcome);
  const fs::path pipe = folder_ / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const int reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
  ASSERT_GE(reader, 0);
  EXPECT_TRUE(write_clusters(*outcome, pipe));
  EXPECT_TRUE(fs::is_fifo(pipe));
  EXPECT_FALSE(fs::exists(folder_ / "pipe.part"));
  char text[64] = {};
  EXPECT_GT(::read(reader, text, sizeof text), 0);
  ::close(reader);
}

TEST_F(Linkage, FatherAndSonOfOneNameAreTwo) {
  std::string text = "id,name,suffix,address,phone\n";
  for (int i = 0; i < 40; ++i) {
    const std::string family = std::string(1, static_cast<char>('a' + i % 20)) + "ethwick" +
                               std::string(1, static_cast<char>('k' + i / 20));
    const std::string home =
        "," + std::to_string(i + 3) + " Mill Lane,07700 9000" + std::to_string(i + 10) + "\n";
    for (const char* who : {"a,Sr", "b,Jr", "c,Sr", "d,Jr"}) {
      const std::string one = who;
      text += std::to_string(i) + one.substr(0, 1) + ",Owen " + family + "," + one.substr(2) + home;
    }
  }
  Options options;
  options.files = {write("families.csv", text)};
  const auto outcome = resolve(options);
  ASSERT_TRUE(outcome) << outcome.error().detail;
  EXPECT_EQ(outcome->clusters, 80U);
}

TEST_F(Linkage, FilesThatSayNothingAreRefusedInWords) {
  Options options;
  options.files = {folder_ / "absent.csv"};
  EXPECT_EQ(resolve(options).error().code, ErrorCode::kStorage);
  options.files = {write("empty.csv", "")};
  EXPECT_EQ(resolve(options).error().code, ErrorCode::kMalformedFile);
  options.files = {write("odd.csv", "colour,size\nred,3\n")};
  EXPECT_EQ(resolve(options).error().code, ErrorCode::kBadValue);
  options.files = {write("bare.csv", "id,surname\n")};
  EXPECT_TRUE(resolve(options));
}

TEST_F(Linkage, FebrlDuplicatesAreFound) {
  for (const auto& [name, floor] :
       {std::pair("febrl/dataset1.csv", 0.995), std::pair("febrl/dataset2.csv", 0.99)}) {
    if (!fs::exists(shared(name))) GTEST_SKIP() << "no shared data";
    Options options;
    options.files = {shared(name)};
    options.truth_column = "rec_id";
    const auto outcome = resolve(options);
    ASSERT_TRUE(outcome) << outcome.error().detail;
    tell(name, *outcome->evaluation);
    EXPECT_GT(outcome->evaluation->pairs.f1(), floor);
    EXPECT_LE(outcome->evaluation->false_merges_per_10000(), 2);
  }
}

TEST_F(Linkage, FebrlFilesAreLinked) {
  if (!fs::exists(shared("febrl/dataset4a.csv"))) GTEST_SKIP() << "no shared data";
  Options options;
  options.files = {shared("febrl/dataset4a.csv"), shared("febrl/dataset4b.csv")};
  options.truth_column = "rec_id";
  options.scope = Scope::link_only;
  const auto outcome = resolve(options);
  ASSERT_TRUE(outcome) << outcome.error().detail;
  tell("febrl 4", *outcome->evaluation);
  EXPECT_GT(outcome->evaluation->pairs.f1(), 0.999);
  EXPECT_LE(outcome->evaluation->false_merges_per_10000(), 2);
}

TEST_F(Linkage, HeavyErrorsOfFakeThousand) {
  if (!fs::exists(shared("splink/fake_1000.csv"))) GTEST_SKIP() << "no shared data";
  Options options;
  options.files = {shared("splink/fake_1000.csv")};
  options.truth_column = "cluster";
  const auto outcome = resolve(options);
  ASSERT_TRUE(outcome) << outcome.error().detail;
  tell("fake_1000", *outcome->evaluation);
  EXPECT_GT(outcome->evaluation->pairs.f1(), 0.75);
  EXPECT_GT(outcome->evaluation->pairs.precision(), 0.99);
}

TEST_F(Linkage, AModelIsKeptAndReadAgain) {
  if (!fs::exists(shared("febrl/dataset1.csv"))) GTEST_SKIP() << "no shared data";
  Options options;
  options.files = {shared("febrl/dataset1.csv")};
  const auto learnt = resolve(options);
  ASSERT_TRUE(learnt);
  const std::string text = save_model(learnt->model);
  const auto model = load_model(text);
  ASSERT_TRUE(model) << model.error().detail;
  EXPECT_EQ(save_model(*model), text);
  options.model = *model;
  const auto again = resolve(options);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->cluster_of, learnt->cluster_of);
  EXPECT_FALSE(load_model("format = \"another\""));
  EXPECT_FALSE(load_model("format = \"sallyport linkage model 1\"\n[model]\npartners = [1]"));
}

}  // namespace
}  // namespace sallyport::linkage
