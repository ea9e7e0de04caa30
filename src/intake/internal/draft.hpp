// What one row says, before it has ids: things, statements, links and events by their place in the
// row. Made by the mapping (apply.hpp) or by the report readers, turned into operations by
// committer.hpp. Plain values.
#pragma once

#include <bitset>
#include <memory>
#include <string>
#include <vector>

#include "intake/mapping.hpp"
#include "model/op.hpp"

namespace sallyport::intake::internal {

struct DraftStatement {
  model::Statement statement;
  int source = -1;  ///< index of the thing (a report) it rests on, or -1
  bool only_new = false;
  bool replaces = false;
};

struct DraftThing {
  model::RecordKind kind = model::RecordKind::person;
  Scope scope = Scope::row;
  std::string key;  ///< PutRecord::source_key
  std::vector<DraftStatement> statements;
  /// What this kind of row can say of the thing: only that may it take back. Empty = everything.
  std::bitset<256> own;
  bool shared = false;  ///< by several rows that say the same of it: nobody writes to it any more

  /// Of a shared one, the committer's alone: which record it was last, under which label.
  /// A copy of the thing has none: another thread may be making it.
  struct Settled {
    Settled() = default;
    Settled(const Settled&) noexcept {}
    Settled& operator=(const Settled&) noexcept { return *this; }
    const void* label = nullptr;
    model::RecordId id;
    bool ours = false;
  };
  mutable Settled settled;
};

struct DraftLink {
  model::PutLink link;  ///< a, b, id, label not set
  int a = -1;
  int b = -1;
  int source = -1;
};

struct DraftEvent {
  model::PutEvent event;  ///< subject, other, place, id, label not set
  int subject = -1;
  int other = -1;
  int place = -1;
  int source = -1;
  bool chain = false;
};

struct Draft {
  std::string source_key;
  std::uint64_t row_key = 0;  ///< of the source_key, under the store's key: Committer::name()
  std::uint64_t content_hash = 0;
  std::shared_ptr<const model::Label> label;  ///< shared: thousands of rows have one label
  std::uint64_t refused_parts = 0;            ///< assertions left out for a legal number
  /// Many rows speak of one prison, one person, one number: these are made once (apply.hpp).
  std::vector<std::shared_ptr<DraftThing>> things;
  std::vector<DraftLink> links;
  std::vector<DraftEvent> events;

  /// Empty again; keeps its memory.
  void clear();
  const DraftThing& get(int thing) const { return *things[static_cast<std::size_t>(thing)]; }
  /// The same to write to: the row's own from now on.
  DraftThing& edit(int thing);
  /// -1: the row has not named it.
  int find(model::RecordKind kind, std::string_view key) const;
  /// Takes over a shared thing, or adds what it says to the one with its key; its place.
  int add(const std::shared_ptr<DraftThing>& shared);
  /// The thing with this kind and key, made when it is not there.
  int thing(model::RecordKind kind, Scope scope, std::string key);
  void say(int thing, model::Property property, std::string value, std::string raw = {});
  DraftLink& link(model::LinkKind kind, int a, int b);
  /// A person's home is a fact about the person too: it is what records are compared by.
  void say_home(int person, int home, const DraftStatement& like);
  DraftEvent& event(model::EventKind kind, int subject);
  /// A prison, or a wing, landing or cell in it, with all that contains it; -1 without a prison.
  /// "B2-13" is wing B, landing 2, cell 13; "B wing" a wing; other words stay a text of their own.
  int place(std::string_view prison, std::string_view location);
};

/// The canonical value of a property from a source's text: numbers, plates, codes in their one form
/// where they can be read, else as written.
std::string canonical(model::Property property, std::string_view text);

}  // namespace sallyport::intake::internal
