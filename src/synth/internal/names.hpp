// Names, streets, towns, groups and prisons of Estmere, as weighted pools.
// Owned by World; immutable after construction, so any thread may read. Picking is integer-only
// (Zipf-like weights 1 / (rank + 3) in fixed point) and costs a binary search.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "synth/internal/stream.hpp"

namespace sallyport::synth {

struct TraditionText {
  const char* name;
  std::uint32_t per_mille;  ///< share of the population; the table adds up to 1,040 or so, scaled
  const char* male;
  const char* female;
  const char* surnames;
};

struct PlaceText {
  const char* surname_prefixes;
  const char* surname_suffixes;
  const char* street_words;
  const char* street_kinds;
  const char* towns;
  const char* group_words;
  const char* group_kinds;
  const char* prison_heads;
  const char* prison_tails;
};

std::span<const TraditionText> tradition_texts();
const PlaceText& place_text();

struct Word {
  std::string_view latin;
  std::string_view native;  ///< empty when the tradition writes Latin
};

/// Words in order of frequency.
class WordPool {
 public:
  explicit WordPool(std::string_view text);
  const Word& pick(Stream& stream) const;     ///< Zipf-like
  const Word& uniform(Stream& stream) const;  ///< each alike
  const Word& at(std::uint64_t index) const { return words_[index % words_.size()]; }
  std::size_t size() const { return words_.size(); }

 private:
  std::vector<Word> words_;
  std::vector<std::uint32_t> cumulative_;
};

struct Tradition {
  std::string_view name;
  WordPool male, female, surnames;
};

class Names {
 public:
  Names();
  std::size_t pick_tradition(Stream& stream) const;
  const Tradition& tradition(std::size_t index) const { return traditions_[index]; }
  /// A surname and, where the tradition has one, its native form.
  struct Surname {
    std::string latin, native;
  };
  Surname surname(std::size_t tradition, Stream& stream) const;
  const Word& forename(std::size_t tradition, bool female, Stream& stream) const;
  std::string street_address(Stream& stream) const;
  std::string town(Stream& stream) const;
  std::string postcode(Stream& stream) const;
  std::string group_name(std::uint64_t group) const;   ///< distinct for 0 .. 2,000 and beyond
  std::string prison_name(std::uint64_t index) const;  ///< distinct for 0 .. 119

 private:
  std::vector<Tradition> traditions_;
  std::vector<std::uint32_t> shares_;
  WordPool surname_prefixes_, surname_suffixes_, street_words_, street_kinds_, towns_;
  WordPool group_words_, group_kinds_, prison_heads_, prison_tails_;
};

}  // namespace sallyport::synth
