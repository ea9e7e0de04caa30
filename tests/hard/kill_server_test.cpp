// kill -9 of a serving process while people search, file reports and bring files in over HTTP:
// after it is started again, everything that was acknowledged is there, once, and every answer that
// left was written down.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "base/random.hpp"
#include "http/client.hpp"
#include "job.hpp"

namespace sallyport::hard {
namespace {

constexpr int kRows = 120;  // a file
constexpr const char* kUser = "imran.sethi";

/// One person at the API. What the far end does not answer is no failure here: it is being killed.
class Person {
 public:
  Person(std::uint16_t port, std::string passphrase)
      : client_(http::Client::tcp("localhost", port)), passphrase_(std::move(passphrase)) {
    if (client_) client_->set_timeout_ms(60'000);
  }

  bool sign_in() {
    for (int tries = 0; tries < 20; ++tries) {
      const int status = try_to_sign_in();
      if (status != 503 && status != 429) return status == 200;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));  // two hashes at once at most
    }
    return false;
  }

  int try_to_sign_in() {
    auto answer =
        send(http::Method::kPost, "/api/session",
             std::string("{\"user\":\"") + kUser + "\",\"passphrase\":\"" + passphrase_ + "\"}");
    const auto body = api::parse_json(answer.body);
    const auto* token = body ? body->find("csrf") : nullptr;
    if (answer.status != 200 || token == nullptr) return answer.status;
    csrf_ = token->text;
    return send(http::Method::kPost, "/api/session/reason",
                R"({"purpose":"security","reason":"night duty"})")
        .status;
  }

  http::ClientAnswer send(http::Method method, const std::string& target, std::string body = {}) {
    http::ClientCall call;
    call.method = method;
    call.target = target;
    call.body = std::move(body);
    if (!csrf_.empty()) call.headers.set("X-CSRF", csrf_);
    if (!client_) return {};
    auto answer = client_->send(call);
    return answer ? std::move(*answer) : http::ClientAnswer{};
  }

 private:
  Result<http::Client> client_;
  std::string passphrase_;
  std::string csrf_;
};

struct Acknowledged {
  std::set<std::string> searches;
  std::set<std::string> reports;       ///< ids
  std::map<std::string, int> imports;  ///< id and number of the file
};

class KillServer : public ::testing::Test {
 protected:
  void SetUp() override {
    job_.make_store();
    std::ifstream list(job_.at("store/passphrases.txt"));
    for (std::string user, words; list >> user && std::getline(list, words);) {
      if (user == kUser) passphrase_ = words.substr(words.find_first_not_of(' '));
    }
    ASSERT_FALSE(passphrase_.empty());
  }

  void serve() {
    server_ = job_.start(
        {"serve", "--store", job_.store(), "--port", "0", "--allow-swap", "--json"}, "serve");
    std::string told;
    while (told.find('\n') == std::string::npos && !is_gone(server_)) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
      told = text_of_file(job_.at("serve.out"));
    }
    const auto colon = told.find("localhost:");
    ASSERT_NE(colon, std::string::npos) << told << text_of_file(job_.at("serve.err"));
    port_ = static_cast<std::uint16_t>(std::stoi(told.substr(colon + 10)));
  }

  static std::string file(int number) {
    std::string out =
        "OFFICIAL SENSITIVE\n"
        "visitor_id,surname,forenames,date_of_birth,prison_number,prison,relationship,status\n";
    for (int i = 0; i < kRows; ++i) {
      out += "VR-" + std::to_string(1'000'000 + number * 1000 + i) + ",Fennimore,Ada" +
             std::string(1, static_cast<char>('a' + i % 26)) + ",1970-01-" +
             (i % 28 < 9 ? "0" : "") + std::to_string(1 + i % 28) +
             ",A1234BC,Wexmoor,friend,APPROVED\n";
    }
    return out;
  }

  static std::string import_address(int number) {
    return "/api/imports?name=visitors" + std::to_string(number) + ".csv&feed=prison.visitors";
  }

  static std::string report(const std::string& urn) {
    return R"({"urn":")" + urn +
           R"(","date":"2026-10-15","scheme":"3x5x2","source":"2","information":"C",)"
           R"("handling":"P","conditions":[],"originator":"Wexmoor security",)"
           R"("text":"A find.","asserts":[],"idempotency_key":")" +
           urn + "\"}";
  }

  static std::string id_in(const std::string& body) {
    const auto value = api::parse_json(body, 64);
    const auto* id = value ? value->find("id") : nullptr;
    return id == nullptr ? "" : id->text;
  }

  // Three people at work until the server does not answer any more.
  void work(int round, Acknowledged& told, std::mutex& mutex, const std::atomic<bool>& over) {
    const auto until_gone = [&](const std::function<bool(Person&, int)>& act) {
      Person person(port_, passphrase_);
      if (!person.sign_in()) return;
      for (int n = 0; !over && act(person, n); ++n) {
      }
    };
    std::thread searches([&] {
      until_gone([&](Person& person, int n) {
        const std::string q =
            "{\"q\":\"Quillfeather r" + std::to_string(round) + "n" + std::to_string(n) + "\"}";
        const auto answer = person.send(http::Method::kPost, "/api/search", q);
        const std::lock_guard lock(mutex);
        if (answer.status == 200) told.searches.insert("/api/search " + q);
        return answer.status == 200;
      });
    });
    std::thread reports([&] {
      until_gone([&](Person& person, int n) {
        char urn[32];
        std::snprintf(urn, sizeof urn, "EPS/2026/%03d%03d", round % 1000, n % 1000);
        const auto answer = person.send(http::Method::kPost, "/api/reports", report(urn));
        const std::lock_guard lock(mutex);
        if (answer.status == 200) told.reports.insert(id_in(answer.body));
        return answer.status == 200;
      });
    });
    std::thread imports([&] {
      until_gone([&](Person& person, int n) {
        const int number = round * 50 + n % 50;
        const auto answer = person.send(http::Method::kPost, import_address(number), file(number));
        const std::lock_guard lock(mutex);
        if (answer.status == 200) told.imports.emplace(id_in(answer.body), number);
        return answer.status == 200;
      });
    });
    searches.join();
    reports.join();
    imports.join();
  }

  void work_and_kill(int round, SeededRandom& random, Acknowledged& told) {
    serve();
    if (HasFatalFailure()) return;
    std::mutex mutex;
    std::atomic<bool> over{false};
    Acknowledged now;
    std::thread workers([&] { work(round, now, mutex, over); });
    const std::size_t searches = 1 + random.below(12);
    const std::size_t reports = 1 + random.below(4);
    const std::size_t imports = 1 + random.below(3);
    const auto enough = [&] {
      const std::lock_guard lock(mutex);
      return now.searches.size() >= searches && now.reports.size() >= reports &&
             now.imports.size() >= imports;
    };
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(120);
    while (!enough() && !is_gone(server_) && std::chrono::steady_clock::now() < patience)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    EXPECT_TRUE(enough()) << text_of_file(job_.at("serve.err"));
    std::this_thread::sleep_for(std::chrono::microseconds(random.below(30'000)));
    const auto readers = children_of(server_);
    kill(server_, SIGKILL);
    over = true;
    workers.join();
    EXPECT_EQ(job_.wait(server_, "serve").signal, SIGKILL);
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    for (const pid_t reader : readers) {
      while (!is_gone(reader) && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      EXPECT_TRUE(is_gone(reader)) << "a reader is left over";
    }
    told.searches.merge(now.searches);
    told.reports.merge(now.reports);
    told.imports.merge(now.imports);
  }

  void check_with_no_server(const Acknowledged& told) {
    EXPECT_EQ(job_.run({"verify", "--store", job_.store()}).code, 0);
    const auto list = job_.ask({"import", "list", "--store", job_.store(), "--as", kUser});
    std::set<std::string> there;
    std::set<std::string> files;
    for (const auto& one : list.find("imports")->items) {
      const std::string& name = one.find("file")->text;
      there.insert(one.find("id")->text);
      if (name.starts_with("visitors")) {
        EXPECT_EQ(number(one, "taken"), kRows) << name << " is there half";
        EXPECT_TRUE(files.insert(name).second) << name << " is there twice";
      }
    }
    for (const auto& [id, at] : told.imports) EXPECT_TRUE(there.contains(id)) << "file " << at;
    const auto log = job_.ask({"log", "--store", job_.store(), "--as", "pia.lund", "--user", kUser,
                               "--limit", "1000000"});
    EXPECT_FALSE(log.find("partial")->boolean);
    std::set<std::string> written;
    for (const auto& look : log.find("looks")->items) written.insert(look.find("request")->text);
    for (const auto& q : told.searches) EXPECT_TRUE(written.contains(q)) << q << " left no trace";
  }

  void check_with_a_server(const Acknowledged& told) {
    serve();
    if (HasFatalFailure()) return;
    Person person(port_, passphrase_);
    ASSERT_TRUE(person.sign_in());
    for (const auto& id : told.reports)
      EXPECT_EQ(person.send(http::Method::kGet, "/api/reports/" + id).status, 200) << id;
    for (const auto& [id, at] : told.imports) {
      const auto again = person.send(http::Method::kPost, import_address(at), file(at));
      const auto body = api::parse_json(again.body, 64);
      ASSERT_TRUE(again.status == 200 && body) << again.body;
      EXPECT_EQ(number(*body, "unchanged"), kRows) << "exactly one";
    }
    kill(server_, SIGTERM);
    EXPECT_EQ(job_.wait(server_, "serve").code, 0) << text_of_file(job_.at("serve.err"));
  }

  Job job_;
  std::string passphrase_;
  pid_t server_ = -1;
  std::uint16_t port_ = 0;
};

TEST_F(KillServer, WhatWasAcknowledgedIsThereAndWhatWasShownIsWrittenDown) {
  const std::uint64_t start = number_from("SALLYPORT_SEED", 1);
  const int rounds = is_set("SALLYPORT_LONG") ? 400 : 4;
  SeededRandom random(start);
  Acknowledged told;
  for (int round = 0; round < rounds && !HasFailure(); ++round) {
    SCOPED_TRACE("seed " + std::to_string(start) + ", round " + std::to_string(round));
    work_and_kill(round, random, told);
    if (!HasFatalFailure()) check_with_no_server(told);
  }
  std::cout << rounds << " kills from seed " << start << ": " << told.searches.size()
            << " searches, " << told.reports.size() << " reports and " << told.imports.size()
            << " imports were acknowledged\n";
  EXPECT_GE(told.imports.size(), static_cast<std::size_t>(rounds));
  if (!HasFailure()) check_with_a_server(told);
}

}  // namespace
}  // namespace sallyport::hard
