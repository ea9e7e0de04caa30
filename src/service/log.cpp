#include "service/log.hpp"

#include <algorithm>
#include <charconv>
#include <future>
#include <map>

#include "base/limits.hpp"
#include "crypto/hash.hpp"

namespace sallyport::service {
namespace {

constexpr std::uint64_t kFirstStride = 256;  // entries read at once, doubled while too few fit
constexpr std::uint64_t kLongestStride = 16'384;

// Goes back from the end in strides; in a stride the newest that fit are kept.
class Reader {
 public:
  Reader(const picture::Directory& directory, const LogRequest& request)
      : request_(request), record_(parse_id(request.record)) {
    for (const auto& [name, grants] : directory.accounts) names_[grants.user] = name;
  }

  Status read(ledger::Ledger& looks, std::uint64_t end) {
    std::uint64_t stride = kFirstStride;
    // one more than the page, so that it is known whether there are older ones
    while (end > 0 && found_.size() <= request_.limit) {
      const std::uint64_t from = end - std::min(end, stride);
      std::vector<Found> part;
      TRY(looks.read(from, end, [&](const ledger::Entry& entry) { return take(entry, part); }));
      found_.insert(found_.end(), std::make_move_iterator(part.rbegin()),
                    std::make_move_iterator(part.rend()));
      end = from;
      stride = std::min(stride * 2, kLongestStride);
    }
    return ok();
  }

  LogAnswer answer() {
    LogAnswer out;
    out.partial = found_.size() > request_.limit;
    if (out.partial) {
      found_.resize(request_.limit);
      out.older = std::to_string(found_.back().position);
    }
    for (auto found = found_.rbegin(); found != found_.rend(); ++found)
      out.looks.push_back(std::move(found->line));
    return out;
  }

 private:
  struct Found {
    std::uint64_t position;
    LogLine line;
  };

  Status take(const ledger::Entry& entry, std::vector<Found>& part) {
    if (entry.boxes.empty() || entry.boxes[0].erased) return ok();
    TRY_ASSIGN(model::Consultation look, model::decode_consultation(entry.boxes[0].plaintext));
    const auto it = names_.find(look.user);
    std::string name = it == names_.end() ? sallyport::to_text(look.user) : it->second;
    if (!request_.user.empty() && name != request_.user) return ok();
    if (!request_.record.empty() && !speaks_of_record(look)) return ok();
    part.push_back({entry.header.position, {std::move(name), std::move(look)}});
    return ok();
  }
  bool speaks_of_record(const model::Consultation& look) const {
    if (look.request.find(request_.record) != std::string::npos) return true;
    return record_ && std::find(look.shown.begin(), look.shown.end(), *record_) != look.shown.end();
  }

  const LogRequest& request_;
  const std::optional<Id128> record_;
  std::map<model::UserId, std::string> names_;
  std::vector<Found> found_;  // newest first
};

// Where to go on from: a position of the log, which an auditor may know (core.md 13).
Result<std::uint64_t> end_of(const LogRequest& request, std::uint64_t size) {
  if (request.before.empty()) return size;
  std::uint64_t position = 0;
  const char* last = request.before.data() + request.before.size();
  const auto read = std::from_chars(request.before.data(), last, position);
  if (read.ec != std::errc{} || read.ptr != last || position > size)
    return fail(ErrorCode::kBadValue, "before: expected what the page before said");
  return position;
}

Status note_reading(Desk& desk, const Caller& caller, std::uint64_t access_epoch,
                    const LogRequest& request, std::string_view answer) {
  model::Consultation look;
  look.user = caller.grants.user;
  look.session = caller.session;
  look.verb = "log";
  look.request = ("user=" + request.user + " record=" + request.record +
                  (request.before.empty() ? "" : " before=" + request.before))
                     .substr(0, limits::kQueryBytes);
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
  auto& looks = desk.consultations();
  TRY_ASSIGN(const std::uint64_t end, end_of(request, looks.size()));
  Reader reader(*directory, request);
  TRY(reader.read(looks, end));
  std::string answer = render(reader.answer());
  TRY(note_reading(desk, caller, directory->access_epoch, request, answer));
  return answer;
}

}  // namespace sallyport::service
