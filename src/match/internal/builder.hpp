// Makes the block of a Features from facts. One use, one thread. Internal to match.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "match/internal/layout.hpp"

namespace sallyport::match::internal {

class Builder {
 public:
  Features build(std::span<const Fact> facts);

 private:
  struct NameText {
    std::string surname;  ///< folded Latin
    std::string given;
    NameKind kind = NameKind::recorded;
    auto operator<=>(const NameText&) const = default;
  };

  void take(const Fact& fact);
  void take_number(Scheme scheme, std::string_view value);
  void take_names();
  void take_whole_name(std::string_view value, NameKind kind);
  void take_birth(std::string_view value);
  void take_addresses();
  void add_name(const NameText& name);
  std::uint8_t word(std::string_view text);
  std::uint16_t keep(std::string_view text);
  Features pack() const;

  std::vector<std::string> surnames_, givens_, postcodes_, lines_;
  std::vector<std::string> single_aliases_;
  std::vector<NameText> name_texts_;
  std::vector<std::string> whole_names_;

  Header header_;
  std::vector<Word> words_;
  std::vector<Name> names_;
  std::vector<BirthDate> dates_;
  std::vector<Number> numbers_;
  std::vector<Address> addresses_;
  std::vector<Contact> contacts_;
  std::string text_;
};

}  // namespace sallyport::match::internal
