#include "service/place_first.hpp"

#include <algorithm>

#include "search/search.hpp"
#include "service/teller.hpp"
#include "text/fold.hpp"

namespace sallyport::service {
namespace {

constexpr std::size_t kShortest = 4;  // the View's own limit for beginnings of numbers
constexpr std::size_t kTokensLookedAt = 8;

// As the intake writes a place's code: WEXMOOR, QUAYLE-SANDS, WEXMOOR-B-1-05.
std::string code_of(std::string_view text) {
  std::string out;
  for (const auto& word : text::tokens(text::to_latin(text)))
    out += (out.empty() ? "" : "-") + word;
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return out;
}

// Of several records of one place, the first by public id.
std::optional<picture::Handle> place_with(const picture::View& view, picture::TokenRef token) {
  std::optional<picture::Handle> best;
  view.postings(token, [&](const picture::PostingRow& row) {
    if (row.property == model::Property::place_code &&
        (!best || view.id(row.record) < view.id(*best)))
      best = row.record;
    return true;
  });
  return best;
}

}  // namespace

std::optional<picture::Handle> place_called(const picture::View& view, std::string_view text) {
  const std::string code = code_of(text);
  if (code.size() < kShortest) return std::nullopt;
  std::vector<std::pair<std::string, picture::TokenRef>> found;
  view.tokens_with_prefix(model::IndexClass::id, code, [&](const picture::TokenHit& hit) {
    found.emplace_back(hit.text, hit.token);
    return found.size() < kTokensLookedAt;
  });
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return a.first.size() != b.first.size() ? a.first.size() < b.first.size() : a.first < b.first;
  });
  for (const auto& [name, token] : found) {
    if (const auto place = place_with(view, token)) return place;
  }
  return std::nullopt;
}

void put_place_first(Look& look, std::string_view text, SearchAnswer& answer) {
  const auto place = place_called(look.view(), text);
  if (!place) return;
  Teller teller(look);
  HitLine line;
  line.item = teller.item(*place);
  const std::string_view title = search::group_words(search::Group::places);
  auto group = std::find_if(answer.groups.begin(), answer.groups.end(),
                            [&](const auto& one) { return one.title == title; });
  if (group == answer.groups.end()) group = answer.groups.insert(group, {title, {}});
  auto& hits = group->hits;
  const auto there = std::find_if(hits.begin(), hits.end(),
                                  [&](const HitLine& hit) { return hit.item.id == line.item.id; });
  if (there != hits.end()) {
    std::rotate(hits.begin(), there, there + 1);
    return;
  }
  line.why = {"Place: " + line.item.title};
  look.showed(std::vector<Id128>{line.item.id});
  hits.insert(hits.begin(), std::move(line));
}

}  // namespace sallyport::service
