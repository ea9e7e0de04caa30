#include "search/internal/lookup.hpp"

#include <algorithm>
#include <tuple>

#include "base/limits.hpp"
#include "search/search.hpp"
#include "text/fold.hpp"
#include "text/nicknames.hpp"

namespace sallyport::search::internal {
namespace {

using model::IndexClass;
using model::LinkKind;
using model::Property;
using model::RecordKind;
using picture::Handle;
using picture::LinkRow;
using picture::TokenHit;

constexpr std::int32_t kShortForm = 900;
constexpr std::int32_t kJoined = 950;
constexpr std::int32_t kTextWord = 400;
constexpr std::int32_t kExchanged = 700;
constexpr std::int32_t kLessPrecise = 650;
constexpr std::int32_t kWithin = 850;
constexpr std::int32_t kWordOfNumber = 450;
constexpr std::int32_t kThroughCost = 200;
constexpr std::size_t kShortestBeginning = 3;  // of a name that is looked up as a beginning
constexpr std::size_t kShortestWord = 3;
constexpr std::size_t kThroughThings = 2000;  // matched things whose users are looked up

/// Which of several statements with the same word speaks for the record.
int speaks_first(Property property) {
  switch (property) {
    case Property::surname:
      return 0;
    case Property::given_name:
      return 1;
    case Property::full_name:
      return 2;
    default:
      return 2 + static_cast<int>(property);
  }
}

/// A little less for names a person goes by only here and there; a little more where people really
/// quote the end of a number, or its beginning.
std::int32_t adjust(std::int32_t quality, How how, Property property) {
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
      return how == How::ending ? quality + 50 : quality;
    case Property::plate:
    case Property::prison_number:
    case Property::pnc_number:
    case Property::crn:
    case Property::place_code:
    case Property::postcode:
      return how == How::beginning && quality >= 700 ? quality + 50 : quality;
    default:
      return quality;
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

model::LinkKinds found_by_links() {
  return {LinkKind::uses, LinkKind::holds, LinkKind::drives, LinkKind::resides_at,
          LinkKind::contains_device};
}

Lookup::Lookup(const picture::View& view, const ParsedQuery& query, Options options)
    : view_(view), query_(query), options_(options) {}

void Lookup::run() {
  const bool only_initials =
      std::all_of(query_.parts.begin(), query_.parts.end(),
                  [](const Part& part) { return part.kind == PartKind::initial; });
  for (std::size_t i = 0; i < query_.parts.size(); ++i) {
    const Part& part = query_.parts[i];
    const bool last = options_.as_typed && i + 1 == query_.parts.size();
    if (part.kind == PartKind::name) name_part(i, last);
    if (part.kind == PartKind::initial && (only_initials || last)) name_part(i, true);
    if (part.kind == PartKind::number || !part.numbers.empty()) number_part(i);
    if (part.kind == PartKind::date) date_part(i);
  }
  joined_parts();
  through_links();
}

const PartMatch* Lookup::matches(Handle record) const {
  const auto it = number_of_.find(record.row);
  if (it == number_of_.end()) return nullptr;
  return &matches_[it->second * query_.parts.size()];
}

PartMatch* Lookup::slot(Handle record) {
  const auto it = number_of_.find(record.row);
  if (it != number_of_.end()) return &matches_[it->second * query_.parts.size()];
  const RecordKind kind = view_.kind(record);
  if (kind == RecordKind::staff) return nullptr;
  number_of_.emplace(record.row, static_cast<std::uint32_t>(records_.size()));
  records_.push_back(record);
  ids_.push_back(view_.id(record));
  kinds_.push_back(kind);
  matches_.resize(matches_.size() + query_.parts.size());
  return &matches_[matches_.size() - query_.parts.size()];
}

void Lookup::keep(Handle record, std::size_t part, const PartMatch& match) {
  PartMatch* own = slot(record);
  if (own == nullptr || match.quality <= 0) return;
  if (better(match, own[part])) own[part] = match;
}

void Lookup::offer(Fits& fits, const TokenHit& hit, Fit fit) const {
  if (fit.quality <= 0) return;
  auto [at, fresh] = fits.try_emplace(hit.token.row, TokenFit{hit, fit});
  if (!fresh && fit.quality > at->second.fit.quality) at->second.fit = fit;
}

void Lookup::take(std::size_t part, const Fits& fits) {
  std::vector<TokenFit> sorted;
  sorted.reserve(fits.size());
  for (const auto& [row, fit] : fits) sorted.push_back(fit);
  std::sort(sorted.begin(), sorted.end(), [](const TokenFit& a, const TokenFit& b) {
    return std::tie(b.fit.quality, a.hit.text) < std::tie(a.fit.quality, b.hit.text);
  });
  std::size_t read = 0;
  for (const TokenFit& token : sorted) {
    if (read >= kPostings) {
      partial_ = true;
      return;
    }
    view_.postings(token.hit.token, [&](const picture::PostingRow& row) {
      PartMatch match;
      match.quality = adjust(token.fit.quality, token.fit.how, row.property);
      match.how = token.fit.how;
      match.edits = token.fit.edits;
      match.property = row.property;
      match.token = token.hit.text;
      match.record = row.record;
      keep(row.record, part, match);
      ++read;
      return true;
    });
  }
}

void Lookup::name_part(std::size_t number, bool last) {
  const std::string& latin = query_.parts[number].latin;
  Fits fits;
  if (const auto hit = view_.token(IndexClass::name, latin)) offer(fits, *hit, {1000});
  const auto beginning = [&](const TokenHit& hit) {
    offer(fits, hit, fit_beginning(latin, hit.text));
    return true;
  };
  if (last || latin.size() >= kShortestBeginning) {
    view_.tokens_with_prefix(IndexClass::name, latin, beginning);
  }
  for (const std::string_view form : text::nickname_group(latin)) {
    if (const auto hit = view_.token(IndexClass::name, form)) {
      offer(fits, *hit, {kShortForm, How::short_form, 0});
    }
  }
  if (latin.size() >= 2 && (!last || fits.empty())) {
    view_.tokens_near(latin, [&](const TokenHit& hit) {
      offer(fits, hit, fit_typing(latin, hit.text));
      return true;
    });
    view_.tokens_sounding(latin, [&](const TokenHit& hit) {
      offer(fits, hit, fit_sound(latin, hit.text));
      return true;
    });
  }
  take(number, fits);
  Fits words;
  if (latin.size() >= kShortestWord) {
    if (const auto hit = view_.token(IndexClass::word, latin)) {
      offer(words, *hit, {kTextWord, How::text_word, 0});
    }
    if (last) {
      view_.tokens_with_prefix(IndexClass::word, latin, [&](const TokenHit& hit) {
        offer(words, hit, {kTextWord - 100, How::text_word, 0});
        return true;
      });
    }
  }
  take(number, words);
}

void Lookup::number_part(std::size_t number) {
  const Part& part = query_.parts[number];
  Fits fits;
  for (const std::string& whole : part.numbers) {
    if (const auto hit = view_.token(IndexClass::id, whole)) offer(fits, *hit, {1000});
  }
  for (const std::string& begin : part.begins) {
    view_.tokens_with_prefix(IndexClass::id, begin, [&](const TokenHit& hit) {
      offer(fits, hit, fit_number_beginning(begin, hit.text));
      return true;
    });
  }
  for (const std::string& end : part.ends) {
    view_.identifiers_ending(end, [&](const TokenHit& hit) {
      offer(fits, hit, fit_number_end(end, hit.text));
      return true;
    });
  }
  // cells and wings are names with digits in them: "B1-05"
  for (const std::string& word : text::tokens(text::to_latin(part.typed))) {
    if (word.size() < 2) continue;
    for (const IndexClass cls : {IndexClass::name, IndexClass::word}) {
      if (const auto hit = view_.token(cls, word)) {
        offer(fits, *hit, {kWordOfNumber, How::text_word, 0});
      }
    }
  }
  take(number, fits);
}

void Lookup::date_part(std::size_t number) {
  Fits fits;
  for (const DateReading& date : query_.parts[number].dates) {
    view_.tokens_with_prefix(IndexClass::date, date.prefix, [&](const TokenHit& hit) {
      const bool same = hit.text == date.prefix;
      if (date.exchanged) {
        offer(fits, hit, {kExchanged, How::exchanged, 0});
      } else {
        offer(fits, hit, same ? Fit{1000} : Fit{kWithin, How::within, 0});
      }
      return true;
    });
    // a record that knows only the month or the year agrees as far as it goes
    for (const std::size_t length : {std::size_t{7}, std::size_t{4}}) {
      if (date.exchanged || date.prefix.size() <= length) continue;
      if (const auto hit = view_.token(IndexClass::date, date.prefix.substr(0, length))) {
        offer(fits, *hit, {kLessPrecise - (length == 4 ? 50 : 0), How::within, 0});
      }
    }
  }
  take(number, fits);
}

void Lookup::joined_parts() {
  for (const Joined& joined : query_.joined) {
    const auto hit = view_.token(IndexClass::name, joined.latin);
    if (!hit) continue;
    Fits fits;
    offer(fits, *hit, {kJoined, How::joined, 0});
    take(joined.first, fits);
    take(joined.first + 1, fits);
  }
}

/// A person is found by his number, car or house too: "kessell 900417", "smyth leeds". A thing more
/// people use than a hub has says nothing of any of them.
void Lookup::through_links() {
  struct Thing {
    std::size_t number;
    std::size_t part;
  };
  std::vector<Thing> things;
  const std::size_t parts = query_.parts.size();
  for (std::size_t i = 0; i < records_.size(); ++i) {
    if (kinds_[i] == RecordKind::person || kinds_[i] == RecordKind::report) continue;
    for (std::size_t part = 0; part < parts; ++part) {
      if (matches_[i * parts + part].quality > 0) things.push_back({i, part});
    }
  }
  std::sort(things.begin(), things.end(), [&](const Thing& a, const Thing& b) {
    const auto rank = [&](const Thing& t) {
      return std::make_tuple(-matches_[t.number * parts + t.part].quality, ids_[t.number], t.part);
    };
    return rank(a) < rank(b);
  });
  if (things.size() > kThroughThings) {
    partial_ = partial_ || parts > 1;
    things.resize(kThroughThings);
  }
  for (const Thing& thing : things) {
    const Handle record = records_[thing.number];
    std::vector<LinkRow> users;
    view_.links(record, found_by_links(), [&](const LinkRow& row) {
      if (row.b == record) users.push_back(row);
      return true;
    });
    if (users.empty() || users.size() > limits::kHubDegree) continue;
    const PartMatch own = matches_[thing.number * parts + thing.part];
    for (const LinkRow& row : users) {
      PartMatch match = own;
      match.quality -= kThroughCost;
      match.how = How::through;
      match.through = row.id;
      match.through_kind = row.kind;
      match.thing = record;
      keep(row.a, thing.part, match);
    }
  }
}

}  // namespace sallyport::search::internal
