#include <array>
#include <tuple>
#include <utility>

#include "match/internal/levels.hpp"
#include "text/similarity.hpp"

namespace sallyport::match::internal {
namespace {

constexpr int kNearThousandths = 880;   // Jaro-Winkler of a name that may be a slip of the other
constexpr int kSoundThousandths = 650;  // sounding alike still takes most letters in common

bool sounds_alike(const Word& a, const Word& b) {
  if (a.skeleton != 0 && a.skeleton == b.skeleton) return true;
  if (a.sound == 0 || b.sound == 0) return false;
  if (a.sound == b.sound) return true;
  if (a.sound_too != 0 && (a.sound_too == b.sound || a.sound_too == b.sound_too)) return true;
  return b.sound_too != 0 && a.sound == b.sound_too;
}

bool share_nickname_set(const Word& a, const Word& b) {
  for (std::uint16_t set : a.nicknames) {
    if (set == 0) break;
    for (std::uint16_t other : b.nicknames)
      if (set == other) return true;
  }
  return false;
}

class Comparer {
 public:
  Comparer(const Layout& a, const Layout& b, const Tables& tables)
      : a_(a), b_(b), tables_(tables), w_(tables.weights) {}

  NameResult straight(const Name& a, const Name& b) const {
    NameResult out;
    surname(a, b, out);
    given(a, b, out);
    middle(a, b, out);
    set_form(a, b, Form::recorded, out);
    return out;
  }

  // "Marta Kessell" for "Kessell Marta": each must find its like in the other's place.
  bool exchanged(const Name& a, const Name& b, NameResult& out) const {
    if (!a.has_surname || !b.has_surname || a.given_count == 0 || b.given_count == 0) return false;
    const Word& surname_a = a_.words[a.surname];
    const Word& surname_b = b_.words[b.surname];
    const Word& given_a = a_.words[a.given[0]];
    const Word& given_b = b_.words[b.given[0]];
    // The rarer reading is not taken: a word in the wrong place is known less well.
    std::array found{std::pair(likeness(surname_a, given_b), -least_bits(surname_a, given_b)),
                     std::pair(likeness(given_a, surname_b), -least_bits(given_a, surname_b))};
    // The better of the two stands as the surname, whichever record is asked first.
    if (found[1] < found[0]) std::swap(found[0], found[1]);
    out.surname = found[0].first;
    out.given = found[1].first;
    if (out.given > Likeness::sound) return false;
    out.surname_bits = slip(out.surname, true) - found[0].second;
    out.given_bits = slip(out.given, true) - found[1].second;
    set_form(a, b, Form::exchanged, out);
    return true;
  }

 private:
  Likeness likeness(const Word& a, const Word& b) const {
    if (a.hash == b.hash) return Likeness::same;
    const int shorter = std::min(a.length, b.length);
    if (shorter < 2) return Likeness::differs;
    const int apart = a.length > b.length ? a.length - b.length : b.length - a.length;
    const bool sound = sounds_alike(a, b);
    if (apart <= 1 && (shorter >= 4 || (shorter == 3 && sound)) &&
        text::damerau_osa(a_.at(a), b_.at(b), 1) <= 1) {
      return Likeness::letter;
    }
    if (shorter < 3) return Likeness::differs;
    const int alike = text::jaro_winkler(a_.at(a), b_.at(b));
    if (sound && alike >= kSoundThousandths) return Likeness::sound;
    return alike >= kNearThousandths ? Likeness::near : Likeness::differs;
  }

  std::int32_t slip(Likeness level, bool surname) const {
    switch (level) {
      case Likeness::same:
        return surname ? w_.surname_same : w_.given_same;
      case Likeness::letter:
        return surname ? w_.surname_letter : w_.given_letter;
      case Likeness::sound:
        return surname ? w_.surname_sound : w_.given_sound;
      default:
        return surname ? w_.surname_near : w_.given_near;
    }
  }

  std::int32_t least_bits(const Word& a, const Word& b) const {
    return std::min({tables_.surnames.bits(a.hash), tables_.given.bits(a.hash),
                     tables_.surnames.bits(b.hash), tables_.given.bits(b.hash)});
  }

  bool stopped(const Word& word) const { return tables_.stop_names.has(word.hash); }

  void surname(const Name& a, const Name& b, NameResult& out) const {
    if (!a.has_surname || !b.has_surname) return;
    const Word& x = a_.words[a.surname];
    const Word& y = b_.words[b.surname];
    if (stopped(x) || stopped(y)) return;
    out.surname = likeness(x, y);
    const std::int32_t bits =
        std::min(tables_.surnames.bits(x.hash), tables_.surnames.bits(y.hash));
    if (out.surname == Likeness::same && x.initial()) {
      out.surname = Likeness::initial;
      out.surname_bits = w_.given_initial;
      return;
    }
    if (out.surname <= Likeness::sound) {
      out.surname_bits = bits + slip(out.surname, true);
      return;
    }
    if (const std::int32_t part = shared_part(a, b); part >= 0) {
      out.surname = Likeness::part;
      out.surname_bits = part + w_.surname_part;
    } else if (out.surname == Likeness::near) {
      out.surname_bits = bits + w_.surname_near;
    } else {
      out.surname_bits = w_.surname_differs;
    }
  }

  // "Reyes-Holt" and "Holt", "al-Masri" and "Masri". Bits of the shared part, or -1.
  std::int32_t shared_part(const Name& a, const Name& b) const {
    std::int32_t best = -1;
    const auto each = [](const Name& name, auto&& f) {
      if (name.part_count == 0) f(name.surname);
      for (std::size_t i = 0; i < name.part_count; ++i) f(name.parts[i]);
    };
    if (a.part_count == 0 && b.part_count == 0) return best;
    each(a, [&](std::uint8_t i) {
      each(b, [&](std::uint8_t j) {
        const Word& word = a_.words[i];
        if (word.hash != b_.words[j].hash || word.length < 3) return;
        best = std::max(best, tables_.surnames.bits(word.hash));
      });
    });
    return best;
  }

  void given(const Name& a, const Name& b, NameResult& out) const {
    if (a.given_count == 0 || b.given_count == 0) return;
    const Word& x = a_.words[a.given[0]];
    const Word& y = b_.words[b.given[0]];
    if (stopped(x) || stopped(y)) return;
    const std::int32_t bits = std::min(tables_.given.bits(x.hash), tables_.given.bits(y.hash));
    if (x.initial() || y.initial()) {
      const bool agrees = x.first == y.first;
      out.given = agrees ? Likeness::initial : Likeness::differs;
      out.given_bits = agrees ? w_.given_initial : w_.given_differs;
      return;
    }
    out.given = likeness(x, y);
    out.both_listed =
        out.given != Likeness::same && tables_.given.listed(x.hash) && tables_.given.listed(y.hash);
    if (out.given <= Likeness::letter) {
      out.given_bits = bits + slip(out.given, false);
    } else if (share_nickname_set(x, y)) {
      out.given = Likeness::nickname;
      out.given_bits = bits + w_.given_nickname;
    } else if (out.given == Likeness::sound) {
      out.given_bits = bits + w_.given_sound;
    } else if (const std::int32_t other = crosswise(a, b); other >= 0) {
      out.given = Likeness::other;
      out.given_bits = other + w_.given_other;
    } else if (out.given == Likeness::near) {
      out.given_bits = bits + w_.given_near;
    } else {
      out.given_bits = w_.given_differs;
    }
  }

  std::int32_t crosswise(const Name& a, const Name& b) const {
    std::int32_t best = -1;
    for (std::size_t i = 0; i < a.given_count; ++i) {
      for (std::size_t j = 0; j < b.given_count; ++j) {
        const Word& word = a_.words[a.given[i]];
        if (word.initial() || word.hash != b_.words[b.given[j]].hash) continue;
        best = std::max(best, tables_.given.bits(word.hash));
      }
    }
    return best;
  }

  void middle(const Name& a, const Name& b, NameResult& out) const {
    if (a.given_count < 2 || b.given_count < 2) return;
    if (out.given == Likeness::other || out.given == Likeness::differs) return;
    const Word& x = a_.words[a.given[1]];
    const Word& y = b_.words[b.given[1]];
    if (x.initial() || y.initial()) {
      out.middle = x.first == y.first ? Middle::initial : Middle::differs;
    } else {
      out.middle = likeness(x, y) <= Likeness::sound ? Middle::same : Middle::differs;
    }
    if (out.middle == Middle::initial) out.middle_bits = w_.middle_initial;
    if (out.middle == Middle::differs) out.middle_bits = w_.middle_differs;
    if (out.middle == Middle::same) {
      out.middle_bits =
          std::min({tables_.given.bits(x.hash), tables_.given.bits(y.hash), w_.middle_most});
    }
  }

  void set_form(const Name& a, const Name& b, Form order, NameResult& out) const {
    out.form = order;
    if (order == Form::exchanged) out.form_bits = w_.form_exchanged;
    if (a.kind == NameKind::alias || b.kind == NameKind::alias) {
      if (order == Form::recorded) out.form = Form::alias;
      out.form_bits += w_.form_alias;
    } else if (a.kind == NameKind::native || b.kind == NameKind::native) {
      if (order == Form::recorded) out.form = Form::native;
      out.form_bits += w_.form_native;
    }
  }

  const Layout& a_;
  const Layout& b_;
  const Tables& tables_;
  const Weights& w_;
};

// The more likely reading; of two alike the one that is better by its levels, so that the same is
// chosen whichever record stands first.
bool better(const NameResult& x, const NameResult& y) {
  const auto key = [](const NameResult& r) {
    return std::tuple(-r.total(), r.form, r.surname, r.given, r.middle, -r.surname_bits,
                      r.both_listed);
  };
  return key(x) < key(y);
}

}  // namespace

NameResult compare_names(const Layout& a, const Layout& b, const Tables& tables) {
  const Comparer comparer(a, b, tables);
  NameResult best;
  bool any = false;
  const auto offer = [&](const NameResult& result) {
    if (result.surname == Likeness::missing && result.given == Likeness::missing) return;
    if (any && !better(result, best)) return;
    best = result;
    any = true;
  };
  for (const Name& x : a.names) {
    for (const Name& y : b.names) {
      const NameResult straight = comparer.straight(x, y);
      offer(straight);
      NameResult exchanged;
      if (straight.surname == Likeness::differs && comparer.exchanged(x, y, exchanged)) {
        offer(exchanged);
      }
    }
  }
  return best;
}

}  // namespace sallyport::match::internal
