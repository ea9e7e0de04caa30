// The twin-world test (LT-00): for a user, every request has the same answer, byte for byte, over
// the full picture and over a picture from which everything hidden from that user was physically
// removed. Requests are drawn at random over every endpoint that reads; ids and names are drawn
// from the FULL world, so that most of what is asked for is hidden. A new reading endpoint that is
// not drawn here fails the first test.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <set>

#include "api/api.hpp"
#include "country.hpp"
#include "http/client.hpp"
#include "http/server.hpp"
#include "picture/twin.hpp"
#include "picture/view.hpp"
#include "resolve/identity.hpp"

namespace sallyport {
namespace {

using story::Country;

constexpr std::string_view kPassphrase = "a walk along the old canal";

// The wall's time stands still, so that an age ("less than a minute ago") is the same for both
// worlds, however long one of two answers takes.
class StillClock final : public Clock {
 public:
  Instant business_now() const override { return now_; }
  Instant wall_now() const override { return now_; }
  std::int64_t monotonic_us() const override { return running_.monotonic_us(); }
  void sleep_us(std::int64_t duration_us) override { running_.sleep_us(duration_us); }

 private:
  SystemClock running_;
  const Instant now_ = running_.wall_now();
};

// One desk behind a server of its own, and one signed-in browser.
class Side {
 public:
  Side(service::Desk& desk, Clock& clock, const std::string& user) : clock_(clock) {
    EXPECT_TRUE(
        desk.accounts().set_passphrase(user, Sensitive<std::string>(std::string(kPassphrase))));
    api::ApiOptions options;
    options.desk = &desk;
    options.clock = &clock;
    options.random = &random_;
    options.secure_cookies = false;
    options.search_slot_us = options.page_slot_us = 0;
    auto server = http::Server::start({}, api::make_router(options), {}, clock_);
    EXPECT_TRUE(server);
    server_ = std::move(*server);
    client_ =
        std::make_unique<http::Client>(std::move(*http::Client::tcp("localhost", server_->port())));
    const auto session =
        ask(http::Method::kPost, "/api/session",
            "{\"user\":\"" + user + "\",\"passphrase\":\"" + std::string(kPassphrase) + "\"}");
    EXPECT_EQ(session.status, 200) << session.body;
    const auto at = session.body.find("\"csrf\":\"");
    if (at != std::string::npos)
      csrf_ = session.body.substr(at + 8, session.body.find('"', at + 8) - at - 8);
  }
  ~Side() { server_->stop(); }

  http::ClientAnswer ask(http::Method method, const std::string& target, std::string body = {}) {
    http::ClientCall call;
    call.method = method;
    call.target = target;
    call.body = std::move(body);
    if (!csrf_.empty()) call.headers.set("X-CSRF", csrf_);
    auto answer = client_->send(call);
    EXPECT_TRUE(answer) << target;
    return answer ? std::move(*answer) : http::ClientAnswer{};
  }

 private:
  Clock& clock_;
  SystemRandom random_;
  std::unique_ptr<http::Server> server_;
  std::unique_ptr<http::Client> client_;
  std::string csrf_;
};

// What requests are made of: ids and texts of the full world, hidden ones and the story's among
// them.
struct Pool {
  std::vector<std::string> ids;
  std::vector<std::string> texts;
  std::vector<std::string> imports;
  std::vector<std::pair<std::string, std::string>> reports;  // number and text
};

Pool pool_of(const std::vector<model::Batch>& entries) {
  Pool out;
  std::set<std::string> texts;
  std::set<std::string> imports;
  for (const auto& entry : entries) {
    if (entry.import) imports.insert(to_text(entry.import->id));
    const bool rare = entry.ops.size() < 40;  // small files: sealed reports, lists of groups
    for (std::size_t i = 0; i < entry.ops.size(); ++i) {
      const auto* record = std::get_if<model::PutRecord>(&entry.ops[i]);
      if (record == nullptr) continue;
      const bool sealed = !entry.labels[record->label].compartments.empty();
      if (!rare && !sealed && i % 37 != 0) continue;
      out.ids.push_back(to_text(record->id));
      for (const auto& s : record->statements) {
        if (s.property == model::Property::report_text)
          out.reports.emplace_back(record->source_key, s.value);
      }
      for (const auto& s : record->statements) {
        if (model::info(s.property).index != model::IndexClass::none && s.value.size() < 60)
          texts.insert(s.value);
      }
    }
  }
  out.texts.assign(texts.begin(), texts.end());
  out.imports.assign(imports.begin(), imports.end());
  for (const char* text : {"Haddow", "haddow lorne", "Kessell", "900417", "QZ21", "Varley",
                           "Dzurik", "Millrace", "Z9031ZE", "kessel 4/3/89", "Ha", "zzzz"})
    out.texts.push_back(text);
  return out;
}

struct Drawn {
  http::Method method;
  std::string target;
  std::string body;
};

// One reading endpoint: its pattern and how a request to it is drawn.
struct Endpoint {
  std::string pattern;
  std::function<Drawn(SeededRandom&, const Pool&)> draw;
};

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string some_id(SeededRandom& r, const Pool& p) {
  return p.ids[r.below(p.ids.size())];
}
std::string some_import(SeededRandom& r, const Pool& p) {
  return p.imports[r.below(p.imports.size())];
}
// One time in four with a letter left out.
std::string some_text(SeededRandom& r, const Pool& p) {
  std::string t = p.texts[r.below(p.texts.size())];
  if (r.chance(1, 4) && t.size() > 3) t.erase(r.below(t.size()), 1);
  return t;
}

std::vector<Endpoint> pages() {
  const auto page = [](const char* before, const char* after) {
    return [before, after](SeededRandom& r, const Pool& p) {
      return Drawn{http::Method::kGet, before + some_id(r, p) + after, {}};
    };
  };
  return {{"GET /api/people/{id}", page("/api/people/", "")},
          {"GET /api/people/{id}/identity", page("/api/people/", "/identity")},
          {"GET /api/people/{id}/timeline", page("/api/people/", "/timeline")},
          {"GET /api/groups/{id}", page("/api/groups/", "")},
          {"GET /api/places/{id}", page("/api/places/", "")},
          {"GET /api/things/{id}", page("/api/things/", "")},
          {"GET /api/reports/{id}", page("/api/reports/", "")},
          {"GET /api/reports/{id}/standard", page("/api/reports/", "/standard")},
          {"GET /api/today",
           [](SeededRandom&, const Pool&) {
             return Drawn{http::Method::kGet, "/api/today", {}};
           }},
          {"GET /api/feeds",
           [](SeededRandom&, const Pool&) {
             return Drawn{http::Method::kGet, "/api/feeds", {}};
           }},
          {"GET /api/imports",
           [](SeededRandom&, const Pool&) {
             return Drawn{http::Method::kGet, "/api/imports", {}};
           }},
          {"GET /api/imports/{id}",
           [](SeededRandom& r, const Pool& p) {
             return Drawn{http::Method::kGet, "/api/imports/" + some_import(r, p), {}};
           }},
          {"GET /api/imports/{id}/alike", [](SeededRandom& r, const Pool& p) {
             return Drawn{http::Method::kGet, "/api/imports/" + some_import(r, p) + "/alike", {}};
           }}};
}

std::vector<Endpoint> questions() {
  return {{"POST /api/imports/{id}/retraction",  // what rests on it: nothing is undone
           [](SeededRandom& r, const Pool& p) {
             return Drawn{http::Method::kPost, "/api/imports/" + some_import(r, p) + "/retraction",
                          "{\"confirm\":false}"};
           }},
          {"POST /api/reports/alike",  // the texts of reports, sealed ones among them
           [](SeededRandom& r, const Pool& p) {
             const auto& [number, text] = p.reports[r.below(p.reports.size())];
             return Drawn{http::Method::kPost, "/api/reports/alike",
                          "{\"urn\":" + quoted(number) + ",\"text\":" + quoted(text) + "}"};
           }},
          {"POST /api/search",
           [](SeededRandom& r, const Pool& p) {
             return Drawn{http::Method::kPost, "/api/search",
                          "{\"q\":" + quoted(some_text(r, p)) + "}"};
           }},
          {"POST /api/suggestions",
           [](SeededRandom& r, const Pool& p) {
             const std::string t = some_text(r, p);
             return Drawn{http::Method::kPost, "/api/suggestions",
                          "{\"q\":" + quoted(t.substr(0, 2 + r.below(4))) + "}"};
           }},
          {"POST /api/exports", [](SeededRandom& r, const Pool& p) {
             const char* format = r.chance(1, 2) ? "csv" : "jsonl";
             return Drawn{http::Method::kPost, "/api/exports",
                          "{\"ids\":[\"" + some_id(r, p) + "\"],\"format\":\"" + format + "\"}"};
           }}};
}

std::vector<Endpoint> connections() {
  return {{"POST /api/paths",
           [](SeededRandom& r, const Pool& p) {
             return Drawn{http::Method::kPost, "/api/paths",
                          "{\"from\":\"" + some_id(r, p) + "\",\"to\":\"" + some_id(r, p) + "\"}"};
           }},
          {"POST /api/neighbourhoods",
           [](SeededRandom& r, const Pool& p) {
             return Drawn{http::Method::kPost, "/api/neighbourhoods",
                          "{\"ids\":[\"" + some_id(r, p) +
                              "\"],\"depth\":" + std::to_string(1 + r.below(2)) + ",\"limit\":60}"};
           }},
          {"POST /api/timelines",
           [](SeededRandom& r, const Pool& p) {
             return Drawn{http::Method::kPost, "/api/timelines",
                          "{\"ids\":[\"" + some_id(r, p) + "\"]}"};
           }},
          {"POST /api/arrivals", [](SeededRandom& r, const Pool& p) {
             return Drawn{http::Method::kPost, "/api/arrivals",
                          r.chance(1, 6) ? "{\"day\":\"2026-10-15\"}"
                                         : "{\"place\":\"" + some_id(r, p) + "\"}"};
           }}};
}

const std::vector<Endpoint>& endpoints() {
  static const std::vector<Endpoint> all = [] {
    auto out = pages();
    for (auto& question : questions()) out.push_back(std::move(question));
    for (auto& connection : connections()) out.push_back(std::move(connection));
    return out;
  }();
  return all;
}

// Endpoints that read nothing about people, things or reports, or that change something.
const std::set<std::string>& exempt() {
  static const std::set<std::string> all = {"POST /api/setup",
                                            "GET /api/session",
                                            "POST /api/session",
                                            "DELETE /api/session",
                                            "POST /api/session/reason",
                                            "POST /api/session/clock",
                                            "POST /api/session/codes",
                                            "POST /api/looks",  // auditors see every look
                                            "GET /api/health",
                                            "GET /api/openapi.json",
                                            "GET /api/formats",
                                            "GET /api/vocabularies",
                                            "GET /api/vocabularies/{name}",
                                            "POST /api/judgements",
                                            "POST /api/judgements/{id}/undo",
                                            "POST /api/reports",
                                            "POST /api/imports",
                                            "GET /api/imports/{id}/rejected",
                                            "GET /api/imports/{id}/progress",
                                            "GET /api/imports/progress"};
  return all;
}

TEST(Twins, EveryReadingEndpointIsDrawn) {
  SystemClock clock;
  SystemRandom random;
  service::Desk desk(clock, random, {});
  api::ApiOptions options;
  options.desk = &desk;
  options.clock = &clock;
  options.random = &random;
  const http::Router router = api::make_router(options);
  std::set<std::string> drawn;
  for (const auto& e : endpoints()) drawn.insert(e.pattern);
  for (const auto* route : router.routes()) {
    const std::string pattern = std::string(http::to_text(route->method)) + " " + route->pattern;
    EXPECT_TRUE(drawn.contains(pattern) || exempt().contains(pattern)) << pattern;
  }
}

TEST(Twins, HiddenAndAbsentAreOneOverEveryEndpoint) {
  const char* seed_given = std::getenv("SALLYPORT_SEED");
  const std::uint64_t seed = seed_given == nullptr ? 1 : std::strtoull(seed_given, nullptr, 10);
  const bool longer = std::getenv("SALLYPORT_LONG") != nullptr;
  const std::size_t requests = longer ? 4000 : 200;
  Country country(seed);
  auto entries = country.desk().entries();
  ASSERT_TRUE(entries);
  const Pool pool = pool_of(*entries);
  StillClock clock;
  SystemRandom random;
  std::size_t compared = 0;
  std::size_t found = 0;
  std::vector<std::string> users = {"dana.whitlock", "femi.cole", "ruth.calder", "imran.sethi"};
  if (longer)
    users = {"dana.whitlock", "imran.sethi",  "femi.cole",  "ruth.calder",  "morag.leith",
             "kerstin.vale",  "sunniva.hart", "edda.moran", "lorne.haddow", "anselm.roe"};
  for (const auto& user : users) {
    const auto grants = country.grants(user);
    const std::string purpose = grants.purposes.front();
    const picture::TwinFilter filter(*entries, grants, purpose, story::story_now());
    service::Desk twin(clock, random, country.desk().settings());
    ASSERT_TRUE(twin.attach(country.store().main(), country.store().consultations(),
                            country.store().keyring(),
                            *service::Accounts::open("", Bytes(32, 7), random),
                            [&](const model::Batch& batch) { return filter.keep(batch); }));
    EXPECT_LT(twin.picture().footprint().records, country.desk().picture().footprint().records);
    Side full(country.desk(), clock, user);
    Side less(twin, clock, user);
    const std::string reason = "{\"purpose\":\"" + purpose + "\",\"reason\":\"twin test\"}";
    ASSERT_EQ(full.ask(http::Method::kPost, "/api/session/reason", reason).status, 200);
    ASSERT_EQ(less.ask(http::Method::kPost, "/api/session/reason", reason).status, 200);
    SeededRandom draw(hash64(user, seed));
    for (std::size_t i = 0; i < requests; ++i) {
      const auto& endpoint = endpoints()[draw.below(endpoints().size())];
      const Drawn request = endpoint.draw(draw, pool);
      const auto a = full.ask(request.method, request.target, request.body);
      const auto b = less.ask(request.method, request.target, request.body);
      ASSERT_EQ(a.status, b.status) << user << " " << request.target << " " << request.body;
      ASSERT_EQ(a.body, b.body) << user << " " << request.target << " " << request.body;
      for (const char* header : {"ETag", "Content-Type", "Cache-Control", "Retry-After"})
        ASSERT_EQ(a.headers.find(header), b.headers.find(header)) << header;
      ++compared;
      found += a.status == 200 ? 1 : 0;
    }
  }
  std::printf("twins: %zu requests compared, 0 differences, %zu of them found something\n",
              compared, found);
  EXPECT_GT(found, compared / 10);
  EXPECT_LT(found, compared);
}

// -- Looking twice: what a page says changed since is told from what was there then, hidden things
// that changed among it.

struct Twin {
  Twin(Country& country, const std::string& user)
      : entries(std::move(*country.desk().entries())),
        filter(entries, country.grants(user), country.grants(user).purposes.front(),
               story::story_now()),
        desk(clock, random, country.desk().settings()) {
    EXPECT_TRUE(desk.attach(country.store().main(), country.store().consultations(),
                            country.store().keyring(),
                            *service::Accounts::open("", Bytes(32, 7), random),
                            [this](const model::Batch& batch) { return filter.keep(batch); }));
  }
  SystemClock clock;  // as the country: of two looks at one person the later one is later in both
  SystemRandom random;
  std::vector<model::Batch> entries;
  picture::TwinFilter filter;
  service::Desk desk;
};

// People of the story and of the crowd, whoever may see them.
std::vector<model::PutRecord> some_people(const std::vector<model::Batch>& entries,
                                          std::vector<const model::Batch*>& of) {
  std::vector<model::PutRecord> out;
  std::size_t seen = 0;
  for (const auto& entry : entries) {
    for (const auto& op : entry.ops) {
      const auto* record = std::get_if<model::PutRecord>(&op);
      if (record == nullptr || record->kind != model::RecordKind::person) continue;
      const bool sealed = !entry.labels[record->label].compartments.empty();
      if (!sealed && seen++ % 211 != 0) continue;
      out.push_back(*record);
      of.push_back(&entry);
    }
  }
  return out;
}

// Their records, and the others that somebody reads as the same people: of one that is taken back
// the page of another tells.
std::set<model::RecordId> with_who_they_are(Country& country,
                                            const std::vector<model::PutRecord>& people) {
  const picture::View view = picture::View::open(
      country.desk().picture(), country.grants("imran.sethi"),
      country.grants("imran.sethi").purposes.front(), {}, country.desk().clock().wall_now());
  std::set<model::RecordId> out;
  for (const auto& person : people) {
    out.insert(person.id);
    const auto handle = view.find(person.id);
    if (!handle) continue;
    for (const auto member : resolve::members_of(view, *handle).members)
      out.insert(view.id(member));
  }
  return out;
}

// Of every person something: another name, a name no more, a tie that ends or has another standing,
// the whole record taken back, a judgement; each under the label of what it is about.
model::Batch changes_of(const std::vector<model::PutRecord>& people,
                        const std::vector<const model::Batch*>& of,
                        const std::vector<model::Batch>& entries, SeededRandom& draw) {
  model::Batch out;
  out.actor = "intake";
  std::set<model::RecordId> wanted;
  for (std::size_t i = 0; i < people.size(); ++i) {
    const auto& person = people[i];
    wanted.insert(person.id);
    const auto label = static_cast<model::LabelIndex>(out.labels.size());
    out.labels.push_back(of[i]->labels[person.label]);
    model::Statement alias;
    alias.property = model::Property::alias;
    alias.value = "Zebedee " + std::to_string(i);
    out.ops.push_back(model::PutStatements{person.id, {alias}});
    if (!person.statements.empty() && draw.chance(2, 3)) {
      model::Statement over = person.statements[draw.below(person.statements.size())];
      over.label = model::kRecordLabel;
      out.ops.push_back(model::EndStatements{person.id, {over}});
    }
    if (draw.chance(1, 8))
      out.ops.push_back(model::Retract{model::ItemKind::record, person.id, "wrong"});
    if (i > 0 && draw.chance(1, 6))
      out.ops.push_back(model::PutJudgement{model::JudgementId(draw.next_id()), person.id,
                                            people[i - 1].id, model::Verdict::same, "Somebody",
                                            "a test", label});
  }
  for (const auto& entry : entries) {
    for (const auto& op : entry.ops) {
      const auto* link = std::get_if<model::PutLink>(&op);
      if (link == nullptr || (!wanted.contains(link->a) && !wanted.contains(link->b))) continue;
      if (!draw.chance(1, 3)) continue;
      out.ops.push_back(model::Retract{model::ItemKind::link, link->id, "wrong"});
      if (!draw.chance(1, 2)) continue;
      model::PutLink again = *link;
      again.id = model::LinkId(draw.next_id());
      again.standing = "Peripheral";
      again.label = static_cast<model::LabelIndex>(out.labels.size());
      out.labels.push_back(entry.labels[link->label]);
      out.ops.push_back(again);
    }
  }
  return out;
}

// The two worlds were looked at one after the other: when that was is no word of either.
std::string without_since(std::string body) {
  const auto at = body.find("\"changed\":{\"since\":{");
  if (at == std::string::npos) return body;
  return body.erase(at, body.find('}', at) - at);
}

TEST(Twins, WhoLooksTwiceIsToldTheSameChanges) {
  Country country(story::seed());
  StillClock clock;
  SeededRandom draw(7);
  const std::vector<model::Batch> before = std::move(*country.desk().entries());
  std::vector<const model::Batch*> of;
  const auto people = some_people(before, of);
  ASSERT_GT(people.size(), 30u);
  const auto asked = with_who_they_are(country, people);
  const std::vector<std::string> users = {"dana.whitlock", "imran.sethi", "sunniva.hart"};
  const auto look = [&](const std::string& user, bool second, std::map<std::string, int>& told) {
    Twin twin(country, user);
    Side full(country.desk(), clock, user);
    Side less(twin.desk, clock, user);
    const std::string reason =
        "{\"purpose\":\"" + country.grants(user).purposes.front() + "\",\"reason\":\"twin test\"}";
    const std::string clock_body = R"({"business_now":"2026-10-15T22:00"})";
    std::vector<Drawn> requests = {{http::Method::kPost, "/api/session/reason", reason}};
    if (second) requests.push_back({http::Method::kPost, "/api/session/clock", clock_body});
    const std::size_t asked_first = requests.size();
    requests.push_back({http::Method::kGet, "/api/today", {}});
    for (const model::RecordId id : asked)
      requests.push_back({http::Method::kGet, "/api/people/" + to_text(id), {}});
    for (std::size_t i = 0; i < requests.size(); ++i) {
      const auto& [method, target, body] = requests[i];
      const auto a = full.ask(method, target, body);
      const auto b = less.ask(method, target, body);
      ASSERT_EQ(a.status, b.status) << user << " " << target;
      if (i < asked_first) continue;
      ASSERT_EQ(without_since(a.body), without_since(b.body)) << user << " " << target;
      for (const char* words :
           {"\"changed\":", "\"news\":", "Corrected: ", "Taken back: ", "A record was taken back: ",
            "Read as this person since: ", "Zebedee"})
        told[words] += a.body.find(words) == std::string::npos ? 0 : 1;
    }
  };
  std::map<std::string, int> first;
  for (const auto& user : users) look(user, false, first);
  EXPECT_EQ(first["\"changed\":"], 0) << "nobody has looked before";
  EXPECT_EQ(first["\"news\":"], 0);
  ASSERT_TRUE(country.desk().append(changes_of(people, of, before, draw)));
  std::map<std::string, int> told;
  for (const auto& user : users) look(user, true, told);
  for (const auto& [words, times] : told) {
    std::printf("twins: %d answers say %s\n", times, words.c_str());
    EXPECT_GT(times, 0) << words;
  }
  EXPECT_EQ(told["\"news\":"], static_cast<int>(users.size()));
}

}  // namespace
}  // namespace sallyport
