// Which format a file is, from its name and its first bytes; nothing is parsed that could bite.
// Ownership: values. Threads: any. Failure: none; no match is an answer. Cost: linear in the head.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "intake/mapping.hpp"

namespace sallyport::intake {

inline constexpr std::size_t kHeadBytes = 64u << 10;  ///< enough to recognise by

struct FormatMatch {
  std::string format;  ///< mapping's name; "" when only the kind of file is known
  FileKind kind = FileKind::csv;
  int confidence = 0;  ///< 0 to 100; under 50 a person should choose
  std::string why;
};

/// How the bytes are written; nullopt for what no reader takes (PDF, XML, old Excel, pictures).
std::optional<FileKind> kind_of(std::string_view name, ByteView head);

/// Best first. The name's pattern counts 40, the columns 60.
std::vector<FormatMatch> recognise(std::string_view name, ByteView head,
                                   std::span<const Mapping> mappings);

/// "calls*.csv" against "calls_202610.csv"
bool matches_pattern(std::string_view pattern, std::string_view name);

}  // namespace sallyport::intake
