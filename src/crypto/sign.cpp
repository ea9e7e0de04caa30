#include "crypto/sign.hpp"

#include <sodium.h>

#include <algorithm>

#include "base/assert.hpp"
#include "crypto/hash.hpp"

namespace sallyport::crypto {
namespace {

constexpr std::uint8_t kEd25519 = 0x01;
constexpr std::string_view kDash = "\xE2\x80\x94 ";  // em dash, space
constexpr std::size_t kNoteBytes = 64u << 10;        // a checkpoint has a few hundred
constexpr std::size_t kNoteSignatures = 64;

bool is_name(std::string_view name) {
  return !name.empty() && std::none_of(name.begin(), name.end(), [](char c) {
    return c == '+' || c == ' ' || static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
  });
}

std::array<std::uint8_t, 4> id_bytes(std::uint32_t id) {
  return {static_cast<std::uint8_t>(id >> 24), static_cast<std::uint8_t>(id >> 16),
          static_cast<std::uint8_t>(id >> 8), static_cast<std::uint8_t>(id)};
}

enum class Line { kOther, kGood, kBad };

/// Judges one signature line of a note.
Line judge(std::string_view line, std::string_view text, const NoteKey& key) {
  if (line.substr(0, kDash.size()) != kDash) return Line::kBad;
  line.remove_prefix(kDash.size());
  const auto space = line.find(' ');
  if (space == std::string_view::npos) return Line::kBad;
  const auto blob = from_base64(line.substr(space + 1));
  // One text for one signature, so that no byte of a note can be changed unnoticed.
  if (!blob || blob->size() < 5 || to_base64(*blob) != line.substr(space + 1)) return Line::kBad;
  const auto id = id_bytes(note_key_id(key));
  if (line.substr(0, space) != key.name || !std::equal(id.begin(), id.end(), blob->begin())) {
    return Line::kOther;
  }
  return verify_signature(key.key, as_bytes(text), ByteView(*blob).subspan(4)) ? Line::kGood
                                                                               : Line::kBad;
}

}  // namespace

SigningKey SigningKey::generate(Random& random) {
  const SecretBytes seed = SecretBytes::random(random, 32);
  return from_seed(seed.view_sensitive());
}

SigningKey SigningKey::from_seed(ByteView seed) {
  SALLYPORT_ASSERT(seed.size() == crypto_sign_SEEDBYTES && sodium_init() >= 0);
  SigningKey key;
  key.secret_ = SecretBytes(crypto_sign_SECRETKEYBYTES);
  crypto_sign_seed_keypair(key.public_key_.data(), key.secret_.edit_sensitive().data(),
                           seed.data());
  return key;
}

Signature SigningKey::sign(ByteView message) const {
  Signature out{};
  crypto_sign_detached(out.data(), nullptr, message.data(), message.size(),
                       secret_.view_sensitive().data());
  return out;
}

ByteView SigningKey::seed_sensitive() const {
  return secret_.view_sensitive().first(32);
}

bool verify_signature(const PublicKey& key, ByteView message, ByteView signature) {
  SALLYPORT_ASSERT(sodium_init() >= 0);
  return signature.size() == 64 && crypto_sign_verify_detached(signature.data(), message.data(),
                                                               message.size(), key.data()) == 0;
}

std::uint32_t note_key_id(const NoteKey& key) {
  Sha256 hash;
  hash.update(as_bytes(key.name));
  const std::array<std::uint8_t, 2> middle = {0x0A, kEd25519};
  hash.update(middle);
  hash.update(key.key);
  const Hash256 h = hash.finish();
  return std::uint32_t{h[0]} << 24 | std::uint32_t{h[1]} << 16 | std::uint32_t{h[2]} << 8 | h[3];
}

std::string to_text(const NoteKey& key) {
  Bytes blob = {kEd25519};
  blob.insert(blob.end(), key.key.begin(), key.key.end());
  return key.name + "+" + to_hex(id_bytes(note_key_id(key))) + "+" + to_base64(blob);
}

std::optional<NoteKey> parse_note_key(std::string_view text) {
  const auto first = text.find('+');
  if (first == std::string_view::npos) return std::nullopt;
  const auto second = text.find('+', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const auto id = from_hex(text.substr(first + 1, second - first - 1));
  const auto blob = from_base64(text.substr(second + 1));
  if (!id || !blob || blob->size() != 33 || (*blob)[0] != kEd25519) return std::nullopt;
  NoteKey key{std::string(text.substr(0, first)), {}};
  std::copy(blob->begin() + 1, blob->end(), key.key.begin());
  const auto expected = id_bytes(note_key_id(key));
  if (!is_name(key.name) || !std::equal(id->begin(), id->end(), expected.begin(), expected.end())) {
    return std::nullopt;
  }
  return key;
}

std::string sign_note(std::string_view text, std::string_view name, const SigningKey& key) {
  SALLYPORT_ASSERT(is_name(name) && !text.empty() && text.back() == '\n');
  const Signature signature = key.sign(as_bytes(text));
  const auto id = id_bytes(note_key_id(NoteKey{std::string(name), key.public_key()}));
  Bytes blob(id.begin(), id.end());
  blob.insert(blob.end(), signature.begin(), signature.end());
  std::string note(text);
  note += '\n';
  note += kDash;
  note += name;
  note += ' ';
  note += to_base64(blob);
  note += '\n';
  return note;
}

std::optional<std::string> open_note(std::string_view note, const NoteKey& key) {
  if (note.size() > kNoteBytes || note.empty() || note.back() != '\n') return std::nullopt;
  const auto split = note.rfind("\n\n");
  if (split == std::string_view::npos) return std::nullopt;
  const std::string_view text = note.substr(0, split + 1);
  std::string_view lines = note.substr(split + 2);
  bool good = false;
  for (std::size_t count = 0; !lines.empty(); ++count) {
    if (count == kNoteSignatures) return std::nullopt;
    const auto end = lines.find('\n');
    const Line line = judge(lines.substr(0, end), text, key);
    if (line == Line::kBad) return std::nullopt;
    good = good || line == Line::kGood;
    lines.remove_prefix(end + 1);
  }
  if (!good) return std::nullopt;
  return std::string(text);
}

}  // namespace sallyport::crypto
