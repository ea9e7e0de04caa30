#include "server/users_file.hpp"

#include <algorithm>
#include <set>

#include <toml++/toml.h>

#include "access/grants.hpp"

namespace sallyport::server {
namespace {

constexpr std::size_t kMostUsers = 100'000;

Result<std::vector<std::string>> texts(const toml::table& user, std::string_view name,
                                       const std::string& who) {
  std::vector<std::string> out;
  const toml::node* node = user.get(name);
  if (node == nullptr) return out;
  const auto* list = node->as_array();
  if (list == nullptr)
    return fail(ErrorCode::kBadValue,
                who + ", " + std::string(name) + ": expected a list of texts");
  for (const auto& item : *list) {
    const auto* text = item.as_string();
    if (text == nullptr)
      return fail(ErrorCode::kBadValue,
                  who + ", " + std::string(name) + ": expected a list of texts");
    out.push_back(text->get());
  }
  return out;
}

std::string text(const toml::table& user, std::string_view name) {
  return user[name].value_or(std::string());
}

// "Tarnholt, Wexmoor B" as audience tokens: what is released to a place's staff. A page begins with
// these places; where there is none of the name, as of "national", with all.
std::vector<std::string> places_of(std::string_view text) {
  std::vector<std::string> out;
  std::string place;
  const auto take = [&] {
    while (!place.empty() && place.back() == '-') place.pop_back();
    if (!place.empty()) out.push_back(std::string("place:") + place);
    place.clear();
  };
  for (const char c : text) {
    if (c == ',') {
      take();
    } else if (c != ' ') {
      place += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (!place.empty()) {
      place += '-';
    }
  }
  take();
  return out;
}

Result<model::PutAccount> account_of(const toml::table& user, std::size_t number) {
  model::PutAccount out;
  out.name = text(user, "id");
  const std::string who = "user " + (out.name.empty() ? std::to_string(number) : out.name);
  if (!is_user_name(out.name))
    return fail(ErrorCode::kBadValue,
                who + ", id: expected 1 to 64 small letters, digits, dots and hyphens");
  out.display_name = text(user, "name");
  out.agency = text(user, "agency");
  out.unit = text(user, "unit");
  for (const auto& [field, value] :
       {std::pair{"name", &out.display_name}, {"agency", &out.agency}, {"unit", &out.unit}}) {
    if (value->empty()) return fail(ErrorCode::kBadValue, who + ", " + field + ": is missing");
  }
  const auto level = model::level_named(text(user, "level"));
  if (!level)
    return fail(ErrorCode::kBadValue,
                who + ", level: expected official, official-sensitive or secret");
  out.clearance = *level;
  TRY_ASSIGN(out.functions, texts(user, "functions", who));
  TRY_ASSIGN(out.audiences, texts(user, "audiences", who));
  for (std::string& place : places_of(text(user, "place"))) {
    if (std::find(out.audiences.begin(), out.audiences.end(), place) == out.audiences.end())
      out.audiences.push_back(std::move(place));
  }
  TRY_ASSIGN(out.compartments, texts(user, "compartments", who));
  TRY_ASSIGN(out.purposes, texts(user, "purposes", who));
  TRY_ASSIGN(out.roles, texts(user, "may", who));
  if (auto checked = access::check_roles(out.roles); !checked)
    return fail(checked.error().code, who + ", " + checked.error().detail);
  return out;
}

}  // namespace

bool is_user_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
  });
}

Result<std::vector<model::PutAccount>> parse_users(std::string_view toml) {
  // one form of the parser in the whole program: two would share their types' names
  toml::table file;
  try {
    file = toml::parse(toml);
  } catch (const toml::parse_error& error) {
    return fail(ErrorCode::kBadValue, "users file, line " +
                                          std::to_string(error.source().begin.line) + ": " +
                                          std::string(error.description()));
  }
  const auto* users = file["user"].as_array();
  if (users == nullptr || users->empty())
    return fail(ErrorCode::kBadValue, "users file: expected at least one [[user]]");
  if (users->size() > kMostUsers) return fail(ErrorCode::kLimitExceeded, "users file: 100,000");
  std::vector<model::PutAccount> out;
  std::set<std::string> names;
  for (const auto& node : *users) {
    const auto* table = node.as_table();
    if (table == nullptr) return fail(ErrorCode::kBadValue, "users file: expected [[user]] tables");
    TRY_ASSIGN(model::PutAccount account, account_of(*table, out.size() + 1));
    if (!names.insert(account.name).second)
      return fail(ErrorCode::kBadValue, "user " + account.name + ": is there twice");
    out.push_back(std::move(account));
  }
  return out;
}

}  // namespace sallyport::server
