// How a question reaches a picture: in this process, when the store is free, or over STORE/socket,
// when a server has it. Either way the answer is the same JSON (web/src/lib/api/types.ts), and the
// look is in the log before the answer is here.
// Ownership: owns store or socket. Threads: one. Failure: the error table's, the server's too.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "cli/program.hpp"

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
};

/// Signs in too.
Result<std::unique_ptr<Connection>> connect(Program& program, const ConnectRequest& request);
/// The server's side of connect(): for a store that another process has.
Result<std::unique_ptr<Connection>> connect_to_server(Program& program,
                                                      const ConnectRequest& request);

}  // namespace sallyport::cli
