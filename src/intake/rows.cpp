#include "intake/rows.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "model/label.hpp"

namespace sallyport::intake {

Result<std::size_t> MemorySource::read(std::span<std::uint8_t> out) {
  const std::size_t size = std::min(out.size(), rest_.size());
  std::copy_n(rest_.begin(), size, out.begin());
  rest_ = rest_.subspan(size);
  return size;
}

Result<std::size_t> FdSource::read(std::span<std::uint8_t> out) {
  for (;;) {
    const ssize_t got = ::read(fd_, out.data(), out.size());
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) return fail(ErrorCode::kStorage, "the file could not be read");
  }
}

bool is_marking(std::string_view cell) {
  while (!cell.empty() && (cell.back() == ' ' || cell.back() == '\t')) cell.remove_suffix(1);
  while (!cell.empty() && (cell.front() == ' ' || cell.front() == '\t')) cell.remove_prefix(1);
  return model::level_named(cell).has_value();
}

}  // namespace sallyport::intake
