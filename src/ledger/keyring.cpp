#include "ledger/keyring.hpp"

#include <algorithm>

#include "base/cbor.hpp"
#include "crypto/hash.hpp"
#include "crypto/seal.hpp"
#include "ledger/files.hpp"

namespace sallyport::ledger {
namespace {

constexpr std::uint64_t kFormat = 1;
constexpr std::size_t kIdKeyBytes = 16;
constexpr std::size_t kAgencies =
    1000;  // an agency's number has 16 bits; a country has a few dozen

tl::unexpected<Error> damaged(const std::string& path) {
  return fail(ErrorCode::kKeyMissing, "the keyring " + path + " is damaged");
}

/// The file as it was read holds every key: it does not stay in memory on any way out.
struct Wiper {
  Bytes& bytes;
  ~Wiper() { crypto::wipe(bytes); }
};

/// A secret of exactly this size, or nothing.
Result<crypto::SecretBytes> secret(cbor::Reader& in, std::size_t size, const std::string& path) {
  const ByteView bytes = in.bytes();
  if (bytes.size() != size) return damaged(path);
  return crypto::SecretBytes::copy_of(bytes);
}

}  // namespace

Result<Keyring> Keyring::make(const std::vector<std::string>& agencies, Random& random,
                              Instant now) {
  Keyring ring;
  ring.store_id_ = random.next_id();
  ring.created_ = now;
  ring.signer_ = crypto::SigningKey::generate(random);
  ring.id_key_ = crypto::SecretBytes::random(random, kIdKeyBytes);
  ring.token_key_ = crypto::SecretBytes::random(random, crypto::kKeyBytes);
  ring.agencies_.push_back({"", 1, crypto::SecretBytes::random(random, crypto::kKeyBytes)});
  for (const auto& name : agencies) TRY(ring.add_agency(name, random));
  return ring;
}

Result<Keyring> Keyring::load(const std::string& path) {
  TRY_ASSIGN(Bytes file, read_file(path));
  const Wiper wiper{file};
  // The file ends in the SHA-256 of what is before it: damage is told from a wrong key.
  if (file.size() < 32) return damaged(path);
  const ByteView body = ByteView(file).first(file.size() - 32);
  if (!crypto::equal_constant_time(crypto::sha256(body), ByteView(file).last(32))) {
    return damaged(path);
  }
  cbor::Reader in(body);
  in.array_of(7);
  if (in.unsigned_int() != kFormat) return damaged(path);
  Keyring ring;
  const ByteView id = in.bytes();
  if (id.size() != 16) return damaged(path);
  ring.store_id_ = id_from_bytes(std::span<const std::uint8_t, 16>(id.data(), 16));
  ring.created_ = Instant{in.integer()};
  TRY_ASSIGN(const crypto::SecretBytes seed, secret(in, 32, path));
  ring.signer_ = crypto::SigningKey::from_seed(seed.view_sensitive());
  TRY_ASSIGN(ring.id_key_, secret(in, kIdKeyBytes, path));
  TRY_ASSIGN(ring.token_key_, secret(in, crypto::kKeyBytes, path));
  for (std::size_t left = in.array(); left > 0; --left) {
    in.array_of(3);
    AgencyKey agency;
    agency.name = in.text();
    agency.generation = static_cast<std::uint16_t>(in.unsigned_int());
    if (!in.next_is_null()) {
      TRY_ASSIGN(agency.key, secret(in, crypto::kKeyBytes, path));
    }
    ring.agencies_.push_back(std::move(agency));
  }
  const bool whole = in.finish().has_value() && !ring.agencies_.empty();
  if (!whole || ring.agencies_[0].key.empty()) return damaged(path);
  return ring;
}

Status Keyring::save(const std::string& path) const {
  cbor::Writer out;
  out.array(7);
  out.unsigned_int(kFormat);
  out.bytes(to_bytes(store_id_));
  out.integer(created_.us);
  out.bytes(signer_.seed_sensitive());
  out.bytes(id_key_.view_sensitive());
  out.bytes(token_key_.view_sensitive());
  out.array(agencies_.size());
  for (const auto& agency : agencies_) {
    out.array(3);
    out.text(agency.name);
    out.unsigned_int(agency.generation);
    if (agency.key.empty()) {
      out.null();
    } else {
      out.bytes(agency.key.view_sensitive());
    }
  }
  Bytes file = out.take();
  const crypto::Hash256 sum = crypto::sha256(file);
  file.insert(file.end(), sum.begin(), sum.end());
  auto status = replace_file(path, file, 0600);
  crypto::wipe(file);
  return status;
}

Result<std::uint16_t> Keyring::number_of(std::string_view agency) const {
  for (std::size_t i = 0; i < agencies_.size(); ++i) {
    if (agencies_[i].name != agency) continue;
    if (agencies_[i].key.empty()) break;
    return static_cast<std::uint16_t>(i);
  }
  return fail(ErrorCode::kKeyMissing, "no key for the agency '" + std::string(agency) + "'");
}

Status Keyring::add_agency(std::string name, Random& random) {
  const bool taken = std::any_of(agencies_.begin(), agencies_.end(),
                                 [&](const AgencyKey& agency) { return agency.name == name; });
  if (taken) return fail(ErrorCode::kAlreadyThere, "agency " + name);
  if (agencies_.size() == kAgencies) return fail(ErrorCode::kLimitExceeded, "agencies: 1000");
  agencies_.push_back({std::move(name), 1, crypto::SecretBytes::random(random, crypto::kKeyBytes)});
  return ok();
}

Status Keyring::destroy_agency_key(std::string_view agency) {
  TRY_ASSIGN(const std::uint16_t number, number_of(agency));
  if (number == 0) return fail(ErrorCode::kNotAllowed, "the store's own key is not destroyed");
  agencies_[number].key = crypto::SecretBytes();
  return ok();
}

std::string Keyring::origin(std::string_view stream) const {
  return "sallyport/" + to_text(store_id_) + "/" + std::string(stream);
}

crypto::NoteKey Keyring::note_key(std::string_view stream) const {
  return {origin(stream), signer_.public_key()};
}

}  // namespace sallyport::ledger
