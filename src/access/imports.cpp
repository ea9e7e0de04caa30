#include "access/imports.hpp"

namespace sallyport::access {

Decision decide_feed(const model::Label& agreed, const Grants& grants, std::string_view purpose,
                     Instant now) {
  return decide(agreed, grants, purpose, now);
}

Decision decide_import(const FileFacts& file, const Grants& grants, std::string_view purpose,
                       Instant now) {
  if (!may(grants, Verb::bring_in))
    return {false, Rule::verb_held, {std::string(verb_name(Verb::bring_in))}};
  if (file.agency.empty() || file.agency != grants.agency)
    return {false, Rule::own_agency, {std::string(file.agency)}};
  if (file.agreed == nullptr) return {false, Rule::agreement, {}};
  return decide_feed(*file.agreed, grants, purpose, now);
}

bool was_told_totals(const Grants& grants, std::string_view actor) {
  return !actor.empty() && grants.name == actor;
}

}  // namespace sallyport::access
