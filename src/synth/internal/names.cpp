#include "synth/internal/names.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace sallyport::synth {

WordPool::WordPool(std::string_view text) {
  while (!text.empty()) {
    const auto space = text.find(' ');
    const std::string_view token = text.substr(0, space);
    text = space == std::string_view::npos ? std::string_view{} : text.substr(space + 1);
    if (token.empty()) continue;
    const auto bar = token.find('|');
    if (bar == std::string_view::npos) {
      words_.push_back({token, {}});
    } else {
      words_.push_back({token.substr(0, bar), token.substr(bar + 1)});
    }
  }
  std::uint32_t sum = 0;
  for (std::uint32_t rank = 0; rank < words_.size(); ++rank) {
    sum += 1'000'000 / (rank + 3);
    cumulative_.push_back(sum);
  }
}

const Word& WordPool::pick(Stream& stream) const {
  const auto at = static_cast<std::uint32_t>(stream.below(cumulative_.back()));
  const auto found = std::upper_bound(cumulative_.begin(), cumulative_.end(), at);
  return words_[static_cast<std::size_t>(found - cumulative_.begin())];
}

const Word& WordPool::uniform(Stream& stream) const {
  return words_[stream.below(words_.size())];
}

Names::Names()
    : surname_prefixes_(place_text().surname_prefixes),
      surname_suffixes_(place_text().surname_suffixes),
      street_words_(place_text().street_words),
      street_kinds_(place_text().street_kinds),
      towns_(place_text().towns),
      group_words_(place_text().group_words),
      group_kinds_(place_text().group_kinds),
      prison_heads_(place_text().prison_heads),
      prison_tails_(place_text().prison_tails) {
  std::uint32_t sum = 0;
  for (const TraditionText& text : tradition_texts()) {
    traditions_.push_back(
        {text.name, WordPool(text.male), WordPool(text.female), WordPool(text.surnames)});
    sum += text.per_mille;
    shares_.push_back(sum);
  }
}

std::size_t Names::pick_tradition(Stream& stream) const {
  const auto at = static_cast<std::uint32_t>(stream.below(shares_.back()));
  return static_cast<std::size_t>(std::upper_bound(shares_.begin(), shares_.end(), at) -
                                  shares_.begin());
}

Names::Surname Names::surname(std::size_t tradition, Stream& stream) const {
  const Tradition& from = traditions_[tradition];
  // Half of the islanders carry a compound of the land: 60 x 25 of them keep a country of
  // 1.5 million people from being a country of Smiths.
  if (tradition == 0 && stream.per_mille(550)) {
    std::string made(surname_prefixes_.uniform(stream).latin);
    made += surname_suffixes_.uniform(stream).latin;
    return {std::move(made), {}};
  }
  const Word& first = from.surnames.pick(stream);
  Surname out{std::string(first.latin), std::string(first.native)};
  if (stream.per_mille(tradition == 11 ? 500 : 40)) {  // two surnames, or a hyphen
    const Word& second = from.surnames.pick(stream);
    if (second.latin != first.latin) {
      const char* joint = tradition == 11 ? " " : "-";
      out.latin += joint + std::string(second.latin);
      if (!out.native.empty()) out.native += joint + std::string(second.native);
    }
  }
  return out;
}

const Word& Names::forename(std::size_t tradition, bool female, Stream& stream) const {
  const Tradition& from = traditions_[tradition];
  return (female ? from.female : from.male).pick(stream);
}

std::string Names::street_address(Stream& stream) const {
  const auto number = stream.between(1, 180);
  const bool flat = stream.per_mille(180);
  const auto flat_number = stream.between(1, 24);
  std::string out =
      flat ? fmt::format("Flat {}, {} ", flat_number, number) : fmt::format("{} ", number);
  out += street_words_.uniform(stream).latin;
  out += ' ';
  out += street_kinds_.pick(stream).latin;
  return out;
}

std::string Names::town(Stream& stream) const {
  return std::string(towns_.pick(stream).latin);
}

std::string Names::postcode(Stream& stream) const {
  // None of these areas is used by a postal service.
  static constexpr std::string_view kAreas[] = {"QJ", "QV", "XJ", "XV", "VX", "JV",
                                                "ZJ", "VQ", "QW", "XQ", "JX", "VZ"};
  static constexpr std::string_view kInward = "ABDEFGHJLNPQRSTUWXYZ";
  const auto area = kAreas[stream.below(std::size(kAreas))];
  const auto district = stream.between(1, 29);
  const auto sector = stream.between(0, 9);
  const char first = kInward[stream.below(kInward.size())];
  const char second = kInward[stream.below(kInward.size())];
  return fmt::format("{}{} {}{}{}", area, district, sector, first, second);
}

std::string Names::group_name(std::uint64_t group) const {
  static constexpr std::string_view kAges[] = {"", "Old ", "New ", "Upper ", "Lower ", "North "};
  const std::uint64_t kinds = group_kinds_.size();
  const std::uint64_t words = group_words_.size();
  // group = words * round + place: every round pairs each word with another kind, so a name comes
  // twice only after words * kinds groups, and then with another age before it
  const std::uint64_t place = group % words;
  const std::uint64_t round = group / words;
  return fmt::format("{}{} {}", kAges[round / kinds % std::size(kAges)],
                     group_words_.at(place * 67).latin, group_kinds_.at(round + place).latin);
}

std::string Names::prison_name(std::uint64_t index) const {
  const std::uint64_t heads = prison_heads_.size();
  return fmt::format("{}{}", prison_heads_.at(index % heads).latin,
                     prison_tails_.at(index / heads + index % heads).latin);
}

}  // namespace sallyport::synth
