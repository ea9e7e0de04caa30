// Answers leave in size classes, so that the length of an encrypted answer tells little of what is
// in it (LT-08). JSON may end in blanks (RFC 8259 2), so padding needs no field of its own.
// Pure; constant or linear time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace sallyport::http {

/// 1 KiB, then powers of two up to 1 MiB, then whole MiB. Never below `bytes`; 0 stays 1 KiB.
std::size_t size_class(std::size_t bytes);

/// Appends spaces up to the class. Nothing for an empty body: 204 has none.
void pad_json(std::string& body);

/// When an answer of a slotted route leaves (core.md 16): the first multiple of the slot after
/// arrival that is not before now. At least one slot. slot_us > 0.
std::int64_t leave_at_us(std::int64_t arrived_us, std::int64_t now_us, std::int64_t slot_us);

}  // namespace sallyport::http
