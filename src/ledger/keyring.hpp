// The keyring: the few keys everything else hangs on, in one small file only its owner can read
// (mode 0600): the store's key, the key that makes event ids, the key that seals tokens, the log's
// signing seed, and one key for each agency, under which that agency's record keys are wrapped.
// Ownership: holds its secrets in locked memory. Threads: const functions from any.
// Failure: kNotInitialised, kAlreadyThere, kStorage; kKeyMissing for an unknown or departed agency.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "crypto/secret.hpp"
#include "crypto/sign.hpp"

namespace sallyport::ledger {

struct AgencyKey {
  std::string name;
  std::uint16_t generation = 1;
  crypto::SecretBytes key;  ///< empty after the agency's key was destroyed
};

class Keyring {
 public:
  /// Fresh keys. Agency 0 is the store itself, with the name "".
  static Result<Keyring> make(const std::vector<std::string>& agencies, Random& random,
                              Instant now);
  static Result<Keyring> load(const std::string& path);
  Status save(const std::string& path) const;

  Id128 store_id() const { return store_id_; }
  Instant created() const { return created_; }
  const crypto::SigningKey& signer() const { return signer_; }
  ByteView store_key_sensitive() const { return agencies_[0].key.view_sensitive(); }
  ByteView id_key_sensitive() const { return id_key_.view_sensitive(); }        ///< 16 bytes
  ByteView token_key_sensitive() const { return token_key_.view_sensitive(); }  ///< 32 bytes

  /// The agency's number, which never changes.
  Result<std::uint16_t> number_of(std::string_view agency) const;
  const std::vector<AgencyKey>& agencies() const { return agencies_; }
  Status add_agency(std::string name, Random& random);
  /// An agency leaves: nothing wrapped under its key can be opened again. Save afterwards.
  Status destroy_agency_key(std::string_view agency);

  /// The log names of the two streams, and the keys that verify them.
  std::string origin(std::string_view stream) const;
  crypto::NoteKey note_key(std::string_view stream) const;

 private:
  Keyring() = default;
  Id128 store_id_;
  Instant created_;
  crypto::SigningKey signer_;
  crypto::SecretBytes id_key_;
  crypto::SecretBytes token_key_;
  std::vector<AgencyKey> agencies_;
};

inline constexpr std::string_view kMainStream = "main";
inline constexpr std::string_view kConsultationStream = "consultations";

}  // namespace sallyport::ledger
