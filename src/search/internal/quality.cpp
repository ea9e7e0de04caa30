#include "search/internal/quality.hpp"

#include <algorithm>

#include "text/phonetic.hpp"
#include "text/similarity.hpp"

namespace sallyport::search::internal {
namespace {

// Jaro-Winkler below these: another name that happens to sound so (owen, john). Romanisations of
// one name share their skeleton and may be spelt quite apart (yusuf, iosif).
constexpr int kSoundFloor = 720;
constexpr int kSkeletonFloor = 550;

std::int32_t share(std::size_t asked, std::size_t found) {
  return static_cast<std::int32_t>(
      std::min<std::size_t>(100, asked * 100 / std::max<std::size_t>(1, found)));
}

}  // namespace

int allowed_edits(std::size_t shorter, std::size_t longer) {
  if (shorter <= 2) return 0;
  return shorter == 3 || longer <= 4 ? 1 : 2;
}

Fit fit_typing(std::string_view asked, std::string_view found) {
  const std::size_t shorter = std::min(asked.size(), found.size());
  const int allowed = allowed_edits(shorter, std::max(asked.size(), found.size()));
  if (allowed == 0) return {};
  int edits = text::damerau_osa(asked, found, allowed);
  if (edits > 2 && allowed == 2 && text::is_swap_across_a_letter(asked, found)) edits = 2;
  if (edits == 0) return {1000, How::exact, 0};
  if (edits > allowed) return {};
  if (edits == 2 && shorter == 4 && asked[0] != found[0]) return {};  // half of it is another name
  const auto longer = static_cast<std::int32_t>(std::max(asked.size(), found.size()));
  // one edit of a long word says less against it; a first letter that agrees says much
  const std::int32_t first = asked[0] == found[0] ? 0 : 60;
  return {std::max(500, 900 - edits * 600 / longer - (edits - 1) * 60 - first), How::typing_error,
          edits};
}

Fit fit_sound(std::string_view asked, std::string_view found) {
  const int likeness = text::jaro_winkler(asked, found);
  if (likeness < kSkeletonFloor) return {};
  if (likeness < kSoundFloor &&
      text::consonant_skeleton(asked) != text::consonant_skeleton(found)) {
    return {};
  }
  return {300 + (likeness - kSkeletonFloor) / 3, How::sound, 0};
}

Fit fit_beginning(std::string_view asked, std::string_view found) {
  if (!found.starts_with(asked)) return {};
  if (asked == found) return {1000, How::exact, 0};
  return {460 + share(asked.size(), found.size()) * 30 / 100, How::beginning, 0};
}

Fit fit_number_end(std::string_view asked, std::string_view found) {
  if (!found.ends_with(asked)) return {};
  if (asked == found) return {1000, How::exact, 0};
  return {700 + share(asked.size(), found.size()), How::ending, 0};
}

Fit fit_number_beginning(std::string_view asked, std::string_view found) {
  if (!found.starts_with(asked)) return {};
  if (asked == found) return {1000, How::exact, 0};
  return {700 + share(asked.size(), found.size()), How::beginning, 0};
}

}  // namespace sallyport::search::internal
