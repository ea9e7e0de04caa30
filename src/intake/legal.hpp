// The register of legal and confidential numbers (prison.legal_numbers): solicitors, courts,
// members of parliament, Samaritans. Calls to them are refused at intake and counted; nothing of
// such a row is kept anywhere. The register itself keeps keyed hashes only. Ownership: plain value.
// Threads: reading from any. Failure: none but decoding. Cost: O(1) a look.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/bytes.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace sallyport::intake {

/// A dialled number in the form the register keeps: E.164, or the bare digits of a short number.
std::string register_form(std::string_view number);

class LegalRegister {
 public:
  explicit LegalRegister(Bytes key) : key_(std::move(key)) {}  ///< 16 to 64 bytes

  /// An empty register under the same key: only such a one may be merged.
  LegalRegister empty_like() const { return LegalRegister(key_); }
  /// `number` in register_form().
  void add(std::string_view number, DateRange in_force);
  /// In force on the day; on any day when the day is not known.
  bool holds(std::string_view number, std::optional<Date> day) const;
  /// Does any run of digits in the text, read as a telephone number, stand on the register? For
  /// what cannot be read as a number but must not be kept: a mangled cell, a row about to be
  /// rejected.
  bool mentioned_in(std::string_view text) const;
  std::size_t size() const { return entries_.size(); }
  /// Both under one key (assertion): under another a number would never be found again.
  void merge(const LegalRegister& other);

  Bytes encode() const;  ///< without the key
  static Result<LegalRegister> decode(Bytes key, ByteView bytes);

 private:
  Bytes key_;
  std::unordered_map<Id128, std::vector<DateRange>> entries_;
};

}  // namespace sallyport::intake
