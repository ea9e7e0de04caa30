// Prisoners' calls, one file a month: the largest feed by far, so a caller's constants are worked
// out once and a row is put together without formatting machinery.
#include <cstring>
#include <memory>

#include <fmt/format.h>

#include "base/time.hpp"
#include "synth/internal/codes.hpp"
#include "synth/internal/plan.hpp"

namespace sallyport::synth {
namespace {

struct Caller {
  char number[8] = {};
  std::uint8_t prison = 0;
  std::uint8_t rate = 0;      ///< calls in ten days
  std::uint8_t contacts = 0;  ///< numbers he has in use
  std::int32_t from = 0;
};

struct Call {
  std::int32_t second;  ///< since the month began
  std::uint32_t rank;
  std::uint32_t draw;
  auto operator<=>(const Call&) const = default;
};

using Callers = std::vector<Caller>;

/// Random hubs: a hostel, a taxi office, a shop with a line that many use.
std::string hub_number(const World& world, std::uint32_t draw) {
  return drama_number(kOwnNumbers - 1 - draw % (world.scale() == Scale::kDemo ? 3 : 8));
}

std::shared_ptr<const Callers> callers(const World& world) {
  auto out = std::make_shared<Callers>(world.in_custody_count());
  for (std::uint32_t rank = 0; rank < out->size(); ++rank) {
    const std::uint32_t i = World::by_rank(rank);
    Stream draw = world.stream(Tag::kCalls, i);
    Caller& caller = (*out)[rank];
    std::memcpy(caller.number, prison_number(i).data(), 7);
    caller.prison = world.prison_index(i);
    caller.rate = static_cast<std::uint8_t>(draw.between(3, 38));
    caller.from = world.custody(i).reception;
    const std::uint32_t known = std::min<std::uint32_t>(world.contacts(i), 5);
    for (std::uint32_t k = 0; k < known && !world.contact_number(i, k).empty(); ++k) {
      ++caller.contacts;
    }
  }
  return out;
}

void two_digits(char* at, int value) {
  at[0] = static_cast<char>('0' + value / 10);
  at[1] = static_cast<char>('0' + value % 10);
}

class CallRow {
 public:
  CallRow(const World& world, std::string_view part) : world_(world), part_(part) {}

  const std::string& make(const Caller& caller, const Call& call, std::uint64_t number,
                          std::int64_t month_start) {
    const std::uint32_t i = World::by_rank(call.rank);
    const std::int64_t at = month_start + call.second;
    const auto day = static_cast<std::int32_t>(at / kDaySeconds);
    if (day != day_) {
      day_ = day;
      date_ = iso_date(day);
    }
    const int rest = static_cast<int>(at % kDaySeconds);
    char clock[9] = "00:00:00";
    two_digits(clock, rest / 3600);
    two_digits(clock + 3, rest / 60 % 60);
    two_digits(clock + 6, rest % 60);
    line_.clear();
    line_ += "CA-";
    line_ += part_;
    line_ += '-';
    const fmt::format_int id(number);
    line_.append(id.size() < 8 ? 8 - id.size() : 0, '0');
    line_.append(id.data(), id.size());
    line_ += ',';
    line_.append(caller.number, 7);
    line_ += ',';
    line_ += world_.prisons()[caller.prison].name;
    line_ += ',';
    const std::uint32_t pick = call.draw & 0xffff;
    if (pick % 97 == 0) {
      line_ += hub_number(world_, pick);
    } else {  // mostly the first of his contacts
      const std::uint32_t k = std::min(pick % caller.contacts, pick / 256 % caller.contacts);
      line_ += world_.contact_number(i, k);
    }
    line_ += ',';
    line_ += date_;
    line_ += ' ';
    line_ += clock;
    line_ += ',';
    const std::uint32_t answer = call.draw >> 16;
    const bool answered = answer % 5 != 0;
    const fmt::format_int seconds(answered ? 10 + answer % 590 : 0);
    line_.append(seconds.data(), seconds.size());
    line_ += answered ? ",ANSWERED" : ",NO_ANSWER";
    return line_;
  }

 private:
  const World& world_;
  std::string part_, date_, line_;
  std::int32_t day_ = -1;
};

Result<FileCount> calls(const Context& context, const Callers& all, const std::string& part,
                        std::int32_t first, std::int32_t last) {
  const World& world = context.world;
  std::vector<Call> events;
  for (std::uint32_t rank = 0; rank < all.size(); ++rank) {
    const Caller& caller = all[rank];
    if (caller.contacts == 0) continue;
    const std::uint32_t i = World::by_rank(rank);
    for (std::int32_t day = std::max(first, caller.from); day <= last; ++day) {
      const std::uint64_t root =
          derive(world.seed(), Tag::kCalls, i, static_cast<std::uint64_t>(day));
      const std::uint32_t count = (caller.rate + static_cast<std::uint32_t>(root % 10)) / 10;
      for (std::uint32_t j = 0; j < count; ++j) {
        const std::uint64_t draw = mix(root + j + 1);
        // unlocked from 08:00 to 21:30, most of it in the evening
        const auto when = std::max(draw % 48'600, (draw >> 20) % 48'600);
        events.push_back({static_cast<std::int32_t>((day - first) * kDaySeconds + 28'800 +
                                                    static_cast<std::int64_t>(when)),
                          rank, static_cast<std::uint32_t>(draw >> 32)});
      }
    }
  }
  std::sort(events.begin(), events.end());
  FeedFile file = context.open(kPrisons, "prison.calls", part);
  CallRow row(world, fmt::format("{}{}", part.substr(0, 4), part.substr(5)));
  const std::int64_t start = first * kDaySeconds;
  std::uint64_t n = 0;
  for (const Call& call : events) {
    file.row(static_cast<std::uint64_t>(start + call.second),
             row.make(all[call.rank], call, serial(n++), start));
  }
  return file.close();
}

}  // namespace

void plan_prison_calls(const World& world, std::vector<Task>& tasks) {
  const std::shared_ptr<const Callers> all = callers(world);
  std::int32_t day = kStoryDay - world.call_days();
  while (day < kStoryDay) {
    const CivilDate civil = to_civil(Date{day});
    const CivilDate next = civil.month == 12 ? CivilDate{civil.year + 1, 1, 1}
                                             : CivilDate{civil.year, civil.month + 1, 1};
    const std::int32_t end = std::min(to_date(next).day, kStoryDay) - 1;
    tasks.push_back([all, part = iso_date(day).substr(0, 7), day, end](const Context& context) {
      return calls(context, *all, part, day, end);
    });
    day = end + 1;
  }
}

}  // namespace sallyport::synth
