// One look: a View opened for a caller, what was shown of it, and the consultation entry that must
// be durable before the answer leaves. A verb that reads takes a Look; the api (or the command
// line) concludes it with the answer's bytes, 404 and empty answers included. Ownership: borrows
// the desk. Threads: one at a time; conclude's callback comes from another.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "crypto/hash.hpp"
#include "model/answer.hpp"
#include "network/identity.hpp"
#include "picture/view.hpp"
#include "service/caller.hpp"
#include "service/desk.hpp"
#include "service/facts.hpp"

namespace sallyport::service {

class Look {
 public:
  /// kNotAllowed when the account may not search, or not for this purpose; kReasonNeeded without
  /// one.
  static Result<std::unique_ptr<Look>> begin(Desk& desk, Caller caller, std::string verb,
                                             std::string request,
                                             std::optional<Date> known_then = std::nullopt);

  const picture::View& view() const { return view_; }
  const picture::Directory& directory() const { return *directory_; }
  const Caller& caller() const { return caller_; }
  /// The moment a page is about: now, or the end of an earlier day that is asked for.
  Instant now() const { return now_; }

  /// The identity of a record in this view; computed once a look.
  const network::IdentityOf& identity_of() const { return identity_of_; }
  /// The same, borrowed: lives as long as the look.
  const std::vector<picture::Handle>& members(picture::Handle handle) const;
  /// Records a person has yet to decide about.
  const network::PossiblySame& possibly_same() const { return possibly_same_; }

  /// nullopt when hidden or absent, or not an id at all.
  std::optional<picture::Handle> find(std::string_view id) const;

  void showed(std::span<const Id128> ids);
  template <class T>
  T keep(model::Answer<T> answer) {
    showed(answer.evidence);
    partial_ = partial_ || answer.partial;
    return std::move(answer.value);
  }
  /// This user's newest look at one of these records when he was signed in before. None in a view
  /// of an earlier day.
  std::optional<EarlierLook> earlier_look(std::span<const picture::Handle> members) const;
  /// The last look of his shift before this one. None in a view of an earlier day.
  std::optional<EarlierLook> earlier_shift() const;
  bool partial() const { return partial_; }
  /// The highest marking of what was shown through note_label().
  void note_label(picture::LabelRef label);
  std::string_view marking() const { return model::level_words(level_); }

  /// What the Teller has made in this look, so that it is made once: a page names the same people
  /// and sources over and over. Looked up, never walked.
  struct Told {
    std::unordered_map<std::uint32_t, Item> items;  ///< by the first record of the identity
    // of a record by the file that brought it: few, never moved
    struct KnownSource {
      std::string agency, feed;  ///< of the file; whoever asks may hold them for a moment only
      Source source;
    };
    std::unordered_map<model::RecordId, std::deque<KnownSource>> sources;
  };
  Told& told() { return told_; }

  /// Writes the entry; `done` gets ok when it is durable. kStaleRights: begin again.
  void conclude(std::string_view answer, std::function<void(Status)> done);
  /// The same for whoever has hashed the answer (SHA-256) already.
  void conclude(const crypto::Hash256& answer_digest, std::function<void(Status)> done);
  /// The same, waiting (command line, tests).
  Status conclude(std::string_view answer);

 private:
  Look(Desk& desk, Caller caller, std::string verb, std::string request, picture::View view);

  struct Clusters;
  Desk& desk_;
  Caller caller_;
  Instant now_;
  std::string verb_;
  std::string request_;
  std::shared_ptr<const picture::Directory> directory_;
  picture::View view_;
  std::shared_ptr<Clusters> clusters_;
  network::IdentityOf identity_of_;
  network::PossiblySame possibly_same_;
  std::vector<Id128> shown_;
  Told told_;
  bool partial_ = false;
  model::Level level_ = model::Level::official;
};

}  // namespace sallyport::service
