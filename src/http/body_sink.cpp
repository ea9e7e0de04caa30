#include "http/body_sink.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace sallyport::http {

namespace {
tl::unexpected<Error> write_failed(int code) {
  const bool full = code == ENOSPC || code == EDQUOT;
  return fail(full ? ErrorCode::kDiskFull : ErrorCode::kStorage, "the upload could not be kept");
}
}  // namespace

FileSink::FileSink(int descriptor, std::filesystem::path path)
    : descriptor_(descriptor), path_(std::move(path)) {}

Result<std::unique_ptr<FileSink>> FileSink::in_memory() {
  const int descriptor = ::memfd_create("upload", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (descriptor < 0) return write_failed(errno);
  return std::unique_ptr<FileSink>(new FileSink(descriptor, {}));
}

Result<std::unique_ptr<FileSink>> FileSink::at(const std::filesystem::path& path) {
  const int flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  const int descriptor = ::open(path.c_str(), flags, 0600);
  if (descriptor < 0) {
    if (errno == EEXIST) return fail(ErrorCode::kAlreadyThere, "the file is already there");
    return write_failed(errno);
  }
  return std::unique_ptr<FileSink>(new FileSink(descriptor, path));
}

FileSink::~FileSink() {
  ::close(descriptor_);
  std::error_code ignored;
  if (!finished_ && !path_.empty()) std::filesystem::remove(path_, ignored);
}

Status FileSink::write(ByteView chunk) {
  while (!chunk.empty()) {
    const ssize_t written = ::write(descriptor_, chunk.data(), chunk.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return write_failed(errno);
    }
    chunk = chunk.subspan(static_cast<std::size_t>(written));
    size_ += static_cast<std::uint64_t>(written);
  }
  return ok();
}

Status FileSink::finish() {
  if (::lseek(descriptor_, 0, SEEK_SET) != 0) return write_failed(errno);
  finished_ = true;
  return ok();
}

}  // namespace sallyport::http
