#include "service/log.hpp"

#include <algorithm>
#include <charconv>
#include <future>
#include <map>

#include "base/limits.hpp"
#include "crypto/hash.hpp"
#include "network/graph.hpp"
#include "picture/view.hpp"

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
    part.push_back({entry.header.position, {std::move(name), std::move(look), {}, 0}});
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

// Addresses whose ids name no record: imports, judgements taken back.
bool names_records(std::string_view request) {
  constexpr std::string_view kOthers[] = {"/api/imports", "/api/judgements/"};
  return std::none_of(std::begin(kOthers), std::end(kOthers),
                      [&](std::string_view other) { return request.starts_with(other); });
}

// The ids a request names, each once, in its order.
std::vector<Id128> ids_in(std::string_view request) {
  constexpr std::size_t kIdLetters = 26;
  const auto is_letter = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  };
  std::vector<Id128> out;
  for (std::size_t at = 0; at < request.size();) {
    const auto word =
        std::find_if(request.begin() + static_cast<std::ptrdiff_t>(at), request.end(), is_letter);
    const auto end = std::find_if_not(word, request.end(), is_letter);
    const auto begin = static_cast<std::size_t>(word - request.begin());
    at = static_cast<std::size_t>(end - request.begin());
    if (at - begin != kIdLetters) continue;
    const auto id = parse_id(request.substr(begin, kIdLetters));
    if (id && std::find(out.begin(), out.end(), *id) == out.end()) out.push_back(*id);
  }
  return out;
}

// Says of each look what it was at, in this view; hands back what it so showed.
std::vector<Id128> tell_what_was_looked_at(const picture::View& view, LogAnswer& answer) {
  std::vector<Id128> shown;
  model::Level level = model::Level::official;
  for (LogLine& line : answer.looks) {
    if (!names_records(line.look.request)) continue;
    const auto ids = ids_in(line.look.request);
    line.about_more = ids.size() - std::min(ids.size(), kLookedAt);
    for (const Id128 id : std::span(ids).first(ids.size() - line.about_more)) {
      const auto handle = view.find(model::RecordId(id));
      if (!handle) {
        line.about.push_back({id, std::string(kRecordHidden), {}});
        continue;
      }
      const network::NodeFacts facts = network::facts_of(view, {*handle});
      line.about.push_back({id, facts.title, model::info(facts.kind).name});
      level = std::max(level, view.label(view.label_of(*handle)).level);
      shown.push_back(id);
    }
  }
  answer.marking = model::level_words(level);
  std::sort(shown.begin(), shown.end());
  shown.erase(std::unique(shown.begin(), shown.end()), shown.end());
  return shown;
}

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

Status note_reading(Desk& desk, const Caller& caller, const picture::View& view,
                    const LogRequest& request, std::vector<Id128> shown, std::string_view answer) {
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
  look.position = view.position_for_audit();
  look.view = view.digest();
  look.access_epoch = view.access_epoch();
  look.field_set = 1;
  look.shown_count = shown.size();
  look.shown = std::move(shown);
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
  const picture::View view =
      picture::View::open(desk.picture(), caller.grants, caller.purpose, {}, caller.business_now);
  LogAnswer found = reader.answer();
  std::vector<Id128> shown = tell_what_was_looked_at(view, found);
  std::string answer = render(found);
  TRY(note_reading(desk, caller, view, request, std::move(shown), answer));
  return answer;
}

}  // namespace sallyport::service
