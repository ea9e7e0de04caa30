#include "http/router.hpp"

#include <algorithm>
#include <map>

#include "base/assert.hpp"
#include "http/problem.hpp"

namespace sallyport::http {

struct Router::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
  std::unique_ptr<Node> named;
  std::map<Method, Route> routes;
};

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(Method method, std::string_view pattern, Handler handler, RouteOptions options) {
  SALLYPORT_ASSERT(pattern.starts_with('/'));
  SALLYPORT_ASSERT(method != Method::kOther && method != Method::kHead);
  Route route{method, std::string(pattern), {}, std::move(handler), std::move(options)};
  Node* node = root_.get();
  std::string_view rest = pattern;
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const std::size_t end = std::min(rest.find('/'), rest.size());
    const std::string_view segment = rest.substr(0, end);
    rest.remove_prefix(end);
    if (segment.starts_with('{')) {
      SALLYPORT_ASSERT(segment.size() > 2 && segment.ends_with('}'));
      route.names.emplace_back(segment.substr(1, segment.size() - 2));
      if (!node->named) node->named = std::make_unique<Node>();
      node = node->named.get();
    } else {
      SALLYPORT_ASSERT(segment.find_first_of("{}") == std::string_view::npos);
      auto& next = node->literals[std::string(segment)];
      if (!next) next = std::make_unique<Node>();
      node = next.get();
    }
  }
  const bool is_new = node->routes.emplace(method, std::move(route)).second;
  SALLYPORT_ASSERT(is_new);
}

void Router::get(std::string_view pattern, Handler handler, RouteOptions options) {
  add(Method::kGet, pattern, std::move(handler), std::move(options));
}

void Router::post(std::string_view pattern, Handler handler, RouteOptions options) {
  add(Method::kPost, pattern, std::move(handler), std::move(options));
}

void Router::guard(Guard guard) {
  guard_ = std::move(guard);
}

const Router::Node* Router::find(const Node& node, const std::vector<std::string>& segments,
                                 std::size_t depth, std::vector<std::string>& values) const {
  if (depth == segments.size()) return node.routes.empty() ? nullptr : &node;
  const std::string& segment = segments[depth];
  if (const auto it = node.literals.find(segment); it != node.literals.end()) {
    if (const Node* found = find(*it->second, segments, depth + 1, values)) return found;
  }
  if (!node.named || segment.empty()) return nullptr;
  values.push_back(segment);
  if (const Node* found = find(*node.named, segments, depth + 1, values)) return found;
  values.pop_back();
  return nullptr;
}

Router::Match Router::match(Method method, const std::vector<std::string>& segments) const {
  Match out;
  std::vector<std::string> values;
  const Node* node = find(*root_, segments, 0, values);
  if (node == nullptr) {
    out.refusal = problem(ErrorCode::kNotFound);
    return out;
  }
  out.address_known = true;
  const auto it = node->routes.find(method == Method::kHead ? Method::kGet : method);
  if (it == node->routes.end()) {
    std::string allow;
    for (const auto& [known, route] : node->routes) {
      if (!allow.empty()) allow += ", ";
      allow += to_text(known);
      if (known == Method::kGet) allow += ", HEAD";
    }
    out.refusal = problem(ErrorCode::kMethodNotAllowed);
    out.refusal->headers.set("Allow", std::move(allow));
    return out;
  }
  out.route = &it->second;
  for (std::size_t i = 0; i < values.size(); ++i) {
    out.params.emplace_back(out.route->names[i], std::move(values[i]));
  }
  return out;
}

std::vector<const Route*> Router::routes() const {
  std::vector<const Route*> out;
  std::vector<const Node*> open = {root_.get()};
  while (!open.empty()) {
    const Node* node = open.back();
    open.pop_back();
    for (const auto& [method, route] : node->routes) out.push_back(&route);
    for (const auto& [segment, next] : node->literals) open.push_back(next.get());
    if (node->named) open.push_back(node->named.get());
  }
  std::sort(out.begin(), out.end(), [](const Route* a, const Route* b) {
    return a->pattern != b->pattern ? a->pattern < b->pattern : a->method < b->method;
  });
  return out;
}

}  // namespace sallyport::http
