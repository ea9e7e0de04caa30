#include "match/model.hpp"

#include <toml++/toml.h>

#include <functional>

#include "base/assert.hpp"
#include "base/bytes.hpp"
#include "base/time.hpp"
#include "match/internal/layout.hpp"
#include "match/internal/tables.hpp"
#include "text/fold.hpp"

namespace sallyport::match {
namespace internal {

// src/match/data/model.toml, put into the program by the build.
extern const char* const kPublishedModel;
extern const std::size_t kPublishedModelBytes;

void RarityTable::build(const std::vector<std::pair<std::uint64_t, std::int32_t>>& entries,
                        std::int32_t floor) {
  std::size_t size = 16;
  while (size < entries.size() * 2) size *= 2;
  slots_.assign(size, {});
  mask_ = size - 1;
  floor_ = floor;
  for (const auto& [hash, bits] : entries) {
    std::size_t at = hash & mask_;
    while (slots_[at].hash != hash && slots_[at].hash != 0) at = (at + 1) & mask_;
    slots_[at] = {hash, bits};
  }
}

namespace {

Status read_weights(const toml::table& root, Weights& out) {
  const toml::table* table = root["weights"].as_table();
  if (table == nullptr) return fail(ErrorCode::kBadValue, "matching model: [weights] is missing");
#define WEIGHT(name)                                                                          \
  if (const auto value = (*table)[#name].value_exact<std::int64_t>();                         \
      value && *value >= -1'000'000 && *value <= 1'000'000) {                                 \
    out.name = static_cast<std::int32_t>(*value);                                             \
  } else {                                                                                    \
    return fail(ErrorCode::kBadValue,                                                         \
                "matching model: weights." #name " must be a whole number within a million"); \
  }
#include "match/internal/weights.inc"
#undef WEIGHT
  return ok();
}

Status read_names(const toml::table& root, const char* kind, std::int32_t floor, RarityTable& out) {
  std::vector<std::pair<std::uint64_t, std::int32_t>> entries;
  const toml::array* classes = root[kind].as_array();
  if (classes == nullptr) {
    return fail(ErrorCode::kBadValue, std::string("matching model: no [[") + kind + "]]");
  }
  for (const toml::node& node : *classes) {
    const toml::table* one = node.as_table();
    const auto bits = one != nullptr ? (*one)["millibits"].value_exact<std::int64_t>()
                                     : std::optional<std::int64_t>{};
    const auto words = one != nullptr ? (*one)["words"].value<std::string_view>()
                                      : std::optional<std::string_view>{};
    if (!bits || !words || *bits < 0 || *bits > floor) {
      return fail(ErrorCode::kBadValue, std::string("matching model: a class of [[") + kind +
                                            "]] needs words, and millibits up to the floor");
    }
    for (const std::string& word : text::tokens(text::to_latin(*words))) {
      entries.emplace_back(hash64(word), static_cast<std::int32_t>(*bits));
    }
  }
  out.build(entries, floor);
  return ok();
}

Status read_texts(const toml::table& root, const char* group, const char* kind,
                  const std::function<void(std::string_view)>& sink) {
  const toml::array* values = root[group][kind].as_array();
  const std::string where = std::string("matching model: ") + group + "." + kind;
  if (values == nullptr) return fail(ErrorCode::kBadValue, where + " is missing");
  for (const toml::node& node : *values) {
    const auto value = node.value<std::string_view>();
    if (!value) return fail(ErrorCode::kBadValue, where + " must be a list of texts");
    sink(*value);
  }
  return ok();
}

void add_place(HashSet& places, std::string_view line) {
  const AddressText read = read_address(line);
  if (!read.numbers.empty() && !read.street.empty()) {
    places.add(mix64(hash64(read.numbers), hash64(read.street)));
  } else if (!read.street.empty()) {
    places.add(hash64(read.street));
  }
  if (!read.postcode.empty()) places.add(hash64(read.postcode));
}

}  // namespace

Result<std::unique_ptr<const Tables>> read_tables(std::string_view text) {
  toml::table root;
  try {
    root = toml::parse(text);
  } catch (const toml::parse_error& error) {  // the library's only way to say so
    return fail(ErrorCode::kBadValue, "matching model, line " +
                                          std::to_string(error.source().begin.line) + ": " +
                                          std::string(error.description()));
  }
  auto out = std::make_unique<Tables>();
  const auto version = root["version"].value<std::string>();
  if (!version || version->empty()) {
    return fail(ErrorCode::kBadValue, "matching model: version is missing");
  }
  out->version = *version;
  TRY(read_weights(root, out->weights));
  TRY(read_names(root, "surnames", out->weights.surname_floor, out->surnames));
  TRY(read_names(root, "given", out->weights.given_floor, out->given));
  TRY(read_texts(root, "stop", "names",
                 [&](std::string_view v) { out->stop_names.add(hash64(v)); }));
  bool dates_read = true;
  TRY(read_texts(root, "stop", "dates", [&](std::string_view v) {
    const auto date = parse_iso_date(v);
    dates_read &= date.has_value();
    if (date) out->stop_dates.add(static_cast<std::uint32_t>(date->day) + 1ULL);
  }));
  if (!dates_read) return fail(ErrorCode::kBadValue, "matching model: stop.dates are YYYY-MM-DD");
  TRY(read_texts(root, "stop", "addresses",
                 [&](std::string_view v) { add_place(out->hub_places, v); }));
  TRY(read_texts(root, "hubs", "phones",
                 [&](std::string_view v) { out->hub_contacts.add(hash64(v)); }));
  TRY(read_texts(root, "hubs", "emails",
                 [&](std::string_view v) { out->hub_contacts.add(hash64(text::fold(v))); }));
  TRY(read_texts(root, "hubs", "addresses",
                 [&](std::string_view v) { add_place(out->hub_places, v); }));
  return std::unique_ptr<const Tables>(std::move(out));
}

}  // namespace internal

Model::Model(std::unique_ptr<const internal::Tables> tables) : tables_(std::move(tables)) {}
Model::Model(Model&&) noexcept = default;
Model& Model::operator=(Model&&) noexcept = default;
Model::~Model() = default;

const std::string& Model::version() const {
  return tables_->version;
}

Model Model::with_prior(std::int32_t millibits) const {
  auto tables = std::make_unique<internal::Tables>(*tables_);
  tables->weights.prior = millibits;
  tables->version += "+prior";
  return Model(std::move(tables));
}

Result<Model> load_model(std::string_view toml_text) {
  TRY_ASSIGN(auto tables, internal::read_tables(toml_text));
  return Model(std::move(tables));
}

const Model& published_model() {
  static const Model model = [] {
    auto loaded = load_model({internal::kPublishedModel, internal::kPublishedModelBytes});
    SALLYPORT_ASSERT(loaded.has_value());
    return std::move(*loaded);
  }();
  return model;
}

}  // namespace sallyport::match
