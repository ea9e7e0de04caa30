#include "service/instructions.hpp"

#include <algorithm>

#include "service/wording.hpp"

namespace sallyport::service {
namespace {

using model::Property;

std::string text_of(const Sentence& sentence) {
  std::string out;
  for (const Segment& segment : sentence) out += segment.text;
  return out;
}

// Two records may say the same: it is to be done once.
void settle(std::vector<Sentence>& sentences) {
  const auto before = [](const Sentence& a, const Sentence& b) {
    const std::string x = text_of(a);
    const std::string y = text_of(b);
    return x != y ? x < y : a.back().id < b.back().id;
  };
  std::sort(sentences.begin(), sentences.end(), before);
  const auto same = [](const Sentence& a, const Sentence& b) { return text_of(a) == text_of(b); };
  sentences.erase(std::unique(sentences.begin(), sentences.end(), same), sentences.end());
}

}  // namespace

Instructions instructions_of(Look& look, Teller& teller,
                             const std::vector<picture::Handle>& members) {
  const picture::View& view = look.view();
  const auto mine = [&](picture::Handle h) {
    return std::find(members.begin(), members.end(), h) != members.end();
  };
  Instructions out;
  for (const picture::Handle member : members) {
    view.links(member, {model::LinkKind::keep_apart}, [&](const picture::LinkRow& row) {
      if (row.status == "closed" || (mine(row.a) && mine(row.b))) return true;
      look.note_label(row.label);
      look.showed(std::array<Id128, 1>{row.id});
      const Item& other = teller.item(mine(row.a) ? row.b : row.a);
      const std::string level = code_words("non_association_restriction", row.standing);
      out.must_not.push_back(
          teller.sentence("Do not place with " + other.title + " (" + level + ")", {other},
                          teller.telling(row).source.record));
      return true;
    });
    view.statements(member, [&](const picture::StatementRow& row) {
      const bool marker = row.property == Property::marker;
      const bool licence = row.property == Property::licence_condition;
      if (!marker && !(licence && row.valid.to == DateRange::kOpenTo)) return true;
      const Value value = teller.value(row);
      out.must.push_back({{(marker ? "Ring the duty desk before any move: " : "Licence: ") +
                               (value.meaning.empty() ? value.value : value.meaning),
                           value.told.source.record, model::info(value.told.source.kind).name}});
      return true;
    });
  }
  settle(out.must);
  settle(out.must_not);
  return out;
}

}  // namespace sallyport::service
