#include "text/phonetic.hpp"

#include <algorithm>
#include <initializer_list>

namespace sallyport::text {
namespace {

// Philips' rules, a letter a function, in his order. Upper-case letters as he writes them; outside
// the word every position reads as a blank.
class DoubleMetaphone {
 public:
  DoubleMetaphone(std::string_view word, std::size_t max_letters) : max_(max_letters) {
    for (const char c : word) {
      if (c >= 'a' && c <= 'z') word_.push_back(static_cast<char>(c - 32));
      if (c >= 'A' && c <= 'Z') word_.push_back(c);
    }
    last_ = static_cast<int>(word_.size()) - 1;
    slavo_germanic_ =
        word_.find_first_of("WK") != std::string::npos || word_.find("CZ") != std::string::npos;
  }

  Metaphone run() {
    if (is(0, {"GN", "KN", "PN", "WR", "PS"})) at_ = 1;
    if (letter(0) == 'X') {
      add("S");
      at_ = 1;
    }
    while (at_ <= last_ && (out_.primary.size() < max_ || out_.secondary.size() < max_)) step();
    out_.primary.resize(std::min(out_.primary.size(), max_));
    out_.secondary.resize(std::min(out_.secondary.size(), max_));
    return std::move(out_);
  }

 private:
  char letter(int i) const {
    return i >= 0 && i <= last_ ? word_[static_cast<std::size_t>(i)] : ' ';
  }
  bool vowel(int i) const {
    return std::string_view("AEIOUY").find(letter(i)) != std::string_view::npos;
  }
  bool any(int i, std::string_view letters) const {
    return letter(i) != ' ' && letters.find(letter(i)) != std::string_view::npos;
  }
  bool is(int i, std::initializer_list<std::string_view> forms) const {
    if (i < 0 || i > last_) return false;
    const std::string_view rest = std::string_view(word_).substr(static_cast<std::size_t>(i));
    for (const std::string_view form : forms)
      if (rest.substr(0, form.size()) == form) return true;
    return false;
  }
  void add(std::string_view both) { add(both, both); }
  void add(std::string_view first, std::string_view second) {
    out_.primary += first;
    out_.secondary += second;
  }
  // Steps over the letter, and over the next when it is one of these.
  void past(std::string_view doubled) { at_ += any(at_ + 1, doubled) ? 2 : 1; }
  bool germanic_start() const { return is(0, {"SCH"}); }

  // The letters that sound as themselves, single or doubled.
  bool plain(char here) {
    static constexpr std::string_view kLetters = "BFKNQV";
    static constexpr std::string_view kSounds[] = {"P", "F", "K", "N", "K", "F"};
    const std::size_t at = kLetters.find(here);
    if (at == std::string_view::npos) return false;
    add(kSounds[at]);
    past(kLetters.substr(at, 1));
    return true;
  }

  void step() {
    const char here = letter(at_);
    if (plain(here)) return;
    switch (here) {
      case 'C':
        return c();
      case 'D':
        return d();
      case 'G':
        return g();
      case 'H':
        return h();
      case 'J':
        return j();
      case 'L':
        return l();
      case 'M':
        return m();
      case 'P':
        return p();
      case 'R':
        return r();
      case 'S':
        return s();
      case 'T':
        return t();
      case 'W':
        return w();
      case 'X':
        return x();
      case 'Z':
        return z();
      default:  // a vowel: kept only where it begins the word
        if (at_ == 0) add("A");
        ++at_;
    }
  }

  void c() {
    if (at_ > 1 && !vowel(at_ - 2) && is(at_ - 1, {"ACH"}) && letter(at_ + 2) != 'I' &&
        (letter(at_ + 2) != 'E' || is(at_ - 2, {"BACHER", "MACHER"}))) {
      add("K");
      at_ += 2;
    } else if (at_ == 0 && is(0, {"CAESAR"})) {
      add("S");
      at_ += 2;
    } else if (is(at_, {"CHIA"})) {
      add("K");
      at_ += 2;
    } else if (is(at_, {"CH"})) {
      ch();
    } else if (is(at_, {"CZ"}) && !is(at_ - 2, {"WICZ"})) {
      add("S", "X");
      at_ += 2;
    } else if (is(at_ + 1, {"CIA"})) {
      add("X");
      at_ += 3;
    } else if (is(at_, {"CC"}) && !(at_ == 1 && letter(0) == 'M')) {
      cc();
    } else if (is(at_, {"CK", "CG", "CQ"})) {
      add("K");
      at_ += 2;
    } else if (is(at_, {"CI", "CE", "CY"})) {
      add("S", is(at_, {"CIO", "CIE", "CIA"}) ? "X" : "S");
      at_ += 2;
    } else {
      add("K");
      at_ += any(at_ + 1, "CKQ") && !is(at_ + 1, {"CE", "CI"}) ? 2 : 1;
    }
  }

  void ch() {
    const bool greek_start =
        at_ == 0 && is(1, {"HARAC", "HARIS", "HOR", "HYM", "HIA", "HEM"}) && !is(0, {"CHORE"});
    const bool hard =
        germanic_start() || is(at_ - 2, {"ORCHES", "ARCHIT", "ORCHID"}) || any(at_ + 2, "TS") ||
        ((any(at_ - 1, "AOUE") || at_ == 0) && (any(at_ + 2, "LRNMBHFVW") || at_ + 2 > last_));
    if (at_ > 0 && is(at_, {"CHAE"})) {
      add("K", "X");
    } else if (greek_start || hard) {
      add("K");
    } else if (at_ > 0) {
      if (is(0, {"MC"}))
        add("K");
      else
        add("X", "K");
    } else {
      add("X");
    }
    at_ += 2;
  }

  void cc() {
    if (any(at_ + 2, "IEH") && !is(at_ + 2, {"HU"})) {
      const bool hard = (at_ == 1 && letter(0) == 'A') || is(at_ - 1, {"UCCEE", "UCCES"});
      add(hard ? "KS" : "X");
      at_ += 3;
    } else {
      add("K");
      at_ += 2;
    }
  }

  void d() {
    if (is(at_, {"DG"})) {
      const bool soft = any(at_ + 2, "IEY");
      add(soft ? "J" : "TK");
      at_ += soft ? 3 : 2;
    } else {
      add("T");
      past("TD");
    }
  }

  void g() {
    if (letter(at_ + 1) == 'H') {
      gh();
    } else if (letter(at_ + 1) == 'N') {
      if (at_ == 1 && vowel(0) && !slavo_germanic_)
        add("KN", "N");
      else if (!is(at_ + 2, {"EY"}) && !slavo_germanic_)
        add("N", "KN");
      else
        add("KN");
      at_ += 2;
    } else if (is(at_ + 1, {"LI"}) && !slavo_germanic_) {
      add("KL", "L");
      at_ += 2;
    } else if (at_ == 0 &&
               is(1, {"Y", "ES", "EP", "EB", "EL", "EY", "IB", "IL", "IN", "IE", "EI", "ER"})) {
      add("K", "J");
      at_ += 2;
    } else if (is(at_ + 1, {"ER", "Y"}) && !is(0, {"DANGER", "RANGER", "MANGER"}) &&
               !any(at_ - 1, "EI") && !is(at_ - 1, {"RGY", "OGY"})) {
      add("K", "J");
      at_ += 2;
    } else if (any(at_ + 1, "EIY") || is(at_ - 1, {"AGGI", "OGGI"})) {
      if (germanic_start() || is(at_ + 1, {"ET"}))
        add("K");
      else
        add("J", is(at_ + 1, {"IER"}) && at_ + 3 == last_ ? "J" : "K");
      at_ += 2;
    } else {
      add("K");
      past("G");
    }
  }

  void gh() {
    const bool silent = (at_ > 1 && any(at_ - 2, "BHD")) || (at_ > 2 && any(at_ - 3, "BHD")) ||
                        (at_ > 3 && any(at_ - 4, "BH"));
    if (at_ > 0 && !vowel(at_ - 1)) {
      add("K");
    } else if (at_ == 0) {
      add(letter(2) == 'I' ? "J" : "K");
    } else if (!silent) {
      if (at_ > 2 && letter(at_ - 1) == 'U' && any(at_ - 3, "CGLRT"))
        add("F");
      else if (letter(at_ - 1) != 'I')
        add("K");
    }
    at_ += 2;
  }

  void h() {
    if ((at_ == 0 || vowel(at_ - 1)) && vowel(at_ + 1)) {
      add("H");
      at_ += 2;
    } else {
      ++at_;
    }
  }

  void j() {
    if (is(at_, {"JOSE"}) || is(0, {"SAN"})) {
      if ((at_ == 0 && last_ == 3) || is(0, {"SAN"}))
        add("H");
      else
        add("J", "H");
      ++at_;
      return;
    }
    if (at_ == 0)
      add("J", "A");
    else if (vowel(at_ - 1) && !slavo_germanic_ && any(at_ + 1, "AO"))
      add("J", "H");
    else if (at_ == last_)
      add("J", "");
    else if (!any(at_ + 1, "LTKSNMBZ") && !any(at_ - 1, "SKL"))
      add("J");
    past("J");
  }

  void l() {
    if (letter(at_ + 1) != 'L') {
      add("L");
      ++at_;
      return;
    }
    const bool spanish =
        (at_ == last_ - 2 && is(at_ - 1, {"ILLO", "ILLA", "ALLE"})) ||
        ((is(last_ - 1, {"AS", "OS"}) || any(last_, "AO")) && is(at_ - 1, {"ALLE"}));
    add("L", spanish ? "" : "L");
    at_ += 2;
  }

  void m() {
    add("M");
    const bool silent_b = is(at_ - 1, {"UMB"}) && (at_ + 1 == last_ || is(at_ + 2, {"ER"}));
    at_ += silent_b || letter(at_ + 1) == 'M' ? 2 : 1;
  }

  void p() {
    if (letter(at_ + 1) == 'H') {
      add("F");
      at_ += 2;
    } else {
      add("P");
      past("PB");
    }
  }

  void r() {
    const bool french =
        at_ == last_ && !slavo_germanic_ && is(at_ - 2, {"IE"}) && !is(at_ - 4, {"ME", "MA"});
    add(french ? "" : "R", "R");
    past("R");
  }

  void s() {
    if (is(at_ - 1, {"ISL", "YSL"})) {
      ++at_;
    } else if (at_ == 0 && is(0, {"SUGAR"})) {
      add("X", "S");
      ++at_;
    } else if (is(at_, {"SH"})) {
      add(is(at_ + 1, {"HEIM", "HOEK", "HOLM", "HOLZ"}) ? "S" : "X");
      at_ += 2;
    } else if (is(at_, {"SIO", "SIA"})) {
      add("S", slavo_germanic_ ? "S" : "X");
      at_ += 3;
    } else if ((at_ == 0 && any(1, "MNLW")) || letter(at_ + 1) == 'Z') {
      add("S", "X");
      past("Z");
    } else if (is(at_, {"SC"})) {
      sc();
    } else {
      const bool french = at_ == last_ && is(at_ - 2, {"AI", "OI"});
      add(french ? "" : "S", "S");
      past("SZ");
    }
  }

  void sc() {
    if (letter(at_ + 2) == 'H') {
      if (is(at_ + 3, {"ER", "EN"}))
        add("X", "SK");
      else if (is(at_ + 3, {"OO", "UY", "ED", "EM"}))
        add("SK");
      else if (at_ == 0 && !vowel(3) && letter(3) != 'W')
        add("X", "S");
      else
        add("X");
    } else {
      add(any(at_ + 2, "IEY") ? "S" : "SK");
    }
    at_ += 3;
  }

  void t() {
    if (is(at_, {"TION", "TIA", "TCH"})) {
      add("X");
      at_ += 3;
    } else if (is(at_, {"TH", "TTH"})) {
      if (is(at_ + 2, {"OM", "AM"}) || germanic_start())
        add("T");
      else
        add("0", "T");
      at_ += 2;
    } else {
      add("T");
      past("TD");
    }
  }

  void w() {
    if (is(at_, {"WR"})) {
      add("R");
      at_ += 2;
      return;
    }
    if (at_ == 0 && (vowel(1) || letter(1) == 'H')) add("A", vowel(1) ? "F" : "A");
    if ((at_ == last_ && vowel(at_ - 1)) || is(at_ - 1, {"EWSKI", "EWSKY", "OWSKI", "OWSKY"}) ||
        germanic_start()) {
      add("", "F");
      ++at_;
    } else if (is(at_, {"WICZ", "WITZ"})) {
      add("TS", "FX");
      at_ += 4;
    } else {
      ++at_;
    }
  }

  void x() {
    const bool french = at_ == last_ && (is(at_ - 3, {"IAU", "EAU"}) || is(at_ - 2, {"AU", "OU"}));
    if (!french) add("KS");
    past("CX");
  }

  void z() {
    if (letter(at_ + 1) == 'H') {
      add("J");
      at_ += 2;
      return;
    }
    const bool foreign =
        is(at_ + 1, {"ZO", "ZI", "ZA"}) || (slavo_germanic_ && at_ > 0 && letter(at_ - 1) != 'T');
    add("S", foreign ? "TS" : "S");
    past("Z");
  }

  std::string word_;
  int last_ = -1;
  int at_ = 0;
  bool slavo_germanic_ = false;
  std::size_t max_;
  Metaphone out_;
};

}  // namespace

Metaphone double_metaphone(std::string_view latin_word, std::size_t max_letters) {
  return DoubleMetaphone(latin_word, max_letters).run();
}

}  // namespace sallyport::text
