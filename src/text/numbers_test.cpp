#include "text/numbers.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "text/money.hpp"

namespace sallyport::text {
namespace {

using Read = Result<std::string> (*)(std::string_view);

struct Case {
  const char* in;
  const char* out;  ///< nullptr: refused
};

void check(Read read, std::initializer_list<Case> cases) {
  for (const auto& [in, out] : cases) {
    const auto got = read(in);
    EXPECT_EQ(got.has_value(), out != nullptr) << in << (got ? " became " + *got : "");
    if (!got) {
      EXPECT_NE(got.error().detail.find("expected"), std::string::npos) << in;
      continue;
    }
    if (out == nullptr) continue;
    EXPECT_EQ(*got, out) << in;
    EXPECT_EQ(read(*got).value_or("refused"), out) << in;  // a canonical form reads as itself
  }
  for (const char* hostile : {"", " ", "\xFF\xFE", "😀", "'; --", "A\u0300\u0300", "../..", "=1+1"})
    EXPECT_FALSE(read(hostile)) << hostile;
  EXPECT_FALSE(read(std::string(100'000, '7')));
}

TEST(Numbers, Phones) {
  check([](std::string_view t) { return normalise_phone(t); },
        {{"07700 900417", "+447700900417"},
         {"+44 (0)7700 900417", "+447700900417"},
         {"0044 (0) 7700 900417", "+447700900417"},
         {"00447700900417", "+447700900417"},
         {"447700900417", "+447700900417"},
         {"7700900417", "+447700900417"},
         {"07700-900-417", "+447700900417"},
         {"(01632) 960123", "+441632960123"},
         {"tel:+44 1632 960123", "+441632960123"},
         {"０７７００ ９００４１７", "+447700900417"},
         {"٠٧٧٠٠٩٠٠٤١٧", "+447700900417"},
         {"+31 20 123 4567", "+31201234567"},
         {"+1 (202) 555-0100", "+12025550100"},
         {"900417", nullptr},
         {"0770090041", nullptr},
         {"07700 9004178", nullptr},
         {"+44 7700", nullptr},
         {"4.47701E+11", nullptr},
         {"07700 900417 ext 3", nullptr},
         {"07700 90041A", nullptr},
         {"999", nullptr},
         {"+0123456789", nullptr},
         {"+1234567890123456", nullptr}});
  EXPECT_EQ(*normalise_phone("020 123 4567", "31"), "+31201234567");
  EXPECT_NE(normalise_phone("4.47701E+11").error().detail.find("spreadsheet"), std::string::npos);
}

TEST(Numbers, PlatesAndPostcodes) {
  check(normalise_plate, {{"ab12 cde", "AB12CDE"},
                          {"QZ21-ABC", "QZ21ABC"},
                          {"A123 BCD", "A123BCD"},
                          {"ABC 123D", "ABC123D"},
                          {"AIZ 1234", "AIZ1234"},
                          {"1234 AB", "1234AB"},
                          {"101 D 234", "101D234"},
                          {"AB123CDE", nullptr},
                          {"QZ21", "QZ21"},
                          {"ABCD 123", nullptr},
                          {"12345", nullptr}});
  check(normalise_postcode, {{"sw1a1aa", "SW1A 1AA"},
                             {"M1 1AE", "M1 1AE"},
                             {"B33 8TH", "B33 8TH"},
                             {"dn55  1pt", "DN55 1PT"},
                             {"W1A0AX", "W1A 0AX"},
                             {"gir 0aa", "GIR 0AA"},
                             {"SW1A 1AC", nullptr},
                             {"SW1A", nullptr},
                             {"1SW 1AA", nullptr}});
}

TEST(Numbers, EmailAndMoneyMarks) {
  check(normalise_email, {{"Marta.K@Example.ORG", "marta.k@example.org"},
                          {"<mailto:a+b@mail.example.org>", "a+b@mail.example.org"},
                          {"a@b", nullptr},
                          {"a@@example.org", nullptr},
                          {"a..b@example.org", nullptr},
                          {"a b@example.org", nullptr},
                          {"@example.org", nullptr},
                          {"a@-example.org", nullptr},
                          {"a@1.2.3.4", nullptr},
                          {"a\xFF@example.org", nullptr}});
  check(normalise_card_ending, {{"4418", "4418"},
                                {"**** **** **** 4418", "4418"},
                                {"card ending in 4418", "4418"},
                                {"4111 1111 1111 1111", "1111"},
                                {"4111 1111 1111 1112", nullptr},
                                {"441", nullptr},
                                {"44181", nullptr}});
  check(normalise_account, {{"60-00-01 / 31926819", "60-00-01 / 31926819"},
                            {"60000131926819", "60-00-01 / 31926819"},
                            {"60 00 01 1926819", "60-00-01 / 01926819"},
                            {"60-00-01", nullptr},
                            {"60-00-01 / 3192681X", nullptr}});
}

TEST(Numbers, Devices) {
  check(normalise_imei, {{"490154203237518", "490154203237518"},
                         {"49-015420-323751-8", "490154203237518"},
                         {"49015420323751", "490154203237518"},
                         {"4901542032375101", "490154203237518"},
                         {"490154203237517", nullptr},
                         {"490154203237510", nullptr},
                         {"1234", nullptr}});
  check(normalise_iccid, {{"8944 1234 5678 9012 349", nullptr},
                          {"89441234567890123458", nullptr},
                          {"1944123456789012345", nullptr}});
  // made whole with the right digit, by the definition of Luhn
  int accepted = 0;
  for (char digit = '0'; digit <= '9'; ++digit)
    accepted += normalise_iccid(std::string("894412345678901234") + digit).has_value();
  EXPECT_EQ(accepted, 1);
}

TEST(Numbers, CustodyAndPolice) {
  check(normalise_prison_number, {{"A1234BC", "A1234BC"},
                                  {"z9011za", "Z9011ZA"},
                                  {"A 1234 BC", "A1234BC"},
                                  {"A1234B", nullptr},
                                  {"11234BC", nullptr}});
  check(normalise_crn, {{"x123456", "X123456"}, {"X12345", nullptr}, {"1234567", nullptr}});
  check([](std::string_view t) { return normalise_pnc(t); }, {{"2001/0171310W", "2001/0171310W"},
                                                              {"01/171310W", "2001/0171310W"},
                                                              {"2001/171310w", "2001/0171310W"},
                                                              {"20010171310W", "2001/0171310W"},
                                                              {"2001/0171310A", nullptr},
                                                              {"2001/0171301W", nullptr},
                                                              {"2001/0171310", nullptr},
                                                              {"2001/01713100W", nullptr},
                                                              {"1/171310W", nullptr}});
  check(normalise_cro, {{"265416/21G", "265416/21G"},
                        {"265416/21g", "265416/21G"},
                        {"265416/21A", nullptr},
                        {"SF39/56389A", nullptr},
                        {"265416/2021G", nullptr}});
  check(normalise_ocg, {{"991/0010112", "991/0010112"},
                        {"991/10112", "991/0010112"},
                        {"OCG 991/0010112", "991/0010112"},
                        {"99/0010112", nullptr},
                        {"9910010112", nullptr}});
  check(normalise_ni_number, {{"qq 12 34 56 c", "QQ123456C"},
                              {"AB123456C", "AB123456C"},
                              {"BG123456C", nullptr},
                              {"AB123456E", nullptr},
                              {"AO123456C", nullptr}});
}

// One of 23 letters fits a serial; every single wrong digit of a PNC is caught (23 is prime).
TEST(Numbers, CheckLetterCatchesEverySingleWrongDigit) {
  const std::string right = "2001/0171310W";
  for (std::size_t i = 2; i < right.size() - 1; ++i) {
    if (right[i] == '/') continue;
    for (char digit = '0'; digit <= '9'; ++digit) {
      std::string wrong = right;
      wrong[i] = digit;
      EXPECT_EQ(normalise_pnc(wrong).has_value(), wrong == right) << wrong;
    }
  }
}

TEST(Numbers, GuessesWhatIsTyped) {
  const std::pair<const char*, std::optional<NumberKind>> cases[] = {
      {"07700 900417", NumberKind::kPhone},
      {"+31 20 123 4567", NumberKind::kPhone},
      {"900417", NumberKind::kPartialDigits},
      {"4418", NumberKind::kPartialDigits},
      {"QZ21", NumberKind::kPartialPlate},
      {"QZ21 ABC", NumberKind::kPlate},
      {"Z9011ZA", NumberKind::kPrisonNumber},
      {"991/0010112", NumberKind::kOcg},
      {"60-00-01 / 31926819", NumberKind::kAccount},
      {"60000131926819", NumberKind::kAccount},
      {"490154203237518", NumberKind::kImei},
      {"2001/0171310W", NumberKind::kPnc},
      {"265416/21G", NumberKind::kCro},
      {"X123456", NumberKind::kCrn},
      {"AB123456C", NumberKind::kNiNumber},
      {"SW1A 1AA", NumberKind::kPostcode},
      {"a@example.org", NumberKind::kEmail},
      {"4111 1111 1111 1111", NumberKind::kCardEnding},
      {"kessell", std::nullopt},
      {"kessel marta", std::nullopt},
      {"kessel 4/3/89", std::nullopt},
      {"4/3/89", std::nullopt},
      {"04/03/1989", std::nullopt},
      {"12", std::nullopt},
      {"", std::nullopt},
      {"@", std::nullopt},
  };
  for (const auto& [text, kind] : cases)
    EXPECT_EQ(guess_number(text).has_value() ? static_cast<int>(*guess_number(text)) : -1,
              kind ? static_cast<int>(*kind) : -1)
        << text;
  EXPECT_EQ(compact_number(" qz21-abc "), "QZ21ABC");
}

TEST(Money, IsExact) {
  const std::pair<const char*, std::int64_t> good[] = {{"£40.00", 4000},
                                                       {"40", 4000},
                                                       {"40.5", 4050},
                                                       {"GBP 1,234.56", 123456},
                                                       {"1,234.56 GBP", 123456},
                                                       {"-£40", -4000},
                                                       {"£-40", -4000},
                                                       {"40.00-", -4000},
                                                       {"(40.00)", -4000},
                                                       {"40p", 40},
                                                       {"40.00 CR", 4000},
                                                       {"40.00 DR", -4000},
                                                       {"0.01", 1},
                                                       {"40.0000", 4000},
                                                       {"£1,000,000", 100000000},
                                                       {"−£5", -500},
                                                       {"£999999999999.99", 99999999999999}};
  for (const auto& [text, pence] : good) EXPECT_EQ(parse_pence(text).value_or(-1), pence) << text;
  for (const char* bad :
       {"",      "£",        "-",      "$40",   "€40",  "1.2k", "40.001",
        "12,34", "1,23,456", "1,2345", "40,00", "--40", "-40-", "(-40)",
        "£40p",  "4.5p",     "1e3",    "NaN",   ".",    "40.",  "£1000000000000000",
        ",123",  "0x10",     "four"})
    EXPECT_FALSE(parse_pence(bad)) << bad << " became " << parse_pence(bad).value_or(0);
  EXPECT_EQ(parse_pence("1.234,56", {.decimal_comma = true}).value_or(-1), 123456);
  EXPECT_EQ(format_pence(123456789), "£1,234,567.89");
  EXPECT_EQ(format_pence(-5), "-£0.05");
  for (std::int64_t pence : {0LL, 1LL, -1LL, 99LL, 100LL, 100000LL, -123456789LL})
    EXPECT_EQ(parse_pence(format_pence(pence)).value_or(-2), pence);
  EXPECT_EQ(format_pence(std::numeric_limits<std::int64_t>::min()), "-£92,233,720,368,547,758.08");
}

}  // namespace
}  // namespace sallyport::text
