// One name against the question, exactly.
#include <algorithm>
#include <bit>

#include "names/internal/asking.hpp"
#include "text/similarity.hpp"

namespace sallyport::names::internal {
namespace {

constexpr int kParticle = 100;  // van or al, that one side leaves out
constexpr int kWholeText = 30;  // word by word says more than letter by letter
constexpr int kMostWholeEdits = 2;
constexpr std::size_t kLongestWhole = 64 * 4;

bool is_soft(How how) {
  return how == How::short_form || how == How::initial;
}

}  // namespace

Fit Asking::fit(const AskedWord& asked, std::uint32_t word) const {
  if (const Fit* known = asked.fit_of(word)) return *known;
  const std::string_view text = tables_.words.text(word);
  if ((asked.initial() || text.size() == 1) && text[0] == asked.text[0])
    return {kAlone, How::initial, 0};
  const int most = most_edits(asked.text.size());
  if (!asked.shape.may_be_within(tables_.words.shape(word), most)) return {};
  return typing_fit(asked.pattern, text, most);
}

// Each word of the name fits at most one word that was asked for, and no two the same: as usual.
bool Asking::pair_simply(std::span<const std::uint32_t> name, const Fits& fits,
                         Alignment& out) const {
  for (std::size_t j = 0; j < name.size(); ++j) {
    bool any = false;
    for (std::size_t i = 0; i < asked_.size(); ++i) {
      if (fits[j][i].cost >= kImpossible) continue;
      if (any || out.place[i] != kNowhere) {
        out.place.fill(kNowhere);
        out.used = 0;
        return false;
      }
      any = true;
      out.place[i] = static_cast<std::uint8_t>(j);
      out.fits[i] = fits[j][i];
      out.used |= 1u << j;
    }
  }
  return true;
}

// The cheapest pairing: over the name's words in order, for each set of words asked for that are
// paired already.
void Asking::pair_best(std::span<const std::uint32_t> name, const Fits& fits,
                       Alignment& out) const {
  const std::size_t asked = asked_.size();
  const std::size_t sets = std::size_t{1} << asked;
  std::array<int, 1 << kMostAsked> cost __attribute__((uninitialized));
  std::array<std::array<std::uint8_t, 1 << kMostAsked>, kMostNameWords> choice
      __attribute__((uninitialized));
  std::fill_n(cost.begin(), sets, kImpossible);
  cost[0] = 0;
  for (std::size_t j = 0; j < name.size(); ++j) {
    for (std::size_t set = sets; set-- > 0;) {
      choice[j][set] = kNowhere;
      for (std::size_t i = 0; i < asked; ++i) {
        if ((set >> i & 1) == 0 || fits[j][i].cost >= kImpossible) continue;
        const int with = cost[set ^ (std::size_t{1} << i)] + fits[j][i].cost;
        if (with >= cost[set]) continue;
        cost[set] = with;
        choice[j][set] = static_cast<std::uint8_t>(i);
      }
    }
  }
  std::size_t winner = 0;
  int least = kImpossible;
  for (std::size_t set = 0; set < sets; ++set) {
    if (cost[set] >= kImpossible) continue;
    int total = cost[set];
    for (std::size_t i = 0; i < asked; ++i)
      if ((set >> i & 1) == 0) total += asked_[i].absent();
    if (total >= least) continue;
    least = total;
    winner = set;
  }
  for (std::size_t j = name.size(); j-- > 0;) {
    const std::uint8_t i = choice[j][winner];
    if (i == kNowhere) continue;
    out.place[i] = static_cast<std::uint8_t>(j);
    out.fits[i] = fits[j][i];
    out.used |= 1u << j;
    winner ^= std::size_t{1} << i;
  }
}

void Asking::pair_up(std::span<const std::uint32_t> name, Alignment& out) const {
  Fits fits __attribute__((uninitialized));
  for (std::size_t j = 0; j < name.size(); ++j)
    for (std::size_t i = 0; i < asked_.size(); ++i) fits[j][i] = fit(asked_[i], name[j]);
  out.place.fill(kNowhere);
  if (!pair_simply(name, fits, out)) pair_best(name, fits, out);
}

// What is left on both sides may be one word here and two there.
void Asking::join_rest(std::span<const std::uint32_t> name, Alignment& out) const {
  const auto is_good = [&](std::size_t i) {
    return out.place[i] != kNowhere && out.fits[i].cost < kEdit / 2;
  };
  const auto close = [](std::string_view a, std::string_view b) {
    const std::size_t apart = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
    if (apart > 1) return kImpossible;
    const int edits = text::damerau_osa(a, b, 1);
    return edits > 1 ? kImpossible : edits;
  };
  const auto take = [&](std::size_t i, std::size_t j) {
    if (out.place[i] != kNowhere) out.used &= ~(1u << out.place[i]);
    out.place[i] = static_cast<std::uint8_t>(j);
    out.fits[i] = {0, How::joined, 0};
    out.joined |= 1u << i;
  };
  for (std::size_t i = 0; i < asked_.size(); ++i) {
    if (is_good(i)) continue;
    for (std::size_t j = 0; j + 1 < name.size(); ++j) {
      std::string together(tables_.words.text(name[j]));
      for (std::size_t k = j + 1; k < name.size() && k <= j + 2; ++k) {
        together += tables_.words.text(name[k]);
        const int errors = close(asked_[i].text, together);
        if (errors >= kImpossible) continue;
        take(i, j);
        for (std::size_t t = j; t <= k; ++t) {
          out.used |= 1u << t;
          for (std::size_t other = 0; other < asked_.size(); ++other)
            if (other != i && out.place[other] == t) out.place[other] = kNowhere;
        }
        ++out.joins;
        out.join_errors += errors;
        return;
      }
    }
  }
  for (std::size_t i = 0; i + 1 < asked_.size(); ++i) {
    if (is_good(i) && is_good(i + 1)) continue;
    const std::string together = asked_[i].text + asked_[i + 1].text;
    for (std::size_t j = 0; j < name.size(); ++j) {
      const int errors = close(together, tables_.words.text(name[j]));
      if (errors >= kImpossible) continue;
      take(i, j);
      take(i + 1, j);
      for (std::size_t other = 0; other < asked_.size(); ++other)
        if (other != i && other != i + 1 && out.place[other] == j) out.place[other] = kNowhere;
      out.used |= 1u << j;
      ++out.joins;
      out.join_errors += errors;
      return;
    }
  }
}

void Asking::sum_up(std::span<const std::uint32_t> name, Alignment& out) const {
  int errors = out.join_errors * kEdit;
  int soft = 0;
  int small = out.joins * kWrittenTogether;
  int last = -1;
  out.other_order = false;
  for (std::size_t i = 0; i < asked_.size(); ++i) {
    if (out.place[i] == kNowhere) {
      errors += asked_[i].absent();
      continue;
    }
    if (out.place[i] < last) out.other_order = true;
    last = out.place[i];
    is_soft(out.fits[i].how) ? void(++soft) : void(errors += out.fits[i].cost);
  }
  for (std::size_t j = 0; j < name.size(); ++j) {
    if ((out.used >> j & 1) != 0) continue;
    tables_.particles[name[j]] != 0 ? void(small += kParticle) : void(++soft);
  }
  out.cost = errors + small + (out.other_order ? kOtherOrder : 0);
  if (soft > 0) out.cost += (errors > 0 ? kBesideErrors : kAlone) + kFurther * (soft - 1);
}

// An error may move a blank, or leave nothing of a short word.
void Asking::compare_whole(std::uint32_t row, Alignment& out) const {
  if (whole_.size() > kLongestWhole ||
      !whole_shape_.may_be_within(tables_.name_shapes[row], kMostWholeEdits))
    return;
  char text[kLongestWhole + kLongestWord + 2];
  std::size_t at = 0;
  for (const std::uint32_t word : tables_.words_of(row)) {
    const std::string_view part = tables_.words.text(word);
    if (at + part.size() + 1 > sizeof text) return;
    if (at > 0) text[at++] = ' ';
    at += part.copy(text + at, part.size());
  }
  const std::string_view found(text, at);
  if (found.empty()) return;
  const int edits = whole_pattern_.distance(found, kMostWholeEdits);
  if (edits > kMostWholeEdits) return;
  const int cost = edits_cost(whole_, found, edits) + kWholeText;
  if (cost >= out.cost) return;
  out.cost = cost;
  out.edits_over_all = edits;
}

void Asking::align(std::uint32_t row, bool try_joins, Alignment& out) const {
  const auto name = tables_.words_of(row);
  pair_up(name, out);
  sum_up(name, out);
  if (out.cost <= kEdit / 2) return;
  // Only where a word of each side is left is there anything to join.
  const bool rest =
      try_joins && out.cost > kEdit &&
      std::popcount(out.used) < static_cast<int>(std::max(name.size(), asked_.size()));
  if (rest) {
    Alignment joined = out;
    join_rest(name, joined);
    if (joined.joins > 0) {
      sum_up(name, joined);
      if (joined.cost < out.cost) out = joined;
    }
  }
  if (out.cost > kEdit) compare_whole(row, out);
}

}  // namespace sallyport::names::internal
