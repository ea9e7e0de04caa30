#include "linkage/internal/csv.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "base/limits.hpp"

namespace sallyport::linkage {
namespace {

constexpr std::size_t kReleaseStep = 8u << 20;

/// The separator that the first line has most of, outside quotes.
char find_separator(std::string_view bytes) {
  std::size_t commas = 0, semicolons = 0, tabs = 0;
  bool quoted = false;
  for (const char c : bytes.substr(0, 64u << 10)) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n') break;
    commas += c == ',';
    semicolons += c == ';';
    tabs += c == '\t';
  }
  if (tabs > commas && tabs >= semicolons) return '\t';
  return semicolons > commas ? ';' : ',';
}

}  // namespace

CsvScanner::CsvScanner(std::string_view bytes) : bytes_(bytes) {
  if (bytes_.starts_with("\xEF\xBB\xBF")) bytes_.remove_prefix(3);
  separator_ = find_separator(bytes_);
}

std::string_view CsvScanner::quoted_cell() {
  const std::size_t begin = ++at_;
  const std::size_t close = bytes_.find('"', at_);
  if (close != std::string_view::npos && (close + 1 == bytes_.size() || bytes_[close + 1] != '"')) {
    at_ = close + 1;
    return bytes_.substr(begin, close - begin);
  }
  if (unquoted_used_ == unquoted_.size()) unquoted_.emplace_back();
  std::string& out = unquoted_[unquoted_used_++];
  out.clear();
  while (at_ < bytes_.size()) {
    const char c = bytes_[at_++];
    if (c != '"') {
      out += c;
    } else if (at_ < bytes_.size() && bytes_[at_] == '"') {
      out += '"';
      ++at_;
    } else {
      break;
    }
  }
  return out;
}

bool CsvScanner::ends_row(std::string_view& plain) {
  const std::size_t begin = at_;
  while (at_ < bytes_.size() && bytes_[at_] != separator_ && bytes_[at_] != '\n') ++at_;
  plain = bytes_.substr(begin, at_ - begin);
  const bool last = at_ == bytes_.size() || bytes_[at_] == '\n';
  if (last && plain.ends_with('\r')) plain.remove_suffix(1);
  if (at_ < bytes_.size()) ++at_;
  return last;
}

bool CsvScanner::next(std::vector<std::string_view>& cells) {
  unquoted_used_ = 0;
  unquoted_.reserve(64);  // views into its strings must not move while a row is read
  while (at_ < bytes_.size()) {
    cells.clear();
    for (bool last = false; !last;) {
      // blanks before a quote are no part of the cell, as Febrl writes them
      std::size_t start = at_;
      while (start < bytes_.size() && bytes_[start] == ' ') ++start;
      std::string_view rest;
      if (start < bytes_.size() && bytes_[start] == '"' && unquoted_used_ < 64) {
        at_ = start;
        const std::string_view cell = quoted_cell();
        last = ends_row(rest);
        if (cells.size() < limits::kColumns) cells.push_back(cell);
      } else {
        last = ends_row(rest);
        if (cells.size() < limits::kColumns) cells.push_back(rest);
      }
    }
    if (cells.size() > 1 || !cells.front().empty()) return true;
  }
  return false;
}

void append_cell(std::string& out, std::string_view cell) {
  if (cell.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += cell;
    return;
  }
  out += '"';
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

bool MappedFile::open(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  struct stat about = {};
  bool good = ::fstat(file, &about) == 0 && S_ISREG(about.st_mode);
  if (good && about.st_size > 0) {
    const auto size = static_cast<std::size_t>(about.st_size);
    void* at = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
    good = at != MAP_FAILED;
    if (good) {
      ::madvise(at, size, MADV_SEQUENTIAL);
      bytes_ = {static_cast<const char*>(at), size};
    }
  }
  ::close(file);
  return good;
}

void MappedFile::release_before(std::size_t position) {
  if (position < released_ + kReleaseStep) return;
  const std::size_t upto = position / kReleaseStep * kReleaseStep;
  ::madvise(const_cast<char*>(bytes_.data()) + released_, upto - released_, MADV_DONTNEED);
  released_ = upto;
}

}  // namespace sallyport::linkage
