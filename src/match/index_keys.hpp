// Keys of the search index and of what makes two records one thing: used by the fold that builds
// the indexes and by the search that asks them, so that both always mean the same.
// Threads: any. Failure: none; a value without anything to index calls the sink not at all.
// Cost: linear; deletion keys of a word of n letters: 1 + n + n(n-1)/2 hashes (79 at 12 letters).
// Source of the deletion neighbourhood: Mor & Fraenkel 1982 ("FastSS", Bocek et al. 2007): two
// words within k edits share a form with at most k letters deleted from each.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>

#include "match/features.hpp"
#include "model/kinds.hpp"

namespace sallyport::match {

/// How a canonical value is found. Names: folded Latin words, and joined forms ("obrien",
/// "almasri"); ids: canonical (upper case, no blanks; addresses of e-mail in lower case); dates:
/// YYYY-MM-DD, YYYY-MM or YYYY; words: folded, from 3 letters, without stop words. Each token once
/// a value. Properties that are not indexed give none. The token lives for the call.
void index_tokens(model::Property property, std::string_view value,
                  const std::function<void(model::IndexClass, std::string_view)>& sink);

/// Words longer than this are cut to it before letters are deleted.
inline constexpr std::size_t kDeletionLetters = 12;
/// Hashes of the word with 0, 1 and 2 letters deleted (up to 4 letters: 0 and 1), each once.
void deletion_keys(std::string_view name_token, const std::function<void(std::uint64_t)>& sink);

/// Hashes of how the word sounds (Double Metaphone, both readings, and the consonant skeleton);
/// none for a single letter.
void phonetic_keys(std::string_view name_token, const std::function<void(std::uint64_t)>& sink);

/// What makes two records one thing: phones, cards, accounts, e-mails, vehicles, devices by their
/// number, groups by group number, places by code or else address, organisations by name. nullopt
/// when the record does not say it, and always for people, staff, reports, incidents and notes:
/// those are never one by a value alone.
std::optional<std::uint64_t> identity_key(model::RecordKind kind, std::span<const Fact> facts);

}  // namespace sallyport::match
