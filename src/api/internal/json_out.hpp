// Writes JSON, compact, keys in the order given: the same values make the same bytes. A thin face
// over RapidJSON's Writer, so that its headers stay in one file.
// Ownership: owns its buffer. Threads: one. Failure: none. Cost: linear.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/id.hpp"

namespace sallyport::api {

class JsonOut {
 public:
  JsonOut();
  ~JsonOut();
  JsonOut(const JsonOut&) = delete;
  JsonOut& operator=(const JsonOut&) = delete;

  void open();        ///< {
  void close();       ///< }
  void open_list();   ///< [
  void close_list();  ///< ]
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
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sallyport::api
