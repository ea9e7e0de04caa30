#include "ledger/receipt.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "base/cbor.hpp"
#include "crypto/hash.hpp"
#include "crypto/seal.hpp"

namespace sallyport::ledger {
namespace {

constexpr std::string_view kReceipt = "receipt";
constexpr std::size_t kReceiptBytes = 32;  // every receipt alike, whatever its numbers are

crypto::SecretBytes derive(ByteView key, std::string_view purpose) {
  return crypto::SecretBytes::copy_of(crypto::keyed_hash(key, as_bytes(purpose)));
}

crypto::KeyView as_key(const crypto::SecretBytes& key) {
  return crypto::KeyView(key.view_sensitive().data(), crypto::kKeyBytes);
}

/// Purpose and content, told apart whatever they hold.
Bytes joined(std::string_view purpose, ByteView content) {
  cbor::Writer out;
  out.text(purpose);
  out.bytes(content);
  return out.take();
}

}  // namespace

ReceiptSealer::ReceiptSealer(ByteView token_key)
    : nonce_key_(derive(token_key, "token nonce")), seal_key_(derive(token_key, "token seal")) {}

std::string ReceiptSealer::seal_bytes(std::string_view purpose, ByteView content) const {
  const auto hash = crypto::keyed_hash(nonce_key_.view_sensitive(), joined(purpose, content));
  Bytes token(hash.begin(), hash.begin() + crypto::kNonceBytes);
  const crypto::NonceView nonce(hash.data(), crypto::kNonceBytes);
  const Bytes sealed = crypto::seal(as_key(seal_key_), nonce, as_bytes(purpose), content);
  token.insert(token.end(), sealed.begin(), sealed.end());
  return to_base64url(token);
}

std::optional<Bytes> ReceiptSealer::open_bytes(std::string_view purpose,
                                               std::string_view token) const {
  const auto bytes = from_base64url(token);
  if (!bytes || bytes->size() < crypto::kNonceBytes) return std::nullopt;
  const crypto::NonceView nonce(bytes->data(), crypto::kNonceBytes);
  return crypto::open_sealed(as_key(seal_key_), nonce, as_bytes(purpose),
                             ByteView(*bytes).subspan(crypto::kNonceBytes));
}

std::string ReceiptSealer::seal(const Receipt& receipt) const {
  cbor::Writer out;
  out.array(3);
  out.unsigned_int(receipt.first);
  out.unsigned_int(receipt.count);
  out.integer(receipt.recorded.us);
  Bytes content = out.take();
  SALLYPORT_ASSERT(content.size() <= kReceiptBytes);
  content.resize(kReceiptBytes);
  return seal_bytes(kReceipt, content);
}

std::optional<Receipt> ReceiptSealer::open(std::string_view token) const {
  const auto content = open_bytes(kReceipt, token);
  if (!content) return std::nullopt;
  cbor::Reader in(*content);
  in.array_of(3);
  Receipt receipt;
  receipt.first = in.unsigned_int();
  receipt.count = in.unsigned_int();
  receipt.recorded = Instant{in.integer()};
  if (in.failed()) return std::nullopt;
  return receipt;
}

}  // namespace sallyport::ledger
