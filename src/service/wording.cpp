#include "service/wording.hpp"

#include <algorithm>
#include <array>

#include "model/vocabulary.hpp"
#include "network/words.hpp"

namespace sallyport::service {
namespace {

using model::Property;

// Codes of the senders' own forms (docs/formats), which are in no published list.
struct FormCode {
  Property property;
  std::string_view code, words;
};
constexpr std::array kFormCodes = {
    FormCode{Property::sex, "M", "Male"},
    FormCode{Property::sex, "F", "Female"},
    FormCode{Property::sex, "X", "Not specified"},
    FormCode{Property::custody_status, "ACTIVE IN", "In custody"},
    FormCode{Property::custody_status, "ACTIVE OUT", "Out, to return"},
    FormCode{Property::custody_status, "INACTIVE OUT", "Released"},
    FormCode{Property::licence_status, "LICENCE", "On licence"},
    FormCode{Property::licence_status, "PRE_RELEASE", "Before release"},
    FormCode{Property::licence_status, "COMMUNITY_ORDER", "Community order"},
};

bool is_code(std::string_view text) {
  const bool letters = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || c == '_' || c == ' ' || (c >= '0' && c <= '9');
  });
  return letters && text.size() > 2 && text.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 0;
}

std::string as_written(std::string_view code) {
  std::string out(code);
  if (!is_code(code)) return out;
  for (char& c : out) {
    if (c == '_') c = ' ';
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// Senders write a release type as they like, so it is a text; those of the list have words.
const model::Vocabulary* list_of(Property property) {
  if (property == Property::release_type) return model::vocabulary_named("release_type");
  return model::vocabulary_of(property);
}

}  // namespace

std::string meaning_of(Property property, std::string_view value) {
  const auto* list = list_of(property);
  const bool free_text = model::info(property).type != model::ValueType::code;
  if (free_text && list == nullptr) return {};
  for (const FormCode& one : kFormCodes) {
    if (one.property == property && one.code == value) return std::string(one.words);
  }
  const auto* code = list == nullptr ? nullptr : model::code_in(*list, value);
  if (free_text && code == nullptr) return {};
  std::string words =
      code != nullptr ? std::string(code->words) : network::sentence_case(as_written(value));
  return words == value ? std::string() : words;
}

std::string code_words(std::string_view list, std::string_view code) {
  const auto* vocabulary = model::vocabulary_named(list);
  const auto* known = vocabulary == nullptr ? nullptr : model::code_in(*vocabulary, code);
  return known != nullptr ? std::string(known->words) : as_written(code);
}

std::string dates_in_words(std::string_view text) {
  constexpr std::size_t kDate = 10;  // letters of 1989-03-04
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto date =
        text.size() - at < kDate ? std::nullopt : parse_iso_date(text.substr(at, kDate));
    out += date ? network::day_words(*date) : std::string(1, text[at]);
    at += date ? kDate : 1;
  }
  return out;
}

std::string grade_words(model::Grade grade) {
  if (grade.scheme == model::GradeScheme::none) return {};
  return std::string(model::source_words(grade)) + "; " +
         std::string(model::information_words(grade));
}

std::string grade_in_sentence(std::string_view grade_words) {
  const auto cut = grade_words.find("; ");
  if (cut == std::string_view::npos) return {};
  return " (source: " + std::string(grade_words.substr(0, cut)) +
         "; information: " + std::string(grade_words.substr(cut + 2)) + ")";
}

std::string agency_words(std::string_view agency) {
  std::string out(agency);
  std::replace(out.begin(), out.end(), '-', ' ');
  return network::sentence_case(std::move(out));
}

std::string short_title(std::string_view title) {
  constexpr std::array<std::string_view, 8> kExplains = {
      "with ", "one ", "codes ", "metadata ", "planned ", "ungraded", "never ", "sealed "};
  std::size_t end = title.find(": ");
  for (const std::string_view word : {" as JSON", " with their "})
    end = std::min(end, title.find(word));
  for (std::size_t at = title.find(", "); at < end; at = title.find(", ", at + 1)) {
    const std::string_view rest = title.substr(at + 2);
    if (std::any_of(kExplains.begin(), kExplains.end(),
                    [&](std::string_view word) { return rest.starts_with(word); }))
      end = at;
  }
  return std::string(title.substr(0, end));
}

}  // namespace sallyport::service
