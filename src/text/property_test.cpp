// Properties over arbitrary text; the only file here that includes rapidcheck.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdlib>
#include <functional>

#include "text/fold.hpp"
#include "text/internal/utf8.hpp"
#include "text/similarity.hpp"

namespace sallyport::text {
namespace {

// Names made of pieces that meet in practice and in attacks, cut at any byte.
std::string arbitrary_text() {
  static const std::vector<std::string> pieces = {
      "marta",   "Kessell", " ",      "-",    "'",        "’",    "é",    "e\u0301", "ß",
      "İ",       "Σ",       "ς",      "ﬁ",    "Ａ",       "محمد", "الله", "Жуков",   "習",
      "a\u0300", "\u200D",  "\u202E", "\xFF", "\xE2\x82", "½",    "´",    "한",      "\u1100\u1161",
      "क\u094D", "だ",      "\u0345", "ǅ",    "1",        "x",    "al",   "van der", "bill",
      "william"};
  std::string out;
  for (int i = *rc::gen::inRange(0, 8); i > 0; --i)
    out += pieces[*rc::gen::inRange<std::size_t>(0, pieces.size())];
  if (*rc::gen::inRange(0, 4) == 0)
    internal::append_code_point(out, *rc::gen::inRange<char32_t>(0x80, 0x30000));
  return out;
}

void holds(const char* name, const std::function<void()>& property) {
  // The same cases every time; set RC_PARAMS to look for others.
  setenv("RC_PARAMS", "seed=1 max_success=1000", 0);
  EXPECT_TRUE(rc::check(name, property));
}

// Slow and plain, to check the bit-parallel kernels against.
int plain_osa(const std::string& a, const std::string& b) {
  std::vector<std::vector<int>> d(a.size() + 1, std::vector<int>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i)
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = static_cast<int>(i + j);
        continue;
      }
      d[i][j] =
          std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[a.size()][b.size()];
}

int plain_lcs(const std::string& a, const std::string& b) {
  std::vector<std::vector<int>> d(a.size() + 1, std::vector<int>(b.size() + 1));
  for (std::size_t i = 1; i <= a.size(); ++i)
    for (std::size_t j = 1; j <= b.size(); ++j)
      d[i][j] = a[i - 1] == b[j - 1] ? d[i - 1][j - 1] + 1 : std::max(d[i - 1][j], d[i][j - 1]);
  return d[a.size()][b.size()];
}

std::string letters(int most) {
  std::string out;
  for (int i = *rc::gen::inRange(0, most); i > 0; --i)
    out.push_back(static_cast<char>(*rc::gen::inRange<int>('a', 'e')));
  return out;
}

TEST(Properties, FoldIsIdempotentAndWellFormed) {
  holds("fold", [] {
    const std::string folded = fold(arbitrary_text());
    RC_ASSERT(is_valid_utf8(folded));
    RC_ASSERT(fold(folded) == folded);
  });
  holds("latin", [] {
    const std::string latin = to_latin(arbitrary_text());
    RC_ASSERT(internal::is_ascii(latin));
    RC_ASSERT(to_latin(latin) == latin);
  });
}

TEST(Properties, EveryCodePointFoldsOnce) {
  for (char32_t c = 0; c < 0x32000; ++c) {
    std::string text = "x";
    internal::append_code_point(text, c);
    text += "y";
    const std::string folded = fold(text);
    ASSERT_EQ(fold(folded), folded) << std::hex << static_cast<unsigned>(c);
  }
}

TEST(Properties, SimilarityIsSymmetricAndFullOnlyForEqualNames) {
  holds("name similarity", [] {
    const std::string a = arbitrary_text();
    const std::string b = arbitrary_text();
    const int score = name_similarity(a, b);
    RC_ASSERT(score == name_similarity(b, a));
    RC_ASSERT(score >= 0 && score <= 1000);
    RC_ASSERT((score == 1000) == (fold(a) == fold(b)));
  });
  holds("jaro-winkler", [] {
    const std::string a = letters(80);
    const std::string b = letters(80);
    const int score = jaro_winkler(a, b);
    RC_ASSERT(score == jaro_winkler(b, a));
    RC_ASSERT(score >= 0 && score <= 1000);
    RC_ASSERT((score == 1000) == (a == b));
  });
}

TEST(Properties, BitParallelKernelsEqualPlainOnes) {
  holds("osa", [] {
    const int most = *rc::gen::element(8, 30, 90);
    const std::string a = letters(most);
    const std::string b = letters(most);
    const int max = *rc::gen::inRange(0, 40);
    RC_ASSERT(damerau_osa(a, b, max) == std::min(plain_osa(a, b), max + 1));
    RC_ASSERT(lcs_length(a, b) == plain_lcs(a, b));
    // the path for other scripts gives what the path for ASCII gives
    RC_ASSERT(lcs_length(a + "ж", b + "ж") == plain_lcs(a, b) + 1);
    RC_ASSERT(damerau_osa("ж" + a, "ж" + b, max) == std::min(plain_osa(a, b), max + 1));
  });
}

}  // namespace
}  // namespace sallyport::text
