#include "api/internal/shapes.hpp"

#include <algorithm>

#include "api/internal/json_out.hpp"

namespace sallyport::api {
namespace {

constexpr std::string_view kPages =
#include "api_shapes.inc"
    ;

constexpr std::string_view kOwn = R"(
export interface UndoRequest { reason: string; }
export interface RetractionRequest { confirm: boolean; reason?: string; }
export interface CodesRequest { passphrase: string; }
export interface Health { ok: boolean; }
export interface ImportProgress { file: string; state: string; rows: number; file_bytes: number; }
export interface Format {
  name: string; title: string; file: string; marking: boolean;
  columns: { name: string; type: string; required: boolean; example?: string; codes?: string[] }[];
}
)";

class ShapeReader {
 public:
  explicit ShapeReader(std::string_view text) : text_(text) { skip(); }

  Result<Shapes> read() {
    Shapes out;
    while (!failed_ && at_ < text_.size()) {
      expect_word("export");
      const std::string what = word();
      const std::string name = word();
      ShapeType type;
      if (what == "interface") {
        std::string base;
        if (peek_word("extends")) {
          word();
          base = word();
        }
        type = object();
        type.name = base;
      } else {
        expect("=");
        type = any_of();
        expect(";");
      }
      if (!out.emplace(name, std::move(type)).second) failed_ = true;
    }
    if (failed_)
      return fail(ErrorCode::kMalformedFile,
                  "shapes, near: " + std::string(text_.substr(std::min(at_, text_.size()), 40)));
    return out;
  }

 private:
  void skip() {
    while (at_ < text_.size()) {
      if (text_.substr(at_).starts_with("//")) {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (text_.substr(at_).starts_with("/*")) {
        const auto end = text_.find("*/", at_ + 2);
        at_ = end == std::string_view::npos ? text_.size() : end + 2;
      } else if (std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) {
        ++at_;
      } else {
        return;
      }
    }
  }
  static bool is_word_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }
  std::string word() {
    std::string out;
    while (at_ < text_.size() && is_word_letter(text_[at_])) out += text_[at_++];
    if (out.empty()) failed_ = true;
    skip();
    return out;
  }
  bool peek_word(std::string_view wanted) const {
    const auto rest = text_.substr(at_);
    return rest.starts_with(wanted) &&
           (rest.size() == wanted.size() || !is_word_letter(rest[wanted.size()]));
  }
  void expect_word(std::string_view wanted) {
    if (!peek_word(wanted)) failed_ = true;
    word();
  }
  bool take(std::string_view mark) {
    if (!text_.substr(at_).starts_with(mark)) return false;
    at_ += mark.size();
    skip();
    return true;
  }
  void expect(std::string_view mark) {
    if (!take(mark)) failed_ = true;
  }

  ShapeType object() {
    ShapeType out;
    out.kind = ShapeType::Kind::object;
    expect("{");
    while (!failed_ && !take("}")) {
      ShapeField field;
      field.name = word();
      field.optional = take("?");
      expect(":");
      field.type = any_of();
      if (!take(";")) take(",");
      out.fields.push_back(std::move(field));
    }
    return out;
  }

  ShapeType any_of() {
    take("|");
    ShapeType first = one();
    while (!failed_ && take("|")) {
      const ShapeType next = one();
      // unions are of literals only
      if (next.kind != first.kind || next.choices.empty()) failed_ = true;
      first.choices.insert(first.choices.end(), next.choices.begin(), next.choices.end());
    }
    return first;
  }

  ShapeType one() {
    ShapeType out;
    if (at_ >= text_.size()) {
      failed_ = true;
      return out;
    }
    const char c = text_[at_];
    if (c == '{') {
      out = object();
    } else if (c == '\'') {
      const auto end = std::min(text_.find('\'', at_ + 1), text_.size() - 1);
      out.kind = ShapeType::Kind::choice;
      out.choices.emplace_back(text_.substr(at_ + 1, end - at_ - 1));
      at_ = end + 1;
      skip();
    } else {
      out = named(word());
    }
    while (take("[]")) {
      ShapeType list;
      list.kind = ShapeType::Kind::list;
      list.of.push_back(std::move(out));
      out = std::move(list);
    }
    return out;
  }

  static ShapeType named(const std::string& name) {
    ShapeType out;
    if (name == "string") return out;
    if (name == "number" || name == "boolean") {
      out.kind = name == "number" ? ShapeType::Kind::number : ShapeType::Kind::flag;
      return out;
    }
    const bool digits = !name.empty() && name[0] >= '0' && name[0] <= '9';
    out.kind = digits ? ShapeType::Kind::number_choice : ShapeType::Kind::reference;
    if (digits) out.choices.push_back(name);
    if (!digits) out.name = name;
    return out;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

void collect(const ShapeType& type, const Shapes& shapes, std::vector<const ShapeField*>& out) {
  if (const auto base = shapes.find(type.name); base != shapes.end())
    collect(base->second, shapes, out);
  for (const auto& field : type.fields) out.push_back(&field);
}

void put_object(JsonOut& out, const ShapeType& type, const Shapes& shapes) {
  std::vector<const ShapeField*> fields;
  collect(type, shapes, fields);
  out.field("type", "object");
  out.key("properties");
  out.open();
  for (const auto* field : fields) {
    out.key(field->name);
    put_schema(out, field->type, shapes);
  }
  out.close();
  out.key("required");
  out.open_list();
  for (const auto* field : fields) {
    if (!field->optional) out.text(field->name);
  }
  out.close_list();
  out.flag("additionalProperties", false);
}

}  // namespace

Result<Shapes> parse_shapes(std::string_view source) {
  return ShapeReader(source).read();
}

Result<Shapes> all_shapes() {
  TRY_ASSIGN(Shapes out, parse_shapes(kPages));
  TRY_ASSIGN(Shapes own, parse_shapes(kOwn));
  out.merge(own);
  return out;
}

void put_schema(JsonOut& out, const ShapeType& type, const Shapes& shapes) {
  out.open();
  switch (type.kind) {
    case ShapeType::Kind::text:
      out.field("type", "string");
      break;
    case ShapeType::Kind::number:
      out.field("type", "integer");
      break;
    case ShapeType::Kind::flag:
      out.field("type", "boolean");
      break;
    case ShapeType::Kind::choice:
      out.texts("enum", type.choices);
      break;
    case ShapeType::Kind::number_choice:
      out.list("enum", type.choices,
               [](JsonOut& o, const std::string& one) { o.number(std::stoll(one)); });
      break;
    case ShapeType::Kind::reference:
      out.field("$ref", "#/components/schemas/" + type.name);
      break;
    case ShapeType::Kind::list:
      out.field("type", "array");
      out.key("items");
      put_schema(out, type.of.front(), shapes);
      break;
    case ShapeType::Kind::object:
      put_object(out, type, shapes);
      break;
  }
  out.close();
}

void put_named_schema(JsonOut& out, std::string_view name) {
  const bool list = name.ends_with("[]");
  ShapeType type;
  type.kind = ShapeType::Kind::reference;
  type.name = std::string(list ? name.substr(0, name.size() - 2) : name);
  if (type.name == "string") type.kind = ShapeType::Kind::text;
  if (list) {
    ShapeType whole;
    whole.kind = ShapeType::Kind::list;
    whole.of.push_back(std::move(type));
    type = std::move(whole);
  }
  put_schema(out, type, {});
}

}  // namespace sallyport::api
