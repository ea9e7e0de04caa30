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
#include "intake/internal/recent.hpp"
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

std::string_view trimmed(std::string_view text);
/// kBadValue with one place.
Error bad_cell(std::string_view field, std::string_view value, std::string expected);

inline constexpr std::size_t kNumbersKept = 65'536;  // of a column: at most 4 MiB
inline constexpr std::size_t kThingsKept = 65'536;   // of a rule: at most about 30 MiB

class Applier {
 public:
  /// `memory` is a secret of the store: what was worked out for a cell is kept under it.
  Applier(const Mapping& mapping, const FeedAgreement& agreement, std::string agency,
          const crypto::ShortKey& memory);

  /// Fails when a required column is missing. Says which columns are not known.
  Status begin(const std::vector<std::string>& names);
  const std::vector<std::string>& unknown_columns() const { return unknown_; }

  /// Reads the cells by type. Call first for every row.
  Status read(const SourceRow& row);
  const Cell& cell(int column) const { return cells_[static_cast<std::size_t>(column)]; }
  std::string expand(const Template& pattern, std::string_view item = {}) const;
  bool holds(const Condition& condition) const;

  /// The row's draft, after read(), into an empty one. The label is of the row.
  Status draft(Draft& out);
  std::string source_key() const { return expand(mapping_.source_key); }
  bool repeats_a_pair(std::string& key) const;  ///< fills the unordered unique key, if it has one

 private:
  Status read_cell(std::size_t column, std::string_view raw);
  /// Numbers that come again and again are read once: a cell as written -> its one form.
  using ReadBefore = Recent<std::string>;
  static std::string plain_text(ColumnType type, std::string_view raw);
  bool read_iso_time(Cell& cell, std::string_view raw);
  void read_date(Cell& cell, const Column& column, std::string_view raw, std::string& expected);
  static void read_choice(Cell& cell, const Column& column, std::string_view raw,
                          std::string& expected);
  static void read_number(Cell& cell, ColumnType type, std::string_view raw, std::string& expected);
  Result<std::shared_ptr<const model::Label>> label();
  /// What one rule made of the cells it reads, kept for the next row with the same ones.
  using Made = std::vector<std::shared_ptr<DraftThing>>;
  struct RuleMemory {
    bool usable = false;
    Recent<Made> places;
    std::uint32_t asked = 0;
    std::uint32_t found = 0;
  };
  static std::vector<int> columns_of(const ThingRule& rule);
  void make_things(Draft& draft);
  bool make_from_memory(Draft& draft, std::size_t rule, std::vector<int>& indices);
  static void put_things(Draft& draft, const Made& made, std::vector<int>& indices);
  void make_thing(Draft& draft, const ThingRule& rule, std::string_view item,
                  std::vector<int>& indices);
  void make_properties(Draft& draft, int thing, const ThingRule& rule, std::string_view item);
  /// The rule's value is one cell, and that is in the property's form.
  bool is_a_cell_of(const PropertyRule& rule) const;
  void keep_as_written(DraftThing& thing, const ThingRule& rule) const;
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
  std::vector<std::vector<int>> made_;        ///< things of the row, by rule
  std::vector<RuleMemory> memory_;            ///< by rule
  std::vector<std::vector<int>> rule_cells_;  ///< by rule: columns that decide what it makes
  std::string memory_key_;
  Draft scratch_;
  std::vector<ReadBefore> read_before_;  ///< by column
  /// Hours of "2026-10-08 21:..": when they begin, and whether the clock shows them twice.
  static constexpr std::size_t kHoursKept = 64;
  struct Hour {
    std::string text;
    std::int64_t from_us = 0;
    bool ambiguous = false;
  };
  std::vector<Hour> hours_ = std::vector<Hour>(kHoursKept);
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
  std::string label_key_;
  std::shared_ptr<const model::Label> last_label_;
  std::uint64_t label_digest_ = 0;  ///< of the last label()
};

}  // namespace sallyport::intake::internal
