#include "intake/legal.hpp"

#include "base/assert.hpp"

#include <algorithm>

#include "base/cbor.hpp"
#include "crypto/hash.hpp"
#include "text/numbers.hpp"

namespace sallyport::intake {
namespace {

constexpr std::size_t kShortest = 9;  // digits of a telephone number without its trunk 0
constexpr std::size_t kLongest = 15;  // E.164

}  // namespace

std::string register_form(std::string_view number) {
  auto whole = text::normalise_phone(number);
  if (whole) return *std::move(whole);
  std::string out = "digits:";
  for (const char c : number) {
    if (c >= '0' && c <= '9') out += c;
  }
  return out.size() > 7 ? out : std::string();
}

void LegalRegister::add(std::string_view number, DateRange in_force) {
  entries_[crypto::keyed_hash_id(key_, as_bytes(number))].push_back(in_force);
}

bool LegalRegister::holds(std::string_view number, std::optional<Date> day) const {
  if (entries_.empty()) return false;
  const auto at = entries_.find(crypto::keyed_hash_id(key_, as_bytes(number)));
  if (at == entries_.end()) return false;
  return !day || std::any_of(at->second.begin(), at->second.end(),
                             [&](const DateRange& r) { return r.contains(*day); });
}

bool LegalRegister::mentioned_in(std::string_view text) const {
  if (entries_.empty()) return false;
  // runs of digits that only blanks, dashes, dots, brackets and plus signs divide
  std::string run;
  const auto run_mentions = [&] {
    if (holds("digits:" + run, std::nullopt)) return true;
    for (std::size_t from = 0; from + kShortest <= run.size(); ++from) {
      for (std::size_t size = kShortest; size <= kLongest && from + size <= run.size(); ++size) {
        const auto number = text::normalise_phone(std::string_view(run).substr(from, size));
        if (number && holds(*number, std::nullopt)) return true;
      }
    }
    return false;
  };
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      run += c;
    } else if (std::string_view(" -.()+/\t").find(c) == std::string_view::npos) {
      if (run_mentions()) return true;
      run.clear();
    }
  }
  return run_mentions();
}

void LegalRegister::merge(const LegalRegister& other) {
  SALLYPORT_ASSERT(key_ == other.key_);
  for (const auto& [id, ranges] : other.entries_) {
    auto& mine = entries_[id];
    for (const auto& r : ranges) {
      if (std::find(mine.begin(), mine.end(), r) == mine.end()) mine.push_back(r);
    }
  }
}

Bytes LegalRegister::encode() const {
  std::vector<std::pair<Id128, DateRange>> all;
  for (const auto& [id, ranges] : entries_) {
    for (const auto& r : ranges) all.emplace_back(id, r);
  }
  std::sort(all.begin(), all.end());
  cbor::Writer out;
  out.array(all.size());
  for (const auto& [id, range] : all) {
    out.array(3);
    out.bytes(to_bytes(id));
    out.integer(range.from);
    out.integer(range.to);
  }
  return out.take();
}

Result<LegalRegister> LegalRegister::decode(Bytes key, ByteView bytes) {
  LegalRegister out(std::move(key));
  cbor::Reader in(bytes);
  const std::size_t size = in.array();
  for (std::size_t i = 0; i < size && !in.failed(); ++i) {
    in.array_of(3);
    const ByteView id = in.bytes();
    DateRange range;
    range.from = static_cast<std::int32_t>(in.integer());
    range.to = static_cast<std::int32_t>(in.integer());
    if (in.failed() || id.size() != 16) return fail(ErrorCode::kBadValue, "register of numbers");
    out.entries_[id_from_bytes(std::span<const std::uint8_t, 16>(id.data(), 16))].push_back(range);
  }
  TRY(in.finish());
  return out;
}

}  // namespace sallyport::intake
