// What an index of names holds, laid out to be read: for each name its words, for each word the
// names that have it, and the ways to a word. Made by Builder, then immutable.
// Ownership: values. Threads: any reader. Cost: about 60 bytes a name of three words, texts
// included.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"
#include "names/internal/key_lists.hpp"
#include "names/internal/near_keys.hpp"
#include "names/internal/words.hpp"

namespace sallyport::names::internal {

struct Tables {
  Words words;
  std::vector<std::uint8_t> other_scripts;  ///< by word: it was first read in another script
  std::vector<std::uint8_t> particles;      ///< by word: van, al, de…
  std::vector<std::uint32_t> name_begins;   ///< by row, and one behind the last
  std::vector<std::uint32_t> name_words;    ///< in the name's order
  std::vector<Shape> name_shapes;           ///< by row: of its words, blanks between
  std::vector<std::uint32_t> name_orders;   ///< by row: where costs are equal; of the text alone
  std::vector<std::uint32_t> post_begins;   ///< by word, and one behind the last
  std::vector<std::uint32_t> posts;         ///< rows, ascending
  KeyLists near;                            ///< by near_keys
  KeyLists sounds;                          ///< by match::phonetic_keys
  KeyLists foreign;                         ///< the same of words of another script alone
  int most_left_out = 2;
  std::vector<std::uint64_t> text_begins;  ///< by row: id, then name
  std::vector<std::uint16_t> id_lengths;
  std::vector<char> texts;

  std::size_t size() const { return id_lengths.size(); }
  std::span<const std::uint32_t> words_of(std::uint32_t row) const {
    return {name_words.data() + name_begins[row], name_words.data() + name_begins[row + 1]};
  }
  std::span<const std::uint32_t> names_with(std::uint32_t word) const {
    return {posts.data() + post_begins[word], posts.data() + post_begins[word + 1]};
  }
  std::string_view id(std::uint32_t row) const {
    return {texts.data() + text_begins[row], id_lengths[row]};
  }
  std::string_view name(std::uint32_t row) const {
    const std::uint64_t begin = text_begins[row] + id_lengths[row];
    const std::uint64_t end = row + 1 < size() ? text_begins[row + 1] : texts.size();
    return {texts.data() + begin, static_cast<std::size_t>(end - begin)};
  }
  std::uint64_t bytes() const;
};

/// Reads names into tables. A run of text between blanks is read once and remembered, for reading
/// another script takes microseconds.
class Builder {
 public:
  explicit Builder(Tables& tables);
  Status add(std::string_view id, std::string_view name);
  void finish();

 private:
  static constexpr std::size_t kRemembered = 500'000;  ///< runs; more are read each time anew
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return hash64(text); }
  };
  struct Equal {
    using is_transparent = void;
    bool operator()(std::string_view a, std::string_view b) const { return a == b; }
  };

  void read_run(std::string_view run);
  std::uint32_t number_of(std::string_view word, bool other_script);
  void add_joined(std::size_t begin);
  void make_posts();
  void make_sounds();
  void make_foreign();

  Tables& tables_;
  std::unordered_map<std::string, std::vector<std::uint32_t>, Hash, Equal> runs_;
  std::vector<std::uint32_t> read_;  ///< words of the run just read
  std::vector<std::uint8_t> hyphened_;
  std::vector<std::pair<std::uint32_t, std::string>> native_;  ///< words of another script
  std::vector<std::uint64_t> joined_;  ///< word, row: further forms a name is found by
};

/// Where text::bridge_keys are among the sounds.
inline std::uint64_t bridge_hash(std::string_view key) {
  return hash64(key, 3);
}
/// Not written in Latin letters, or not all of it.
bool in_other_script(std::string_view text);
/// The next run of a text between blanks, or between the dots that part names in Chinese and
/// Japanese; empty at the end.
std::string_view next_run(std::string_view& rest);
/// Folded Latin words of a text, cut to kLongestWord letters.
std::vector<std::string> latin_words(std::string_view text);

}  // namespace sallyport::names::internal
