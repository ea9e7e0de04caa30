#include "names/internal/tables.hpp"

#include <algorithm>

#include "match/index_keys.hpp"
#include "names/name_index.hpp"
#include "text/bridge.hpp"
#include "text/fold.hpp"

namespace sallyport::names::internal {
namespace {

template <class T>
std::uint64_t held(const std::vector<T>& values) {
  return values.capacity() * sizeof(T);
}

// More words than these, and only one letter is left out: else the keys alone would take gigabytes.
constexpr std::size_t kTwoLeftOut = 3'000'000;
constexpr std::size_t kLongestRun = 3;  // words that are also filed as one

}  // namespace

std::uint64_t Tables::bytes() const {
  return words.bytes() + held(particles) + held(other_scripts) + held(name_begins) +
         held(name_words) + held(name_shapes) + held(name_orders) + held(post_begins) +
         held(posts) + near.bytes() + sounds.bytes() + held(text_begins) + held(id_lengths) +
         held(texts);
}

bool in_other_script(std::string_view text) {
  const auto high = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
  if (std::none_of(text.begin(), text.end(), high)) return false;
  // By the first byte of a character: from Greek on, but for Latin's later blocks and signs.
  const std::string folded = text::fold(text);
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const auto byte = static_cast<unsigned char>(folded[i]);
    const auto next = static_cast<unsigned char>(i + 1 < folded.size() ? folded[i + 1] : 0);
    if (byte < 0xCE || byte == 0xE2) continue;
    if ((byte == 0xE1 && next >= 0xB8 && next <= 0xBB) ||
        (byte == 0xEA && next >= 0x9C && next <= 0x9F))
      continue;
    if (byte == 0xEF && next == 0xBF) continue;  // what could not be read
    return true;
  }
  return false;
}

std::string_view next_run(std::string_view& rest) {
  constexpr std::string_view kGaps[] = {" ", "\xC2\xB7", "\xE3\x83\xBB"};
  for (std::size_t i = 0; i <= rest.size(); ++i) {
    std::size_t gap = i == rest.size() ? 1 : 0;
    for (const std::string_view one : kGaps)
      if (rest.substr(i).starts_with(one)) gap = one.size();
    if (gap == 0) continue;
    const std::string_view run = rest.substr(0, i);
    rest.remove_prefix(std::min(i + gap, rest.size()));
    if (!run.empty()) return run;
    if (rest.empty()) return {};
    i = static_cast<std::size_t>(-1);  // from the beginning of what is left
  }
  return {};
}

std::vector<std::string> latin_words(std::string_view text) {
  std::vector<std::string> out = text::tokens(text::to_latin(text.substr(0, kMostNameBytes)));
  for (std::string& word : out)
    if (word.size() > kLongestWord) word.resize(kLongestWord);
  return out;
}

Builder::Builder(Tables& tables) : tables_(tables) {
  tables_.name_begins.push_back(0);
}

std::uint32_t Builder::number_of(std::string_view word, bool other_script) {
  const std::uint32_t number = tables_.words.add(word);
  if (number < tables_.particles.size()) return number;
  tables_.particles.push_back(text::is_name_particle(word) ? 1 : 0);
  tables_.other_scripts.push_back(other_script ? 1 : 0);
  return number;
}

void Builder::read_run(std::string_view run) {
  const auto known = runs_.find(run);
  if (known != runs_.end()) {
    read_ = known->second;
    return;
  }
  read_.clear();
  const bool other_script = in_other_script(run);
  for (const std::string& word : latin_words(run)) read_.push_back(number_of(word, other_script));
  if (other_script && read_.size() == 1 && native_.size() < kRemembered)
    native_.emplace_back(read_[0], run);
  if (runs_.size() < kRemembered) runs_.emplace(run, read_);
}

Status Builder::add(std::string_view id, std::string_view name) {
  if (tables_.size() >= kMostNames)
    return fail(ErrorCode::kLimitExceeded,
                "more than " + std::to_string(kMostNames) + " names: search them in parts");
  if (tables_.words.size() > kMostWords)
    return fail(ErrorCode::kLimitExceeded,
                "more than " + std::to_string(kMostWords) + " different words in the names");
  id = id.substr(0, kMostNameBytes);
  name = name.substr(0, kMostNameBytes);
  const std::size_t begin = tables_.name_words.size();
  hyphened_.clear();
  std::string_view rest = name;
  for (auto run = next_run(rest); !run.empty(); run = next_run(rest)) {
    read_run(run);
    for (std::size_t i = 0; i < read_.size() && hyphened_.size() < kMostNameWords; ++i) {
      tables_.name_words.push_back(read_[i]);
      hyphened_.push_back(i > 0 ? 1 : 0);
    }
  }
  Shape shape;
  for (std::size_t i = begin; i < tables_.name_words.size(); ++i)
    shape = shape.with(tables_.words.shape(tables_.name_words[i]));
  add_joined(begin);
  tables_.name_shapes.push_back(shape);
  tables_.name_orders.push_back(static_cast<std::uint32_t>(hash64(id, hash64(name)) >> 32));
  tables_.name_begins.push_back(static_cast<std::uint32_t>(tables_.name_words.size()));
  tables_.text_begins.push_back(tables_.texts.size());
  tables_.id_lengths.push_back(static_cast<std::uint16_t>(id.size()));
  tables_.texts.insert(tables_.texts.end(), id.begin(), id.end());
  tables_.texts.insert(tables_.texts.end(), name.begin(), name.end());
  return ok();
}

// "al masri" is also filed as almasri, "mary-jane" as maryjane.
void Builder::add_joined(std::size_t begin) {
  const std::size_t words = hyphened_.size();
  const auto row = static_cast<std::uint32_t>(tables_.size());
  for (std::size_t i = 0; i + 1 < words; ++i) {
    std::string joined(tables_.words.text(tables_.name_words[begin + i]));
    for (std::size_t j = i + 1; j < words && j <= i + kLongestRun; ++j) {
      const std::uint32_t before = tables_.name_words[begin + j - 1];
      if (tables_.particles[before] == 0 && hyphened_[j] == 0) break;
      const std::uint32_t last = tables_.name_words[begin + j];
      joined += tables_.words.text(last);
      if (tables_.particles[last] != 0) continue;
      const std::uint32_t number = number_of(joined, tables_.other_scripts[last] != 0);
      joined_.push_back(std::uint64_t{number} << 32 | row);
    }
  }
}

void Builder::make_posts() {
  const std::size_t words = tables_.words.size();
  auto& begins = tables_.post_begins;
  begins.assign(words + 1, 0);
  for (const std::uint32_t word : tables_.name_words) ++begins[word + 1];
  for (const std::uint64_t both : joined_) ++begins[(both >> 32) + 1];
  for (std::size_t i = 1; i < begins.size(); ++i) begins[i] += begins[i - 1];
  tables_.posts.resize(begins.back());
  std::vector<std::uint32_t> next(begins.begin(), begins.end() - 1);
  std::size_t joined = 0;  // ascending by row, as names are
  for (std::uint32_t row = 0; row < tables_.size(); ++row) {
    for (const std::uint32_t word : tables_.words_of(row)) tables_.posts[next[word]++] = row;
    for (; joined < joined_.size() && static_cast<std::uint32_t>(joined_[joined]) == row; ++joined)
      tables_.posts[next[joined_[joined] >> 32]++] = row;
  }
  joined_ = {};
}

void Builder::finish() {
  runs_ = {};
  make_posts();
  const Words& words = tables_.words;
  tables_.most_left_out = words.size() <= kTwoLeftOut ? 2 : 1;
  tables_.near.make(words.size(), [&](std::uint32_t word, auto sink) {
    const int most = std::min(tables_.most_left_out, left_out(words.length(word)));
    near_keys(words.text(word), most, sink);
  });
  make_sounds();
}

void Builder::make_sounds() {
  const Words& words = tables_.words;
  std::vector<std::uint32_t> ends(words.size() + 1, 0);
  std::vector<std::uint64_t> keys;
  for (std::uint32_t word = 0; word < words.size(); ++word) {
    match::phonetic_keys(words.text(word), [&](std::uint64_t key) { keys.push_back(key); });
    if (tables_.other_scripts[word] == 0)
      for (const auto& key : text::bridge_keys(words.text(word))) keys.push_back(bridge_hash(key));
    ends[word + 1] = static_cast<std::uint32_t>(keys.size());
  }
  tables_.sounds.make(words.size(), [&](std::uint32_t word, auto sink) {
    for (std::uint32_t i = ends[word]; i < ends[word + 1]; ++i) sink(spread(keys[i]));
  });
  make_foreign();
}

// Apart, so that a question in Latin letters need not pass over what sounds alike in Latin.
void Builder::make_foreign() {
  std::sort(native_.begin(), native_.end());
  native_.erase(std::unique(native_.begin(), native_.end()), native_.end());
  std::vector<std::pair<std::uint32_t, std::uint64_t>> keys;
  for (const auto& [word, native] : native_) {
    for (const auto& key : text::bridge_keys(native)) keys.emplace_back(word, bridge_hash(key));
    match::phonetic_keys(tables_.words.text(word),
                         [&](std::uint64_t key) { keys.emplace_back(word, key); });
  }
  native_ = {};
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  auto at = keys.begin();
  tables_.foreign.make(tables_.words.size(), [&](std::uint32_t word, auto sink) {
    if (word == 0) at = keys.begin();
    for (; at != keys.end() && at->first == word; ++at) sink(spread(at->second));
  });
}

}  // namespace sallyport::names::internal
