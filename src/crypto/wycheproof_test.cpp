// Replays Google's Wycheproof vectors (Apache-2.0, reference data outside the project).
#include <gtest/gtest.h>
#include <simdjson.h>

#include <cstdlib>
#include <filesystem>

#include "crypto/hash.hpp"
#include "crypto/seal.hpp"
#include "crypto/sign.hpp"

namespace sallyport::crypto {
namespace {

std::filesystem::path vectors(const std::string& name) {
  const char* data = std::getenv("SALLYPORT_SHARED_DATA");
  const std::filesystem::path root =
      data != nullptr ? data : SALLYPORT_SOURCE_DIR "/../shared/data";
  return root / "badinput" / "wycheproof" / (name + "_test.json");
}

using Element = simdjson::dom::element;

Bytes field(const Element& from, const char* name) {
  return *from_hex(std::string_view(from[name]));
}

/// Calls `check(group, test, valid)` for each vector and returns how many there were.
template <class Check>
int for_each_vector(const std::filesystem::path& path, const Check& check) {
  simdjson::dom::parser parser;
  const Element file = parser.load(path.string());
  int count = 0;
  for (const Element group : file["testGroups"]) {
    for (const Element test : group["tests"]) {
      check(group, test, std::string_view(test["result"]) == "valid");
      ++count;
    }
  }
  return count;
}

template <std::size_t kNonce, class Seal, class Open>
void check_aead(const Element& test, bool valid, const Seal& seal_with, const Open& open_with) {
  const Bytes key = field(test, "key");
  const Bytes nonce = field(test, "iv");
  const std::span<const std::uint8_t, kNonce> n(nonce.data(), kNonce);
  Bytes sealed = field(test, "ct");
  const Bytes tag = field(test, "tag");
  sealed.insert(sealed.end(), tag.begin(), tag.end());
  const Bytes aad = field(test, "aad");
  const Bytes message = field(test, "msg");
  const KeyView k(key.data(), kKeyBytes);
  const auto opened = open_with(k, n, aad, sealed);
  EXPECT_EQ(opened.has_value(), valid) << std::int64_t(test["tcId"]);
  if (opened) {
    EXPECT_EQ(*opened, message);
  }
  if (valid) {
    EXPECT_EQ(seal_with(k, n, aad, message), sealed);
  }
}

TEST(Wycheproof, XChaCha20Poly1305) {
  const auto path = vectors("xchacha20_poly1305");
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "reference data is absent: " << path;
  int checked = 0;
  for_each_vector(path, [&](const Element&, const Element& test, bool valid) {
    if (field(test, "iv").size() != kNonceBytes) return;  // our type cannot hold another size
    check_aead<kNonceBytes>(test, valid, seal, open_sealed);
    ++checked;
  });
  EXPECT_GT(checked, 200);
}

TEST(Wycheproof, Aes256Gcm) {
  const auto path = vectors("aes_gcm");
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "reference data is absent: " << path;
  int checked = 0;
  for_each_vector(path, [&](const Element& group, const Element& test, bool valid) {
    if (std::int64_t(group["keySize"]) != 256 || std::int64_t(group["ivSize"]) != 96) return;
    check_aead<kGcmNonceBytes>(test, valid, gcm_seal, gcm_open);
    ++checked;
  });
  EXPECT_GT(checked, 50);
}

TEST(Wycheproof, Ed25519) {
  const auto path = vectors("ed25519");
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "reference data is absent: " << path;
  const int count =
      for_each_vector(path, [](const Element& group, const Element& test, bool valid) {
        const Bytes raw = *from_hex(std::string_view(group["publicKey"]["pk"]));
        PublicKey key{};
        ASSERT_EQ(raw.size(), key.size());
        std::copy(raw.begin(), raw.end(), key.begin());
        EXPECT_EQ(verify_signature(key, field(test, "msg"), field(test, "sig")), valid)
            << std::int64_t(test["tcId"]);
      });
  EXPECT_GT(count, 100);
}

}  // namespace
}  // namespace sallyport::crypto
