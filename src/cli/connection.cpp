#include "cli/connection.hpp"

#include "api/render.hpp"
#include "server/installation.hpp"
#include "service/look.hpp"

namespace sallyport::cli {
namespace {

class OwnStore final : public Connection {
 public:
  OwnStore(std::unique_ptr<server::Installation> installation, server::Asking asking)
      : installation_(std::move(installation)), asking_(std::move(asking)) {}

  Result<std::string> search(const std::string& text, const std::vector<std::string>& kinds,
                             std::size_t limit) override {
    return asked("search", text, [&](service::Look& look) -> Result<std::string> {
      TRY_ASSIGN(const auto answer, service::search_for(look, {text, kinds, limit, false}));
      return api::render(answer, {look.marking(), look.partial()});
    });
  }

  Result<std::string> paths(const std::string& from, const std::string& to,
                            std::uint32_t max_steps) override {
    return asked("path", from + ' ' + to, [&](service::Look& look) -> Result<std::string> {
      TRY_ASSIGN(const auto answer, service::paths_between(look, from, to, max_steps));
      return api::render(answer, {look.marking(), look.partial()});
    });
  }

  Result<std::string> person(const std::string& id) override {
    return asked("person", id, [&](service::Look& look) -> Result<std::string> {
      TRY_ASSIGN(const auto page, service::person_page(look, id));
      return api::render(page, {look.marking(), look.partial()});
    });
  }

  Result<std::string> export_around(const service::ExportRequest& request) override {
    std::string what = request.format;
    for (const auto& id : request.around.ids) what += ' ' + id;
    return asked("export", what, [&](service::Look& look) -> Result<std::string> {
      TRY_ASSIGN(const auto file, service::export_around(look, request));
      return api::render(file);
    });
  }

  Result<std::string> log(const service::LogRequest& request) override {
    service::Desk& desk = installation_->desk();
    TRY_ASSIGN(const auto caller, server::caller_of(desk, asking_));
    return service::read_log(desk, caller, request, api::render_log);
  }

  Result<std::string> imports() override {
    return asked("imports", "", [&](service::Look& look) -> Result<std::string> {
      TRY_ASSIGN(const auto imports, service::imports_of(look, &installation_->feeds()));
      return api::render(imports);
    });
  }

  Result<std::string> retraction(const std::string& id, const std::string& reason,
                                 bool confirm) override {
    service::Desk& desk = installation_->desk();
    const service::FeedBook* book = &installation_->feeds();
    return asked("import-retraction", id, [&](service::Look& look) -> Result<std::string> {
      TRY_ASSIGN(const auto rests, service::what_rests_on(desk, look, book, id));
      if (confirm) TRY(service::retract_import(desk, look, book, {id, reason, ""}));
      return api::render(rests, confirm);
    });
  }

 private:
  // The look is durable before the answer is given, whatever the answer is.
  template <class Verb>
  Result<std::string> asked(const std::string& verb, const std::string& request, Verb run) {
    service::Desk& desk = installation_->desk();
    TRY_ASSIGN(const auto caller, server::caller_of(desk, asking_));
    TRY_ASSIGN(const auto look, service::Look::begin(desk, caller, verb, request));
    Result<std::string> answer = run(*look);
    TRY(look->conclude(answer ? *answer : to_text(answer.error())));
    return answer;
  }

  std::unique_ptr<server::Installation> installation_;
  server::Asking asking_;
};

}  // namespace

Result<std::unique_ptr<Connection>> connect(Program& program, const ConnectRequest& request) {
  auto installation = server::Installation::open(request.store, program.clock, program.random);
  if (!installation && installation.error().code == ErrorCode::kStoreInUse) {
    TRY_ASSIGN(auto server, connect_to_server(program, request));
    return std::unique_ptr<Connection>(std::move(server));
  }
  if (!installation) return fail(std::move(installation.error()));
  TRY(sign_in(program, (*installation)->desk(), request.asking.user));
  return std::make_unique<OwnStore>(std::move(*installation), request.asking);
}

}  // namespace sallyport::cli
