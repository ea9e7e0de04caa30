// E: the false lead. F: under seal, and the sealed part of B.
#include <fmt/format.h>

#include "synth/internal/plan.hpp"
#include "synth/internal/story.hpp"

namespace sallyport::synth {
namespace {

constexpr const char* kPartners =
    "northmoor-police/prison-intelligence;southwater-police/prison-intelligence;"
    "estmere-prisons/security;estmere-regional/unit";

const Man kCopperLane[] = {
    {"S-copper-1", "Z9091ZA", "Maddern", "Jory", {1987, 3, 3}, "Eldersby", "2-2-05"},
    {"S-copper-2", "Z9091ZB", "Ekpo", "Sunday", {1990, 10, 9}, "Eldersby", "2-2-08"},
    {"S-copper-3", "Z9091ZC", "Laurie", "Callan", {1993, 1, 27}, "Eldersby", "2-3-11"},
    {"S-copper-4", "Z9091ZD", "Vasco", "Telmo", {1985, 6, 18}, "Eldersby", "2-3-14"}};

void tolley_reports(StoryBuilder& builder) {
  const std::string who = person_by_number(kTolley.number, "Tolley", "Ryan");
  const std::string ashlar = group_by_number("991/0010112", "Ashlar Street");
  JsonObject role;
  role.text("role", "debt collector");
  Report pe1;
  pe1.urn = "NMP/2026/0003551";
  pe1.agency = kNorthmoor;
  pe1.date = day_of({2026, 9, 21});
  pe1.source = "3";
  pe1.information = "E";
  pe1.originator = "Northmoor intelligence desk";
  pe1.origin_ref = "NMP/LOG/35510";
  pe1.text = "Ryan TOLLEY collects for Ashlar Street. Suspected to be said out of spite.";
  pe1.assertion("acts_for", who, ashlar, role);
  builder.report("police.intelligence_reports", pe1, {{kTolley.number, kTolley.cluster}});
  Report pe2 = pe1;
  pe2.urn = "NMP/2026/0003598";
  pe2.date = day_of({2026, 9, 28});
  pe2.source = "2";
  pe2.information = "D";
  pe2.originator = "Northmoor neighbourhood desk";
  pe2.copied_from = pe1.urn;
  pe2.text = "Ryan TOLLEY collects for Ashlar Street. (Taken from NMP/LOG/35510.)";
  builder.report("police.intelligence_reports", pe2, {{kTolley.number, kTolley.cluster}});
}

void numbers_that_say_nothing(StoryBuilder& builder) {
  for (int n = 0; n < 3; ++n) {
    builder.call(kTolley, "01632 960144", at({2026, 9, 18}, 10, 5 + n) + n * 9 * kDaySeconds, 150);
  }
  for (int n = 0; n < 4; ++n) {
    builder.call(kRenn, "01632 960144", at({2026, 9, 16}, 11, 20 + n) + n * 8 * kDaySeconds, 95);
  }
  for (int n = 0; n < 5; ++n) {
    builder.call(kTolley, "07700 900433", at({2026, 9, 17}, 18, 2 + n) + n * 6 * kDaySeconds, 310);
  }
  for (int n = 0; n < 9; ++n) {
    builder.call(kRenn, "07700 900431", at({2026, 9, 15}, 19, 12 + n) + n * 3 * kDaySeconds, 240);
  }
  // To the solicitor on the register, all in September's file, so that one import counts them:
  // refused at intake, nothing kept.
  for (int n = 0; n < 17; ++n) {
    builder.call(kRenn, "01632 960201", at({2026, 9, 15}, 14, 3 * n) + n * 15 / 17 * kDaySeconds,
                 600);
  }
  builder.visitor(
      "Renn,Isla,1986-10-02,\"31 Tidemill Court, Harrowfield\",HF7 3BD,07700 900431,,Z9011ZA,"
      "Wexmoor,partner,APPROVED,2024-03-11,",
      "VR-0004002", "S-isla");
}

void probation_side(StoryBuilder& builder) {
  builder.add(
      kProbation, "probation.cases", text_key("X900003"),
      fmt::format("X900003,Tolley,Ryan,14/08/1994,M,Z9051ZH,,\"5 Tidemill Court, Harrowfield\",HF7 "
                  "3BE,,Tolley,Brenda,06/06/1966,mother,Y,,PR022,,PRE_RELEASE,12/11/2026,"
                  "12/11/2027,none,{}",
                  kPartners),
      {{"X900003", "S-tolley"}, {"X900003/contact", "S-brenda"}});
  builder.add(
      kProbation, "probation.contacts", static_cast<std::uint64_t>(at({2026, 10, 2}, 14, 0)),
      fmt::format("PN-0004003,X900003,PR022,02/10/2026 14:00,OFFICE,No concern. Job offer from a "
                  "joinery confirmed in writing.,,,{}",
                  kPartners));
  int n = 0;
  for (const Man* twin : {&kJonah, &kMicah}) {
    const std::string crn = fmt::format("X90001{}", n++);
    builder.add(
        kProbation, "probation.cases", text_key(crn),
        fmt::format(
            "{},Reyes-Holt,{},19/03/1998,M,{},,\"14 Tidemill Court, Harrowfield\",HF7 3BE,,,,"
            ",,,,PR022,,PRE_RELEASE,14/06/2028,14/06/2029,,{}",
            crn, twin->forenames, twin->number, kPartners),
        {{crn, twin->cluster}});
  }
}

void copper_lane(StoryBuilder& builder) {
  for (const Man& man : kCopperLane) {
    builder.roll(man);
    builder.activity(man, "Gym", "Gym", "Thu 18:00-19:00 (Copper Lane)");
  }
  JsonArray about;
  for (const Man& man : kCopperLane)
    about.raw(person_by_number(man.number, man.surname, man.forenames));
  JsonObject note;
  note.text("note_id", "NT-2026-004001").text("author", "officer.1004").text("prison", "Eldersby");
  note.text("wing", "2").text("at", "2026-09-24T19:05");
  note.text("text", "The four in the Copper Lane gym slot trained as usual. Nothing to note.");
  note.text("how_do_you_know", "SAW").raw("about", about.str());
  builder.add(kPrisons, "prison.notes", static_cast<std::uint64_t>(at({2026, 9, 24}, 19, 5)),
              note.str());
}

Report sealed(std::string urn, std::string_view agency, CivilDate date, const char* compartment,
              std::string_view originator) {
  Report out;
  out.urn = std::move(urn);
  out.agency = agency;
  out.date = day_of(date);
  out.source = "1";
  out.information = "B";
  out.compartments = {compartment};
  out.originator = originator;
  return out;
}

void operations(StoryBuilder& builder) {
  const std::string dzurik = person_by_number(kDzurik.number, "Dzurik", "Kamil");
  Report lantern =
      sealed("ERU/2026/0000211", kRegional, {2026, 10, 7}, "LANTERN", "Operation LANTERN");
  lantern.marker = "marker";
  lantern.handling = "C";
  lantern.conditions_text = "Operation LANTERN only.";
  lantern.text = "There is a threat to Kamil DZURIK on D wing at Wexmoor. Sensitive source.";
  lantern.assertion("threat", dzurik, place_named("Wexmoor", "D wing"));
  builder.report("regional.unit_reports", lantern, {{kDzurik.number, kDzurik.cluster}});

  Report plover =
      sealed("ERU/2026/0000236", kRegional, {2026, 10, 9}, "PLOVER", "Operation PLOVER");
  plover.marker = "watched";
  plover.handling = "C";
  plover.conditions_text = "Operation PLOVER only.";
  plover.text = "Gareth QUIST, on A wing at Tarnholt, is said to mean harm to Kamil DZURIK.";
  JsonObject wing;
  wing.text("restriction", "WING");
  const std::string quist =
      person_by_number(kPloverMan.number, kPloverMan.surname, kPloverMan.forenames);
  plover.assertion("threat", dzurik, quist);
  plover.assertion("keep_apart", dzurik, quist, wing);
  builder.report("regional.unit_reports", plover,
                 {{kDzurik.number, kDzurik.cluster}, {kPloverMan.number, kPloverMan.cluster}});
}

void staff_enquiry(StoryBuilder& builder) {
  const std::string haddow = JsonObject()
                                 .text("kind", "person")
                                 .text("staff_number", "P040017")
                                 .text("surname", "Haddow")
                                 .text("forenames", "Lorne")
                                 .str();
  const char* unit = "Counter-corruption unit";
  const auto file = [&](Report& report, PeopleKeys people) {
    builder.report("prison.counter_corruption_reports", report, std::move(people));
  };
  Report warned = sealed("CCU/2026/0000041", kPrisons, {2026, 9, 30}, "STAFF", unit);
  warned.text = "SF-1. Lorne HADDOW is said to have warned Tobias RENN of a search before it.";
  warned.source = "2";
  warned.information = "C";
  JsonObject about;
  about.text("about", "search").text("at", "2026-09-11T20:00");
  warned.assertion("warned", haddow, person_by_number(kRenn.number, "Renn", "Tobias"), about);
  file(warned, {{"P040017", "S-haddow"}, {kRenn.number, kRenn.cluster}});

  Report money = sealed("CCU/2026/0000042", kPrisons, {2026, 10, 2}, "STAFF", unit);
  money.text =
      "SF-2. Account 60-00-02 41108822, held by Lorne HADDOW, received 300 pounds twice from "
      "account 60-00-01 31926819.";
  const std::string own = account_named("60-00-02", "41108822", "L Haddow");
  const std::string other = account_named("60-00-01", "31926819", "");
  money.assertion("holds_account", haddow, own);
  for (const char* when : {"2026-09-05T12:00", "2026-09-26T12:00"}) {
    JsonObject payment;
    payment.number("amount_pence", 30'000).text("at", when);
    money.assertion("payment", other, own, payment);
  }
  file(money, {{"P040017", "S-haddow"}});

  Report phone = sealed("CCU/2026/0000043", kPrisons, {2026, 10, 5}, "STAFF", unit);
  phone.text =
      "SF-3. Number 07700 900481, Lorne HADDOW's own, was called by 07700 900467, a contact "
      "of Noel ASTBURY.";
  phone.assertion("uses_number", haddow, phone_named("07700 900481"));
  JsonObject call;
  call.text("at", "2026-09-27T19:30").number("duration_seconds", 62);
  phone.assertion("call", phone_named("07700 900467"), phone_named("07700 900481"), call);
  file(phone, {{"P040017", "S-haddow"}});
}

}  // namespace

void story_false_leads(StoryBuilder& builder) {
  tolley_reports(builder);
  numbers_that_say_nothing(builder);
  probation_side(builder);
  copper_lane(builder);
}

void story_sealed(StoryBuilder& builder) {
  operations(builder);
  staff_enquiry(builder);
}

}  // namespace sallyport::synth
