#include "service/timeline.hpp"

#include "network/together.hpp"
#include "service/teller.hpp"

namespace sallyport::service {

std::vector<TimelineEntry> timeline_of(Look& look, const std::vector<picture::Handle>& seeds,
                                       const network::TimelineOptions& options,
                                       std::size_t* left_off) {
  auto answer = network::timeline(look.view(), look.identity_of(), seeds, options);
  if (!answer) return {};
  if (left_off != nullptr) {
    *left_off = answer->value.left_off;
    answer->partial = false;
  }
  const network::Timeline timeline = look.keep(std::move(*answer));
  Teller teller(look);
  std::vector<Item> named;
  for (const auto& seed : timeline.seeds) named.push_back(teller.item(seed));
  std::vector<TimelineEntry> out;
  for (const auto& e : timeline.entries) {
    TimelineEntry entry;
    if (!e.ids.empty()) entry.id = e.ids.front();
    entry.lane = e.lane;
    entry.what = e.what;
    entry.time = Moment{e.at, e.when};
    if (e.until) entry.until = teller.moment(*e.until);
    const Id128 evidence = e.sources.empty() ? Id128{} : Id128(e.sources.front());
    entry.words = teller.sentence(e.sentence, named, evidence);
    entry.told = teller.tellings(e.told);
    entry.gap = e.gap;
    out.push_back(std::move(entry));
  }
  return out;
}

Result<std::vector<TimelineEntry>> timeline_of(Look& look, const std::vector<std::string>& ids,
                                               const network::TimelineOptions& options) {
  std::vector<picture::Handle> seeds;
  for (const auto& id : ids) {
    const auto handle = look.find(id);
    if (!handle) return fail(ErrorCode::kNotFound);
    seeds.push_back(*handle);
  }
  if (seeds.empty()) return fail(ErrorCode::kBadValue, "ids: expected at least one");
  return timeline_of(look, seeds, options);
}

Result<PersonTimeline> person_timeline(Look& look, std::string_view id) {
  const auto handle = look.find(id);
  if (!handle || look.view().kind(*handle) != model::RecordKind::person)
    return fail(ErrorCode::kNotFound);
  PersonTimeline out;
  // one of its records stands for the person: each would be named by itself
  out.entries =
      timeline_of(look, std::vector<picture::Handle>{*handle}, network::TimelineOptions{});
  TRY_ASSIGN(auto answer, network::together(look.view(), look.identity_of(), *handle, look.now()));
  Teller teller(look);
  for (const auto& one : look.keep(std::move(answer))) {
    TogetherLine line;
    line.person = teller.item(one.other);
    line.because = one.because;
    line.nearness = network::nearness_name(one.nearness);
    line.words = teller.sentence(one.sentence, {line.person}, one.told.front().record);
    line.from = teller.moment(one.from);
    if (one.until) line.until = teller.moment(*one.until);
    line.told = teller.tellings(one.told);
    out.together.push_back(std::move(line));
  }
  return out;
}

}  // namespace sallyport::service
