// The confined side of sandbox.hpp: limits itself, gives everything up, reads descriptor 3, writes
// frames to descriptor 4. Exit codes: 72 could not confine itself, 77 out of memory.
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <new>
#include <string>
#include <vector>

#include "base/limits.hpp"
#include "intake/csv.hpp"
#include "intake/internal/shadow.hpp"
#include "intake/json.hpp"
#include "intake/sandbox.hpp"
#include "intake/xlsx.hpp"

namespace sallyport::intake {
namespace {

constexpr int kIn = 3;
constexpr int kOut = 4;

bool limit(__rlimit_resource_t resource, rlim_t value) {
  const rlimit both{value, value};
  return setrlimit(resource, &both) == 0;
}

bool limit_resources(rlim_t cpu_seconds) {
  const rlimit cpu{cpu_seconds, cpu_seconds + 1};  // first the signal that says why, then the end
  bool done = setrlimit(RLIMIT_CPU, &cpu) == 0 && limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, 0) &&
              limit(RLIMIT_NOFILE, 8);
  if (!internal::kShadowMemory) done = done && limit(RLIMIT_AS, limits::kWorkerMemory);
  return done && limit(RLIMIT_NPROC, 0);
}

bool leave_file_system() {
#ifdef SYS_landlock_create_ruleset
  const long abi =
      syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (abi < 1) return false;
  landlock_ruleset_attr attributes{};
  attributes.handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;  // all rights of ABI 1
  const long ruleset = syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0);
  if (ruleset < 0) return false;
  const bool held = syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
  close(static_cast<int>(ruleset));
  return held;
#else
  return false;
#endif
}

bool allow_few_calls() {
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
  if (filter == nullptr) return false;
  const int calls[] = {
      SCMP_SYS(read),
      SCMP_SYS(write),
      SCMP_SYS(pread64),
      SCMP_SYS(lseek),
      SCMP_SYS(close),
      SCMP_SYS(brk),
      SCMP_SYS(munmap),
      SCMP_SYS(mremap),
      SCMP_SYS(madvise),
      SCMP_SYS(futex),
      SCMP_SYS(exit),
      SCMP_SYS(exit_group),
      SCMP_SYS(getrandom),
      SCMP_SYS(clock_gettime),
      SCMP_SYS(gettimeofday),
      SCMP_SYS(rt_sigreturn),
      SCMP_SYS(rt_sigprocmask),
      SCMP_SYS(sched_yield),
      SCMP_SYS(restart_syscall),
      SCMP_SYS(gettid),
      SCMP_SYS(getpid),
#ifdef SALLYPORT_SHADOW_MEMORY
      SCMP_SYS(sigaltstack),
      SCMP_SYS(sched_getaffinity),
      SCMP_SYS(prctl),
      SCMP_SYS(rt_sigaction),
      SCMP_SYS(readlink),
      SCMP_SYS(pipe2),  // how it asks whether an address can be read
#endif
  };
  bool done = true;
  for (const int call : calls)
    done = done && seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0;
  // memory, but never memory that runs
  done = done && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
                                  SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
  done = done && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
                                  SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
  done = done && seccomp_load(filter) == 0;
  seccomp_release(filter);
  return done;
}

bool confine(Confinement& held, rlim_t cpu_seconds) {
  held.network_namespace = unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0;
  // nobody left to read for; after unshare, which clears it
  if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) return false;
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
    return false;
  held.landlock = leave_file_system();
  if (!limit_resources(cpu_seconds)) return false;
  held.seccomp = allow_few_calls();
  return held.seccomp;
}

Status write_all(ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t put = write(kOut, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return fail(ErrorCode::kStorage, "nobody listens");
    bytes = bytes.subspan(static_cast<std::size_t>(put));
  }
  return ok();
}

// What the C library would open a file for later, once confined: a ZIP's times are local times.
void settle_time_zone() {
  setenv("TZ", "UTC0", 1);
  tzset();
}

// Memory that is there before the confinement, so that an XLSX file is mapped and not copied.
ByteView map_input() {
  struct stat about {};
  if (fstat(kIn, &about) != 0 || about.st_size <= 0 || about.st_size > (64 << 20) + 1) return {};
  void* at = mmap(nullptr, static_cast<std::size_t>(about.st_size), PROT_READ, MAP_PRIVATE, kIn, 0);
  if (at == MAP_FAILED) return {};
  return {static_cast<const std::uint8_t*>(at), static_cast<std::size_t>(about.st_size)};
}

Status read_as(FileKind kind, ByteView mapped, RowSink& sink) {
  FdSource source(kIn);
  switch (kind) {
    case FileKind::csv:
      return read_csv(source, sink);
    case FileKind::json_lines:
    case FileKind::ftm:
      return read_json(source, sink);
    case FileKind::report_text:
      return read_report_text(source, sink);
    case FileKind::xlsx:
      if (mapped.empty())
        return fail(ErrorCode::kTooLarge, "an XLSX file is at most 64 MiB and not empty");
      return read_xlsx(mapped, sink);
  }
  return fail(ErrorCode::kUnsupportedFormat, "no such kind of file");
}

// What hostile code would try. Every one of these must end the process.
int attempt(const std::string& what) {
  if (what == "open") return open("/etc/passwd", O_RDONLY) >= 0 ? 0 : 1;
  if (what == "create") return open("/tmp/sallyport-escape", O_CREAT | O_WRONLY, 0600) >= 0 ? 0 : 1;
  if (what == "socket") return socket(AF_INET, SOCK_STREAM, 0) >= 0 ? 0 : 1;
  if (what == "exec") {
    char name[] = "/bin/true";
    char* const arguments[] = {name, nullptr};
    return execv(name, arguments) == 0 ? 0 : 1;
  }
  if (what == "fork") return fork() >= 0 ? 0 : 1;
  if (what == "kill") return syscall(SYS_kill, 1, 0) == 0 ? 0 : 1;
  if (what == "run-memory") {
    return mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
                   MAP_FAILED
               ? 0
               : 1;
  }
  if (what == "memory") {
    std::vector<char*> kept;
    for (int i = 0; i < 1024; ++i) {
      kept.push_back(new char[1 << 20]);
      std::memset(kept.back(), i, 1 << 20);
    }
    return kept.size() == 1024 ? 0 : 1;
  }
  if (what == "spin") {
    for (volatile bool on = true; on;) {
    }
  }
  return 1;
}

}  // namespace

int reader_main(int argc, char** argv) {
  std::set_new_handler([] { _exit(77); });
  if (argc != 3) return 64;
  const std::string first = argv[1];
  const bool trying = first == "attempt";
  const int kind = trying ? 0 : std::atoi(argv[1]);
  const ByteView mapped = kind == static_cast<int>(FileKind::xlsx) ? map_input() : ByteView{};
  const std::string second = argv[2];
  settle_time_zone();
  Confinement held;
  if (!confine(held, trying ? 1 : static_cast<rlim_t>(std::atoll(argv[2])))) _exit(72);
  if (trying) _exit(attempt(second));
  FrameWriter frames(write_all);
  if (!frames.confinement(held)) _exit(1);
  const Status read = read_as(static_cast<FileKind>(kind), mapped, frames);
  _exit(frames.end(read) ? 0 : 1);
}

}  // namespace sallyport::intake
