#include "intake/frames.hpp"

#include "text/fold.hpp"

namespace sallyport::intake {
namespace {

enum class Frame : std::uint8_t { confinement = 1, preamble = 2, rows = 3, end = 4 };
constexpr std::size_t kFlushBytes = 64u << 10;

Status damaged() {
  return fail(ErrorCode::kMalformedFile, "the reader process answered with something else");
}

bool clean(std::string_view cell) {
  bool ascii = true;
  for (const char c : cell) {
    const auto b = static_cast<unsigned char>(c);
    if (b == 0) return false;
    if (b >= 0x80) ascii = false;
  }
  return ascii || text::is_valid_utf8(cell);
}

bool clean(const Value& value) {
  if (!clean(value.text)) return false;
  for (const auto& key : value.keys) {
    if (!clean(key)) return false;
  }
  for (const auto& item : value.items) {
    if (!clean(item)) return false;
  }
  return true;
}

}  // namespace

Status FrameWriter::send(ByteView payload) {
  if (payload.size() > kFrameBytes)
    return fail(ErrorCode::kTooLarge, "a row is too large to pass on (kRowBytes)");
  Bytes out;
  out.reserve(payload.size() + 4);
  for (int i = 0; i < 4; ++i) out.push_back(static_cast<std::uint8_t>(payload.size() >> (8 * i)));
  out.insert(out.end(), payload.begin(), payload.end());
  return write_(out);
}

Status FrameWriter::confinement(const Confinement& confinement) {
  cbor::Writer out;
  out.array(4);
  out.unsigned_int(static_cast<std::uint64_t>(Frame::confinement));
  out.boolean(confinement.seccomp);
  out.boolean(confinement.landlock);
  out.boolean(confinement.network_namespace);
  return send(out.out());
}

Status FrameWriter::preamble(const Preamble& p) {
  cbor::Writer out;
  out.array(7);
  out.unsigned_int(static_cast<std::uint64_t>(Frame::preamble));
  out.unsigned_int(static_cast<std::uint64_t>(p.kind));
  out.text(p.encoding);
  out.text(p.delimiter);
  out.text(p.marking);
  out.text(p.feed);
  out.array(p.columns.size());
  for (const auto& c : p.columns) out.text(c);
  return send(out.out());
}

Status FrameWriter::row(const SourceRow& row) {
  rows_.array(5);
  rows_.unsigned_int(row.number);
  rows_.text(row.problem);
  rows_.text(row.expected);
  rows_.array(row.cells.size());
  for (const auto cell : row.cells) rows_.text(cell);
  encode(rows_, row.object);
  ++count_;
  return rows_.out().size() >= kFlushBytes ? flush() : ok();
}

Status FrameWriter::flush() {
  if (count_ == 0) return ok();
  cbor::Writer out;
  out.array(3);
  out.unsigned_int(static_cast<std::uint64_t>(Frame::rows));
  out.unsigned_int(count_);
  out.bytes(rows_.out());
  rows_ = cbor::Writer();
  count_ = 0;
  return send(out.out());
}

Status FrameWriter::end(const Status& outcome) {
  TRY(flush());
  cbor::Writer out;
  out.array(3);
  out.unsigned_int(static_cast<std::uint64_t>(Frame::end));
  out.unsigned_int(outcome ? 0 : static_cast<std::uint64_t>(outcome.error().code));
  out.text(outcome ? "" : outcome.error().detail);
  return send(out.out());
}

Status FrameReader::take_rows(cbor::Reader& in) {
  const std::uint64_t count = in.unsigned_int();
  cbor::Reader rows(in.bytes());
  TRY(in.finish());
  SourceRow row;
  for (std::uint64_t i = 0; i < count; ++i) {
    rows.array_of(5);
    row.number = rows.unsigned_int();
    row.problem = std::string(rows.text());
    row.expected = std::string(rows.text());
    const std::size_t cells = rows.array();
    if (rows.failed() || cells > limits::kColumns + 1) return damaged();
    row.cells.resize(cells);
    for (auto& cell : row.cells) {
      cell = rows.text();
      if (!clean(cell)) return damaged();
    }
    row.object = decode_value(rows, limits::kJsonDepth + 2);
    if (rows.failed() || !clean(row.object) || !clean(row.problem) || !clean(row.expected))
      return damaged();
    TRY(sink_.row(row));
  }
  return rows.finish() ? ok() : damaged();
}

Status FrameReader::take(ByteView payload) {
  cbor::Reader in(payload);
  const std::size_t size = in.array();
  const std::uint64_t type = in.unsigned_int();
  if (in.failed() || ended_) return damaged();
  if (type == static_cast<std::uint64_t>(Frame::confinement) && size == 4 && !begun_) {
    confinement_.seccomp = in.boolean();
    confinement_.landlock = in.boolean();
    confinement_.network_namespace = in.boolean();
    return in.finish() ? ok() : damaged();
  }
  if (type == static_cast<std::uint64_t>(Frame::preamble) && size == 7 && !begun_) {
    Preamble p;
    const std::uint64_t kind = in.unsigned_int();
    if (kind < 1 || kind > 5) return damaged();
    p.kind = static_cast<FileKind>(kind);
    p.encoding = std::string(in.text());
    p.delimiter = std::string(in.text());
    p.marking = std::string(in.text());
    p.feed = std::string(in.text());
    const std::size_t columns = in.array();
    if (in.failed() || columns > limits::kColumns + 1) return damaged();
    for (std::size_t i = 0; i < columns; ++i) {
      p.columns.emplace_back(in.text());
      if (!clean(p.columns.back())) return damaged();
    }
    if (!in.finish() || !clean(p.marking) || !clean(p.feed)) return damaged();
    begun_ = true;
    return sink_.preamble(p);
  }
  if (type == static_cast<std::uint64_t>(Frame::rows) && size == 3 && begun_) return take_rows(in);
  if (type == static_cast<std::uint64_t>(Frame::end) && size == 3) {
    const std::uint64_t code = in.unsigned_int();
    const std::string detail = text::sanitise_utf8(in.text());
    if (!in.finish()) return damaged();
    ended_ = true;
    if (code == 0) return begun_ ? ok() : damaged();
    for (const auto& line : error_table()) {
      if (static_cast<std::uint64_t>(line.code) == code) return fail(line.code, detail);
    }
    return damaged();
  }
  return damaged();
}

}  // namespace sallyport::intake
