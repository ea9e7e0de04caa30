#include "service/look.hpp"

#include <algorithm>
#include <deque>
#include <future>
#include <unordered_map>

#include "base/limits.hpp"
#include "crypto/hash.hpp"
#include "network/words.hpp"
#include "resolve/identity.hpp"

namespace sallyport::service {
namespace {

Instant moment_of(const picture::View& view, Instant business_now) {
  const auto day = view.as_of().day;
  if (!day) return business_now;
  return std::min(business_now, Instant{network::local_day_range(*day).to_us - 1});
}

}  // namespace

// Identities computed in this look: every member maps to one shared list.
struct Look::Clusters {
  using One = resolve::Members;
  std::deque<One> all;  // never moved: lists are borrowed from it
  std::unordered_map<std::uint32_t, const One*> by_handle;

  const One& get(const picture::View& view, picture::Handle handle) {
    const auto known = by_handle.find(handle.row);
    if (known != by_handle.end()) return *known->second;
    const One& one = all.emplace_back(resolve::members_of(view, handle));
    for (const auto h : one.members) by_handle[h.row] = &one;
    return one;
  }
};

Look::Look(Desk& desk, Caller caller, std::string verb, std::string request, picture::View view)
    : desk_(desk),
      caller_(std::move(caller)),
      now_(moment_of(view, caller_.business_now)),
      verb_(std::move(verb)),
      request_(std::move(request)),
      directory_(desk.picture().directory()),
      view_(std::move(view)),
      clusters_(std::make_shared<Clusters>()) {
  identity_of_ = [this](picture::Handle h) { return clusters_->get(view_, h).members; };
  possibly_same_ = [this](picture::Handle h) { return clusters_->get(view_, h).proposed; };
}

const std::vector<picture::Handle>& Look::members(picture::Handle handle) const {
  return clusters_->get(view_, handle).members;
}

Result<std::unique_ptr<Look>> Look::begin(Desk& desk, Caller caller, std::string verb,
                                          std::string request, std::optional<Date> known_then) {
  const auto& held = caller.grants.purposes;
  if (!access::may(caller.grants, access::Verb::search)) return fail(ErrorCode::kNotAllowed);
  if (std::find(held.begin(), held.end(), caller.purpose) == held.end())
    return fail(ErrorCode::kNotAllowed);
  if (caller.reason.empty()) return fail(ErrorCode::kReasonNeeded);
  picture::View view = picture::View::open(desk.picture(), caller.grants, caller.purpose,
                                           picture::AsOf{known_then}, caller.business_now);
  return std::unique_ptr<Look>(
      new Look(desk, std::move(caller), std::move(verb), std::move(request), std::move(view)));
}

std::optional<picture::Handle> Look::find(std::string_view id) const {
  const auto parsed = parse_id(id);
  if (!parsed) return std::nullopt;
  return view_.find(model::RecordId(*parsed));
}

std::optional<EarlierLook> Look::earlier_look(std::span<const picture::Handle> members) const {
  if (view_.as_of().day) return std::nullopt;
  std::vector<model::RecordId> ids;
  for (const picture::Handle member : members) ids.push_back(view_.id(member));
  return desk_.last_looks().before(caller_.grants.user, caller_.session, ids);
}

std::optional<EarlierLook> Look::earlier_shift() const {
  if (view_.as_of().day) return std::nullopt;
  return desk_.last_looks().shift_before(caller_.grants.user, caller_.business_now);
}

void Look::showed(std::span<const Id128> ids) {
  shown_.insert(shown_.end(), ids.begin(), ids.end());
}

void Look::note_label(picture::LabelRef label) {
  level_ = std::max(level_, view_.label(label).level);
}

void Look::conclude(std::string_view answer, std::function<void(Status)> done) {
  conclude(crypto::sha256(as_bytes(answer)), std::move(done));
}

void Look::conclude(const crypto::Hash256& answer_digest, std::function<void(Status)> done) {
  std::sort(shown_.begin(), shown_.end());
  shown_.erase(std::unique(shown_.begin(), shown_.end()), shown_.end());
  model::Consultation c;
  c.user = caller_.grants.user;
  c.session = caller_.session;
  c.verb = verb_;
  c.request = request_.substr(0, limits::kQueryBytes);
  c.purpose = caller_.purpose;
  c.reason = caller_.reason.substr(0, limits::kReasonBytes);
  c.came_from = caller_.came_from.substr(0, 60);
  c.at = desk_.clock().wall_now();
  c.business_at = caller_.business_now;
  c.position = view_.position_for_audit();
  c.view = view_.digest();
  c.access_epoch = view_.access_epoch();
  c.field_set = 1;
  c.shown_count = shown_.size();
  c.shown = std::move(shown_);  // a look is concluded once
  c.answer_digest = to_hex(answer_digest);
  desk_.consult(c, std::move(done));
}

Status Look::conclude(std::string_view answer) {
  std::promise<Status> promise;
  conclude(answer, [&promise](Status status) { promise.set_value(std::move(status)); });
  return promise.get_future().get();
}

}  // namespace sallyport::service
