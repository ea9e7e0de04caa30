// The folded state in columns. Written by the fold alone (fold.cpp), read by View (view.cpp).
// A cell written once is read without locks below a published length; cells that change later are
// marked (mutable) and go through Column::load/store. Links between rows are row numbers; chains
// run from the newest row back, so a reader that pinned a length skips what came after it. A chain
// lies in the rows themselves: beside each record that a row names stands how many rows back the
// one before it stands that names the same record (0 = none), in whatever part it does so.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/time.hpp"
#include "model/kinds.hpp"
#include "model/label.hpp"
#include "picture/directory.hpp"
#include "picture/internal/column.hpp"
#include "picture/internal/event_ids.hpp"
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
  Column<std::uint32_t> links;       // newest row of its chain (mutable)
  FlatColumn<std::uint32_t> events;  // newest row of its chain (mutable, and often so)
  Column<std::uint32_t> custody;     // the same of the events that say where somebody is (mutable)
  Column<std::uint32_t> pairs;       // newest row of its chain (mutable)
  Column<std::uint32_t> judgements;  // newest row of its chain (mutable)
  Column<std::uint32_t> rests;       // newest of what rests on it as its source (mutable)
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
  Column<std::uint32_t> back;    // rows to the previous one of its record, 0 = none
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
  Column<std::uint32_t> a_back;
  Column<std::uint32_t> b_back;
  Column<std::uint32_t> rest_older;  // what rested on its source before it: a RestRow
};

/// When an event ended, told from its beginning: a length fits few bits, "still so" is one value.
/// Exact for any two times: the two numbers it exchanges are each other's.
inline std::int64_t length_of(std::int64_t from_us, std::int64_t to_us) {
  constexpr std::uint64_t open = 1ull << 63;
  const auto from = static_cast<std::uint64_t>(from_us);
  const std::uint64_t until_open = static_cast<std::uint64_t>(TimeRange::kOpen) - from;
  const std::uint64_t length = static_cast<std::uint64_t>(to_us) - from;
  if (length == until_open) return static_cast<std::int64_t>(open);
  return static_cast<std::int64_t>(length == open ? until_open : length);
}
inline std::int64_t end_of(std::int64_t from_us, std::int64_t length_us) {
  const auto to_us = [&](std::int64_t length) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(from_us) +
                                     static_cast<std::uint64_t>(length));
  };
  return to_us(length_of(from_us, to_us(length_us)));
}

/// Where somebody is, was, or is to be.
inline constexpr model::EventKinds kWhereKinds = {
    model::EventKind::stay, model::EventKind::movement, model::EventKind::release};

struct EventColumns {
  EventIds id;
  Column<std::uint8_t> kind;  // low 7 bits the kind, top bit: the local hour happened twice
  Column<std::uint32_t> subject;
  Column<std::uint32_t> other;  // kNone = none
  Column<std::uint32_t> place;  // kNone = none
  Column<std::int64_t> from_us;
  Column<std::int64_t> length_us;  // see length_of
  Column<std::int64_t> quantity;
  Column<std::uint32_t> code;
  Column<std::uint32_t> text;
  Column<std::uint32_t> source;
  Column<std::uint32_t> label;  // (mutable)
  Column<std::uint32_t> ended;  // (mutable)
  Column<std::uint32_t> subject_back;
  Column<std::uint32_t> other_back;
  Column<std::uint32_t> place_back;
  // A second chain through the few events that say where somebody is (kWhereKinds), so that nobody
  // walks past hundreds of calls to find a cell. Zeros elsewhere, which cost nothing packed.
  Column<std::uint32_t> custody_subject_back;
  Column<std::uint32_t> custody_other_back;
  Column<std::uint32_t> custody_place_back;
  Column<std::uint32_t> rest_older;  // what rested on its source before it: a RestRow

  std::int64_t to_us(std::uint32_t row) const { return end_of(from_us[row], length_us[row]); }
};

struct PairColumns {
  Column<std::uint32_t> a;
  Column<std::uint32_t> b;
  Column<std::int32_t> millibits;
  Column<std::uint32_t> ended;  // (mutable)
  Column<std::uint32_t> a_back;
  Column<std::uint32_t> b_back;
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
  Column<std::uint32_t> a_back;
  Column<std::uint32_t> b_back;
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
  Column<EntryRow> entries;
  TokenIndex tokens;

  TagTable record_by_id;
  TagTable link_by_id;
  TagTable judgement_by_id;
  TagTable record_by_identity;        // identity key -> newest record of the chain
  TagTable record_by_source;          // hash(agency, source key) -> newest record of the chain
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

/// What rests on a report, in one number: a link row, or an event row with the top bit set.
using RestRow = std::uint32_t;
inline constexpr RestRow kEventBit = 0x80000000u;

/// The row that far back, kNone for 0.
inline std::uint32_t back_from(std::uint32_t row, std::uint32_t back) {
  return back == 0 ? kNone : row - back;
}
inline std::uint32_t back_to(std::uint32_t row, std::uint32_t older) {
  return older == kNone ? 0 : row - older;
}

}  // namespace sallyport::picture
