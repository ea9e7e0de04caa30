// Laws: the order of rows and files changes no cluster; a score is the same from both sides and is
// never above its bound.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "linkage/internal/blocking.hpp"
#include "linkage/internal/ingest.hpp"
#include "linkage/internal/scorer.hpp"
#include "linkage/internal/train.hpp"
#include "linkage/linkage.hpp"

namespace sallyport::linkage {
namespace {

namespace fs = std::filesystem;

/// Rows of people who are much alike: few names, few days, slips, several values, gaps.
std::vector<std::string> rows_of(std::size_t count) {
  static const std::vector<std::string> kGiven = {"Martha", "Marta", "Bill", "William", "Jon",
                                                  "John",   "M",     "",     "Ana|Anna"};
  static const std::vector<std::string> kSurnames = {"Kessell", "Kessel", "Renn", "Tolley",
                                                     "Smith",   "Smyth",  ""};
  static const std::vector<std::string> kBirths = {"1984-03-12", "1984-12-03", "1984-03-13",
                                                   "1990-07-30", "1990",       ""};
  static const std::vector<std::string> kPostcodes = {"QJ1 1AA", "QJ1 1AB", "XV4 2BB", ""};
  std::vector<std::string> out;
  for (std::size_t i = 0; i < count; ++i)
    out.push_back("r" + std::to_string(i) + ',' + *rc::gen::elementOf(kGiven) + ',' +
                  *rc::gen::elementOf(kSurnames) + ',' + *rc::gen::elementOf(kBirths) + ',' +
                  *rc::gen::elementOf(kPostcodes));
  return out;
}

fs::path write(const std::string& name, const std::vector<std::string>& rows) {
  const fs::path folder = fs::path(SALLYPORT_BINARY_DIR) / "linkage_test";
  fs::create_directories(folder);
  std::ofstream file(folder / name, std::ios::binary);
  file << "id,given name,surname,dob,postcode\n";
  for (const auto& row : rows) file << row << "\n";
  return folder / name;
}

/// The sets of ids that are one person.
std::set<std::set<std::string>> clusters_of(const std::vector<fs::path>& files) {
  Options options;
  options.files = files;
  options.threshold_millibits = 0;
  SystemClock clock;
  const auto outcome = resolve(options, clock);
  RC_ASSERT(outcome.has_value());
  write_clusters(*outcome, files.front().string() + ".out");
  std::map<std::string, std::set<std::string>> by_number;
  std::ifstream in(files.front().string() + ".out");
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    const auto first = line.find(',');
    const auto last = line.rfind(',');
    by_number[line.substr(last + 1)].insert(line.substr(first + 1, last - first - 1));
  }
  std::set<std::set<std::string>> out;
  for (const auto& [number, ids] : by_number) out.insert(ids);
  return out;
}

RC_GTEST_PROP(LinkageLaws, TheOrderOfArrivalChangesNothing, ()) {
  auto rows = rows_of(*rc::gen::inRange<std::size_t>(2, 60));
  const auto before = clusters_of({write("order.csv", rows)});
  for (std::size_t i = rows.size(); i > 1; --i)
    std::swap(rows[i - 1], rows[*rc::gen::inRange<std::size_t>(0, i)]);
  RC_ASSERT(clusters_of({write("order.csv", rows)}) == before);
}

RC_GTEST_PROP(LinkageLaws, NoScoreIsAboveItsBound, ()) {
  const auto rows = rows_of(*rc::gen::inRange<std::size_t>(2, 40));
  const auto read = ingest({{write("bound.csv", rows)}, {}, {}});
  RC_ASSERT(read.has_value());
  const Dataset& data = read->data;
  const Traits traits = traits_of(data);
  const Candidates candidates = candidates_of(data, traits, {});
  const LinkModel model = train(data, traits, candidates, Scope::everything);
  Scorer scorer(data, traits, model, Scope::everything);
  for (std::uint32_t a = 0; a < data.size(); ++a)
    for (std::uint32_t b = a + 1; b < data.size(); ++b) {
      const std::int32_t score = scorer.score(a, b);
      RC_ASSERT(scorer.could_reach(a, b, score));
    }
}

}  // namespace
}  // namespace sallyport::linkage
