// A score in words. Names the two values where a reader would ask "which".
#include <cstdlib>
#include <string>

#include "base/time.hpp"
#include "match/internal/levels.hpp"
#include "match/score.hpp"
#include "text/similarity.hpp"

namespace sallyport::match {
namespace {

using namespace internal;

// The two words that are least apart, for showing: "(kessell, kessel)". Empty when they are equal.
template <class Words>
std::string closest(const Layout& a, const Layout& b, Words&& words) {
  int best = 99;
  std::string out;
  words(a, [&](const Word& x) {
    words(b, [&](const Word& y) {
      const int apart = x.hash == y.hash ? 0 : text::damerau_osa(a.at(x), b.at(y), 20);
      if (apart > best) return;
      const std::string first(a.at(x));
      const std::string second(b.at(y));
      std::string shown = apart == 0 ? "" : " (" + first + ", " + second + ")";
      if (apart < best || shown < out) out = std::move(shown);
      best = apart;
    });
  });
  return out;
}

std::string surnames_shown(const Layout& a, const Layout& b) {
  return closest(a, b, [](const Layout& f, auto&& sink) {
    for (const Name& name : f.names)
      if (name.has_surname) sink(f.words[name.surname]);
  });
}

std::string givens_shown(const Layout& a, const Layout& b) {
  return closest(a, b, [](const Layout& f, auto&& sink) {
    for (const Name& name : f.names)
      if (name.given_count > 0) sink(f.words[name.given[0]]);
  });
}

std::string name_sentence(const std::string& what, Likeness level, const std::string& shown) {
  switch (level) {
    case Likeness::same:
      return "same " + what;
    case Likeness::letter:
      return what + " differs by one letter" + shown;
    case Likeness::sound:
      return what + " sounds alike" + shown;
    case Likeness::nickname:
      return what + " is a short or pet form of the other" + shown;
    case Likeness::other:
      return what + " of one is a further given name of the other";
    case Likeness::part:
      return what + " shares a part" + shown;
    case Likeness::initial:
      return what + " has the same initial";
    case Likeness::near:
      return what + " is spelt nearly alike" + shown;
    case Likeness::differs:
    case Likeness::missing:
      return what + " differs" + shown;
  }
  return {};
}

std::string form_sentence(Form form) {
  switch (form) {
    case Form::alias:
      return "the name agrees through an alias";
    case Form::native:
      return "the name was compared through another script";
    case Form::exchanged:
      return "surname and given name stand in the other order";
    case Form::recorded:
      break;
  }
  return {};
}

std::string birth_text(const BirthDate& d) {
  if (d.exact()) return to_text(Date{d.first});
  return to_text(FuzzyDate{d.first, d.last, false});
}

std::string births_shown(const Layout& a, const Layout& b, Birth level) {
  std::string out;
  for (const BirthDate& x : a.dates) {
    for (const BirthDate& y : b.dates) {
      if (birth_level(x, y) != level) continue;
      std::string shown = " (" + birth_text(x) + ", " + birth_text(y) + ")";
      if (out.empty() || shown < out) out = std::move(shown);
    }
  }
  return out;
}

std::string birth_sentence(const Layout& a, const Layout& b, Birth level) {
  const std::string shown = births_shown(a, b, level);
  switch (level) {
    case Birth::same:
      return "same date of birth";
    case Birth::exchanged:
      return "day and month exchanged in the date of birth" + shown;
    case Birth::digit:
      return "date of birth differs by one digit" + shown;
    case Birth::month_known:
      return "same month of birth, the day is not known in one";
    case Birth::year_known:
      return "same year of birth, the day is not known in one";
    case Birth::overlap:
      return "dates of birth may be the same, one is approximate" + shown;
    case Birth::month:
      return "same month of birth, another day" + shown;
    case Birth::day_month:
      return "same birthday in another year" + shown;
    case Birth::same_year:
      return "same year of birth, another day and month" + shown;
    case Birth::next_year:
      return "born a year apart" + shown;
    case Birth::differs:
    case Birth::missing:
      break;
  }
  int years = 0;
  for (const BirthDate& x : a.dates)
    for (const BirthDate& y : b.dates)
      if (birth_level(x, y) == level) years = std::abs(x.first - y.first) / 365;
  return "dates of birth " + (years > 0 ? std::to_string(years) + " years apart" : "differ") +
         shown;
}

std::string place_sentence(Place level, bool same_household) {
  switch (level) {
    case Place::house:
      return same_household ? "same address, which family share" : "same address";
    case Place::near_house:
      return "address nearly alike";
    case Place::postcode:
      return "same postcode";
    case Place::street:
      return "same street";
    case Place::town:
      return "another address in the same town";
    case Place::differs:
    case Place::missing:
      break;
  }
  return "another address";
}

std::string number_sentence(const std::string& what, Agreement level) {
  switch (level) {
    case Agreement::same:
      return "same " + what;
    case Agreement::again:
      return "same " + what + " as well";
    case Agreement::close:
      return what + " differs by one character, which says nothing: neighbours get such numbers";
    case Agreement::differs:
    case Agreement::missing:
      break;
  }
  return "another " + what;
}

std::string sentence(const Comparison& c, const Layout& a, const Layout& b) {
  const auto field = static_cast<Field>(c.field);
  const auto agreement = static_cast<Agreement>(c.level);
  switch (field) {
    case Field::prior:
      return {};
    case Field::surname: {
      const auto level = static_cast<Likeness>(c.level);
      return name_sentence("surname", level, surnames_shown(a, b));
    }
    case Field::given: {
      const auto level = static_cast<Likeness>(c.level);
      return name_sentence("given name", level, givens_shown(a, b));
    }
    case Field::middle: {
      const auto level = static_cast<Middle>(c.level);
      if (level == Middle::same) return "same second given name";
      return level == Middle::initial ? "second given name has the same initial"
                                      : "second given name differs";
    }
    case Field::name_form:
      return form_sentence(static_cast<Form>(c.level));
    case Field::birth:
      return birth_sentence(a, b, static_cast<Birth>(c.level));
    case Field::carelessness:
      return "several details are a little wrong together, as in a hurried record";
    case Field::sex:
      return agreement == Agreement::same ? "same sex recorded" : "another sex recorded";
    case Field::address:
      return place_sentence(static_cast<Place>(c.level), c.millibits < 14'000);
    case Field::twins:
      return static_cast<Twins>(c.level) == Twins::suspected
                 ? "same birthday and surname but another given name: possibly twins, held apart"
                 : "two names a letter apart on one birthday: possibly twins, a person decides";
    case Field::phone:
    case Field::email:
    case Field::birthplace:
    case Field::occupation:
      return "same " + std::string(field_words(field));
    default:
      return number_sentence(std::string(field_words(field)), agreement);
  }
}

struct Presence {
  std::string_view what;
  bool in_a;
  bool in_b;
};

std::vector<std::string> missing_from(const Layout& a, const Layout& b) {
  const auto has_name = [](const Layout& f, bool given) {
    for (const Name& name : f.names)
      if (given ? name.given_count > 0 : name.has_surname) return true;
    return false;
  };
  const Presence presences[] = {
      {"surname", has_name(a, false), has_name(b, false)},
      {"given name", has_name(a, true), has_name(b, true)},
      {"date of birth", !a.dates.empty(), !b.dates.empty()},
      {"address", !a.addresses.empty(), !b.addresses.empty()},
      {"official number", !a.numbers.empty(), !b.numbers.empty()},
  };
  std::vector<std::string> out;
  for (const Presence& p : presences) {
    if (p.in_a && p.in_b) continue;
    out.push_back("no " + std::string(p.what) +
                  (p.in_a || p.in_b ? " in one record" : " in either record"));
  }
  return out;
}

}  // namespace

std::string_view field_words(Field field) {
  constexpr std::string_view kWords[] = {"before anything is known",
                                         "surname",
                                         "given name",
                                         "second given name",
                                         "form of the name",
                                         "date of birth",
                                         "hurried record",
                                         "sex",
                                         "address",
                                         "prison number",
                                         "PNC number",
                                         "CRO number",
                                         "CRN",
                                         "nominal number",
                                         "National Insurance number",
                                         "phone number",
                                         "e-mail address",
                                         "place of birth",
                                         "occupation",
                                         "twins"};
  const auto at = static_cast<std::size_t>(field);
  return at < std::size(kWords) ? kWords[at] : std::string_view{};
}

Reasons reasons(const PairScore& score, const Features& a, const Features& b) {
  const Layout left(a);
  const Layout right(b);
  Reasons out;
  for (const Comparison& c : score.comparisons) {
    std::string words = sentence(c, left, right);
    if (words.empty()) continue;
    (c.millibits > 0 ? out.sentences_for : out.sentences_against).push_back(std::move(words));
  }
  out.missing = missing_from(left, right);
  return out;
}

std::vector<std::string> explain(const PairScore& score, const Features& a, const Features& b) {
  const Layout left(a);
  const Layout right(b);
  std::vector<std::string> out;
  for (const Comparison& c : score.comparisons) {
    std::string words = sentence(c, left, right);
    if (!words.empty()) out.push_back(std::move(words));
  }
  for (auto& words : missing_from(left, right)) out.push_back(std::move(words));
  return out;
}

}  // namespace sallyport::match
