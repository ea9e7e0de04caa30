#include "text/bridge.hpp"

#include <algorithm>
#include <array>

#include "text/fold.hpp"
#include "text/internal/utf8.hpp"

namespace sallyport::text {
namespace {

// Ways to read a place of the word, the usual one first: "b|f", "k|" (k or nothing).
// Classes: b p f t k s l r m n; at the start of a word a for any vowel and h.
using Readings = std::vector<std::string_view>;

constexpr std::size_t kMostPlaces = 24;

bool is_vowel(char c) {
  return std::string_view("aeiouy").find(c) != std::string_view::npos;
}

std::string_view reading(std::string_view readings, std::size_t wanted) {
  for (; wanted > 0; --wanted) {
    const std::size_t bar = readings.find('|');
    if (bar == std::string_view::npos) return "!";  // no such reading
    readings.remove_prefix(bar + 1);
  }
  return readings.substr(0, readings.find('|'));
}

// All places as usual; then one place read otherwise, then two.
std::vector<std::string> keys_of(const Readings& places, std::string_view mark) {
  std::vector<std::string> keys;
  struct Change {
    std::size_t place, reading;
  };
  std::vector<Change> changes;
  for (std::size_t i = 0; i < places.size(); ++i)
    for (std::size_t r = 1; reading(places[i], r) != "!"; ++r) changes.push_back({i, r});
  const auto add = [&](const Change* one, const Change* two) {
    std::string key(mark);
    for (std::size_t i = 0; i < places.size(); ++i) {
      std::size_t wanted = 0;
      if (one != nullptr && one->place == i) wanted = one->reading;
      if (two != nullptr && two->place == i) wanted = two->reading;
      key += reading(places[i], wanted);
    }
    const bool known = std::find(keys.begin(), keys.end(), key) != keys.end();
    if (key.size() > mark.size() && !known && keys.size() < kMostBridgeKeys) keys.push_back(key);
  };
  add(nullptr, nullptr);
  for (const Change& one : changes) add(&one, nullptr);
  for (std::size_t i = 0; i < changes.size(); ++i)
    for (std::size_t j = i + 1; j < changes.size(); ++j)
      if (changes[i].place != changes[j].place) add(&changes[i], &changes[j]);
  return keys;
}

struct Sound {
  std::string_view readings;
  std::size_t letters = 1;
};

constexpr struct {
  std::string_view letters, readings;
} kGroups[] = {
    // longest first
    {"dzsch", "s"}, {"shch", "s"}, {"tsch", "s"}, {"dzh", "s"},  {"sch", "s|sk"}, {"tch", "s"},
    {"tsh", "s"},   {"dsh", "s"},  {"sh", "s"},   {"ch", "s|k"}, {"zh", "s"},     {"ts", "s"},
    {"tz", "s"},    {"cz", "s"},   {"sz", "s"},   {"dz", "s"},   {"dj", "s"},     {"ph", "f"},
    {"th", "t"},    {"dh", "t"},   {"bh", "b"},   {"ck", "k"},   {"kh", "|k"},    {"gh", "k|"},
    {"qu", "k"},    {"gu", "k"},   {"cc", "k|s"},
};

// One sound of a Latin word read at `at`.
Sound latin_sound(std::string_view word, std::size_t at) {
  const std::string_view rest = word.substr(at);
  const char next = rest.size() > 1 ? rest[1] : ' ';
  const bool soft = next == 'e' || next == 'i' || next == 'y';
  for (const auto& group : kGroups)
    if (rest.starts_with(group.letters)) return {group.readings, group.letters.size()};
  switch (rest[0]) {
    case 'b':
      return {"b"};
    case 'p':
      return {"p"};
    case 'f':
    case 'v':
      return {"f"};
    case 'w':
      return {is_vowel(next) ? "f|" : ""};
    case 'c':
      if (soft) return {"s|k"};
      // the c of -vic, -ovac: ts or ch where marks were lost
      return {next == ' ' ? "k|s" : "k"};
    case 'g':
      return {soft ? "k|s" : "k"};
    case 'j':
      return {"s|"};
    case 'k':
    case 'q':
      return {"k"};
    case 'x':
      return {"ks|s"};
    case 's':
    case 'z':
      return {"s"};
    case 'd':
    case 't':
      return {"t"};
    case 'l':
      return {"l"};
    case 'r':
      return {"r"};
    case 'm':
      return {"m"};
    case 'n':
      return {"n"};
    default:
      return {""};
  }
}

// What French and others write and do not say at the end.
std::string_view maybe_silent(std::string_view readings) {
  if (readings == "t") return "t|";
  if (readings == "s") return "s|";
  return readings;
}

std::string_view first_sound(std::string_view word, std::size_t& at) {
  const char c = word[0];
  if (word.starts_with("wr") || word.starts_with("kn")) at = 1;
  if (word.starts_with("kh")) return at = 2, "h|k";
  if (c == 'h') return at = 1, "h|a";
  if (c == 'j') return at = 1, "s|a|h";
  return is_vowel(c) ? "a" : "";
}

Readings latin_places(std::string_view word, bool cyrillic) {
  Readings places;
  std::size_t at = 0;
  places.push_back(first_sound(word, at));
  if (cyrillic && word[0] == 'g') places[0] = "k|h", at = 1;
  std::string_view before;
  bool adjacent = false;
  while (at < word.size() && places.size() < kMostPlaces) {
    Sound sound = latin_sound(word, at);
    if (cyrillic && sound.readings == "k" && word[at] == 'g') sound.readings = "k|";
    at += sound.letters;
    if (at >= word.size() && word.size() >= 4) sound.readings = maybe_silent(sound.readings);
    // A doubled letter is one sound.
    if (!sound.readings.empty() && !(adjacent && sound.readings.substr(0, 1) == before))
      places.push_back(sound.readings);
    adjacent = !sound.readings.empty();
    before = sound.readings.substr(0, 1);
  }
  return places;
}

std::string_view hebrew_sound(std::u32string_view word, std::size_t at) {
  const char32_t c = word[at];
  const bool start = at == 0;
  const char32_t next = at + 1 < word.size() ? word[at + 1] : U' ';
  switch (c) {
    case 0x5D1:  // bet
      return start ? "b|f" : "b|f";
    case 0x5D2:  // gimel
      return next == '\'' ? "s" : "k";
    case 0x5D3:
    case 0x5D8:
      return "t";
    case 0x5EA:  // tav
      return next == '\'' ? "t" : "t";
    case 0x5D4:  // he
      return start ? "h" : "";
    case 0x5D5:  // vav; two are a consonant
      if (start) return next == 0x5D5 ? "" : "f|a";
      if (word[at - 1] == 0x5D5) return "f|";
      return next == 0x5D5 ? "" : "|f";
    case 0x5D6:
    case 0x5E1:
    case 0x5E9:
    case 0x5E5:
    case 0x5E6:
      return "s";
    case 0x5D7:  // het
      return start ? "h|k" : "|k";
    case 0x5D9:  // yod
      return start ? "a|s" : "";
    case 0x5DA:
    case 0x5DB:  // kaf
      return start ? "k|h" : "k|";
    case 0x5DC:
      return "l";
    case 0x5DD:
    case 0x5DE:
      return "m";
    case 0x5DF:
    case 0x5E0:
      return "n";
    case 0x5E3:
    case 0x5E4:  // pe
      return c == 0x5E3 ? "f|p" : "p|f";
    case 0x5E7:
      return "k";
    case 0x5E8:
      return "r";
    case 0x5D0:
    case 0x5E2:
      return start ? "a" : "";
    default:
      return "";
  }
}

std::string_view arabic_sound(std::u32string_view word, std::size_t at) {
  const bool start = at == 0;
  switch (word[at]) {
    case 0x628:
      return "b|p";
    case 0x67E:
      return "p";
    case 0x641:
    case 0x6A4:
      return "f";
    case 0x62A:
      // for ch and ts, that the script has no letter for
      return at + 1 < word.size() && (word[at + 1] == 0x634 || word[at + 1] == 0x633) ? "|t" : "t";
    case 0x637:
    case 0x62F:
    case 0x636:
      return "t";
    case 0x62B:
    case 0x630:
      return "t|s";
    case 0x638:
      return "s|t";
    case 0x62C:
      return "s|k";
    case 0x634:
    case 0x633:
    case 0x635:
    case 0x632:
    case 0x686:
    case 0x698:
      return "s";
    case 0x62E:
      return start ? "h|k" : "|k";
    case 0x62D:
    case 0x647:
      return start ? "h" : "";
    case 0x63A:
      return "k|";
    case 0x642:
    case 0x643:
    case 0x6A9:
    case 0x6AF:
      return "k";
    case 0x644:
      return "l";
    case 0x631:
      return "r";
    case 0x645:
      return "m";
    case 0x646:
      return "n";
    case 0x648:
      return start ? "f|a" : "|f";
    case 0x64A:
    case 0x6CC:
      return start ? "a|s" : "";
    case 0x627:
    case 0x622:
    case 0x623:
    case 0x625:
    case 0x639:
    case 0x671:
      return start ? "a" : "";
    default:
      return "";
  }
}

template <class SoundAt>
Readings places_of(std::u32string_view word, SoundAt sound_at) {
  Readings places;
  for (std::size_t i = 0; i < word.size() && places.size() < kMostPlaces; ++i) {
    const std::string_view readings = sound_at(word, i);
    if (!readings.empty()) places.push_back(readings);
  }
  return places;
}

// The syllables' beginnings and nasal ends. g, k and the j, q of ji, qi are k; zh, z, x are s.
Readings han_places(const std::vector<std::string>& syllables) {
  Readings places;
  for (const std::string& syllable : syllables) {
    if (places.size() >= kMostPlaces) break;
    const char c = syllable[0];
    const char next = syllable.size() > 1 ? syllable[1] : ' ';
    switch (c) {
      case 'b':
      case 'p':
        places.push_back("b|f");
        break;
      case 'f':
        places.push_back("f|h");
        break;
      case 'w':
        places.push_back("f|");
        break;
      case 'd':
      case 't':
        places.push_back("t");
        break;
      case 'g':
      case 'k':
        places.push_back("k");
        break;
      case 'j':
      case 'q':
        places.push_back("k|s");
        break;
      case 'h':
        places.push_back("h|k");
        break;
      case 'l':
      case 'r':
        places.push_back("l");
        break;
      case 'e':
        // the er that stands for r or l behind a vowel
        places.push_back(next == 'r' ? "|l" : "");
        break;
      case 'm':
      case 'n':
        places.push_back(c == 'm' ? "m" : "n");
        break;
      case 's':
      case 'z':
      case 'c':
      case 'x':
        places.push_back("s");
        break;
      default:
        places.push_back("");
    }
    if (syllable.ends_with('n') || syllable.ends_with("ng")) places.push_back("n|");
  }
  return places;
}

// How Chinese would write a Latin name: r is l, and nothing where no vowel follows.
Readings latin_for_han(std::string_view word) {
  Readings places;
  bool adjacent = false;
  std::string_view before;
  for (std::size_t at = 0; at < word.size() && places.size() < kMostPlaces;) {
    Sound sound = latin_sound(word, at);
    const std::size_t end = at + sound.letters;
    const bool vowel_follows = end < word.size() && is_vowel(word[end]);
    const char c = word[at];
    if (c == 'h' && vowel_follows) sound.readings = "h";
    if (c == 'j') sound.readings = vowel_follows ? "s|" : "s";
    if (c == 'r' || c == 'l')
      sound.readings = vowel_follows ? "l" : (end < word.size() && word[end] == c) ? "" : "|l";
    if (sound.readings == "p" || sound.readings == "b") sound.readings = "b";
    if (c == 'm' && !vowel_follows) sound.readings = "n|m";
    if (sound.readings == "t" && !vowel_follows && end >= word.size()) sound.readings = "t|";
    if (!sound.readings.empty() && !(adjacent && sound.readings.substr(0, 1) == before))
      places.push_back(sound.readings);
    adjacent = !sound.readings.empty();
    before = sound.readings.substr(0, 1);
    at = end;
  }
  return places;
}

bool between(char32_t c, char32_t first, char32_t last) {
  return c >= first && c <= last;
}

std::string letters_of(std::string_view latin) {
  std::string out;
  for (const char c : latin)
    if (c >= 'a' && c <= 'z') out.push_back(c);
  return out;
}

std::vector<std::string> with_article(std::u32string_view word) {
  auto keys = keys_of(places_of(word, arabic_sound), "");
  // al- is often not written in Latin letters, or as a word of its own.
  if (word.size() > 4 && word[0] == 0x627 && word[1] == 0x644)
    for (std::string& key : keys_of(places_of(word.substr(2), arabic_sound), ""))
      if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(std::move(key));
  if (keys.size() > kMostBridgeKeys) keys.resize(kMostBridgeKeys);
  return keys;
}

}  // namespace

std::vector<std::string> bridge_keys(std::string_view word) {
  if (internal::is_ascii(word)) {
    const std::string latin = letters_of(fold(word));
    if (latin.empty()) return {};
    auto keys = keys_of(latin_places(latin, false), "");
    for (std::string& key : keys_of(latin_for_han(latin), "#")) keys.push_back(std::move(key));
    return keys;
  }
  const std::u32string folded = internal::to_u32(fold(word));
  const auto any = [&](char32_t first, char32_t last) {
    return std::any_of(folded.begin(), folded.end(),
                       [&](char32_t c) { return between(c, first, last); });
  };
  if (any(0x590, 0x5FF)) return keys_of(places_of(folded, hebrew_sound), "");
  if (any(0x600, 0x6FF)) return with_article(folded);
  if (any(0x3400, 0x9FFF)) {
    std::vector<std::string> syllables;
    for (const char32_t c : folded) {
      std::string one;
      internal::append_code_point(one, c);
      one = letters_of(to_latin(one));
      if (!one.empty()) syllables.push_back(std::move(one));
    }
    return keys_of(han_places(syllables), "#");
  }
  const std::string latin = letters_of(to_latin(word));
  if (latin.empty()) return {};
  const bool cyrillic = any(0x400, 0x52F);
  auto keys = keys_of(latin_places(latin, cyrillic), "");
  if (any(0x370, 0xFFFFF)) return keys;
  for (std::string& key : keys_of(latin_for_han(latin), "#")) keys.push_back(std::move(key));
  return keys;
}

}  // namespace sallyport::text
