// Imports at work and what is kept of them for the one who brought them: the rows that were
// rejected, the first changes. In memory, bounded, gone with the server; counts are in the ledger.
// Threads: any; one lock. Failure: problems.
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "api/internal/site.hpp"
#include "http/event_stream.hpp"

namespace sallyport::api {

/// Those changes of which the look sees the record and the value before: an import compares in its
/// feed's view, which may be wider than the eyes of the one who brings the file.
std::vector<intake::FieldChange> visible_changes(service::Look& look,
                                                 std::vector<intake::FieldChange> changes);

class ImportDesk {
 public:
  struct Kept {
    std::string owner;
    service::ImportLine line;
    std::string rejected_rows;  ///< the file to mend, "" when nothing was rejected
  };
  /// What this user's import left behind, or nothing.
  std::optional<Kept> kept(const model::ImportId& id, const std::string& owner) const;

  /// Reads, imports and answers; blocks for as long as that takes.
  http::Response bring_in(Site& site, const http::Request& request, const http::FileSink& file,
                          const service::ImportRequest& wanted);

  /// A stream of this user's imports: event "progress" with file, state, rows.
  Result<std::shared_ptr<http::EventStream>> listen(Site& site, const http::Request& request);

 private:
  void keep(Kept kept);
  void tell(const std::string& user, const std::string& data);
  http::Response answer(Site& site, const http::Request& request, const service::ImportLine& line,
                        const std::vector<intake::NewReport>& reports) const;

  static constexpr std::size_t kKept = 64;
  static constexpr std::size_t kKeptBytes = 128u << 20;
  static constexpr std::size_t kListeners = 256;
  mutable std::mutex mutex_;
  std::deque<Kept> kept_;  // newest last
  std::vector<std::pair<std::string, std::shared_ptr<http::EventStream>>> listeners_;
};

}  // namespace sallyport::api
