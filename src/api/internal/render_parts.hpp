// The small shapes that pages are made of: segments, sources, values, items, times.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/internal/json_out.hpp"
#include "api/render.hpp"
#include "service/facts.hpp"

namespace sallyport::api {

std::string_view kind_name(model::RecordKind kind);  ///< total: "unknown" too

void put(JsonOut& out, const service::Sentence& sentence);
void put(JsonOut& out, const service::Source& source);
void put(JsonOut& out, const service::Telling& telling);
/// The fields of a telling inside an object that has more.
void put_telling_fields(JsonOut& out, const service::Telling& telling);
void put(JsonOut& out, const service::Value& value);
void put(JsonOut& out, const service::Field& field);
void put(JsonOut& out, const service::Item& item);
/// The fields of an item inside an object that has more.
void put_item_fields(JsonOut& out, const service::Item& item);
void put(JsonOut& out, const service::Moment& moment);
void put_time(JsonOut& out, Instant at);
void put(JsonOut& out, const service::TimelineEntry& entry);
void put(JsonOut& out, const service::Contact& contact);
void put(JsonOut& out, const service::ArrivalLine& arrival);
void put(JsonOut& out, const service::FeedLine& feed);
void put(JsonOut& out, const service::MayBe& may_be);

template <class T>
void put(JsonOut& out, std::string_view name, const T& value) {
  out.key(name);
  put(out, value);
}
template <class T>
void put_list(JsonOut& out, std::string_view name, const std::vector<T>& items) {
  out.list(name, items, [](JsonOut& o, const T& one) { put(o, one); });
}
template <class T>
void put_optional(JsonOut& out, std::string_view name, const std::optional<T>& value) {
  if (value) put(out, name, *value);
}
void put_ids(JsonOut& out, std::string_view name, const std::vector<Id128>& ids);
void put_marked(JsonOut& out, Marked marked);
/// A whole answer about people, things or reports: its marking, then what `fill` puts.
template <class Fill>
std::string document(Marked marked, Fill&& fill) {
  JsonOut out;
  out.open();
  put_marked(out, marked);
  fill(out);
  out.close();
  return out.take();
}

}  // namespace sallyport::api
