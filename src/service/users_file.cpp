#include "service/users_file.hpp"

#include <toml++/toml.h>

#include "access/grants.hpp"

namespace sallyport::service {
namespace {

Result<std::vector<std::string>> list_of(const toml::table& user, const std::string& name,
                                         const char* field) {
  std::vector<std::string> out;
  const toml::array* list = user[field].as_array();
  if (list == nullptr) return fail(ErrorCode::kBadValue, name + ": " + field + ": expected a list");
  for (const auto& item : *list) {
    const auto text = item.value<std::string>();
    if (!text) return fail(ErrorCode::kBadValue, name + ": " + field + ": expected texts");
    out.push_back(*text);
  }
  return out;
}

Result<model::PutAccount> account_of(const toml::table& user) {
  model::PutAccount out;
  out.name = user["id"].value_or(std::string());
  if (out.name.empty()) return fail(ErrorCode::kBadValue, "a user without an id");
  for (auto [field, target] : {std::pair{"name", &out.display_name}, std::pair{"agency", &out.agency},
                               std::pair{"unit", &out.unit}}) {
    *target = user[field].value_or(std::string());
    if (target->empty())
      return fail(ErrorCode::kBadValue, out.name + ": " + field + ": expected a text");
  }
  const auto level = model::level_named(user["level"].value_or(std::string()));
  if (!level) return fail(ErrorCode::kBadValue, out.name + ": level: expected a classification");
  out.clearance = *level;
  TRY_ASSIGN(out.functions, list_of(user, out.name, "functions"));
  TRY_ASSIGN(out.audiences, list_of(user, out.name, "audiences"));
  TRY_ASSIGN(out.compartments, list_of(user, out.name, "compartments"));
  TRY_ASSIGN(out.purposes, list_of(user, out.name, "purposes"));
  TRY_ASSIGN(out.roles, list_of(user, out.name, "may"));
  TRY(access::check_roles(out.roles));
  return out;
}

}  // namespace

Result<std::vector<model::PutAccount>> parse_users(std::string_view text) {
  toml::table file;
  try {
    file = toml::parse(text);
  } catch (const toml::parse_error& error) {
    return fail(ErrorCode::kBadValue,
                "users file, row " + std::to_string(error.source().begin.line) + ": " +
                    std::string(error.description()));
  }
  std::vector<model::PutAccount> out;
  const toml::array* users = file["user"].as_array();
  if (users == nullptr) return fail(ErrorCode::kBadValue, "users file: expected [[user]] tables");
  for (const auto& user : *users) {
    if (!user.is_table()) return fail(ErrorCode::kBadValue, "users file: expected [[user]] tables");
    TRY_ASSIGN(model::PutAccount account, account_of(*user.as_table()));
    out.push_back(std::move(account));
  }
  return out;
}

}  // namespace sallyport::service
