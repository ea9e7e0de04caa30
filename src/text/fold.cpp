#include "text/fold.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "text/internal/utf8.hpp"

namespace sallyport::text {
namespace {

using internal::append_code_point;

bool is_apostrophe(UChar32 c) {
  switch (c) {
    case 0x27:
    case 0x60:
    case 0xB4:
    case 0x2B9:
    case 0x2BB:
    case 0x2BC:
    case 0x2BD:
    case 0x2BE:
    case 0x2BF:
    case 0x2C8:
    case 0x55A:
    case 0x5F3:
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2032:
    case 0x2035:
    case 0xA78C:
    case 0xFF07:
    case 0xFF40:
      return true;
    default:
      return false;
  }
}

bool is_hyphen(UChar32 c) {
  return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x2043 || c == 0x58A ||
         c == 0x5BE || c == 0x30A0 || c == 0xFE58 || c == 0xFE63 || c == 0xFF0D;
}

// The dots that part the words of a foreign name in Chinese, Japanese and Hebrew text.
bool is_name_dot(UChar32 c) {
  return c == 0xB7 || c == 0x30FB || c == 0x2027 || c == 0xFF65;
}

// A mark that readers leave out: accents, Arabic and Hebrew vowel points. Not: nukta (7), kana
// voicing (8), viramas (9), the fixed classes of Thai, Lao and Tibetan vowels (103 to 132), and
// the class-0 vowel signs of Indic scripts, without which a word is another word.
bool is_dropped_mark(UChar32 c) {
  const int combining_class = u_getCombiningClass(c);
  if (combining_class == 0) return u_charType(c) == U_ENCLOSING_MARK;
  return combining_class == 1 ||
         (combining_class >= 10 && (combining_class < 103 || combining_class > 132));
}

// Latin letters that Unicode does not decompose, as English-language records write them.
const char* plain_letter(UChar32 c) {
  switch (c) {
    case 0xE6:
      return "ae";  // æ
    case 0x153:
      return "oe";  // œ
    case 0xF8:
      return "o";  // ø
    case 0x142:
      return "l";  // ł
    case 0x111:
    case 0xF0:
    case 0x256:
      return "d";  // đ ð ɖ
    case 0xFE:
      return "th";  // þ
    case 0x127:
      return "h";  // ħ
    case 0x131:
    case 0x268:
      return "i";  // ı ɨ
    case 0x167:
      return "t";  // ŧ
    case 0x14B:
      return "ng";  // ŋ
    case 0x138:
      return "k";  // ĸ
    case 0x1B6:
      return "z";  // ƶ
    case 0x180:
    case 0x253:
      return "b";  // ƀ ɓ
    case 0x188:
      return "c";
    case 0x1E5:
    case 0x260:
      return "g";
    case 0x199:
      return "k";  // ƙ
    case 0x19A:
      return "l";
    case 0x257:
      return "d";  // ɗ
    case 0x1B4:
      return "y";  // ƴ
    case 0x259:
    case 0x1DD:
      return "a";  // ə (Azerbaijani: Əliyev, Aliyev)
    case 0x25B:
      return "e";  // ɛ
    case 0x254:
      return "o";  // ɔ
    default:
      return nullptr;
  }
}

// Appends with blanks collapsed; a blank is written only before the next character.
class Collapser {
 public:
  explicit Collapser(std::size_t expected) { out_.reserve(expected); }
  void blank() { pending_ = !out_.empty(); }
  void put(char32_t c) {
    flush();
    append_code_point(out_, c);
  }
  void put(const char* letters) {
    flush();
    out_ += letters;
  }
  std::string take() { return std::move(out_); }

 private:
  void flush() {
    if (pending_) out_.push_back(' ');
    pending_ = false;
  }
  std::string out_;
  bool pending_ = false;
};

std::string fold_ascii(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool pending = false;
  for (const char raw : text) {
    if (raw == ' ' || (raw >= '\t' && raw <= '\r')) {
      pending = !out.empty();
      continue;
    }
    if (raw < ' ' || raw == 0x7F) continue;
    if (pending) out.push_back(' ');
    pending = false;
    out.push_back(raw >= 'A' && raw <= 'Z' ? static_cast<char>(raw + 32) : raw == '`' ? '\'' : raw);
  }
  return out;
}

// One round of folding non-ASCII text.
std::string fold_unicode(std::string_view utf8) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* casefold = icu::Normalizer2::getNFKCCasefoldInstance(status);
  const icu::Normalizer2* decompose = icu::Normalizer2::getNFDInstance(status);
  const icu::Normalizer2* compose = icu::Normalizer2::getNFCInstance(status);
  icu::UnicodeString text = icu::UnicodeString::fromUTF8(
      icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
  // Stand-alone accents used as apostrophes decompose to a blank: they go first.
  text.findAndReplace(icu::UnicodeString(UChar32{0xB4}), icu::UnicodeString(UChar32{0x27}));
  text = decompose->normalize(casefold->normalize(text, status), status);
  icu::UnicodeString kept;
  for (int32_t i = 0; i < text.length();) {
    const UChar32 c = text.char32At(i);
    i += U16_LENGTH(c);
    if (!is_dropped_mark(c)) kept.append(c);
  }
  kept = compose->normalize(kept, status);
  // ICU's built-in data is part of the library: if it were missing, plain cleaning is what is left.
  if (U_FAILURE(status)) return sanitise_utf8(utf8);
  Collapser out(utf8.size());
  for (int32_t i = 0; i < kept.length();) {
    const UChar32 c = kept.char32At(i);
    i += U16_LENGTH(c);
    if (u_isUWhiteSpace(c) || is_name_dot(c)) {
      out.blank();
    } else if (is_apostrophe(c)) {
      out.put(U'\'');
    } else if (is_hyphen(c)) {
      out.put(U'-');
    } else if (const char* plain = plain_letter(c)) {
      out.put(plain);
    } else if (u_charType(c) == U_CONTROL_CHAR || u_charType(c) == U_FORMAT_CHAR) {
      continue;
    } else {
      out.put(U_IS_SURROGATE(c) ? internal::kReplacement : static_cast<char32_t>(c));
    }
  }
  return out.take();
}

}  // namespace

std::string fold(std::string_view utf8) {
  if (internal::is_ascii(utf8)) return fold_ascii(utf8);
  std::string folded = fold_unicode(utf8);
  // Dropping a character can bring two together that fold further. Three rounds are more than any
  // assigned character needs; the bound keeps hostile text linear.
  for (int round = 0; round < 3 && !internal::is_ascii(folded); ++round) {
    std::string again = fold_unicode(folded);
    if (again == folded) break;
    folded = std::move(again);
  }
  return folded;
}

}  // namespace sallyport::text
