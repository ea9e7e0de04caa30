#include <algorithm>
#include <array>
#include <bit>
#include <optional>

#include "text/fold.hpp"
#include "text/nicknames.hpp"
#include "text/phonetic.hpp"
#include "text/similarity.hpp"

namespace sallyport::text {
namespace {

using Word = PreparedName::Word;
using Words = std::vector<Word>;

// In thousandths. Chosen on made-up names so that one typing error in each word stays above 850
// and another forename falls below it (similarity_test.cpp holds the cases).
constexpr int kNicknameScore = 940;
constexpr int kInitialScore = 850;
constexpr int kContradiction = 850;  // a pair of words below this pulls the whole name down
constexpr int kUnlike = 500;         // unrelated words reach this by chance: worth nothing
constexpr int kDoubtful = 700;

Word make_word(std::string latin) {
  Word word;
  word.skeleton = consonant_skeleton(latin);
  word.nickname_sets = nickname_sets(latin);
  word.particle = is_name_particle(latin);
  for (const char c : latin) word.letters |= 1u << (static_cast<unsigned char>(c) & 31);
  word.latin = std::move(latin);
  return word;
}

int weight_of(const Word& word) {
  if (word.particle) return 1;
  return static_cast<int>(std::clamp<std::size_t>(word.latin.size(), 2, 8));
}

int word_score(const Word& a, const Word& b) {
  const std::string& x = a.latin;
  const std::string& y = b.latin;
  if (x == y) return 1000;
  if (x.size() == 1 || y.size() == 1) return x[0] == y[0] ? kInitialScore : 0;
  if (sets_meet(a.nickname_sets, b.nickname_sets)) return kNicknameScore;
  const int longer = static_cast<int>(std::min(std::max(x.size(), y.size()), kMaxCharacters));
  const int allowed = longer / 2;
  const bool sounds_alike = a.skeleton.size() >= 3 && a.skeleton == b.skeleton;
  // One edit changes at most two letters of the set: most unlike pairs end here.
  if (!sounds_alike && std::popcount(a.letters ^ b.letters) > 2 * allowed) return 0;
  const int distance = damerau_osa(x, y, allowed);
  if (distance > allowed && !sounds_alike) return 0;
  const int edit = std::max(0, 1000 - 1000 * distance / longer);
  int score = (jaro_winkler(x, y) + 2 * edit) / 3;
  if (sounds_alike) score += (1000 - score) / 3;
  if (score < kUnlike) return 0;
  if (score < kDoubtful) return (score - kUnlike) * kDoubtful / (kDoubtful - kUnlike);
  return std::min(score, 999);
}

// The best pairing of every row (the side with fewer words) with a column of its own: exact, by
// dynamic programming over the set of used columns, at most 2^10 sets.
struct Pairing {
  int score[kMaxNameWords][kMaxNameWords];
  std::uint8_t column_of[kMaxNameWords];
};

void pair_up(const Words& rows, const Words& columns, Pairing& p) {
  const std::size_t sets = std::size_t{1} << columns.size();
  // Not cleared: only the sets that exist are written before they are read.
  int best[std::size_t{1} << kMaxNameWords] __attribute__((uninitialized));
  std::uint8_t choice[std::size_t{1} << kMaxNameWords] __attribute__((uninitialized));
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t j = 0; j < columns.size(); ++j)
      p.score[i][j] = word_score(rows[i], columns[j]);
  best[0] = 0;
  for (std::size_t used = 1; used < sets; ++used) {
    const auto row = static_cast<std::size_t>(std::popcount(used)) - 1;
    best[used] = -1;
    if (row >= rows.size()) continue;
    for (std::size_t j = 0; j < columns.size(); ++j) {
      if ((used >> j & 1) == 0) continue;
      const int before = best[used ^ (std::size_t{1} << j)];
      const int total = before + p.score[row][j] * (weight_of(rows[row]) + weight_of(columns[j]));
      if (total > best[used]) {
        best[used] = total;
        choice[used] = static_cast<std::uint8_t>(j);
      }
    }
  }
  std::size_t winner = 0;
  int most = -1;
  for (std::size_t used = 1; used < sets; ++used) {
    if (static_cast<std::size_t>(std::popcount(used)) != rows.size()) continue;
    if (best[used] > most) {
      most = best[used];
      winner = used;
    }
  }
  for (std::size_t row = rows.size(); row-- > 0;) {
    p.column_of[row] = choice[winner];
    winner ^= std::size_t{1} << choice[winner];
  }
}

// rows.size() <= columns.size().
int words_score(const Words& rows, const Words& columns) {
  Pairing p __attribute__((uninitialized));
  pair_up(rows, columns, p);
  std::int64_t top = 0;
  std::int64_t bottom = 0;
  std::array<bool, kMaxNameWords> used{};
  int worst = 1000;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::size_t j = p.column_of[i];
    used[j] = true;
    const int weight = weight_of(rows[i]) + weight_of(columns[j]);
    top += std::int64_t{p.score[i][j]} * weight * 6;
    bottom += weight * 6;
    if (!rows[i].particle && !columns[j].particle) worst = std::min(worst, p.score[i][j]);
  }
  // A word only one side has: a middle name left out costs a third of its weight, the other half
  // of a name known by one word a half, a particle next to nothing.
  for (std::size_t j = 0; j < columns.size(); ++j)
    if (!used[j]) bottom += weight_of(columns[j]) * (rows.size() == 1 ? 3 : 2);
  const int mean = static_cast<int>(top / bottom);
  return std::max(0, mean - std::max(0, kContradiction - worst) / 2);
}

int either_way(const Words& a, const Words& b) {
  return a.size() <= b.size() ? words_score(a, b) : words_score(b, a);
}

// How many words from `at` on together spell a word of `other`; 0 when none do.
std::size_t joined_run(const Words& words, std::size_t at, const Words& other) {
  std::string joined = words[at].latin;
  std::size_t shortest = joined.size();
  for (std::size_t j = at + 1; j < words.size() && j < at + 4; ++j) {
    joined += words[j].latin;
    shortest = std::min(shortest, words[j].latin.size());
    // One typing error is let pass, but an initial must not vanish as one.
    const int allowed = shortest >= 2 && joined.size() >= 6 ? 1 : 0;
    for (const Word& word : other)
      if (damerau_osa(word.latin, joined, allowed) <= allowed) return j - at + 1;
  }
  return 0;
}

// `words` with such runs written as one word; nothing when there are none (the usual case, which
// copies nothing).
std::optional<Words> joined_like(const Words& words, const Words& other) {
  std::optional<Words> out;
  for (std::size_t i = 0; i < words.size();) {
    const std::size_t run = joined_run(words, i, other);
    if (run > 0 && !out) out.emplace(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(i));
    if (out && run == 0) out->push_back(words[i]);
    if (run > 0) {
      std::string joined;
      for (std::size_t k = i; k < i + run; ++k) joined += words[k].latin;
      out->push_back(make_word(std::move(joined)));
    }
    i += std::max<std::size_t>(run, 1);
  }
  return out;
}

}  // namespace

PreparedName prepare_name(std::string_view utf8) {
  PreparedName name;
  name.folded = fold(utf8);
  for (std::string& word : tokens(to_latin(utf8.substr(0, 4 * kMaxCharacters)))) {
    if (name.words.size() == kMaxNameWords) break;
    name.words.push_back(make_word(std::move(word)));
  }
  return name;
}

int name_similarity(const PreparedName& a, const PreparedName& b) {
  if (a.folded == b.folded) return 1000;
  // One order for both directions, so that equally good pairings cannot make a difference.
  const bool swapped =
      a.words.size() > b.words.size() || (a.words.size() == b.words.size() && b.folded < a.folded);
  const PreparedName& first = swapped ? b : a;
  const PreparedName& second = swapped ? a : b;
  if (first.words.empty())  // nothing of it has a Latin form: compare the signs themselves
    return second.words.empty() ? std::min(999, jaro_winkler(a.folded, b.folded)) : 0;
  int score = either_way(first.words, second.words);
  if (score < 990 && second.words.size() > 1) {
    const std::optional<Words> one = joined_like(first.words, second.words);
    const std::optional<Words> other = joined_like(second.words, first.words);
    if (one || other)
      score = std::max(score, either_way(one ? *one : first.words, other ? *other : second.words));
  }
  return std::min(score, 999);
}

int name_similarity(std::string_view a, std::string_view b) {
  return name_similarity(prepare_name(a), prepare_name(b));
}

}  // namespace sallyport::text
