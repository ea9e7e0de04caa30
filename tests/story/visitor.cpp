#include "visitor.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "country.hpp"

namespace sallyport::story {
namespace {

using api::JsonValue;

constexpr int kAnswerDepth = 32;

std::string json_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string list_of(const std::vector<std::string>& ids) {
  std::string out;
  for (const auto& id : ids) out += (out.empty() ? "" : ",") + json_text(id);
  return "[" + out + "]";
}

std::string address_of(const std::string& kind, const std::string& id) {
  if (kind == "person") return "/api/people/" + id;
  if (kind == "group") return "/api/groups/" + id;
  if (kind == "place") return "/api/places/" + id;
  if (kind == "report") return "/api/reports/" + id;
  return "/api/things/" + id;
}

http::Client must_reach(std::uint16_t port) {
  auto client = http::Client::tcp("localhost", port);
  if (!client) {
    ADD_FAILURE() << to_text(client.error());
    std::abort();
  }
  return std::move(*client);
}

void read_into(const JsonValue& value, std::string& out) {
  if (value.type == JsonValue::Type::text) out += value.text + "\n";
  for (const auto& item : value.items) read_into(item, out);
}

}  // namespace

Told::Told(int status, std::shared_ptr<const JsonValue> value)
    : status_(status), value_(std::move(value)) {}

Told Told::part(const JsonValue* value) const {
  return value == nullptr ? Told(status_, nullptr)
                          : Told(status_, std::shared_ptr<const JsonValue>(value_, value));
}

Told Told::operator[](std::string_view member) const {
  Told at = *this;
  while (at.there() && !member.empty()) {
    const auto dot = member.find('.');
    at = at.part(at.value_->find(member.substr(0, dot)));
    member = dot == std::string_view::npos ? std::string_view() : member.substr(dot + 1);
  }
  return at;
}

Told Told::operator[](std::size_t place) const {
  const auto items = all();
  return place < items.size() ? items[place] : part(nullptr);
}

std::string Told::text() const {
  return there() && value_->type == JsonValue::Type::text ? value_->text : std::string();
}

std::int64_t Told::count() const {
  return there() && value_->type == JsonValue::Type::integer ? value_->integer : -1;
}

bool Told::yes() const {
  return there() && value_->type == JsonValue::Type::boolean && value_->boolean;
}

std::vector<Told> Told::all() const {
  std::vector<Told> out;
  if (!there() || value_->type != JsonValue::Type::list) return out;
  for (const auto& item : value_->items) out.push_back(part(&item));
  return out;
}

std::string Told::words() const {
  if (!there()) return {};
  if (value_->type == JsonValue::Type::text) return value_->text;
  if (value_->type == JsonValue::Type::object) return (*this)["text"].text();
  std::string out;
  for (const auto& item : all()) {
    if (!out.empty() && item.value_->type == JsonValue::Type::list) out += " ";
    out += item.words();
  }
  return out;
}

Told Told::with(std::string_view member, std::string_view part_of_it) const {
  for (const auto& item : all()) {
    if (item[member].words().find(part_of_it) != std::string::npos) return item;
  }
  return part(nullptr);
}

std::vector<std::string> Told::each(std::string_view member) const {
  std::vector<std::string> out;
  for (const auto& item : all()) out.push_back(item[member].words());
  return out;
}

std::string Told::everything() const {
  std::string out;
  if (there()) read_into(*value_, out);
  return out;
}

Visitor::Visitor(Country& country, std::string user, const std::string& purpose)
    : user_(std::move(user)), client_(must_reach(country.port())) {
  session_ = post("/api/session", "{\"user\":" + json_text(user_) + ",\"passphrase\":" +
                                      json_text(country.passphrase_of(user_)) + "}");
  EXPECT_EQ(session_.status(), 200) << user_ << ": " << bytes_;
  csrf_ = session_["csrf"].text();
  EXPECT_EQ(session_["business_now.local"].text(), "Thu 15 Oct 2026 07:00") << user_;
  const std::string looks_for = purpose.empty() ? session_["purpose"].text() : purpose;
  session_ = post("/api/session/reason", "{\"purpose\":" + json_text(looks_for) +
                                             ",\"reason\":\"the work of the story day\"}");
  EXPECT_EQ(session_.status(), 200) << user_ << ": " << bytes_;
}

Told Visitor::ask(http::Method method, const std::string& target, std::string body) {
  http::ClientCall call;
  call.method = method;
  call.target = target;
  call.body = std::move(body);
  if (!csrf_.empty()) call.headers.set("X-CSRF", csrf_);
  auto answer = client_.send(call);
  if (!answer) {
    ADD_FAILURE() << user_ << ", " << target << ": " << to_text(answer.error());
    return {};
  }
  bytes_ = std::move(answer->body);
  auto value = api::parse_json(bytes_, kAnswerDepth);
  if (!value) return Told(answer->status, nullptr);
  return Told(answer->status, std::make_shared<const JsonValue>(std::move(*value)));
}

Told Visitor::get(const std::string& target) {
  return ask(http::Method::kGet, target, {});
}

Told Visitor::post(const std::string& target, const std::string& body) {
  return ask(http::Method::kPost, target, body);
}

Told Visitor::search(const std::string& text) {
  return post("/api/search", "{\"q\":" + json_text(text) + "}");
}

Told Visitor::first(const std::string& text) {
  return search(text)["groups"][0]["hits"][0];
}

Told Visitor::hit(const std::string& text, const std::string& titled) {
  for (const auto& group : search(text)["groups"].all()) {
    for (const auto& hit : group["hits"].all()) {
      if (hit["title"].text() == titled) return hit;
    }
  }
  return {};
}

Told Visitor::open(const Told& item) {
  return open(item["kind"].text(), item["id"].text());
}

Told Visitor::open(const std::string& kind, const std::string& id) {
  return get(address_of(kind, id));
}

Told Visitor::why_one_person(const std::string& person) {
  return get("/api/people/" + person + "/identity");
}

Told Visitor::connect(const std::string& from, const std::string& to) {
  return post("/api/paths", "{\"from\":" + json_text(from) + ",\"to\":" + json_text(to) + "}");
}

Told Visitor::neighbourhood(const std::vector<std::string>& ids, int depth) {
  return post("/api/neighbourhoods",
              "{\"ids\":" + list_of(ids) + ",\"depth\":" + std::to_string(depth) + "}");
}

Told Visitor::time_line(const std::vector<std::string>& ids) {
  return post("/api/timelines", "{\"ids\":" + list_of(ids) + "}");
}

Told Visitor::arrivals(const std::string& place) {
  return post("/api/arrivals", place.empty() ? "{}" : "{\"place\":" + json_text(place) + "}");
}

Told Visitor::imports() {
  return get("/api/imports");
}

Told Visitor::judge(const std::string& a, const std::string& b, const std::string& verdict,
                    const std::string& reason) {
  return post("/api/judgements", "{\"a\":" + json_text(a) + ",\"b\":" + json_text(b) +
                                     ",\"verdict\":" + json_text(verdict) +
                                     ",\"reason\":" + json_text(reason) + "}");
}

Told Visitor::undo(const std::string& judgement, const std::string& reason) {
  return post("/api/judgements/" + judgement + "/undo", "{\"reason\":" + json_text(reason) + "}");
}

Told Visitor::file_report(const std::string& body) {
  return post("/api/reports", body);
}

}  // namespace sallyport::story
