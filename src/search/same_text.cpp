#include "search/same_text.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "base/bytes.hpp"
#include "match/index_keys.hpp"
#include "text/fold.hpp"

namespace sallyport::search {
namespace {

using model::IndexClass;
using model::Property;
using picture::Handle;
using picture::PostingRow;
using picture::View;

constexpr std::uint32_t kNearlyPermille = 800;

// Lines that mark a text rather than say something.
bool is_marking(const std::vector<std::string>& words) {
  static constexpr std::string_view kMarkings[] = {"confidential", "not protectively marked",
                                                   "official",     "official sensitive",
                                                   "protect",      "restricted",
                                                   "secret",       "top secret",
                                                   "unclassified", "uk official",
                                                   "uk secret"};
  std::string line;
  for (const auto& word : words) line += (line.empty() ? "" : " ") + word;
  return std::find(std::begin(kMarkings), std::end(kMarkings), line) != std::end(kMarkings);
}

std::vector<std::uint64_t> shingles(const std::vector<std::string>& words) {
  std::vector<std::uint64_t> out;
  for (std::size_t i = 0; i + 3 <= words.size(); ++i)
    out.push_back(hash64(words[i], hash64(words[i + 1], hash64(words[i + 2]))));
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

class Finder {
 public:
  Finder(const View& view, const AlikeQuery& query) : view_(view), query_(query) {}

  model::Answer<std::vector<AlikeReport>> find() {
    model::Answer<std::vector<AlikeReport>> answer;
    by_number();
    by_text();
    auto& all = answer.value;
    for (const auto& [id, found] : found_) all.push_back({id, found.first, found.second});
    std::stable_sort(all.begin(), all.end(), [](const AlikeReport& a, const AlikeReport& b) {
      return a.likeness < b.likeness;  // within one, the map's order: by public id
    });
    answer.partial = partial_ && all.empty();
    if (all.size() > kAlikeShown) all.resize(kAlikeShown);
    for (const auto& report : all) answer.evidence.push_back(report.report);
    std::sort(answer.evidence.begin(), answer.evidence.end());
    return answer;
  }

 private:
  void add(Handle handle, Likeness likeness) {
    const model::RecordId id = view_.id(handle);
    if (id != query_.except) found_.try_emplace(id, handle, likeness);
  }

  void by_number() {
    if (query_.number.empty()) return;
    match::index_tokens(Property::urn, query_.number, [&](IndexClass cls, std::string_view token) {
      const auto hit = view_.token(cls, token);
      if (!hit) return;
      view_.postings(hit->token, [&](const PostingRow& row) {
        if (row.property == Property::urn && view_.kind(row.record) == model::RecordKind::report)
          add(row.record, Likeness::number);
        return true;
      });
    });
  }

  void by_text() {
    const auto words = compared_words(query_.text);
    if (words.size() < kFewestWords) return;
    const std::string whole = joined(words);
    match::index_tokens(Property::report_text, whole, [&](IndexClass cls, std::string_view token) {
      if (const auto hit = view_.token(cls, token)) take_word(hit->token);
    });
    for (const Handle candidate : best_candidates()) {
      bool same = false;
      bool nearly = false;
      view_.values(candidate, Property::report_text, [&](std::string_view text) {
        const auto theirs = compared_words(text);
        same = same || theirs == words;
        nearly = nearly || shared_permille(words, theirs) >= kNearlyPermille;
        return true;
      });
      if (same || nearly) add(candidate, same ? Likeness::text : Likeness::nearly);
    }
  }

  // The reports with this word; a word that many have tells them apart from none.
  void take_word(picture::TokenRef token) {
    std::vector<Handle> reports;
    view_.postings(token, [&](const PostingRow& row) {
      if (row.property == Property::report_text) reports.push_back(row.record);
      return reports.size() <= kCommonest;
    });
    if (reports.size() > kCommonest) {
      partial_ = true;
      return;
    }
    for (const Handle report : reports) ++words_of_[report.row].first;
    for (const Handle report : reports) words_of_[report.row].second = report;
  }

  // Those that share most of the rarer words; ties by public id.
  std::vector<Handle> best_candidates() {
    struct Candidate {
      std::uint32_t words;
      model::RecordId id;
      Handle handle;
    };
    std::vector<Candidate> all;
    std::uint32_t most = 0;
    for (const auto& [row, counted] : words_of_) most = std::max(most, counted.first);
    for (const auto& [row, counted] : words_of_) {
      if (counted.first * 2 < most) continue;
      all.push_back({counted.first, view_.id(counted.second), counted.second});
    }
    std::sort(all.begin(), all.end(), [](const Candidate& a, const Candidate& b) {
      return a.words != b.words ? a.words > b.words : a.id < b.id;
    });
    if (all.size() > kCompared) {
      partial_ = true;
      all.resize(kCompared);
    }
    std::vector<Handle> out;
    for (const auto& candidate : all) out.push_back(candidate.handle);
    return out;
  }

  const View& view_;
  const AlikeQuery& query_;
  std::map<model::RecordId, std::pair<Handle, Likeness>> found_;
  std::unordered_map<std::uint32_t, std::pair<std::uint32_t, Handle>> words_of_;  // by record
  bool partial_ = false;
};

}  // namespace

std::vector<std::string> compared_words(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    auto words = text::tokens(text::to_latin(text.substr(0, end)));
    if (!is_marking(words)) std::move(words.begin(), words.end(), std::back_inserter(out));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::uint32_t shared_permille(const std::vector<std::string>& a,
                              const std::vector<std::string>& b) {
  const auto x = shingles(a);
  const auto y = shingles(b);
  if (x.empty() || y.empty()) return 0;
  std::vector<std::uint64_t> both;
  std::set_intersection(x.begin(), x.end(), y.begin(), y.end(), std::back_inserter(both));
  return static_cast<std::uint32_t>(both.size() * 1000 / (x.size() + y.size() - both.size()));
}

model::Answer<std::vector<AlikeReport>> alike_reports(const View& view, const AlikeQuery& query) {
  return Finder(view, query).find();
}

}  // namespace sallyport::search
