#include <algorithm>
#include <future>
#include <map>

#include "cli/options.hpp"
#include "cli/verbs.hpp"
#include "crypto/hash.hpp"
#include "exchange/json.hpp"
#include "model/consultation.hpp"
#include "server/installation.hpp"

namespace sallyport::cli {
namespace {

struct Options {
  ConnectRequest connect;
  std::string user, record;
  std::size_t limit = 1000;
};

// Reading the log is a look too, and in the log.
Status note_reading(service::Desk& desk, const service::Caller& caller, const Options& options,
                    std::string_view answer) {
  model::Consultation look;
  look.user = caller.grants.user;
  look.session = caller.session;
  look.verb = "log";
  look.request = "user=" + options.user + " record=" + options.record;
  look.purpose = caller.purpose;
  look.reason = caller.reason;
  look.came_from = caller.came_from;
  look.at = desk.clock().wall_now();
  look.business_at = caller.business_now;
  look.access_epoch = desk.picture().directory()->access_epoch;
  look.field_set = 1;
  look.answer_digest = to_hex(crypto::sha256(as_bytes(answer)));
  std::promise<Status> done;
  desk.consult(look, [&done](Status status) { done.set_value(std::move(status)); });
  return done.get_future().get();
}

class Reader {
 public:
  Reader(const service::Desk& desk, const Options& options) : options_(options) {
    for (const auto& [name, grants] : desk.picture().directory()->accounts)
      names_[grants.user] = name;
    record_ = parse_id(options.record);
  }

  // The newest `limit` that fit are kept.
  Status take(const ledger::Entry& entry) {
    if (entry.boxes.empty() || entry.boxes[0].erased) return ok();
    TRY_ASSIGN(model::Consultation look, model::decode_consultation(entry.boxes[0].plaintext));
    if (!options_.user.empty() && name_of(look) != options_.user) return ok();
    if (!options_.record.empty() && !speaks_of_record(look)) return ok();
    if (kept_.size() == options_.limit) {
      kept_.erase(kept_.begin());
      cut_ = true;
    }
    kept_.push_back(std::move(look));
    return ok();
  }

  std::string document() const {
    exchange::Json json;
    json.open().flag("partial", cut_).list("looks", kept_, [&](exchange::Json& out, const auto& l) {
      out.open().field("at", to_text(l.at)).field("user", name_of(l)).field("verb", l.verb);
      out.field("request", l.request).field("purpose", l.purpose).field("reason", l.reason);
      out.field("came_from", l.came_from).field("session", l.session);
      out.count("shown_count", l.shown_count);
      out.list("shown", l.shown, [](exchange::Json& ids, Id128 id) { ids.text(to_text(id)); });
      out.field("answer_digest", l.answer_digest).close();
    });
    return std::move(json.close()).take();
  }

  void tell(Screen& screen) const {
    for (const auto& l : kept_) {
      screen.line(to_text(l.at) + "  " + name_of(l) + "  " + l.verb + " '" + l.request + "'  for " +
                  l.purpose + ": " + l.reason + "  (" + l.came_from + ", " +
                  std::to_string(l.shown_count) + " shown)");
    }
    if (cut_) screen.line("Older ones were left off: --limit");
  }

 private:
  std::string name_of(const model::Consultation& look) const {
    const auto it = names_.find(look.user);
    return it == names_.end() ? to_text(look.user) : it->second;
  }
  bool speaks_of_record(const model::Consultation& look) const {
    if (look.request.find(options_.record) != std::string::npos) return true;
    return record_ && std::find(look.shown.begin(), look.shown.end(), *record_) != look.shown.end();
  }

  const Options& options_;
  std::optional<Id128> record_;
  std::map<model::UserId, std::string> names_;
  std::vector<model::Consultation> kept_;
  bool cut_ = false;
};

Status log(Program& program, const Options& options) {
  TRY_ASSIGN(const auto installation,
             server::Installation::open(options.connect.store, program.clock, program.random));
  service::Desk& desk = installation->desk();
  TRY(sign_in(program, desk, options.connect.asking.user));
  TRY_ASSIGN(const auto caller, server::caller_of(desk, options.connect.asking));
  if (!access::may(caller.grants, access::Verb::logs)) return fail(ErrorCode::kNotAllowed);
  auto& looks = desk.consultations();
  Reader reader(desk, options);
  TRY(looks.read(0, looks.size(), [&](const ledger::Entry& entry) { return reader.take(entry); }));
  const std::string document = reader.document();
  TRY(note_reading(desk, caller, options, document));
  reader.tell(program.screen);
  program.screen.document(document);
  return installation->close();
}

}  // namespace

void add_log(CLI::App& app, Program& program) {
  auto options = std::make_shared<Options>();
  CLI::App& verb = *app.add_subcommand("log", "Who looked at what, for what reason (auditors)");
  add_asking(verb, program, options->connect);
  verb.add_option("--user", options->user, "Only this account's looks");
  verb.add_option("--record", options->record, "Only looks that asked for or were shown this id");
  verb.add_option("--limit", options->limit, "The newest so many")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  add_example(verb, "sallyport log --store store --as pia.lund --user dana.whitlock");
  verb.callback([&program, options] { program.finish(log(program, *options)); });
}

}  // namespace sallyport::cli
