// FROZEN SHAPE: the View. The only public face of the picture: what one user may see, for one
// purpose, as of one recorded moment. It filters before anything is counted, ranked, suggested,
// clustered, cached or drawn. An answer computed from a View over the full picture equals, byte for
// byte, the answer over a picture from which everything hidden was removed (LT-00); so:
//  - hidden and absent are one: find() gives nullopt for both;
//  - a link or event is there only when it, and every record it names, is visible;
//  - order of enumeration is the ledger's order of the visible rows or unspecified: an engine sorts
//    by its own ranking, ties by public id, and never cuts off before it has sorted;
//  - token enumeration gives only tokens with at least one visible posting.
// A View is a cheap value that pins one version; it never waits for the writer. One thread at a
// time per View; any number of Views. Complexity is stated beside each call, v = visible, n = all.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/grants.hpp"
#include "base/bytes.hpp"
#include "base/time.hpp"
#include "model/label.hpp"
#include "picture/rows.hpp"

namespace sallyport::picture {

class Picture;

/// The recorded moment: now, or the end of a day ("known then", core.md 34). Access is always
/// now's.
struct AsOf {
  std::optional<Date> day;  ///< nullopt = now
};

/// Return false from a sink to stop.
template <class Row>
using Sink = std::function<bool(const Row&)>;

class View {
 public:
  /// `now` decides which labels have expired. O(labels) the first time a (user, purpose, day) is
  /// seen at a version of the label dictionary, then O(1).
  static View open(const Picture& picture, const access::Grants& grants, std::string_view purpose,
                   AsOf as_of, Instant now);
  View(View&&) noexcept;
  View& operator=(View&&) noexcept;
  ~View();
  /// This View as though the import had been undone: what its undoing would leave. An import that
  /// is not there, or is undone already, changes nothing.
  View without(model::ImportId import) const;
  /// This View as one of this position for its audit was: the knowledge of then, the access of now.
  /// Handles of either are good in the other. A later position than its own changes nothing.
  /// O(log entries).
  View before(std::uint64_t position) const;

  // -- records
  std::optional<Handle> find(model::RecordId id) const;  ///< O(1)
  Record record(Handle handle) const;                    ///< O(1)
  model::RecordId id(Handle handle) const;               ///< O(1), cheaper than the whole record
  model::RecordKind kind(Handle handle) const;           ///< the same
  std::string_view agency(Handle handle) const;          ///< the same
  LabelRef label_of(Handle handle) const;                ///< the same
  void records(model::RecordKind kind, const Sink<Record>& sink) const;  ///< O(n of the kind)
  /// Records of this agency with this sender's key: none, one, or several (no natural key is
  /// unique).
  void by_source(std::string_view agency, std::string_view source_key,
                 const Sink<Record>& sink) const;
  void statements(Handle handle, const Sink<StatementRow>& sink) const;  ///< O(statements of it)
  /// The same, sorted by property, newest valid first, value.
  std::vector<StatementRow> statements(Handle handle) const;
  /// Values of one property, in no order. O(statements of it), without making their rows.
  void values(Handle handle, model::Property property, const Sink<std::string_view>& sink) const;
  /// The same of several properties at once.
  void values(Handle handle, const PropertySet& wanted, const Sink<ValueRow>& sink) const;
  /// The day of the newest visible fact of the record, itself among them. The same cost.
  Date newest(Handle handle) const;
  /// First value of the property in a fixed order (newest valid, then text), or "".
  std::string_view value(Handle handle, model::Property property) const;

  // -- ties
  void links(Handle handle, model::LinkKinds kinds, const Sink<LinkRow>& sink) const;
  /// Those of which it is the first end (a). O(links of it); only these are looked at.
  void links_from(Handle handle, model::LinkKinds kinds, const Sink<LinkRow>& sink) const;
  std::optional<LinkRow> link(model::LinkId id) const;
  /// Events that touch the record as subject, other or place, overlapping the time.
  void events(Handle handle, model::EventKinds kinds, TimeRange time,
              const Sink<EventRow>& sink) const;
  std::optional<EventRow> event(model::EventId id) const;
  /// For a walk over many records: the other ends of its links and events (subject and other, not
  /// the place) of these kinds, each once. O(rows of it), without making one; the rows of an end
  /// that was given already cost no look. The sink must not ask for neighbours in its turn.
  void neighbours(Handle handle, model::LinkKinds links, model::EventKinds events,
                  const Sink<Handle>& sink) const;
  /// Links and events between the record and one of the others. O(rows of it); only those between
  /// are looked at.
  void links_to(Handle handle, model::LinkKinds kinds, std::span<const Handle> others,
                const Sink<LinkRow>& sink) const;
  void events_to(Handle handle, model::EventKinds kinds, std::span<const Handle> others,
                 const Sink<EventRow>& sink) const;
  /// Links and events that rest on this report (their source).
  void asserted_by(Handle report, const Sink<LinkRow>& links, const Sink<EventRow>& events) const;

  /// The feed whose file brought a row; nullopt when a person did, by a command. O(log imports).
  std::optional<FeedName> feed_of(OriginRef origin) const;

  // -- what came after what an earlier view, of this position for its audit, could hold; in no
  // order. O(rows that came), of which only the visible ones of these kinds are made.
  void statements_since(std::uint64_t position, const PropertySet& wanted,
                        const Sink<StatementRow>& sink) const;
  void links_since(std::uint64_t position, model::LinkKinds kinds, const Sink<LinkRow>& sink) const;
  void events_since(std::uint64_t position, model::EventKinds kinds,
                    const Sink<EventRow>& sink) const;
  void judgements_since(std::uint64_t position, const Sink<JudgementRow>& sink) const;

  // -- one thing from many records
  /// Scored pairs of the record with visible records; scores are functions of the two records and
  /// the published artefact alone, computed from statements that carry their record's own label.
  void pairs(Handle handle, const Sink<PairRow>& sink) const;
  /// Standing judgements that touch the record; both records visible.
  void judgements(Handle handle, const Sink<JudgementRow>& sink) const;
  std::optional<JudgementRow> judgement(model::JudgementId id) const;
  /// Records of the same kind with the same identifying value (a number, a plate, a card: never a
  /// name), exact: what makes two phone records one phone.
  void same_identifier(Handle handle, const Sink<Handle>& sink) const;

  // -- search index
  /// Exact token. Classes: name (folded Latin), id (canonical), date (YYYY-MM-DD), word (folded).
  std::optional<TokenHit> token(model::IndexClass cls, std::string_view text) const;
  /// Tokens that begin so; name and date: at least 1 character; id: 4; word: 3. Numbers in the
  /// order of their text, others the shortest first; only as many are looked at as the sink takes,
  /// but of a beginning of 3 characters and more all that have it. O(tokens looked at).
  void tokens_with_prefix(model::IndexClass cls, std::string_view prefix,
                          const Sink<TokenHit>& sink) const;
  /// Identifiers that end so: at least 4 characters; in the order of their text read backwards.
  void identifiers_ending(std::string_view suffix, const Sink<TokenHit>& sink) const;
  /// Name tokens within two edits; one where either has up to 3 letters, or both up to 4.
  void tokens_near(std::string_view name, const Sink<TokenHit>& sink) const;
  /// Name tokens that share a phonetic key with this name.
  void tokens_sounding(std::string_view name, const Sink<TokenHit>& sink) const;
  /// Records and properties of which a visible statement holds the token, each once, in no order.
  /// Whoever wants the best few asks Matching (matching.hpp).
  void postings(TokenRef token, const Sink<PostingRow>& sink) const;

  // -- about the view itself
  const model::Label& label(LabelRef ref) const;
  const std::string& purpose() const;
  AsOf as_of() const;
  Instant now() const;

  // -- for the consultation entry only; never in an answer
  /// Which labels were seen, and how far into the ledger: a View opened again from what the
  /// consultation says (user, purpose, position, times) has the same one.
  std::uint64_t digest() const;
  std::uint64_t position_for_audit() const;
  /// Did a row come after what an earlier view, of this position for its audit, could hold?
  bool came_after(OriginRef origin, std::uint64_t position) const;
  std::uint64_t access_epoch() const;

 private:
  friend class Matching;
  struct State;
  explicit View(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace sallyport::picture
