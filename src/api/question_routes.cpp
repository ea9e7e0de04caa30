// What is asked with a body: searches, time lines of a selection, paths, charts, arrivals. POST, so
// that no name and no selection stands in an address.
#include <array>

#include "api/internal/site.hpp"
#include "network/words.hpp"

namespace sallyport::api {
namespace {

constexpr std::size_t kIdBytes = 40;     // an id has 26; a longer one is simply not there
constexpr std::size_t kSelection = 100;  // things drawn or lined up together
constexpr std::size_t kKinds = 40;

Result<Answered> search(const Asked& asked, bool as_one_types) {
  TRY_ASSIGN(JsonObject body, json_of(asked.request));
  service::SearchRequest request;
  request.text = body.text("q", limits::kQueryBytes);
  request.kinds = body.optional_texts("kinds", kKinds, kIdBytes);
  request.limit = static_cast<std::size_t>(
      body.optional_integer("limit", 1, static_cast<std::int64_t>(limits::kSearchHits))
          .value_or(static_cast<std::int64_t>(limits::kSearchHits)));
  request.as_one_types = as_one_types;
  TRY(body.finish());
  TRY_ASSIGN(const auto answer, service::search_for(asked.look, request));
  return Answered{render(answer, marked(asked.look))};
}

// The day as asked, or nothing; a wrong one is refused with its field.
std::optional<Date> day_of(JsonObject& body, std::string_view field) {
  const std::string text = body.optional_text(field, 10);
  if (text.empty()) return std::nullopt;
  const auto day = parse_iso_date(text);
  if (!day) body.refuse(field, text, "a date as 2026-10-15");
  return day;
}

Result<Answered> timeline(const Asked& asked) {
  TRY_ASSIGN(JsonObject body, json_of(asked.request));
  const auto ids = body.texts("ids", kSelection, kIdBytes);
  const auto from = day_of(body, "from");
  const auto to = day_of(body, "to");
  if (from && to && *to < *from) body.refuse("to", to_text(*to), "a day not before 'from'");
  TRY(body.finish());
  network::TimelineOptions options;
  if (from) options.range.from_us = network::local_day_range(*from).from_us;
  if (to) options.range.to_us = network::local_day_range(*to).to_us;
  TRY_ASSIGN(const auto entries, service::timeline_of(asked.look, ids, options));
  return Answered{render(entries, marked(asked.look))};
}

Result<Answered> paths(const Asked& asked) {
  TRY_ASSIGN(JsonObject body, json_of(asked.request));
  const std::string from = body.text("from", kIdBytes);
  const std::string to = body.text("to", kIdBytes);
  const auto steps = body.optional_integer("max_steps", 1, limits::kPathSteps);
  TRY(body.finish());
  TRY_ASSIGN(
      const auto answer,
      service::paths_between(asked.look, from, to,
                             static_cast<std::uint32_t>(steps.value_or(limits::kPathSteps))));
  return Answered{render(answer, marked(asked.look))};
}

Result<Answered> neighbourhood(const Asked& asked) {
  TRY_ASSIGN(JsonObject body, json_of(asked.request));
  service::NeighbourhoodRequest request;
  request.ids = body.texts("ids", kSelection, kIdBytes);
  request.depth = static_cast<std::uint32_t>(body.optional_integer("depth", 1, 2).value_or(1));
  request.kinds = body.optional_texts("kinds", kKinds, kIdBytes);
  const auto most = static_cast<std::int64_t>(limits::kNeighbourhoodNodes);
  if (const auto limit = body.optional_integer("limit", 1, most))
    request.limit = static_cast<std::size_t>(*limit);
  TRY(body.finish());
  TRY_ASSIGN(const auto answer, service::neighbourhood_of(asked.look, request));
  return Answered{render(answer, marked(asked.look))};
}

Result<Answered> export_around(const Asked& asked) {
  constexpr std::array<std::string_view, 3> kFormats = {"csv", "ftm", "jsonl"};
  TRY_ASSIGN(JsonObject body, json_of(asked.request));
  service::ExportRequest request;
  request.around.ids = body.texts("ids", kSelection, kIdBytes);
  request.format = body.choice("format", kFormats);
  request.around.depth =
      static_cast<std::uint32_t>(body.optional_integer("depth", 1, 2).value_or(1));
  const auto most = static_cast<std::int64_t>(limits::kNeighbourhoodNodes);
  if (const auto limit = body.optional_integer("limit", 1, most))
    request.around.limit = static_cast<std::size_t>(*limit);
  TRY(body.finish());
  TRY_ASSIGN(const auto file, service::export_around(asked.look, request));
  return Answered{render(file)};
}

Result<Answered> arrivals(const Asked& asked) {
  TRY_ASSIGN(JsonObject body, json_of(asked.request));
  const std::string place = body.optional_text("place", kIdBytes);
  const auto day = day_of(body, "day");
  TRY(body.finish());
  TRY_ASSIGN(const auto found, service::arrivals_on(asked.look, place, day));
  return Answered{render_arrivals(day.value_or(network::local_day(asked.look.now())), found,
                                  marked(asked.look))};
}

}  // namespace

void add_question_routes(Site& site) {
  using http::Method;
  site.add_look({Method::kPost, "/api/search", "Search people, numbers, groups, places, reports",
                 "SearchRequest", "SearchAnswer"},
                {.verb = "search", .slot_us = site.options().search_slot_us},
                [](const Asked& a) { return search(a, false); });
  site.add_look(
      {Method::kPost, "/api/suggestions", "The same as one types", "SearchRequest", "SearchAnswer"},
      {.verb = "suggest", .slot_us = site.options().search_slot_us},
      [](const Asked& a) { return search(a, true); });
  site.add_look({Method::kPost, "/api/timelines", "One time line from a selection",
                 "TimelineRequest", "Timeline"},
                {.verb = "timeline"}, timeline);
  site.add_look(
      {Method::kPost, "/api/paths", "How two things are connected", "PathRequest", "PathAnswer"},
      {.verb = "path"}, paths);
  site.add_look({Method::kPost, "/api/neighbourhoods", "The chart around some things",
                 "NeighbourhoodRequest", "Neighbourhood"},
                {.verb = "neighbourhood"}, neighbourhood);
  site.add_look({Method::kPost, "/api/exports", "What stands around some things, as a file",
                 "ExportRequest", "ExportedFile"},
                {.verb = "export"}, export_around);
  site.add_look({Method::kPost, "/api/arrivals", "Who arrives, and what speaks against the cell",
                 "ArrivalsRequest", "Arrivals"},
                {.verb = "arrivals"}, arrivals);
}

}  // namespace sallyport::api
