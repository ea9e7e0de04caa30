// Files brought in beside a server: found here, sent over its socket, read and recognised there.
// Ownership: borrows the connection. Threads: one; progress is heard on another. Failure: in the
// file's own result; files_for_server fails for a path that is nothing.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/connection.hpp"
#include "server/bring_in.hpp"

namespace sallyport::cli {

/// The files of a path, or of its subfolder named like the agency, in reading order; truth/,
/// manifest.json and hidden files are left alone.
Result<std::vector<server::FoundFile>> files_for_server(const server::BringInRequest& request,
                                                        const std::string& agency);
/// One file there and its outcome back; rejected rows are kept as request.rejected says.
server::BroughtFile send_file(ServerConnection& server, const server::BringInRequest& request,
                              const server::FoundFile& file,
                              const std::function<void(std::uint64_t)>& rows_read);

}  // namespace sallyport::cli
