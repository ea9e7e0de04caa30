// The score of a pair of person records, and why. Fellegi-Sunter: the sum over what both say of
// log2(probability among pairs that are one person / among pairs that are not), plus the prior.
// What either leaves out weighs nothing. A function of the two records and the artefact alone.
// Threads: any. Failure: none. Cost: 0.1 to 0.5 us; score() does not allocate.
// Invariants: score(a, b) == score(b, a) == score_in_detail(a, b).millibits.
// Source: Fellegi & Sunter 1969; term frequencies after Winkler 2000; levels after the Core Person
// Record's (practice 2.10). docs/design/match-model.md has each figure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "match/features.hpp"
#include "match/model.hpp"

namespace sallyport::match {

/// What a comparison is about. Numbers are stored by nobody; they index the field table.
enum class Field : std::uint8_t {
  prior = 0,  ///< before anything is known
  surname,
  given,
  middle,        ///< second given names
  name_form,     ///< through an alias, another script, the other order
  birth,         ///< date of birth
  carelessness,  ///< several fields a little wrong at once: one hurried record, not several signs
  sex,
  address,
  prison_number,  ///< present and former ones
  pnc,
  cro,
  crn,
  nominal,  ///< OCGM nominal, PND, CHS
  nino,
  phone,
  email,
  birthplace,
  occupation,
  twins,  ///< same surname and birthday, other given names: held apart
};

struct Comparison {
  std::uint8_t field = 0;  ///< Field
  std::uint8_t level = 0;  ///< of the field; field_words() says it
  std::int32_t millibits = 0;
  bool operator==(const Comparison&) const = default;
};

struct PairScore {
  std::int32_t millibits = 0;
  std::vector<Comparison> comparisons;  ///< in the order of Field; their sum is millibits
  bool operator==(const PairScore&) const = default;
};

std::int32_t score(const Features& a, const Features& b, const Model& model);
PairScore score_in_detail(const Features& a, const Features& b, const Model& model);

/// "surname differs by one letter (kessell, kessel)", "day and month exchanged"; one sentence for
/// each comparison but the prior, in their order, then what is missing: "no address in one record".
std::vector<std::string> explain(const PairScore& score, const Features& a, const Features& b);

/// The same, told apart: what speaks for, what against, what is missing.
struct Reasons {
  std::vector<std::string> sentences_for;
  std::vector<std::string> sentences_against;
  std::vector<std::string> missing;
};
Reasons reasons(const PairScore& score, const Features& a, const Features& b);

/// "surname", "date of birth": for tables of a score.
std::string_view field_words(Field field);

}  // namespace sallyport::match
