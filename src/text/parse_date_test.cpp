#include "text/parse_date.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "text/internal/test_data.hpp"

namespace sallyport::text {
namespace {

std::string shown(std::string_view text, const DateOptions& options = {}) {
  const auto parsed = parse_date(text, options);
  if (!parsed) return "refused";
  std::string out = to_text(parsed->date);
  if (parsed->ambiguous) out += " or " + to_text(*parsed->other);
  return out;
}

TEST(ParseDate, ReadsPractitionersForms) {
  const std::pair<const char*, const char*> cases[] = {
      {"04.03.1989", "1989-03-04 or 1989-04-03"},
      {"4/3/89", "1989-03-04 or 1989-04-03"},
      {"4-3-1989", "1989-03-04 or 1989-04-03"},
      {"4 3 1989", "1989-03-04 or 1989-04-03"},
      {"25/12/1989", "1989-12-25"},
      {"12/25/1989", "1989-12-25"},
      {"04/04/1989", "1989-04-04"},
      {"1989-03-04", "1989-03-04"},
      {"1989/03/04", "1989-03-04"},
      {"19890304", "1989-03-04"},
      {"1989-03-04T00:00:00Z", "1989-03-04"},
      {"25/12/1989 00:00", "1989-12-25"},
      {"4 Mar 1989", "1989-03-04"},
      {"4th of March '89", "1989-03-04"},
      {"March 4, 1989", "1989-03-04"},
      {"Mar 4th 1989", "1989-03-04"},
      {"04-MAR-89", "1989-03-04"},
      {"4.Sept.1989", "1989-09-04"},
      {"04MAR1989", "1989-03-04"},
      {"Saturday, 4 March 1989", "1989-03-04"},
      {"Sat 04/03/1989", "1989-03-04"},
      {"March 1989", "1989-03"},
      {"Mar-89", "1989-03"},
      {"03/1989", "1989-03"},
      {"1989-03", "1989-03"},
      {"1989", "1989"},
      {"1988/1989", "1988/1989"},
      {"1988-89", "1988/1989"},
      {"1988-1990", "1988/1990"},
      {"between 1988 and 1990", "1988/1990"},
      {"1980s", "1980/1989"},
      {"about 1989", "~1989"},
      {"c. 1989", "~1989"},
      {"c1989", "~1989"},
      {"~ March 1989", "~1989-03"},
      {"approx. 1989", "~1989"},
      {"aged 34 on 2020-05-01", "1985-05-02/1986-05-01"},
      {"34 years old on 1 May 2020", "1985-05-02/1986-05-01"},
      {"aged 34 in 2020", "1985-01-02/1986-12-31"},
      {"aged 20 on 29 Feb 2020", "1999-03-01/2000-02-29"},
      {"4/3/26", "2026-03-04 or 2026-04-03"},
      {"４／３／１９８９", "1989-03-04 or 1989-04-03"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(shown(text), expected) << text;
}

TEST(ParseDate, Options) {
  DateOptions american;
  american.month_first = true;
  EXPECT_EQ(shown("03/04/1989", american), "1989-03-04 or 1989-04-03");
  EXPECT_EQ(shown("1989-03-04", american), "1989-03-04");
  DateOptions excel;
  excel.excel_serials = true;
  EXPECT_EQ(shown("32571", excel), "1989-03-04");
  EXPECT_EQ(shown("32571.5", excel), "1989-03-04");
  EXPECT_EQ(shown("61", excel), "1900-03-01");
  EXPECT_EQ(shown("59", excel), "1900-02-28");
  EXPECT_EQ(shown("60", excel), "refused");
  EXPECT_EQ(shown("9999999", excel), "refused");
  EXPECT_EQ(shown("1989", excel), "1989");
  EXPECT_EQ(shown("32571"), "refused");
  DateOptions birth;
  birth.latest_short_year = 2020;
  EXPECT_EQ(shown("25/12/26", birth), "1926-12-25");
}

TEST(ParseDate, RefusesWhatIsNoDateAndSaysWhatWas) {
  for (const char* text : {"",
                           " ",
                           "31.02.1989",
                           "29/02/2025",
                           "00/00/0000",
                           "2026-02-30",
                           "31/04/2026",
                           "1/1/1",
                           "9999-12-31",
                           "4 Mar",
                           "Mar",
                           "Sunday 4 March 1989",
                           "4/3",
                           "4/3/189",
                           "45/45/1989",
                           "abc",
                           "1989-13-01",
                           "13/13/1989",
                           "4/3/1989 10:30",
                           "4/3/1989 and more",
                           "1990/1989",
                           "4//3//89",
                           "aged 200 on 2020-05-01",
                           "about",
                           "-5",
                           "123456789012",
                           "🙂",
                           "about about",
                           "1989-",
                           "/89",
                           "4 March 1989 5 April 1990",
                           "0x7C5"}) {
    const auto parsed = parse_date(text);
    EXPECT_FALSE(parsed) << text << " was read as " << shown(text);
    if (parsed) continue;
    EXPECT_EQ(parsed.error().code, ErrorCode::kBadValue);
    EXPECT_FALSE(parsed.error().detail.empty());
  }
  EXPECT_FALSE(parse_date(std::string(1 << 20, '1')));
  EXPECT_NE(parse_date("31.02.1989").error().detail.find("no such day"), std::string::npos);
}

TEST(ParseDate, EveryPrintedFormReadsBack) {
  for (int d = to_date({1899, 12, 31}).day; d < to_date({2101, 1, 1}).day; d += 13) {
    const CivilDate c = to_civil(Date{d});
    char text[64];
    std::snprintf(text, sizeof text, "%02u.%02u.%04d", c.day, c.month, c.year);
    const auto parsed = parse_date(text);
    ASSERT_TRUE(parsed) << text;
    EXPECT_EQ(parsed->date.first_day, d);
    EXPECT_EQ(parsed->ambiguous, c.day <= 12 && c.day != c.month);
    EXPECT_EQ(parse_date(to_text(Date{d}))->date.last_day, d);
  }
}

TEST(ParseDate, SharedHostileDatesNeverHarm) {
  const auto path = internal::shared_data("badinput/gen/csv/dates_ambiguous.csv");
  if (path.empty()) GTEST_SKIP() << "shared/data/badinput is absent";
  std::istringstream lines(internal::read_all(path));
  for (std::string line; std::getline(lines, line);) {
    const auto parsed = parse_date(line);
    if (!parsed) {
      EXPECT_FALSE(parsed.error().detail.empty());
    }
    (void)parse_date_time(line, Zone::kEuropeLondon);
  }
}

std::string when(std::string_view text, Zone zone = Zone::kEuropeLondon) {
  const auto parsed = parse_date_time(text, zone);
  if (!parsed) return "refused";
  return to_text(parsed->at) + " " + parsed->zone + (parsed->ambiguous ? " twice" : "");
}

TEST(ParseTime, ReadsLocalTimes) {
  const std::pair<const char*, const char*> cases[] = {
      {"24/09/2026 22:02", "2026-09-24T21:02:00Z Europe/London"},
      {"24/12/2026 22:02:15", "2026-12-24T22:02:15Z Europe/London"},
      {"24 Sep 2026 10.02pm", "2026-09-24T21:02:00Z Europe/London"},
      {"24 Sep 2026 at 2202hrs", "2026-09-24T21:02:00Z Europe/London"},
      {"24 Sep 2026, 22:02 hrs", "2026-09-24T21:02:00Z Europe/London"},
      {"22:02 on 24/09/2026", "2026-09-24T21:02:00Z Europe/London"},
      {"22:02 24-09-2026", "2026-09-24T21:02:00Z Europe/London"},
      {"12:30 am 24/09/2026", "refused"},
      {"24/09/2026 12:30am", "2026-09-23T23:30:00Z Europe/London"},
      {"24/09/2026 12 pm", "2026-09-24T11:00:00Z Europe/London"},
      {"2026-09-24T22:02:15.5+01:00", "2026-09-24T21:02:15.500000Z +01:00"},
      {"2026-09-24T22:02Z", "2026-09-24T22:02:00Z UTC"},
      {"2026-09-24 22:02:00", "2026-09-24T21:02:00Z Europe/London"},
      {"2026-09-24 22:02 GMT", "2026-09-24T22:02:00Z UTC"},
      {"2026-09-24 22:02 BST", "2026-09-24T21:02:00Z +01:00"},
      {"2026-09-24T22:02:00-0530", "2026-09-25T03:32:00Z -05:30"},
      // the changes of the clocks
      {"29/03/2026 00:59", "2026-03-29T00:59:00Z Europe/London"},
      {"29/03/2026 01:30", "refused"},
      {"29/03/2026 02:00", "2026-03-29T01:00:00Z Europe/London"},
      {"25/10/2026 00:59", "2026-10-24T23:59:00Z Europe/London"},
      {"25/10/2026 01:30", "2026-10-25T00:30:00Z Europe/London twice"},
      {"25/10/2026 02:00", "2026-10-25T02:00:00Z Europe/London"},
      {"2026-10-25T01:30:00 Europe/London", "2026-10-25T00:30:00Z Europe/London twice"},
      {"2026-10-25T01:30:00 GMT", "2026-10-25T01:30:00Z UTC"},
      {"24/09/1971 22:02", "refused"},
      // not times
      {"24/09/2026", "refused"},
      {"22:02", "refused"},
      {"24/09/2026 24:00", "refused"},
      {"24/09/2026 22:60", "refused"},
      {"1969-12-31T23:59:60Z", "refused"},
      {"24/09/2026 13:02pm", "refused"},
      {"September 2026 22:02", "refused"},
      {"", "refused"},
      {":", "refused"},
      {"+", "refused"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(when(text), expected) << text;
  EXPECT_EQ(when("24/09/2026 22:02", Zone::kUtc), "2026-09-24T22:02:00Z UTC");
  EXPECT_EQ(when("24/09/2026 22:02", Zone::kEuropeCentral), "2026-09-24T20:02:00Z Europe/Central");
  EXPECT_EQ(when("29/03/2026 02:30", Zone::kEuropeCentral), "refused");
  EXPECT_TRUE(parse_date_time("04/03/2026 10:00", Zone::kUtc)->date_ambiguous);
}

// The changes of the clocks in Britain, as the tz database records them (UTC).
TEST(ParseTime, LondonRulesOfThePast) {
  const struct {
    const char* from;
    const char* to;
  } summers[] = {
      {"1972-03-19T02:00:00Z", "1972-10-29T02:00:00Z"},
      {"1980-03-16T02:00:00Z", "1980-10-26T02:00:00Z"},
      {"1981-03-29T01:00:00Z", "1981-10-25T01:00:00Z"},
      {"1989-03-26T01:00:00Z", "1989-10-29T01:00:00Z"},
      {"1990-03-25T01:00:00Z", "1990-10-28T01:00:00Z"},
      {"1995-03-26T01:00:00Z", "1995-10-22T01:00:00Z"},
      {"1996-03-31T01:00:00Z", "1996-10-27T01:00:00Z"},
      {"2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z"},
  };
  for (const auto& [from, to] : summers) {
    const Instant start = *parse_iso_instant(from);
    const Instant end = *parse_iso_instant(to);
    EXPECT_EQ(offset_minutes(Zone::kEuropeLondon, Instant{start.us - 1}), 0) << from;
    EXPECT_EQ(offset_minutes(Zone::kEuropeLondon, start), 60) << from;
    EXPECT_EQ(offset_minutes(Zone::kEuropeLondon, Instant{end.us - 1}), 60) << to;
    EXPECT_EQ(offset_minutes(Zone::kEuropeLondon, end), 0) << to;
  }
}

}  // namespace
}  // namespace sallyport::text
