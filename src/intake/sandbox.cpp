#include "intake/sandbox.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <utility>

#include "crypto/hash.hpp"
#include "intake/internal/shadow.hpp"

namespace sallyport::intake {
namespace {

constexpr int kSilentMs = 60'000;  // a reader with nothing to say for a minute is stuck

// Closes and reaps whatever happens.
struct Child {
  pid_t pid = -1;
  int out = -1;
  ~Child() {
    if (out >= 0) close(out);
    if (pid > 0) {
      kill(pid, SIGKILL);
      while (waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
      }
    }
  }
};

std::string beside_this_program() {
  char path[4096];
  const ssize_t size = readlink("/proc/self/exe", path, sizeof path);
  if (size <= 0) return "sallyport-reader";
  const std::string self(path, static_cast<std::size_t>(size));
  return self.substr(0, self.rfind('/') + 1) + "sallyport-reader";
}

/// A descriptor of our own at 10 or above, out of the way of the reader's 3 and 4.
struct Aside {
  explicit Aside(int from) : fd(fcntl(from, F_DUPFD_CLOEXEC, 10)) {}
  ~Aside() {
    if (fd >= 0) close(fd);
  }
  Aside(const Aside&) = delete;
  Aside& operator=(const Aside&) = delete;
  int fd;
};

// The reader gets its input as 3, its output as 4, and nothing else.
int describe(posix_spawn_file_actions_t& files, int in, int out) {
  int wrong = 0;
  wrong |= posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDWR, 0);
  wrong |= posix_spawn_file_actions_adddup2(&files, 0, 1);
  if (!internal::kShadowMemory)  // else a report would be lost
    wrong |= posix_spawn_file_actions_adddup2(&files, 0, 2);
  wrong |= posix_spawn_file_actions_adddup2(&files, in, 3);
  wrong |= posix_spawn_file_actions_adddup2(&files, out, 4);
  wrong |= posix_spawn_file_actions_addclosefrom_np(&files, 5);
  return wrong;
}

// Spawned, not forked: a fork copies the page tables of all that the picture holds, and every page
// written afterwards costs a fault.
int spawn_reader(pid_t& pid, const char* program, char* const* arguments, int in, int out) {
  char* const no_environment[] = {nullptr};
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  sigset_t none;
  sigemptyset(&none);
  if (posix_spawn_file_actions_init(&files) != 0) return ENOMEM;
  if (posix_spawnattr_init(&attributes) != 0) {
    posix_spawn_file_actions_destroy(&files);
    return ENOMEM;
  }
  int wrong = describe(files, in, out);
  wrong |= posix_spawnattr_setsigmask(&attributes, &none);
  wrong |= posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  if (wrong == 0)
    wrong = posix_spawn(&pid, program, &files, &attributes, arguments, no_environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return wrong;
}

Status start(Child& child, const std::string& program, int in, std::vector<std::string> words) {
  words.insert(words.begin(), program);
  std::vector<char*> arguments;
  for (auto& w : words) arguments.push_back(w.data());
  arguments.push_back(nullptr);
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return fail(ErrorCode::kStorage, "no pipe for a reader");
  child.out = ends[0];
  const Aside reading(in);
  const Aside writing(ends[1]);
  close(ends[1]);
  if (reading.fd < 0 || writing.fd < 0) return fail(ErrorCode::kStorage, "no pipe for a reader");
  pid_t pid = -1;
  const int wrong = spawn_reader(pid, program.c_str(), arguments.data(), reading.fd, writing.fd);
  if (wrong == EAGAIN || wrong == ENOMEM) return fail(ErrorCode::kBusy, "no process for a reader");
  if (wrong != 0) return fail(ErrorCode::kInternal, "the program sallyport-reader is not there");
  child.pid = pid;
  fcntl(child.out, F_SETPIPE_SZ, 1 << 20);
  return ok();
}

Result<bool> read_exactly(int fd, std::span<std::uint8_t> out) {
  std::size_t filled = 0;
  while (filled < out.size()) {
    pollfd wait{fd, POLLIN, 0};
    const int ready = poll(&wait, 1, kSilentMs);
    if (ready == 0) return fail(ErrorCode::kLimitExceeded, "the file's reader is stuck");
    if (ready < 0) continue;
    const ssize_t got = read(fd, out.data() + filled, out.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(ErrorCode::kStorage, "the reader's pipe broke");
    if (got == 0) return false;
    filled += static_cast<std::size_t>(got);
  }
  return true;
}

Status follow(int fd, FrameReader& frames) {
  Bytes payload;
  while (!frames.ended()) {
    std::uint8_t head[4];
    bool more = false;
    TRY_ASSIGN(more, read_exactly(fd, head));
    if (!more) return ok();
    const std::size_t size =
        head[0] | head[1] << 8 | head[2] << 16 | static_cast<std::size_t>(head[3]) << 24;
    if (size > kFrameBytes)
      return fail(ErrorCode::kMalformedFile, "the reader process answered with something else");
    payload.resize(size);
    TRY_ASSIGN(more, read_exactly(fd, payload));
    if (!more) return ok();
    TRY(frames.take(payload));
  }
  return ok();
}

Status outcome_of(int status) {
  if (WIFEXITED(status)) {
    switch (WEXITSTATUS(status)) {
      case 0:
        return ok();
      case 70:
      case 71:
        return fail(ErrorCode::kInternal, "the program sallyport-reader is not there");
      case 72:
        return fail(ErrorCode::kInternal, "the reader could not confine itself");
      case 77:
        return fail(ErrorCode::kLimitExceeded, "the file needs over 256 MiB to be read");
      default:
        return fail(ErrorCode::kMalformedFile, "the file's reader gave up");
    }
  }
  switch (WTERMSIG(status)) {
    case SIGXCPU:
      return fail(ErrorCode::kLimitExceeded, "the file takes too long to be read");
    case SIGSYS:
      return fail(ErrorCode::kMalformedFile, "the file made its reader misbehave");
    case SIGKILL:
      return fail(ErrorCode::kLimitExceeded, "the file's reader was stopped");
    default:
      return fail(ErrorCode::kMalformedFile, "the file made its reader fail");
  }
}

Status finish(Child& child, ReaderUsage* usage) {
  int status = 0;
  rusage used{};
  while (wait4(child.pid, &status, 0, &used) < 0 && errno == EINTR) {
  }
  child.pid = -1;
  if (usage != nullptr) {
    usage->peak_kib = static_cast<std::uint64_t>(used.ru_maxrss);
    const auto us = [](timeval t) {
      return static_cast<std::uint64_t>(t.tv_sec) * 1'000'000 +
             static_cast<std::uint64_t>(t.tv_usec);
    };
    usage->cpu_us = us(used.ru_utime) + us(used.ru_stime);
  }
  return outcome_of(status);
}

template <class Semaphore>
struct Turn {
  explicit Turn(Semaphore& s) : semaphore(s) { semaphore.acquire(); }
  ~Turn() { semaphore.release(); }
  Semaphore& semaphore;
};

}  // namespace

Result<InputFile> InputFile::open(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (fd < 0) return fail(ErrorCode::kStorage, "the file could not be opened");
  InputFile file(path.substr(path.rfind('/') + 1), fd, 0);
  struct stat about {};
  if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode))
    return fail(ErrorCode::kUnsupportedFormat, file.name_ + " is not a file");
  file.size_ = static_cast<std::uint64_t>(about.st_size);
  if (file.size_ > limits::kImportFileBytes)
    return fail(ErrorCode::kTooLarge, file.name_ + " is over 4 GiB (kImportFileBytes)");
  return file;
}

Result<InputFile> InputFile::from_descriptor(std::string name, int fd) {
  const int own = fcntl(fd, F_DUPFD_CLOEXEC, 0);
  if (own < 0) return fail(ErrorCode::kStorage, "the file could not be opened");
  InputFile file(name.substr(name.rfind('/') + 1), own, 0);
  struct stat about {};
  if (fstat(own, &about) != 0 || !S_ISREG(about.st_mode))
    return fail(ErrorCode::kUnsupportedFormat, file.name_ + " is not a file");
  file.size_ = static_cast<std::uint64_t>(about.st_size);
  if (file.size_ > limits::kImportFileBytes)
    return fail(ErrorCode::kTooLarge, file.name_ + " is over 4 GiB (kImportFileBytes)");
  TRY(file.rewind());
  return file;
}
Result<InputFile> InputFile::from_bytes(std::string name, ByteView bytes) {
  const int fd = memfd_create("input", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (fd < 0) return fail(ErrorCode::kStorage, "no memory for the input");
  InputFile file(name.substr(name.rfind('/') + 1), fd, bytes.size());
  for (std::size_t at = 0; at < bytes.size();) {
    const ssize_t put = write(fd, bytes.data() + at, bytes.size() - at);
    if (put < 0 && errno != EINTR) return fail(ErrorCode::kDiskFull, "no memory for the input");
    if (put > 0) at += static_cast<std::size_t>(put);
  }
  fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL);
  TRY(file.rewind());
  return file;
}

InputFile::InputFile(InputFile&& other) noexcept
    : name_(std::move(other.name_)), fd_(std::exchange(other.fd_, -1)), size_(other.size_) {}
InputFile& InputFile::operator=(InputFile&& other) noexcept {
  std::swap(name_, other.name_);
  std::swap(fd_, other.fd_);
  std::swap(size_, other.size_);
  return *this;
}
InputFile::~InputFile() {
  if (fd_ >= 0) close(fd_);
}

Status InputFile::rewind() const {
  if (lseek(fd_, 0, SEEK_SET) != 0) return fail(ErrorCode::kStorage, "the file is not seekable");
  return ok();
}

Result<Bytes> InputFile::head(std::size_t size) const {
  Bytes out(size);
  const ssize_t got = pread(fd_, out.data(), size, 0);
  if (got < 0) return fail(ErrorCode::kStorage, name_ + " could not be read");
  out.resize(static_cast<std::size_t>(got));
  return out;
}

Result<std::string> InputFile::digest() const {
  crypto::Sha256 hash;
  Bytes buffer(256u << 10);
  for (off_t at = 0;;) {
    const ssize_t got = pread(fd_, buffer.data(), buffer.size(), at);
    if (got < 0) return fail(ErrorCode::kStorage, name_ + " could not be read");
    if (got == 0) break;
    hash.update(ByteView(buffer).first(static_cast<std::size_t>(got)));
    at += got;
  }
  return to_hex(hash.finish());
}

Sandbox::Sandbox(std::string reader)
    : reader_(reader.empty() ? beside_this_program() : std::move(reader)) {}

Result<ReaderUsage> Sandbox::run(const InputFile& file, FileKind kind, RowSink& sink) {
  Turn turn(free_);
  TRY(file.rewind());
  const std::uint64_t seconds = limits::kWorkerCpuSecondsPer16MiB * (1 + file.size() / (16u << 20));
  Child child;
  TRY(start(child, reader_, file.fd(),
            {std::to_string(static_cast<int>(kind)), std::to_string(seconds)}));
  FrameReader frames(sink);
  const Status read = follow(child.out, frames);
  if (!read && !frames.ended()) return fail(read.error());  // ~Child ends and reaps the reader
  ReaderUsage usage;
  const Status ended = finish(child, &usage);
  TRY(read);
  TRY(ended);
  if (!frames.ended()) return fail(ErrorCode::kMalformedFile, "the file's reader stopped half-way");
  usage.confinement = frames.confinement();
  return usage;
}

Status Sandbox::attempt(const std::string& what) {
  Turn turn(free_);
  Child child;
  const int null = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  const Status started = start(child, reader_, null, {"attempt", what});
  close(null);
  TRY(started);
  std::uint8_t byte = 0;
  (void)read_exactly(child.out, std::span(&byte, 1));
  return finish(child, nullptr);
}

}  // namespace sallyport::intake
