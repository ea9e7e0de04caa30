#include <algorithm>

#include "names/internal/asking.hpp"

namespace sallyport::names::internal {

Hit Asking::explain(const Candidate& candidate) const {
  Alignment alignment;
  align(candidate.row, true, alignment);
  const auto name = tables_.words_of(candidate.row);
  Hit hit;
  hit.row = candidate.row;
  hit.cost = candidate.cost;
  // An error in a long name is less of it.
  const int letters = std::max<int>(4, static_cast<int>(whole_.size()));
  hit.score = std::max(1, 1000 - candidate.cost / letters);
  hit.edits_over_all = alignment.edits_over_all;
  hit.other_order = alignment.other_order;
  std::uint32_t joined_places = 0;
  for (std::size_t i = 0; i < asked_.size(); ++i) {
    if (alignment.place[i] == kNowhere) {
      hit.not_found.push_back(asked_[i].text);
      continue;
    }
    WordMatch match{asked_[i].text, {}, alignment.fits[i].how, alignment.fits[i].edits};
    match.found = tables_.words.text(name[alignment.place[i]]);
    if (match.how == How::joined) {
      // The words of the name behind the first that nobody else has.
      std::string together = match.found;
      for (std::size_t j = alignment.place[i] + 1u;
           j < name.size() && together.size() < match.asked.size(); ++j) {
        together += tables_.words.text(name[j]);
        match.found += ' ';
        match.found += tables_.words.text(name[j]);
        joined_places |= 1u << j;
      }
      match.edits = alignment.join_errors;
    }
    hit.matches.push_back(std::move(match));
  }
  for (std::size_t j = 0; j < name.size(); ++j)
    if (((alignment.used | joined_places) >> j & 1) == 0)
      hit.not_asked.emplace_back(tables_.words.text(name[j]));
  return hit;
}

}  // namespace sallyport::names::internal
