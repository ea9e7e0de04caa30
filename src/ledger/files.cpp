#include "ledger/files.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace sallyport::ledger {
namespace {

constexpr std::size_t kFileBytes = 1u << 20;

tl::unexpected<Error> failed(const std::string& what, const std::string& path) {
  const int error = errno;
  const bool full = error == ENOSPC || error == EDQUOT;
  return fail(full ? ErrorCode::kDiskFull : ErrorCode::kStorage,
              what + " " + path + ": " + std::strerror(error));
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  int take() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

Status write_all(int fd, ByteView content, const std::string& path) {
  while (!content.empty()) {
    const ssize_t n = ::write(fd, content.data(), content.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return failed("writing", path);
    content = content.subspan(static_cast<std::size_t>(n));
  }
  if (::fsync(fd) != 0) return failed("syncing", path);
  return ok();
}

Status sync_folder_of(const std::string& path) {
  std::string folder = std::filesystem::path(path).parent_path().string();
  if (folder.empty()) folder = ".";
  const Descriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.get() < 0 || ::fsync(fd.get()) != 0) return failed("syncing", folder);
  return ok();
}

}  // namespace

Status replace_file(const std::string& path, ByteView content, unsigned mode) {
  const std::string temporary = path + ".new";
  TRY(remove_file(temporary));  // left by a crash, perhaps with another mode
  {
    const Descriptor fd(
        ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
    if (fd.get() < 0) return failed("making", temporary);
    TRY(write_all(fd.get(), content, temporary));
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) return failed("renaming", temporary);
  return sync_folder_of(path);
}

Result<Bytes> read_file(const std::string& path) {
  const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (fd.get() < 0 && errno == ENOENT) return fail(ErrorCode::kNotInitialised, path);
  if (fd.get() < 0) return failed("opening", path);
  Bytes out;
  std::uint8_t buffer[4096];
  for (;;) {
    const ssize_t n = ::read(fd.get(), buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return failed("reading", path);
    if (n == 0) return out;
    if (out.size() + static_cast<std::size_t>(n) > kFileBytes) {
      return fail(ErrorCode::kTooLarge, path);
    }
    out.insert(out.end(), buffer, buffer + n);
  }
}

bool file_exists(const std::string& path) {
  return ::access(path.c_str(), F_OK) == 0;
}

Status make_folder(const std::string& path) {
  std::error_code error;
  const auto parent = std::filesystem::path(path).parent_path();
  if (!parent.empty()) std::filesystem::create_directories(parent, error);
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return failed("making", path);
  return ok();
}

Status remove_file(const std::string& path) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) return failed("removing", path);
  return ok();
}

// flock rather than fcntl: it also keeps out a second opener in the same process, and closing some
// other descriptor of the file does not drop it.
Result<std::unique_ptr<FileLock>> FileLock::acquire(const std::string& path) {
  Descriptor fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (fd.get() < 0) return failed("opening", path);
  if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) return fail(ErrorCode::kStoreInUse, path);
    return failed("locking", path);
  }
  return std::unique_ptr<FileLock>(new FileLock(fd.take()));
}

FileLock::~FileLock() {
  ::close(fd_);
}

}  // namespace sallyport::ledger
