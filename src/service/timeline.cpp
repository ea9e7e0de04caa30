#include "service/timeline.hpp"

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

}  // namespace sallyport::service
