#include "service/log.hpp"

#include <algorithm>
#include <deque>
#include <future>
#include <map>

#include "base/limits.hpp"
#include "crypto/hash.hpp"

namespace sallyport::service {
namespace {

class Reader {
 public:
  Reader(const picture::Directory& directory, const LogRequest& request)
      : request_(request), record_(parse_id(request.record)) {
    for (const auto& [name, grants] : directory.accounts) names_[grants.user] = name;
  }

  Status take(const ledger::Entry& entry) {
    if (entry.boxes.empty() || entry.boxes[0].erased) return ok();
    TRY_ASSIGN(model::Consultation look, model::decode_consultation(entry.boxes[0].plaintext));
    const auto it = names_.find(look.user);
    std::string name = it == names_.end() ? sallyport::to_text(look.user) : it->second;
    if (!request_.user.empty() && name != request_.user) return ok();
    if (!request_.record.empty() && !speaks_of_record(look)) return ok();
    if (kept_.size() == request_.limit) {
      kept_.pop_front();
      cut_ = true;
    }
    kept_.push_back({std::move(name), std::move(look)});
    return ok();
  }

  LogAnswer answer() {
    LogAnswer out;
    out.looks.assign(std::move_iterator(kept_.begin()), std::move_iterator(kept_.end()));
    out.partial = cut_;
    return out;
  }

 private:
  bool speaks_of_record(const model::Consultation& look) const {
    if (look.request.find(request_.record) != std::string::npos) return true;
    return record_ && std::find(look.shown.begin(), look.shown.end(), *record_) != look.shown.end();
  }

  const LogRequest& request_;
  const std::optional<Id128> record_;
  std::map<model::UserId, std::string> names_;
  std::deque<LogLine> kept_;
  bool cut_ = false;
};

Status note_reading(Desk& desk, const Caller& caller, std::uint64_t access_epoch,
                    const LogRequest& request, std::string_view answer) {
  model::Consultation look;
  look.user = caller.grants.user;
  look.session = caller.session;
  look.verb = "log";
  look.request =
      ("user=" + request.user + " record=" + request.record).substr(0, limits::kQueryBytes);
  look.purpose = caller.purpose;
  look.reason = caller.reason.substr(0, limits::kReasonBytes);
  look.came_from = caller.came_from.substr(0, 60);
  look.at = desk.clock().wall_now();
  look.business_at = caller.business_now;
  look.access_epoch = access_epoch;
  look.field_set = 1;
  look.answer_digest = to_hex(crypto::sha256(as_bytes(answer)));
  std::promise<Status> done;
  desk.consult(look, [&done](Status status) { done.set_value(std::move(status)); });
  return done.get_future().get();
}

}  // namespace

Result<std::string> read_log(Desk& desk, const Caller& caller, const LogRequest& request,
                             RenderLog render) {
  if (!access::may(caller.grants, access::Verb::logs)) return fail(ErrorCode::kNotAllowed);
  if (caller.reason.empty()) return fail(ErrorCode::kReasonNeeded);
  if (request.limit == 0 || request.limit > kMostLooks)
    return fail(ErrorCode::kBadValue, "limit: expected 1 to 1,000,000");
  const auto directory = desk.picture().directory();
  Reader reader(*directory, request);
  auto& looks = desk.consultations();
  TRY(looks.read(0, looks.size(), [&](const ledger::Entry& entry) { return reader.take(entry); }));
  std::string answer = render(reader.answer());
  TRY(note_reading(desk, caller, directory->access_epoch, request, answer));
  return answer;
}

}  // namespace sallyport::service
