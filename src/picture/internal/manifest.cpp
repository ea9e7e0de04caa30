#include "picture/internal/manifest.hpp"

#include <algorithm>
#include <bit>

#include "base/cbor.hpp"
#include "match/model.hpp"
#include "text/version.hpp"

namespace sallyport::picture {
namespace {

using cbor::Reader;
using cbor::Writer;

constexpr std::string_view kMagic = "sallyport snapshot\n";

tl::unexpected<Error> damaged(std::string what) {
  return fail(ErrorCode::kMalformedFile, "snapshot: " + std::move(what));
}

void put_id(Writer& out, const Id128& id) {
  out.bytes(to_bytes(id));
}
Id128 get_id(Reader& in) {
  const ByteView bytes = in.bytes();
  return bytes.size() == 16 ? id_from_bytes(bytes.first<16>()) : Id128{};
}

Bytes sealed_with_nonce(crypto::KeyView key, std::string_view context, ByteView plaintext,
                        Random& random) {
  Bytes out(crypto::kNonceBytes + plaintext.size() + crypto::kTagBytes);
  const std::span<std::uint8_t> all(out);
  random.fill(all.first<crypto::kNonceBytes>());
  crypto::seal_into(key, all.first<crypto::kNonceBytes>(), as_bytes(context), plaintext,
                    all.subspan(crypto::kNonceBytes));
  return out;
}

std::optional<Bytes> open_with_nonce(crypto::KeyView key, std::string_view context,
                                     ByteView sealed) {
  if (sealed.size() < crypto::kNonceBytes + crypto::kTagBytes) return std::nullopt;
  return crypto::open_sealed(key, sealed.first<crypto::kNonceBytes>(), as_bytes(context),
                             sealed.subspan(crypto::kNonceBytes));
}

void put_segments(Writer& out, const Manifest& manifest) {
  out.array(kSegments);
  for (const SegmentNote& segment : manifest.segments) {
    out.array(2);
    out.unsigned_int(segment.bytes);
    out.array(segment.parts.size());
    for (const PartShape& part : segment.parts) {
      out.array(4);
      out.text(part.name);
      out.unsigned_int(part.element_bytes);
      out.unsigned_int(part.count);
      out.unsigned_int(part.used);
    }
  }
}

void get_segments(Reader& in, Manifest& manifest) {
  in.array_of(kSegments);
  for (SegmentNote& segment : manifest.segments) {
    in.array_of(2);
    segment.bytes = in.unsigned_int();
    segment.parts.resize(in.array());
    for (PartShape& part : segment.parts) {
      in.array_of(4);
      part.name = std::string(in.text());
      part.element_bytes = in.unsigned_int();
      part.count = in.unsigned_int();
      part.used = in.unsigned_int();
    }
  }
}

}  // namespace

SnapshotBuild this_build() {
  SnapshotBuild build;
  build.artefact = match::published_model().version();
  build.icu = text::unicode_version();
  build.byte_order = std::endian::native == std::endian::little ? "little" : "big";
  return build;
}

crypto::KeyView Manifest::key(std::size_t segment) const {
  return keys.view_sensitive().subspan(segment * crypto::kKeyBytes).first<crypto::kKeyBytes>();
}

Bytes Manifest::context(std::size_t segment) const {
  const auto id = to_bytes(snapshot);
  Bytes out(id.begin(), id.end());
  out.insert(out.end(), kSegmentNames[segment].begin(), kSegmentNames[segment].end());
  return out;
}

Bytes seal_manifest(const Manifest& manifest, crypto::KeyView key, Random& random) {
  Writer out;
  out.array(2);
  out.array(5);  // this much never changes its shape: another build is told from a damaged file
  out.unsigned_int(manifest.build.format);
  out.text(manifest.build.artefact);
  out.text(manifest.build.icu);
  out.text(manifest.build.byte_order);
  put_id(out, manifest.store);
  out.array(4);
  put_id(out, manifest.snapshot);
  // sealed by themselves, so that no buffer of plain CBOR ever holds a key
  out.bytes(sealed_with_nonce(key, "segment keys", manifest.keys.view_sensitive(), random));
  put_segments(out, manifest);
  out.bytes(manifest.state);
  Bytes plain = out.take();
  const Bytes sealed = sealed_with_nonce(key, kMagic, plain, random);
  crypto::wipe(plain);
  Bytes file(kMagic.begin(), kMagic.end());
  file.insert(file.end(), sealed.begin(), sealed.end());
  return file;
}

Result<Manifest> open_manifest(ByteView file, crypto::KeyView key, const Id128& store) {
  if (!as_text(file).starts_with(kMagic)) return damaged("the manifest is not one");
  auto plain = open_with_nonce(key, kMagic, file.subspan(kMagic.size()));
  if (!plain) return damaged("the manifest is damaged, or sealed under another key");
  Manifest out;
  Reader in(*plain);
  in.array_of(2);
  in.array_of(5);
  out.build.format = static_cast<std::uint32_t>(in.unsigned_int());
  out.build.artefact = std::string(in.text());
  out.build.icu = std::string(in.text());
  out.build.byte_order = std::string(in.text());
  out.store = get_id(in);
  const SnapshotBuild mine = this_build();
  if (!in.failed() && out.build != mine) {
    crypto::wipe(*plain);
    return fail(ErrorCode::kUnsupportedFormat,
                "snapshot: made by another build (form " + std::to_string(out.build.format) +
                    ", matching " + out.build.artefact + ", ICU " + out.build.icu +
                    "); this one has form " + std::to_string(mine.format) + ", matching " +
                    mine.artefact + ", ICU " + mine.icu);
  }
  if (!in.failed() && out.store != store) {
    crypto::wipe(*plain);
    return fail(ErrorCode::kUnsupportedFormat, "snapshot: of another store");
  }
  in.array_of(4);
  out.snapshot = get_id(in);
  auto keys = open_with_nonce(key, "segment keys", in.bytes());
  if (keys) {
    out.keys = crypto::SecretBytes::copy_of(*keys);
    crypto::wipe(*keys);
  }
  get_segments(in, out);
  const ByteView state = in.bytes();
  out.state.assign(state.begin(), state.end());
  const bool whole = in.finish().has_value() && out.keys.size() == kSegments * crypto::kKeyBytes;
  crypto::wipe(*plain);
  if (!whole) return damaged("the manifest cannot be read");
  return out;
}

}  // namespace sallyport::picture
