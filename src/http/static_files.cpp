#include "http/static_files.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "http/internal/characters.hpp"

namespace sallyport::http {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kTypes = {{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".txt", "text/plain; charset=utf-8"},
    {".webmanifest", "application/manifest+json"},
    {".map", "application/json"},
}};

bool is_under(std::string_view path, std::string_view folder) {
  return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

Response answer_with(const StaticFiles::File& file) {
  Response out;
  out.body = file.bytes;
  out.content_type = file.content_type;
  if (file.immutable) out.headers.set("Cache-Control", "public, max-age=31536000, immutable");
  return out;
}

}  // namespace

std::string_view content_type_of(std::string_view path) {
  for (const auto& [extension, type] : kTypes) {
    if (path.ends_with(extension)) return type;
  }
  return "application/octet-stream";
}

bool has_hashed_name(std::string_view path) {
  if (!is_under(path, "/assets")) return false;
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const std::size_t dot = name.find('.');
  if (dot == std::string_view::npos) return false;
  const std::string_view stem = name.substr(0, dot);
  if (stem.size() < 10) return false;
  // The hash itself may hold dashes: what counts is a dash before the last eight characters.
  const std::string_view hash = stem.substr(stem.size() - 8);
  return stem[stem.size() - 9] == '-' && std::all_of(hash.begin(), hash.end(), [](char c) {
           return is_letter(c) || is_digit(c) || c == '_' || c == '-';
         });
}

void StaticFiles::add(std::string path, std::string bytes) {
  File file{std::move(bytes), std::string(content_type_of(path)), has_hashed_name(path)};
  add(std::move(path), std::move(file));
}

void StaticFiles::add(std::string path, File file) {
  files_.insert_or_assign(std::move(path), std::move(file));
}

std::optional<Response> StaticFiles::answer(Method method, const std::string& path) const {
  if (method != Method::kGet && method != Method::kHead) return std::nullopt;
  if (is_under(path, "/api") || is_under(path, "/problems")) return std::nullopt;
  if (const auto it = files_.find(path); it != files_.end()) return answer_with(it->second);
  if (path.find('.', path.rfind('/')) != std::string::npos) return std::nullopt;
  if (const auto it = files_.find("/index.html"); it != files_.end()) {
    return answer_with(it->second);
  }
  return std::nullopt;
}

}  // namespace sallyport::http
