// Short and pet forms of forenames: English, Irish, Scottish, Welsh, Polish, Russian and Ukrainian,
// Spanish, Italian, Portuguese, German, Dutch, French, Balkan, Turkish, Arabic, South Asian.
// The table is ours, from general knowledge (data/nicknames.inc: a set a line, the name first).
// Ownership: views into constant data. Threads: any. Failure: none; unknown names have no forms.
// Cost: a binary search in 2,000 entries.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace sallyport::text {

/// Two different names that may be one person's: some set holds both (bill, william; bob, rob).
/// Folded Latin words. False for equal names: there is nothing to explain.
bool are_nicknames(std::string_view a, std::string_view b);

/// Every other form that shares a set with the name: sorted, each once.
std::vector<std::string_view> nickname_group(std::string_view name);

/// The sets a name is in, ascending; two names are nicknames when these meet.
std::vector<std::uint16_t> nickname_sets(std::string_view name);
bool sets_meet(std::span<const std::uint16_t> a, std::span<const std::uint16_t> b);

}  // namespace sallyport::text
