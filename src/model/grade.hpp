// The grade a report carries, in its own scheme; never converted to another (vocabularies 4.1).
// In 3x5x2 source is a number 1-3 and information a letter A-E; in 5x5x5, 4x4 and Admiralty the
// source is a letter and the information a number.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace sallyport::model {

enum class GradeScheme : std::uint8_t {
  none = 0,         ///< not graded: a record of a register
  uk_3x5x2 = 1,     ///< 1-3, A-E, P or C
  uk_5x5x5 = 2,     ///< legacy: A-E, 1-5, 1-5
  europol_4x4 = 3,  ///< A B C X, 1-4, H0-H3 (handling '0'..'3')
  admiralty = 4,    ///< A-F, 1-6, no handling
};

struct Grade {
  GradeScheme scheme = GradeScheme::none;
  char source = 0;
  char information = 0;
  char handling = 0;  ///< 0 = none given
  auto operator<=>(const Grade&) const = default;
};

/// "3x5x2", "5x5x5", "4x4", "admiralty", "none"
std::string_view scheme_name(GradeScheme scheme);
std::optional<GradeScheme> scheme_named(std::string_view name);
/// Checks each part against its scheme; the error says which letters the scheme has.
Result<Grade> make_grade(GradeScheme scheme, char source, char information, char handling);
/// "2 C P" with its scheme's usual spacing; "" for none.
std::string to_text(Grade grade);
/// The definitions beside the keys: what a source or information value means in its scheme.
std::string_view source_words(Grade grade);
std::string_view information_words(Grade grade);

/// Weight of one statement with this grade for ranking paths, in 1/1024: how far a step rests on a
/// sound word (core.md 27). Ungraded registers weigh 1024. Published in
/// docs/design/grade-weights.md.
std::uint32_t path_weight_1024(Grade grade);

std::uint32_t pack(Grade grade);
/// nullopt when the number is not one pack() makes.
std::optional<Grade> unpack_grade(std::uint32_t packed);

}  // namespace sallyport::model
