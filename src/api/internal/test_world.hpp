// A small country behind a running server, for tests of the API: ledgers in memory, a desk,
// accounts with passphrases, a handful of invented records. What `keep` says no to is left out: the
// twin that every answer is compared with. For tests only.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "api/api.hpp"
#include "api/json.hpp"
#include "http/client.hpp"
#include "http/server.hpp"
#include "ledger/key_table.hpp"
#include "ledger/sqlite/entry_file.hpp"
#include "model/consultation.hpp"

namespace sallyport::api::testing {

inline constexpr std::string_view kPassphrase = "a walk along the old canal";
inline constexpr std::string_view kPrisons = "estmere-prisons";
inline constexpr std::string_view kPolice = "northmoor-police";

/// Stands still until told; any thread may ask.
class HandClock final : public Clock {
 public:
  Instant business_now() const override { return wall_now(); }
  Instant wall_now() const override { return Instant{us_.load()}; }
  std::int64_t monotonic_us() const override { return us_.load(); }
  void sleep_us(std::int64_t duration_us) override { us_ += duration_us; }
  void advance_minutes(std::int64_t minutes) { us_ += minutes * 60'000'000; }

 private:
  std::atomic<std::int64_t> us_{parse_iso_instant("2026-10-15T21:00:00Z")->us};
};

/// Labels of the world, by index.
enum WorldLabel : model::LabelIndex { kShared = 0, kSealed = 1 };

/// Ids that a test can name.
inline Id128 known_id(std::uint64_t n) {
  return Id128{0x5A11'0000'0000'0000 + n, 77 * n + 1};
}
inline const Id128 kTam = known_id(1);        // prison record
inline const Id128 kTamPolice = known_id(2);  // police record of the same man
inline const Id128 kRory = known_id(3);
inline const Id128 kSealedMan = known_id(4);
inline const Id128 kPhone = known_id(5);
inline const Id128 kGroup = known_id(6);
inline const Id128 kPrison = known_id(7);
inline const Id128 kReport = known_id(8);

struct WorldOptions {
  /// false leaves the operation out of the ledger: how a twin world is made.
  std::function<bool(const model::Op&)> keep;
  std::int64_t search_slot_us = 0;
  std::int64_t page_slot_us = 0;
  bool practice = true;
  std::vector<intake::LabelRule> rules;  ///< of the agreement for files of keeping apart
};

class TestWorld {
 public:
  explicit TestWorld(WorldOptions options = {}) : options_(std::move(options)) {
    service::Settings settings;
    settings.practice = options_.practice;
    desk_ = std::make_unique<service::Desk>(clock, random_, settings);
    open_ledgers();
    auto accounts = service::Accounts::open("", Bytes(32, 9), random_);
    EXPECT_TRUE(accounts);
    EXPECT_TRUE(desk_->attach(*main_, *consultations_, *ring_, std::move(*accounts)));
    write(accounts_batch());
    write(records_batch());
    start();
  }
  ~TestWorld() {
    if (server_) server_->stop();
  }

  /// Gives every account of the world its passphrase; slow on purpose (argon2id).
  void give_passphrase(const std::string& user) {
    EXPECT_TRUE(
        desk_->accounts().set_passphrase(user, Sensitive<std::string>(std::string(kPassphrase))));
  }

  service::Desk& desk() { return *desk_; }
  std::uint64_t looks() const { return consultations_->size(); }
  std::uint16_t port() const { return server_->port(); }

  std::vector<model::Consultation> read_looks() const {
    std::vector<model::Consultation> out;
    EXPECT_TRUE(consultations_->read(0, ~0ull, [&](const ledger::Entry& entry) {
      for (const auto& box : entry.boxes) {
        auto look = model::decode_consultation(box.plaintext);
        EXPECT_TRUE(look);
        if (look) out.push_back(std::move(*look));
      }
      return ok();
    }));
    return out;
  }

  /// From now on no look can be written down.
  void close_the_log() { EXPECT_TRUE(consultations_->close()); }
  /// An account changes: every view opened before is of rights that were.
  void change_rights() {
    model::Batch batch;
    batch.actor = "administrator";
    batch.ops.push_back(account("new.starter" + std::to_string(++starters_), kPolice));
    write(batch);
  }
  ApiOptions api_options() {
    ApiOptions api;
    api.desk = desk_.get();
    api.clock = &clock;
    api.random = &random_;
    api.feeds = &feeds_;
    api.sandbox = &sandbox_;
    api.secure_cookies = false;
    api.search_slot_us = options_.search_slot_us;
    api.page_slot_us = options_.page_slot_us;
    return api;
  }
  /// Another server over the same desk, for routes of a test's own.
  std::unique_ptr<http::Server> serve(http::Router router) {
    auto server = http::Server::start({}, std::move(router), {}, system_clock_);
    EXPECT_TRUE(server);
    return std::move(*server);
  }

  void write(const model::Batch& batch) { EXPECT_TRUE(desk_->append(batch)); }

  static model::PutAccount account(const std::string& name, std::string_view agency,
                                   std::vector<std::string> compartments = {}) {
    model::PutAccount out;
    out.id = model::UserId(Id128{hash64(name), 1});
    out.name = name;
    out.display_name = name;
    out.agency = agency;
    out.unit = "security";
    out.functions = {"security"};
    out.audiences = {"everybody"};
    out.compartments = std::move(compartments);
    out.purposes = {"security"};
    out.roles = {"search", "judge", "report", "import"};
    return out;
  }

  /// Of files of keeping apart.
  static intake::FeedAgreement agreement() {
    intake::FeedAgreement out;
    out.feed = "prison.non_associations";
    out.agencies = {std::string(kPrisons)};
    out.marking = "OFFICIAL SENSITIVE";
    out.purposes = {"security"};
    out.default_to = {"everybody"};
    out.ceiling = {"everybody"};
    out.known_compartments = {"SEALED"};
    return out;
  }

  HandClock clock;

 private:
  void open_ledgers() {
    ring_ = std::make_unique<ledger::Keyring>(*ledger::Keyring::make(
        {std::string(kPrisons), std::string(kPolice)}, random_, clock.wall_now()));
    EXPECT_TRUE(service::register_entry_types(types_));
    keys_ = std::move(*ledger::KeyTable::open({":memory:", ""}, *ring_, random_, clock));
    ledger::LedgerOptions options;
    options.clock = &clock;
    options.random = &random_;
    options.origin = ring_->origin(ledger::kMainStream);
    options.follower = [this](const ledger::Receipt& receipt,
                              std::span<const ledger::Draft> drafts) {
      desk_->follow(receipt, drafts);
    };
    main_ = std::move(*ledger::Ledger::open(std::move(*ledger::open_entry_file({":memory:", ""})),
                                            *keys_, ring_->signer(), types_, options));
    options.origin = ring_->origin(ledger::kConsultationStream);
    options.follower = {};
    consultations_ =
        std::move(*ledger::Ledger::open(std::move(*ledger::open_entry_file({":memory:", ""})),
                                        *keys_, ring_->signer(), types_, options));
  }

  void start() {
    feeds_.agreements = {agreement()};
    feeds_.agreements[0].rules = options_.rules;
    feeds_.mappings = intake::built_in_mappings().value();
    server_ = serve(make_router(api_options()));
  }

  static model::Batch accounts_batch() {
    model::Batch out;
    out.actor = "set-up";
    out.ops.push_back(account("pia.ollery", kPrisons));
    out.ops.push_back(account("col.strand", kPrisons, {"SEALED"}));
    out.ops.push_back(account("jo.farrow", kPolice));
    model::PutFeed reports;
    reports.name = "prison.security_reports";
    reports.agency = kPrisons;
    reports.title = "Reports";
    reports.label = labels()[kShared];
    out.ops.push_back(std::move(reports));
    return out;
  }

  static std::vector<model::Label> labels() {
    model::Label shared;
    shared.originators = {std::string(kPrisons)};
    shared.releasable_to = {{"everybody"}};
    shared.purposes = {"security"};
    model::Label sealed = shared;
    sealed.compartments = {"SEALED"};
    return {shared, sealed};
  }

  using Values = std::vector<std::pair<model::Property, std::string>>;
  static model::PutRecord record(Id128 id, model::RecordKind kind, std::string_view agency,
                                 const std::string& key, Values values,
                                 model::LabelIndex label = kShared) {
    model::PutRecord out;
    out.id = model::RecordId(id);
    out.kind = kind;
    out.agency = agency;
    out.feed = "invented";
    out.source_key = key;
    out.label = label;
    for (auto& [property, value] : values) {
      model::Statement statement;
      statement.property = property;
      statement.value = std::move(value);
      out.statements.push_back(std::move(statement));
    }
    return out;
  }

  static model::PutLink link(std::uint64_t n, model::LinkKind kind, Id128 a, Id128 b,
                             model::LabelIndex label = kShared) {
    model::PutLink out;
    out.id = model::LinkId(known_id(100 + n));
    out.kind = kind;
    out.a = model::RecordId(a);
    out.b = model::RecordId(b);
    out.label = label;
    return out;
  }

  model::Batch records_batch() const {
    using model::LinkKind;
    using model::Property;
    using model::RecordKind;
    model::Batch all;
    all.actor = "intake";
    all.agency = kPrisons;
    all.labels = labels();
    auto& ops = all.ops;
    ops.push_back(record(kTam, RecordKind::person, kPrisons, "A1111AA",
                         {{Property::surname, "Vesper"},
                          {Property::given_name, "Tam"},
                          {Property::date_of_birth, "1990-02-03"},
                          {Property::prison_number, "A1111AA"}}));
    ops.push_back(record(kTamPolice, RecordKind::person, kPolice, "N1",
                         {{Property::surname, "Vesper"},
                          {Property::given_name, "Tam"},
                          {Property::date_of_birth, "1990-02-03"}}));
    ops.push_back(record(kRory, RecordKind::person, kPrisons, "A2222AA",
                         {{Property::surname, "Kettle"}, {Property::given_name, "Rory"}}));
    ops.push_back(record(kSealedMan, RecordKind::person, kPrisons, "A3333AA",
                         {{Property::surname, "Ollerton"}, {Property::given_name, "Hugh"}},
                         kSealed));
    ops.push_back(record(kPhone, RecordKind::phone, kPrisons, "p1",
                         {{Property::phone_number, "+447700900417"}}));
    ops.push_back(record(kGroup, RecordKind::group, kPrisons, "g1",
                         {{Property::group_name, "Lock Row"}, {Property::group_number, "17"}}));
    ops.push_back(record(kPrison, RecordKind::place, kPrisons, "wexmoor",
                         {{Property::full_name, "Wexmoor"}}));
    ops.push_back(record(kReport, RecordKind::report, kPrisons, "R1",
                         {{Property::urn, "EPS/2026/000001"},
                          {Property::report_date, "2026-10-01"},
                          {Property::report_text, "Tam Vesper was seen with a phone."}}));
    ops.push_back(link(1, LinkKind::uses, kTam, kPhone));
    ops.push_back(link(2, LinkKind::uses, kRory, kPhone));
    ops.push_back(link(3, LinkKind::member_of, kTam, kGroup));
    ops.push_back(link(4, LinkKind::associates_with, kRory, kSealedMan, kSealed));
    ops.push_back(link(5, LinkKind::uses, kSealedMan, kPhone, kSealed));
    if (options_.keep)
      std::erase_if(ops, [this](const model::Op& op) { return !options_.keep(op); });
    return all;
  }

  WorldOptions options_;
  int starters_ = 0;
  SystemClock system_clock_;
  SystemRandom random_;
  std::unique_ptr<ledger::Keyring> ring_;
  ledger::EntryTypes types_;
  std::unique_ptr<ledger::KeyTable> keys_;
  std::unique_ptr<service::Desk> desk_;
  std::unique_ptr<ledger::Ledger> main_;
  std::unique_ptr<ledger::Ledger> consultations_;
  service::FeedBook feeds_;
  intake::Sandbox sandbox_;
  std::unique_ptr<http::Server> server_;
};

/// A browser of one user.
class Browser {
 public:
  explicit Browser(TestWorld& world) : Browser(world.port()) {}
  explicit Browser(std::uint16_t port)
      : client_(std::move(*http::Client::tcp("localhost", port))) {}

  http::ClientAnswer call(http::Method method, const std::string& target, std::string body = {},
                          const std::vector<http::Header>& headers = {}) {
    http::ClientCall call;
    call.method = method;
    call.target = target;
    call.body = std::move(body);
    if (!csrf.empty()) call.headers.set("X-CSRF", csrf);
    for (const auto& header : headers) call.headers.set(header.name, header.value);
    auto answer = client_.send(call);
    EXPECT_TRUE(answer) << target;
    return answer ? std::move(*answer) : http::ClientAnswer{};
  }
  http::ClientAnswer get(const std::string& target, const std::vector<http::Header>& headers = {}) {
    return call(http::Method::kGet, target, {}, headers);
  }
  http::ClientAnswer post(const std::string& target, std::string body,
                          const std::vector<http::Header>& headers = {}) {
    return call(http::Method::kPost, target, std::move(body), headers);
  }

  /// Signs in; with a reason it may look at once.
  http::ClientAnswer sign_in(const std::string& user, const std::string& reason = {}) {
    auto answer = post("/api/session", "{\"user\":\"" + user + "\",\"passphrase\":\"" +
                                           std::string(kPassphrase) + "\"}");
    if (const auto body = parse_json(answer.body)) {
      if (const JsonValue* token = body->find("csrf")) csrf = token->text;
    }
    if (!reason.empty()) {
      const auto given =
          post("/api/session/reason", "{\"purpose\":\"security\",\"reason\":\"" + reason + "\"}");
      EXPECT_EQ(given.status, 200) << given.body;
    }
    return answer;
  }

  http::Client& client() { return client_; }
  std::string csrf;

 private:
  http::Client client_;
};

}  // namespace sallyport::api::testing
