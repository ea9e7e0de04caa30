#include "house.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "http/client.hpp"
#include "ledger/files.hpp"
#include "model/consultation.hpp"
#include "server/bring_in.hpp"
#include "server/caller.hpp"
#include "server/making.hpp"
#include "service/look.hpp"
#include "synth/synth.hpp"

namespace sallyport::bench {
namespace {

constexpr std::size_t kLookedAt = 20'000;  // people, to find the heaviest of

Result<std::string> passphrase_of(const std::string& folder, const std::string& user) {
  TRY_ASSIGN(const Bytes file, ledger::read_file(server::FolderPaths::in(folder).passphrases));
  const std::string text = "\n" + std::string(as_text(file));
  const auto at = text.find("\n" + user + " ");
  if (at == std::string::npos) return fail(ErrorCode::kUsage, "no passphrase of " + user);
  const auto begin = at + user.size() + 2;
  return text.substr(begin, text.find('\n', begin) - begin);
}

std::string text_field(const std::string& json, const std::string& name) {
  const std::string key = "\"" + name + "\":\"";
  const auto at = json.find(key);
  if (at == std::string::npos) return {};
  const auto begin = at + key.size();
  return json.substr(begin, json.find('"', begin) - begin);
}

Result<http::ClientAnswer> post(http::Client& client, const std::string& csrf, std::string target,
                                std::string body) {
  http::ClientCall call;
  call.method = http::Method::kPost;
  call.target = std::move(target);
  call.body = std::move(body);
  call.headers.add("X-CSRF", csrf);
  TRY_ASSIGN(auto answer, client.send(call));
  if (answer.status != 200) return fail(ErrorCode::kInternal, answer.body);
  return answer;
}

// What an audited read costs when there is nothing to read.
http::Handler look_only(service::Desk& desk, std::string body) {
  return [&desk, body = std::move(body)](const http::Request&) -> http::Reply {
    auto [promise, deferred] = http::make_deferred();
    model::Consultation look;
    look.user = model::UserId(Id128{1, 1});
    look.session = std::string(64, '0');
    look.verb = "benchmark";
    look.request = "/bench/look";
    look.purpose = "security";
    look.reason = "benchmark";
    look.at = desk.clock().wall_now();
    look.business_at = look.at;
    look.access_epoch = desk.picture().directory()->access_epoch;
    look.shown.assign(60, Id128{2, 2});
    look.shown_count = look.shown.size();
    look.answer_digest = std::string(64, '0');
    desk.consult(look, [promise = promise, body](const Status& status) {
      promise.complete(status ? http::Response::json(body) : http::Response::empty(500));
    });
    return deferred;
  };
}

std::size_t rows_of(const picture::View& view, picture::Handle handle) {
  std::size_t rows = 0;
  view.links(handle, model::LinkKinds::all(), [&](const picture::LinkRow&) { return ++rows > 0; });
  view.events(handle, model::EventKinds::all(), TimeRange{},
              [&](const picture::EventRow&) { return ++rows > 0; });
  return rows;
}

}  // namespace

Status make_country(const std::string& folder, const std::string& scale, Clock& clock,
                    Random& random) {
  namespace fs = std::filesystem;
  synth::SynthOptions synth;
  TRY_ASSIGN(synth.scale, synth::parse_scale(scale));
  synth.out = folder + ".files";
  TRY(synth::synthesise(synth));
  server::MakeRequest make;
  make.folder = folder;
  make.practice = true;
  make.users_file = std::string(SALLYPORT_SOURCE_DIR) + "/story/users.toml";
  TRY(server::make_store(make, clock, random));
  TRY_ASSIGN(const auto installation, server::Installation::open(folder, clock, random));
  server::BringInRequest request;
  request.path = synth.out.string();
  TRY_ASSIGN(const auto files, server::find_files(*installation, request));
  for (const auto& file : files) {
    if (file.feed.empty()) continue;
    const auto brought = server::bring_in(*installation, request, file);
    if (!brought.result) return fail(brought.result.error());
  }
  TRY(installation->close());
  std::error_code ignored;
  fs::remove_all(synth.out, ignored);
  return ok();
}

Result<std::unique_ptr<House>> House::open(const std::string& folder, const std::string& user,
                                           Clock& clock, Random& random) {
  std::unique_ptr<House> house(new House(user, clock, random));
  TRY_ASSIGN(house->installation_, server::Installation::open(folder, clock, random));
  return house;
}

Result<std::unique_ptr<http::Server>> House::serve(std::int64_t page_slot_us,
                                                   std::int64_t search_slot_us,
                                                   std::size_t empty_bytes) {
  api::ApiOptions options;
  options.desk = &desk();
  options.clock = &clock_;
  options.random = &random_;
  options.secure_cookies = false;
  options.page_slot_us = page_slot_us;
  options.search_slot_us = search_slot_us;
  http::Router router = api::make_router(options);
  const std::string body =
      "\"" + std::string(std::max<std::size_t>(empty_bytes, 2) - 2, 'x') + "\"";
  router.get("/bench/empty", [body](const http::Request&) { return http::Response::json(body); });
  router.get("/bench/look", look_only(desk(), body));
  http::ServerOptions server;
  server.hosts = {"localhost", "127.0.0.1"};
  return http::Server::start(std::move(server), std::move(router), {}, clock_);
}

Result<SignedInAs> House::sign_in(std::uint16_t port) {
  TRY_ASSIGN(const auto passphrase, passphrase_of(installation_->folder(), user_));
  TRY_ASSIGN(auto client, http::Client::tcp("127.0.0.1", port));
  TRY_ASSIGN(const auto session,
             post(client, "", "/api/session",
                  R"({"user":")" + user_ + R"(","passphrase":")" + passphrase + "\"}"));
  SignedInAs out;
  out.csrf = text_field(session.body, "csrf");
  for (const auto& [name, value] : client.cookies()) out.cookie = name + "=" + value;
  TRY(post(client, out.csrf, "/api/session/reason",
           R"({"purpose":"security","reason":"measuring how fast pages open"})"));
  return out;
}

Result<service::Caller> House::caller() const {
  server::Asking asking;
  asking.user = user_;
  asking.purpose = "security";
  asking.reason = "measuring how fast pages open";
  return server::caller_of(installation_->desk(), asking);
}

Result<Targets> House::choose(std::size_t count) const {
  TRY_ASSIGN(const auto who, caller());
  TRY_ASSIGN(const auto look,
             service::Look::begin(installation_->desk(), who, "benchmark", "choosing"));
  const picture::View& view = look->view();
  std::vector<std::pair<model::RecordId, picture::Handle>> everybody;
  view.records(model::RecordKind::person, [&](const picture::Record& record) {
    everybody.emplace_back(record.id, record.handle);
    return true;
  });
  std::sort(everybody.begin(), everybody.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  // ids are random: so are these
  const std::size_t step = std::max<std::size_t>(1, everybody.size() / kLookedAt);
  std::vector<Targets::Person> all;
  for (std::size_t i = 0; i < everybody.size(); i += step) {
    const auto& [id, handle] = everybody[i];
    Targets::Person person;
    person.id = to_text(id);
    person.title = view.value(handle, model::Property::full_name);
    person.surname = person.title.substr(person.title.rfind(' ') + 1);
    person.number = view.value(handle, model::Property::prison_number);
    person.rows = rows_of(view, handle);
    if (!person.title.empty()) all.push_back(std::move(person));
  }
  if (all.size() < count) return fail(ErrorCode::kUsage, "this user sees too few people");
  const auto by_id = [](const auto& a, const auto& b) { return a.id < b.id; };
  Targets out;
  out.people = everybody.size();
  // nine of ten by chance (ids are random), one of ten among the heaviest
  for (std::size_t i = 0; i < count - count / 10; ++i)
    out.mixed.push_back(all[i * all.size() / count]);
  std::sort(all.begin(), all.end(), [&](const auto& a, const auto& b) {
    return a.rows != b.rows ? a.rows > b.rows : by_id(a, b);
  });
  out.heaviest.assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count / 10));
  out.mixed.insert(out.mixed.end(), out.heaviest.begin(), out.heaviest.end());
  std::sort(out.mixed.begin(), out.mixed.end(), by_id);
  return out;
}

std::string request_text(const SignedInAs& as, const std::string& target, const std::string& body) {
  std::string out = (body.empty() ? "GET " : "POST ") + target + " HTTP/1.1\r\nHost: localhost\r\n";
  out += "Cookie: " + as.cookie + "\r\nAccept: application/json\r\n";
  if (!body.empty()) {
    out += "Content-Type: application/json\r\nX-CSRF: " + as.csrf +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  }
  return out + "\r\n" + body;
}

}  // namespace sallyport::bench
