// A mapping applied to rows: cells are read by their column types, then the rules make a Draft.
// Holds the file's column order and buffers; one row at a time, one thread.
// Failure of a row: kBadValue with one place a bad cell (field, value, expected). Cost: linear in
// the cells.
#pragma once

#include <array>
#include <optional>
#include <unordered_map>

#include "intake/agreement.hpp"
#include "intake/internal/draft.hpp"
#include "intake/mapping.hpp"

namespace sallyport::intake::internal {

struct Cell {
  std::string_view raw;
  std::string text;         ///< canonical; "" = not stated
  std::int64_t number = 0;  ///< integer; pence; microseconds of a time
  FuzzyDate date;
  bool zone_ambiguous = false;
  void reset() {  // keeps the text's memory
    raw = {};
    text.clear();
    number = 0;
    date = {};
    zone_ambiguous = false;
  }
};

class Applier {
 public:
  Applier(const Mapping& mapping, const FeedAgreement& agreement, std::string agency);

  /// Fails when a required column is missing. Says which columns are not known.
  Status begin(const std::vector<std::string>& names);
  const std::vector<std::string>& unknown_columns() const { return unknown_; }

  /// Reads the cells by type. Call first for every row.
  Status read(const SourceRow& row);
  const Cell& cell(int column) const { return cells_[static_cast<std::size_t>(column)]; }
  std::string expand(const Template& pattern, std::string_view item = {}) const;
  bool holds(const Condition& condition) const;

  /// The row's draft, after read(). The label is of the row.
  Result<Draft> draft();
  std::string source_key() const { return expand(mapping_.source_key); }
  bool repeats_a_pair(std::string& key) const;  ///< fills the unordered unique key, if it has one

 private:
  Status read_cell(std::size_t column, std::string_view raw);
  static std::string plain_text(ColumnType type, std::string_view raw);
  void read_date(Cell& cell, const Column& column, std::string_view raw,
                 std::string& expected) const;
  static void read_choice(Cell& cell, const Column& column, std::string_view raw,
                          std::string& expected);
  static void read_number(Cell& cell, ColumnType type, std::string_view raw, std::string& expected);
  Result<std::shared_ptr<const model::Label>> label();
  void make_things(Draft& draft);
  void make_thing(Draft& draft, const ThingRule& rule, std::string_view item,
                  std::vector<int>& indices);
  void make_properties(Draft& draft, int thing, const ThingRule& rule, std::string_view item);
  Status make_links(Draft& draft);
  Status make_events(Draft& draft);
  const std::vector<int>& named(int rule) const;  ///< things that the rule made; -1: none
  DateRange range(int from, int to) const;

  const Mapping& mapping_;
  const FeedAgreement& agreement_;
  std::string agency_;
  std::vector<int> order_;  ///< file column -> mapping column
  std::vector<std::string> unknown_;
  std::vector<Cell> cells_;
  std::vector<Error> problems_;
  std::vector<std::vector<int>> made_;  ///< things of the row, by rule
  std::vector<int> rule_columns_;
  std::vector<int> need_columns_;
  int releasable_ = -1;
  int compartments_ = -1;
  int conditions_ = -1;
  struct KnownLabel {
    std::shared_ptr<const model::Label> label;
    std::uint64_t digest = 0;
  };
  std::vector<std::array<int, 2>> link_ends_;   ///< by rule: places in Mapping::things, or -1
  std::vector<std::array<int, 3>> event_ends_;  ///< subject, other, place
  std::unordered_map<std::string, KnownLabel> labels_;
  std::string last_label_key_;
  std::shared_ptr<const model::Label> last_label_;
  std::uint64_t label_digest_ = 0;  ///< of the last label()
};

}  // namespace sallyport::intake::internal
