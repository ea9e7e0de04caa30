#include "synth/internal/feeds.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace sallyport::synth {
namespace {

constexpr std::size_t kFlushBytes = 1u << 18;

}  // namespace

Csv& Csv::text(std::string_view value) {
  if (!first_) line_ += ',';
  first_ = false;
  if (value.find_first_of(",\"\n\r") == std::string_view::npos) {
    line_ += value;
    return *this;
  }
  line_ += '"';
  for (const char c : value) {
    if (c == '"') line_ += '"';
    line_ += c;
  }
  line_ += '"';
  return *this;
}

Csv& Csv::number(std::int64_t value) {
  return text(fmt::format_int(value).c_str());
}

Csv& Csv::pounds(std::int64_t pence) {
  return text(fmt::format("{}.{:02}", pence / 100, pence % 100));
}

FeedFile::FeedFile(const std::filesystem::path& out, std::string_view agency, const FeedSpec& spec,
                   std::string_view part, std::span<const StoryRow> story)
    : spec_(&spec) {
  const std::string name = fmt::format("{}{}{}{}", spec.stem, part.empty() ? "" : "_", part,
                                       spec.json_lines ? ".jsonl" : ".csv");
  count_.path = fmt::format("{}/{}", agency, name);
  count_.feed = spec.name;
  for (const StoryRow& row : story) {
    if (row.agency == agency && row.feed == spec.name && row.part == part) story_.push_back(&row);
  }
  std::stable_sort(story_.begin(), story_.end(),
                   [](const StoryRow* a, const StoryRow* b) { return a->key < b->key; });
  file_ = std::fopen((out / count_.path).c_str(), "wb");
  truth_file_ = std::fopen((out / truth_part(agency, name)).c_str(), "wb");
  failed_ = file_ == nullptr || truth_file_ == nullptr;
  if (spec.json_lines) {
    put(fmt::format("{{\"marking\":\"{}\",\"feed\":\"{}\"}}", spec.marking, spec.name));
  } else {
    put(spec.marking);
    put(spec.header);
  }
  count_.rows = 0;
}

FeedFile::~FeedFile() {
  if (file_ != nullptr) std::fclose(file_);
  if (truth_file_ != nullptr) std::fclose(truth_file_);
}

std::filesystem::path FeedFile::truth_part(std::string_view agency, std::string_view file) {
  return std::filesystem::path("truth") / "parts" / fmt::format("{}.{}", agency, file);
}

void FeedFile::put(std::string_view line) {
  buffer_ += line;
  buffer_ += '\n';
  ++count_.rows;
  if (buffer_.size() >= kFlushBytes) flush(file_, buffer_);
}

void FeedFile::flush(std::FILE* file, std::string& buffer) {
  if (file == file_) count_.bytes += buffer.size();
  if (!failed_ && std::fwrite(buffer.data(), 1, buffer.size(), file) != buffer.size()) {
    failed_ = true;
  }
  buffer.clear();
}

void FeedFile::story_up_to(std::uint64_t key) {
  while (next_story_ < story_.size() && story_[next_story_]->key <= key) {
    const StoryRow& row = *story_[next_story_++];
    put(row.line);
    for (const auto& [record, cluster] : row.people) truth(record, cluster);
  }
}

void FeedFile::row(std::uint64_t key, std::string_view line) {
  SALLYPORT_ASSERT(key >= last_key_);
  last_key_ = key;
  story_up_to(key);
  put(line);
}

void FeedFile::truth(std::string_view record_id, std::string_view cluster) {
  fmt::format_to(std::back_inserter(truth_buffer_), "{},{},{}\n", spec_->name, record_id, cluster);
  if (truth_buffer_.size() >= kFlushBytes) flush(truth_file_, truth_buffer_);
}

Result<FileCount> FeedFile::close() {
  story_up_to(~std::uint64_t{0});
  if (file_ != nullptr) flush(file_, buffer_);
  if (truth_file_ != nullptr) flush(truth_file_, truth_buffer_);
  for (std::FILE** file : {&file_, &truth_file_}) {
    if (*file != nullptr && std::fclose(*file) != 0) failed_ = true;
    *file = nullptr;
  }
  if (failed_) return fail(ErrorCode::kStorage, "could not write " + count_.path);
  return count_;
}

std::uint64_t text_key(std::string_view text) {
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    key = key << 8 | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0u);
  }
  return key;
}

}  // namespace sallyport::synth
