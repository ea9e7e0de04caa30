// What a worker says to its parent: frames of four length bytes (little endian) and deterministic
// CBOR. The parent treats them as hostile: any bytes decode to frames or to an error, sizes are
// checked before they are believed, text is checked to be clean UTF-8.
// Order: preamble, rows..., end. Ownership: a decoded row borrows from the frame's bytes.
#pragma once

#include <functional>

#include "base/limits.hpp"
#include "intake/rows.hpp"

namespace sallyport::intake {

/// Largest frame: one row of kRowBytes as a tree, with room for its lengths.
inline constexpr std::size_t kFrameBytes = 2 * limits::kRowBytes;

/// How the worker was confined: shown with --json and in the import's record.
struct Confinement {
  bool seccomp = false;
  bool landlock = false;
  bool network_namespace = false;
  bool operator==(const Confinement&) const = default;
};

/// Gathers rows into frames and hands each, with its length bytes, to `write`.
class FrameWriter final : public RowSink {
 public:
  explicit FrameWriter(std::function<Status(ByteView)> write) : write_(std::move(write)) {}
  Status confinement(const Confinement& confinement);
  Status preamble(const Preamble& preamble) override;
  Status row(const SourceRow& row) override;
  /// The last frame: how reading ended.
  Status end(const Status& outcome);

 private:
  Status flush();
  Status send(ByteView payload);
  std::function<Status(ByteView)> write_;
  cbor::Writer rows_;
  std::size_t count_ = 0;
};

class FrameReader {
 public:
  explicit FrameReader(RowSink& sink) : sink_(sink) {}
  /// One frame's payload. Fails on anything out of order or shape; passes on the sink's failure.
  Status take(ByteView payload);
  bool ended() const { return ended_; }
  const Confinement& confinement() const { return confinement_; }

 private:
  Status take_rows(cbor::Reader& in);
  RowSink& sink_;
  Confinement confinement_;
  bool begun_ = false;
  bool ended_ = false;
};

}  // namespace sallyport::intake
