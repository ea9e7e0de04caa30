#include "names/internal/cost.hpp"

#include <algorithm>

#include "text/similarity.hpp"

namespace sallyport::names::internal {
namespace {

constexpr int kLeftOut = 40;    // less, for each letter the asker left out
constexpr int kExchanged = 50;  // less, for two neighbours in the wrong order
constexpr int kFirstLetter = 10;

// The first place where texts of one length differ holds two letters exchanged.
bool exchanged(std::string_view a, std::string_view b) {
  for (std::size_t i = 0; i + 1 < a.size(); ++i)
    if (a[i] != b[i]) return a[i] == b[i + 1] && a[i + 1] == b[i];
  return false;
}

}  // namespace

int edits_cost(std::string_view asked, std::string_view found, int edits) {
  if (edits == 0) return 0;
  int cost = edits * kEdit;
  if (found.size() > asked.size()) {
    cost -= kLeftOut * static_cast<int>(found.size() - asked.size());
  } else if (found.size() == asked.size() && exchanged(asked, found)) {
    cost -= kExchanged;
  }
  return cost + (asked[0] != found[0] ? kFirstLetter : 0);
}

Fit typing_fit(const Pattern& pattern, std::string_view found, int most) {
  const std::string_view asked = pattern.text();
  if (asked == found) return {0, How::exact, 0};
  if (most == 0) return {};
  int edits = pattern.distance(found, most);
  if (edits > most && most == 2 && text::is_swap_across_a_letter(asked, found)) edits = 2;
  if (edits > most) return {};
  return {edits_cost(asked, found, edits), How::typing_error, edits};
}

Fit sound_fit(const Pattern& asked, std::string_view found, bool other_script) {
  constexpr int kMostCounted = 6;
  const int apart = asked.distance(found, kMostCounted);
  const int cost = other_script ? 400 + 120 * apart : 1500 + 120 * apart;
  return {cost, How::sound, apart};
}

}  // namespace sallyport::names::internal
