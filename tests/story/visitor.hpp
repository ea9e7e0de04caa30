// A user of the story in front of the HTTP API, as scenarios speak of one: she signs in with her
// passphrase, searches, opens what she found, asks how two are connected, judges, files a report.
//   Visitor dana(country, "dana.whitlock");
//   const Told hit = dana.first("900417");
//   EXPECT_EQ(hit["title"].text(), "07700 900417");
// Told is one value of an answer; asking it for what is not there gives a Told that is not there.
// Ownership: a Told holds its whole answer alive; a Visitor must not outlive its country. Threads:
// one a visitor. Failure: what the product answers is in Told::status(); a broken connection or a
// body that is no JSON fails the test.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/json.hpp"
#include "http/client.hpp"

namespace sallyport::story {

class Country;

class Told {
 public:
  Told() = default;
  Told(int status, std::shared_ptr<const api::JsonValue> value);

  int status() const { return status_; }  ///< of the answer this is part of
  bool there() const { return value_ != nullptr; }
  Told operator[](std::string_view member) const;
  Told operator[](std::size_t place) const;
  std::string text() const;    ///< a string; "" otherwise
  std::int64_t count() const;  ///< a number; -1 otherwise
  bool yes() const;            ///< a true
  std::vector<Told> all() const;
  std::size_t size() const { return all().size(); }
  bool empty() const { return all().empty(); }
  /// A sentence, or several, as they are read: the segments one after another.
  std::string words() const;
  /// The first item of this list whose words at `member` (a dotted path) hold `part`.
  Told with(std::string_view member, std::string_view part) const;
  /// The words at `member` of every item of this list.
  std::vector<std::string> each(std::string_view member) const;
  /// Every text anywhere in it, on lines of their own.
  std::string everything() const;

 private:
  Told part(const api::JsonValue* value) const;
  int status_ = 0;
  std::shared_ptr<const api::JsonValue> value_;
};

class Visitor {
 public:
  /// Signs in over HTTP with the passphrase of the practice file. The story clock says Thursday
  /// 15 October 2026, 07:00. Says for what and why she looks, as a free search asks once: for
  /// `purpose`, or for what the product suggests.
  Visitor(Country& country, std::string user, const std::string& purpose = {});

  const Told& session() const { return session_; }
  const std::string& user() const { return user_; }

  Told search(const std::string& text);
  Told first(const std::string& text);                           ///< the first hit, if any
  Told hit(const std::string& text, const std::string& titled);  ///< the first hit of this title
  /// The page of an item, by its kind: a person's, a group's, a report's...
  Told open(const Told& item);
  Told open(const std::string& kind, const std::string& id);
  Told why_one_person(const std::string& person);
  Told connect(const std::string& from, const std::string& to);
  Told neighbourhood(const std::vector<std::string>& ids, int depth = 1);
  Told time_line(const std::vector<std::string>& ids);
  Told arrivals(const std::string& place = {});
  Told imports();
  Told judge(const std::string& a, const std::string& b, const std::string& verdict,
             const std::string& reason);
  Told undo(const std::string& judgement, const std::string& reason);
  Told file_report(const std::string& body);

  Told get(const std::string& target);
  Told post(const std::string& target, const std::string& body);
  /// The bytes of the last answer.
  const std::string& bytes() const { return bytes_; }

 private:
  Told ask(http::Method method, const std::string& target, std::string body);

  std::string user_;
  http::Client client_;
  std::string csrf_;
  std::string bytes_;
  Told session_;
};

}  // namespace sallyport::story
