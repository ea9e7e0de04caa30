// Bringing files in: one file is one import, one undoable whole. Recognised by its content and
// name, read in confinement, mapped, labelled by its feed's agreement, compared with what the feed
// has brought before, appended in chunks that show together at the commit. The comparison is made
// in the feed's own view: what its agency's agreements let it see. Threads: one import a call;
// several calls may run, two readers at once. Failure: Result; a file that fails leaves nothing
// behind.
#pragma once

#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "intake/import.hpp"
#include "picture/view.hpp"
#include "service/desk.hpp"

namespace sallyport::service {

/// What a store knows of its feeds: agreements and mappings, the register of legal numbers.
struct FeedBook {
  std::vector<intake::FeedAgreement> agreements;
  std::vector<intake::Mapping> mappings;
  std::string legal_path;  ///< where the register is kept; empty: in memory only

  /// The register as it is now: an import reads one version while another adds to it.
  std::shared_ptr<const intake::LegalRegister> legal() const;
  /// Adds numbers, keeps the register, and answers how many were new.
  Result<std::size_t> add_legal(const intake::LegalRegister& more);
  void set_legal(intake::LegalRegister now);

 private:
  std::shared_ptr<std::mutex> guard_ = std::make_shared<std::mutex>();
  std::shared_ptr<const intake::LegalRegister> legal_ =
      std::make_shared<intake::LegalRegister>(Bytes(32));
};
/// Reads STORE/feeds.toml, STORE/mappings/*.toml beside the built-in ones, and the register.
Result<FeedBook> open_feed_book(const std::string& store, ByteView key);

struct ImportRequest {
  std::string agency;
  std::string feed;   ///< empty: recognised
  std::string actor;  ///< user name, or "intake"
  std::string purpose = "security";
  std::string reason;
  bool dry_run = false;
  intake::StageWatch* watch = nullptr;  ///< benchmarks only
};

struct ImportResult {
  model::ImportId id;
  std::string feed;
  intake::ImportOutcome outcome;
  bool committed = false;          ///< false: a dry run, or nothing new
  picture::Resolution resolution;  ///< who its people may be: compared at the commit
  std::int64_t resolution_us = 0;
};

/// A file whose rows are being read and mapped already, perhaps while the one before it is still
/// being brought in. Owns all that its reading needs.
class OpenedImport {
 public:
  const intake::Mapping& mapping() const { return *mapping_; }

 private:
  friend class Importer;
  OpenedImport() = default;
  std::optional<intake::InputFile> own_;
  const intake::InputFile* file_ = nullptr;  ///< own_, or the caller's
  ImportRequest request_;
  const intake::Mapping* mapping_ = nullptr;
  std::string digest_;
  std::shared_ptr<const intake::LegalRegister> legal_;
  intake::ImportContext context_;
  std::unique_ptr<intake::ReadAhead> reading_;  // goes before what it borrows
  std::future<Result<std::string>> hashing_;    // the file's digest; waits for it when it goes
};

class Importer {
 public:
  Importer(Desk& desk, FeedBook& book, intake::Sandbox& sandbox)
      : desk_(desk), book_(book), sandbox_(sandbox) {}

  Result<ImportResult> import(const intake::InputFile& file, const ImportRequest& request,
                              const intake::ProgressSink& progress = {});

  /// Begins to read. What rests on imports before it (numbers of the legal register, what is known
  /// of a row) may still change until import(): of these only the register is read now.
  Result<std::unique_ptr<OpenedImport>> open(intake::InputFile file, const ImportRequest& request);
  Result<ImportResult> import(OpenedImport& opened, const intake::ProgressSink& progress = {});

  /// The mapping a file would be read with, or why none fits (kUnsupportedFormat).
  Result<const intake::Mapping*> mapping_for(const intake::InputFile& file,
                                             const std::string& feed) const;

 private:
  Status begin(OpenedImport& opened, const ImportRequest& request);
  Result<intake::ImportOutcome> take_rows(OpenedImport& opened, bool& begun,
                                          const intake::ProgressSink& progress);

  Desk& desk_;
  FeedBook& book_;
  intake::Sandbox& sandbox_;
};

}  // namespace sallyport::service
