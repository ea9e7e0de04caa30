// One segment of a snapshot on disk: a stream of bytes in AES-256-GCM blocks of 1 MiB, the block's
// number as nonce under a key that this file alone has (NIST SP 800-38D, 8.2.1). Length and key
// stand in the manifest, so a file that was cut, lengthened, swapped or changed does not open.
// Ownership: the key is borrowed and must live as long. Threads: one a file; wipes its buffer.
// Failure: kStorage or kDiskFull writing; reading answers false for whatever is not authentic.
#pragma once

#include <functional>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "crypto/seal.hpp"

namespace sallyport::picture {

inline constexpr std::size_t kSegmentBlock = 1u << 20;

/// Every change to the disk goes through here and asks `goes_on` first: a test ends the writer
/// before any of its steps, as a power cut would.
class SnapshotDisk {
 public:
  explicit SnapshotDisk(std::function<bool()> goes_on = {}) : goes_on_(std::move(goes_on)) {}

  Status make_folder(const std::string& path);
  /// A new file, mode 0600; its descriptor.
  Result<int> create(const std::string& path);
  Status write(int fd, ByteView bytes, const std::string& path);
  Status sync(int fd, const std::string& path);
  Status sync_folder(const std::string& path);
  Status rename(const std::string& from, const std::string& to);
  Status remove_all(const std::string& path);

 private:
  Status go();
  std::function<bool()> goes_on_;
};

class SegmentWriter {
 public:
  /// `context` is bound to every block.
  SegmentWriter(SnapshotDisk& disk, std::string path, crypto::KeyView key, Bytes context);
  ~SegmentWriter();
  SegmentWriter(const SegmentWriter&) = delete;
  SegmentWriter& operator=(const SegmentWriter&) = delete;

  Status open();
  Status append(ByteView bytes);
  /// The rest, and down to the disk.
  Status finish();
  std::uint64_t bytes() const { return bytes_; }

 private:
  Status write_block();

  SnapshotDisk& disk_;
  std::string path_;
  crypto::KeyView key_;
  Bytes context_;
  Bytes block_;
  std::size_t filled_ = 0;
  std::uint64_t blocks_ = 0;
  std::uint64_t bytes_ = 0;
  int fd_ = -1;
};

class SegmentReader {
 public:
  /// `bytes`: of the plaintext, from the manifest.
  SegmentReader(std::string path, crypto::KeyView key, Bytes context, std::uint64_t bytes);
  ~SegmentReader();
  SegmentReader(const SegmentReader&) = delete;
  SegmentReader& operator=(const SegmentReader&) = delete;

  bool open();  ///< false: no such file, or not of the right length
  bool read(std::uint8_t* out, std::uint64_t bytes);
  bool at_end() const { return left_ == 0 && at_ == filled_; }

 private:
  bool next_block();

  std::string path_;
  crypto::KeyView key_;
  Bytes context_;
  Bytes block_;
  std::uint64_t left_;  // plaintext bytes not yet read from the file
  std::size_t at_ = 0;  // in the block
  std::size_t filled_ = 0;
  std::uint64_t blocks_ = 0;
  int fd_ = -1;
};

/// The whole file; nullopt when it is not there, cannot be read or is longer.
std::optional<Bytes> read_small_file(const std::string& path, std::size_t at_most);

}  // namespace sallyport::picture
