// The first half of an import: rows of one file to drafts, in the file's order. Asks nothing of the
// picture, so it may run ahead, on a thread of its own (read_ahead.hpp).
// Ownership: borrows mapping and context, which outlive it; gives out what it made in MappedRows.
// Threads: one; unknown_columns() and the like when it is done. Failure of a row is a fate of that
// row; failure of row() means that the taker has left.
#pragma once

#include <functional>
#include <optional>
#include <unordered_set>

#include "intake/context.hpp"
#include "intake/internal/apply.hpp"

namespace sallyport::intake::internal {

/// What became of one row.
struct MappedRow {
  enum class Fate : std::uint8_t {
    drafted,
    rejected,  ///< error says why
    refused,   ///< a legal or confidential number
    legal,     ///< a row of the register of such numbers: kept there and nowhere else
  };
  Fate fate = Fate::drafted;
  std::uint64_t number = 0;  ///< as the file numbers it
  Draft draft;
  std::optional<Error> error;
  std::size_t cells = 0;
  Value object;
  std::string problem, expected;
};

/// Rows that travel together, with their cells as they were written: a row may yet be rejected.
struct MappedRows {
  std::vector<MappedRow> rows;  ///< the first `used` of them
  std::size_t used = 0;
  std::string text;
  std::vector<std::size_t> ends;  ///< of each cell in `text`, rows one after the other

  MappedRow& add();
  /// Empty again; keeps its memory.
  void clear();
  /// Row by row, from the first: the cells borrow from `text`.
  void source_of(std::size_t row, std::size_t first_cell, SourceRow& out) const;
  std::size_t weight() const { return used * 1024 + text.size() * 4; }
};

/// Takes the rows and leaves empty ones: used before, when there are any.
using MappedSink = std::function<bool(MappedRows&)>;

class RowMapper final : public RowSink {
 public:
  RowMapper(const Mapping& mapping, const ImportContext& context, const MappedSink& sink);

  Status preamble(const Preamble& p) override;
  Status row(const SourceRow& row) override;
  Status finish();  ///< hands over what is left

  const Preamble& preamble() const { return preamble_; }
  std::vector<std::string>& unknown_columns() { return unknown_; }
  LegalRegister& legal_numbers() { return legal_numbers_; }

 private:
  Status drafted(const SourceRow& row, Draft& out);
  Status of_table(const SourceRow& row, Draft& out);
  Result<Draft> of_object(const Value& object);
  bool refused(const SourceRow& row);
  bool listed(const std::string& number);
  std::optional<Date> day_of_row() const;
  void take_legal_number();
  void note_unknown(const std::string& name);
  void keep_source(const SourceRow& row, MappedRow& out);
  Status hand_over();

  const Mapping& mapping_;
  const ImportContext& context_;
  const MappedSink& sink_;
  Applier applier_;
  Preamble preamble_;
  std::vector<std::string> unknown_;
  LegalRegister legal_numbers_;
  MappedRows batch_;
  std::unordered_set<std::string> pairs_;
  Recent<bool> listed_;
  MappedRow::Fate fate_ = MappedRow::Fate::drafted;  ///< of the row at hand
  bool table_ = true;
};

/// A row about to be rejected must not carry a legal number to quarantine.
bool legal_number_in(const LegalRegister* legal, const SourceRow& row);

}  // namespace sallyport::intake::internal
