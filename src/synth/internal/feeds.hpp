// The files that are written: which feeds there are, and one file of a feed with the story's rows
// woven in by sort key and the truth of its records beside it.
// A FeedFile is owned and used by one task (one thread). Failure: remembered, given by close().
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/assert.hpp"
#include "base/result.hpp"
#include "synth/synth.hpp"

namespace sallyport::synth {

struct FeedSpec {
  const char* name;     ///< "prison.calls"
  const char* stem;     ///< "calls"
  const char* marking;  ///< line 1
  bool json_lines;
  const char* header;  ///< line 2 of a CSV
};

std::span<const FeedSpec> feed_specs();
const FeedSpec& feed_spec(std::string_view name);

/// One row of the fixed layer, whole and final.
struct StoryRow {
  std::string agency;
  std::string feed;
  std::string part;       ///< "2026-09" for monthly files, else empty
  std::uint64_t key = 0;  ///< where it stands in the file's order
  std::string line;
  std::vector<std::pair<std::string, std::string>> people;  ///< record id, cluster id
};

/// Builds one CSV line; quotes where RFC 4180 asks for it.
class Csv {
 public:
  Csv& text(std::string_view value);
  Csv& number(std::int64_t value);
  Csv& pounds(std::int64_t pence);
  Csv& empty() { return text({}); }
  const std::string& line() const { return line_; }
  std::string take() { return std::move(line_); }
  void clear() {
    line_.clear();
    first_ = true;
  }

 private:
  std::string line_;
  bool first_ = true;
};

class FeedFile {
 public:
  /// `story` is the whole fixed layer: the file takes what is its own.
  FeedFile(const std::filesystem::path& out, std::string_view agency, const FeedSpec& spec,
           std::string_view part, std::span<const StoryRow> story);
  ~FeedFile();
  FeedFile(const FeedFile&) = delete;
  FeedFile& operator=(const FeedFile&) = delete;

  /// Keys must not descend.
  void row(std::uint64_t key, std::string_view line);
  void truth(std::string_view record_id, std::string_view cluster);
  std::uint64_t rows() const { return count_.rows; }
  Result<FileCount> close();
  /// The truth's part file, relative to out; gathered by the caller.
  static std::filesystem::path truth_part(std::string_view agency, std::string_view file);

 private:
  void put(std::string_view line);
  void story_up_to(std::uint64_t key);
  void flush(std::FILE* file, std::string& buffer);

  std::vector<const StoryRow*> story_;
  std::size_t next_story_ = 0;
  std::uint64_t last_key_ = 0;
  const FeedSpec* spec_;
  FileCount count_;
  std::FILE* file_ = nullptr;
  std::FILE* truth_file_ = nullptr;
  std::string buffer_, truth_buffer_;
  bool failed_ = false;
};

/// Sort keys: text of up to eight bytes in its own order, or seconds of a local time.
std::uint64_t text_key(std::string_view text);

}  // namespace sallyport::synth
