#include "questions.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <unordered_set>

#include "base/bytes.hpp"

namespace sallyport::bench {
namespace {

namespace fs = std::filesystem;

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::size_t under(std::size_t end) {
    state_ = mix64(state_, 0x5eed);
    return static_cast<std::size_t>((state_ >> 11) % end);
  }
  bool once_in(std::size_t times) { return under(times) == 0; }

 private:
  std::uint64_t state_;
};

fs::path list(const std::string& name) {
  if (const char* folder = std::getenv("SALLYPORT_SHARED_DATA"))
    return fs::path(folder) / "er/names_by_country" / name;
  return fs::path(SALLYPORT_SOURCE_DIR) / "../shared/data/er/names_by_country" / name;
}

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells(1);
  for (const char c : line) {
    if (c == ',') {
      cells.emplace_back();
    } else if (c != '"' && c != '\r') {
      cells.back().push_back(c);
    }
  }
  return cells;
}

/// Words with how their country writes them.
std::vector<MadeName> columns(const std::string& file, std::size_t native, std::size_t latin) {
  std::vector<MadeName> out;
  std::ifstream lines(list(file));
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    const auto cells = cells_of(line);
    if (cells.size() <= std::max(native, latin) || cells[latin].empty()) continue;
    out.push_back({cells[latin], cells[native].empty() ? cells[latin] : cells[native]});
  }
  return out;
}

void append(MadeName& name, const MadeName& part) {
  name.name += (name.name.empty() ? "" : " ") + part.name;
  name.native += (name.native.empty() ? "" : " ") + part.native;
}

char letter(Dice& dice) {
  return static_cast<char>('a' + dice.under(26));
}

// An error at a letter, anywhere in the text.
void mistype(std::string& text, Dice& dice) {
  for (int tries = 0; tries < 50; ++tries) {
    const std::size_t at = dice.under(text.size());
    const auto plain = [&](std::size_t i) {
      return i < text.size() && static_cast<unsigned char>(text[i]) < 0x80 && text[i] != ' ';
    };
    if (!plain(at)) continue;
    switch (dice.under(4)) {
      case 0:
        text.insert(at + dice.under(2), 1, letter(dice));
        return;
      case 1:
        if (text.size() < 4) continue;
        text.erase(at, 1);
        return;
      case 2: {
        const char other = letter(dice);
        if (other == (text[at] | 0x20)) continue;
        text[at] = other;
        return;
      }
      default:
        if (!plain(at + 1) || (text[at] | 0x20) == (text[at + 1] | 0x20)) continue;
        std::swap(text[at], text[at + 1]);
        return;
    }
  }
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

std::string other_order(const std::string& name) {
  auto words = words_of(name);
  std::rotate(words.begin(), words.end() - 1, words.end());
  return joined(words);
}

std::string without_middle(const std::string& name) {
  const auto words = words_of(name);
  return words.front() + " " + words.back();
}

std::string without_last_blank(std::string name) {
  return name.erase(name.rfind(' '), 1);
}

}  // namespace

std::vector<MadeName> make_names(const NamesToMake& wanted) {
  const auto given = columns("common-forenames-by-country.csv", 10, 11);
  const auto family = columns("common-surnames-by-country.csv", 4, 5);
  std::vector<MadeName> names;
  if (given.empty() || family.empty()) return names;
  Dice dice(wanted.seed);
  // Common ones are far commoner than rare ones, as in life.
  const auto pick = [&](const std::vector<MadeName>& from) -> const MadeName& {
    return from[dice.under(dice.once_in(3) ? from.size() / 8 + 1 : from.size())];
  };
  std::unordered_set<std::string> known;
  while (names.size() < wanted.names) {
    MadeName name;
    append(name, pick(given));
    if (dice.once_in(3)) append(name, pick(given));
    MadeName last = pick(family);
    if (wanted.wide && dice.once_in(2)) {
      for (int i = 0; i < 2; ++i) mistype(last.name, dice);
      last.native = last.name;
    }
    append(name, last);
    if (dice.once_in(8)) append(name, pick(family));
    if (known.insert(name.name).second) names.push_back(std::move(name));
  }
  return names;
}

std::vector<QuestionKind> make_questions(const std::vector<MadeName>& names, std::size_t each,
                                         std::uint64_t seed) {
  std::vector<QuestionKind> kinds;
  Dice dice(seed);
  const auto add = [&](const char* name, auto change, std::size_t least_words = 1) {
    QuestionKind kind{name, {}};
    while (kind.questions.size() < each) {
      const std::size_t row = dice.under(names.size());
      if (words_of(names[row].name).size() < least_words) continue;
      kind.questions.push_back({row, change(names[row].name)});
    }
    kinds.push_back(std::move(kind));
  };
  const auto errors = [&](int count) {
    return [&dice, count](std::string name) {
      for (int i = 0; i < count; ++i) mistype(name, dice);
      return name;
    };
  };
  add("as written", errors(0));
  add("one typing error", errors(1));
  add("two typing errors", errors(2));
  add("other order", other_order, 2);
  add(
      "other order, one error",
      [&](const std::string& name) { return errors(1)(other_order(name)); }, 2);
  add("without the middle", without_middle, 3);
  add(
      "initial for the middle",
      [](const std::string& name) {
        auto words = words_of(name);
        words[1] = words[1].substr(0, 1);
        return joined(words);
      },
      3);
  add("a blank lost", without_last_blank, 2);
  add(
      "a blank lost, one error",
      [&](const std::string& name) { return errors(1)(without_last_blank(name)); }, 2);
  QuestionKind native{"in its own script", {}};
  for (std::size_t tries = 0; native.questions.size() < each && tries < 1000 * each; ++tries) {
    const std::size_t row = dice.under(names.size());
    const auto high = [](char c) { return static_cast<unsigned char>(c) >= 0xCD; };  // above Latin
    const std::string& text = names[row].native;
    if (std::any_of(text.begin(), text.end(), high)) native.questions.push_back({row, text});
  }
  kinds.push_back(std::move(native));
  return kinds;
}

}  // namespace sallyport::bench
