// SQLite's C API with values for errors, and the one place that sets how the house uses it: WAL, a
// sync on every durable commit, no trust in the schema, overwritten deletes, nothing temporary on
// disk. One writing connection owns a file (a lock beside it says so); others only read, never
// checkpoint, and so cannot run into the WAL-reset fault of SQLite 3.40.1.
// Threads: a Database is used by one thread at a time. Failure: kStorage with SQLite's own words,
// kDiskFull, kStoreInUse.
// Source: sqlite.org/wal.html, sqlite.org/security.html, sqlite.org/c3ref.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "ledger/files.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace sallyport::ledger {

/// Where a file is and what reads and writes it.
struct SqliteOptions {
  std::string path;  ///< ":memory:" keeps everything in memory (tests)
  std::string vfs;   ///< "" = the system's; tests put a faulty disk here
  int page_bytes = 4096;
  int cache_kib = 16'384;
  /// What the WAL may hold before it is moved into the file between two commits, and whoever
  /// commits next waits for that.
  int wal_bytes = 16 << 20;
  /// No other connection, ever: no lock calls for each statement and no -shm file.
  bool alone = false;
};

enum class Access { kOwn, kRead };

/// A prepared statement. bind... count from 1; step() answers true while there is a row.
class Statement {
 public:
  Statement() = default;
  ~Statement();
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&& other) noexcept;

  Statement& bind(int at, std::uint64_t value);
  Statement& bind(int at, ByteView value);  ///< borrowed until the statement was stepped through
  Statement& bind(int at, const std::string& value);
  Statement& bind_null(int at);
  Result<bool> step();
  /// Steps a statement that gives no rows, and makes it ready again.
  Status run();
  void reset();

  std::uint64_t integer(int column) const;
  ByteView blob(int column) const;  ///< valid until the next step
  bool is_null(int column) const;

 private:
  friend class Database;
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
  sqlite3_stmt* statement_ = nullptr;
};

class Database {
 public:
  static Result<std::unique_ptr<Database>> open(const SqliteOptions& options, Access access);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  Status exec(const std::string& sql);
  Result<Statement> prepare(const std::string& sql);
  Result<std::uint64_t> query_number(const std::string& sql);

  /// durable: the commit syncs the WAL. Otherwise it is atomic and in order, and becomes durable
  /// with the next durable one.
  /// Rows that the last statement to end has changed.
  std::uint64_t changes() const;
  Status begin(bool durable);
  Status commit();
  Status rollback();
  /// Copies the WAL into the file when it is long (or longer than a little, when idle).
  Status maintain(bool idle);
  /// Copies all of the WAL and cuts it to nothing: erased bytes are gone from it.
  Status empty_wal();
  Status close();
  bool in_memory() const { return in_memory_; }

 private:
  Database() = default;
  Status configure(const SqliteOptions& options, Access access);
  sqlite3* db_ = nullptr;
  std::unique_ptr<FileLock> lock_;
  bool in_memory_ = false;
  bool durable_ = true;
  int wal_pages_ = 0;
  int page_bytes_ = 4096;
  int wal_bytes_ = 16 << 20;
};

}  // namespace sallyport::ledger
