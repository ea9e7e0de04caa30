#include "service/connections.hpp"

#include <algorithm>

#include "network/words.hpp"
#include "service/place_first.hpp"
#include "service/teller.hpp"

namespace sallyport::service {
namespace {

// Solid = recorded, dashed = worked out by us, dotted = weakly graded, double = keep apart, crossed
// = hostile (workbench.md, Certainty).
constexpr std::uint32_t kWeakGrade_1024 = 512;
std::string_view line_of(const network::Tie& tie) {
  if (!tie.is_event && tie.link == model::LinkKind::keep_apart) return "double";
  if (!tie.is_event && tie.link == model::LinkKind::hostile_to) return "crossed";
  if (tie.certainty == model::Certainty::worked_out) return "dashed";
  return tie.weight_1024 < kWeakGrade_1024 ? "dotted" : "solid";
}

std::string_view kind_of(const network::Tie& tie) {
  return tie.is_event ? model::info(tie.event).name : model::info(tie.link).name;
}

// Chart units are thousandths of a line's length: bring the box to 0..1000, keeping its shape.
void fit(std::vector<ChartNodeLine>& nodes) {
  std::int64_t widest = 1;
  for (const auto& n : nodes) widest = std::max<std::int64_t>({widest, n.x, n.y});
  for (auto& n : nodes) {
    n.x = static_cast<std::int32_t>(n.x * 1000LL / widest);
    n.y = static_cast<std::int32_t>(n.y * 1000LL / widest);
  }
}

Result<std::vector<picture::Handle>> handles(const Look& look,
                                             const std::vector<std::string>& ids) {
  std::vector<picture::Handle> out;
  for (const auto& id : ids) {
    const auto handle = look.find(id);
    if (!handle) return fail(ErrorCode::kNotFound);
    out.push_back(*handle);
  }
  if (out.empty()) return fail(ErrorCode::kBadValue, "ids: expected at least one");
  return out;
}

Result<model::RecordKinds> kinds_named(const std::vector<std::string>& names) {
  if (names.empty()) return model::RecordKinds::all();
  model::RecordKinds out;
  for (const auto& name : names) {
    const auto kind = model::record_kind_named(name);
    if (!kind) return fail(ErrorCode::kBadValue, "kinds: '" + name + "' is not a kind of thing");
    out.add(*kind);
  }
  return out;
}

// Where a movement comes from: the prison of its other end.
std::optional<Item> origin_of(Look& look, Teller& teller, model::EventId movement) {
  const auto row = look.view().event(movement);
  if (!row || !row->has_other) return std::nullopt;
  const auto chain = network::place_chain(look.view(), look.identity_of(), row->other);
  if (chain.places.empty()) return std::nullopt;
  return teller.item(chain.places.back());
}

// Who uses, holds or drives a thing: one item an identity, by title.
constexpr std::size_t kUsersShown = 5;
std::vector<Item> users_of(Look& look, Teller& teller, const search::Hit& hit) {
  std::vector<Item> out;
  if (hit.users.empty()) return out;
  for (const auto& member : hit.members) {
    const auto handle = look.view().find(member);
    if (!handle) continue;
    look.view().links(
        *handle, {model::LinkKind::uses, model::LinkKind::holds, model::LinkKind::drives},
        [&](const picture::LinkRow& row) {
          const bool staff = look.view().record(row.a).kind == model::RecordKind::staff;
          if (row.b == *handle && !staff) out.push_back(teller.item(row.a));
          return true;
        });
  }
  std::sort(out.begin(), out.end(), [](const Item& a, const Item& b) {
    return std::tie(a.title, a.id) < std::tie(b.title, b.id);
  });
  out.erase(std::unique(out.begin(), out.end(),
                        [](const Item& a, const Item& b) { return a.id == b.id; }),
            out.end());
  out.resize(std::min(out.size(), kUsersShown));
  return out;
}

}  // namespace

Result<PathAnswer> paths_between(Look& look, std::string_view from, std::string_view to,
                                 std::uint32_t max_steps) {
  const auto a = look.find(from);
  const auto b = look.find(to);
  if (!a || !b) return fail(ErrorCode::kNotFound);
  network::PathOptions options;
  options.max_steps = max_steps;
  TRY_ASSIGN(auto answer, network::connect(look.view(), look.identity_of(), *a, *b, options));
  const network::Paths found = look.keep(std::move(answer));
  Teller teller(look);
  PathAnswer out;
  if (found.looked_at != 0) out.stopped = found.sentence;
  std::vector<network::Telling> rests_on;
  for (const auto& way : found.ways) {
    std::vector<Item> nodes;
    for (const auto& node : way.nodes) nodes.push_back(teller.item(node));
    std::vector<PathStepLine> steps;
    for (const auto& step : way.steps) {
      PathStepLine line;
      line.from = nodes[step.from];
      line.to = nodes[step.to];
      const Id128 evidence = step.records.empty() ? Id128{} : Id128(step.records.front());
      line.words = teller.sentence(step.sentence, {line.from, line.to}, evidence);
      line.told = teller.tellings(step.told);
      if (!step.agencies.empty()) line.tag = std::string(agency_tag(step.agencies.front()));
      if (!step.ties.empty()) line.grade = model::to_text(step.ties.front().grade);
      steps.push_back(std::move(line));
    }
    for (const auto& step : way.steps) {
      for (const network::Telling& one : step.told) {
        if (std::binary_search(way.rests_on.begin(), way.rests_on.end(), one.record))
          network::add(rests_on, one);
      }
    }
    out.paths.push_back(std::move(steps));
  }
  for (const auto& cut : found.cuts)
    out.without.push_back(teller.sentence(cut.sentence, {teller.item(cut.node)}));
  for (const network::Telling& one : rests_on) {
    const Source& source = teller.source(one.record, {one.agency, one.feed});
    const bool known =
        std::any_of(out.rests_on.begin(), out.rests_on.end(), [&](const Source& other) {
          return other.record == source.record && other.title == source.title;
        });
    if (!known) out.rests_on.push_back(source);
  }
  return out;
}

Result<NeighbourhoodAnswer> neighbourhood_of(Look& look, const NeighbourhoodRequest& request) {
  TRY_ASSIGN(const auto seeds, handles(look, request.ids));
  network::NeighbourhoodOptions options;
  options.depth = request.depth;
  options.limit = request.limit;
  TRY_ASSIGN(options.kinds, kinds_named(request.kinds));
  TRY_ASSIGN(auto answer, network::neighbourhood(look.view(), look.identity_of(), seeds, options));
  const network::Chart chart = look.keep(std::move(answer));
  Teller teller(look);
  NeighbourhoodAnswer out;
  std::vector<network::KindCount> counts;
  for (const auto& node : chart.nodes) {
    ChartNodeLine line;
    line.item = teller.item(node.facts);
    line.x = node.at.x;
    line.y = node.at.y;
    line.custody = node.custody == network::Custody::inside    ? "in"
                   : node.custody == network::Custody::outside ? "out"
                                                               : "not known";
    line.hub = node.hub ? node.hub_words : "";
    line.seed = node.depth == 0;
    out.nodes.push_back(std::move(line));
    for (const auto& c : node.not_drawn) {
      const auto it = std::find_if(counts.begin(), counts.end(),
                                   [&](const auto& k) { return k.kind == c.kind; });
      if (it == counts.end()) {
        counts.push_back(c);
      } else {
        it->count += c.count;
      }
    }
  }
  fit(out.nodes);
  for (const auto& edge : chart.edges) {
    for (const auto& tie : edge.ties) {
      ChartEdgeLine line;
      line.a = chart.nodes[edge.a].facts.self;
      line.b = chart.nodes[edge.b].facts.self;
      line.kind = kind_of(tie);
      line.words = tie.sentence;
      line.line = line_of(tie);
      line.count = tie.count;
      line.ids = tie.items;
      line.told = teller.tellings(tie.told);
      line.tag = tie.agencies.empty() ? "" : agency_tag(tie.agencies.front());
      out.edges.push_back(std::move(line));
    }
  }
  std::sort(counts.begin(), counts.end(),
            [](const auto& a, const auto& b) { return a.kind < b.kind; });
  for (const auto& c : counts)
    out.counts.push_back({model::info(c.kind).name, model::info(c.kind).word, c.count});
  return out;
}

Result<std::vector<ArrivalLine>> arrivals_on(Look& look, std::string_view place,
                                             std::optional<Date> day) {
  std::vector<picture::Handle> places;
  if (!place.empty()) {
    const auto handle = look.find(place);
    if (!handle || look.view().record(*handle).kind != model::RecordKind::place)
      return fail(ErrorCode::kNotFound);
    places.push_back(*handle);
  } else {
    look.view().records(model::RecordKind::place, [&](const picture::Record& record) {
      const auto members = look.identity_of()(record.handle);
      if (members.front() == record.handle &&
          network::place_chain(look.view(), look.identity_of(), record.handle).places.size() == 1)
        places.push_back(record.handle);
      return true;
    });
    std::sort(places.begin(), places.end(),
              [&](auto a, auto b) { return look.view().record(a).id < look.view().record(b).id; });
  }
  Teller teller(look);
  std::vector<ArrivalLine> out;
  for (const auto p : places) {
    network::ArrivalsOptions options;
    options.place = p;
    options.day = day.value_or(network::local_day(look.now()));
    TRY_ASSIGN(auto answer,
               network::arrivals(look.view(), look.identity_of(), look.possibly_same(), options));
    const network::Arrivals found = look.keep(std::move(answer));
    for (const auto& a : found.arrivals) {
      ArrivalLine line;
      line.person = teller.item(a.person);
      line.from = origin_of(look, teller, a.movement);
      line.to = teller.item(found.place);
      line.time = Moment{a.at, a.when};
      line.planned_cell = a.planned_cell;
      line.movement = a.movement;
      for (const auto& c : a.conflicts) {
        ConflictLine conflict;
        std::vector<Item> items;
        for (const auto& who : c.people) items.push_back(teller.item(who.person));
        for (const auto& group : c.groups) items.push_back(teller.item(group));
        conflict.words = teller.sentence(c.sentence, items);
        conflict.kind = c.kind == network::ConflictKind::keep_apart      ? "keep apart"
                        : c.kind == network::ConflictKind::hostile_group ? "hostile groups"
                                                                         : "own group";
        if (c.possibly_same && !a.possibly_same.empty())
          conflict.possible_same = {a.person.self, a.possibly_same.front().self};
        line.conflicts.push_back(std::move(conflict));
      }
      out.push_back(std::move(line));
    }
  }
  std::sort(out.begin(), out.end(), [](const ArrivalLine& a, const ArrivalLine& b) {
    return std::tie(a.time.at, a.to.title, a.person.title, a.person.id) <
           std::tie(b.time.at, b.to.title, b.person.title, b.person.id);
  });
  return out;
}

Result<SearchAnswer> search_for(Look& look, const SearchRequest& request) {
  search::Query query;
  query.text = request.text;
  query.limit = std::min(request.limit, limits::kSearchHits);
  TRY_ASSIGN(query.kinds, kinds_named(request.kinds));
  auto answer = request.as_one_types ? search::suggest(look.view(), look.identity_of(), query.text,
                                                       std::min(query.limit, limits::kSuggestions))
                                     : search::search(look.view(), look.identity_of(), query);
  if (!answer) return fail(std::move(answer.error()));
  const search::SearchResult found = look.keep(std::move(*answer));
  Teller teller(look);
  SearchAnswer out;
  out.understood = found.parts;
  for (const auto& group : found.groups) {
    SearchAnswer::Group lines;
    lines.title = search::group_words(group.group);
    for (const auto at : group.hits) {
      const search::Hit& hit = found.hits[at];
      HitLine line;
      line.item = teller.item(hit.handle);
      line.why = hit.why;
      if (hit.kind == model::RecordKind::person)
        line.where_tonight = teller.where_tonight(look.identity_of()(hit.handle));
      if (hit.newest) line.newest = teller.age(*hit.newest);
      line.users = users_of(look, teller, hit);
      lines.hits.push_back(std::move(line));
    }
    out.groups.push_back(std::move(lines));
  }
  if (query.kinds.has(model::RecordKind::place)) put_place_first(look, request.text, out);
  return out;
}

}  // namespace sallyport::service
