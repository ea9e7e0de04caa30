#include "intake/mapping.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "intake/internal/toml.hpp"
#include "text/fold.hpp"
#include "text/numbers.hpp"

namespace sallyport::intake {
namespace {

constexpr std::pair<std::string_view, ColumnType> kTypes[] = {
    {"text", ColumnType::text},
    {"id", ColumnType::id},
    {"date", ColumnType::date},
    {"time", ColumnType::time},
    {"phone", ColumnType::phone},
    {"plate", ColumnType::plate},
    {"postcode", ColumnType::postcode},
    {"email", ColumnType::email},
    {"sort_code", ColumnType::sort_code},
    {"account_number", ColumnType::account_number},
    {"prison_number", ColumnType::prison_number},
    {"pnc", ColumnType::pnc},
    {"cro", ColumnType::cro},
    {"crn", ColumnType::crn},
    {"ocg", ColumnType::ocg},
    {"pounds", ColumnType::pounds},
    {"integer", ColumnType::integer},
    {"decimal", ColumnType::decimal},
    {"flag", ColumnType::flag},
    {"list", ColumnType::list},
    {"code", ColumnType::code}};

std::string_view trimmed(std::string_view s) {
  while (!s.empty() && s.front() == ' ') s.remove_prefix(1);
  while (!s.empty() && s.back() == ' ') s.remove_suffix(1);
  return s;
}

std::string plain_name(std::string_view name) {
  std::string out;
  for (const char c : text::fold(name)) {
    const auto b = static_cast<unsigned char>(c);
    if ((b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b >= 0x80) out += c;
  }
  return out;
}

// Reads one mapping; the first error wins, later reads are harmless.
class MappingParser {
 public:
  explicit MappingParser(const Value& file) : file_(file) {}

  Result<Mapping> parse() {
    out_.format = file_.text_of("format");
    out_.title = file_.text_of("title");
    out_.file = file_.text_of("file");
    out_.reader = file_.has("reader") ? file_.text_of("reader") : "table";
    out_.marking = file_.text_of("marking") != "none";
    out_.month_first = file_.text_of("dates") == "month-first";
    if (out_.format.empty()) problem("a mapping needs a format name");
    for (const auto& c : file_["columns"].items) add_column(c);
    out_.source_key = pattern(file_.text_of("source_key"));
    for (const auto& p : file_["prisons"].texts()) out_.prisons.push_back(column(p));
    out_.officer = column(file_.text_of("officer"));
    out_.author = column(file_.text_of("author"));
    for (const auto& p : file_["refuse"].texts()) out_.refuse.push_back(column(p));
    out_.unique = pattern(file_.text_of("unique"));
    out_.unique_when = condition(file_.text_of("unique_when"));
    for (const auto& t : file_["thing"].items) add_thing(t);
    for (const auto& l : file_["link"].items) add_link(l);
    for (const auto& e : file_["event"].items) add_event(e);
    if (!problem_.empty()) return fail(ErrorCode::kBadValue, out_.format + ": " + problem_);
    return std::move(out_);
  }

 private:
  void problem(std::string what) {
    if (problem_.empty()) problem_ = std::move(what);
  }
  int column(std::string_view name) {
    if (name.empty()) return -1;
    const int at = out_.column(name);
    if (at < 0) problem("no column is called " + std::string(name));
    return at;
  }
  // "{x}" or "x" where one column is meant
  int cell(const std::string& text) {
    if (text.size() > 2 && text.front() == '{' && text.back() == '}')
      return column(std::string_view(text).substr(1, text.size() - 2));
    return column(text);
  }
  void add_column(const Value& line) {
    const auto words = line.texts();
    if (line.items.size() < 2 || words.size() < 2) return problem("a column is [name, type, ...]");
    Column c;
    c.name = words[0];
    std::string type = words[1];
    if (type.ends_with('!')) {
      c.required = true;
      type.pop_back();
    }
    if (type.starts_with("code(") && type.ends_with(')')) {
      std::string_view codes = std::string_view(type).substr(5, type.size() - 6);
      while (!codes.empty()) {
        const std::size_t end = std::min(codes.find('|'), codes.size());
        c.codes.emplace_back(trimmed(codes.substr(0, end)));
        codes.remove_prefix(std::min(end + 1, codes.size()));
      }
      type = "code";
    }
    const auto* known = std::find_if(std::begin(kTypes), std::end(kTypes),
                                     [&](const auto& t) { return t.first == type; });
    if (known == std::end(kTypes)) return problem("column " + c.name + ": no type " + type);
    c.type = known->second;
    if (line.items.size() > 2) c.example = line.items[2].text;
    for (std::size_t i = 3; i < line.items.size(); ++i) c.synonyms.push_back(line.items[i].text);
    out_.columns.push_back(std::move(c));
  }

  Template pattern(std::string_view text) {
    Template out;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find("//"), text.size());
      out.alternatives.push_back(pieces(trimmed(text.substr(0, end))));
      text.remove_prefix(std::min(end + 2, text.size()));
    }
    return out;
  }
  std::vector<Template::Piece> pieces(std::string_view text) {
    std::vector<Template::Piece> out;
    while (!text.empty()) {
      const std::size_t open = text.find('{');
      if (open != 0) {
        Template::Piece literal;
        literal.literal = std::string(text.substr(0, open));
        out.push_back(std::move(literal));
        text.remove_prefix(std::min(open, text.size()));
        continue;
      }
      const std::size_t close = text.find('}');
      if (close == std::string_view::npos) {
        problem("a brace is not closed");
        return out;
      }
      std::string_view name = text.substr(1, close - 1);
      Template::Piece piece;
      if (name.ends_with("|fold")) piece.fold = true;
      if (name.ends_with("|upper")) piece.upper = true;
      name = name.substr(0, name.find('|'));
      if (name.ends_with('?') && out_.column(name) < 0) {
        piece.optional = true;
        name.remove_suffix(1);
      }
      piece.column = name == "@" ? kItem : column(name);
      out.push_back(std::move(piece));
      text.remove_prefix(close + 1);
    }
    return out;
  }
  Condition condition(std::string_view text) {
    Condition out;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find(" and "), text.size());
      add_test(out, trimmed(text.substr(0, end)));
      text.remove_prefix(std::min(end + 5, text.size()));
    }
    return out;
  }
  void add_test(Condition& out, std::string_view text) {
    const std::size_t close = text.find('}');
    if (text.empty() || text.front() != '{' || close == std::string_view::npos)
      return problem("a condition begins with {column}");
    Condition::Test test;
    test.column = column(text.substr(1, close - 1));
    std::string_view rest = trimmed(text.substr(close + 1));
    if (rest.starts_with("!=")) {
      test.negated = true;
      rest.remove_prefix(2);
    } else if (rest.starts_with("=")) {
      rest.remove_prefix(1);
      if (trimmed(rest).empty()) test.values.emplace_back();  // "= " nothing: is empty
    } else if (rest.starts_with("in ")) {
      rest.remove_prefix(3);
    } else if (!rest.empty()) {
      return problem("a condition has =, != or in");
    }
    rest = trimmed(rest);
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(','), rest.size());
      test.values.push_back(text::fold(rest.substr(0, end)));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    if (test.negated && test.values.empty()) test.values.emplace_back();
    out.tests.push_back(std::move(test));
  }

  void add_thing(const Value& t) {
    ThingRule rule;
    rule.name = t.text_of("name");
    const auto kind = model::record_kind_named(t.text_of("kind"));
    if (!kind) return problem("thing " + rule.name + ": no kind " + t.text_of("kind"));
    rule.kind = *kind;
    const std::string& scope = t.text_of("scope");
    if (scope == "known")
      rule.scope = Scope::known;
    else if (scope == "shared")
      rule.scope = Scope::shared;
    else if (scope == "place")
      rule.scope = Scope::place;
    else if (scope != "row")
      return problem("thing " + rule.name + ": no scope " + scope);
    rule.key = pattern(t.text_of("key"));
    rule.each = cell(t.text_of("each"));
    rule.when = condition(t.text_of("when"));
    rule.prison = pattern(t.text_of("prison"));
    rule.location = pattern(t.text_of("location"));
    if (rule.scope != Scope::place && rule.key.empty())
      return problem("thing " + rule.name + ": needs a key");
    for (const auto& p : t["set"].items) add_property(rule, p, false);
    for (const auto& p : t["new"].items) add_property(rule, p, true);
    for (const auto& p : t["replace"].items) {
      add_property(rule, p, false);
      if (!rule.properties.empty()) rule.properties.back().replaces = true;
    }
    out_.things.push_back(std::move(rule));
  }
  void add_property(ThingRule& rule, const Value& line, bool only_new) {
    if (line.items.size() < 2) return problem("a property is [name, value, from, to, raw]");
    PropertyRule p;
    std::string name = line.items[0].text;
    if (name.ends_with("[]")) {
      p.list = true;
      name.resize(name.size() - 2);
    }
    const auto property = model::property_named(name);
    if (!property) return problem("no property is called " + name);
    p.property = *property;
    p.value = pattern(line.items[1].text);
    if (line.items.size() > 2) p.from = cell(line.items[2].text);
    if (line.items.size() > 3) p.to = cell(line.items[3].text);
    if (line.items.size() > 4) p.raw = pattern(line.items[4].text);
    p.only_new = only_new;
    rule.properties.push_back(std::move(p));
  }
  std::string thing(const Value& t, std::string_view field) {
    const std::string& name = t.text_of(field);
    const bool known =
        name.empty() || std::any_of(out_.things.begin(), out_.things.end(),
                                    [&](const ThingRule& rule) { return rule.name == name; });
    if (!known) problem("no thing is called " + name);
    return name;
  }
  void add_link(const Value& l) {
    LinkRule rule;
    const auto kind = model::link_kind_named(l.text_of("kind"));
    if (!kind) return problem("no kind of link is called " + l.text_of("kind"));
    rule.kind = *kind;
    rule.a = thing(l, "a");
    rule.b = thing(l, "b");
    if (rule.a.empty() || rule.b.empty()) return problem("a link has a and b");
    rule.from = cell(l.text_of("from"));
    rule.to = cell(l.text_of("to"));
    rule.role = pattern(l.text_of("role"));
    rule.standing = pattern(l.text_of("standing"));
    rule.status = pattern(l.text_of("status"));
    rule.text = pattern(l.text_of("text"));
    rule.scheme = pattern(l.text_of("scheme"));
    rule.source = pattern(l.text_of("source"));
    rule.information = pattern(l.text_of("information"));
    rule.handling = pattern(l.text_of("handling"));
    rule.when = condition(l.text_of("when"));
    out_.links.push_back(std::move(rule));
  }
  void add_event(const Value& e) {
    EventRule rule;
    const auto kind = model::event_kind_named(e.text_of("kind"));
    if (!kind) return problem("no kind of event is called " + e.text_of("kind"));
    rule.kind = *kind;
    rule.subject = thing(e, "subject");
    if (rule.subject.empty()) return problem("an event has a subject");
    rule.other = thing(e, "other");
    rule.place = thing(e, "place");
    rule.at = cell(e.text_of("at"));
    rule.until = cell(e.text_of("until"));
    rule.seconds = cell(e.text_of("seconds"));
    rule.minutes = cell(e.text_of("minutes"));
    rule.quantity = cell(e.text_of("quantity"));
    rule.code = pattern(e.text_of("code"));
    rule.text = pattern(e.text_of("text"));
    rule.when = condition(e.text_of("when"));
    rule.chain = e.text_of("chain") == "true";
    out_.events.push_back(std::move(rule));
  }

  static constexpr int kItem = -2;
  const Value& file_;
  Mapping out_;
  std::string problem_;
};

}  // namespace

int Mapping::column(std::string_view name) const {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

Result<Mapping> parse_mapping(std::string_view toml) {
  Value file;
  TRY_ASSIGN(file, internal::parse_toml(toml));
  return MappingParser(file).parse();
}

Result<std::vector<Mapping>> built_in_mappings() {
  std::vector<Mapping> out;
  for (const auto& source : built_in_mapping_sources()) {
    Mapping mapping;
    TRY_ASSIGN(mapping, parse_mapping(source.toml));
    out.push_back(std::move(mapping));
  }
  return out;
}

std::vector<int> match_columns(const Mapping& mapping, const std::vector<std::string>& names) {
  std::vector<int> out(names.size(), -1);
  std::vector<bool> taken(mapping.columns.size());
  for (const bool synonyms : {false, true}) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (out[i] >= 0) continue;
      const std::string name = plain_name(names[i]);
      for (std::size_t c = 0; c < mapping.columns.size() && out[i] < 0; ++c) {
        if (taken[c]) continue;
        const Column& column = mapping.columns[c];
        const bool same = synonyms
                              ? std::any_of(column.synonyms.begin(), column.synonyms.end(),
                                            [&](const auto& s) { return plain_name(s) == name; })
                              : plain_name(column.name) == name;
        if (!same) continue;
        out[i] = static_cast<int>(c);
        taken[c] = true;
      }
    }
  }
  return out;
}

std::string describe(const Mapping& mapping) {
  std::string out = mapping.format + ": " + mapping.title + "\n  file " + mapping.file + "\n";
  for (const auto& c : mapping.columns) {
    out += "  " + c.name + (c.required ? " (required)" : "");
    if (!c.example.empty()) out += ", e.g. " + c.example;
    out += "\n";
  }
  return out;
}

}  // namespace sallyport::intake
