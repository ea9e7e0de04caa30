// A stream of entries in one SQLite file: the EntryStore of a single machine.
// Threads and failure: as EntryStore says. Reading uses a second, read-only connection, so that it
// never waits for a sync; in memory there is only one. Layout: docs/design/ledger-on-disk.md.
#pragma once

#include <memory>

#include "ledger/entry_store.hpp"
#include "ledger/sqlite/database.hpp"

namespace sallyport::ledger {

/// Makes the file when there is none. kStoreInUse when another process, or this one, has it open.
Result<std::unique_ptr<EntryStore>> open_entry_file(const SqliteOptions& options);
/// Only for reading (verification): takes no lock and writes nothing, not even beside a server.
/// From a medium that cannot be written, too.
Result<std::unique_ptr<EntryStore>> open_entry_file_to_read(const SqliteOptions& options);

}  // namespace sallyport::ledger
