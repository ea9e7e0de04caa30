// How a question reaches a picture: in this process, when the store is free, or over STORE/socket,
// when a server has it. Either way the answer is the same JSON (web/src/lib/api/types.ts), and the
// look is in the log before the answer is here.
// Ownership: owns store or socket. Threads: one. Failure: the error table's, the server's too.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "cli/program.hpp"
#include "service/exporting.hpp"
#include "service/log.hpp"
#include "service/undoing.hpp"

namespace sallyport::cli {

struct ConnectRequest {
  std::string store;
  server::Asking asking;
};

class Connection {
 public:
  virtual ~Connection() = default;
  virtual Result<std::string> search(const std::string& text, const std::vector<std::string>& kinds,
                                     std::size_t limit) = 0;
  virtual Result<std::string> paths(const std::string& from, const std::string& to,
                                    std::uint32_t max_steps) = 0;
  virtual Result<std::string> person(const std::string& id) = 0;
  virtual Result<std::string> export_around(const service::ExportRequest& request) = 0;
  virtual Result<std::string> log(const service::LogRequest& request) = 0;
  virtual Result<std::string> imports() = 0;
  /// What rests on an import; `confirm` undoes it.
  virtual Result<std::string> retraction(const std::string& id, const std::string& reason,
                                         bool confirm) = 0;
};

/// A file on its way to a server.
struct Upload {
  std::string path;
  std::string feed;  ///< empty: recognised there
  bool dry_run = false;
};
class ServerConnection : public Connection {
 public:
  /// Of the account that is signed in: whose files it may bring in.
  virtual const std::string& agency() const = 0;
  /// The answer is an ImportState; `rows_read` hears how far the server is, from another thread.
  virtual Result<std::string> bring_in(const Upload& upload,
                                       const std::function<void(std::uint64_t)>& rows_read) = 0;
  /// The rows of one's own import that were rejected, as a file to mend.
  virtual Result<std::string> rejected(const std::string& import) = 0;
};

/// Signs in too.
Result<std::unique_ptr<Connection>> connect(Program& program, const ConnectRequest& request);
/// The server's side of connect(): for a store that another process has.
Result<std::unique_ptr<ServerConnection>> connect_to_server(Program& program,
                                                            const ConnectRequest& request);

}  // namespace sallyport::cli
