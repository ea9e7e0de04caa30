// Where the bytes of an upload go, chunk by chunk, and where those of an export come from, so that
// neither is ever whole in memory. The server calls one sink or source from one thread at a time
// (a worker), never two at once. A failure ends the request with that error's problem document.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace sallyport::http {

class BodySink {
 public:
  virtual ~BodySink() = default;
  virtual Status write(ByteView chunk) = 0;
  /// All bytes are here. Not called when the sender went away: the destructor then cleans up.
  virtual Status finish() = 0;
};

class BodySource {
 public:
  virtual ~BodySource() = default;
  /// Fills the front of `out`; 0 ends the body. An error after the first byte cuts the connection,
  /// so that the receiver sees an incomplete answer as incomplete.
  virtual Result<std::size_t> read(std::span<std::uint8_t> out) = 0;
};

/// An open file that owns its descriptor. Nameless (memfd) for the sandboxed readers, or named,
/// owner-only and new: an existing file is never overwritten, a symbolic link never followed.
class FileSink final : public BodySink {
 public:
  static Result<std::unique_ptr<FileSink>> in_memory();
  static Result<std::unique_ptr<FileSink>> at(const std::filesystem::path& path);
  ~FileSink() override;
  FileSink(const FileSink&) = delete;
  FileSink& operator=(const FileSink&) = delete;

  Status write(ByteView chunk) override;
  /// Rewinds to the start. A named file that is not finished is removed by the destructor.
  Status finish() override;
  int descriptor() const { return descriptor_; }
  std::uint64_t size() const { return size_; }

 private:
  FileSink(int descriptor, std::filesystem::path path);
  int descriptor_;
  std::filesystem::path path_;
  std::uint64_t size_ = 0;
  bool finished_ = false;
};

}  // namespace sallyport::http
