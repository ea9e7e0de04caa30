// The only place besides sqlite/ where the ledger touches the file system: the keyring, the public
// key and the locks. Small whole files, replaced atomically.
// Threads: any. Failure: kStorage (kDiskFull when the disk is), kStoreInUse, kNotInitialised.
#pragma once

#include <memory>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace sallyport::ledger {

/// Writes a file so that after a crash there is the old one or the new one: temporary file, sync,
/// rename, sync of the folder. `mode` as for open(2).
Status replace_file(const std::string& path, ByteView content, unsigned mode);
/// kNotInitialised when there is none; kTooLarge above 1 MiB.
Result<Bytes> read_file(const std::string& path);
bool file_exists(const std::string& path);
/// Makes the folder and its parents, the last with mode 0700.
Status make_folder(const std::string& path);
/// Removes the file; ok when there is none.
Status remove_file(const std::string& path);

/// Holds an exclusive lock on a file (made when absent) until it goes or the process ends.
class FileLock {
 public:
  static Result<std::unique_ptr<FileLock>> acquire(const std::string& path);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  explicit FileLock(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace sallyport::ledger
