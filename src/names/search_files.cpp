#include "names/search_files.hpp"

#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>

namespace sallyport::names {
namespace {

constexpr std::size_t kBlock = 1u << 20;

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Close>;

std::int64_t thread_cpu_us() {
  struct timespec now = {};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * std::int64_t{1'000'000} + now.tv_nsec / 1000;
}

std::uint64_t peak_bytes() {
  struct rusage use = {};
  ::getrusage(RUSAGE_SELF, &use);
  return static_cast<std::uint64_t>(use.ru_maxrss) * 1024;
}

// Lines of a file through one block of memory; of a line only its first kMostLineBytes.
class Lines {
 public:
  static Result<Lines> open(const std::filesystem::path& path) {
    File file(std::filesystem::is_directory(path) ? nullptr : std::fopen(path.c_str(), "rb"));
    if (!file) return fail(ErrorCode::kStorage, "could not read " + path.string());
    return Lines(std::move(file), path);
  }
  /// False at the end.
  Result<bool> next(std::string_view& id, std::string_view& text) {
    for (;;) {
      TRY_ASSIGN(const bool more, next_line());
      if (!more) return false;
      ++number_;
      std::string_view line = line_;
      if (number_ == 1 && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
      if (line.ends_with('\r')) line.remove_suffix(1);
      if (line.empty()) continue;
      const std::size_t tab = line.find('\t');
      numbered_ = std::to_string(number_);
      id = tab == std::string_view::npos ? std::string_view(numbered_) : line.substr(0, tab);
      text = tab == std::string_view::npos ? line : line.substr(tab + 1);
      // Further columns are the sender's own.
      text = text.substr(0, text.find('\t'));
      return true;
    }
  }

 private:
  Lines(File file, const std::filesystem::path& path)
      : file_(std::move(file)), path_(path.string()), block_(kBlock) {}

  Result<bool> next_line() {
    line_.clear();
    bool any = false;
    for (;;) {
      if (at_ == end_) {
        end_ = std::fread(block_.data(), 1, block_.size(), file_.get());
        at_ = 0;
        if (end_ == 0) {
          if (std::ferror(file_.get()) != 0)
            return fail(ErrorCode::kStorage, "could not read " + path_);
          return any;
        }
      }
      any = true;
      const std::string_view rest(block_.data() + at_, end_ - at_);
      const std::size_t stop = std::min(rest.find('\n'), rest.size());
      line_.append(rest.substr(0, std::min(stop, kMostLineBytes - line_.size())));
      at_ += stop;
      if (stop == rest.size()) continue;
      ++at_;
      return true;
    }
  }

  File file_;
  std::string path_;
  std::vector<char> block_;
  std::size_t at_ = 0, end_ = 0;
  std::string line_;
  std::string numbered_;
  std::uint64_t number_ = 0;
};

class HitsFile {
 public:
  static Result<HitsFile> open(const std::filesystem::path& path) {
    HitsFile out;
    if (path.empty()) return out;
    out.file_.reset(std::fopen(path.c_str(), "wb"));
    if (!out.file_) return fail(ErrorCode::kStorage, "could not write " + path.string());
    out.path_ = path.string();
    return out;
  }
  void add(const Answer& answer) {
    if (!file_) return;
    line_.clear();
    int rank = 0;
    for (const Hit& hit : answer.hits) {
      line_.append(answer.query_id).append("\t").append(std::to_string(++rank)).append("\t");
      line_.append(answer.index.id(hit.row)).append("\t").append(std::to_string(hit.score));
      line_.append("\t").append(answer.index.name(hit.row)).append("\n");
    }
    failed_ = failed_ || std::fwrite(line_.data(), 1, line_.size(), file_.get()) != line_.size();
  }
  Status finish() {
    if (!file_) return ok();
    failed_ = std::fclose(file_.release()) != 0 || failed_;
    if (failed_) return fail(ErrorCode::kStorage, "could not write " + path_);
    return ok();
  }

 private:
  File file_;
  std::string path_;
  std::string line_;
  bool failed_ = false;
};

Spread spread_of(std::vector<std::uint32_t>& times) {
  if (times.empty()) return {};
  std::sort(times.begin(), times.end());
  const auto at = [&](std::size_t percent) {
    return std::int64_t{times[std::min(times.size() - 1, times.size() * percent / 100)]};
  };
  return {at(50), at(95), at(99), times.back()};
}

}  // namespace

Result<NameIndex> read_names(const std::filesystem::path& names) {
  TRY_ASSIGN(Lines lines, Lines::open(names));
  NameIndex index;
  std::string_view id, name;
  for (;;) {
    TRY_ASSIGN(const bool more, lines.next(id, name));
    if (!more) break;
    TRY(index.add(id, name));
  }
  TRY(index.finish());
  return index;
}

Result<FileSearchReport> search_files(const FileSearch& request, Clock& clock,
                                      const AnswerSink& sink) {
  FileSearchReport report;
  TRY_ASSIGN(Lines queries, Lines::open(request.queries));
  const std::int64_t begun = clock.monotonic_us();
  const std::int64_t begun_cpu = thread_cpu_us();
  TRY_ASSIGN(const NameIndex index, read_names(request.names));
  Searcher searcher(index);
  report.build_us = clock.monotonic_us() - begun;
  report.build_cpu_us = thread_cpu_us() - begun_cpu;
  TRY_ASSIGN(HitsFile out, HitsFile::open(request.out));
  std::vector<std::uint32_t> wall, cpu;
  std::string_view id, text;
  for (;;) {
    TRY_ASSIGN(const bool more, queries.next(id, text));
    if (!more) break;
    const std::int64_t from = clock.monotonic_us();
    const std::int64_t from_cpu = thread_cpu_us();
    const std::vector<Hit> hits = searcher.search(text, request.top);
    cpu.push_back(static_cast<std::uint32_t>(thread_cpu_us() - from_cpu));
    wall.push_back(static_cast<std::uint32_t>(clock.monotonic_us() - from));
    report.search_us += wall.back();
    report.search_cpu_us += cpu.back();
    report.unanswered += hits.empty() ? 1 : 0;
    const Answer answer{id, text, hits, index};
    out.add(answer);
    if (sink) sink(answer);
  }
  TRY(out.finish());
  report.names = index.size();
  report.words = index.distinct_words();
  report.queries = wall.size();
  report.wall = spread_of(wall);
  report.cpu = spread_of(cpu);
  report.index_bytes = index.bytes();
  report.searcher_bytes = searcher.bytes();
  report.peak_bytes = peak_bytes();
  return report;
}

}  // namespace sallyport::names
