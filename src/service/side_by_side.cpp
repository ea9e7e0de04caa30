#include "service/side_by_side.hpp"

#include <algorithm>
#include <array>

#include "model/title.hpp"
#include "service/wording.hpp"
#include "text/fold.hpp"
#include "text/similarity.hpp"

namespace sallyport::service {
namespace {

using model::Property;

struct Line {
  std::string_view words;
  picture::PropertySet properties;
};
const std::array<Line, 10>& lines() {
  static const std::array<Line, 10> kLines = {
      Line{"Also known as", {Property::alias, Property::native_name}},
      Line{"Date of birth", {Property::date_of_birth}},
      Line{"Sex", {Property::sex}},
      Line{"Place of birth", {Property::birthplace}},
      Line{"Prison number", {Property::prison_number, Property::former_prison_number}},
      Line{"PNC number", {Property::pnc_number}},
      Line{"CRO number", {Property::cro_number}},
      Line{"CRN", {Property::crn}},
      Line{"OCG nominal number", {Property::ocg_nominal_id}},
      Line{"Address", {Property::address, Property::postcode}}};
  return kLines;
}

struct Said {
  std::string shown;
  std::string plain;  ///< what makes two of them equal
  bool operator<(const Said& other) const { return shown < other.shown; }
};
using Side = std::vector<Said>;

Said said(Property property, std::string_view value) {
  std::string shown = meaning_of(property, value);
  if (shown.empty()) shown = model::value_for_reading(property, value);
  return {std::move(shown), text::fold(value)};
}

void settle(Side& side) {
  std::sort(side.begin(), side.end());
  side.erase(std::unique(side.begin(), side.end(),
                         [](const Said& x, const Said& y) { return x.shown == y.shown; }),
             side.end());
}

bool holds(const Side& side, const Said& one) {
  return std::any_of(side.begin(), side.end(),
                     [&](const Said& other) { return other.plain == one.plain; });
}

// "1989-03-04" and "1989-04-03"
bool exchanged(std::string_view a, std::string_view b) {
  const auto x = parse_iso_date(a);
  const auto y = parse_iso_date(b);
  if (!x || !y || *x == *y) return false;
  const CivilDate p = to_civil(*x);
  const CivilDate q = to_civil(*y);
  return p.year == q.year && p.month == q.day && p.day == q.month;
}

// How many letters two names are apart, word by word; none when one of the words is another one.
std::optional<int> letters_apart(std::string_view a, std::string_view b) {
  const auto left = text::tokens(text::to_latin(a));
  const auto right = text::tokens(text::to_latin(b));
  if (left.empty() || left.size() != right.size()) return std::nullopt;
  int apart = 0;
  for (std::size_t i = 0; i < left.size(); ++i) {
    const std::size_t shorter = std::min(left[i].size(), right[i].size());
    const int allowed = shorter < 4 ? 0 : shorter < 6 ? 1 : 2;
    const int edits = text::damerau_osa(left[i], right[i], allowed);
    if (edits > allowed) return std::nullopt;
    apart += edits;
  }
  return apart;
}

std::string near_words(int letters) {
  if (letters == 0) return "the same, written otherwise";
  const std::string count = letters == 1   ? "one letter"
                            : letters == 2 ? "two letters"
                                           : std::to_string(letters) + " letters";
  return "nearly the same (" + count + ")";
}

std::string_view how_of(const Side& a, const Side& b) {
  if (a.empty() || b.empty()) return "one";
  const auto in_b = [&](const Said& one) { return holds(b, one); };
  const auto in_a = [&](const Said& one) { return holds(a, one); };
  if (std::all_of(a.begin(), a.end(), in_b) && std::all_of(b.begin(), b.end(), in_a)) return "same";
  return std::any_of(a.begin(), a.end(), in_b) ? "part" : "differ";
}

}  // namespace

std::string nearly_the_same(std::string_view a, std::string_view b) {
  const auto apart = letters_apart(a, b);
  return apart ? near_words(*apart) : std::string();
}

std::vector<SideLine> side_by_side(Look& look, Teller& teller, picture::Handle a,
                                   picture::Handle b) {
  const picture::View& view = look.view();
  std::vector<SideLine> out;
  const auto add = [&](std::string_view words, Side left, Side right, std::string note) {
    settle(left);
    settle(right);
    if (left.empty() && right.empty()) return;
    SideLine line{std::string(words), {}, {}, how_of(left, right), std::move(note)};
    for (const Said& one : left) line.a.push_back(one.shown);
    for (const Said& one : right) line.b.push_back(one.shown);
    out.push_back(std::move(line));
  };
  const auto name = [&](picture::Handle h) {
    const std::string title = network::facts_of(view, {h}).title;
    return Side{{title, text::fold(title)}};
  };
  const Side name_a = name(a);
  const Side name_b = name(b);
  add("Name", name_a, name_b, {});
  if (!out.empty() && out.back().how == "differ") {
    out.back().note = nearly_the_same(name_a.front().shown, name_b.front().shown);
    if (!out.back().note.empty()) out.back().how = "near";
  }
  for (const Line& line : lines()) {
    const auto side = [&](picture::Handle h) {
      Side values;
      view.values(h, line.properties, [&](const picture::ValueRow& row) {
        values.push_back(said(row.property, row.value));
        return true;
      });
      return values;
    };
    const bool birth = line.properties.has(Property::date_of_birth);
    const bool turned = birth && exchanged(view.value(a, Property::date_of_birth),
                                           view.value(b, Property::date_of_birth));
    add(line.words, side(a), side(b), turned ? "day and month exchanged" : "");
  }
  const auto phones = [&](picture::Handle h) {
    Side numbers;
    view.links_from(h, {model::LinkKind::uses}, [&](const picture::LinkRow& row) {
      const Item& phone = teller.item(row.b);
      if (phone.kind == model::RecordKind::phone) numbers.push_back({phone.title, phone.title});
      return true;
    });
    return numbers;
  };
  add("Phone", phones(a), phones(b), {});
  return out;
}

}  // namespace sallyport::service
