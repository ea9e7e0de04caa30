#include "api/internal/vocabularies.hpp"

#include <algorithm>

#include "model/kinds.hpp"
#include "model/vocabulary.hpp"

namespace sallyport::api {
namespace {

// The model's own closed lists: what links, events and values are called.
constexpr std::string_view kModelVersion = "1";

template <class List, class Words>
VocabularyLine closed_list(std::string name, std::string title, const List& list, Words words) {
  VocabularyLine out{std::move(name), std::move(title), std::string(kModelVersion), {}};
  for (const auto& info : list)
    out.codes.push_back({std::string(info.name), std::string(words(info)), "", "", ""});
  return out;
}

VocabularyLine line_of(const model::Vocabulary& vocabulary) {
  VocabularyLine out{std::string(vocabulary.name),
                     std::string(vocabulary.title),
                     std::string(vocabulary.version),
                     {}};
  for (const auto& code : vocabulary.codes) {
    std::string note(code.note);
    if (code.retired) note += (note.empty() ? "" : "; ") + std::string("no longer used");
    if (const auto mark = model::mark_words(code.mark); !mark.empty())
      note += (note.empty() ? "" : "; ") + std::string(mark);
    out.codes.push_back({std::string(code.code), std::string(code.words),
                         code.from ? to_text(*code.from) : "", code.to ? to_text(*code.to) : "",
                         std::move(note)});
  }
  return out;
}

}  // namespace

std::vector<VocabularyLine> vocabulary_lines() {
  std::vector<VocabularyLine> out;
  for (const auto& vocabulary : model::vocabularies()) out.push_back(line_of(vocabulary));
  out.push_back(closed_list("record_kind", "Kinds of things", model::record_kinds(),
                            [](const auto& info) { return info.word; }));
  out.push_back(closed_list("link_kind", "Kinds of ties", model::link_kinds(),
                            [](const auto& info) { return info.forward; }));
  out.push_back(closed_list("event_kind", "Kinds of events", model::event_kinds(),
                            [](const auto& info) { return info.word; }));
  out.push_back(closed_list("property", "What can be said of a thing", model::properties(),
                            [](const auto& info) { return info.words; }));
  std::sort(out.begin(), out.end(),
            [](const VocabularyLine& a, const VocabularyLine& b) { return a.name < b.name; });
  return out;
}

}  // namespace sallyport::api
