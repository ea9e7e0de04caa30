#include "model/vocabulary.hpp"

#include <algorithm>
#include <chrono>

namespace sallyport::model {
namespace {

constexpr std::optional<Date> day(int year, unsigned month, unsigned of_month) {
  using namespace std::chrono;
  const year_month_day date{std::chrono::year(year), std::chrono::month(month),
                            std::chrono::day(of_month)};
  return Date{static_cast<std::int32_t>(sys_days(date).time_since_epoch().count())};
}

// The data files are read twice: once for the codes of each list, once for the list of lists.
#define VOCABULARY(name, title, version, source_note) constexpr Code k_##name[] = {
#define CODE(code, words, note) \
  Code{code, words, note, std::nullopt, std::nullopt, false, Mark::verified},
#define CODE_K(code, words, note) \
  Code{code, words, note, std::nullopt, std::nullopt, false, Mark::not_confirmed},
#define CODE_D(code, words, note) \
  Code{code, words, note, std::nullopt, std::nullopt, false, Mark::ours},
#define CODE_OFF(code, words, note, y, m, d) \
  Code{code, words, note, std::nullopt, day(y, m, d), false, Mark::verified},
#define CODE_RETIRED(code, words, note) \
  Code{code, words, note, std::nullopt, std::nullopt, true, Mark::verified},
#define END \
  }         \
  ;
#include "model/vocabularies/all.inc"
#undef VOCABULARY
#undef CODE
#undef CODE_K
#undef CODE_D
#undef CODE_OFF
#undef CODE_RETIRED
#undef END

#define VOCABULARY(name, title, version, source_note) \
  Vocabulary{#name, title, version, source_note, k_##name},
#define CODE(...)
#define CODE_K(...)
#define CODE_D(...)
#define CODE_OFF(...)
#define CODE_RETIRED(...)
#define END
constexpr Vocabulary kVocabularies[] = {
#include "model/vocabularies/all.inc"
};
#undef VOCABULARY
#undef CODE
#undef CODE_K
#undef CODE_D
#undef CODE_OFF
#undef CODE_RETIRED
#undef END

// vocabularies 4.9. "More than three" fires at four.
constexpr MoneyRule kMoneyRules[] = {
    {"HA", 12'000, 0}, {"CSFREQ", 4, 8}, {"CSNUM", 4, 8},  {"CPNUM", 4, 8},
    {"DRFREQ", 5, 29}, {"DRNUM", 5, 29}, {"DPNUM", 5, 29},
};

std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

std::string in_use(const Code& code) {
  if (code.retired) return "no longer";
  std::string out;
  if (code.from) out += "from " + to_text(*code.from);
  if (code.to) out += (out.empty() ? "until " : " until ") + to_text(*code.to);
  return out;
}

void add_table(std::string& out, const Vocabulary& vocabulary) {
  out += "\n## " + std::string(vocabulary.title) + "\n\n`" + std::string(vocabulary.name) +
         "`, version " + std::string(vocabulary.version) + ". " +
         std::string(vocabulary.source_note) + "\n\n";
  out += "| code | words | in use | mark | note |\n|---|---|---|---|---|\n";
  for (const Code& code : vocabulary.codes) {
    out += "| `" + cell(code.code) + "` | " + cell(code.words) + " | " + in_use(code) + " | " +
           std::string(mark_words(code.mark)) + " | " + cell(code.note) + " |\n";
  }
}

}  // namespace

std::string_view mark_words(Mark mark) {
  switch (mark) {
    case Mark::verified:
      return "";
    case Mark::not_confirmed:
      return "not confirmed";
    case Mark::ours:
      return "ours";
  }
  return "";
}

std::span<const Vocabulary> vocabularies() {
  return kVocabularies;
}

const Vocabulary* vocabulary_named(std::string_view name) {
  const auto* found = std::ranges::find(kVocabularies, name, &Vocabulary::name);
  return found == std::end(kVocabularies) ? nullptr : found;
}

const Code* code_in(const Vocabulary& vocabulary, std::string_view code) {
  const auto found = std::ranges::find(vocabulary.codes, code, &Code::code);
  return found == vocabulary.codes.end() ? nullptr : &*found;
}

const Vocabulary* vocabulary_of(Property property) {
  switch (property) {
    case Property::group_band:
      return vocabulary_named("ocg_band");
    case Property::corruption_extent:
    case Property::tactical_extent:
    case Property::violence_extent:
      return vocabulary_named("ocg_extent");
    case Property::security_category:
      return vocabulary_named("security_category");
    case Property::alert:
      return vocabulary_named("alert");
    case Property::incident_family:
      return vocabulary_named("incident_family");
    case Property::incident_status:
      return vocabulary_named("incident_status");
    case Property::soc_link:
      return vocabulary_named("soc_link");
    case Property::how_known:
      return vocabulary_named("how_known");
    default:
      return nullptr;
  }
}

bool in_force(const Code& code, Date day) {
  if (code.retired) return false;
  return (!code.from || *code.from <= day) && (!code.to || day < *code.to);
}

std::span<const MoneyRule> money_rules() {
  return kMoneyRules;
}

std::string vocabularies_page() {
  std::size_t codes = 0;
  for (const Vocabulary& v : kVocabularies) codes += v.codes.size();
  std::string out =
      "# Vocabularies\n\n"
      "Written from `src/model/vocabularies/*.inc`; a test keeps this page equal to them. " +
      std::to_string(std::size(kVocabularies)) + " lists, " + std::to_string(codes) +
      " codes. Codes and words are reference data of the bodies named.\n\n"
      "- **in use**: empty = in use; a day is the day the code was switched off; \"no longer\" = "
      "out of use since a day we do not know.\n"
      "- **mark**: empty = read in a public source; \"not confirmed\" = general professional "
      "knowledge, to be confirmed by the agency before it relies on it; \"ours\" = our own "
      "proposal.\n"
      "- Codes in capitals with underscores whose list says \"codes ours\" are the words, made "
      "into a code.\n";
  for (const Vocabulary& vocabulary : kVocabularies) add_table(out, vocabulary);
  return out;
}

}  // namespace sallyport::model
