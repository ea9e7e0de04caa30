#include <algorithm>

#include "text/phonetic.hpp"

namespace sallyport::text {
namespace {

bool is_vowel(char c) {
  return std::string_view("aeiouyj").find(c) != std::string_view::npos;
}

// One sound read at the front of `rest`: its class (0: silent) and how many letters it takes.
struct Sound {
  char sound = 0;
  std::size_t letters = 1;
};

constexpr struct {
  std::string_view letters;
  char sound;
} kGroups[] = {
    // longest first: each is one sound in some tradition's spelling
    {"dzsch", 's'}, {"tsch", 's'}, {"shch", 's'}, {"sch", 's'}, {"tch", 's'}, {"dsh", 's'},
    {"tsh", 's'},   {"sh", 's'},   {"ch", 's'},   {"zh", 's'},  {"ts", 's'},  {"tz", 's'},
    {"cz", 's'},    {"sz", 's'},   {"dz", 's'},   {"ph", 'f'},  {"dh", 't'},  {"th", 't'},
    {"ck", 'k'},    {"dj", 0},     {"bh", 'b'},
};

// Cheap: every group is one of these letters before one of those.
bool begins_group(std::string_view rest) {
  return rest.size() > 1 && std::string_view("bcdpstz").find(rest[0]) != std::string_view::npos &&
         std::string_view("chjksz").find(rest[1]) != std::string_view::npos;
}

Sound single(std::string_view rest, char before) {
  const char next = rest.size() > 1 ? rest[1] : ' ';
  switch (rest[0]) {
    case 'b':
      return {'b'};
    case 'c':
      return {next == 'e' || next == 'i' || next == 'y' ? 's' : 'k'};
    case 'd':
    case 't':
      return {'t'};
    case 'f':
    case 'v':
      return {'f'};
    case 'g':
      if (next != 'h') return {'k'};
      // "gh" is silent where English writes it before t or at the end: Knight, Hugh.
      return rest.size() == 2 || rest[2] == 't' ? Sound{0, 2} : Sound{'k', 2};
    case 'k':
      return next == 'h' ? Sound{0, 2} : Sound{'k'};
    case 'l':
      return {'l'};
    case 'm':
      return {'m'};
    case 'n':
      return {next == 'b' || next == 'p' ? 'm' : 'n'};
    case 'p':
      return {'p'};
    case 'q':
      return {'k'};
    case 'r':
      return {'r'};
    case 's':
    case 'z':
      return {'s'};
    case 'w': {
      // Between vowels before o or u it is a glide: Dawood, Daoud.
      const bool glide = is_vowel(before) && (next == 'o' || next == 'u');
      return {is_vowel(next) && !glide ? 'f' : '\0'};
    }
    default:
      return {};
  }
}

}  // namespace

std::string consonant_skeleton(std::string_view latin_word) {
  std::string word;
  for (const char c : latin_word)
    if (c >= 'a' && c <= 'z') word.push_back(c);
  std::string out;
  if (word.empty()) return out;
  std::size_t i = 0;
  if (word.starts_with("kh") || word[0] == 'h') {
    out = "h";
    i = word[0] == 'h' ? 1 : 2;
  } else if (word.starts_with("wr") || word.starts_with("kn")) {
    i = 1;
  } else if (word.starts_with("ou") && word.size() > 2 && is_vowel(word[2])) {
    out = "f";  // French spelling of an initial w: Oualid, Walid
    i = 2;
  } else if (is_vowel(word[0]) || word.starts_with("dj")) {
    out = "a";
  }
  while (i < word.size()) {
    const std::string_view rest = std::string_view(word).substr(i);
    Sound sound = single(rest, i > 0 ? word[i - 1] : ' ');
    if (begins_group(rest)) {
      for (const auto& group : kGroups) {
        if (!rest.starts_with(group.letters)) continue;
        sound = {group.sound, group.letters.size()};
        break;
      }
    }
    if (rest[0] == 'x') {
      out += "ks";
    } else if (sound.sound != 0) {
      // A doubled letter is one sound; the same sound again after a vowel is another.
      const bool doubled = i > 0 && !out.empty() && out.back() == sound.sound &&
                           single(std::string_view(word).substr(i - 1), ' ').sound == sound.sound;
      if (!doubled) out.push_back(sound.sound);
    }
    i += sound.letters;
  }
  return out;
}

}  // namespace sallyport::text
