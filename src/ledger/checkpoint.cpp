#include "ledger/checkpoint.hpp"

#include <charconv>

#include "base/bytes.hpp"

namespace sallyport::ledger {
namespace {

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  if (text.size() > 1 && text[0] == '0') return std::nullopt;
  return value;
}

std::optional<crypto::Hash256> parse_hash(std::string_view text) {
  const auto bytes = from_base64(text);
  if (!bytes || bytes->size() != 32 || to_base64(*bytes) != text) return std::nullopt;
  crypto::Hash256 hash{};
  std::copy(bytes->begin(), bytes->end(), hash.begin());
  return hash;
}

std::string_view next_line(std::string_view& text) {
  const auto end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

}  // namespace

std::string to_text(const Checkpoint& checkpoint) {
  return checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" +
         to_base64(checkpoint.root) + "\nkept " + std::to_string(checkpoint.kept) + " " +
         to_base64(checkpoint.newest_kept) + "\n";
}

std::optional<Checkpoint> parse_checkpoint(std::string_view text) {
  std::string_view rest = text;
  Checkpoint out;
  out.origin = next_line(rest);
  const auto size = parse_number(next_line(rest));
  const auto root = parse_hash(next_line(rest));
  std::string_view kept = next_line(rest);
  if (!size || !root || kept.substr(0, 5) != "kept ") return std::nullopt;
  kept.remove_prefix(5);
  const auto space = kept.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const auto count = parse_number(kept.substr(0, space));
  const auto hash = parse_hash(kept.substr(space + 1));
  if (!count || !hash) return std::nullopt;
  out.size = *size;
  out.root = *root;
  out.kept = *count;
  out.newest_kept = *hash;
  if (to_text(out) != text) return std::nullopt;
  return out;
}

}  // namespace sallyport::ledger
