// A whole house for one run: a store (made for it, or an own one), its desk, its API behind a
// server of this process, and a practice user signed in over HTTP. Threads: one. Failure: Result.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "api/api.hpp"
#include "base/clock.hpp"
#include "base/random.hpp"
#include "http/server.hpp"
#include "server/installation.hpp"
#include "service/caller.hpp"

namespace sallyport::bench {

/// The demonstration country as a practice store in `folder`, which is made.
Status make_country(const std::string& folder, const std::string& scale, Clock& clock,
                    Random& random);

/// What a browser sends with every request.
struct SignedInAs {
  std::string cookie;  ///< "session=..."
  std::string csrf;
};

/// Whom to open. `mixed` is what load is made of: people by chance and the heaviest ones.
struct Targets {
  struct Person {
    std::string id;
    std::string title;
    std::string surname;
    std::string number;    ///< prison number, or empty
    std::size_t rows = 0;  ///< links and events of the one record
  };
  std::vector<Person> mixed;
  std::vector<Person> heaviest;
  std::size_t people = 0;  ///< records of people this user may see
};

class House {
 public:
  static Result<std::unique_ptr<House>> open(const std::string& folder, const std::string& user,
                                             Clock& clock, Random& random);

  /// A server over the API with these slots, beside routes of the benchmark's own:
  /// /bench/empty (`empty_bytes` of body and nothing else) and /bench/look (the same after a look
  /// was written down).
  Result<std::unique_ptr<http::Server>> serve(std::int64_t page_slot_us,
                                              std::int64_t search_slot_us, std::size_t empty_bytes);
  Result<SignedInAs> sign_in(std::uint16_t port);
  Result<service::Caller> caller() const;
  Result<Targets> choose(std::size_t count) const;
  service::Desk& desk() { return installation_->desk(); }
  Status close() { return installation_->close(); }

 private:
  House(std::string user, Clock& clock, Random& random)
      : user_(std::move(user)), clock_(clock), random_(random) {}
  std::string user_;
  Clock& clock_;
  Random& random_;
  std::unique_ptr<server::Installation> installation_;
};

/// One request as bytes on a kept-alive connection; with a body it is a POST.
std::string request_text(const SignedInAs& as, const std::string& target,
                         const std::string& body = {});

}  // namespace sallyport::bench
