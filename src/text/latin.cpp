#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <memory>
#include <mutex>

#include "text/fold.hpp"
#include "text/internal/letters.hpp"
#include "text/internal/utf8.hpp"

namespace sallyport::text {
namespace {

using namespace internal;

// ICU's transliterators are not safe to share while in use; making one takes milliseconds, cloning
// microseconds. One prototype a process, one clone a thread.
const icu::Transliterator* any_latin() {
  static const std::unique_ptr<icu::Transliterator> prototype = [] {
    UErrorCode status = U_ZERO_ERROR;
    return std::unique_ptr<icu::Transliterator>(icu::Transliterator::createInstance(
        icu::UnicodeString(u"Any-Latin; Latin-ASCII"), UTRANS_FORWARD, status));
  }();
  static std::mutex cloning;
  thread_local std::unique_ptr<icu::Transliterator> own;
  if (!own && prototype) {
    const std::lock_guard<std::mutex> lock(cloning);
    own.reset(prototype->clone());
  }
  return own.get();
}

std::string by_icu(std::u32string_view run) {
  icu::UnicodeString text = icu::UnicodeString::fromUTF32(
      reinterpret_cast<const UChar32*>(run.data()), static_cast<int32_t>(run.size()));
  if (const icu::Transliterator* latin = any_latin()) latin->transliterate(text);
  std::string out;
  text.toUTF8String(out);
  return out;
}

bool is_han(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  return uscript_getScript(static_cast<UChar32>(c), &status) == USCRIPT_HAN;
}

// Two or three characters are a surname and a given name ("xi jinping"); a longer run is a foreign
// name written by its sounds, one word.
std::string han_name(std::u32string_view run) {
  std::string out;
  for (std::size_t i = 0; i < run.size(); ++i) {
    std::string syllable = by_icu(run.substr(i, 1));
    std::erase(syllable, ' ');
    out += syllable;
    if (i == 0 && (run.size() == 2 || run.size() == 3)) out.push_back(' ');
  }
  return out;
}

class Latiniser {
 public:
  explicit Latiniser(std::u32string text) : text_(std::move(text)) {}

  std::string run() {
    while (at_ < text_.size()) step();
    return std::move(out_);
  }

 private:
  char32_t peek(std::size_t ahead) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : U' ';
  }
  char32_t before() const { return at_ > 0 ? text_[at_ - 1] : U' '; }
  static bool is_letter(char32_t c) {
    return c >= 0x80 ? u_isalpha(static_cast<UChar32>(c)) != 0 : (c >= 'a' && c <= 'z');
  }
  bool word_start() const { return !is_letter(before()); }
  void put(const char* letters, std::size_t taken = 1) {
    out_ += letters;
    at_ += taken;
  }

  void step() {
    const char32_t c = text_[at_];
    if (c < 0x370) {
      append_code_point(out_, c);
      ++at_;
    } else if (!greek(c) && !cyrillic(c) && !armenian(c) && !georgian(c) && !hebrew(c) &&
               !arabic(c)) {
      others(c);
    }
  }

  bool greek(char32_t c) {
    if (c > 0x3CE) return false;
    const char* letter = greek_letter(c);
    if (letter == nullptr) return false;
    const char32_t next = peek(1);
    const bool ypsilon = next == 0x3C5 || next == 0x3CD;
    if (ypsilon && (c == 0x3BF || c == 0x3CC)) {
      put("ou", 2);
    } else if (ypsilon && (c == 0x3B1 || c == 0x3AC)) {
      put("av", 2);
    } else if (ypsilon && (c == 0x3B5 || c == 0x3AD)) {
      put("ev", 2);
    } else if (c == 0x3BC && next == 0x3C0) {  // μπ
      put(word_start() ? "b" : "mp", 2);
    } else if (c == 0x3BD && next == 0x3C4) {  // ντ
      put(word_start() ? "d" : "nt", 2);
    } else if (c == 0x3B3 && next == 0x3BA) {  // γκ
      put("g", 2);
    } else if (c == 0x3B3 && next == 0x3B3) {  // γγ
      put("ng", 2);
    } else {
      put(letter);
    }
    return true;
  }

  bool cyrillic(char32_t c) {
    if (c < 0x400 || c > 0x52F) return false;
    const char* letter = cyrillic_letter(c);
    if (letter == nullptr) return false;
    // -ий and -ый end surnames and forenames that English spells with -y.
    if ((c == 0x438 || c == 0x44B) && peek(1) == 0x439 && !is_letter(peek(2)))
      put("y", 2);
    else
      put(letter);
    return true;
  }

  bool armenian(char32_t c) {
    if (c < 0x561 || c > 0x586) return false;
    if (c == 0x578 && peek(1) == 0x582)  // ու
      put("u", 2);
    else if (c == 0x578 && word_start())  // ո
      put("vo");
    else if (c == 0x565 && word_start())  // ե
      put("ye");
    else
      put(armenian_letter(c));
    return true;
  }

  bool georgian(char32_t c) {
    const char* letter = georgian_letter(c);
    if (letter != nullptr) put(letter);
    return letter != nullptr;
  }

  bool hebrew(char32_t c) {
    const char* letter = hebrew_letter(c);
    if (letter == nullptr) return false;
    const bool geresh = peek(1) == 0x5F3 || peek(1) == '\'';
    if (c == 0x5D5 && peek(1) == 0x5D5) {
      put("v", 2);  // וו
    } else if (c == 0x5D9 && peek(1) == 0x5D9) {
      put("y", 2);  // יי
    } else if (geresh && (c == 0x5D2 || c == 0x5D6 || c == 0x5E6 || c == 0x5E5)) {
      put(c == 0x5D2 ? "j" : c == 0x5D6 ? "zh" : "ch", 2);
    } else if (c == 0x5D1 || c == 0x5DB || c == 0x5E4) {  // ב כ פ: hard at the start of a word
      put(!word_start() ? letter : c == 0x5D1 ? "b" : c == 0x5DB ? "k" : "p");
    } else if (c == 0x5D5) {
      put(word_start() ? "v" : "o");
    } else if (c == 0x5D9) {
      put(word_start() ? "y" : "i");
    } else if (c == 0x5D4 && !is_letter(peek(1)) && !word_start()) {
      put("a");  // final ה
    } else {
      put(letter);
    }
    return true;
  }

  static bool is_arabic_alef(char32_t c) {
    return c == 0x627 || c == 0x622 || c == 0x623 || c == 0x625 || c == 0x671;
  }

  bool arabic(char32_t c) {
    if (c < 0x600 || c > 0x6FF) return false;
    const char* letter = arabic_letter(c);
    if (letter == nullptr) return false;
    const bool start = word_start();
    if (start && c == 0x627 && peek(1) == 0x644 && is_letter(peek(2)) && is_letter(peek(3)) &&
        peek(2) != 0x644) {
      put("al-", 2);
      return true;
    }
    const bool waw = c == 0x648;
    const bool yeh = c == 0x64A || c == 0x6CC;
    const bool beside_alef = is_arabic_alef(before()) || is_arabic_alef(peek(1));
    if ((waw || yeh) && !start && !beside_alef) {
      const char* vowel = waw ? "u" : "i";
      if (!out_.empty() && out_.back() == *vowel) vowel = "";  // long after its short sign
      put(vowel);
    } else if (c == 0x627 && !out_.empty() && out_.back() == 'a' && !start) {
      put("");
    } else {
      put(letter);
    }
    return true;
  }

  static bool tabled(char32_t c) {
    return c < 0x530 || armenian_letter(c) != nullptr || georgian_letter(c) != nullptr ||
           hebrew_letter(c) != nullptr || arabic_letter(c) != nullptr;
  }

  // A run of one kind goes to ICU whole: its rules look at neighbours.
  void others(char32_t c) {
    const bool han = is_han(c);
    const std::size_t from = at_;
    while (at_ < text_.size() && !tabled(text_[at_]) && is_han(text_[at_]) == han) {
      ++at_;
      if (at_ - from >= kRun) break;  // ICU's replacement is not linear in the run's length
    }
    if (at_ == from) ++at_;
    const std::u32string_view run = std::u32string_view(text_).substr(from, at_ - from);
    out_ += han ? han_name(run) : by_icu(run);
  }

  static constexpr std::size_t kRun = 64;
  std::u32string text_;
  std::size_t at_ = 0;
  std::string out_;
};

}  // namespace

std::string to_latin(std::string_view utf8) {
  if (is_ascii(utf8)) return fold(utf8);
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* casefold = icu::Normalizer2::getNFKCCasefoldInstance(status);
  const icu::UnicodeString text = icu::UnicodeString::fromUTF8(
      icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
  const icu::UnicodeString folded = casefold->normalize(text, status);
  std::string plain;
  if (U_SUCCESS(status)) folded.toUTF8String(plain);
  std::string latin = fold(Latiniser(to_u32(plain)).run());
  if (is_ascii(latin)) return latin;
  std::erase_if(latin, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  return fold(latin);
}

}  // namespace sallyport::text
