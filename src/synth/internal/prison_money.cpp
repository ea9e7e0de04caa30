// Money in and out. A random card pays one prisoner, once a week at most, so that the counting
// rules of vocabularies 4.9 fire on the story's cards and on the country's planted payers alone.
#include <fmt/format.h>

#include "base/time.hpp"
#include "synth/internal/codes.hpp"
#include "synth/internal/plan.hpp"

namespace sallyport::synth {
namespace {

constexpr std::int64_t kAmounts[] = {1000, 1500, 2000, 2000, 2500, 3000, 4000, 5000, 6000, 10000};

std::string expiry(std::uint64_t key) {
  return fmt::format("{:02}/{:02}", mix(key + 1) % 12 + 1, 27 + mix(key + 2) % 4);
}

std::int32_t money_days(const World& world) {
  return world.scale() == Scale::kDemo ? 62 : world.year_days();
}

Result<FileCount> credits(const Context& context) {
  const World& world = context.world;
  std::vector<EventKey> events;
  for (std::uint32_t rank = 0; rank < world.in_custody_count(); ++rank) {
    const std::uint32_t i = World::by_rank(rank);
    Stream habit = world.stream(Tag::kCards, i);
    const auto phase = static_cast<std::int32_t>(habit.below(7));
    const auto share = habit.between(150, 800);
    const std::int32_t from = std::max(world.custody(i).reception, kStoryDay - money_days(world));
    for (std::int32_t day = from; day < kStoryDay; ++day) {
      if (day % 7 != phase) continue;
      const auto root = derive(world.seed(), Tag::kCredits, i, static_cast<std::uint64_t>(day));
      if (root % 1000 >= static_cast<std::uint64_t>(share)) continue;
      const auto second = static_cast<std::int64_t>(8 * 3600 + (root >> 32) % 43'200);
      events.push_back({day * kDaySeconds + second, i, static_cast<std::uint32_t>(day)});
    }
  }
  std::sort(events.begin(), events.end());
  FeedFile file = context.open(kPrisons, "prison.money_credits");
  Csv row;
  std::uint64_t n = 0;
  for (const EventKey& event : events) {
    Stream draw = world.stream(Tag::kCredits, event.i, event.j, 1);
    const std::uint32_t contacts = world.contacts(event.i);
    const auto k = static_cast<std::uint32_t>(std::min(draw.below(contacts), draw.below(contacts)));
    const Person payer = world.contact(event.i, k);
    const std::uint64_t key = std::uint64_t{event.i} * 8 + k;
    const auto method = draw.below(100);
    const std::string name = fmt::format("{} {}", payer.forename.substr(0, 1), payer.surname);
    const bool plain = static_cast<unsigned char>(payer.forename[0]) < 0x80;
    row.clear();
    row.text(fmt::format("CR-{:08}", serial(n++))).text(prison_number(event.i));
    row.text(world.prison_of(event.i).name).text(iso_time(event.at));
    row.pounds(kAmounts[draw.below(std::size(kAmounts))]);
    if (method < 72) {
      row.text("CARD").text(card_last4(key)).text(expiry(key));
      row.text(plain ? name : payer.surname).text(payer.postcode);
      row.empty().empty().empty().empty();
    } else if (method < 92) {
      Stream account = world.stream(Tag::kCard, event.i, k);
      row.text("BANK").empty().empty().empty().empty();
      row.text(sort_code(account)).text(account_number(account));
      row.text(fmt::format("{} {}", payer.forename, payer.surname)).empty();
    } else {
      row.text(method < 97 ? "CASH" : "CHEQUE");
      for (int i = 0; i < 8; ++i) row.empty();
    }
    file.row(static_cast<std::uint64_t>(event.at), row.line());
  }
  return file.close();
}

Result<FileCount> disbursements(const Context& context) {
  const World& world = context.world;
  std::vector<EventKey> events;
  for (std::uint32_t rank = 0; rank < world.in_custody_count(); ++rank) {
    const std::uint32_t i = World::by_rank(rank);
    const std::int32_t from = std::max(world.custody(i).reception, kStoryDay - money_days(world));
    for (std::int32_t day = from; day < kStoryDay; ++day) {
      const auto root = derive(world.seed(), Tag::kDebits, i, static_cast<std::uint64_t>(day));
      if (root % 1000 >= 12) continue;
      events.push_back({day * kDaySeconds + 36'000, i, static_cast<std::uint32_t>(day)});
    }
  }
  std::sort(events.begin(), events.end());
  FeedFile file = context.open(kPrisons, "prison.money_disbursements");
  Csv row;
  std::uint64_t n = 0;
  for (const EventKey& event : events) {
    Stream draw = world.stream(Tag::kDebits, event.i, event.j, 1);
    const auto k = static_cast<std::uint32_t>(draw.below(world.contacts(event.i)));
    const Person to = world.contact(event.i, k);
    Stream account = world.stream(Tag::kCard, event.i, k);
    const bool bank = draw.per_mille(800);
    row.clear();
    row.text(fmt::format("DB-{:08}", serial(n++))).text(prison_number(event.i));
    row.text(world.prison_of(event.i).name).text(iso_time(event.at));
    row.pounds(kAmounts[draw.below(std::size(kAmounts))]).text(bank ? "BANK" : "CHEQUE");
    row.text(fmt::format("{} {}", to.forename, to.surname));
    row.text(bank ? sort_code(account) : "").text(bank ? account_number(account) : "");
    row.text(bank ? "" : to.address + ", " + to.town).text(bank ? "" : to.postcode);
    file.row(static_cast<std::uint64_t>(event.at), row.line());
  }
  return file.close();
}

}  // namespace

void plan_prison_money(const World&, std::vector<Task>& tasks) {
  for (const auto writer : {credits, disbursements}) tasks.push_back(writer);
}

}  // namespace sallyport::synth
