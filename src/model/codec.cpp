#include "model/codec.hpp"

#include <span>

#include "base/cbor.hpp"
#include "model/internal/groups.hpp"

namespace sallyport::model {
namespace {

using cbor::Reader;
using cbor::Writer;

void put_id(Writer& out, const Id128& id) {
  if (id.is_nil()) {
    out.null();
    return;
  }
  const auto bytes = to_bytes(id);
  out.bytes(bytes);
}

Id128 get_id(Reader& in) {
  if (in.next_is_null()) return {};
  const ByteView bytes = in.bytes();
  if (bytes.size() != 16) return {};
  return id_from_bytes(std::span<const std::uint8_t, 16>(bytes.data(), 16));
}

void put_strings(Writer& out, const std::vector<std::string>& strings) {
  out.array(strings.size());
  for (const auto& s : strings) out.text(s);
}

std::vector<std::string> get_strings(Reader& in) {
  std::vector<std::string> out(in.array());
  for (auto& s : out) s = std::string(in.text());
  return out;
}

void put_range(Writer& out, DateRange r) {
  if (r.from == DateRange::kOpenFrom) {
    out.null();
  } else {
    out.integer(r.from);
  }
  if (r.to == DateRange::kOpenTo) {
    out.null();
  } else {
    out.integer(r.to);
  }
}

DateRange get_range(Reader& in) {
  DateRange r;
  if (!in.next_is_null()) r.from = static_cast<std::int32_t>(in.integer());
  if (!in.next_is_null()) r.to = static_cast<std::int32_t>(in.integer());
  return r;
}

Grade get_grade(Reader& in, bool& bad) {
  const std::uint64_t packed = in.unsigned_int();
  const auto grade = unpack_grade(static_cast<std::uint32_t>(packed));
  if (!grade) bad = true;
  return grade.value_or(Grade{});
}

// Reads an enumerator through its table; an unknown number fails the whole box.
template <class Lookup>
auto get_kind(Reader& in, Lookup lookup, bool& bad) {
  const auto kind = lookup(in.unsigned_int());
  if (!kind) bad = true;
  return kind.value_or(typename decltype(kind)::value_type{});
}

template <class Enum>
Enum get_small(Reader& in, Enum last, bool& bad) {
  const std::uint64_t n = in.unsigned_int();
  if (n > static_cast<std::uint64_t>(last)) bad = true;
  return static_cast<Enum>(n);
}

struct Encoder {
  Writer& out;

  void statements(const std::vector<Statement>& list) {
    out.array(list.size());
    for (const auto& s : list) {
      out.array(9);
      out.unsigned_int(static_cast<std::uint64_t>(s.property));
      out.text(s.value);
      out.text(s.raw);
      put_range(out, s.valid);
      out.unsigned_int(static_cast<std::uint64_t>(s.certainty));
      out.unsigned_int(pack(s.grade));
      put_id(out, s.source);
      out.unsigned_int(s.label);
    }
  }
  void operator()(const PutRecord& op) {
    out.array(9);
    out.unsigned_int(1);
    put_id(out, op.id);
    out.unsigned_int(static_cast<std::uint64_t>(op.kind));
    out.text(op.agency);
    out.text(op.feed);
    out.text(op.source_key);
    out.unsigned_int(op.label);
    statements(op.statements);
    put_id(out, op.source);
  }
  void operator()(const PutStatements& op) {
    out.array(3);
    out.unsigned_int(2);
    put_id(out, op.record);
    statements(op.statements);
  }
  void operator()(const EndStatements& op) {
    out.array(3);
    out.unsigned_int(3);
    put_id(out, op.record);
    statements(op.statements);
  }
  void operator()(const PutLink& op) {
    out.array(15);
    out.unsigned_int(4);
    put_id(out, op.id);
    out.unsigned_int(static_cast<std::uint64_t>(op.kind));
    put_id(out, op.a);
    put_id(out, op.b);
    put_range(out, op.valid);
    out.text(op.role);
    out.text(op.standing);
    out.text(op.status);
    out.text(op.text);
    out.unsigned_int(static_cast<std::uint64_t>(op.certainty));
    out.unsigned_int(pack(op.grade));
    put_id(out, op.source);
    out.unsigned_int(op.label);
  }
  void operator()(const PutEvent& op) {
    out.array(14);
    out.unsigned_int(5);
    put_id(out, op.id);
    out.unsigned_int(static_cast<std::uint64_t>(op.kind));
    put_id(out, op.subject);
    put_id(out, op.other);
    put_id(out, op.place);
    out.integer(op.at.from_us);
    if (op.at.to_us == TimeRange::kOpen) {
      out.null();
    } else {
      out.integer(op.at.to_us);
    }
    out.boolean(op.zone_ambiguous);
    out.integer(op.quantity);
    out.text(op.code);
    out.text(op.text);
    put_id(out, op.source);
    out.unsigned_int(op.label);
  }
  void operator()(const PutJudgement& op) {
    out.array(8);
    out.unsigned_int(6);
    put_id(out, op.id);
    put_id(out, op.a);
    put_id(out, op.b);
    out.unsigned_int(static_cast<std::uint64_t>(op.verdict));
    out.text(op.actor);
    out.text(op.reason);
    out.unsigned_int(op.label);
  }
  void operator()(const Retract& op) {
    out.array(4);
    out.unsigned_int(7);
    out.unsigned_int(static_cast<std::uint64_t>(op.kind));
    put_id(out, op.id);
    out.text(op.reason);
  }
  void operator()(const Relabel& op) {
    out.array(5);
    out.unsigned_int(8);
    out.unsigned_int(static_cast<std::uint64_t>(op.kind));
    put_id(out, op.id);
    out.unsigned_int(op.label);
    out.text(op.reason);
  }
  void operator()(const RetractImport& op) {
    out.array(3);
    out.unsigned_int(9);
    put_id(out, op.import);
    out.text(op.reason);
  }
  void operator()(const PutAccount& op) {
    out.array(13);
    out.unsigned_int(10);
    put_id(out, op.id);
    out.text(op.name);
    out.text(op.display_name);
    out.text(op.agency);
    out.text(op.unit);
    out.unsigned_int(static_cast<std::uint64_t>(op.clearance));
    put_strings(out, op.functions);
    put_strings(out, op.audiences);
    put_strings(out, op.compartments);
    put_strings(out, op.purposes);
    put_strings(out, op.roles);
    out.boolean(op.active);
  }
  void operator()(const PutFeed& op) {
    out.array(10);
    out.unsigned_int(11);
    out.text(op.name);
    out.text(op.agency);
    out.text(op.title);
    encode(out, op.label);
    out.text(op.lawful_basis);
    out.text(op.purpose);
    out.unsigned_int(op.retention_months);
    out.unsigned_int(op.review_months);
    out.unsigned_int(op.due_every_hours);
  }
};

struct Decoder {
  Reader& in;
  bool bad = false;

  std::vector<Statement> statements() {
    std::vector<Statement> out(in.array());
    for (auto& s : out) {
      if (in.failed() || bad) return {};
      in.array_of(9);
      s.property = get_kind(in, property_numbered, bad);
      s.value = std::string(in.text());
      s.raw = std::string(in.text());
      s.valid = get_range(in);
      s.certainty = get_small(in, Certainty::worked_out, bad);
      s.grade = get_grade(in, bad);
      s.source = RecordId(get_id(in));
      s.label = static_cast<LabelIndex>(in.unsigned_int());
    }
    return out;
  }
  PutRecord record() {
    PutRecord op;
    op.id = RecordId(get_id(in));
    op.kind = get_kind(in, record_kind_numbered, bad);
    op.agency = std::string(in.text());
    op.feed = std::string(in.text());
    op.source_key = std::string(in.text());
    op.label = static_cast<LabelIndex>(in.unsigned_int());
    op.statements = statements();
    op.source = RecordId(get_id(in));
    return op;
  }
  PutLink link() {
    PutLink op;
    op.id = LinkId(get_id(in));
    op.kind = get_kind(in, link_kind_numbered, bad);
    op.a = RecordId(get_id(in));
    op.b = RecordId(get_id(in));
    op.valid = get_range(in);
    op.role = std::string(in.text());
    op.standing = std::string(in.text());
    op.status = std::string(in.text());
    op.text = std::string(in.text());
    op.certainty = get_small(in, Certainty::worked_out, bad);
    op.grade = get_grade(in, bad);
    op.source = RecordId(get_id(in));
    op.label = static_cast<LabelIndex>(in.unsigned_int());
    return op;
  }
  PutEvent event() {
    PutEvent op;
    op.id = EventId(get_id(in));
    op.kind = get_kind(in, event_kind_numbered, bad);
    op.subject = RecordId(get_id(in));
    op.other = RecordId(get_id(in));
    op.place = RecordId(get_id(in));
    op.at.from_us = in.integer();
    if (!in.next_is_null()) op.at.to_us = in.integer();
    op.zone_ambiguous = in.boolean();
    op.quantity = in.integer();
    op.code = std::string(in.text());
    op.text = std::string(in.text());
    op.source = RecordId(get_id(in));
    op.label = static_cast<LabelIndex>(in.unsigned_int());
    return op;
  }
  PutJudgement judgement() {
    PutJudgement op;
    op.id = JudgementId(get_id(in));
    op.a = RecordId(get_id(in));
    op.b = RecordId(get_id(in));
    op.verdict = get_small(in, Verdict::unsure, bad);
    op.actor = std::string(in.text());
    op.reason = std::string(in.text());
    op.label = static_cast<LabelIndex>(in.unsigned_int());
    return op;
  }
  PutAccount account() {
    PutAccount op;
    op.id = UserId(get_id(in));
    op.name = std::string(in.text());
    op.display_name = std::string(in.text());
    op.agency = std::string(in.text());
    op.unit = std::string(in.text());
    op.clearance = get_small(in, Level::top_secret, bad);
    op.functions = get_strings(in);
    op.audiences = get_strings(in);
    op.compartments = get_strings(in);
    op.purposes = get_strings(in);
    op.roles = get_strings(in);
    op.active = in.boolean();
    return op;
  }
  PutFeed feed() {
    PutFeed op;
    op.name = std::string(in.text());
    op.agency = std::string(in.text());
    op.title = std::string(in.text());
    op.label = decode_label(in);
    op.lawful_basis = std::string(in.text());
    op.purpose = std::string(in.text());
    op.retention_months = static_cast<std::uint32_t>(in.unsigned_int());
    op.review_months = static_cast<std::uint32_t>(in.unsigned_int());
    op.due_every_hours = static_cast<std::uint32_t>(in.unsigned_int());
    return op;
  }
  // The array's size is checked against the operation's own; `size` counts the number in front.
  bool sized(std::size_t size, std::size_t expected) {
    if (size != expected) bad = true;
    return !bad;
  }
  Op op() {
    const std::size_t size = in.array();
    switch (in.unsigned_int()) {
      case 1:
        if (sized(size, 9)) return record();
        break;
      case 2:
        if (sized(size, 3)) {
          auto id = RecordId(get_id(in));
          return PutStatements{id, statements()};
        }
        break;
      case 3:
        if (sized(size, 3)) {
          auto id = RecordId(get_id(in));
          return EndStatements{id, statements()};
        }
        break;
      case 4:
        if (sized(size, 15)) return link();
        break;
      case 5:
        if (sized(size, 14)) return event();
        break;
      case 6:
        if (sized(size, 8)) return judgement();
        break;
      case 7:
        if (sized(size, 4)) return retract();
        break;
      case 8:
        if (sized(size, 5)) return relabel();
        break;
      case 9:
        if (sized(size, 3)) {
          auto id = ImportId(get_id(in));
          return RetractImport{id, std::string(in.text())};
        }
        break;
      case 10:
        if (sized(size, 13)) return account();
        break;
      case 11:
        if (sized(size, 10)) return feed();
        break;
      default:
        bad = true;
    }
    return Retract{};
  }
  Retract retract() {
    Retract op;
    op.kind = get_small(in, ItemKind::judgement, bad);
    op.id = get_id(in);
    op.reason = std::string(in.text());
    return op;
  }
  Relabel relabel() {
    Relabel op;
    op.kind = get_small(in, ItemKind::judgement, bad);
    op.id = get_id(in);
    op.label = static_cast<LabelIndex>(in.unsigned_int());
    op.reason = std::string(in.text());
    return op;
  }
  std::vector<Op> ops() {
    const std::size_t count = in.array();
    std::vector<Op> out;
    out.reserve(count);
    for (std::size_t i = 0; i < count && !in.failed() && !bad; ++i) out.push_back(op());
    return out;
  }
};

void put_import(Writer& out, const std::optional<ImportFacts>& import) {
  if (!import) {
    out.null();
    return;
  }
  out.array(9);
  put_id(out, import->id);
  out.text(import->feed);
  out.text(import->file_name);
  out.text(import->file_sha256);
  for (auto n : {import->rows, import->taken, import->unchanged, import->rejected, import->refused})
    out.unsigned_int(n);
}

std::optional<ImportFacts> get_import(Reader& in) {
  if (in.next_is_null()) return std::nullopt;
  in.array_of(9);
  ImportFacts out;
  out.id = ImportId(get_id(in));
  out.feed = std::string(in.text());
  out.file_name = std::string(in.text());
  out.file_sha256 = std::string(in.text());
  for (auto* n : {&out.rows, &out.taken, &out.unchanged, &out.rejected, &out.refused})
    *n = in.unsigned_int();
  return out;
}

void put_rows(Writer& out, const std::vector<RowTrace>& rows) {
  out.array(rows.size());
  for (const auto& row : rows) {
    out.array(2 + row.items.size() * 2);
    out.unsigned_int(row.row_key);
    out.unsigned_int(row.content_hash);
    for (const auto& item : row.items) {
      out.unsigned_int(static_cast<std::uint64_t>(item.kind));
      put_id(out, item.id);
    }
  }
}

std::vector<RowTrace> get_rows(Reader& in, bool& bad) {
  std::vector<RowTrace> out(in.array());
  for (auto& row : out) {
    const std::size_t size = in.array();
    if (size < 2 || size % 2 != 0) bad = true;
    if (in.failed() || bad) return {};
    row.row_key = in.unsigned_int();
    row.content_hash = in.unsigned_int();
    row.items.resize((size - 2) / 2);
    for (auto& item : row.items) {
      item.kind = get_small(in, ItemKind::touched, bad);
      item.id = get_id(in);
    }
  }
  return out;
}

void put_ops(Writer& out, std::span<const Op* const> ops) {
  out.array(ops.size());
  for (const Op* op : ops) std::visit(Encoder{out}, *op);
}

bool labels_in_range(const std::vector<Op>& ops, std::size_t labels) {
  auto fits = [labels](LabelIndex l) { return l < labels; };
  auto all_fit = [&](const std::vector<Statement>& list) {
    for (const auto& s : list) {
      if (s.label != kRecordLabel && !fits(s.label)) return false;
    }
    return true;
  };
  for (const auto& op : ops) {
    const bool good = std::visit(
        [&](const auto& o) {
          if constexpr (requires {
                          o.statements;
                          o.label;
                        }) {
            return fits(o.label) && all_fit(o.statements);
          } else if constexpr (requires { o.statements; }) {
            return all_fit(o.statements);
          } else if constexpr (std::is_same_v<std::decay_t<decltype(o)>, PutFeed>) {
            return true;
          } else if constexpr (requires { o.label; }) {
            return fits(o.label);
          } else {
            return true;
          }
        },
        op);
    if (!good) return false;
  }
  return true;
}

}  // namespace

RecordId subject_of(const Op& op) {
  return std::visit(
      [](const auto& o) -> RecordId {
        using T = std::decay_t<decltype(o)>;
        if constexpr (std::is_same_v<T, PutRecord>) return o.id;
        if constexpr (requires { o.record; }) return o.record;
        if constexpr (std::is_same_v<T, PutLink> || std::is_same_v<T, PutJudgement>) return o.a;
        if constexpr (std::is_same_v<T, PutEvent>) return o.subject;
        return RecordId{};
      },
      op);
}

std::vector<OpBox> to_boxes(const Batch& batch) {
  const internal::Groups groups = internal::group_by_subject(batch.ops);
  std::vector<OpBox> out;
  out.reserve(groups.subjects.size());
  Writer store;
  store.array(9);
  store.unsigned_int(kBatchVersion);
  store.text(batch.actor);
  store.text(batch.agency);
  store.text(batch.purpose);
  store.text(batch.reason);
  store.text(batch.idempotency_key);
  put_import(store, batch.import);
  put_rows(store, batch.rows);
  store.array(2);
  store.array(batch.labels.size());
  for (const auto& label : batch.labels) encode(store, label);
  put_ops(store, groups.of(0));
  out.push_back({RecordId{}, store.take()});
  // one buffer for all: a box is copied out of it at its size
  Writer boxes;
  for (std::size_t i = 1; i < groups.subjects.size(); ++i) {
    const std::size_t begin = boxes.out().size();
    put_ops(boxes, groups.of(i));
    const ByteView box = ByteView(boxes.out()).subspan(begin);
    out.push_back({groups.subjects[i], Bytes(box.begin(), box.end())});
  }
  return out;
}

Result<Batch> from_boxes(const std::vector<OpBox>& boxes) {
  if (boxes.empty() || !boxes.front().subject.is_nil())
    return fail(ErrorCode::kKeyMissing, "an entry without its store box");
  Batch batch;
  Reader store(boxes.front().plaintext);
  store.array_of(9);
  if (store.unsigned_int() != kBatchVersion) return fail(ErrorCode::kUnknownEntry, "batch version");
  batch.actor = std::string(store.text());
  batch.agency = std::string(store.text());
  batch.purpose = std::string(store.text());
  batch.reason = std::string(store.text());
  batch.idempotency_key = std::string(store.text());
  batch.import = get_import(store);
  bool bad_rows = false;
  batch.rows = get_rows(store, bad_rows);
  if (bad_rows) return fail(ErrorCode::kMalformedFile, "rows of an import");
  store.array_of(2);
  batch.labels.resize(store.array());
  for (auto& label : batch.labels) label = decode_label(store);
  Decoder first{store};
  batch.ops = first.ops();
  TRY(store.finish());
  if (first.bad) return fail(ErrorCode::kUnknownEntry, "an operation in the store box");
  for (std::size_t i = 1; i < boxes.size(); ++i) {
    Reader in(boxes[i].plaintext);
    Decoder decoder{in};
    auto ops = decoder.ops();
    if (decoder.bad) return fail(ErrorCode::kUnknownEntry, "an operation in a record's box");
    TRY(in.finish());
    batch.ops.insert(batch.ops.end(), std::make_move_iterator(ops.begin()),
                     std::make_move_iterator(ops.end()));
  }
  if (!labels_in_range(batch.ops, batch.labels.size()))
    return fail(ErrorCode::kMalformedFile, "an operation names a label its entry does not hold");
  return batch;
}

}  // namespace sallyport::model
