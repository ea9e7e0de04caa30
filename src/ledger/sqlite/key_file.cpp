#include "ledger/sqlite/key_file.hpp"

namespace sallyport::ledger {
namespace {

constexpr const char* kSchema =
    "CREATE TABLE IF NOT EXISTS meta(name TEXT PRIMARY KEY, value) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS key(id INTEGER PRIMARY KEY, subject BLOB,"
    " agency INTEGER NOT NULL, generation INTEGER NOT NULL, wrapped BLOB, destroyed INTEGER);"
    "CREATE UNIQUE INDEX IF NOT EXISTS key_of ON key(subject, agency) WHERE subject IS NOT NULL;"
    "INSERT OR IGNORE INTO meta VALUES('format', 1), ('commits', 0);";

KeyRow row_from(const Statement& statement) {
  KeyRow row;
  row.id = statement.integer(0);
  const ByteView subject = statement.blob(1);
  if (subject.size() == 16) {
    row.subject = id_from_bytes(std::span<const std::uint8_t, 16>(subject.data(), 16));
  }
  row.agency = static_cast<std::uint16_t>(statement.integer(2));
  row.generation = static_cast<std::uint16_t>(statement.integer(3));
  const ByteView wrapped = statement.blob(4);
  row.wrapped.assign(wrapped.begin(), wrapped.end());
  return row;
}

Result<std::optional<KeyRow>> one_row(Statement& statement) {
  auto found = statement.step();
  std::optional<KeyRow> row;
  if (found && *found) row = row_from(statement);
  statement.reset();
  if (!found) return fail(std::move(found.error()));
  return row;
}

}  // namespace

Result<std::unique_ptr<KeyFile>> KeyFile::open(const SqliteOptions& options) {
  auto file = std::make_unique<KeyFile>();
  SqliteOptions alone = options;
  alone.alone = true;  // a look-up costs 4 us with lock calls, 2 without
  TRY_ASSIGN(file->database_, Database::open(alone, Access::kOwn));
  Database& db = *file->database_;
  TRY(db.exec(kSchema));
  TRY_ASSIGN(const std::uint64_t format,
             db.query_number("SELECT value FROM meta WHERE name='format'"));
  if (format != 1) return fail(ErrorCode::kUnknownEntry, "the key table has another format");
  const std::string columns = "SELECT id, subject, agency, generation, wrapped FROM key ";
  TRY_ASSIGN(file->find_id_, db.prepare(columns + "WHERE id = ?1"));
  TRY_ASSIGN(file->find_subject_, db.prepare(columns + "WHERE subject = ?1 AND agency = ?2"));
  TRY_ASSIGN(file->insert_, db.prepare("INSERT INTO key(id, subject, agency, generation, wrapped)"
                                       " VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING"));
  TRY_ASSIGN(file->ids_of_, db.prepare("SELECT id FROM key WHERE subject = ?1 ORDER BY id"));
  // secure_delete overwrites what the row held.
  TRY_ASSIGN(file->mark_, db.prepare("UPDATE key SET wrapped = NULL, subject = NULL, destroyed = ?2"
                                     " WHERE subject = ?1"));
  return file;
}

Result<std::uint64_t> KeyFile::next_id() {
  TRY_ASSIGN(const std::uint64_t last,
             database_->query_number("SELECT max(id) FROM key"));  // rows are never deleted
  return last + 1;
}

Result<std::optional<KeyRow>> KeyFile::find(std::uint64_t id) {
  find_id_.bind(1, id);
  return one_row(find_id_);
}

Result<std::optional<KeyRow>> KeyFile::find(Id128 subject, std::uint16_t agency) {
  const auto bytes = to_bytes(subject);
  find_subject_.bind(1, ByteView(bytes)).bind(2, std::uint64_t{agency});
  return one_row(find_subject_);
}

Status KeyFile::ensure_transaction() {
  if (in_transaction_) return ok();
  TRY(database_->begin(false));
  in_transaction_ = true;
  return ok();
}

Result<bool> KeyFile::insert(const KeyRow& row) {
  TRY(ensure_transaction());
  const auto subject = to_bytes(row.subject);
  insert_.bind(1, row.id).bind(2, ByteView(subject)).bind(3, std::uint64_t{row.agency});
  TRY(insert_.bind(4, std::uint64_t{row.generation}).bind(5, ByteView(row.wrapped)).run());
  return database_->changes() == 1;
}

Result<std::vector<std::uint64_t>> KeyFile::destroy(Id128 subject, Instant when) {
  TRY(ensure_transaction());
  const auto bytes = to_bytes(subject);
  std::vector<std::uint64_t> ids;
  ids_of_.bind(1, ByteView(bytes));
  for (;;) {
    auto row = ids_of_.step();
    if (!row) return fail(std::move(row.error()));
    if (!*row) break;
    ids.push_back(ids_of_.integer(0));
  }
  ids_of_.reset();
  TRY(mark_.bind(1, ByteView(bytes)).bind(2, static_cast<std::uint64_t>(when.us)).run());
  return ids;
}

Status KeyFile::commit_softly() {
  if (!in_transaction_) return ok();
  TRY(database_->commit());
  in_transaction_ = false;
  return database_->maintain(false);
}

// Syncing needs something to commit: the counter. It takes everything before it to the disk too.
Status KeyFile::commit_durably() {
  TRY(commit_softly());
  TRY(database_->begin(true));
  TRY(database_->exec("UPDATE meta SET value = value + 1 WHERE name = 'commits'"));
  TRY(database_->commit());
  return database_->maintain(false);
}

Status KeyFile::close() {
  if (in_transaction_) TRY(commit_durably());
  for (Statement* statement : {&find_id_, &find_subject_, &insert_, &ids_of_, &mark_}) {
    *statement = Statement();
  }
  return database_->close();
}

}  // namespace sallyport::ledger
