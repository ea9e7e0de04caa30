#include "service/importing.hpp"
#include "base/thread_name.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "base/handover.hpp"
#include "crypto/hash.hpp"
#include "ledger/files.hpp"
#include "service/feed_view.hpp"

namespace sallyport::service {
namespace {

Result<std::string> text_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(ErrorCode::kNotInitialised, path + ": cannot be read");
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

const intake::FeedAgreement* agreement_of(const FeedBook& book, const std::string& feed,
                                          const std::string& agency) {
  for (const auto& a : book.agreements) {
    if (a.feed == feed &&
        std::find(a.agencies.begin(), a.agencies.end(), agency) != a.agencies.end())
      return &a;
  }
  return nullptr;
}

// The items a row put, from its operations.
model::RowTrace trace_of(const intake::RowTrace& row, const model::Batch& batch) {
  model::RowTrace out;
  out.row_key = row.row_key;
  out.content_hash = row.content_hash;
  for (std::uint32_t i = row.first_op; i < row.first_op + row.ops; ++i) {
    const model::Op& op = batch.ops[i];
    if (const auto* record = std::get_if<model::PutRecord>(&op))
      out.items.push_back({model::ItemKind::record, record->id});
    if (const auto* link = std::get_if<model::PutLink>(&op))
      out.items.push_back({model::ItemKind::link, link->id});
    if (const auto* event = std::get_if<model::PutEvent>(&op))
      out.items.push_back({model::ItemKind::event, event->id});
    if (const auto* more = std::get_if<model::PutStatements>(&op))
      out.items.push_back({model::ItemKind::touched, more->record});
    if (const auto* fewer = std::get_if<model::EndStatements>(&op))
      out.items.push_back({model::ItemKind::touched, fewer->record});
    // what no longer stands: its import is known by it when nothing else came of the row
    if (const auto* gone = std::get_if<model::Retract>(&op))
      out.items.push_back({gone->kind, gone->id});
  }
  return out;
}

// A record all of whose statements rest on one report was brought by it: seen with that report
// only.
void note_what_brought(model::Batch& batch) {
  for (auto& op : batch.ops) {
    auto* record = std::get_if<model::PutRecord>(&op);
    if (record == nullptr || record->statements.empty() || !record->source.is_nil()) continue;
    const model::RecordId source = record->statements.front().source;
    const bool one = std::all_of(record->statements.begin(), record->statements.end(),
                                 [&](const auto& s) { return s.source == source; });
    if (one && source != record->id) record->source = source;
  }
}

// Tells the time that look-ups take from the rest of a row's.
class TimedSurroundings final : public intake::Surroundings {
 private:
  template <class F>
  auto timed(F&& question) {
    watch_.lap(intake::Stage::put);
    auto answer = question();
    watch_.lap(intake::Stage::look_up);
    return answer;
  }

 public:
  TimedSurroundings(intake::Surroundings& inner, intake::StageWatch& watch)
      : inner_(inner), watch_(watch) {}
  std::optional<intake::ExistingRow> existing(const intake::RowIdentity& row) override {
    return timed([&] { return inner_.existing(row); });
  }
  void expect(std::span<const std::uint64_t> row_keys) override { inner_.expect(row_keys); }
  std::optional<model::RecordId> known_thing(const intake::ThingQuery& query) override {
    return timed([&] { return inner_.known_thing(query); });
  }
  std::vector<model::Statement> standing(model::RecordId record) override {
    return timed([&] { return inner_.standing(record); });
  }
  std::optional<model::PutEvent> open_stay(model::RecordId person) override {
    return timed([&] { return inner_.open_stay(person); });
  }

 private:
  intake::Surroundings& inner_;
  intake::StageWatch& watch_;
};

// Chunks of one import to the ledger, in order, on a thread of its own: encoding and sealing them
// costs as much as making them. What comes of one window of rows may wait.
class ChunkWriter {
 public:
  ChunkWriter(Desk& desk, const model::ImportFacts& facts, intake::StageWatch* watch)
      : desk_(desk), facts_(facts), watch_(watch), waiting_(kChunksWaiting) {}
  ~ChunkWriter() { (void)finish(); }

  /// What an earlier chunk met with ends the import here.
  Status give(intake::Chunk&& chunk) {
    if (!thread_.joinable())
      thread_ = std::thread([this] {
        name_this_thread("chunk writer");
        write_all();
      });
    if (waiting_.give(std::move(chunk), 1)) return ok();
    return finish();
  }
  Status finish() {
    waiting_.close();
    if (thread_.joinable()) thread_.join();
    return status_;
  }
  bool begun() const { return begun_; }  ///< after finish()

 private:
  static constexpr std::size_t kChunksWaiting = 128;

  void write_all() {
    while (auto chunk = waiting_.take()) {
      status_ = write(std::move(*chunk));
      intake::lap(watch_, intake::Stage::seal);
      if (!status_) return waiting_.stop();
    }
  }
  Status write(intake::Chunk&& chunk) {
    if (!begun_) {
      TRY(desk_.begin_import(facts_.id));
      begun_ = true;
    }
    model::Batch batch = std::move(chunk.batch);
    batch.import = facts_;
    batch.rows.reserve(chunk.rows.size());
    for (const auto& row : chunk.rows) batch.rows.push_back(trace_of(row, batch));
    note_what_brought(batch);
    batch.idempotency_key.clear();  // the closing entry carries it
    return desk_.append_chunk(facts_.id, std::move(batch));
  }

  Desk& desk_;
  const model::ImportFacts& facts_;
  intake::StageWatch* const watch_;
  Handover<intake::Chunk> waiting_;
  Status status_ = ok();
  bool begun_ = false;
  std::thread thread_;
};

// Rows of the register are kept nowhere but in it: what it held before is unchanged.
Status keep_register(FeedBook& book, intake::ImportOutcome& outcome) {
  if (outcome.legal_numbers.size() == 0) return ok();
  TRY_ASSIGN(const std::uint64_t fresh, book.add_legal(outcome.legal_numbers));
  outcome.unchanged += outcome.taken - std::min(outcome.taken, fresh);
  outcome.taken = std::min(outcome.taken, fresh);
  return ok();
}

}  // namespace

std::shared_ptr<const intake::LegalRegister> FeedBook::legal() const {
  const std::lock_guard lock(*guard_);
  return legal_;
}

void FeedBook::set_legal(intake::LegalRegister now) {
  const std::lock_guard lock(*guard_);
  legal_ = std::make_shared<intake::LegalRegister>(std::move(now));
}

Result<std::size_t> FeedBook::add_legal(const intake::LegalRegister& more) {
  const std::lock_guard lock(*guard_);
  auto grown = std::make_shared<intake::LegalRegister>(*legal_);
  grown->merge(more);
  if (!legal_path.empty()) TRY(ledger::replace_file(legal_path, grown->encode(), 0600));
  const std::size_t fresh = grown->size() - legal_->size();
  legal_ = std::move(grown);
  return fresh;
}

Result<FeedBook> open_feed_book(const std::string& store, ByteView key) {
  FeedBook book;
  TRY_ASSIGN(const std::string feeds, text_of(store + "/feeds.toml"));
  TRY_ASSIGN(book.agreements, intake::parse_agreements(feeds));
  TRY_ASSIGN(book.mappings, intake::built_in_mappings());
  std::error_code none;
  std::vector<std::string> own;
  for (const auto& entry : std::filesystem::directory_iterator(store + "/mappings", none)) {
    if (entry.path().extension() == ".toml") own.push_back(entry.path().string());
  }
  std::sort(own.begin(), own.end());
  for (const auto& path : own) {
    TRY_ASSIGN(const std::string text, text_of(path));
    TRY_ASSIGN(intake::Mapping mapping, intake::parse_mapping(text));
    book.mappings.push_back(std::move(mapping));
  }
  const Bytes register_key(key.begin(), key.end());
  book.set_legal(intake::LegalRegister(register_key));
  book.legal_path = store + "/legal_register";
  if (ledger::file_exists(book.legal_path)) {
    TRY_ASSIGN(const Bytes kept, ledger::read_file(book.legal_path));
    TRY_ASSIGN(auto numbers, intake::LegalRegister::decode(register_key, kept));
    book.set_legal(std::move(numbers));
  }
  return book;
}

Result<const intake::Mapping*> Importer::mapping_for(const intake::InputFile& file,
                                                     const std::string& feed) const {
  if (!feed.empty()) {
    for (const auto& m : book_.mappings) {
      if (m.format == feed) return &m;
    }
    return fail(ErrorCode::kUnsupportedFormat, "no format or mapping is called '" + feed + "'");
  }
  TRY_ASSIGN(const Bytes head, file.head(intake::kHeadBytes));
  const auto matches = intake::recognise(file.name(), head, book_.mappings);
  if (matches.empty() || matches.front().confidence < 50 || matches.front().format.empty())
    return fail(
        ErrorCode::kUnsupportedFormat,
        file.name() + ": " + (matches.empty() ? "unlike any known format" : matches.front().why));
  for (const auto& m : book_.mappings) {
    if (m.format == matches.front().format) return &m;
  }
  return fail(ErrorCode::kUnsupportedFormat, file.name());
}

Result<std::unique_ptr<OpenedImport>> Importer::open(intake::InputFile file,
                                                     const ImportRequest& request) {
  std::unique_ptr<OpenedImport> out(new OpenedImport());
  out->own_ = std::move(file);
  out->file_ = &*out->own_;
  TRY(begin(*out, request));
  return out;
}

Status Importer::begin(OpenedImport& opened, const ImportRequest& request) {
  const intake::InputFile& file = *opened.file_;
  TRY_ASSIGN(const intake::Mapping* mapping, mapping_for(file, request.feed));
  const auto* agreement = agreement_of(book_, mapping->format, request.agency);
  if (agreement == nullptr)
    return fail(ErrorCode::kUnsupportedFormat,
                file.name() + ": " + request.agency + " has no agreement for " + mapping->format);
  opened.request_ = request;
  opened.mapping_ = mapping;
  opened.legal_ = book_.legal();
  intake::ImportContext& context = opened.context_;
  context.agreement = *agreement;
  context.agency = request.agency;
  context.actor = request.actor;
  context.purpose = request.purpose;
  context.reason = request.reason;
  const ByteView id_key = desk_.keyring().token_key_sensitive();
  context.id_key = Bytes(id_key.begin(), id_key.end());
  context.legal = opened.legal_.get();
  context.watch = request.watch;
  TRY_ASSIGN(opened.reading_, intake::ReadAhead::start(sandbox_, file, *mapping, context));
  opened.hashing_ = std::async(std::launch::async, [&file] {
    name_this_thread("digest");
    return file.digest();
  });
  return ok();
}

Result<ImportResult> Importer::import(const intake::InputFile& file, const ImportRequest& request,
                                      const intake::ProgressSink& progress) {
  OpenedImport opened;
  opened.file_ = &file;
  TRY(begin(opened, request));
  return import(opened, progress);
}

// Rows to operations on this thread, chunks to the ledger on another.
Result<intake::ImportOutcome> Importer::take_rows(OpenedImport& opened, bool& begun,
                                                  const intake::ProgressSink& progress) {
  intake::ImportContext& context = opened.context_;
  const ImportRequest& request = opened.request_;
  FeedView surroundings(desk_, book_.agreements, context.agreement, request.agency,
                        {request.actor, request.purpose});
  context.surroundings = &surroundings;
  std::optional<TimedSurroundings> timed;
  if (request.watch != nullptr) {
    timed.emplace(surroundings, *request.watch);
    context.surroundings = &*timed;
  }
  if (request.dry_run) return intake::import_file(*opened.reading_, context, {}, progress);
  const model::ImportFacts facts{context.import, opened.mapping_->format, opened.file_->name(),
                                 opened.digest_};
  ChunkWriter writer(desk_, facts, request.watch);
  auto outcome = intake::import_file(
      *opened.reading_, context,
      [&](intake::Chunk&& chunk) -> Status {
        intake::lap(request.watch, intake::Stage::put);
        return writer.give(std::move(chunk));
      },
      progress);
  const Status written = writer.finish();
  begun = writer.begun();
  if (outcome && !surroundings.failed()) return fail(surroundings.failed().error());
  if (outcome && !written) return fail(written.error());
  return outcome;
}

Result<ImportResult> Importer::import(OpenedImport& opened, const intake::ProgressSink& progress) {
  intake::ImportContext& context = opened.context_;
  const ImportRequest& request = opened.request_;
  const std::string& feed = opened.mapping_->format;
  TRY_ASSIGN(opened.digest_, opened.hashing_.get());
  context.file_sha256 = opened.digest_;
  ImportResult result;
  result.feed = feed;
  // the same file after an undo is a new import: its number among this file's imports is in the key
  std::size_t before = 0;
  for (const auto& [id, state] : desk_.picture().directory()->imports)
    before += state.facts.file_sha256 == opened.digest_ && state.facts.feed == feed ? 1 : 0;
  context.idempotency_key = opened.digest_ + "/" + feed + "/" + std::to_string(before);
  context.import =
      model::ImportId(desk_.new_id(request.agency, "import " + context.idempotency_key, 0));
  result.id = context.import;
  bool begun = false;
  auto outcome = take_rows(opened, begun, progress);
  if (!outcome) {
    if (begun) desk_.abort_import(context.import);
    return fail(std::move(outcome.error()));
  }
  result.outcome = std::move(*outcome);
  if (request.dry_run) return result;
  TRY(keep_register(book_, result.outcome));
  if (!begun) TRY(desk_.begin_import(context.import));
  model::Batch closing;
  closing.actor = request.actor;
  closing.agency = request.agency;
  closing.purpose = request.purpose;
  closing.reason = request.reason;
  closing.import = result.outcome.facts(context, opened.file_->name());
  TRY_ASSIGN(const CommittedImport committed,
             desk_.commit_import(context.import, std::move(closing)));
  result.resolution = committed.resolution;
  result.resolution_us = committed.resolution_us;
  result.committed = true;
  return result;
}

}  // namespace sallyport::service
