// A small country for tests of the engines: records, links and events in a few lines, folded into a
// real Picture. The same world can be folded in another order, or without what is hidden: the twin
// that every answer is compared with. For tests only.
#pragma once

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "access/grants.hpp"
#include "base/random.hpp"
#include "picture/picture.hpp"
#include "picture/view.hpp"

namespace sallyport::picture::testing {

inline constexpr model::LabelIndex kOpen = 0;
inline constexpr model::LabelIndex kSealed = 1;
inline constexpr std::string_view kPurpose = "security";

inline std::int32_t day(std::string_view iso) {
  return parse_iso_date(iso)->day;
}
inline std::int64_t at(std::string_view iso) {
  return parse_iso_instant(iso)->us;
}

using Values = std::initializer_list<std::pair<model::Property, std::string_view>>;

class World {
 public:
  explicit World(std::uint64_t seed = 1) : random_(seed) {
    model::Label open;
    open.originators = {"estmere-prisons"};
    open.releasable_to = {{"everybody"}};
    open.purposes = {std::string(kPurpose)};
    model::Label sealed = open;
    sealed.compartments = {"SEALED"};
    labels_ = {open, sealed};
  }

  model::RecordId add(model::RecordKind kind, std::string agency, Values values,
                      model::LabelIndex label = kOpen) {
    model::PutRecord put;
    put.id = model::RecordId(random_.next_id());
    put.kind = kind;
    put.feed = agency + ".file";
    put.agency = std::move(agency);
    put.source_key = to_text(Id128(put.id));
    put.label = label;
    for (const auto& [property, value] : values) {
      model::Statement statement;
      statement.property = property;
      statement.value = value;
      put.statements.push_back(std::move(statement));
    }
    ops_.emplace_back(put);
    if (label == kSealed) hidden_.insert(put.id);
    return put.id;
  }

  /// A person with a surname, given names, date of birth (may be empty).
  model::RecordId person(std::string agency, std::string_view given, std::string_view surname,
                         std::string_view born = {}, model::LabelIndex label = kOpen) {
    using model::Property;
    const auto id = add(model::RecordKind::person, std::move(agency),
                        {{Property::surname, surname}, {Property::given_name, given}}, label);
    if (!born.empty()) say(id, Property::date_of_birth, born);
    return id;
  }

  /// One more statement of a record that was just added.
  void say(model::RecordId id, model::Property property, std::string_view value,
           DateRange valid = {}, model::LabelIndex label = model::kRecordLabel) {
    model::PutStatements put;
    put.record = id;
    model::Statement statement;
    statement.property = property;
    statement.value = value;
    statement.valid = valid;
    statement.label = label;
    put.statements.push_back(std::move(statement));
    ops_.emplace_back(std::move(put));
  }

  /// Fields not named in `put` are as PutLink has them.
  model::LinkId link(model::LinkKind kind, model::RecordId a, model::RecordId b,
                     model::PutLink put = {}) {
    put.id = model::LinkId(random_.next_id());
    put.kind = kind;
    put.a = a;
    put.b = b;
    ops_.emplace_back(put);
    return put.id;
  }

  model::EventId event(model::EventKind kind, model::RecordId subject, model::RecordId other,
                       model::RecordId place, std::int64_t from_us, model::PutEvent put = {}) {
    put.id = model::EventId(random_.next_id());
    put.kind = kind;
    put.subject = subject;
    put.other = other;
    put.place = place;
    put.at = {from_us, put.at.to_us == TimeRange::kOpen ? TimeRange::kOpen : put.at.to_us};
    ops_.emplace_back(put);
    return put.id;
  }

  /// An open stay.
  model::EventId stay(model::RecordId person, model::RecordId cell, std::int64_t since,
                      model::LabelIndex label = kOpen) {
    model::PutEvent put;
    put.label = label;
    return event(model::EventKind::stay, person, {}, cell, since, put);
  }

  /// These records are one thing, as far as the identity callback of these tests goes.
  void same(model::RecordId a, model::RecordId b) { same_.emplace_back(a, b); }

  const std::vector<std::pair<model::RecordId, model::RecordId>>& sames() const { return same_; }

  /// Everything; or what a person without the compartment sees; operations in the order of a seed.
  std::unique_ptr<Picture> fold(bool with_hidden = true, std::uint64_t order = 0) const {
    model::Batch batch;
    batch.actor = "intake";
    batch.agency = "estmere-prisons";
    batch.purpose = std::string(kPurpose);
    batch.labels = labels_;
    for (const model::Op& op : ops_) {
      if (with_hidden || !hides(op)) batch.ops.push_back(op);
    }
    SeededRandom random(order);
    // records first, their order and that of the rest shuffled: feeds come so or so
    const auto ties = std::stable_partition(
        batch.ops.begin(), batch.ops.end(),
        [](const model::Op& op) { return std::holds_alternative<model::PutRecord>(op); });
    if (order != 0) {
      shuffle(batch.ops.begin(), ties, random);
      shuffle(ties, batch.ops.end(), random);
    }
    auto out = std::make_unique<Picture>();
    EntryPlace place;
    place.recorded = Instant{at("2026-10-15T05:00:00Z")};
    out->fold(place, batch);
    return out;
  }

  static View open(const Picture& picture, bool cleared = false,
                   std::string_view now = "2026-10-15T06:00:00Z") {
    access::Grants grants;
    grants.name = cleared ? "insider" : "outsider";
    grants.agency = "estmere-prisons";
    grants.clearance = model::Level::secret;
    grants.audiences = {"everybody"};
    grants.purposes = {std::string(kPurpose)};
    if (cleared) grants.compartments = {"SEALED"};
    grants.roles = {"reader"};
    grants.active = true;
    return View::open(picture, grants, kPurpose, AsOf{}, *parse_iso_instant(now));
  }

  /// Things by their number, people as same() says: what `resolve` would give.
  std::function<std::vector<Handle>(Handle)> identity(const View& view) const {
    return [this, &view](Handle handle) {
      std::set<model::RecordId> ids = {view.record(handle).id};
      view.same_identifier(handle, [&](Handle same) {
        ids.insert(view.id(same));
        return true;
      });
      for (bool grown = true; grown;) {
        grown = false;
        for (const auto& [a, b] : same_) {
          if (!view.find(a) || !view.find(b)) continue;
          if (ids.contains(a) != ids.contains(b)) {
            ids.insert(a);
            ids.insert(b);
            grown = true;
          }
        }
      }
      std::vector<Handle> out;
      for (const model::RecordId id : ids) out.push_back(*view.find(id));
      return out;
    };
  }

 private:
  template <class It>
  static void shuffle(It first, It last, SeededRandom& random) {
    for (auto n = last - first; n > 1; --n) {
      std::iter_swap(first + (n - 1), first + static_cast<std::ptrdiff_t>(
                                                  random.below(static_cast<std::uint64_t>(n))));
    }
  }

  bool gone(Id128 id) const { return hidden_.contains(model::RecordId(id)); }
  bool hides(const model::Op& op) const {
    if (const auto* r = std::get_if<model::PutRecord>(&op)) return r->label == kSealed;
    if (const auto* s = std::get_if<model::PutStatements>(&op)) {
      return gone(s->record) || s->statements.front().label == kSealed;
    }
    if (const auto* l = std::get_if<model::PutLink>(&op)) {
      return l->label == kSealed || gone(l->a) || gone(l->b) || gone(l->source);
    }
    if (const auto* e = std::get_if<model::PutEvent>(&op)) {
      return e->label == kSealed || gone(e->subject) || gone(e->other) || gone(e->place) ||
             gone(e->source);
    }
    return false;
  }

  SeededRandom random_;
  std::vector<model::Label> labels_;
  std::vector<model::Op> ops_;
  std::set<model::RecordId> hidden_;
  std::vector<std::pair<model::RecordId, model::RecordId>> same_;
};

}  // namespace sallyport::picture::testing
