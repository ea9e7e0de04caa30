// One confined process a file (core.md 36, R-SEC-02): `sallyport-reader` is executed afresh with
// the file as descriptor 3 and a pipe as descriptor 4, nothing else; it limits itself (memory, CPU
// time, no new files), gives up the network and the file system (seccomp allow-list always,
// Landlock and a network namespace where the kernel has them; what held is reported), then reads
// and writes frames. The parent believes nothing: frames.hpp. A reader that is killed gives a clear
// error, never a crash. Ownership: a Sandbox is shared by the process; it owns the count of readers
// at work. Threads: run() from any; at most limits::kWorkersAtOnce at once, others wait. Cost:
// about 3 ms to start a reader; then as fast as the reader.
#pragma once

#include <semaphore>
#include <string>

#include "base/limits.hpp"
#include "intake/frames.hpp"

namespace sallyport::intake {

/// A file open for reading. Owns its descriptor.
class InputFile {
 public:
  static Result<InputFile> open(const std::string& path);
  /// Bytes that came some other way (an upload, a pasted message), kept in anonymous memory.
  static Result<InputFile> from_bytes(std::string name, ByteView bytes);
  /// What an open descriptor holds, from its start; the descriptor is duplicated, not taken.
  static Result<InputFile> from_descriptor(std::string name, int fd);
  InputFile(InputFile&& other) noexcept;
  InputFile& operator=(InputFile&& other) noexcept;
  ~InputFile();

  const std::string& name() const { return name_; }  ///< without folders
  std::uint64_t size() const { return size_; }
  int fd() const { return fd_; }
  Status rewind() const;
  /// The first bytes, for recognition; leaves the file rewound.
  Result<Bytes> head(std::size_t size) const;
  /// SHA-256 of the whole, hex.
  Result<std::string> digest() const;

 private:
  InputFile(std::string name, int fd, std::uint64_t size)
      : name_(std::move(name)), fd_(fd), size_(size) {}
  std::string name_;
  int fd_ = -1;
  std::uint64_t size_ = 0;
};

struct ReaderUsage {
  std::uint64_t peak_kib = 0;  ///< resident
  std::uint64_t cpu_us = 0;
  Confinement confinement;
};

class Sandbox {
 public:
  /// `reader`: the program; "" = sallyport-reader beside the running one.
  explicit Sandbox(std::string reader = {});

  /// Reads the file as `kind` in a confined process; rows go to the sink as they come. The sink's
  /// failure ends the reader and is returned.
  Result<ReaderUsage> run(const InputFile& file, FileKind kind, RowSink& sink);

  /// For tests: what becomes of a confined process that tries "open", "socket", "exec", "fork",
  /// "memory" or "spin". ok() would mean that it got away with it.
  Status attempt(const std::string& what);

 private:
  std::string reader_;
  std::counting_semaphore<limits::kWorkersAtOnce> free_{limits::kWorkersAtOnce};
};

/// The program of the confined process: main() of sallyport-reader.
int reader_main(int argc, char** argv);

}  // namespace sallyport::intake
