#include "intake/internal/draft.hpp"

#include <algorithm>
#include <cctype>

#include "text/fold.hpp"
#include "text/numbers.hpp"

namespace sallyport::intake::internal {
namespace {

using model::Property;

std::string upper_slug(std::string_view name) {
  std::string out = text::fold(name);
  for (char& c : out) {
    c = c == ' ' ? '-' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return out;
}

struct Located {
  std::string wing;
  std::string landing;
  std::string cell;
};

bool word(std::string_view text) {
  return !text.empty() && text.size() <= 20 &&
         std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return std::isalnum(c) != 0; });
}

// "B2-13", "1 2-05", "north1-07"; "B wing"; false for anything else.
bool locate(std::string_view text, Located& out) {
  std::string folded = text::fold(text);
  if (folded.ends_with(" wing")) {
    out.wing = upper_slug(std::string_view(folded).substr(0, folded.size() - 5));
    return word(out.wing);
  }
  const std::size_t dash = text.rfind('-');
  if (dash == std::string_view::npos || dash < 2) return false;
  const std::string_view cell = text.substr(dash + 1);
  std::string head(text.substr(0, dash));
  head.erase(std::remove_if(head.begin(), head.end(), [](char c) { return c == ' ' || c == '-'; }),
             head.end());
  if (head.size() < 2 || !word(head) || !word(cell)) return false;
  if (std::isdigit(static_cast<unsigned char>(head.back())) == 0) return false;
  out.landing = head.substr(head.size() - 1);
  head.pop_back();
  out.wing = upper_slug(head);
  out.cell = upper_slug(cell);
  return true;
}

std::string value_or_raw(Result<std::string> read, std::string_view raw) {
  return read ? *std::move(read) : std::string(raw);
}

}  // namespace

std::string canonical(Property property, std::string_view t) {
  switch (property) {
    case Property::phone_number:
      return value_or_raw(text::normalise_phone(t), t);
    case Property::plate:
      return value_or_raw(text::normalise_plate(t), t);
    case Property::postcode:
      return value_or_raw(text::normalise_postcode(t), t);
    case Property::email_address:
      return value_or_raw(text::normalise_email(t), t);
    case Property::prison_number:
      return value_or_raw(text::normalise_prison_number(t), t);
    case Property::pnc_number:
      return value_or_raw(text::normalise_pnc(t), t);
    case Property::cro_number:
      return value_or_raw(text::normalise_cro(t), t);
    case Property::crn:
      return value_or_raw(text::normalise_crn(t), t);
    case Property::group_number:
      return value_or_raw(text::normalise_ocg(t), t);
    case Property::imei:
      return value_or_raw(text::normalise_imei(t), t);
    case Property::card_ending:
      return value_or_raw(text::normalise_card_ending(t), t);
    case Property::sex: {
      const std::string folded = text::fold(t);
      if (folded == "male" || folded == "m") return "M";
      if (folded == "female" || folded == "f") return "F";
      return folded == "x" ? "X" : "";
    }
    default:
      return std::string(t);
  }
}

void Draft::clear() {
  source_key.clear();
  row_key = content_hash = refused_parts = 0;
  label.reset();
  things.clear();
  links.clear();
  events.clear();
}

DraftThing& Draft::edit(int thing) {
  auto& mine = things[static_cast<std::size_t>(thing)];
  if (mine->shared) {
    mine = std::make_shared<DraftThing>(*mine);
    mine->shared = false;
  }
  return *mine;
}

int Draft::find(model::RecordKind kind, std::string_view key) const {
  for (std::size_t i = 0; i < things.size(); ++i) {
    if (things[i]->kind == kind && things[i]->key == key) return static_cast<int>(i);
  }
  return -1;
}

int Draft::thing(model::RecordKind kind, Scope scope, std::string key) {
  if (const int known = find(kind, key); known >= 0) return known;
  auto made = std::make_shared<DraftThing>();
  made->kind = kind;
  made->scope = scope;
  made->key = std::move(key);
  things.push_back(std::move(made));
  return static_cast<int>(things.size()) - 1;
}

int Draft::add(const std::shared_ptr<DraftThing>& shared) {
  const int known = find(shared->kind, shared->key);
  if (known < 0) {
    things.push_back(shared);
    return static_cast<int>(things.size()) - 1;
  }
  // a place is what it is, whoever names it first
  if (shared->scope == Scope::place) return known;
  DraftThing& mine = edit(known);
  mine.statements.insert(mine.statements.end(), shared->statements.begin(),
                         shared->statements.end());
  mine.own |= shared->own;
  return known;
}

void Draft::say(int at, Property property, std::string value, std::string raw) {
  if (value.empty()) return;
  DraftStatement out;
  out.statement.property = property;
  if (raw != value) out.statement.raw = std::move(raw);
  out.statement.value = std::move(value);
  auto& statements = edit(at).statements;
  if (statements.empty()) statements.reserve(4);
  statements.push_back(std::move(out));
}

DraftLink& Draft::link(model::LinkKind kind, int a, int b) {
  DraftLink out;
  out.link.kind = kind;
  out.a = a;
  out.b = b;
  links.push_back(std::move(out));
  return links.back();
}

void Draft::say_home(int person, int home, const DraftStatement& like) {
  std::vector<DraftStatement> said;
  for (const auto& s : get(home).statements) {
    const Property property = s.statement.property;
    if (property != Property::address && property != Property::postcode) continue;
    DraftStatement copy = like;
    copy.statement.property = property;
    copy.statement.value = s.statement.value;
    copy.statement.raw = s.statement.raw;
    said.push_back(std::move(copy));
  }
  auto& mine = edit(person).statements;
  for (auto& s : said) {
    const bool there = std::any_of(mine.begin(), mine.end(), [&](const DraftStatement& m) {
      return m.statement.property == s.statement.property && m.statement.value == s.statement.value;
    });
    if (!there) mine.push_back(std::move(s));
  }
}

DraftEvent& Draft::event(model::EventKind kind, int subject) {
  DraftEvent out;
  out.event.kind = kind;
  out.subject = subject;
  events.push_back(std::move(out));
  return events.back();
}

int Draft::place(std::string_view prison, std::string_view location) {
  const std::string head = upper_slug(prison);
  if (head.empty()) return -1;
  std::string code = head;
  const auto make = [&](std::string name, const char* type, int within) {
    const auto before = things.size();
    const int at = thing(model::RecordKind::place, Scope::place, "place:" + code);
    if (things.size() == before) return at;
    say(at, Property::place_code, code);
    say(at, Property::place_name, std::move(name));
    say(at, Property::place_type, type);
    if (within >= 0) link(model::LinkKind::part_of, at, within);
    return at;
  };
  const std::string prison_name(prison);
  int at = make(prison_name, "prison", -1);
  Located found;
  if (location.empty()) return at;
  if (!locate(location, found)) {
    code += "-" + upper_slug(location);
    return make(prison_name + " " + std::string(location), "part of a prison", at);
  }
  code += "-" + found.wing;
  at = make(prison_name + " " + found.wing + " wing", "wing", at);
  if (found.landing.empty()) return at;
  code += "-" + found.landing;
  at = make(prison_name + " " + found.wing + found.landing, "landing", at);
  code += "-" + found.cell;
  return make(prison_name + " " + found.wing + found.landing + "-" + found.cell, "cell", at);
}

}  // namespace sallyport::intake::internal
