// For the tests of this module: a country in a folder of its own, read back as text and tables.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "synth/synth.hpp"

namespace sallyport::synth {

inline std::vector<std::string> split_csv(std::string_view line) {
  std::vector<std::string> out(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '"') {
      if (quoted && i + 1 < line.size() && line[i + 1] == '"') {
        out.back() += line[++i];
      } else {
        quoted = !quoted;
      }
    } else if (c == ',' && !quoted) {
      out.emplace_back();
    } else {
      out.back() += c;
    }
  }
  return out;
}

class Country {
 public:
  Country(std::filesystem::path out, SynthReport report)
      : out_(std::move(out)), report_(std::move(report)) {}
  ~Country() {
    std::error_code ignored;
    std::filesystem::remove_all(out_, ignored);
  }
  Country(const Country&) = delete;

  const SynthReport& report() const { return report_; }
  const std::vector<FileCount>& files() const { return report_.files; }
  std::string text(const std::string& path) const {
    std::ifstream in(out_ / path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
  }
  std::vector<std::map<std::string, std::string>> table(const std::string& path) const {
    std::ifstream in(out_ / path);
    std::string line;
    std::getline(in, line);
    std::getline(in, line);
    const auto header = split_csv(line);
    std::vector<std::map<std::string, std::string>> out;
    while (std::getline(in, line)) {
      const auto cells = split_csv(line);
      std::map<std::string, std::string> row;
      for (std::size_t i = 0; i < header.size() && i < cells.size(); ++i) row[header[i]] = cells[i];
      out.push_back(std::move(row));
    }
    return out;
  }
  /// FNV-1a of every file, manifest and truth too.
  std::map<std::string, std::uint64_t> digests() const {
    std::map<std::string, std::uint64_t> out;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(out_)) {
      if (!entry.is_regular_file()) continue;
      const std::string path = std::filesystem::relative(entry.path(), out_).string();
      std::uint64_t hash = 0xcbf29ce484222325ULL;
      for (const unsigned char c : text(path)) hash = (hash ^ c) * 0x100000001b3ULL;
      out[path] = hash;
    }
    return out;
  }

 private:
  std::filesystem::path out_;
  SynthReport report_;
};

inline Country make_country(SynthOptions options, const std::string& name) {
  options.out = std::filesystem::temp_directory_path() /
                ("sallyport_synth_" + std::to_string(::getpid()) + "_" + name);
  auto report = synthesise(options);
  EXPECT_TRUE(report.has_value());
  return Country(options.out, report ? std::move(*report) : SynthReport{});
}

/// Demo scale, seed 1, made once for all tests that only read it.
inline const Country& demo_country() {
  static const Country country = make_country({.seed = 1}, "demo");
  return country;
}

}  // namespace sallyport::synth
