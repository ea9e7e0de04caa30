// Codes in words: the one place that says what a code, a feed's title or an agency is called on a
// page. A code that is in no list is told as it is written, in small letters.
// Ownership: values. Threads: any; pure. Failure: none. Cost: linear in one list.
#pragma once

#include <string>
#include <string_view>

#include "model/grade.hpp"
#include "model/kinds.hpp"

namespace sallyport::service {

/// What a value that is a code means: "Organised crime group nominal". Empty when the property has
/// no codes, or the value says it itself.
std::string meaning_of(model::Property property, std::string_view value);

/// A code of one list (model::vocabulary_named), or of none: "open", "Gang related", "barred".
std::string code_words(std::string_view list, std::string_view code);

/// "1989-03-04" within a text as "4 Mar 1989".
std::string dates_in_words(std::string_view text);

/// "untested; known indirectly to the source"; empty for no grade.
std::string grade_words(model::Grade grade);

/// Those words within a sentence: " (source: untested; information: known indirectly to the
/// source)"; empty for none.
std::string grade_in_sentence(std::string_view grade_words);

/// "Estmere prisons" of "estmere-prisons"
std::string agency_words(std::string_view agency);

/// The name of a feed: its title up to the first explanation.
std::string short_title(std::string_view title);

}  // namespace sallyport::service
