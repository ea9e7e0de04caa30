// The small values every page is made of: sentences whose parts open their evidence, values with
// source, grade, date and age, items to list and open. The api writes them as JSON (types.ts).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "model/ids.hpp"
#include "model/kinds.hpp"
#include "model/op.hpp"

namespace sallyport::service {

struct Segment {
  std::string text;
  Id128 id;               ///< nil: plain text
  std::string_view kind;  ///< "person", ...; empty with a nil id
};
using Sentence = std::vector<Segment>;

struct Source {
  model::RecordId record;
  model::RecordKind kind = model::RecordKind::unknown;
  std::string agency;
  std::string_view tag;  ///< POL PRI PRO REG
  std::string title;     ///< "Prison roll", "Report NMP/2026/004417"
};

/// On whose word something is, how good it is, how old.
struct Telling {
  Source source;
  std::string grade, grade_words;
  std::string recorded, age;
};

struct Value {
  model::Property property = model::Property::full_name;
  std::string value;
  std::string meaning;  ///< of a code, in words; empty when it says so itself
  std::string raw;
  Telling told;
  model::Certainty certainty = model::Certainty::recorded;
  std::string from, to;
};

struct Field {
  model::Property property = model::Property::full_name;
  std::vector<Value> values;
  bool differ = false;
};

struct Item {
  model::RecordId id;
  model::RecordKind kind = model::RecordKind::unknown;
  std::string title;
  std::string subtitle;
  std::vector<std::string_view> tags;
};

struct Moment {
  Instant at;
  std::string local;  ///< "Thu 24 Sep 2026 22:02"
};

}  // namespace sallyport::service
