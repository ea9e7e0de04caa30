#include "service/last_looks.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include "base/bytes.hpp"
#include "base/id.hpp"

namespace sallyport::service {
namespace {

constexpr std::size_t kIdLetters = 26;

// The person asked for: the first id in the request's text ("/api/people/{id}", "person {id}").
std::optional<model::RecordId> asked_for(std::string_view request) {
  std::size_t at = 0;
  while (at < request.size()) {
    const std::size_t end = std::min(request.find_first_of("/? ", at), request.size());
    if (end - at == kIdLetters) {
      if (const auto id = parse_id(request.substr(at, end - at))) return model::RecordId(*id);
    }
    at = end + 1;
  }
  return std::nullopt;
}

void put(cbor::Writer& out, const EarlierLook& look) {
  out.integer(look.at.us);
  out.unsigned_int(look.position);
}
EarlierLook get(cbor::Reader& in) {
  EarlierLook out;
  out.at = Instant{in.integer()};
  out.position = in.unsigned_int();
  return out;
}

bool parts_shifts(Instant earlier, Instant later) {
  const std::int64_t gap = later.us - earlier.us;
  return gap >= kBetweenShiftsUs || gap <= -kBetweenShiftsUs;  // a story clock may go back
}

}  // namespace

void LastLooks::note(const model::Consultation& look) {
  const std::lock_guard lock(mutex_);
  note_work(look);
  note_person(look);
}

void LastLooks::note_work(const model::Consultation& look) {
  if (look.position == 0) return;  // of nothing that could change
  const EarlierLook now{look.business_at, look.position, {}};
  const auto [at, fresh] = work_.try_emplace(look.user, Work{now, std::nullopt});
  Work& work = at->second;
  if (fresh) return;
  if (parts_shifts(work.newest.at, now.at)) work.earlier = work.newest;
  work.newest = now;
}

std::optional<EarlierLook> LastLooks::shift_before(model::UserId user, Instant business_now) const {
  const std::lock_guard lock(mutex_);
  const auto at = work_.find(user);
  if (at == work_.end()) return std::nullopt;
  const Work& work = at->second;
  return parts_shifts(work.newest.at, business_now) ? std::optional(work.newest) : work.earlier;
}

void LastLooks::note_person(const model::Consultation& look) {
  if (look.verb != "person" || look.shown_count == 0) return;
  if (look.request.find("known_then=") != std::string::npos) return;  // not as he is now
  const auto person = asked_for(look.request);
  if (!person) return;
  const std::uint64_t session = hash64(look.session);
  const EarlierLook now{look.at, look.position, {}};
  People& people = users_[look.user];
  if (people.size() >= kLooksKept && !people.contains(*person)) forget_oldest(people);
  const auto [at, fresh] = people.try_emplace(*person, Seen{session, now, std::nullopt});
  Seen& seen = at->second;
  if (fresh) return;
  if (seen.session != session) {
    seen.earlier = seen.newest;
    seen.session = session;
  }
  seen.newest = now;
}

// A quarter at a time, so that noting stays cheap.
void LastLooks::forget_oldest(People& people) {
  std::vector<std::pair<Instant, model::RecordId>> ages;
  ages.reserve(people.size());
  for (const auto& [person, seen] : people) ages.emplace_back(seen.newest.at, person);
  const auto quarter = ages.begin() + static_cast<std::ptrdiff_t>(ages.size() / 4);
  std::nth_element(ages.begin(), quarter, ages.end());
  for (auto at = ages.begin(); at != quarter; ++at) people.erase(at->second);
}

std::optional<EarlierLook> LastLooks::before(model::UserId user, std::string_view session,
                                             std::span<const model::RecordId> records) const {
  const std::uint64_t this_session = hash64(session);
  std::optional<EarlierLook> out;
  const std::lock_guard lock(mutex_);
  const auto people = users_.find(user);
  if (people == users_.end()) return out;
  for (const model::RecordId record : records) {
    const auto at = people->second.find(record);
    if (at == people->second.end()) continue;
    const Seen& seen = at->second;
    const std::optional<EarlierLook> when =
        seen.session == this_session ? seen.earlier : std::optional(seen.newest);
    if (!when || (out && out->at >= when->at)) continue;
    out = when;
    out->record = record;
  }
  return out;
}

void LastLooks::encode(cbor::Writer& out) const {
  const std::lock_guard lock(mutex_);
  std::map<std::pair<model::UserId, model::RecordId>, Seen> sorted;
  for (const auto& [user, people] : users_) {
    for (const auto& [person, seen] : people) sorted.emplace(std::pair(user, person), seen);
  }
  out.array(sorted.size() * 7);
  for (const auto& [key, seen] : sorted) {
    out.bytes(to_bytes(key.first));
    out.bytes(to_bytes(key.second));
    out.unsigned_int(seen.session);
    put(out, seen.newest);
    put(out, seen.earlier.value_or(EarlierLook{}));  // a look at the time 0 is none
  }
  out.array(work_.size() * 5);
  for (const auto& [user, work] : work_) {
    out.bytes(to_bytes(user));
    put(out, work.newest);
    put(out, work.earlier.value_or(EarlierLook{}));
  }
}

Status LastLooks::decode(cbor::Reader& in) {
  const std::lock_guard lock(mutex_);
  users_.clear();
  for (std::size_t n = in.array() / 7; n > 0 && !in.failed(); --n) {
    const ByteView user = in.bytes();
    const ByteView person = in.bytes();
    Seen seen;
    seen.session = in.unsigned_int();
    seen.newest = get(in);
    if (const EarlierLook earlier = get(in); earlier.at != Instant{}) seen.earlier = earlier;
    if (user.size() != 16 || person.size() != 16) return fail(ErrorCode::kMalformedFile);
    users_[model::UserId(id_from_bytes(user.first<16>()))]
          [model::RecordId(id_from_bytes(person.first<16>()))] = seen;
  }
  work_.clear();
  for (std::size_t n = in.array() / 5; n > 0 && !in.failed(); --n) {
    const ByteView user = in.bytes();
    Work work;
    work.newest = get(in);
    if (const EarlierLook earlier = get(in); earlier.at != Instant{}) work.earlier = earlier;
    if (user.size() != 16) return fail(ErrorCode::kMalformedFile);
    work_[model::UserId(id_from_bytes(user.first<16>()))] = work;
  }
  return ok();
}

}  // namespace sallyport::service
