// What a snapshot holds beside the columns: labels, heads of kinds, the directory, and the versions
// published and next.
#include "base/cbor.hpp"
#include "model/codec.hpp"
#include "picture/internal/manifest.hpp"

namespace sallyport::picture {
namespace {

using cbor::Reader;
using cbor::Writer;

void put_instant(Writer& out, const std::optional<Instant>& t) {
  if (t) {
    out.integer(t->us);
  } else {
    out.null();
  }
}

// Accounts and feeds are what account and feed entries say, so they are written as such.
Bytes put_accounts_and_feeds(const Directory& directory) {
  model::Batch batch;
  for (const auto& [name, grants] : directory.accounts)
    batch.ops.emplace_back(access::account_of(grants));
  for (const auto& [name, feed] : directory.feeds) batch.ops.emplace_back(feed);
  return std::move(model::to_boxes(batch).front().plaintext);
}

Status get_accounts_and_feeds(ByteView box, Directory& directory) {
  TRY_ASSIGN(const model::Batch batch,
             model::from_boxes({model::OpBox{{}, Bytes(box.begin(), box.end())}}));
  for (const auto& op : batch.ops) {
    if (const auto* account = std::get_if<model::PutAccount>(&op))
      directory.accounts[account->name] = access::grants_of(*account);
    if (const auto* feed = std::get_if<model::PutFeed>(&op))
      directory.feeds[feed->agency + "/" + feed->name] = *feed;
  }
  return ok();
}

void put_import(Writer& out, const ImportState& state) {
  const model::ImportFacts& f = state.facts;
  out.array(17);
  out.bytes(to_bytes(f.id));
  out.text(f.feed);
  out.text(f.file_name);
  out.text(f.file_sha256);
  for (const std::uint64_t n : {f.rows, f.taken, f.unchanged, f.rejected, f.refused})
    out.unsigned_int(n);
  out.text(state.actor);
  out.text(state.agency);
  out.integer(state.at.us);
  out.boolean(state.committed);
  put_instant(out, state.retracted_at);
  out.text(state.retraction_reason);
  out.unsigned_int(state.first_entry);
  out.unsigned_int(state.last_entry);
}

ImportState get_import(Reader& in) {
  ImportState out;
  model::ImportFacts& f = out.facts;
  in.array_of(17);
  const ByteView id = in.bytes();
  if (id.size() == 16) f.id = model::ImportId(id_from_bytes(id.first<16>()));
  f.feed = std::string(in.text());
  f.file_name = std::string(in.text());
  f.file_sha256 = std::string(in.text());
  for (std::uint64_t* n : {&f.rows, &f.taken, &f.unchanged, &f.rejected, &f.refused})
    *n = in.unsigned_int();
  out.actor = std::string(in.text());
  out.agency = std::string(in.text());
  out.at = Instant{in.integer()};
  out.committed = in.boolean();
  if (!in.next_is_null()) out.retracted_at = Instant{in.integer()};
  out.retraction_reason = std::string(in.text());
  out.first_entry = static_cast<std::uint32_t>(in.unsigned_int());
  out.last_entry = static_cast<std::uint32_t>(in.unsigned_int());
  return out;
}

constexpr std::uint32_t Lengths::*kLengths[] = {
    &Lengths::statements, &Lengths::links, &Lengths::events, &Lengths::pairs, &Lengths::judgements};

void put_version(Writer& out, const Version& v) {
  out.array(12);
  out.unsigned_int(v.entries);
  out.unsigned_int(v.labels);
  for (const auto length : kLengths) out.unsigned_int(v.lengths.*length);
  out.unsigned_int(v.next_position);
  out.array(v.retracted->size());
  for (const RetractedRange& r : *v.retracted) {
    out.array(3);
    out.unsigned_int(r.first_entry);
    out.unsigned_int(r.last_entry);
    out.unsigned_int(r.at_entry);
  }
  out.bytes(put_accounts_and_feeds(*v.directory));
  out.unsigned_int(v.directory->access_epoch);
  out.array(v.directory->imports.size());
  for (const auto& [id, state] : v.directory->imports) put_import(out, state);
}

Result<Version> get_version(Reader& in) {
  const auto number = [&in] { return static_cast<std::uint32_t>(in.unsigned_int()); };
  Version v;
  in.array_of(12);
  v.entries = number();
  v.labels = number();
  for (const auto length : kLengths) v.lengths.*length = number();
  v.next_position = in.unsigned_int();
  auto retracted = std::make_shared<std::vector<RetractedRange>>(in.array());
  for (RetractedRange& r : *retracted) {
    in.array_of(3);
    r.first_entry = number();
    r.last_entry = number();
    r.at_entry = number();
  }
  v.retracted = std::move(retracted);
  auto directory = std::make_shared<Directory>();
  TRY(get_accounts_and_feeds(in.bytes(), *directory));
  directory->access_epoch = in.unsigned_int();
  for (std::size_t left = in.array(); left != 0; --left) {
    ImportState state = get_import(in);
    const model::ImportId id = state.facts.id;
    directory->imports.emplace(id, std::move(state));
  }
  v.directory = std::move(directory);
  return v;
}

bool agree(const Version& next, const Tables& t) {
  return next.entries == t.entries.size() && next.labels == t.labels.size() &&
         next.lengths.statements == t.statements.record.size() &&
         next.lengths.links == t.links.a.size() && next.lengths.pairs == t.pairs.a.size() &&
         next.lengths.judgements == t.judgements.a.size();
}

}  // namespace

bool take_rest(Picture::Core& core) {
  EventColumns& events = core.tables.events;
  return events.subject.size() == SnapshotAccess::next(core).lengths.events &&
         events.id.filled(events.subject.size());
}

Bytes encode_state(const Picture::Core& core) {
  const Tables& t = core.tables;
  const bool import_open = SnapshotAccess::import_open(core);
  Writer out;
  out.array(5);
  out.bytes(to_bytes(core.event_key_mark()));
  out.array(t.labels.size());
  for (std::uint32_t row = 0; row < t.labels.size(); ++row) model::encode(out, *t.labels[row]);
  out.array(std::size(t.kind_heads));
  for (const std::uint32_t head : t.kind_heads) out.unsigned_int(head);
  put_version(out, SnapshotAccess::next(core));
  // readers see what was before an import until it is committed
  if (import_open) {
    put_version(out, *core.version());
  } else {
    out.null();
  }
  return out.take();
}

Status decode_state(ByteView state, Picture::Core& core) {
  Tables& t = core.tables;
  Reader in(state);
  in.array_of(5);
  const ByteView mark = in.bytes();
  if (in.failed() || mark.size() != 16 || id_from_bytes(mark.first<16>()) != core.event_key_mark())
    return fail(ErrorCode::kUnsupportedFormat, "snapshot: its event ids are under another key");
  const std::size_t labels = in.array();
  bool same = true;
  for (std::size_t row = 0; row < labels && !in.failed(); ++row)
    same = SnapshotAccess::label_number(core, model::decode_label(in)) == row && same;
  in.array_of(std::size(t.kind_heads));
  for (std::uint32_t& head : t.kind_heads) head = static_cast<std::uint32_t>(in.unsigned_int());
  TRY_ASSIGN(Version next, get_version(in));
  const bool import_open = !in.next_is_null();
  Version published = next;
  if (import_open) {
    TRY_ASSIGN(published, get_version(in));
  }
  if (!same || !in.finish() || !agree(next, t))
    return fail(ErrorCode::kMalformedFile, "snapshot: its parts do not belong together");
  SnapshotAccess::next(core) = std::move(next);
  SnapshotAccess::import_open(core) = SnapshotAccess::changes_lost(core) = import_open;
  core.publish(std::make_shared<Version>(std::move(published)));
  return ok();
}

}  // namespace sallyport::picture
