#include "queries.hpp"

#include <algorithm>
#include <map>

#include "base/random.hpp"
#include "text/fold.hpp"

namespace sallyport::bench {
namespace {

using model::Property;
using model::RecordKind;

struct Person {
  model::RecordId id;
  picture::Handle handle;
  std::string name;
  std::string given;
  std::string surname;
  std::string born;
  std::string number;
  std::string town;
};

std::vector<Person> sample(const picture::View& view, RecordKind kind, std::size_t count) {
  std::vector<Person> all;
  view.records(kind, [&](const picture::Record& record) {
    all.push_back({record.id, record.handle, {}, {}, {}, {}, {}, {}});
    return true;
  });
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  if (all.size() > count) {  // ids are random: any run of them is a sample
    for (std::size_t i = 0; i < count; ++i) all[i] = all[i * all.size() / count];
    all.resize(count);
  }
  return all;
}

std::string town_of(const picture::View& view, picture::Handle person) {
  std::string out;
  view.links(person, {model::LinkKind::resides_at}, [&](const picture::LinkRow& row) {
    const auto words = text::tokens(text::to_latin(view.value(row.b, Property::address)));
    for (const auto& word : words) {
      if (word.size() > 3 && word.find_first_of("0123456789") == std::string::npos) out = word;
    }
    return out.empty();
  });
  return out;
}

std::vector<Person> people_of(const picture::View& view, std::size_t count) {
  std::vector<Person> out;
  for (Person person : sample(view, RecordKind::person, count * 6)) {
    person.name = view.value(person.handle, Property::full_name);
    const auto words = text::tokens(text::to_latin(person.name));
    if (words.size() < 2 || words.back().size() < 5 || words.front().size() < 3) continue;
    person.given = words.front();
    person.surname = words.back();
    person.born = view.value(person.handle, Property::date_of_birth);
    person.number = view.value(person.handle, Property::prison_number);
    person.town = town_of(view, person.handle);
    out.push_back(std::move(person));
    if (out.size() == count * 3) break;
  }
  return out;
}

std::vector<std::string> common_surnames(const picture::View& view) {
  std::map<std::string, std::size_t> counts;
  for (const Person& one : sample(view, RecordKind::person, 20'000)) {
    const auto words = text::tokens(text::to_latin(view.value(one.handle, Property::full_name)));
    if (words.size() > 1) ++counts[words.back()];
  }
  std::vector<std::pair<std::size_t, std::string>> order;
  for (const auto& [name, count] : counts) order.emplace_back(count, name);
  std::sort(order.rbegin(), order.rend());
  std::vector<std::string> out;
  for (std::size_t i = 0; i < std::min<std::size_t>(20, order.size()); ++i)
    out.push_back(order[i].second);
  return out;
}

/// One slip of the fingers, never of the first letter.
std::string with_a_slip(std::string word, SeededRandom& random) {
  const std::size_t at = 1 + random.below(word.size() - 2);
  switch (random.below(4)) {
    case 0:
      word.erase(at, 1);
      break;
    case 1:
      word.insert(at, 1, static_cast<char>('a' + random.below(26)));
      break;
    case 2:
      word[at] = static_cast<char>('a' + random.below(26));
      break;
    default:
      std::swap(word[at], word[at + 1]);
  }
  return word;
}

std::string as_it_sounds(std::string word) {
  static constexpr std::pair<const char*, const char*> kSpellings[] = {
      {"ck", "k"}, {"ph", "f"}, {"ll", "l"}, {"tt", "t"}, {"ie", "y"},   {"ee", "ea"},
      {"ey", "y"}, {"ss", "s"}, {"c", "k"},  {"y", "ie"}, {"son", "sen"}};
  for (const auto& [from, to] : kSpellings) {
    const auto at = word.find(from, 1);
    if (at == std::string::npos) continue;
    return word.replace(at, std::string(from).size(), to);
  }
  return word;
}

std::string in_cyrillic(const std::string& word) {
  static const std::map<char, const char*> kLetters = {
      {'a', "а"}, {'b', "б"}, {'c', "к"},  {'d', "д"}, {'e', "е"}, {'f', "ф"}, {'g', "г"},
      {'h', "х"}, {'i', "и"}, {'j', "дж"}, {'k', "к"}, {'l', "л"}, {'m', "м"}, {'n', "н"},
      {'o', "о"}, {'p', "п"}, {'q', "к"},  {'r', "р"}, {'s', "с"}, {'t', "т"}, {'u', "у"},
      {'v', "в"}, {'w', "в"}, {'x', "кс"}, {'y', "й"}, {'z', "з"}};
  std::string out;
  for (const char c : word) {
    const auto at = kLetters.find(c);
    if (at != kLetters.end()) out += at->second;
  }
  return out;
}

using Make = std::string (*)(const Person&, SeededRandom&);

struct Recipe {
  const char* words;
  bool as_typed;
  bool recall;
  Make make;
};

// clang-format off
constexpr Recipe kRecipes[] = {
    {"full name", false, true, [](const Person& p, SeededRandom&) { return p.name; }},
    {"surname", false, false, [](const Person& p, SeededRandom&) { return p.surname; }},
    {"initial and surname", false, false, [](const Person& p, SeededRandom&) {
       return p.given.substr(0, 1) + " " + p.surname; }},
    {"full name, 1 slip", false, true, [](const Person& p, SeededRandom& r) {
       return p.given + " " + with_a_slip(p.surname, r); }},
    {"full name, 2 slips", false, true, [](const Person& p, SeededRandom& r) {
       return p.given + " " + with_a_slip(with_a_slip(p.surname, r), r); }},
    {"surname, 1 slip", false, false, [](const Person& p, SeededRandom& r) {
       return with_a_slip(p.surname, r); }},
    {"surname, 2 slips", false, false, [](const Person& p, SeededRandom& r) {
       return with_a_slip(with_a_slip(p.surname, r), r); }},
    {"as it sounds", false, false, [](const Person& p, SeededRandom&) {
       return p.given + " " + as_it_sounds(p.surname); }},
    {"in Cyrillic", false, false, [](const Person& p, SeededRandom&) {
       return in_cyrillic(p.given) + " " + in_cyrillic(p.surname); }},
    {"typed so far: 1 letter", true, false, [](const Person& p, SeededRandom&) {
       return p.surname.substr(0, 1); }},
    {"typed so far: 2 letters", true, false, [](const Person& p, SeededRandom&) {
       return p.surname.substr(0, 2); }},
    {"typed so far: 4 letters", true, false, [](const Person& p, SeededRandom&) {
       return p.surname.substr(0, 4); }},
    {"typed so far: given, 2 letters", true, false, [](const Person& p, SeededRandom&) {
       return p.given + " " + p.surname.substr(0, 2); }},
    {"number", false, false, [](const Person& p, SeededRandom&) { return p.number; }},
    {"number, first 5", false, false, [](const Person& p, SeededRandom&) {
       return p.number.substr(0, 5); }},
    {"date", false, false, [](const Person& p, SeededRandom&) { return p.born; }},
    {"surname and year", false, false, [](const Person& p, SeededRandom&) {
       return p.born.empty() ? "" : p.surname + " " + p.born.substr(0, 4); }},
    {"full name and year", false, false, [](const Person& p, SeededRandom&) {
       return p.born.empty() ? "" : p.name + " " + p.born.substr(0, 4); }},
    {"surname and town", false, false, [](const Person& p, SeededRandom&) {
       return p.town.empty() ? "" : p.surname + " " + p.town; }},
    {"town", false, false, [](const Person& p, SeededRandom&) { return p.town; }},
};
// clang-format on

QueryKind of_values(const picture::View& view, std::string words, RecordKind kind,
                    Property property, std::size_t last, std::size_t count) {
  QueryKind out{std::move(words), false, false, {}};
  for (const Person& thing : sample(view, kind, count)) {
    std::string value(view.value(thing.handle, property));
    if (value.size() > last && last != 0) value = value.substr(value.size() - last);
    if (!value.empty()) out.queries.push_back({value, {}, thing.id});
  }
  return out;
}

}  // namespace

std::vector<QueryKind> make_queries(const picture::View& view, std::size_t count) {
  const std::vector<Person> people = people_of(view, count);
  std::vector<QueryKind> out;
  SeededRandom random(20);
  for (const Recipe& recipe : kRecipes) {
    QueryKind kind{recipe.words, recipe.as_typed, recipe.recall, {}};
    for (const Person& person : people) {
      if (kind.queries.size() == count) break;
      std::string text = recipe.make(person, random);
      if (!text.empty()) kind.queries.push_back({std::move(text), person.name, person.id});
    }
    out.push_back(std::move(kind));
  }
  QueryKind common{"common surname", false, false, {}};
  QueryKind initial{"initial and common surname", false, false, {}};
  QueryKind full{"given and common surname", false, false, {}};
  const auto surnames = common_surnames(view);
  for (std::size_t i = 0; i < count && i < people.size(); ++i) {
    const std::string& surname = surnames[i % surnames.size()];
    common.queries.push_back({surname, {}, {}});
    initial.queries.push_back({people[i].given.substr(0, 1) + " " + surname, {}, {}});
    full.queries.push_back({people[i].given + " " + surname, {}, {}});
  }
  out.push_back(std::move(common));
  out.push_back(std::move(initial));
  out.push_back(std::move(full));
  out.push_back(of_values(view, "phone", RecordKind::phone, Property::phone_number, 0, count));
  out.push_back(
      of_values(view, "phone, last 6", RecordKind::phone, Property::phone_number, 6, count));
  out.push_back(
      of_values(view, "reference of a report", RecordKind::report, Property::urn, 0, count));
  return out;
}

}  // namespace sallyport::bench
