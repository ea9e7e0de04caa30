// The inside of a ReadAhead: its thread, the rows that wait, what the reading ended with.
// Threads: one that reads and maps, one that takes.
#pragma once

#include <mutex>
#include <thread>
#include <vector>

#include "base/handover.hpp"
#include "intake/internal/committer.hpp"
#include "intake/internal/mapper.hpp"
#include "intake/read_ahead.hpp"

namespace sallyport::intake {

class ReadAhead::Impl {
 public:
  Impl(Sandbox& sandbox, const InputFile& file, FileKind kind, const Mapping& mapping,
       const ImportContext& context);
  ~Impl();
  void begin();

  /// The next rows; nothing at the end, whatever the end is.
  std::optional<internal::MappedRows> next() { return waiting_.take(); }
  /// Rows that were taken, for their memory.
  void give_back(internal::MappedRows&& rows);
  /// What the reading ended with; waits for it.
  Result<ReaderUsage> finish();
  /// When stays begin, for a file of stays; ready with the first rows.
  internal::Chains take_chains() { return std::move(chains_); }
  const Preamble& preamble() const { return mapper_.preamble(); }  ///< ready with the first rows
  internal::RowMapper& mapper() { return mapper_; }                ///< after finish()
  const InputFile& file() const { return file_; }
  const Mapping& mapping() const { return mapping_; }

 private:
  Result<ReaderUsage> read();
  bool hand_over(internal::MappedRows& rows);

  Sandbox& sandbox_;
  const InputFile& file_;
  const FileKind kind_;
  const Mapping& mapping_;
  const ImportContext& context_;
  Handover<internal::MappedRows> waiting_;
  std::mutex taken_mutex_;
  std::vector<internal::MappedRows> taken_;
  internal::MappedSink sink_;
  internal::RowMapper mapper_;
  internal::Chains chains_;
  Result<ReaderUsage> ended_ = ReaderUsage{};
  std::thread thread_;
};

}  // namespace sallyport::intake
