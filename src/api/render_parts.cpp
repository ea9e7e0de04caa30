#include "api/internal/render_parts.hpp"

#include "network/words.hpp"
#include "service/teller.hpp"

namespace sallyport::api {

std::string_view kind_name(model::RecordKind kind) {
  return kind == model::RecordKind::unknown ? "unknown" : model::info(kind).name;
}

void put(JsonOut& out, const service::Sentence& sentence) {
  out.open_list();
  for (const auto& segment : sentence) {
    out.open();
    out.field("text", segment.text);
    if (!segment.id.is_nil()) {
      out.field("id", segment.id);
      out.optional("kind", segment.kind);
    }
    out.close();
  }
  out.close_list();
}

void put(JsonOut& out, const service::Source& source) {
  out.open();
  out.field("record", source.record);
  out.field("kind", kind_name(source.kind));
  out.field("agency", source.agency);
  out.field("tag", source.tag);
  out.field("title", source.title);
  out.close();
}

void put_telling_fields(JsonOut& out, const service::Telling& telling) {
  put(out, "source", telling.source);
  out.optional("grade", telling.grade);
  out.optional("grade_words", telling.grade_words);
  out.field("recorded", telling.recorded);
  out.field("age", telling.age);
}

void put(JsonOut& out, const service::Telling& telling) {
  out.open();
  put_telling_fields(out, telling);
  out.close();
}

void put(JsonOut& out, const service::Value& value) {
  const auto& info = model::info(value.property);
  out.open();
  out.field("property", info.name);
  out.field("words", info.words);
  out.field("value", value.value);
  out.optional("meaning", value.meaning);
  out.optional("raw", value.raw);
  put_telling_fields(out, value.told);
  out.field("certainty", service::certainty_words(value.certainty));
  out.optional("from", value.from);
  out.optional("to", value.to);
  out.close();
}

void put(JsonOut& out, const service::Field& field) {
  const auto& info = model::info(field.property);
  out.open();
  out.field("property", info.name);
  out.field("words", info.words);
  put_list(out, "values", field.values);
  out.flag("differ", field.differ);
  out.close();
}

void put_item_fields(JsonOut& out, const service::Item& item) {
  out.field("id", item.id);
  out.field("kind", kind_name(item.kind));
  out.field("title", item.title);
  out.field("subtitle", item.subtitle);
  out.texts("tags", item.tags);
}

void put(JsonOut& out, const service::Item& item) {
  out.open();
  put_item_fields(out, item);
  out.close();
}

void put(JsonOut& out, const service::Moment& moment) {
  out.open();
  out.field("at", to_text(moment.at));
  out.field("local", moment.local);
  out.close();
}

void put_time(JsonOut& out, Instant at) {
  put(out, service::Moment{at, network::time_words(at)});
}

void put(JsonOut& out, const service::TimelineEntry& entry) {
  out.open();
  out.field("id", entry.id);
  out.field("lane", entry.lane);
  out.field("what", entry.what);
  put(out, "time", entry.time);
  put_optional(out, "until", entry.until);
  put(out, "words", entry.words);
  put_list(out, "told", entry.told);
  out.optional("gap", entry.gap);
  out.close();
}

void put(JsonOut& out, const service::Contact& contact) {
  out.open();
  put(out, "item", contact.item);
  put(out, "words", contact.words);
  put_ids(out, "ids", contact.ids);
  put_list(out, "told", contact.told);
  out.optional("first", contact.first);
  out.optional("last", contact.last);
  out.close();
}

void put_ids(JsonOut& out, std::string_view name, const std::vector<Id128>& ids) {
  out.list(name, ids, [](JsonOut& o, Id128 id) { o.id(id); });
}

void put_marked(JsonOut& out, Marked marked) {
  out.field("marking", marked.marking);
  out.flag("partial", marked.partial);
}

}  // namespace sallyport::api
