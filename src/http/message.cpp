#include "http/message.hpp"

#include <algorithm>

#include "http/cookies.hpp"

namespace sallyport::http {

namespace {
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}
}  // namespace

std::string_view to_text(Method method) {
  switch (method) {
    case Method::kGet:
      return "GET";
    case Method::kHead:
      return "HEAD";
    case Method::kPost:
      return "POST";
    case Method::kPut:
      return "PUT";
    case Method::kPatch:
      return "PATCH";
    case Method::kDelete:
      return "DELETE";
    case Method::kOther:
      break;
  }
  return "other";
}

Method parse_method(std::string_view text) {
  for (const Method m : {Method::kGet, Method::kHead, Method::kPost, Method::kPut, Method::kPatch,
                         Method::kDelete}) {
    if (to_text(m) == text) return m;
  }
  return Method::kOther;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return lower(x) == lower(y); });
}

void Headers::add(std::string name, std::string value) {
  lines_.push_back({std::move(name), std::move(value)});
}

void Headers::set(std::string_view name, std::string value) {
  std::erase_if(lines_, [&](const Header& h) { return equal_ignoring_case(h.name, name); });
  lines_.push_back({std::string(name), std::move(value)});
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
  for (const Header& h : lines_) {
    if (equal_ignoring_case(h.name, name)) return h.value;
  }
  return std::nullopt;
}

std::size_t Headers::count(std::string_view name) const {
  return static_cast<std::size_t>(std::count_if(lines_.begin(), lines_.end(), [&](const Header& h) {
    return equal_ignoring_case(h.name, name);
  }));
}

std::optional<std::string_view> find_pair(const Pairs& pairs, std::string_view name) {
  for (const auto& [key, value] : pairs) {
    if (key == name) return value;
  }
  return std::nullopt;
}

std::string_view Request::param(std::string_view name) const {
  return find_pair(params, name).value_or(std::string_view());
}

Pairs Request::cookies() const {
  return parse_cookies(header("cookie").value_or(""));
}

Response Response::json(std::string body, int status) {
  Response out;
  out.status = status;
  out.body = std::move(body);
  return out;
}

Response Response::text(std::string body, int status) {
  Response out = json(std::move(body), status);
  out.content_type = "text/plain; charset=utf-8";
  return out;
}

Response Response::empty(int status) {
  Response out;
  out.status = status;
  out.content_type.clear();
  return out;
}

Response Response::event_stream(std::shared_ptr<EventStream> events) {
  Response out;
  out.content_type = "text/event-stream";
  out.events = std::move(events);
  return out;
}

}  // namespace sallyport::http
