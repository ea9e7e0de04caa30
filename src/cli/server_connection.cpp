#include <sys/stat.h>
#include <unistd.h>

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

class Server final : public Connection {
 public:
  explicit Server(http::Client client) : client_(std::move(client)) {}

  Status sign_in(const std::string& target, const std::string& body, const server::Asking& asking,
                 bool practice) {
    TRY_ASSIGN(const std::string session, post(target, body));
    TRY_ASSIGN(const auto facts, api::parse_json(session, kAnswerDepth));
    csrf_ = text_of(facts, "csrf");
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

 private:
  Result<std::string> post(const std::string& target, std::string body) {
    http::ClientCall call;
    call.method = http::Method::kPost;
    call.target = target;
    call.body = std::move(body);
    if (!csrf_.empty()) call.headers.set("X-CSRF", csrf_);
    return answered(client_.send(call));
  }
  static Result<std::string> answered(Result<http::ClientAnswer> answer) {
    if (!answer) return fail(std::move(answer.error()));
    if (answer->status != 200) return fail(error_of(*answer));
    // answers leave padded to a class (core.md 16)
    std::string body = std::move(answer->body);
    body.erase(body.find_last_not_of(" \n") + 1);
    return body;
  }

  http::Client client_;
  std::string csrf_;
};

}  // namespace

Result<std::unique_ptr<Connection>> connect_to_server(Program& program,
                                                      const ConnectRequest& request) {
  const std::string socket = server::FolderPaths::in(request.store).socket;
  struct stat facts {};
  if (stat(socket.c_str(), &facts) != 0)
    return fail(ErrorCode::kStoreInUse, "another command is at work on " + request.store);
  if (facts.st_uid != geteuid())
    return fail(ErrorCode::kNotAllowed, socket + ": belongs to somebody else");
  TRY_ASSIGN(http::Client client, http::Client::unix_socket(socket));
  TRY_ASSIGN(const service::Settings settings, server::read_settings(request.store));
  auto out = std::make_unique<Server>(std::move(client));
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
