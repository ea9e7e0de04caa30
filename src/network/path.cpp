#include "network/path.hpp"

#include <algorithm>

#include "network/words.hpp"

namespace sallyport::network {
namespace {

template <class T>
void merge_into(std::vector<T>& out, const std::vector<T>& more) {
  out.insert(out.end(), more.begin(), more.end());
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
}

PathStep make_step(Graph& graph, Graph::Node a, Graph::Node b) {
  PathStep step;
  step.ties = graph.ties(a, b);
  std::stable_sort(step.ties.begin(), step.ties.end(),
                   [](const Tie& x, const Tie& y) { return x.weight_1024 > y.weight_1024; });
  for (const Tie& tie : step.ties) {
    step.weight_1024 = std::max(step.weight_1024, tie.weight_1024);
    merge_into(step.records, tie.sources);
    merge_into(step.agencies, tie.agencies);
    for (const Telling& one : tie.told) add(step.told, one);
  }
  if (!step.ties.empty()) step.sentence = step.ties.front().sentence;
  return step;
}

Path make_path(Graph& graph, const internal::Way& way) {
  Path path;
  path.weight = way.product;
  for (const Graph::Node node : way.nodes) path.nodes.push_back(graph.facts(node));
  for (std::size_t i = 0; i + 1 < way.nodes.size(); ++i) {
    PathStep step = make_step(graph, way.nodes[i], way.nodes[i + 1]);
    step.from = i;
    step.to = i + 1;
    // all that is known of this step comes from one record: without it the way falls
    if (step.records.size() == 1) merge_into(path.rests_on, step.records);
    merge_into(path.agencies, step.agencies);
    path.steps.push_back(std::move(step));
  }
  return path;
}

std::string summary(const Paths& paths) {
  if (paths.same) return "These are one: the records belong to the same identity.";
  if (!paths.met && paths.looked_at != 0) {
    return "No way found between these two within the " + std::to_string(paths.looked_at) +
           " people and things nearest to them. The search stopped there.";
  }
  if (!paths.met) return "No way between these two that you may see.";
  const std::string steps = count_words(paths.steps, "step", "steps");
  if (paths.shortest_count == 1) {
    return paths.from.title + " and " + paths.to.title + " are connected in " + steps +
           ", one way only.";
  }
  return paths.from.title + " and " + paths.to.title + " are connected in " + steps + ", " +
         std::to_string(paths.shortest_count) + " ways.";
}

void collect_evidence(const Paths& paths, std::vector<Id128>& out) {
  add_evidence(paths.from, out);
  add_evidence(paths.to, out);
  for (const Path& path : paths.ways) {
    for (const NodeFacts& node : path.nodes) add_evidence(node, out);
    for (const PathStep& step : path.steps) {
      for (const Tie& tie : step.ties) add_evidence(tie, out);
    }
  }
  settle(out);
}

}  // namespace

Result<model::Answer<Paths>> connect(const picture::View& view, const IdentityOf& identity,
                                     picture::Handle from, picture::Handle to,
                                     const PathOptions& options) {
  if (options.max_steps < 1 || options.max_steps > limits::kPathSteps) {
    return fail(ErrorCode::kBadValue, "steps: expected 1 to " + std::to_string(limits::kPathSteps));
  }
  if (options.alternatives < 1 || options.alternatives > 20) {
    return fail(ErrorCode::kBadValue, "alternatives: expected 1 to 20");
  }
  Graph graph(view, identity, options.graph);
  const Graph::Node start = graph.node(from);
  const Graph::Node end = graph.node(to);
  model::Answer<Paths> answer;
  Paths& paths = answer.value;
  paths.from = graph.facts(start);
  paths.to = graph.facts(end);
  paths.same = start == end;
  if (!paths.same) {
    const internal::SearchLimits search{options.max_steps, options.alternatives,
                                        options.neighbour_budget};
    const internal::Shortest found = internal::shortest_ways(graph.met(), start, end, search);
    answer.partial = found.partial;
    paths.looked_at = found.looked_at;
    paths.met = found.steps != 0;
    paths.steps = found.steps;
    paths.shortest_count = found.count;
    for (const internal::Way& way : found.ways) paths.ways.push_back(make_path(graph, way));
    if (paths.met) {
      const internal::Cuts cuts =
          internal::cut_nodes(graph.met(), start, end, found.shared, search);
      answer.partial = answer.partial || cuts.partial;
      for (const Graph::Node node : cuts.nodes) {
        NodeFacts facts = graph.facts(node);
        std::string sentence = "Without " + facts.title + " these two do not meet.";
        paths.cuts.push_back({std::move(facts), std::move(sentence)});
      }
    }
  }
  paths.sentence = summary(paths);
  collect_evidence(paths, answer.evidence);
  if (options.work != nullptr) *options.work = graph.met().work();
  return answer;
}

}  // namespace sallyport::network
