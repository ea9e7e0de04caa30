#include "linkage/internal/evaluate.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "linkage/internal/csv.hpp"
#include "linkage/internal/values.hpp"

namespace sallyport::linkage {
namespace {

/// "rec-17-org", "rec-17-dup-2" -> "rec-17"
std::string_view person_of_febrl(std::string_view id) {
  if (!id.starts_with("rec-")) return id;
  const auto end = id.find('-', 4);
  if (end == std::string_view::npos) return id;
  const auto rest = id.substr(end);
  return rest == "-org" || rest.starts_with("-dup-") ? id.substr(0, end) : id;
}

std::string key_of(std::string_view source, std::string_view id) {
  std::string out(source);
  out += '\x1f';
  out += id;
  return out;
}

Result<std::vector<std::uint32_t>> truth_of_file(const Dataset& data,
                                                 const std::filesystem::path& path) {
  MappedFile file;
  if (!file.open(path.string()))
    return fail(ErrorCode::kStorage, "could not read " + path.string());
  CsvScanner scanner(file.bytes());
  std::vector<std::string_view> cells;
  scanner.next(cells);
  std::array<std::size_t, 3> column = {99, 99, 99};  // source, record, cluster
  for (std::size_t c = 0; c < cells.size(); ++c) {
    const Column about = recognise_column(trim(cells[c]));
    const std::string words = plain_words(cells[c]);
    if (about.role == Role::source) column[0] = c;
    if (about.role == Role::record_id) column[1] = c;
    if (words.starts_with("cluster") || words.starts_with("entity")) column[2] = c;
  }
  if (column[1] == 99 || column[2] == 99)
    return fail(ErrorCode::kMalformedFile, path.string() + ": no record_id and cluster_id");
  Dictionary records;
  Dictionary people;
  std::vector<std::uint32_t> person(1, 0);
  while (scanner.next(cells)) {
    if (cells.size() <= std::max(column[1], column[2])) continue;
    const bool sourced = column[0] < cells.size();
    const auto record = records.code(
        key_of(sourced ? trim(cells[column[0]]) : std::string_view{}, trim(cells[column[1]])));
    if (record >= person.size()) person.resize(record + 1, 0);
    person[record] = people.code(trim(cells[column[2]]));
    file.release_before(scanner.position());
  }
  std::vector<std::uint32_t> out;
  for (std::size_t i = 0; i < data.size(); ++i) {
    std::uint32_t code = records.find(key_of(data.sources[data.source_of[i]], data.id(i)));
    if (code == 0) code = records.find(key_of({}, data.id(i)));
    out.push_back(code == 0 ? 0 : person[code]);
  }
  return out;
}

std::uint64_t pairs_among(std::uint64_t n) {
  return n * (n - (n == 0 ? 0 : 1)) / 2;
}

/// Pairs that share a group and are in scope; groups of numbers from 1, 0 is none.
class PairCount {
 public:
  PairCount(const Dataset& data, Scope scope) : data_(data), scope_(scope) {}
  std::uint64_t operator()(std::vector<std::pair<std::uint64_t, std::uint32_t>>& of) const {
    std::sort(of.begin(), of.end(), [&](const auto& a, const auto& b) {
      if (a.first != b.first) return a.first < b.first;
      return data_.source_of[a.second] < data_.source_of[b.second];
    });
    std::uint64_t sum = 0;
    for (std::size_t begin = 0; begin < of.size();) {
      std::size_t end = begin;
      std::uint64_t within = 0;
      while (end < of.size() && of[end].first == of[begin].first) {
        std::size_t last = end;
        while (last < of.size() && of[last].first == of[end].first &&
               data_.source_of[of[last].second] == data_.source_of[of[end].second])
          ++last;
        within += pairs_among(last - end);
        end = last;
      }
      const std::uint64_t all = pairs_among(end - begin);
      sum += scope_ == Scope::everything ? all : scope_ == Scope::dedupe ? within : all - within;
      begin = end;
    }
    return sum;
  }

 private:
  const Dataset& data_;
  Scope scope_;
};

struct Grouped {
  std::vector<std::uint32_t> size;  // by group
};

std::vector<std::uint32_t> sizes_of(const std::vector<std::uint32_t>& groups,
                                    const std::vector<std::uint32_t>& truth) {
  std::vector<std::uint32_t> out;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (truth[i] == 0) continue;
    if (groups[i] >= out.size()) out.resize(groups[i] + 1, 0);
    ++out[groups[i]];
  }
  return out;
}

}  // namespace

double Agreement::precision() const {
  return found == 0 ? 1.0 : static_cast<double>(right) / static_cast<double>(found);
}
double Agreement::recall() const {
  return there == 0 ? 1.0 : static_cast<double>(right) / static_cast<double>(there);
}
double Agreement::f1() const {
  const double sum = precision() + recall();
  return sum == 0 ? 0 : 2 * precision() * recall() / sum;
}
double Evaluation::false_merges_per_10000() const {
  return entities == 0 ? 0
                       : static_cast<double>(false_merges) * 10'000 / static_cast<double>(entities);
}

Result<std::vector<std::uint32_t>> truth_of(const Dataset& data, const Options& options) {
  if (!options.truth_file.empty()) return truth_of_file(data, options.truth_file);
  Dictionary people;
  std::vector<std::uint32_t> out;
  for (std::size_t i = 0; i < data.size(); ++i)
    out.push_back(people.code(person_of_febrl(data.truths[data.id_of[i]])));
  if (people.size() <= 1)
    return fail(ErrorCode::kBadValue, "truth: no file has a column '" + options.truth_column + "'");
  return out;
}

Evaluation evaluate(const Dataset& data, Scope scope, const std::vector<std::uint32_t>& truth,
                    const std::vector<std::uint32_t>& cluster_of, const Candidates& candidates) {
  Evaluation out;
  const PairCount count(data, scope);
  std::vector<std::pair<std::uint64_t, std::uint32_t>> of;
  const auto pairs_by = [&](const auto& group) {
    of.clear();
    for (std::uint32_t i = 0; i < data.size(); ++i)
      if (truth[i] != 0) of.emplace_back(group(i), i);
    return count(of);
  };
  const auto both = [&](std::uint32_t i) { return std::uint64_t{truth[i]} << 32 | cluster_of[i]; };
  out.pairs.there = pairs_by([&](std::uint32_t i) { return std::uint64_t{truth[i]}; });
  out.pairs.found = pairs_by([&](std::uint32_t i) { return std::uint64_t{cluster_of[i]}; });
  out.pairs.right = pairs_by(both);
  out.compared = {candidates.pairs, 0, out.pairs.there};
  for (const auto& part : candidates.parts)
    for (const Candidate candidate : part) {
      const std::uint32_t person = truth[first_of(candidate)];
      out.compared.right += person != 0 && person == truth[second_of(candidate)] ? 1 : 0;
    }
  const auto people = sizes_of(truth, truth);
  const auto clusters = sizes_of(cluster_of, truth);
  // `of` is sorted by person and cluster: each run is what one cluster has of one person
  std::vector<std::uint32_t> people_in(clusters.size(), 0);
  for (std::size_t begin = 0; begin < of.size();) {
    std::size_t end = begin;
    while (end < of.size() && of[end].first == of[begin].first) ++end;
    const auto person = static_cast<std::uint32_t>(of[begin].first >> 32);
    const auto cluster = static_cast<std::uint32_t>(of[begin].first);
    ++people_in[cluster];
    const std::size_t size = end - begin;
    out.clusters.right += size > 1 && people[person] == size && clusters[cluster] == size ? 1 : 0;
    begin = end;
  }
  for (const std::uint32_t size : people) {
    out.entities += size > 0 ? 1 : 0;
    out.clusters.there += size > 1 ? 1 : 0;
  }
  for (std::size_t c = 0; c < clusters.size(); ++c) {
    out.clusters.found += clusters[c] > 1 ? 1 : 0;
    out.false_merges += people_in[c] > 1 ? people_in[c] - 1 : 0;
  }
  return out;
}

}  // namespace sallyport::linkage
