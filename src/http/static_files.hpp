// The built web, held in memory and given at start: no file is opened on behalf of a request, so no
// path leads out of it. Files whose name carries a build hash may be kept by browsers for ever;
// everything else, index.html included, is fetched anew. An address that is no file and has no dot
// in its last segment gets index.html (the workbench routes in the browser); /api and /problems
// never do. Ownership: values; const after filling, safe in any thread. Look-up O(log n).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.hpp"

namespace sallyport::http {

class StaticFiles {
 public:
  struct File {
    std::string bytes;
    std::string content_type;
    bool immutable = false;
  };
  /// `path` starts with a slash: "/assets/index-4f3a2b1c.js". The type follows the extension and
  /// immutable the name.
  void add(std::string path, std::string bytes);
  void add(std::string path, File file);
  bool empty() const { return files_.empty(); }

  /// Nothing for methods other than GET and HEAD, and where no file answers.
  std::optional<Response> answer(Method method, const std::string& path) const;

 private:
  std::map<std::string, File, std::less<>> files_;
};

/// By extension; "application/octet-stream" when unknown.
std::string_view content_type_of(std::string_view path);
/// Vite's names: "/assets/name-<8 or more of A-Z a-z 0-9 _ ->.ext".
bool has_hashed_name(std::string_view path);

}  // namespace sallyport::http
