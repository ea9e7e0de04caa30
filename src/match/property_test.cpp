// What holds for all records: symmetry, no matter the order of the facts, and that the detail adds
// up. Facts are drawn from small pools, so that agreements of every level come up.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include "match/blocking.hpp"
#include "match/index_keys.hpp"
#include "match/score.hpp"

namespace sallyport::match {
namespace {

using model::Property;

const std::vector<std::pair<Property, std::string>>& pool() {
  static const std::vector<std::pair<Property, std::string>> facts = [] {
    std::vector<std::pair<Property, std::string>> out;
    const auto add = [&](Property property, std::initializer_list<const char*> values) {
      for (const char* value : values) out.emplace_back(property, value);
    };
    add(Property::surname, {"Kessell", "Kessel", "Smith", "Smyth", "Reyes-Holt", "Holt", "al-Masri",
                            "Martha", "unknown", "Дурик", "Durik"});
    add(Property::given_name, {"Martha", "Marta", "M", "Martha Jane", "Jane Martha", "Bill",
                               "William", "Ryan", "Bryan", "Kessell", "محمد"});
    add(Property::full_name, {"Martha Kessell", "KESSELL, Martha", "van der Berg", "X"});
    add(Property::alias, {"Bish", "Marta Kessel", "T", "Kamil Dzurik"});
    add(Property::native_name, {"Камил Дурик", "محمد المصري"});
    add(Property::date_of_birth, {"1989-03-04", "1989-04-03", "1989-03-05", "1989-03", "1989",
                                  "1988/1990", "~1989", "1979-03-04", "1970-01-01", "not a date"});
    add(Property::sex, {"M", "F", "X"});
    add(Property::address, {"6 Saltpan Row, Harrowfield", "6 Saltpan Road, Harrowfield",
                            "11 Cooperage Lane, Harrowfield", "Flat 2, 6 Quay St, HF9 4QX", ","});
    add(Property::postcode, {"HF9 4QX", "HF9 4QY"});
    add(Property::prison_number, {"Z9021ZC", "Z8877ZD", "Z9021ZD"});
    add(Property::former_prison_number, {"Z8877ZD"});
    add(Property::pnc_number, {"2003/0412345K", "2004/0412345K"});
    add(Property::phone_number, {"+447700900417", "+441632960144"});
    add(Property::email_address, {"m@example.org", "M@EXAMPLE.ORG"});
    add(Property::birthplace, {"Harrowfield", "Ostrey"});
    return out;
  }();
  return facts;
}

std::vector<Fact> facts_of(const std::vector<std::size_t>& numbers) {
  std::vector<Fact> out;
  for (std::size_t n : numbers) {
    const auto& [property, value] = pool()[n % pool().size()];
    out.push_back({property, value});
  }
  return out;
}

std::vector<std::uint64_t> keys_of(const Features& features) {
  std::vector<std::uint64_t> out;
  blocking_keys(features, published_model(), [&](std::uint64_t key) { out.push_back(key); });
  return out;
}

rc::Gen<std::vector<std::size_t>> some_facts() {
  return rc::gen::container<std::vector<std::size_t>>(
      rc::gen::inRange<std::size_t>(0, pool().size()));
}

TEST(MatchProperty, ScoresAreSymmetricAndAddUp) {
  EXPECT_TRUE(rc::check([] {
    const Features a = features_of(facts_of(*some_facts()));
    const Features b = features_of(facts_of(*some_facts()));
    const Model& model = published_model();
    const PairScore detail = score_in_detail(a, b, model);
    RC_ASSERT(score(a, b, model) == score(b, a, model));
    RC_ASSERT(detail == score_in_detail(b, a, model));
    RC_ASSERT(detail.millibits == score(a, b, model));
    const std::int32_t sum = std::accumulate(
        detail.comparisons.begin(), detail.comparisons.end(), std::int32_t{0},
        [](std::int32_t total, const Comparison& c) { return total + c.millibits; });
    RC_ASSERT(sum == detail.millibits);
    for (const auto& words : explain(detail, a, b)) RC_ASSERT(!words.empty());
  }));
}

TEST(MatchProperty, TheOrderOfFactsDoesNotMatter) {
  EXPECT_TRUE(rc::check([] {
    auto numbers = *some_facts();
    const Features a = features_of(facts_of(numbers));
    const Features other = features_of(facts_of(*some_facts()));
    std::reverse(numbers.begin(), numbers.end());
    if (numbers.size() > 2) std::rotate(numbers.begin(), numbers.begin() + 1, numbers.end());
    const Features b = features_of(facts_of(numbers));
    RC_ASSERT(keys_of(a) == keys_of(b));
    RC_ASSERT(score_in_detail(a, other, published_model()) ==
              score_in_detail(b, other, published_model()));
  }));
}

TEST(MatchProperty, AnyBytesAreTaken) {
  EXPECT_TRUE(rc::check([](const std::vector<std::pair<std::uint8_t, std::string>>& raw) {
    std::vector<Fact> facts;
    const auto all = model::properties();
    for (const auto& [n, value] : raw) facts.push_back({all[n % all.size()].property, value});
    const Features features = features_of(facts);
    RC_ASSERT(features.empty() == (features.bytes() == 0));
    (void)score_in_detail(features, features, published_model());
    for (const Fact& fact : facts) {
      index_tokens(fact.property, fact.value,
                   [](model::IndexClass, std::string_view token) { RC_ASSERT(!token.empty()); });
    }
  }));
}

}  // namespace
}  // namespace sallyport::match
