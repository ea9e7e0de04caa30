#include "ledger/sqlite/database.hpp"

#include <sqlite3.h>

#include <utility>

namespace sallyport::ledger {
namespace {

constexpr int kIdleWalBytes = 1 << 20;  // when nobody waits

tl::unexpected<Error> failed(sqlite3* db, int code, const std::string& what) {
  const int primary = code & 0xFF;
  ErrorCode error = ErrorCode::kStorage;
  if (primary == SQLITE_FULL) error = ErrorCode::kDiskFull;
  if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED) error = ErrorCode::kStoreInUse;
  const std::string words = db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(code);
  return fail(error, what + ": " + words + " (" + std::to_string(code) + ")");
}

}  // namespace

Statement::~Statement() {
  sqlite3_finalize(statement_);
}

Statement::Statement(Statement&& other) noexcept
    : statement_(std::exchange(other.statement_, nullptr)) {}

Statement& Statement::operator=(Statement&& other) noexcept {
  std::swap(statement_, other.statement_);
  return *this;
}

Statement& Statement::bind(int at, std::uint64_t value) {
  sqlite3_bind_int64(statement_, at, static_cast<sqlite3_int64>(value));
  return *this;
}

Statement& Statement::bind(int at, ByteView value) {
  // A null pointer would bind NULL.
  const void* data = value.empty() ? static_cast<const void*>("") : value.data();
  sqlite3_bind_blob64(statement_, at, data, value.size(), SQLITE_STATIC);
  return *this;
}

Statement& Statement::bind(int at, const std::string& value) {
  sqlite3_bind_text(statement_, at, value.data(), static_cast<int>(value.size()), SQLITE_TRANSIENT);
  return *this;
}

Statement& Statement::bind_null(int at) {
  sqlite3_bind_null(statement_, at);
  return *this;
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return failed(sqlite3_db_handle(statement_), code, "step");
}

Status Statement::run() {
  auto stepped = step();
  reset();
  if (!stepped) return fail(std::move(stepped.error()));
  return ok();
}

void Statement::reset() {
  sqlite3_reset(statement_);
}

std::uint64_t Statement::integer(int column) const {
  return static_cast<std::uint64_t>(sqlite3_column_int64(statement_, column));
}

ByteView Statement::blob(int column) const {
  const void* data = sqlite3_column_blob(statement_, column);
  return {static_cast<const std::uint8_t*>(data),
          static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

Result<std::unique_ptr<Database>> Database::open(const SqliteOptions& options, Access access) {
  std::unique_ptr<Database> database(new Database());
  database->in_memory_ = options.path == ":memory:";
  if (access == Access::kOwn && !database->in_memory_) {
    TRY_ASSIGN(database->lock_, FileLock::acquire(options.path + ".lock"));
  }
  const int flags =
      SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE |
      (access == Access::kOwn ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY);
  const char* vfs = options.vfs.empty() ? nullptr : options.vfs.c_str();
  const int code = sqlite3_open_v2(options.path.c_str(), &database->db_, flags, vfs);
  if (code != SQLITE_OK) return failed(database->db_, code, "opening " + options.path);
  TRY(database->configure(options, access));
  return database;
}

Status Database::configure(const SqliteOptions& options, Access access) {
  sqlite3_db_config(db_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(db_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(db_, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  sqlite3_db_config(db_, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
  page_bytes_ = options.page_bytes;
  wal_bytes_ = options.wal_bytes;
  if (options.alone) TRY(exec("PRAGMA locking_mode=EXCLUSIVE"));
  TRY(
      exec("PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0; PRAGMA cell_size_check=ON;"
           "PRAGMA cache_size=-" +
           std::to_string(options.cache_kib)));
  if (access == Access::kRead) return exec("PRAGMA query_only=ON; PRAGMA busy_timeout=5000");
  TRY(exec("PRAGMA page_size=" + std::to_string(options.page_bytes) + ";PRAGMA secure_delete=ON"));
  if (!in_memory_) {
    TRY(exec("PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; PRAGMA synchronous=FULL"));
    sqlite3_wal_hook(
        db_,
        [](void* self, sqlite3*, const char*, int pages) {
          static_cast<Database*>(self)->wal_pages_ = pages;
          return SQLITE_OK;
        },
        this);
  }
  return ok();
}

Database::~Database() {
  sqlite3_close_v2(db_);
}

Status Database::exec(const std::string& sql) {
  const int code = sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return failed(db_, code, sql);
  return ok();
}

Result<Statement> Database::prepare(const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(db_, sql.c_str(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return failed(db_, code, sql);
  return Statement(statement);
}

Result<std::uint64_t> Database::query_number(const std::string& sql) {
  TRY_ASSIGN(Statement statement, prepare(sql));
  TRY_ASSIGN(const bool row, statement.step());
  return row ? statement.integer(0) : 0;
}

std::uint64_t Database::changes() const {
  return static_cast<std::uint64_t>(sqlite3_changes64(db_));
}

// SQLite lets the level be changed only between transactions, so the beginning says how it will
// end.
Status Database::begin(bool durable) {
  if (!in_memory_ && durable != durable_) {
    TRY(exec(durable ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL"));
    durable_ = durable;
  }
  return exec("BEGIN IMMEDIATE");
}

Status Database::commit() {
  return exec("COMMIT");
}

Status Database::rollback() {
  if (sqlite3_get_autocommit(db_) != 0) return ok();  // SQLite has done it already
  return exec("ROLLBACK");
}

Status Database::maintain(bool idle) {
  if (in_memory_ || wal_pages_ * page_bytes_ < (idle ? kIdleWalBytes : wal_bytes_)) return ok();
  const int code =
      sqlite3_wal_checkpoint_v2(db_, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  wal_pages_ = 0;  // a reader in the way leaves the rest to the next time
  if (code != SQLITE_OK && (code & 0xFF) != SQLITE_BUSY) return failed(db_, code, "checkpoint");
  return ok();
}

Status Database::empty_wal() {
  if (in_memory_) return ok();
  const int code =
      sqlite3_wal_checkpoint_v2(db_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  if (code != SQLITE_OK) return failed(db_, code, "emptying the WAL");
  wal_pages_ = 0;
  return ok();
}

Status Database::close() {
  if (db_ == nullptr) return ok();
  const int code = sqlite3_close(db_);
  if (code != SQLITE_OK) return failed(db_, code, "closing");
  db_ = nullptr;
  lock_.reset();
  return ok();
}

}  // namespace sallyport::ledger
