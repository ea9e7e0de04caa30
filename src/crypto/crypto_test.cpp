#include <gtest/gtest.h>

#include <thread>

#include "crypto/aes.hpp"
#include "crypto/hash.hpp"
#include "crypto/password.hpp"
#include "crypto/seal.hpp"
#include "crypto/secret.hpp"
#include "crypto/sign.hpp"

namespace sallyport::crypto {
namespace {

Bytes hex(std::string_view text) {
  return *from_hex(text);
}

TEST(Hash, Sha256OfFips180) {
  EXPECT_EQ(to_hex(sha256(as_bytes("abc"))),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  Sha256 hash;
  for (int round = 0; round < 2; ++round) {  // finish() makes it ready again
    hash.update(as_bytes("a"));
    hash.update(as_bytes("bc"));
    EXPECT_EQ(hash.finish(), sha256(as_bytes("abc")));
  }
  EXPECT_EQ(to_hex(hash.finish()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Hash, KeyedBlake2b) {
  // BLAKE2b-256 of "" under the key 00..3f, computed with Python's hashlib.
  Bytes key;
  for (int i = 0; i < 64; ++i) key.push_back(static_cast<std::uint8_t>(i));
  EXPECT_EQ(to_hex(keyed_hash(key, {})),
            "2fa9fbd9be36437de204e139e97d402bce68c828f43391608c891b5faed8a98a");
  EXPECT_EQ(to_hex(to_bytes(keyed_hash_id(key, as_bytes("abc")))),
            "a9f9ff5c38d7eda4899ab27d41b93372");
  EXPECT_TRUE(equal_constant_time(as_bytes("same"), as_bytes("same")));
  EXPECT_FALSE(equal_constant_time(as_bytes("same"), as_bytes("sane")));
  EXPECT_FALSE(equal_constant_time(as_bytes("same"), as_bytes("sam")));
}

TEST(Hash, SipHashOfItsPaper) {
  // the reference's vector for 128 bits: key 00..0f, message 00..0e
  ShortKey key;
  std::string message;
  for (std::uint8_t i = 0; i < key.size(); ++i) key[i] = i;
  for (char i = 0; i < 15; ++i) message.push_back(i);
  EXPECT_EQ(to_hex(to_bytes(short_hash_id(key, message))), "5493e99933b0a8117e08ec0f97cfc3d9");
  const Bytes secret(32, 1);
  EXPECT_NE(short_key(secret, "rows"), short_key(secret, "cells"));
}

TEST(Seal, RefusesEveryChange) {
  SeededRandom random(3);
  Bytes key(kKeyBytes);
  Bytes nonce(kNonceBytes);
  random.fill(key);
  random.fill(nonce);
  const KeyView k(key.data(), kKeyBytes);
  const NonceView n(nonce.data(), kNonceBytes);
  const auto aad = as_bytes("entry 7, box 0");
  const Bytes sealed = seal(k, n, aad, as_bytes("cell 2-14"));
  EXPECT_EQ(as_text(*open_sealed(k, n, aad, sealed)), "cell 2-14");
  EXPECT_FALSE(open_sealed(k, n, as_bytes("entry 7, box 1"), sealed));
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    Bytes changed = sealed;
    changed[i] ^= 1;
    EXPECT_FALSE(open_sealed(k, n, aad, changed)) << i;
  }
  EXPECT_FALSE(open_sealed(k, n, aad, ByteView(sealed).first(15)));
  const GcmNonceView g(nonce.data(), kGcmNonceBytes);
  const Bytes block = gcm_seal(k, g, aad, as_bytes("segment"));
  EXPECT_EQ(as_text(*gcm_open(k, g, aad, block)), "segment");
  for (std::size_t i = 0; i < block.size(); ++i) {
    Bytes changed = block;
    changed[i] ^= 0x80;
    EXPECT_FALSE(gcm_open(k, g, aad, changed)) << i;
  }
}

TEST(Aes, DerivedIdIsOneBlockAndTurnsBack) {
  // FIPS 197 appendix C.1: the block 00112233445566778899aabbccddeeff.
  const Bytes key = hex("000102030405060708090a0b0c0d0e0f");
  const Id128 batch{0x0011223344556677ull, 0};
  const std::uint64_t row = 0x8899aabbccddeeffull;
  const Id128 id = derive_id(key, batch, row);
  EXPECT_EQ(to_hex(to_bytes(id)), "69c4e0d86a7b0430d8cdb78070b4c55a");
  IdDeriver deriver(key);
  EXPECT_EQ(deriver.row_of(batch, id), row);
  EXPECT_FALSE(deriver.row_of(Id128{1, 0}, id));
  EXPECT_EQ(deriver.origin_of(id), (IdDeriver::Origin{batch.hi, row}));
  const Id128 stranger{1, 2};  // every id was made from something
  const auto origin = deriver.origin_of(stranger);
  EXPECT_EQ(deriver.derive_id(Id128{origin.batch, 0}, origin.row), stranger);
  EXPECT_EQ(IdDeriver::key_from(key).size(), 16u);
}

TEST(Sign, Rfc8032FirstVector) {
  const SigningKey key = SigningKey::from_seed(
      hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
  EXPECT_EQ(to_hex(key.public_key()),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  EXPECT_EQ(to_hex(key.sign({})),
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39"
            "701cf9b46bd25bf5f0595bbe24655141438e7a100b");
}

TEST(Sign, NotesAfterTheSpecification) {
  // The example of c2sp.org/signed-note (and golang.org/x/mod/sumdb/note's PeterNeumann key).
  const auto key =
      parse_note_key("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
  ASSERT_TRUE(key);
  EXPECT_EQ(key->name, "PeterNeumann");
  EXPECT_EQ(to_text(*key), "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
  const std::string note =
      "If you think cryptography is the answer to your problem,\n"
      "then you don't know what your problem is.\n"
      "\n"
      "\xE2\x80\x94 PeterNeumann "
      "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJn"
      "AM=\n";
  ASSERT_TRUE(open_note(note, *key));
  std::string changed = note;
  changed[3] = 'Y';
  EXPECT_FALSE(open_note(changed, *key));
}

TEST(Sign, ForeignSignaturesAreIgnoredBadOnesAreNot) {
  SeededRandom random(4);
  const SigningKey log = SigningKey::generate(random);
  const SigningKey witness = SigningKey::generate(random);
  const NoteKey log_key{"log.example/main", log.public_key()};
  const std::string text = "log.example/main\n7\nAAAA\n";
  const std::string note = sign_note(text, log_key.name, log);
  EXPECT_EQ(open_note(note, log_key), text);
  const std::string second = sign_note(text, "witness.example", witness);
  const std::string both = note + second.substr(text.size() + 1);
  EXPECT_EQ(open_note(both, log_key), text);
  EXPECT_FALSE(open_note(second, log_key));
  EXPECT_FALSE(open_note(text, log_key));
  for (std::size_t i = 0; i < note.size(); ++i) {
    std::string changed = note;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(open_note(changed, log_key)) << i;
  }
  EXPECT_FALSE(parse_note_key("a+00000000+" + to_base64(Bytes(33, 1))));
}

TEST(Password, RightWrongUnknown) {
  PasswordHasher hasher;
  const Sensitive<std::string> right(std::string("correct horse battery staple"));
  const Sensitive<std::string> wrong(std::string("correct horse battery stable"));
  const auto phc = hasher.hash(right);
  ASSERT_TRUE(phc);
  EXPECT_TRUE(phc->starts_with("$argon2id$v=19$m=65536,t=3,p=1$")) << *phc;
  EXPECT_TRUE(hasher.verify(*phc, right));
  EXPECT_FALSE(hasher.verify(*phc, wrong));
  EXPECT_FALSE(hasher.verify("not a hash", right));
  EXPECT_FALSE(hasher.verify_unknown(right));
  EXPECT_FALSE(PasswordHasher::needs_rehash(*phc));
  EXPECT_TRUE(
      PasswordHasher::needs_rehash("$argon2id$v=19$m=19456,t=2,p=1$c2FsbHlwb3J0LWR1bW15IQ$"
                                   "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
  EXPECT_FALSE(hasher.verify(std::string(500, 'x'), right));
}

TEST(Secret, OwnsMovesAndWipes) {
  SeededRandom random(9);
  SecretBytes a = SecretBytes::random(random, 32);
  const Bytes before(a.view_sensitive().begin(), a.view_sensitive().end());
  SecretBytes b = std::move(a);
  EXPECT_TRUE(a.empty());
  const SecretBytes c = b.clone();
  EXPECT_TRUE(equal_constant_time(c.view_sensitive(), before));
  Bytes plain = {1, 2, 3};
  wipe(std::span<std::uint8_t>(plain));
  EXPECT_EQ(plain, (Bytes{0, 0, 0}));
}

}  // namespace
}  // namespace sallyport::crypto
