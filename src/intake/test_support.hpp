// For intake's tests: a world of agreements and mappings, one import as text, a picture of one
// agency.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "intake/import.hpp"

namespace sallyport::intake::testing {

inline std::string slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline std::string source_path(const std::string& below) {
  return std::string(SALLYPORT_SOURCE_DIR) + "/" + below;
}

/// The folder of shared test data, or "" when there is none here.
inline std::string shared_data() {
  const char* named = std::getenv("SALLYPORT_SHARED_DATA");
  for (const std::string& dir :
       {std::string(named != nullptr ? named : ""), source_path("../shared/data")}) {
    if (!dir.empty() && std::filesystem::exists(dir + "/badinput")) return dir;
  }
  return {};
}

inline const std::vector<Mapping>& mappings() {
  static const std::vector<Mapping> kAll = built_in_mappings().value();
  return kAll;
}

inline const Mapping& mapping(const std::string& format) {
  for (const auto& m : mappings()) {
    if (m.format == format) return m;
  }
  ADD_FAILURE() << "no mapping " << format;
  return mappings().front();
}

inline FeedAgreement agreement(const std::string& feed) {
  static const auto kAll = parse_agreements(slurp(source_path("story/feeds.toml"))).value();
  for (const auto& a : kAll) {
    if (a.feed == feed) return a;
  }
  FeedAgreement made = kAll.front();  // a partner's file: the police's agreement
  made.feed = feed;
  made.agencies = {"northmoor-police"};
  made.rules.clear();
  return made;
}

struct Imported {
  Result<ImportOutcome> outcome = fail(ErrorCode::kInternal);
  std::vector<Chunk> chunks;
  std::vector<model::Op> ops() const {
    std::vector<model::Op> out;
    for (const auto& c : chunks) out.insert(out.end(), c.batch.ops.begin(), c.batch.ops.end());
    return out;
  }
};

inline Sandbox& sandbox() {
  static Sandbox kSandbox;
  return kSandbox;
}

inline ImportContext context_for(const std::string& feed, const std::string& key = "import-1") {
  ImportContext context;
  context.agreement = agreement(feed);
  context.agency = context.agreement.agencies.front();
  context.actor = "intake";
  context.idempotency_key = key;
  context.id_key = Bytes(32, 7);
  return context;
}

inline Imported import_text(const std::string& feed, const std::string& text,
                            const ImportContext& context, const std::string& name) {
  Imported out;
  const auto file = InputFile::from_bytes(name, as_bytes(text));
  out.outcome = import_file(sandbox(), *file, mapping(feed), context, [&](Chunk&& chunk) {
    out.chunks.push_back(std::move(chunk));
    return ok();
  });
  return out;
}

inline Imported import_text(const std::string& feed, const std::string& text) {
  return import_text(feed, text, context_for(feed), feed + ".csv");
}

// Operations as lines a person can check. Ids become the order of first mention.
class Dump {
 public:
  std::string text(const std::vector<Chunk>& chunks) {
    for (const auto& chunk : chunks) {
      labels_ = &chunk.batch.labels;
      for (const auto& op : chunk.batch.ops) std::visit([&](const auto& o) { line(o); }, op);
    }
    return out_.str();
  }

 private:
  std::string id(Id128 raw) {
    if (raw.is_nil()) return "-";
    const auto [at, fresh] = ids_.emplace(raw, ids_.size() + 1);
    return "#" + std::to_string(at->second);
  }
  static std::string range(DateRange r) {
    if (r == DateRange{}) return "";
    const std::string from = r.from == DateRange::kOpenFrom ? "" : to_text(Date{r.from});
    const std::string to = r.to == DateRange::kOpenTo ? "" : to_text(Date{r.to});
    return " [" + from + ".." + to + "]";
  }
  std::string label(model::LabelIndex index) const {
    if (index == model::kRecordLabel) return "";
    const auto& l = labels_->at(index);
    std::string out = " {" + std::string(model::level_words(l.level));
    for (const auto& c : l.compartments) out += " +" + c;
    for (const auto& c : l.conditions) out += " " + c;
    out += ":";
    for (const auto& set : l.releasable_to) {
      for (const auto& t : set) out += " " + t;
    }
    return out + "}";
  }
  void statements(const std::vector<model::Statement>& list) {
    for (const auto& s : list) {
      out_ << "    " << model::info(s.property).name << " = " << s.value;
      if (!s.raw.empty()) out_ << "  (as written: " << s.raw << ")";
      out_ << range(s.valid);
      if (s.grade != model::Grade{}) out_ << "  grade " << model::to_text(s.grade);
      if (!s.source.is_nil()) out_ << "  from " << id(s.source);
      out_ << (s.label == model::kRecordLabel ? "" : "  own label") << "\n";
    }
  }
  void line(const model::PutRecord& o) {
    out_ << "record " << id(o.id) << " " << model::info(o.kind).name << " " << o.source_key
         << label(o.label) << "\n";
    statements(o.statements);
  }
  void line(const model::PutStatements& o) {
    out_ << "more about " << id(o.record) << "\n";
    statements(o.statements);
  }
  void line(const model::EndStatements& o) {
    out_ << "no longer of " << id(o.record) << "\n";
    statements(o.statements);
  }
  void line(const model::PutLink& o) {
    out_ << "link " << id(o.a) << " " << model::info(o.kind).name << " " << id(o.b)
         << range(o.valid);
    for (const auto& [name, value] : {std::pair{"role", o.role},
                                      {"standing", o.standing},
                                      {"status", o.status},
                                      {"text", o.text}}) {
      if (!value.empty()) out_ << " " << name << "=\"" << value << "\"";
    }
    if (o.grade != model::Grade{}) out_ << " grade " << model::to_text(o.grade);
    if (!o.source.is_nil()) out_ << " from " << id(o.source);
    out_ << "\n";
  }
  void line(const model::PutEvent& o) {
    out_ << "event " << model::info(o.kind).name << " " << id(o.subject) << " other " << id(o.other)
         << " place " << id(o.place) << " at " << to_text(Instant{o.at.from_us});
    if (o.at.to_us == TimeRange::kOpen)
      out_ << " still";
    else if (o.at.to_us != o.at.from_us)
      out_ << " to " << to_text(Instant{o.at.to_us});
    if (o.quantity != 0) out_ << " quantity " << o.quantity;
    if (!o.code.empty()) out_ << " code=\"" << o.code << "\"";
    if (!o.text.empty()) out_ << " text=\"" << o.text << "\"";
    if (!o.source.is_nil()) out_ << " from " << id(o.source);
    out_ << "\n";
  }
  void line(const model::Retract& o) {
    out_ << "retract " << static_cast<int>(o.kind) << " " << id(o.id) << "\n";
  }
  void line(const model::Relabel& o) { out_ << "relabel " << id(o.id) << label(o.label) << "\n"; }
  template <class Other>
  void line(const Other&) {
    out_ << "other\n";
  }
  const std::vector<model::Label>* labels_ = nullptr;
  std::map<Id128, std::size_t> ids_;
  std::ostringstream out_;
};

}  // namespace sallyport::intake::testing
