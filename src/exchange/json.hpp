// Writes JSON, compact, keys in the order given: the same values make the same bytes (RFC 8259).
// Ownership: owns its text. Threads: one. Failure: none; text that is not UTF-8 is replaced by
// U+FFFD, so that the whole stays readable. Cost: linear.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/id.hpp"

namespace sallyport::exchange {

class Json {
 public:
  Json& open();        ///< {
  Json& close();       ///< }
  Json& open_list();   ///< [
  Json& close_list();  ///< ]
  Json& key(std::string_view name);
  Json& text(std::string_view value);
  Json& number(std::int64_t value);
  Json& flag(bool value);

  Json& field(std::string_view name, std::string_view value);
  Json& field(std::string_view name, Id128 value) { return field(name, to_text(value)); }
  Json& count(std::string_view name, std::uint64_t value);
  Json& flag(std::string_view name, bool value) { return key(name).flag(value); }
  /// Left out when empty.
  Json& optional(std::string_view name, std::string_view value);

  /// A list with one call of write(json, item) each.
  template <class List, class Write>
  Json& list(std::string_view name, const List& items, Write write) {
    key(name).open_list();
    for (const auto& item : items) write(*this, item);
    return close_list();
  }
  template <class List>
  Json& texts(std::string_view name, const List& items) {
    return list(name, items, [](Json& json, std::string_view one) { json.text(one); });
  }

  std::string take() && { return std::move(out_); }

 private:
  void before_value();

  std::string out_;
  bool first_ = true;  // nothing yet in the innermost object or list
  bool after_key_ = false;
};

}  // namespace sallyport::exchange
