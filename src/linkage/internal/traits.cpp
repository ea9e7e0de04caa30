#include "linkage/internal/traits.hpp"

#include <string>

#include "text/phonetic.hpp"

namespace sallyport::linkage {
namespace {

constexpr std::size_t kSoundLetters = 5;

std::uint32_t short_hash(std::string_view text) {
  return text.empty() ? 0 : static_cast<std::uint32_t>(hash64(text) >> 32) | 1U;
}

NameTraits name_traits(std::string_view text) {
  NameTraits out;
  if (text.empty()) return out;
  std::string word(text);
  std::erase(word, ' ');
  out.initial = static_cast<std::uint8_t>(word[0]);
  out.letters = static_cast<std::uint8_t>(std::min<std::size_t>(word.size(), 255));
  if (word.size() < 2) return out;
  out.sound = short_hash(text::double_metaphone(word, kSoundLetters).primary);
  out.skeleton = short_hash(text::consonant_skeleton(word));
  return out;
}

std::uint32_t digits_of(std::string_view text) {
  if (text.size() != 8) return 0;
  std::uint32_t out = 0;
  for (const char c : text) out = out << 4 | static_cast<std::uint32_t>(c - '0');
  return out;
}

}  // namespace

Traits traits_of(const Dataset& data) {
  Traits out;
  const Dictionary& names = data.space(Field::given).dictionary;
  out.names.reserve(names.size());
  for (std::uint32_t code = 0; code < names.size(); ++code)
    out.names.push_back(name_traits(names.text(code)));
  const Dictionary& births = data.space(Field::birth).dictionary;
  for (std::uint32_t code = 0; code < births.size(); ++code)
    out.births.push_back(digits_of(births.text(code)));
  const Dictionary& mails = data.space(Field::email).dictionary;
  for (std::uint32_t code = 0; code < mails.size(); ++code) {
    const std::string_view name = mails.text(code).substr(0, mails.text(code).find('@'));
    out.mail_names.push_back(name.size() < 5 ? 0 : short_hash(name));
  }
  const Dictionary& firms = data.space(Field::organisation).dictionary;
  for (std::uint32_t code = 0; code < firms.size(); ++code) {
    const std::string_view word = firms.text(code).substr(0, firms.text(code).find(' '));
    out.organisations.push_back(short_hash(text::double_metaphone(word, 6).primary));
  }
  return out;
}

}  // namespace sallyport::linkage
