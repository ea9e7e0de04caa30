// Folding: one spelling for what a reader takes for the same text, and cleaning of what came from
// outside. Everything downstream (keys, similarity, search) works on folded text.
// Ownership: values in, values out. Threads: any; nothing is shared but ICU's constant tables and
// one transliterator a thread. Failure: none; malformed UTF-8 becomes U+FFFD.
// Cost: linear; ASCII takes a path without ICU (tens of nanoseconds a name).
// Source: Unicode 15 NFKC_Casefold and NFD (ICU 72); UTS 39 for what is invisible.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sallyport::text {

/// Compatibility forms unified, case folded, combining marks of letters taken off, letters with a
/// stroke written plainly (ł l, ø o, æ ae, ı i), every apostrophe ', every hyphen -, every white
/// space one blank, none at the ends. Vowel signs of Indic scripts stay: they are letters.
/// fold(fold(x)) == fold(x). The script is kept: see to_latin.
std::string fold(std::string_view utf8);

/// Well-formed UTF-8 (no overlong forms, no surrogates, nothing above U+10FFFF).
bool is_valid_utf8(std::string_view bytes);

/// Text from outside, made safe to store and show: malformed parts and noncharacters become U+FFFD;
/// controls but tab and newline, bidirectional controls, zero-width and tag characters are removed;
/// CR LF and CR become newline. Idempotent. Names keep their case and accents.
std::string sanitise_utf8(std::string_view bytes);

/// Any script in folded Latin ASCII: Cyrillic, Greek, Arabic, Hebrew, Armenian and Georgian by the
/// spelling English-language records use (after BGN/PCGN), all others by ICU "Any-Latin; Latin-
/// ASCII". What has no Latin form (emoji, symbols) is dropped. ASCII costs no more than fold.
std::string to_latin(std::string_view utf8);

/// Words of a folded text: split at blanks, hyphens and punctuation; apostrophes are dropped and
/// join ("o'brien" -> "obrien", "mary-jane" -> "mary", "jane"). In order, empty ones never.
std::vector<std::string> tokens(std::string_view folded);

/// A name's words and the ways its parts are written together.
struct NameTokens {
  std::vector<std::string> words;   ///< as tokens()
  std::vector<std::string> joined;  ///< further forms to index: "almasri", "vanderberg", "maryjane"
};
/// Joined forms are made where people write one name both ways: across a hyphen, and a run of
/// particles (van der, al, el, abd, bin, de la, mac, o, saint…) with the word behind it. Sorted,
/// each once.
NameTokens name_tokens(std::string_view folded);

/// van, der, de, la, al, el, bin, ibn, von…: a word that joins names and says little by itself.
bool is_name_particle(std::string_view word);

}  // namespace sallyport::text
