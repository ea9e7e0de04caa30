// Sign-in for the command line of the person who runs the server: POST /api/session/local {user},
// over the Unix socket only, for the server's own user id only (the kernel's word), on practice
// stores only. What is done in such a session is logged like any other.
#pragma once

#include "base/clock.hpp"
#include "http/router.hpp"
#include "service/desk.hpp"

namespace sallyport::server {

/// `desk` and `clock` outlive the server. Elsewhere and for others the route answers kNotFound.
void add_local_session(http::Router& router, service::Desk& desk, Clock& clock);

}  // namespace sallyport::server
