#include "api/internal/vocabularies.hpp"

#include <algorithm>

#include "model/kinds.hpp"

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

}  // namespace

std::vector<VocabularyLine> vocabulary_lines() {
  std::vector<VocabularyLine> out;
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
