#include "ledger/entry.hpp"

#include <algorithm>

namespace sallyport::ledger {

Status EntryTypes::add(std::uint16_t type, std::string name, std::vector<Upcaster> upcasters) {
  const bool taken = known_.contains(type) ||
                     std::any_of(known_.begin(), known_.end(),
                                 [&](const auto& known) { return known.second.name == name; });
  if (taken) {
    return fail(ErrorCode::kAlreadyThere, "entry type " + std::to_string(type) + " " + name);
  }
  known_.emplace(type, Known{std::move(name), std::move(upcasters)});
  return ok();
}

Status EntryTypes::knows(std::uint16_t type, std::uint16_t version) const {
  const auto it = known_.find(type);
  if (it != known_.end() && version >= 1 && version <= it->second.upcasters.size() + 1) return ok();
  return fail(ErrorCode::kUnknownEntry,
              "type " + std::to_string(type) + ", version " + std::to_string(version));
}

Result<std::uint16_t> EntryTypes::newest_version(std::uint16_t type) const {
  const auto it = known_.find(type);
  if (it == known_.end()) return fail(ErrorCode::kUnknownEntry, "type " + std::to_string(type));
  return static_cast<std::uint16_t>(it->second.upcasters.size() + 1);
}

std::string_view EntryTypes::name(std::uint16_t type) const {
  const auto it = known_.find(type);
  return it == known_.end() ? std::string_view() : std::string_view(it->second.name);
}

Status EntryTypes::upcast(Entry& entry) const {
  TRY(knows(entry.header.type, entry.stored_version));
  const auto& upcasters = known_.find(entry.header.type)->second.upcasters;
  for (std::size_t step = entry.stored_version - 1u; step < upcasters.size(); ++step) {
    for (std::size_t i = 0; i < entry.boxes.size(); ++i) {
      if (entry.boxes[i].erased) continue;
      TRY_ASSIGN(entry.boxes[i].plaintext, upcasters[step](i, entry.boxes[i].plaintext));
    }
  }
  entry.header.version = static_cast<std::uint16_t>(upcasters.size() + 1);
  return ok();
}

}  // namespace sallyport::ledger
