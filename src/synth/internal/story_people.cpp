// Who is in the story, on the roll and on the staff list; the hostel's line; the legal register.
#include <fmt/format.h>

#include "synth/internal/plan.hpp"
#include "synth/internal/story.hpp"

namespace sallyport::synth {

const Man kRenn = {"S-renn",
                   "Z9011ZA",
                   "Renn",
                   "Tobias",
                   {1984, 5, 17},
                   "Wexmoor",
                   "B1-05",
                   'C',
                   {2024, 2, 20},
                   {2031, 3, 14},
                   "Conspiracy to supply a controlled drug",
                   "Toby"};
const Man kPrill = {"S-prill",          "Z9012ZB", "Prill", "Owen",        {1991, 2, 11},
                    "Wexmoor",          "B2-13",   'C',     {2025, 11, 3}, {2027, 8, 30},
                    "Burglary dwelling"};
const Man kDzurik = {"S-dzurik",
                     "Z9021ZC",
                     "Dzurik",
                     "Kamil",
                     {1986, 11, 23},
                     "Ostrey",
                     "N2-07",
                     'B',
                     {2023, 6, 6},
                     {2034, 1, 19},
                     "Possession of a firearm",
                     "Camille; Kam"};
const Man kDocklineOne = {"S-dockline-1", "Z9022ZA", "Toth", "Marek",
                          {1990, 7, 4},   "Wexmoor", "C2-05"};
const Man kDocklineTwo = {"S-dockline-2", "Z9022ZB", "Sands", "Leroy",
                          {1992, 10, 28}, "Wexmoor", "C3-08"};
const Man kVarley = {"S-varley",
                     "Z9031ZE",
                     "Varley",
                     "Colm",
                     {2001, 9, 8},
                     "Tarnholt",
                     "C2-11",
                     'C',
                     {2025, 8, 5},
                     {2027, 4, 2},
                     "Possession with intent to supply"};
const Man kAstbury = {"S-astbury",   "Z9032ZF",     "Astbury", "Noel",
                      {1990, 4, 19}, "Tarnholt",    "C1-02",   'C',
                      {2024, 9, 30}, {2028, 11, 8}, "Robbery"};
const Man kFoss = {
    "S-foss", "Z9041ZG", "Foss",        "Liam",        {1993, 6, 2},           "Wexmoor",
    "B2-14",  'C',       {2025, 5, 12}, {2027, 12, 1}, "Handling stolen goods"};
const Man kTolley = {"S-tolley",     "Z9051ZH",      "Tolley", "Ryan",
                     {1994, 8, 14},  "Eldersby",     "2-1-09", 'C',
                     {2024, 11, 18}, {2026, 11, 12}, "Theft"};
const Man kCousin = {"S-cousin", "Z9061ZA", "Pell", "Rowan", {1990, 12, 30}, "Eldersby", "1-2-17"};
const Man kPloverMan = {"S-plover-man", "Z9071ZA",  "Quist", "Gareth",
                        {1988, 1, 26},  "Tarnholt", "A1-03"};
const Man kJonah = {"S-jonah",     "Z9052ZA",  "Reyes-Holt", "Jonah",
                    {1998, 3, 19}, "Eldersby", "1-1-04"};
const Man kMicah = {"S-micah",     "Z9053ZB",  "Reyes-Holt", "Micah",
                    {1998, 3, 19}, "Eldersby", "1-1-06"};

namespace {

constexpr const char* kForenames[] = {
    "Amos",   "Bilal",  "Cedric", "Dariusz", "Elias",  "Farid",  "Gintas", "Hugo",
    "Idris",  "Jarek",  "Kwesi",  "Lucas",   "Musa",   "Nikos",  "Obi",    "Pavle",
    "Rashad", "Stefan", "Tomas",  "Umar",    "Vince",  "Warren", "Xavier", "Yannick",
    "Zoltan", "Alvin",  "Barney", "Cyril",   "Dougal", "Edwin",  "Fergus"};
constexpr const char* kSurnames[] = {
    "Abbot",  "Bragg",   "Colley",  "Dossa",   "Ekland",  "Fagan",   "Gaunt",  "Hurley", "Imbert",
    "Jowett", "Kirwan",  "Lovatt",  "Mabena",  "Nuttall", "Ojo",     "Pinder", "Quill",  "Rudge",
    "Sabo",   "Tindall", "Uhlig",   "Vickery", "Wragg",   "Yeo",     "Zabel",  "Amery",  "Boon",
    "Crewe",  "Dimmock", "Eccles",  "Frayne",  "Gorst",   "Hibbert", "Innes",  "Jessop", "Kettley",
    "Larter", "Mullan",  "Nesbit",  "Orme",    "Pascoe",  "Rimmer",  "Scully", "Tansey", "Udall",
    "Veitch", "Wadey",   "Yardley", "Ambler",  "Bickle",  "Cudmore", "Diggle", "Esslin", "Furnell",
    "Gillow", "Hebden",  "Iveson",  "Jebb",    "Kneale",  "Lumb",    "Maddox"};
static_assert(std::size(kSurnames) == 61, "the hostel has 63 callers: Tolley, Renn and these");

/// The 61 others who ring the hostel, in five prisons; nothing else is known of them.
void hostel_callers(StoryBuilder& builder) {
  static constexpr std::pair<const char*, const char*> kWings[] = {{"Wexmoor", "D3-"},
                                                                   {"Tarnholt", "B3-"},
                                                                   {"Eldersby", "3-3-"},
                                                                   {"Quayle Sands", "B3-"},
                                                                   {"Ostrey", "S3-"}};
  for (int n = 0; n < 61; ++n) {
    const auto& [prison, wing] = kWings[n % 5];
    const std::string number = fmt::format("Z9{:03}Z{}", 101 + n, static_cast<char>('A' + n % 26));
    const std::string location = fmt::format("{}{:02}", wing, n / 5 + 1);
    const std::string cluster = fmt::format("S-hostel-{:02}", n + 1);
    const Man man = {cluster.c_str(),
                     number.c_str(),
                     kSurnames[n],
                     kForenames[n * 7 % 31],
                     {1970 + n * 11 % 33, static_cast<unsigned>(n * 5 % 12 + 1),
                      static_cast<unsigned>(n * 13 % 28 + 1)},
                     prison,
                     location.c_str(),
                     prison == std::string_view("Ostrey") ? 'B' : 'C',
                     {2025, static_cast<unsigned>(n % 12 + 1), 9},
                     {2027, static_cast<unsigned>(n * 3 % 12 + 1), 21},
                     "Theft"};
    builder.roll(man);
    for (int c = 0; c <= n % 3; ++c) {
      builder.call(man, "01632 960144",
                   at({2026, 9, 15}, 10 + n % 9, n % 60) + (n * 3 + c * 8) % 29 * kDaySeconds,
                   60 + n * 7 % 300);
    }
  }
}

void legal_register(StoryBuilder& builder) {
  static constexpr std::pair<const char*, const char*> kNumbers[] = {
      {"01632 960201,LEGAL", "Penhallow and Stroud solicitors"},
      {"01632 960202,SAMARITANS", "Listeners' line"},
      {"01632 960203,OMBUDSMAN", "Prisons ombudsman"},
      {"01632 960204,MP", "Member for Harrowfield"},
      {"01632 960205,COURT", "Harrowfield court office"},
      {"01632 960206,LEGAL", "Avery Lunt solicitors"}};
  std::uint64_t key = 0;
  for (const auto& [number, organisation] : kNumbers) {
    builder.add(kPrisons, "prison.legal_numbers", ++key,
                fmt::format("{},{},2024-01-01,", number, organisation));
  }
}

void staff(StoryBuilder& builder) {
  builder.add(kPrisons, "prison.staff", 1,
              "P040017,Haddow,Lorne,Ostrey,Officer,North wing,2016-09-05,");
  builder.add(kPrisons, "prison.staff", 1,
              "P040022,Tarbuck,Joss,Wexmoor,Officer,B wing,2019-01-14,");
  builder.add(kPrisons, "prison.staff", 1,
              "P040031,Calder,Ruth,Ostrey,Custodial manager,Security,2011-04-18,");
}

/// Routine cards: what to do, never why. Dzurik's card is issued by the workflow, not by a file.
void cards(StoryBuilder& builder) {
  static constexpr std::pair<const char*, const char*> kCards[] = {
      {"Wexmoor,B", "B2-22: unlock with two officers."},
      {"Wexmoor,B", "B3-04: no glass or ceramics."},
      {"Wexmoor,C", "C1-12: ring the duty desk before any move."},
      {"Ostrey,N", "N1-03: unlock with two officers."}};
  for (const auto& [where, words] : kCards) {
    const auto number = builder.next("cards");
    const std::int64_t when =
        at({2026, 10, 12}, 9, 0) + static_cast<std::int64_t>(number % 100) * 600;
    builder.add(kPrisons, "prison.instruction_cards", static_cast<std::uint64_t>(when),
                fmt::format("IC-2026-{:05},{},security,{},{},01632 960300,2026-10-31", number,
                            where, iso_time(when), words));
  }
}

}  // namespace

void story_people(StoryBuilder& builder) {
  for (const Man* man : {&kRenn, &kPrill, &kDzurik, &kDocklineOne, &kDocklineTwo, &kVarley,
                         &kAstbury, &kFoss, &kTolley, &kCousin, &kPloverMan, &kJonah, &kMicah}) {
    builder.roll(*man);
  }
  hostel_callers(builder);
  legal_register(builder);
  staff(builder);
  cards(builder);
}

}  // namespace sallyport::synth
