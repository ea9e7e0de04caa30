// Writes JSON (RFC 8259), compact, keys in the order given, straight into the answer's buffer: the
// same values make the same bytes. Text is UTF-8 and passes as it is but for what must be escaped;
// control characters without a short form are \u00XX, as RapidJSON writes them. The caller opens
// and closes in pairs.
// Ownership: owns its buffer. Threads: one. Failure: none. Cost: linear, eight characters at a
// time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/id.hpp"

namespace sallyport::api {

class JsonOut {
 public:
  JsonOut() { out_.reserve(kFirstBytes); }
  JsonOut(const JsonOut&) = delete;
  JsonOut& operator=(const JsonOut&) = delete;

  void open() { begin('{'); }       ///< {
  void close() { end('}'); }        ///< }
  void open_list() { begin('['); }  ///< [
  void close_list() { end(']'); }   ///< ]
  void key(std::string_view name);
  void text(std::string_view value);
  void number(std::int64_t value);
  void boolean(bool value);
  void id(Id128 value);

  void field(std::string_view name, std::string_view value);
  void field(std::string_view name, const char* value) { field(name, std::string_view(value)); }
  void field(std::string_view name, Id128 value);
  void count(std::string_view name, std::uint64_t value);
  void number(std::string_view name, std::int64_t value);
  void flag(std::string_view name, bool value);
  /// Left out when empty: the optional fields of types.ts.
  void optional(std::string_view name, std::string_view value);

  /// A list with one call of `write` an item.
  template <class List, class Write>
  void list(std::string_view name, const List& items, Write write) {
    key(name);
    open_list();
    for (const auto& item : items) write(*this, item);
    close_list();
  }
  template <class List>
  void texts(std::string_view name, const List& items) {
    list(name, items, [](JsonOut& out, std::string_view one) { out.text(one); });
  }

  std::string take();

 private:
  static constexpr std::size_t kFirstBytes = 8u << 10;

  void begin(char bracket);
  void end(char bracket);
  void comma();
  void quote(std::string_view value);

  std::string out_;
  bool comma_ = false;  // something stands before what comes next
};

}  // namespace sallyport::api
