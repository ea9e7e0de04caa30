// Letters of alphabetic scripts in Latin ASCII, as English-language records spell names (after the
// BGN/PCGN tables, without their diacritics). Pure tables; context (digraphs, word starts) is in
// latin.cpp.
#pragma once

namespace sallyport::text::internal {

/// The plain Latin form of a lower-case letter, "" for a silent sign; nullptr when the letter is of
/// none of the tabled scripts.
const char* cyrillic_letter(char32_t c);
const char* greek_letter(char32_t c);
const char* armenian_letter(char32_t c);
const char* georgian_letter(char32_t c);
const char* arabic_letter(char32_t c);
const char* hebrew_letter(char32_t c);

}  // namespace sallyport::text::internal
