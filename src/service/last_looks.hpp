// When each user last opened a person's page, so that a page can say what came since: the newest
// look of the session at hand does not count, that of an earlier sign-in does. And when each user's
// last stretch of work ended: hours without a look part two. Made from the
// consultations, which are the truth; kept beside a snapshot, so that a start reads what came since
// then. Says to a user when he himself looked, and to nobody else. At most kLooksKept people a
// user: those looked at longest ago go first.
// Ownership: values. Threads: any. Failure: none; what was forgotten was never looked at. Cost:
// O(1) to note, O(records asked) to ask.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>

#include "base/cbor.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "model/consultation.hpp"

namespace sallyport::service {

inline constexpr std::size_t kLooksKept = 4096;
/// Consultations read back by a start without a snapshot, the newest: about a second's work.
inline constexpr std::uint64_t kLooksReadBack = 100'000;

/// So long without a look, and the next one begins another shift.
inline constexpr std::int64_t kBetweenShiftsUs = 4LL * 3600 * 1'000'000;

/// An earlier look: when, and how far into the ledger its view went.
struct EarlierLook {
  Instant at;
  std::uint64_t position = 0;
  model::RecordId record = {};  ///< that was asked for; nil of a shift
};

class LastLooks {
 public:
  /// Of a look at a person as he is now, and that the user was at work; of others nothing is kept.
  void note(const model::Consultation& look);
  /// The newest look of this user at one of these records when signed in another time than now.
  std::optional<EarlierLook> before(model::UserId user, std::string_view session,
                                    std::span<const model::RecordId> records) const;

  /// The last look of this user's shift before the one he is in at this hour of business (the hour
  /// is told by the same clock). None when he has had no other.
  std::optional<EarlierLook> shift_before(model::UserId user, Instant business_now) const;

  void encode(cbor::Writer& out) const;
  Status decode(cbor::Reader& in);

 private:
  struct Seen {
    std::uint64_t session = 0;  ///< of the newest look, hashed
    EarlierLook newest;
    std::optional<EarlierLook> earlier;  ///< the newest of another session before it
  };
  using People = std::unordered_map<model::RecordId, Seen>;
  struct Work {
    EarlierLook newest;                  ///< by the clock of business
    std::optional<EarlierLook> earlier;  ///< the last of the shift before
  };
  void note_work(const model::Consultation& look);
  void note_person(const model::Consultation& look);
  static void forget_oldest(People& people);

  mutable std::mutex mutex_;
  std::unordered_map<model::UserId, People> users_;  // looked up; written in order of ids
  std::map<model::UserId, Work> work_;
};

}  // namespace sallyport::service
