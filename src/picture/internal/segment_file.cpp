#include "picture/internal/segment_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/assert.hpp"
#include "crypto/secret.hpp"

namespace sallyport::picture {
namespace {

constexpr std::uint64_t kAhead = 16 * kSegmentBlock;  // asked of the disk before it is needed

tl::unexpected<Error> failed(const char* what, const std::string& path, int error = errno) {
  const bool full = error == ENOSPC || error == EDQUOT;
  return fail(full ? ErrorCode::kDiskFull : ErrorCode::kStorage,
              std::string("snapshot: ") + what + " " + path + ": " + std::strerror(error));
}

std::array<std::uint8_t, crypto::kGcmNonceBytes> nonce_of(std::uint64_t block) {
  std::array<std::uint8_t, crypto::kGcmNonceBytes> nonce{};
  for (std::size_t i = 0; i < sizeof block; ++i)
    nonce[i] = static_cast<std::uint8_t>(block >> (8 * i));
  return nonce;
}

bool read_exactly(int fd, std::uint8_t* out, std::size_t bytes) {
  while (bytes != 0) {
    const ssize_t n = ::read(fd, out, bytes);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    out += n;
    bytes -= static_cast<std::size_t>(n);
  }
  return true;
}

}  // namespace

Status SnapshotDisk::go() {
  if (goes_on_ && !goes_on_()) return fail(ErrorCode::kStorage, "snapshot: stopped");
  return ok();
}

Status SnapshotDisk::make_folder(const std::string& path) {
  TRY(go());
  if (::mkdir(path.c_str(), 0700) != 0) return failed("making", path);
  return ok();
}

Result<int> SnapshotDisk::create(const std::string& path) {
  TRY(go());
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) return failed("making", path);
  return fd;
}

Status SnapshotDisk::write(int fd, ByteView bytes, const std::string& path) {
  TRY(go());
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return failed("writing", path);
    bytes = bytes.subspan(static_cast<std::size_t>(n));
  }
  return ok();
}

Status SnapshotDisk::sync(int fd, const std::string& path) {
  TRY(go());
  if (::fsync(fd) != 0) return failed("syncing", path);
  return ok();
}

Status SnapshotDisk::sync_folder(const std::string& path) {
  TRY(go());
  const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return failed("opening", path);
  const bool done = ::fsync(fd) == 0;
  const int error = errno;
  ::close(fd);
  if (!done) return failed("syncing", path, error);
  return ok();
}

Status SnapshotDisk::rename(const std::string& from, const std::string& to) {
  TRY(go());
  if (::rename(from.c_str(), to.c_str()) != 0) return failed("renaming", from);
  return ok();
}

Status SnapshotDisk::remove_all(const std::string& path) {
  TRY(go());
  std::error_code error;
  std::filesystem::remove_all(path, error);
  if (error) return failed("removing", path, error.value());
  return ok();
}

SegmentWriter::SegmentWriter(SnapshotDisk& disk, std::string path, crypto::KeyView key,
                             Bytes context)
    : disk_(disk),
      path_(std::move(path)),
      key_(key),
      context_(std::move(context)),
      block_(kSegmentBlock + crypto::kTagBytes) {}

SegmentWriter::~SegmentWriter() {
  if (fd_ >= 0) ::close(fd_);
  crypto::wipe(block_);
}

Status SegmentWriter::open() {
  TRY_ASSIGN(fd_, disk_.create(path_));
  return ok();
}

Status SegmentWriter::append(ByteView bytes) {
  while (!bytes.empty()) {
    const std::size_t n = std::min(bytes.size(), kSegmentBlock - filled_);
    std::memcpy(block_.data() + filled_, bytes.data(), n);
    filled_ += n;
    bytes_ += n;
    bytes = bytes.subspan(n);
    if (filled_ == kSegmentBlock) TRY(write_block());
  }
  return ok();
}

Status SegmentWriter::write_block() {
  const std::span<std::uint8_t> out(block_.data(), filled_ + crypto::kTagBytes);
  crypto::gcm_seal_into(key_, nonce_of(blocks_++), context_, out.first(filled_), out);
  filled_ = 0;
  return disk_.write(fd_, out, path_);
}

Status SegmentWriter::finish() {
  if (filled_ != 0) TRY(write_block());
  return disk_.sync(fd_, path_);
}

SegmentReader::SegmentReader(std::string path, crypto::KeyView key, Bytes context,
                             std::uint64_t bytes)
    : path_(std::move(path)),
      key_(key),
      context_(std::move(context)),
      block_(kSegmentBlock + crypto::kTagBytes),
      left_(bytes) {}

SegmentReader::~SegmentReader() {
  if (fd_ >= 0) ::close(fd_);
  crypto::wipe(block_);
}

bool SegmentReader::open() {
  fd_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  struct stat info {};
  if (fd_ < 0 || ::fstat(fd_, &info) != 0) return false;
  const std::uint64_t blocks = (left_ + kSegmentBlock - 1) / kSegmentBlock;
  (void)::posix_fadvise(fd_, 0, 0, POSIX_FADV_SEQUENTIAL);
  return static_cast<std::uint64_t>(info.st_size) == left_ + blocks * crypto::kTagBytes;
}

bool SegmentReader::next_block() {
  if (left_ == 0) return false;
  const auto bytes = static_cast<std::size_t>(std::min<std::uint64_t>(left_, kSegmentBlock));
  const std::uint64_t stride = kSegmentBlock + crypto::kTagBytes;
  // the disk fetches the next blocks while this one is opened
  (void)::posix_fadvise(fd_, static_cast<off_t>(blocks_ * stride + kAhead),
                        static_cast<off_t>(stride), POSIX_FADV_WILLNEED);
  const std::span<std::uint8_t> sealed(block_.data(), bytes + crypto::kTagBytes);
  if (!read_exactly(fd_, sealed.data(), sealed.size())) return false;
  if (!crypto::gcm_open_into(key_, nonce_of(blocks_++), context_, sealed, sealed.first(bytes)))
    return false;
  left_ -= bytes;
  at_ = 0;
  filled_ = bytes;
  return true;
}

bool SegmentReader::read(std::uint8_t* out, std::uint64_t bytes) {
  while (bytes != 0) {
    if (at_ == filled_ && !next_block()) return false;
    const auto n = static_cast<std::size_t>(std::min<std::uint64_t>(bytes, filled_ - at_));
    std::memcpy(out, block_.data() + at_, n);
    at_ += n;
    out += n;
    bytes -= n;
  }
  return true;
}

std::optional<Bytes> read_small_file(const std::string& path, std::size_t at_most) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) return std::nullopt;
  struct stat info {};
  std::optional<Bytes> out;
  if (::fstat(fd, &info) == 0 && static_cast<std::uint64_t>(info.st_size) <= at_most) {
    out.emplace(static_cast<std::size_t>(info.st_size));
    if (!read_exactly(fd, out->data(), out->size())) out.reset();
  }
  ::close(fd);
  return out;
}

}  // namespace sallyport::picture
