// What an entry is: a clear header, which names nobody, and boxes, each sealed under the key of one
// subject, so that destroying a key erases one subject and leaves every hash as it was (core.md 5,
// 9). The ledger does not know what is in a box: the modules above register their entry types here.
//
// Ownership: values. Threads: values; an EntryTypes is filled before a ledger opens and only read
// afterwards. Failure: Result. On disk: docs/design/ledger-on-disk.md.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace sallyport::ledger {

/// The clear part of an entry. Never anything about a person.
struct EntryHeader {
  std::uint16_t type = 0;
  std::uint16_t version = 0;   ///< of the boxes as handed out: always the newest registered one
  std::uint64_t position = 0;  ///< from 0, without gaps
  Instant recorded;            ///< wall time; a staged chunk: when it was staged
  Id128 batch;                 ///< the import it belongs to, or nil
};

/// Plaintext under one subject's key. A nil subject is the store itself (label tables, actors,
/// idempotency keys): its key is never destroyed.
struct Box {
  Id128 subject;
  std::string agency;  ///< whose key wraps the subject's key; "" = the store's
  Bytes plaintext;
};

/// What a caller asks to be appended.
struct Draft {
  std::uint16_t type = 0;
  std::uint16_t version = 0;  ///< must be the newest registered one
  Id128 batch;                ///< nil unless it belongs to an import
  bool padded = false;        ///< pads every box to a size class (consultations)
  std::vector<Box> boxes;
};

/// A box as it is read back. After its key was destroyed only `erased` is left.
struct OpenedBox {
  std::uint64_t key_id = 0;
  bool erased = false;
  Id128 subject;
  std::string agency;
  Bytes plaintext;
};

struct Entry {
  EntryHeader header;
  std::uint16_t stored_version = 0;  ///< the version it was written with
  std::vector<OpenedBox> boxes;
};

/// Turns one box of one version into the next version's. Pure, and kept for ever.
using Upcaster = std::function<Result<Bytes>(std::size_t box, ByteView plaintext)>;

/// The entry types this program understands. A type or version that is not here refuses to open and
/// to replay (kUnknownEntry); nothing is ever skipped.
class EntryTypes {
 public:
  /// `upcasters[k]` turns version k + 1 into version k + 2, so the newest version is
  /// upcasters.size() + 1. A number or name may be taken once: kAlreadyThere.
  Status add(std::uint16_t type, std::string name, std::vector<Upcaster> upcasters = {});
  /// ok, or kUnknownEntry saying what is missing.
  Status knows(std::uint16_t type, std::uint16_t version) const;
  /// kUnknownEntry when the type is not registered.
  Result<std::uint16_t> newest_version(std::uint16_t type) const;
  /// "" when not registered.
  std::string_view name(std::uint16_t type) const;
  /// Brings every box that is not erased to the newest version and sets the header's version.
  Status upcast(Entry& entry) const;

 private:
  struct Known {
    std::string name;
    std::vector<Upcaster> upcasters;
  };
  std::map<std::uint16_t, Known> known_;
};

}  // namespace sallyport::ledger
