#include "ledger/sqlite/entry_file.hpp"

#include <mutex>

#include "base/assert.hpp"

namespace sallyport::ledger {
namespace {

constexpr std::uint64_t kFormat = 1;

// An entry's row number is its run and its index in the run, so that one run lies together and a
// staged segment becomes visible without being written again.
constexpr unsigned kIndexBits = 32;

constexpr const char* kSchema =
    "CREATE TABLE IF NOT EXISTS meta(name TEXT PRIMARY KEY, value) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS entry(id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);"
    "CREATE TABLE IF NOT EXISTS run(id INTEGER PRIMARY KEY, first INTEGER, count INTEGER NOT NULL,"
    " batch BLOB NOT NULL);"
    "CREATE TABLE IF NOT EXISTS kind(type INTEGER, version INTEGER, PRIMARY KEY(type, version))"
    " WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS tile(level INTEGER, idx INTEGER, hashes BLOB NOT NULL,"
    " PRIMARY KEY(level, idx));"
    "CREATE TABLE IF NOT EXISTS checkpoint(number INTEGER PRIMARY KEY, note TEXT NOT NULL);"
    "CREATE TABLE IF NOT EXISTS head(one INTEGER PRIMARY KEY CHECK(one = 1), note TEXT NOT NULL);";

std::uint64_t row_of(EntryPlace place) {
  return (std::uint64_t{place.run} << kIndexBits) + place.index;
}

class EntryFile final : public EntryStore {
 public:
  static Result<std::unique_ptr<EntryStore>> open(const SqliteOptions& options, Access access);

  Result<StoreState> load(bool count_rows) override;
  Status begin(bool durable) override;
  Status set_origin(const std::string& origin) override;
  Status put_entry(EntryPlace place, ByteView entry) override;
  Status put_run(const Run& run) override;
  Status drop_run(std::uint32_t run) override;
  Status put_tile(unsigned level, std::uint64_t index, ByteView hashes) override;
  Status put_kind(std::uint16_t type, std::uint16_t version) override;
  Status put_head(const std::string& note) override;
  Status put_checkpoint(std::uint64_t number, const std::string& note) override;
  Status commit() override;
  Status rollback() override;
  Status maintain(bool idle) override;
  Status read_entries(EntryPlace from, std::uint64_t count,
                      const std::function<Status(std::uint64_t, ByteView)>& sink) override;
  Result<Bytes> tile(unsigned level, std::uint64_t index) override;
  Result<std::string> checkpoint(std::uint64_t number) override;
  Status close() override;

 private:
  Status prepare_writing();
  Status prepare_reading();
  Status check_format(Database& database);
  Status load_tables(Database& database, StoreState& state, bool count_rows);

  // Recursive: in memory, a callback of the writing thread may read.
  using Mutex = std::recursive_mutex;
  Mutex& reading_mutex() { return reader_ ? reader_mutex_ : writer_mutex_; }
  Database& reading() { return reader_ ? *reader_ : *writer_; }

  Mutex writer_mutex_;
  Mutex reader_mutex_;
  std::unique_lock<Mutex> transaction_;
  std::unique_ptr<Database> writer_;  ///< absent when opened to read
  std::unique_ptr<Database> reader_;  ///< absent in memory
  // Statements go before their databases do: declared after them.
  Statement put_entry_, put_run_, drop_entries_, drop_run_, put_tile_, put_kind_, put_head_;
  Statement put_checkpoint_;
  Statement read_entries_, read_tile_, read_checkpoint_;
};

Result<std::unique_ptr<EntryStore>> EntryFile::open(const SqliteOptions& options, Access access) {
  auto file = std::make_unique<EntryFile>();
  if (access == Access::kOwn) {
    TRY_ASSIGN(file->writer_, Database::open(options, Access::kOwn));
    TRY(file->writer_->exec(kSchema));
    TRY(file->check_format(*file->writer_));
    TRY(file->prepare_writing());
  }
  if (options.path != ":memory:") {
    TRY_ASSIGN(file->reader_, Database::open(options, Access::kRead));
    if (access == Access::kRead) TRY(file->check_format(*file->reader_));
  }
  TRY(file->prepare_reading());
  return std::unique_ptr<EntryStore>(std::move(file));
}

Status EntryFile::check_format(Database& database) {
  TRY_ASSIGN(Statement statement, database.prepare("SELECT value FROM meta WHERE name='format'"));
  TRY_ASSIGN(const bool known, statement.step());
  if (known) {
    if (statement.integer(0) == kFormat) return ok();
    return fail(ErrorCode::kUnknownEntry,
                "the file has format " + std::to_string(statement.integer(0)));
  }
  if (!writer_) return fail(ErrorCode::kNotInitialised, "the file holds no ledger");
  return database.exec("INSERT INTO meta VALUES('format', " + std::to_string(kFormat) + ")");
}

Status EntryFile::prepare_writing() {
  TRY_ASSIGN(put_entry_, writer_->prepare("INSERT INTO entry VALUES(?1, ?2)"));
  TRY_ASSIGN(put_run_, writer_->prepare("INSERT INTO run VALUES(?1, ?2, ?3, ?4) ON CONFLICT(id) DO"
                                        " UPDATE SET first = ?2, count = ?3"));
  TRY_ASSIGN(drop_entries_, writer_->prepare("DELETE FROM entry WHERE id BETWEEN ?1 AND ?2"));
  TRY_ASSIGN(drop_run_, writer_->prepare("DELETE FROM run WHERE id = ?1"));
  TRY_ASSIGN(put_tile_, writer_->prepare("INSERT INTO tile VALUES(?1, ?2, ?3)"));
  TRY_ASSIGN(put_kind_, writer_->prepare("INSERT OR IGNORE INTO kind VALUES(?1, ?2)"));
  TRY_ASSIGN(put_head_, writer_->prepare("INSERT OR REPLACE INTO head VALUES(1, ?1)"));
  TRY_ASSIGN(put_checkpoint_, writer_->prepare("INSERT INTO checkpoint VALUES(?1, ?2)"));
  return ok();
}

Status EntryFile::prepare_reading() {
  TRY_ASSIGN(read_entries_, reading().prepare("SELECT id, bytes FROM entry WHERE id BETWEEN ?1 AND"
                                              " ?2 ORDER BY id"));
  TRY_ASSIGN(read_tile_,
             reading().prepare("SELECT hashes FROM tile WHERE level = ?1 AND idx = ?2"));
  TRY_ASSIGN(read_checkpoint_, reading().prepare("SELECT note FROM checkpoint WHERE number = ?1"));
  return ok();
}

Status EntryFile::load_tables(Database& database, StoreState& state, bool count_rows) {
  TRY_ASSIGN(state.checkpoints, database.query_number("SELECT count(*) FROM checkpoint"));
  if (count_rows) {
    TRY_ASSIGN(state.entry_rows, database.query_number("SELECT count(*) FROM entry"));
    TRY_ASSIGN(state.tiles, database.query_number("SELECT count(*) FROM tile"));
  }
  TRY_ASSIGN(Statement origin, database.prepare("SELECT value FROM meta WHERE name='origin'"));
  TRY_ASSIGN(bool row, origin.step());
  if (row) state.origin = as_text(origin.blob(0));
  TRY_ASSIGN(Statement head, database.prepare("SELECT note FROM head"));
  TRY_ASSIGN(row, head.step());
  if (row) state.head = as_text(head.blob(0));
  TRY_ASSIGN(Statement runs, database.prepare("SELECT id, first, count, batch FROM run"
                                              " ORDER BY id"));
  for (;;) {
    TRY_ASSIGN(row, runs.step());
    if (!row) break;
    Run run;
    run.id = static_cast<std::uint32_t>(runs.integer(0));
    if (!runs.is_null(1)) run.first = runs.integer(1);
    run.count = runs.integer(2);
    const ByteView batch = runs.blob(3);
    if (batch.size() != 16) return fail(ErrorCode::kLedgerBroken, "a run's batch is damaged");
    run.batch = id_from_bytes(std::span<const std::uint8_t, 16>(batch.data(), 16));
    state.runs.push_back(run);
  }
  TRY_ASSIGN(Statement kinds, database.prepare("SELECT type, version FROM kind"));
  for (;;) {
    TRY_ASSIGN(row, kinds.step());
    if (!row) return ok();
    state.kinds.emplace_back(kinds.integer(0), kinds.integer(1));
  }
}

Result<StoreState> EntryFile::load(bool count_rows) {
  const std::lock_guard lock(reading_mutex());
  StoreState state;
  if (reader_) TRY(reader_->exec("BEGIN"));  // one moment for all tables
  auto status = load_tables(reading(), state, count_rows);
  if (reader_) TRY(reader_->exec("COMMIT"));
  if (!status) return fail(std::move(status.error()));
  return state;
}

Status EntryFile::begin(bool durable) {
  SALLYPORT_ASSERT(writer_ != nullptr);
  std::unique_lock lock(writer_mutex_);
  TRY(writer_->begin(durable));
  transaction_ = std::move(lock);
  return ok();
}

Status EntryFile::set_origin(const std::string& origin) {
  TRY_ASSIGN(Statement put, writer_->prepare("INSERT INTO meta VALUES('origin', ?1)"));
  return put.bind(1, origin).run();
}

Status EntryFile::put_entry(EntryPlace place, ByteView entry) {
  SALLYPORT_ASSERT(place.index >> kIndexBits == 0);
  return put_entry_.bind(1, row_of(place)).bind(2, entry).run();
}

Status EntryFile::put_run(const Run& run) {
  const auto batch = to_bytes(run.batch);
  put_run_.bind(1, std::uint64_t{run.id}).bind(3, run.count).bind(4, ByteView(batch));
  if (run.first) {
    put_run_.bind(2, *run.first);
  } else {
    put_run_.bind_null(2);
  }
  return put_run_.run();
}

Status EntryFile::drop_run(std::uint32_t run) {
  drop_entries_.bind(1, row_of({run, 0})).bind(2, row_of({run + 1, 0}) - 1);
  TRY(drop_entries_.run());
  return drop_run_.bind(1, std::uint64_t{run}).run();
}

Status EntryFile::put_tile(unsigned level, std::uint64_t index, ByteView hashes) {
  return put_tile_.bind(1, std::uint64_t{level}).bind(2, index).bind(3, hashes).run();
}

Status EntryFile::put_kind(std::uint16_t type, std::uint16_t version) {
  return put_kind_.bind(1, std::uint64_t{type}).bind(2, std::uint64_t{version}).run();
}

Status EntryFile::put_head(const std::string& note) {
  return put_head_.bind(1, note).run();
}

Status EntryFile::put_checkpoint(std::uint64_t number, const std::string& note) {
  return put_checkpoint_.bind(1, number).bind(2, note).run();
}

Status EntryFile::commit() {
  SALLYPORT_ASSERT(transaction_.owns_lock());
  TRY(writer_->commit());
  transaction_.unlock();
  return ok();
}

Status EntryFile::rollback() {
  if (!transaction_.owns_lock()) return ok();
  auto status = writer_->rollback();
  transaction_.unlock();
  return status;
}

Status EntryFile::maintain(bool idle) {
  const std::lock_guard lock(writer_mutex_);
  return writer_->maintain(idle);
}

Status EntryFile::read_entries(EntryPlace from, std::uint64_t count,
                               const std::function<Status(std::uint64_t, ByteView)>& sink) {
  if (count == 0) return ok();
  const std::lock_guard lock(reading_mutex());
  const std::uint64_t first = row_of(from);
  read_entries_.reset();
  read_entries_.bind(1, first).bind(2, first + count - 1);
  auto status = [&]() -> Status {
    for (std::uint64_t i = 0; i < count; ++i) {
      TRY_ASSIGN(const bool row, read_entries_.step());
      if (!row || read_entries_.integer(0) != first + i) {
        return fail(ErrorCode::kLedgerBroken, "an entry is missing");
      }
      TRY(sink(from.index + i, read_entries_.blob(1)));
    }
    return ok();
  }();
  read_entries_.reset();
  return status;
}

Result<Bytes> EntryFile::tile(unsigned level, std::uint64_t index) {
  const std::lock_guard lock(reading_mutex());
  read_tile_.reset();
  read_tile_.bind(1, std::uint64_t{level}).bind(2, index);
  auto row = read_tile_.step();
  Bytes out;
  if (row && *row) out.assign(read_tile_.blob(0).begin(), read_tile_.blob(0).end());
  read_tile_.reset();
  if (!row) return fail(std::move(row.error()));
  if (!*row) return fail(ErrorCode::kLedgerBroken, "a tile is missing");
  return out;
}

Result<std::string> EntryFile::checkpoint(std::uint64_t number) {
  const std::lock_guard lock(reading_mutex());
  read_checkpoint_.reset();
  read_checkpoint_.bind(1, number);
  auto row = read_checkpoint_.step();
  std::string out;
  if (row && *row) out = as_text(read_checkpoint_.blob(0));
  read_checkpoint_.reset();
  if (!row) return fail(std::move(row.error()));
  if (!*row) return fail(ErrorCode::kLedgerBroken, "a checkpoint is missing");
  return out;
}

Status EntryFile::close() {
  const std::scoped_lock lock(writer_mutex_, reader_mutex_);
  for (Statement* statement :
       {&put_entry_, &put_run_, &drop_entries_, &drop_run_, &put_tile_, &put_kind_, &put_head_,
        &put_checkpoint_, &read_entries_, &read_tile_, &read_checkpoint_}) {
    *statement = Statement();
  }
  if (reader_) TRY(reader_->close());
  if (writer_) TRY(writer_->close());
  return ok();
}

}  // namespace

Result<std::unique_ptr<EntryStore>> open_entry_file(const SqliteOptions& options) {
  return EntryFile::open(options, Access::kOwn);
}

Result<std::unique_ptr<EntryStore>> open_entry_file_to_read(const SqliteOptions& options) {
  if (!file_exists(options.path)) return fail(ErrorCode::kNotInitialised, options.path);
  auto opened = EntryFile::open(options, Access::kRead);
  if (opened || opened.error().code != ErrorCode::kStorage || !options.vfs.empty()) return opened;
  // SQLite wants to make a -shm file beside a WAL. Where it cannot, its index of the WAL is kept in
  // memory: exclusive mode over the VFS without locks, which suits a medium nobody writes to.
  SqliteOptions unlocked = options;
  unlocked.vfs = "unix-none";
  unlocked.alone = true;
  return EntryFile::open(unlocked, Access::kRead);
}

}  // namespace sallyport::ledger
