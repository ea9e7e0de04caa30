// FROZEN SHAPE: the consultation entry. Every authenticated request about people, things or reports
// writes one, durable before its answer leaves, empty and 404 answers included (DESIGN.md 5). Its
// encoded size is padded to a class, so that it says nothing about the result.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "model/ids.hpp"

namespace sallyport::model {

struct Consultation {
  UserId user;
  std::string session;  ///< keyed hash of the session, not the session
  std::string verb;     ///< service verb: "person", "search"
  std::string request;  ///< canonical request text (query, ids asked for)
  std::string purpose;
  std::string reason;
  std::string came_from;  ///< the work one came from, or "free search"
  Instant at;             ///< wall time
  Instant business_at;
  std::uint64_t position = 0;  ///< ledger position of the view
  std::uint64_t view = 0;      ///< View::digest(): the same view again has the same; 0 in version 1
  std::uint64_t access_epoch = 0;
  std::uint32_t field_set = 0;  ///< which fields that verb shows (version of the answer's schema)
  std::vector<Id128> shown;     ///< ids shown; more than kShownIds are covered by the digest alone
  std::uint64_t shown_count = 0;
  std::string answer_digest;  ///< SHA-256 of the answer's bytes, hex
  bool operator==(const Consultation&) const = default;
};

inline constexpr std::size_t kShownIds = 48;
inline constexpr std::size_t kConsultationClass = 1536;  ///< plaintext bytes, or a multiple

/// Deterministic CBOR padded with zeros to a multiple of kConsultationClass.
Bytes encode(const Consultation& consultation);
Result<Consultation> decode_consultation(ByteView bytes);

}  // namespace sallyport::model
