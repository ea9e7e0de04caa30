#include "model/grade.hpp"

#include <array>

namespace sallyport::model {
namespace {

struct Scheme {
  GradeScheme scheme;
  std::string_view name;
  std::string_view sources;
  std::string_view informations;
  std::string_view handlings;
  std::array<std::string_view, 6> source_words;
  std::array<std::string_view, 6> information_words;
  std::array<std::uint32_t, 6> source_weight_1024;
  std::array<std::uint32_t, 6> information_weight_1024;
};

// Wording: vocabularies 4.1. Weights: docs/design/grade-weights.md.
constexpr Scheme kSchemes[] = {
    {GradeScheme::none, "none", "", "", "", {}, {}, {}, {}},
    {GradeScheme::uk_3x5x2,
     "3x5x2",
     "123",
     "ABCDE",
     "PC",
     {"reliable", "untested", "not reliable"},
     {"known directly to the source", "known indirectly to the source but corroborated",
      "known indirectly to the source", "not known", "suspected to be false"},
     {973, 717, 307},
     {973, 870, 666, 512, 51}},
    {GradeScheme::uk_5x5x5,
     "5x5x5",
     "ABCDE",
     "12345",
     "12345",
     {"always reliable", "mostly reliable", "sometimes reliable", "unreliable", "untested"},
     {"known to be true without reservation", "known personally to the source",
      "not known personally but corroborated", "cannot be judged", "suspected to be false"},
     {1014, 922, 717, 307, 717},
     {1014, 973, 870, 512, 51}},
    {GradeScheme::europol_4x4,
     "4x4",
     "ABCX",
     "1234",
     "0123",
     {"no doubt, reliable in all instances", "in most instances reliable",
      "in most instances unreliable", "cannot be assessed"},
     {"accuracy not in doubt", "known personally to the source, not to the official passing it on",
      "not known personally to the source but corroborated by other information already recorded",
      "not known personally and cannot be corroborated"},
     {1014, 922, 409, 614},
     {1014, 922, 819, 512}},
    {GradeScheme::admiralty,
     "admiralty",
     "ABCDEF",
     "123456",
     "",
     {"completely reliable", "usually reliable", "fairly reliable", "not usually reliable",
      "unreliable", "cannot be judged"},
     {"confirmed", "probably true", "possibly true", "doubtful", "improbable", "cannot be judged"},
     {1014, 922, 768, 512, 205, 614},
     {1014, 922, 768, 409, 102, 512}},
};

const Scheme& line(GradeScheme scheme) {
  return kSchemes[static_cast<std::size_t>(scheme)];
}

bool is_grade(const Scheme& s, Grade g) {
  if (s.scheme == GradeScheme::none) return g == Grade{};
  const auto has = [](std::string_view letters, char c) {
    return letters.find(c) != std::string_view::npos;
  };
  return has(s.sources, g.source) && has(s.informations, g.information) &&
         (g.handling == 0 || has(s.handlings, g.handling));
}

}  // namespace

std::string_view scheme_name(GradeScheme scheme) {
  return line(scheme).name;
}

std::optional<GradeScheme> scheme_named(std::string_view name) {
  for (const auto& s : kSchemes) {
    if (s.name == name) return s.scheme;
  }
  return std::nullopt;
}

Result<Grade> make_grade(GradeScheme scheme, char source, char information, char handling) {
  const Scheme& s = line(scheme);
  if (is_grade(s, {scheme, source, information, handling}))
    return Grade{scheme, source, information, handling};
  if (scheme == GradeScheme::none) return fail(ErrorCode::kBadValue, "a grade needs its scheme");
  const auto takes = [&s](std::string_view part, std::string_view letters) {
    return fail(ErrorCode::kBadValue, std::string(part) + ": " + std::string(s.name) +
                                          " takes one of " + std::string(letters));
  };
  if (s.sources.find(source) == std::string_view::npos) return takes("source", s.sources);
  if (s.informations.find(information) == std::string_view::npos)
    return takes("information", s.informations);
  return takes("handling", s.handlings);
}

std::string to_text(Grade grade) {
  if (grade.scheme == GradeScheme::none) return {};
  std::string out;
  out += grade.source;
  out += ' ';
  out += grade.information;
  if (grade.handling != 0) {
    out += grade.scheme == GradeScheme::europol_4x4 ? " H" : " ";
    out += grade.handling;
  }
  return out;
}

std::string_view source_words(Grade grade) {
  const auto at = line(grade.scheme).sources.find(grade.source);
  return at == std::string_view::npos ? "" : line(grade.scheme).source_words[at];
}

std::string_view information_words(Grade grade) {
  const auto at = line(grade.scheme).informations.find(grade.information);
  return at == std::string_view::npos ? "" : line(grade.scheme).information_words[at];
}

std::uint32_t path_weight_1024(Grade grade) {
  const Scheme& s = line(grade.scheme);
  const auto source = s.sources.find(grade.source);
  const auto information = s.informations.find(grade.information);
  if (source == std::string_view::npos || information == std::string_view::npos) return 1024;
  return s.source_weight_1024[source] * s.information_weight_1024[information] / 1024;
}

std::uint32_t pack(Grade g) {
  return static_cast<std::uint32_t>(g.scheme) |
         static_cast<std::uint32_t>(static_cast<unsigned char>(g.source)) << 8 |
         static_cast<std::uint32_t>(static_cast<unsigned char>(g.information)) << 16 |
         static_cast<std::uint32_t>(static_cast<unsigned char>(g.handling)) << 24;
}

std::optional<Grade> unpack_grade(std::uint32_t packed) {
  if (packed == 0) return Grade{};  // most of all statements: a register grades nothing
  if ((packed & 0xFF) > static_cast<std::uint32_t>(GradeScheme::admiralty)) return std::nullopt;
  const Grade grade{static_cast<GradeScheme>(packed & 0xFF), static_cast<char>(packed >> 8 & 0xFF),
                    static_cast<char>(packed >> 16 & 0xFF), static_cast<char>(packed >> 24 & 0xFF)};
  if (!is_grade(line(grade.scheme), grade)) return std::nullopt;
  return grade;
}

}  // namespace sallyport::model
