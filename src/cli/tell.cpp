#include "cli/tell.hpp"

#include "api/json.hpp"
#include "cli/screen.hpp"

namespace sallyport::cli {
namespace {

using api::JsonValue;
constexpr int kAnswerDepth = 24;
const JsonValue kNothing;

const JsonValue& get(const JsonValue& value, std::string_view key) {
  const JsonValue* found = value.find(key);
  return found != nullptr ? *found : kNothing;
}
const std::string& text(const JsonValue& value, std::string_view key) {
  return get(value, key).text;
}

std::string number(const JsonValue& value, std::string_view key) {
  return grouped(static_cast<std::uint64_t>(get(value, key).integer));
}

std::string sentence(const JsonValue& segments) {
  std::string out;
  for (const auto& segment : segments.items) out += text(segment, "text");
  return out;
}

std::string joined(const JsonValue& list) {
  std::string out;
  for (const auto& item : list.items) out += (out.empty() ? "" : " ") + item.text;
  return out;
}

std::string item_line(const JsonValue& item) {
  std::string out = text(item, "id") + "  " + text(item, "title");
  if (!text(item, "subtitle").empty()) out += ", " + text(item, "subtitle");
  const std::string tags = joined(get(item, "tags"));
  return tags.empty() ? out : out + "  [" + tags + "]";
}

std::string source_words(const JsonValue& source) {
  return text(source, "tag") + ", " + text(source, "title");
}

void marking(const JsonValue& answer, Lines& out) {
  std::string line = text(answer, "marking");
  if (get(answer, "partial").boolean) line += "  (a limit cut this short)";
  out.push_back(line);
}

void values(const JsonValue& field, Lines& out) {
  for (const auto& value : get(field, "values").items) {
    std::string line = "  " + text(field, "words") + ": " + text(value, "value");
    if (!text(value, "meaning").empty()) line += " (" + text(value, "meaning") + ")";
    if (!text(value, "grade").empty()) line += "  (" + text(value, "grade") + ")";
    out.push_back(line + "  [" + source_words(get(value, "source")) + ", " + text(value, "age") +
                  "]");
  }
}

void sentences(std::string_view heading, const JsonValue& list, Lines& out) {
  if (list.items.empty()) return;
  out.emplace_back(heading);
  for (const auto& one : list.items) out.push_back("  " + sentence(one));
}

// Lists whose items carry their sentence as "words".
void worded(std::string_view heading, const JsonValue& list, Lines& out) {
  if (list.items.empty()) return;
  out.emplace_back(heading);
  for (const auto& one : list.items) {
    const std::string& when = text(get(one, "time"), "local");
    out.push_back("  " + (when.empty() ? "" : when + "  ") + sentence(get(one, "words")));
  }
}

void memberships(const JsonValue& page, Lines& out) {
  const auto& list = get(page, "memberships").items;
  if (list.empty()) return;
  out.emplace_back("Groups");
  for (const auto& m : list) {
    std::string line = "  " + text(get(m, "group"), "title") + ": " + text(m, "standing");
    for (const auto* part : {"role", "status_words"}) {
      if (!text(m, part).empty()) line += ", " + text(m, part);
    }
    out.push_back(line + "  [" + source_words(get(m, "source")) + "]");
  }
}

Result<JsonValue> read(std::string_view json) {
  auto value = api::parse_json(json, kAnswerDepth);
  if (!value || value->type != JsonValue::Type::object)
    return fail(ErrorCode::kMalformedFile, "the answer is not what was expected");
  return value;
}

}  // namespace

Result<Lines> tell_search(std::string_view json) {
  TRY_ASSIGN(const JsonValue answer, read(json));
  Lines out;
  marking(answer, out);
  const std::string understood = joined(get(answer, "understood"));
  if (!understood.empty()) out.push_back("Read as: " + understood);
  for (const auto& group : get(answer, "groups").items) {
    out.push_back(text(group, "title"));
    for (const auto& hit : get(group, "hits").items) {
      out.push_back("  " + item_line(hit));
      for (const auto& why : get(hit, "why").items) out.push_back("      " + why.text);
      const std::string where = sentence(get(hit, "where_tonight"));
      if (!where.empty()) out.push_back("      " + where);
    }
  }
  if (get(answer, "groups").items.empty()) out.emplace_back("Nothing you may see matches.");
  return out;
}

Result<Lines> tell_path(std::string_view json) {
  TRY_ASSIGN(const JsonValue answer, read(json));
  Lines out;
  marking(answer, out);
  std::size_t number = 0;
  for (const auto& path : get(answer, "paths").items) {
    out.push_back("Path " + std::to_string(++number));
    for (const auto& step : get(path, "steps").items) {
      std::string line = "  " + sentence(get(step, "words"));
      if (!text(step, "grade").empty()) line += "  (" + text(step, "grade") + ")";
      for (const auto& telling : get(step, "told").items)
        line += "  [" + source_words(get(telling, "source")) + "]";
      out.push_back(line);
    }
  }
  const std::string stopped = text(answer, "stopped");
  if (!stopped.empty()) {
    out.push_back(stopped);
  } else if (number == 0) {
    out.emplace_back("No connection that you may see.");
  }
  sentences("Without them", get(answer, "without"), out);
  return out;
}

Result<Lines> tell_person(std::string_view json) {
  TRY_ASSIGN(const JsonValue page, read(json));
  Lines out;
  marking(page, out);
  out.push_back(text(page, "title") + "  " + text(page, "self"));
  const std::string where = sentence(get(page, "where_tonight"));
  if (!where.empty()) out.push_back(where + "  (" + text(page, "where_age") + ")");
  sentences("Do", get(page, "do"), out);
  sentences("Do not", get(page, "do_not"), out);
  sentences("In short", get(page, "summary"), out);
  if (!get(page, "fields").items.empty()) out.emplace_back("Facts");
  for (const auto& field : get(page, "fields").items) values(field, out);
  memberships(page, out);
  worded("Under pressure", get(page, "under_pressure"), out);
  worded("Keep apart", get(page, "keep_aparts"), out);
  worded("Custody", get(page, "custody"), out);
  for (const auto& [name, heading] : {std::pair{"contacts", "Contacts"},
                                      {"phones", "Phones"},
                                      {"vehicles", "Vehicles"},
                                      {"money", "Money"},
                                      {"visits", "Visits"},
                                      {"incidents", "Incidents"}})
    worded(heading, get(page, name), out);
  if (!get(page, "reports").items.empty()) out.emplace_back("Reports");
  for (const auto& report : get(page, "reports").items) out.push_back("  " + item_line(report));
  out.emplace_back("Records");
  for (const auto& record : get(page, "records").items) {
    out.push_back("  " + text(record, "id") + "  " + source_words(get(record, "source")) + "  " +
                  text(record, "key"));
  }
  return out;
}

Result<Lines> tell_log(std::string_view json) {
  TRY_ASSIGN(const JsonValue answer, read(json));
  Lines out;
  for (const auto& look : get(answer, "looks").items) {
    out.push_back(text(look, "at") + "  " + text(look, "user") + "  " + text(look, "verb") + " '" +
                  text(look, "request") + "'  for " + text(look, "purpose") + ": " +
                  text(look, "reason") + "  (" + text(look, "came_from") + ", " +
                  std::to_string(get(look, "shown_count").integer) + " shown)");
  }
  if (get(answer, "partial").boolean)
    out.push_back("There are older ones: --before " + text(answer, "older"));
  return out;
}

Result<Lines> tell_imports(std::string_view json) {
  const auto answer = api::parse_json(json, kAnswerDepth);
  if (!answer || answer->type != JsonValue::Type::list)
    return fail(ErrorCode::kMalformedFile, "the answer is not a list of imports");
  Lines out;
  for (const auto& import : answer->items) {
    std::string line = text(import, "id") + "  " + text(get(import, "at"), "at") + "  " +
                       text(import, "agency") + "  " + text(import, "file");
    if (import.find("rows") != nullptr)
      line += "  " + number(import, "rows") + " rows, " + number(import, "taken") + " taken, " +
              number(import, "unchanged") + " unchanged";
    line +=
        ", " + number(import, "rejected") + " rejected, " + number(import, "refused") + " refused";
    if (!text(import, "retracted").empty()) line += "  UNDONE " + text(import, "retracted");
    out.push_back(std::move(line));
  }
  return out;
}

Result<Lines> tell_retraction(std::string_view json) {
  TRY_ASSIGN(const JsonValue answer, read(json));
  Lines out = {"Rests on this import: " + number(answer, "records") + " records, " +
               number(answer, "links") + " links, " + number(answer, "events") + " events"};
  if (get(answer, "stay").integer > 0)
    out.push_back(number(answer, "stay") + " records stay, because others speak of them");
  sentences("Judgements", get(answer, "judgements"), out);
  sentences("Reports", get(answer, "citations"), out);
  if (get(answer, "more").integer > 0) out.push_back(number(answer, "more") + " more");
  out.emplace_back(get(answer, "done").boolean ? "Undone."
                                               : "Nothing is undone yet. To undo it, add --yes.");
  return out;
}

Result<FirstHit> first_hit(std::string_view json) {
  TRY_ASSIGN(const JsonValue answer, read(json));
  FirstHit out;
  for (const auto& group : get(answer, "groups").items) {
    for (const auto& hit : get(group, "hits").items) {
      if (out.hits++ > 0) continue;
      out.id = text(hit, "id");
      out.title = text(hit, "title");
    }
  }
  return out;
}

}  // namespace sallyport::cli
