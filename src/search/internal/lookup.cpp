#include "search/internal/lookup.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "search/search.hpp"
#include "text/fold.hpp"
#include "text/nicknames.hpp"

namespace sallyport::search::internal {
namespace {

using model::IndexClass;
using model::LinkKind;
using model::Property;
using model::RecordKind;
using picture::AskedPart;
using picture::FittingToken;
using picture::Handle;
using picture::LinkRow;
using picture::TokenHit;
using picture::View;

constexpr std::int32_t kShortForm = 900;
constexpr std::int32_t kJoined = 950;
constexpr std::int32_t kTextWord = 400;
constexpr std::int32_t kExchanged = 700;
constexpr std::int32_t kLessPrecise = 650;
constexpr std::int32_t kWithin = 850;
constexpr std::int32_t kWordOfNumber = 450;
constexpr std::int32_t kInitial = 420;
constexpr std::int32_t kThroughCost = 200;
constexpr std::int32_t kQuoted = 50;           // the end of a number that people quote by its end
constexpr std::size_t kShortestBeginning = 3;  // of a name that is looked up as a beginning
constexpr std::size_t kShortestWord = 3;

/// Which of several statements with the same word speaks for the record.
std::uint8_t speaks_first(Property property) {
  switch (property) {
    case Property::surname:
      return 0;
    case Property::given_name:
      return 1;
    case Property::full_name:
      return 2;
    default:
      return static_cast<std::uint8_t>(2 + static_cast<int>(property));
  }
}

/// A little less for names a person goes by only here and there; a little more where people really
/// quote the end of a number, or its beginning.
std::int32_t weigh(const FittingToken& token, Property property) {
  const std::int32_t quality = token.quality;
  const How how = static_cast<How>(token.how);
  switch (property) {
    case Property::alias:
      return quality - 30;
    case Property::billing_name:
      return quality - 60;
    case Property::phone_number:
    case Property::card_ending:
    case Property::bank_account:
    case Property::imei:
    case Property::iccid:
      return how == How::ending ? quality + kQuoted : quality;
    case Property::plate:
    case Property::prison_number:
    case Property::pnc_number:
    case Property::crn:
    case Property::place_code:
    case Property::postcode:
      return how == How::beginning && quality >= 700 ? quality + kQuoted : quality;
    default:
      return quality;
  }
}

/// Tokens of one part that were not taken fit no better than this; 0 = all were taken.
struct Cut {
  std::int32_t quality = 0;
  void note(std::int32_t at) { quality = std::max(quality, at); }
};

/// Tokens of one part, each with its best fit.
class Fits {
 public:
  explicit Fits(IndexClass cls) : cls_(cls) {}

  bool empty() const { return tokens_.empty(); }
  void offer(const TokenHit& hit, Fit fit) {
    if (fit.quality <= 0) return;
    const FittingToken token{hit, cls_, fit.quality, static_cast<std::uint8_t>(fit.how),
                             static_cast<std::uint8_t>(fit.edits)};
    const auto [at, fresh] = numbers_.try_emplace(hit.token.row, tokens_.size());
    if (fresh) {
      tokens_.push_back(token);
    } else if (fit.quality > tokens_[at->second].quality) {
      tokens_[at->second] = token;
    }
  }
  /// A sink that offers what it gets, up to kBeginnings of them.
  template <class FitOf>
  picture::Sink<TokenHit> up_to_some(FitOf fit_of, Cut& cut) {
    return [this, fit_of, &cut, count = std::size_t{0}](const TokenHit& hit) mutable {
      const Fit fit = fit_of(hit);
      if (count == kBeginnings) {
        cut.note(fit.quality);
        return false;
      }
      ++count;
      offer(hit, fit);
      return true;
    };
  }
  /// Puts the best into the part.
  void into(AskedPart& part, Cut& cut) {
    if (tokens_.size() > kTokens) {
      std::sort(tokens_.begin(), tokens_.end(), [](const FittingToken& a, const FittingToken& b) {
        return std::tie(b.quality, a.hit.text) < std::tie(a.quality, b.hit.text);
      });
      cut.note(tokens_[kTokens].quality);
      tokens_.resize(kTokens);
    }
    for (const FittingToken& token : tokens_) {
      const auto same = [&](const FittingToken& t) { return t.hit.token == token.hit.token; };
      const auto at = std::find_if(part.tokens.begin(), part.tokens.end(), same);
      if (at == part.tokens.end()) {
        part.tokens.push_back(token);
      } else if (token.quality > at->quality) {
        *at = token;
      }
    }
  }

 private:
  IndexClass cls_;
  std::vector<FittingToken> tokens_;
  std::unordered_map<std::uint32_t, std::size_t> numbers_;  // by token
};

struct NameAsked {
  const std::string& latin;
  bool last = false;  ///< the beginning of a word, as one types
  bool ends = false;  ///< the query's last word: the one that people leave unfinished
  Reach reach = Reach::all;
};

void name_part(const View& view, const NameAsked& name, AskedPart& out, Cut& cut) {
  const std::string& latin = name.latin;
  const bool last = name.last;
  Fits fits(IndexClass::name);
  if (const auto hit = view.token(IndexClass::name, latin)) fits.offer(*hit, {1000});
  const bool begins = name.ends || name.reach == Reach::all;
  if (last || (begins && latin.size() >= kShortestBeginning)) {
    view.tokens_with_prefix(
        IndexClass::name, latin,
        fits.up_to_some([&](const TokenHit& hit) { return fit_beginning(latin, hit.text); }, cut));
  }
  for (const std::string_view form : text::nickname_group(latin)) {
    if (const auto hit = view.token(IndexClass::name, form))
      fits.offer(*hit, {kShortForm, How::short_form, 0});
  }
  if (latin.size() >= 2 && (!last || fits.empty())) {
    view.tokens_near(latin, [&](const TokenHit& hit) {
      fits.offer(hit, fit_typing(latin, hit.text));
      return true;
    });
    if (name.reach == Reach::all) {
      view.tokens_sounding(latin, [&](const TokenHit& hit) {
        fits.offer(hit, fit_sound(latin, hit.text));
        return true;
      });
    }
  }
  fits.into(out, cut);
  if (latin.size() < kShortestWord) return;
  Fits words(IndexClass::word);
  if (const auto hit = view.token(IndexClass::word, latin))
    words.offer(*hit, {kTextWord, How::text_word, 0});
  if (last) {
    const Fit longer{kTextWord - 100, How::text_word, 0};
    view.tokens_with_prefix(IndexClass::word, latin,
                            words.up_to_some([&](const TokenHit&) { return longer; }, cut));
  }
  words.into(out, cut);
}

void number_part(const View& view, const Part& part, AskedPart& out, Cut& cut) {
  Fits fits(IndexClass::id);
  for (const std::string& whole : part.numbers) {
    if (const auto hit = view.token(IndexClass::id, whole)) fits.offer(*hit, {1000});
  }
  for (const std::string& begin : part.begins) {
    view.tokens_with_prefix(
        IndexClass::id, begin,
        fits.up_to_some([&](const TokenHit& hit) { return fit_number_beginning(begin, hit.text); },
                        cut));
  }
  for (const std::string& end : part.ends) {
    view.identifiers_ending(
        end,
        fits.up_to_some([&](const TokenHit& hit) { return fit_number_end(end, hit.text); }, cut));
  }
  fits.into(out, cut);
  // cells and wings are names with digits in them: "B1-05"
  for (const IndexClass cls : {IndexClass::name, IndexClass::word}) {
    Fits words(cls);
    for (const std::string& word : text::tokens(text::to_latin(part.typed))) {
      if (word.size() < 2) continue;
      if (const auto hit = view.token(cls, word))
        words.offer(*hit, {kWordOfNumber, How::text_word, 0});
    }
    words.into(out, cut);
  }
}

FittingToken fitting(Fit fit) {
  FittingToken out;
  out.cls = IndexClass::date;
  out.quality = fit.quality;
  out.how = static_cast<std::uint8_t>(fit.how);
  return out;
}

void date_part(const View& view, const Part& part, AskedPart& out, Cut& cut) {
  Fits fits(IndexClass::date);
  for (const DateReading& date : part.dates) {
    const Fit exchanged{kExchanged, How::exchanged, 0};
    const Fit within{kWithin, How::within, 0};
    const Fit longer = date.exchanged ? exchanged : within;
    const bool told_so = !date.exchanged && view.token(IndexClass::date, date.prefix);
    out.beginnings.push_back(
        {IndexClass::date, date.prefix, fitting(told_so ? Fit{1000} : longer), fitting(longer)});
    // a record that knows only the month or the year agrees as far as it goes
    for (const std::size_t length : {std::size_t{7}, std::size_t{4}}) {
      if (date.exchanged || date.prefix.size() <= length) continue;
      if (const auto hit = view.token(IndexClass::date, date.prefix.substr(0, length)))
        fits.offer(*hit, {kLessPrecise - (length == 4 ? 50 : 0), How::within, 0});
    }
  }
  fits.into(out, cut);
}

/// Spelt so, or with an error: what was typed is this word. All else only leads to it.
bool is_spelt(const FittingToken& token) {
  const How how = static_cast<How>(token.how);
  return how == How::exact || how == How::typing_error || how == How::joined;
}

/// "jack jackson": whoever is called Jackson is not called Jack for that. A word that another part
/// spells better is that part's; "mohammed mohamed" may be one word twice.
void one_word_for_one_part(std::vector<AskedPart>& parts) {
  if (parts.size() < 2) return;
  std::unordered_map<std::uint32_t, std::int32_t> spelt;  // token, and how well at best
  for (const AskedPart& part : parts) {
    for (const FittingToken& token : part.tokens) {
      if (!is_spelt(token)) continue;
      std::int32_t& best = spelt[token.hit.token.row];
      best = std::max(best, token.quality);
    }
  }
  for (AskedPart& part : parts) {
    std::erase_if(part.tokens, [&](const FittingToken& token) {
      const auto at = spelt.find(token.hit.token.row);
      return !is_spelt(token) && at != spelt.end() && at->second > token.quality;
    });
  }
}

}  // namespace

bool better(const PartMatch& a, const PartMatch& b) {
  const auto order = [](const PartMatch& m) {
    return std::make_tuple(-m.quality, static_cast<int>(m.how), speaks_first(m.property), m.token,
                           Id128(m.through));
  };
  return order(a) < order(b);
}

PartMatch match_of(const picture::PartFound& found, Handle record) {
  PartMatch out;
  if (found.quality <= 0) return out;
  out.quality = found.quality;
  out.how = static_cast<How>(found.how);
  out.edits = found.edits;
  out.property = found.property;
  out.token = found.token;
  out.record = record;
  return out;
}

PartMatch through(const PartMatch& thing, const LinkRow& link) {
  PartMatch out = thing;
  out.quality -= kThroughCost;
  out.how = How::through;
  out.through = link.id;
  out.through_kind = link.kind;
  out.thing = thing.record;
  return out.quality > 0 ? out : PartMatch{};
}

model::LinkKinds found_by_links() {
  return {LinkKind::uses, LinkKind::holds, LinkKind::drives, LinkKind::resides_at,
          LinkKind::contains_device};
}

picture::MatchRules match_rules() {
  picture::MatchRules out{weigh, speaks_first};
  model::RecordKinds kinds;
  for (const auto& info : model::record_kinds()) {
    if (info.kind != RecordKind::staff) kinds.add(info.kind);
  }
  out.kinds = kinds;
  return out;
}

namespace {

std::int32_t best_quality(const AskedPart& part) {
  std::int32_t best = part.initial != 0 ? part.of_initial.quality : 0;
  for (const FittingToken& token : part.tokens) best = std::max(best, token.quality);
  for (const auto& beginning : part.beginnings)
    best = std::max({best, beginning.same.quality, beginning.longer.quality});
  return best;
}

AskedPart ask_part(const View& view, const Part& part, const NameAsked& name, bool only_initials,
                   Cut& cut) {
  AskedPart asked;
  asked.helps_only = part.optional;
  if (part.kind == PartKind::name) name_part(view, name, asked, cut);
  if (part.kind == PartKind::initial) {
    if (only_initials || name.last) {
      NameAsked beginning = name;
      beginning.last = true;
      name_part(view, beginning, asked, cut);
    } else {
      asked.initial = part.latin[0];
      asked.of_initial.quality = kInitial;
      asked.of_initial.how = static_cast<std::uint8_t>(How::initial);
    }
  }
  if (part.kind == PartKind::number || !part.numbers.empty()) number_part(view, part, asked, cut);
  if (part.kind == PartKind::date) date_part(view, part, asked, cut);
  return asked;
}

}  // namespace

Asked ask(const View& view, const ParsedQuery& query, bool as_typed, Reach reach) {
  Asked out;
  const std::size_t parts = query.parts.size();
  const bool only_initials =
      std::all_of(query.parts.begin(), query.parts.end(),
                  [](const Part& part) { return part.kind == PartKind::initial; });
  std::vector<Cut> cuts(parts);
  for (std::size_t i = 0; i < parts; ++i) {
    const bool ends = i + 1 == parts;
    const NameAsked name{query.parts[i].latin, as_typed && ends, ends, reach};
    out.parts.push_back(ask_part(view, query.parts[i], name, only_initials, cuts[i]));
  }
  for (const Joined& joined : query.joined) {
    const auto hit = view.token(IndexClass::name, joined.latin);
    if (!hit) continue;
    for (const std::size_t part : {joined.first, joined.first + 1}) {
      Fits fits(IndexClass::name);
      fits.offer(*hit, {kJoined, How::joined, 0});
      if (out.parts[part].initial == 0) fits.into(out.parts[part], cuts[part]);
    }
  }
  one_word_for_one_part(out.parts);
  for (std::size_t i = 0; i < parts; ++i) {
    if (cuts[i].quality == 0) continue;
    std::int32_t most = cuts[i].quality + (query.parts[i].numbers.empty() ? 0 : kQuoted);
    for (std::size_t other = 0; other < parts; ++other)
      most += other == i ? 0 : best_quality(out.parts[other]);
    out.cut_at = std::max(out.cut_at.value_or(0), most);
  }
  return out;
}

}  // namespace sallyport::search::internal
