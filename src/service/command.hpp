// A command before it has operations: who gives it, for which agency, for what purpose and reason.
// Ownership: values. Threads: any; pure. Failure: none. Cost: the texts.
#pragma once

#include <string>
#include <utility>

#include "model/op.hpp"
#include "service/caller.hpp"

namespace sallyport::service {

inline model::Batch command_of(const Caller& caller, std::string idempotency_key) {
  model::Batch batch;
  batch.actor = caller.grants.name;
  batch.agency = caller.grants.agency;
  batch.purpose = caller.purpose;
  batch.reason = caller.reason;
  batch.idempotency_key = std::move(idempotency_key);
  return batch;
}

}  // namespace sallyport::service
