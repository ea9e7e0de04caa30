// C: a man who pays for others. Five sources of money at Tarnholt, two of which a rule may name.
#include <fmt/format.h>

#include "synth/internal/plan.hpp"
#include "synth/internal/story.hpp"

namespace sallyport::synth {
namespace {

const Man kPaid[] = {
    {"S-paid-1", "Z9033ZA", "Bascombe", "Errol", {1999, 1, 20}, "Tarnholt", "C2-03"},
    {"S-paid-2", "Z9033ZB", "Nowicki", "Filip", {1997, 5, 6}, "Tarnholt", "C2-15"},
    {"S-paid-3", "Z9033ZC", "Aldous", "Kevin", {2000, 8, 30}, "Tarnholt", "C3-04"},
    {"S-paid-4", "Z9033ZD", "Medina", "Rafa", {1996, 3, 11}, "Tarnholt", "C3-11"},
    {"S-paid-5", "Z9033ZE", "Treloar", "Jago", {1992, 12, 2}, "Tarnholt", "C1-09"},
    {"S-paid-6", "Z9033ZF", "Osinski", "Adrian", {1995, 10, 15}, "Tarnholt", "C1-14"},
    {"S-paid-7", "Z9033ZG", "Haworth", "Neville", {1989, 7, 7}, "Tarnholt", "C3-18"},
    {"S-paid-8", "Z9033ZH", "Sowande", "Tobi", {1998, 4, 25}, "Tarnholt", "C2-19"},
};

void credits(StoryBuilder& builder) {
  struct Credit {
    const Man* to;
    unsigned day;  ///< of September 2026
    int pounds;
    const char* last4;
    const char* name;
  };
  const Credit cards[] = {// 4417, "B Larkin": four men within six days; both rules, once
                          {&kVarley, 14, 40, "4417", "B Larkin"},
                          {&kPaid[0], 15, 40, "4417", "B Larkin"},
                          {&kPaid[1], 17, 40, "4417", "B Larkin"},
                          {&kPaid[2], 19, 40, "4417", "B Larkin"},
                          // 4418: three men, three credits; nothing
                          {&kPaid[3], 15, 30, "4418", "J Pryor"},
                          {&kPaid[4], 16, 30, "4418", "J Pryor"},
                          {&kPaid[5], 18, 30, "4418", "J Pryor"},
                          // 4419: one man four times; only "over three credits"
                          {&kPaid[6], 21, 25, "4419", "A Haworth"},
                          {&kPaid[6], 23, 25, "4419", "A Haworth"},
                          {&kPaid[6], 25, 25, "4419", "A Haworth"},
                          {&kPaid[6], 27, 25, "4419", "A Haworth"},
                          // 4420: four men, the fourth on day 9; nothing
                          {&kPaid[0], 7, 20, "4420", "S Quillon"},
                          {&kPaid[3], 9, 20, "4420", "S Quillon"},
                          {&kPaid[5], 11, 20, "4420", "S Quillon"},
                          {&kPaid[7], 15, 20, "4420", "S Quillon"}};
  int minute = 0;
  for (const Credit& credit : cards) {
    builder.credit(*credit.to, at({2026, 9, credit.day}, 10, minute++ % 60), credit.pounds * 100,
                   "CARD", credit.last4, credit.name);
  }
  // by bank from Larkin's account, twelve days before the card: outside its eight
  builder.credit(kVarley, at({2026, 9, 2}, 14, 5), 6000, "BANK", "", "B Larkin");
  // cash by post without a sender never counts
  for (const std::size_t n : {1u, 2u, 4u, 6u, 7u}) {
    builder.credit(kPaid[n], at({2026, 9, 16}, 9, 30), 2000, "CASH", "", "");
  }
}

void the_pair(StoryBuilder& builder) {
  builder.activity(kAstbury, "Landing cleaner, all landings", "C wing", "Mon-Sun 08:30-11:30");
  Incident incident;
  incident.reference = fmt::format("IR-2026-{:07}", builder.next("incidents"));
  incident.family = "MISCELLANEOUS";
  incident.prison = "Tarnholt";
  incident.location = "C wing servery";
  incident.at = at({2026, 9, 28}, 17, 20);
  incident.title = "Argument at the servery";
  incident.description =
      "Raised voices at the servery between two prisoners, who were parted "
      "without use of force. Neither would say what it was about.";
  incident.prisoner(kAstbury.number, kAstbury.surname, kAstbury.forenames, "Suspected involved",
                    "Seen by duty governor");
  incident.prisoner(kVarley.number, kVarley.surname, kVarley.forenames, "Present at scene", "");
  builder.incident(incident);
  for (int n = 0; n < 6; ++n) {
    builder.call(kAstbury, "07700 900467", at({2026, 9, 16}, 18, 10 + n) + n * 4 * kDaySeconds,
                 120 + n * 10);
  }
  for (int n = 0; n < 4; ++n) {
    builder.call(kVarley, "07700 900435", at({2026, 9, 17}, 17, 40 + n) + n * 6 * kDaySeconds, 200);
  }
  builder.visitor(
      "Varley,Elsie,1969-02-27,\"9 Tollhouse Court, Harrowfield\",HF3 1LN,07700 900435,,"
      "Z9031ZE,Tarnholt,mother,APPROVED,2025-09-01,",
      "VR-0004001", "S-elsie");
}

void larkin(StoryBuilder& builder) {
  Report pc1;
  pc1.urn = "NMP/2026/0003415";
  pc1.agency = kNorthmoor;
  pc1.date = day_of({2026, 9, 12});
  pc1.source = "2";
  pc1.information = "C";
  pc1.releasable_to = {"northmoor-police/prison-intelligence",
                       "southwater-police/prison-intelligence", "estmere-prisons/security",
                       "estmere-prisons/security/tarnholt", "estmere-regional/unit"};
  pc1.originator = "Northmoor intelligence desk";
  pc1.origin_ref = "NMP/LOG/34152";
  pc1.text =
      "Account 60-00-01 31926819 is held by Bishop LARKIN, known as \"Bish\", who handles "
      "money for Millrace.";
  const std::string who = JsonObject()
                              .text("kind", "person")
                              .text("surname", "Larkin")
                              .text("forenames", "Bishop")
                              .text("dob", "1988-07-30")
                              .raw("aliases", JsonArray().text("Bish").str())
                              .str();
  pc1.assertion("holds_account", who, account_named("60-00-01", "31926819", "B Larkin"));
  JsonObject role;
  role.text("standing", "Peripheral Subject").text("role", "money handler").text("status", "ACT");
  pc1.assertion("member_of", who, group_by_number("991/0010177", "Millrace"), role);
  pc1.assertion("alias", who, JsonObject().text("kind", "name").text("name", "Bish").str());
  builder.report("police.intelligence_reports", pc1, {{pc1.urn + "#1/a", "S-larkin"}});
}

/// Everything that says Varley is under pressure is sealed: PRESSURE.
void pressure(StoryBuilder& builder) {
  struct Entry {
    CivilDate day;
    int hour;
    const char* kind;
    const char* factor;
    const char* words;
  };
  static constexpr Entry kEntries[] = {
      {{2026, 9, 8}, 10, "REQUEST_TO_MOVE", "", "Asks for another wing. Gives no reason."},
      {{2026, 9, 17}, 9, "REQUEST_TO_MOVE", "", "Asks for another wing or another prison."},
      {{2026, 9, 19}, 20, "UNDER_INFLUENCE", "", "Seen by healthcare, under the influence."},
      {{2026, 9, 22}, 11, "DAY_RELEASE_REFUSED", "", "Refused his own day release on the morning."},
      {{2026, 9, 29},
       15,
       "REQUEST_TO_MOVE",
       "",
       "Third request. Would go to segregation if need be."},
      {{2026, 10, 3}, 19, "UNDER_INFLUENCE", "", "Second episode. Says he was given it."},
      {{2026, 10, 5}, 14, "CSIP_REFERRAL", "DEBT", "Referral by personal officer: debt."}};
  for (const Entry& entry : kEntries) {
    const std::int64_t when = at(entry.day, entry.hour, 15);
    Csv row;
    row.text(fmt::format("SC-{:07}", builder.next("safer"))).text(kVarley.number).text("Tarnholt");
    row.text(iso_time(when))
        .text(entry.kind)
        .text(entry.factor)
        .text(entry.words)
        .text("Safer custody");
    builder.add(kPrisons, "prison.safer_custody", static_cast<std::uint64_t>(when), row.take());
  }
  Report report;
  report.urn = "SCR/2026/0000031";
  report.agency = kPrisons;
  report.date = day_of({2026, 10, 6});
  report.source = "2";
  report.information = "B";
  report.prison = "Tarnholt";
  report.originator = "Safer custody, Tarnholt";
  report.text =
      "Colm VARLEY may be under pressure from people who collect for Millrace: he has paid "
      "for others, asked three times to move and refused a day release.";
  report.assertion("under_pressure",
                   person_by_number(kVarley.number, kVarley.surname, kVarley.forenames),
                   group_by_number("991/0010177", "Millrace"));
  builder.report("prison.safer_custody_reports", report, {{kVarley.number, kVarley.cluster}});

  builder.add(
      kProbation, "probation.cases", text_key("X900005"),
      "X900005,Varley,Colm,08/09/2001,M,Z9031ZE,,\"9 Tollhouse Court, Harrowfield\",HF3 1LN,,"
      "Varley,Elsie,27/02/1969,mother,Y,,PR031,,PRE_RELEASE,02/04/2027,02/10/2028,none,"
      "estmere-prisons/safer-custody",
      {{"X900005", "S-varley"}, {"X900005/contact", "S-elsie"}});
  const std::int64_t told = at({2026, 9, 30}, 15, 10);
  builder.add(
      kProbation, "probation.contacts", static_cast<std::uint64_t>(told),
      "PN-0004001,X900005,PR031,30/09/2026 15:10,FAMILY,\"Mother says she pays \"\"a man called "
      "Bish\"\" to keep her son safe. She has paid since July and is afraid to stop.\","
      "Elsie Varley (mother),PRESSURE,estmere-prisons/safer-custody");
}

}  // namespace

void story_debt(StoryBuilder& builder) {
  for (const Man& man : kPaid) builder.roll(man);
  credits(builder);
  the_pair(builder);
  larkin(builder);
  pressure(builder);
}

}  // namespace sallyport::synth
