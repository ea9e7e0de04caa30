#include "linkage/model.hpp"

#include <toml++/toml.h>

#include "linkage/internal/levels.hpp"

namespace sallyport::linkage {
namespace {

constexpr std::string_view kFormat = "sallyport linkage model 1";

std::string key_of(Field field) {
  std::string out(field_name(field));
  for (char& c : out)
    if (c == ' ' || c == '-') c = '_';
  return out;
}

bool read_weights(const toml::node_view<const toml::node> node, Weights& out) {
  const toml::array* values = node.as_array();
  if (values == nullptr || values->size() != out.size()) return false;
  for (std::size_t k = 0; k < out.size(); ++k) {
    const auto value = values->get(k)->value<std::int64_t>();
    if (!value || *value < -1'000'000 || *value > 1'000'000) return false;
    out[k] = static_cast<std::int32_t>(*value);
  }
  return true;
}

std::string text_of(const Weights& weights) {
  std::string out = "[";
  for (std::size_t k = 0; k < weights.size(); ++k)
    out += (k == 0 ? "" : ", ") + std::to_string(weights[k]);
  return out + "]";
}

}  // namespace

std::string save_model(const LinkModel& model) {
  std::string out =
      "# Weights of linkage in millibits (1000 = one bit): log2 of how often a level is seen\n"
      "# for one person together, one who moved, strangers, kin, twins.\n";
  out += "format = \"" + std::string(kFormat) + "\"\n\n[card]\n";
  out += "made = \"" + model.made + "\"\nrecords = " + std::to_string(model.records) +
         "\npairs = " + std::to_string(model.pairs) +
         "\n\n[model]\npartners = " + text_of(model.partners) + "\nkeys = [";
  for (const std::string& key : model.keys) out += "\n  \"" + key + "\",";
  out += "]\n";
  for (std::size_t f = 0; f < LinkModel::kModelFields; ++f) {
    const auto field = static_cast<Field>(f);
    bool any = false;
    for (std::size_t l = 1; l < LinkModel::kModelLevels; ++l)
      any |= model.levels[f][l] != Weights{};
    if (!any) continue;
    out += "\n[fields." + key_of(field) + "]\n";
    for (std::size_t l = 1; l < LinkModel::kModelLevels; ++l) {
      const std::string_view words = level_words(field, static_cast<Level>(l));
      if (words.empty() || model.levels[f][l] == Weights{}) continue;
      out += "level_" + std::to_string(l) + " = " + text_of(model.levels[f][l]) + "  # " +
             std::string(words) + "\n";
    }
  }
  return out;
}

Result<LinkModel> load_model(std::string_view toml_text) {
  LinkModel out;
  try {
    const toml::table root = toml::parse(toml_text);
    if (root["format"].value_or(std::string()) != kFormat)
      return fail(ErrorCode::kUnsupportedFormat, "model: not a " + std::string(kFormat));
    out.made = root["card"]["made"].value_or(std::string());
    out.records = static_cast<std::uint64_t>(root["card"]["records"].value_or(std::int64_t{0}));
    out.pairs = static_cast<std::uint64_t>(root["card"]["pairs"].value_or(std::int64_t{0}));
    if (!read_weights(root["model"]["partners"], out.partners))
      return fail(ErrorCode::kBadValue, "model: partners");
    if (const toml::array* keys = root["model"]["keys"].as_array())
      for (const toml::node& key : *keys) out.keys.push_back(key.value_or(std::string()));
    for (std::size_t f = 0; f < LinkModel::kModelFields; ++f) {
      const auto table = root["fields"][key_of(static_cast<Field>(f))];
      if (!table) continue;
      for (std::size_t l = 1; l < LinkModel::kModelLevels; ++l) {
        const std::string key = "level_" + std::to_string(l);
        if (table[key] && !read_weights(table[key], out.levels[f][l]))
          return fail(ErrorCode::kBadValue, "model: " + key_of(static_cast<Field>(f)) + "." + key);
      }
    }
  } catch (const toml::parse_error& error) {
    return fail(ErrorCode::kBadValue, "model: " + std::string(error.description()));
  }
  return out;
}

}  // namespace sallyport::linkage
