#include "model/consultation.hpp"

#include <algorithm>

#include "base/cbor.hpp"

namespace sallyport::model {

Bytes encode(const Consultation& c) {
  cbor::Writer out;
  out.array(17);
  out.unsigned_int(2);  // version
  out.bytes(to_bytes(c.user));
  out.text(c.session);
  out.text(c.verb);
  out.text(c.request);
  out.text(c.purpose);
  out.text(c.reason);
  out.text(c.came_from);
  out.integer(c.at.us);
  out.integer(c.business_at.us);
  out.unsigned_int(c.position);
  out.unsigned_int(c.view);
  out.unsigned_int(c.access_epoch);
  out.unsigned_int(c.field_set);
  const std::size_t kept = std::min(c.shown.size(), kShownIds);
  out.array(kept);
  for (std::size_t i = 0; i < kept; ++i) out.bytes(to_bytes(c.shown[i]));
  out.unsigned_int(c.shown_count);
  out.text(c.answer_digest);
  Bytes body = out.take();
  // four bytes of length in front, zeros behind
  const std::size_t whole =
      (body.size() + 4 + kConsultationClass - 1) / kConsultationClass * kConsultationClass;
  Bytes padded(whole, 0);
  for (std::size_t i = 0; i < 4; ++i)
    padded[i] = static_cast<std::uint8_t>(body.size() >> (8 * (3 - i)));
  std::copy(body.begin(), body.end(), padded.begin() + 4);
  return padded;
}

Result<Consultation> decode_consultation(ByteView bytes) {
  if (bytes.size() < 4) return fail(ErrorCode::kMalformedFile, "a consultation cut short");
  std::size_t size = 0;
  for (std::size_t i = 0; i < 4; ++i) size = size << 8 | bytes[i];
  if (size > bytes.size() - 4)
    return fail(ErrorCode::kMalformedFile, "a consultation's length is not its size");
  cbor::Reader in(bytes.subspan(4, size));
  Consultation c;
  const std::size_t fields = in.array();
  const std::uint64_t version = in.unsigned_int();
  if ((version != 1 || fields != 16) && (version != 2 || fields != 17))
    return fail(ErrorCode::kUnknownEntry, "consultation version");
  auto id = [&in]() -> Id128 {
    const ByteView raw = in.bytes();
    if (raw.size() != 16) return {};
    return id_from_bytes(std::span<const std::uint8_t, 16>(raw.data(), 16));
  };
  c.user = UserId(id());
  c.session = std::string(in.text());
  c.verb = std::string(in.text());
  c.request = std::string(in.text());
  c.purpose = std::string(in.text());
  c.reason = std::string(in.text());
  c.came_from = std::string(in.text());
  c.at = Instant{in.integer()};
  c.business_at = Instant{in.integer()};
  c.position = in.unsigned_int();
  if (version > 1) c.view = in.unsigned_int();
  c.access_epoch = in.unsigned_int();
  c.field_set = static_cast<std::uint32_t>(in.unsigned_int());
  c.shown.resize(in.array());
  for (auto& shown : c.shown) shown = id();
  c.shown_count = in.unsigned_int();
  c.answer_digest = std::string(in.text());
  TRY(in.finish());
  return c;
}

}  // namespace sallyport::model
