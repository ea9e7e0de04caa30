// The folded state in columns. Written by the fold alone (fold.cpp), read by View (view.cpp).
// A cell written once is read without locks below a published length; cells that change later are
// marked (mutable) and go through Column::load/store. Links between rows are row numbers; chains
// run from the newest row back, so a reader that pinned a length skips what came after it.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/label.hpp"
#include "picture/directory.hpp"
#include "picture/internal/column.hpp"
#include "picture/internal/grow_table.hpp"
#include "picture/internal/string_pool.hpp"
#include "picture/internal/token_index.hpp"

namespace sallyport::picture {

/// "Never ended" in every `ended` column; otherwise the number of the entry that ended the row.
inline constexpr std::uint32_t kStanding = 0xFFFFFFFFu;

struct RecordColumns {
  Column<Id128> id;
  Column<std::uint8_t> kind;         // (mutable once: a record pointed at before it came)
  Column<std::uint32_t> agency;      // strings (mutable once)
  Column<std::uint32_t> feed;        // strings (mutable once)
  Column<std::uint32_t> source_key;  // strings (mutable once)
  Column<std::uint32_t> label;       // labels (mutable: relabelling)
  Column<std::uint32_t> born;        // entry; kStanding = only pointed at (mutable once)
  Column<std::uint32_t> ended;       // (mutable)
  Column<std::uint32_t> source;      // the report that brought it, or kNone (mutable once)
  Column<std::uint32_t> statements;  // newest row of its chain (mutable)
  Column<std::uint32_t> links;       // link ends (mutable)
  Column<std::uint32_t> events;      // event ends (mutable)
  Column<std::uint32_t> pairs;       // pair ends (mutable)
  Column<std::uint32_t> judgements;  // judgement ends (mutable)
  Column<std::uint32_t> rests;       // what rests on it as its source (mutable)
  Column<std::uint32_t>
      same_identity;  // previous record with the same identity key, kNone (mutable once)
  Column<std::uint64_t> identity;  // identity key, 0 = none (mutable once)
};

struct StatementColumns {
  Column<std::uint32_t> record;
  Column<std::uint8_t> property;
  Column<std::uint8_t> certainty;
  Column<std::uint32_t> value;  // strings
  Column<std::uint32_t> raw;    // strings
  Column<std::int32_t> from;
  Column<std::int32_t> to;
  Column<std::uint32_t> grade;
  Column<std::uint32_t> source;  // record row, kNone = its own record
  Column<std::uint32_t> label;   // labels, kNone = its record's
  Column<std::uint32_t> ended;   // (mutable)
  Column<std::uint32_t> previous;
};

struct LinkColumns {
  Column<Id128> id;
  Column<std::uint8_t> kind;
  Column<std::uint8_t> certainty;
  Column<std::uint32_t> a;
  Column<std::uint32_t> b;
  Column<std::int32_t> from;
  Column<std::int32_t> to;
  Column<std::uint32_t> role;
  Column<std::uint32_t> standing;
  Column<std::uint32_t> status;
  Column<std::uint32_t> text;
  Column<std::uint32_t> grade;
  Column<std::uint32_t> source;
  Column<std::uint32_t> label;  // (mutable)
  Column<std::uint32_t> ended;  // (mutable)
};

struct EventColumns {
  Column<Id128> id;
  Column<std::uint8_t> kind;  // low 7 bits the kind, top bit: the local hour happened twice
  Column<std::uint32_t> subject;
  Column<std::uint32_t> other;  // kNone = none
  Column<std::uint32_t> place;  // kNone = none
  Column<std::int64_t> from_us;
  Column<std::int64_t> to_us;
  Column<std::int64_t> quantity;
  Column<std::uint32_t> code;
  Column<std::uint32_t> text;
  Column<std::uint32_t> source;
  Column<std::uint32_t> label;  // (mutable)
  Column<std::uint32_t> ended;  // (mutable)
};

struct PairColumns {
  Column<std::uint32_t> a;
  Column<std::uint32_t> b;
  Column<std::int32_t> millibits;
  Column<std::uint32_t> ended;  // (mutable)
};

struct JudgementColumns {
  Column<Id128> id;
  Column<std::uint32_t> a;
  Column<std::uint32_t> b;
  Column<std::uint8_t> verdict;
  Column<std::uint32_t> actor;
  Column<std::uint32_t> reason;
  Column<std::uint32_t> label;  // (mutable)
  Column<std::uint32_t> ended;  // (mutable)
};

/// One end of a tie: `row` of its table, and the previous end of the same record.
struct EndColumns {
  Column<std::uint32_t> row;
  Column<std::uint32_t> previous;
};

/// Lengths after an entry: what "as of" means in rows.
struct Lengths {
  std::uint32_t statements = 0;
  std::uint32_t links = 0;
  std::uint32_t events = 0;
  std::uint32_t pairs = 0;
  std::uint32_t judgements = 0;
};

struct EntryRow {
  std::uint64_t position = 0;
  std::int64_t recorded_us = 0;
  Lengths lengths;
  std::uint32_t unused = 0;  // no padding: a snapshot writes rows as they lie
};

struct Tables {
  StringPool strings;
  RecordColumns records;
  StatementColumns statements;
  LinkColumns links;
  EventColumns events;
  PairColumns pairs;
  JudgementColumns judgements;
  EndColumns link_ends;
  EndColumns event_ends;
  EndColumns pair_ends;
  EndColumns judgement_ends;
  EndColumns rest_ends;  // row: link row, or event row with the top bit set
  Column<EntryRow> entries;
  TokenIndex tokens;

  GrowTable record_by_id;
  GrowTable link_by_id;
  GrowTable event_by_id;
  GrowTable judgement_by_id;
  GrowTable record_by_identity;       // identity key -> newest record of the chain
  GrowTable record_by_source;         // hash(agency, source key) -> newest record of the chain
  Column<std::uint32_t> same_source;  // beside records: previous record with the same source key
  Column<std::uint32_t> of_kind;      // beside records: previous record of the same kind
  std::uint32_t kind_heads[32];       // newest record of each kind (atomic_ref)

  Column<const model::Label*> labels;
  std::deque<model::Label> label_store;
  std::map<model::Label, std::uint32_t> label_numbers;  // writer only

  Tables() {
    for (auto& head : kind_heads) head = kNone;
  }
};

inline std::uint64_t hash_of(const Id128& id) {
  return mix64(id.hi, id.lo);
}
inline constexpr std::uint32_t kEventBit = 0x80000000u;

}  // namespace sallyport::picture
