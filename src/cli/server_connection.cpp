#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cctype>
#include <filesystem>
#include <thread>

#include "api/json.hpp"
#include "cli/connection.hpp"
#include "exchange/json.hpp"
#include "http/client.hpp"
#include "server/installation.hpp"

namespace sallyport::cli {
namespace {

constexpr int kAnswerDepth = 24;

std::string text_of(const api::JsonValue& value, std::string_view key) {
  const auto* found = value.find(key);
  return found != nullptr ? found->text : std::string();
}

// A problem document back into the error it was made of.
Error error_of(const http::ClientAnswer& answer) {
  const auto body = api::parse_json(answer.body, kAnswerDepth);
  Error out{ErrorCode::kInternal, "HTTP " + std::to_string(answer.status), {}};
  if (!body) return out;
  const auto* code = body->find("code");
  if (code == nullptr) return out;
  for (const auto& known : error_table()) {
    if (static_cast<std::int64_t>(known.code) == code->integer) out.code = known.code;
  }
  out.detail = text_of(*body, "detail");
  return out;
}

// Percent-encodes a value of the address's query.
std::string encoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '-' || c == '.' || c == '_') {
      out += c;
    } else {
      (out += '%') += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  return out;
}

// Hears how one's own imports get on, over a connection of its own, until it goes.
class Listener {
 public:
  Listener(std::string socket, std::map<std::string, std::string> cookies,
           std::function<void(std::uint64_t)> rows_read)
      : socket_(std::move(socket)),
        cookies_(std::move(cookies)),
        rows_read_(std::move(rows_read)),
        thread_([this] { run(); }) {}
  ~Listener() {
    done_ = true;
    thread_.join();
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

 private:
  void run() {
    constexpr int kLookUpEveryMs = 500;
    while (!done_) {
      auto client = http::Client::unix_socket(socket_);
      if (!client) return;
      client->cookies() = cookies_;
      client->set_timeout_ms(kLookUpEveryMs);
      http::ClientCall call;
      call.target = "/api/imports/progress";
      const auto answer = client->listen(call, [this](const http::ServerEvent& event) {
        const auto facts = api::parse_json(event.data, kAnswerDepth);
        const auto* rows = facts ? facts->find("rows") : nullptr;
        if (rows != nullptr) rows_read_(static_cast<std::uint64_t>(rows->integer));
        return !done_;
      });
      if (answer && answer->status != 200) return;
    }
  }

  const std::string socket_;
  const std::map<std::string, std::string> cookies_;
  const std::function<void(std::uint64_t)> rows_read_;
  std::atomic<bool> done_ = false;
  std::thread thread_;  // last: it uses the others
};

class Server final : public ServerConnection {
 public:
  Server(http::Client client, std::string socket)
      : client_(std::move(client)), socket_(std::move(socket)) {}

  Status sign_in(const std::string& target, const std::string& body, const server::Asking& asking,
                 bool practice) {
    TRY_ASSIGN(const std::string session, post(target, body));
    TRY_ASSIGN(const auto facts, api::parse_json(session, kAnswerDepth));
    csrf_ = text_of(facts, "csrf");
    agency_ = text_of(facts, "agency");
    const std::string purpose = asking.purpose.empty() ? text_of(facts, "purpose") : asking.purpose;
    const std::string reason =
        asking.reason.empty() && practice ? std::string("practice") : asking.reason;
    if (reason.empty()) return fail(ErrorCode::kReasonNeeded, "say --reason \"...\"");
    exchange::Json json;
    json.open().field("purpose", purpose).field("reason", reason).close();
    TRY(post("/api/session/reason", std::move(json).take()));
    return ok();
  }

  Result<std::string> search(const std::string& text, const std::vector<std::string>& kinds,
                             std::size_t limit) override {
    exchange::Json json;
    json.open().field("q", text).texts("kinds", kinds).count("limit", limit).close();
    return post("/api/search", std::move(json).take());
  }
  Result<std::string> paths(const std::string& from, const std::string& to,
                            std::uint32_t max_steps) override {
    exchange::Json json;
    json.open().field("from", from).field("to", to).count("max_steps", max_steps).close();
    return post("/api/paths", std::move(json).take());
  }
  Result<std::string> person(const std::string& id) override {
    if (!parse_id(id)) return fail(ErrorCode::kNotFound);
    return answered(client_.get("/api/people/" + id));
  }
  Result<std::string> export_around(const service::ExportRequest& request) override {
    exchange::Json json;
    json.open().texts("ids", request.around.ids).field("format", request.format);
    json.count("depth", request.around.depth).count("limit", request.around.limit).close();
    return post("/api/exports", std::move(json).take());
  }
  Result<std::string> log(const service::LogRequest& request) override {
    exchange::Json json;
    json.open().optional("user", request.user).optional("record", request.record);
    json.optional("before", request.before).count("limit", request.limit).close();
    return post("/api/looks", std::move(json).take());
  }
  Result<std::string> imports() override { return answered(client_.get("/api/imports")); }
  Result<std::string> retraction(const std::string& id, const std::string& reason,
                                 bool confirm) override {
    if (!parse_id(id)) return fail(ErrorCode::kNotFound);
    exchange::Json json;
    json.open().flag("confirm", confirm).optional("reason", reason).close();
    return post("/api/imports/" + id + "/retraction", std::move(json).take());
  }

  const std::string& agency() const override { return agency_; }
  Result<std::string> bring_in(const Upload& upload,
                               const std::function<void(std::uint64_t)>& rows_read) override {
    constexpr int kImportMs = 60 * 60 * 1000;
    http::ClientCall call;
    call.method = http::Method::kPost;
    const std::string name = std::filesystem::path(upload.path).filename().string();
    call.target = "/api/imports?name=" + encoded(name);
    if (!upload.feed.empty()) call.target += "&feed=" + encoded(upload.feed);
    if (upload.dry_run) call.target += "&dry_run=true";
    call.content_type = "application/octet-stream";
    call.body_file = upload.path;
    call.headers.set("X-CSRF", csrf_);
    const Listener listener(socket_, client_.cookies(), rows_read);
    client_.set_timeout_ms(kImportMs);
    return answered(client_.send(call));
  }
  Result<std::string> rejected(const std::string& import) override {
    return answered(client_.get("/api/imports/" + import + "/rejected"), false);
  }

 private:
  Result<std::string> post(const std::string& target, std::string body) {
    http::ClientCall call;
    call.method = http::Method::kPost;
    call.target = target;
    call.body = std::move(body);
    if (!csrf_.empty()) call.headers.set("X-CSRF", csrf_);
    return answered(client_.send(call));
  }
  static Result<std::string> answered(Result<http::ClientAnswer> answer, bool padded = true) {
    if (!answer) return fail(std::move(answer.error()));
    if (answer->status != 200) return fail(error_of(*answer));
    // answers leave padded to a class (core.md 16)
    std::string body = std::move(answer->body);
    if (padded) body.erase(body.find_last_not_of(" \n") + 1);
    return body;
  }

  http::Client client_;
  std::string socket_;
  std::string csrf_;
  std::string agency_;
};

}  // namespace

Result<std::unique_ptr<ServerConnection>> connect_to_server(Program& program,
                                                            const ConnectRequest& request) {
  const std::string socket = server::FolderPaths::in(request.store).socket;
  struct stat facts {};
  if (stat(socket.c_str(), &facts) != 0)
    return fail(ErrorCode::kStoreInUse, "another command is at work on " + request.store);
  if (facts.st_uid != geteuid())
    return fail(ErrorCode::kNotAllowed, socket + ": belongs to somebody else");
  TRY_ASSIGN(http::Client client, http::Client::unix_socket(socket));
  TRY_ASSIGN(const service::Settings settings, server::read_settings(request.store));
  auto out = std::make_unique<Server>(std::move(client), socket);
  exchange::Json json;
  json.open().field("user", request.asking.user);
  if (settings.practice) {
    TRY(out->sign_in("/api/session/local", std::move(json.close()).take(), request.asking, true));
    return out;
  }
  (void)program;
  TRY_ASSIGN(const auto passphrase, ask_secret("Passphrase of " + request.asking.user));
  TRY_ASSIGN(const auto code, ask_secret("One-time code (empty where none were printed)"));
  json.field("passphrase", passphrase.unwrap_sensitive());
  json.optional("code", code.unwrap_sensitive());
  TRY(out->sign_in("/api/session", std::move(json.close()).take(), request.asking, false));
  return out;
}

}  // namespace sallyport::cli
