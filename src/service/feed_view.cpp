#include "service/feed_view.hpp"

#include <algorithm>

namespace sallyport::service {
namespace {

void replace_agency(std::string& token, const std::string& agency) {
  if (const auto at = token.find("{agency}"); at != std::string::npos) token.replace(at, 8, agency);
}

model::PutLink put_of(const picture::View& view, const picture::LinkRow& row) {
  model::PutLink out;
  out.id = row.id;
  out.kind = row.kind;
  out.a = view.record(row.a).id;
  out.b = view.record(row.b).id;
  out.valid = row.valid;
  out.role = std::string(row.role);
  out.standing = std::string(row.standing);
  out.status = std::string(row.status);
  out.text = std::string(row.text);
  out.certainty = row.certainty;
  out.grade = row.grade;
  out.source = row.source;
  return out;
}

model::PutEvent put_of(const picture::View& view, const picture::EventRow& row) {
  model::PutEvent out;
  out.id = row.id;
  out.kind = row.kind;
  out.subject = view.record(row.subject).id;
  if (row.has_other) out.other = view.record(row.other).id;
  if (row.has_place) out.place = view.record(row.place).id;
  out.at = row.at;
  out.zone_ambiguous = row.zone_ambiguous;
  out.quantity = row.quantity;
  out.code = std::string(row.code);
  out.text = std::string(row.text);
  out.source = row.source;
  return out;
}

}  // namespace

access::Grants feed_grants(const std::vector<intake::FeedAgreement>& agreements,
                           const std::string& agency, const std::set<std::string>& used) {
  model::PutAccount account;
  account.audiences.assign(used.begin(), used.end());
  account.name = "feed of " + agency;
  account.agency = agency;
  account.clearance = model::Level::top_secret;
  auto add = [&](const std::vector<std::string>& tokens) {
    for (std::string token : tokens) {
      replace_agency(token, agency);
      if (token.find('{') == std::string::npos) account.audiences.push_back(std::move(token));
    }
  };
  for (const auto& a : agreements) {
    if (std::find(a.agencies.begin(), a.agencies.end(), agency) == a.agencies.end()) continue;
    add(a.always_to);
    add(a.default_to);
    add(a.ceiling);
    for (const auto& rule : a.rules) {
      add(rule.restrict_to);
      account.compartments.insert(account.compartments.end(), rule.add_compartments.begin(),
                                  rule.add_compartments.end());
    }
    account.compartments.insert(account.compartments.end(), a.known_compartments.begin(),
                                a.known_compartments.end());
    account.purposes.insert(account.purposes.end(), a.purposes.begin(), a.purposes.end());
    for (const auto& condition : a.known_conditions) {
      if (condition.starts_with("for:")) account.functions.push_back(condition.substr(4));
    }
  }
  return access::grants_of(account);
}

FeedView::FeedView(Desk& desk, const std::vector<intake::FeedAgreement>& agreements,
                   const intake::FeedAgreement& agreement, const std::string& agency,
                   const Bringing& bringing)
    : desk_(desk),
      history_(desk),
      grants_(feed_grants(agreements, agency, desk.audiences_used_by(agency))),
      purposes_(agreement.purposes) {
  if (purposes_.empty()) purposes_.emplace_back();  // a view that sees nothing
  const auto directory = desk.picture().directory();
  const auto account = directory->accounts.find(bringing.actor);
  if (account != directory->accounts.end())
    actor_ = picture::View::open(desk.picture(), account->second, bringing.purpose, {},
                                 desk.clock().wall_now());
}

bool FeedView::is_told(const std::vector<model::RowTrace::Item>& items) const {
  return !actor_ || std::any_of(items.begin(), items.end(), [&](const auto& item) {
    return RowHistory::is_visible(item, *actor_);
  });
}

const std::vector<picture::View>& FeedView::views() {
  if (!views_.empty()) return views_;
  const Instant now = desk_.clock().wall_now();
  for (const auto& purpose : purposes_) {
    auto view = picture::View::open(desk_.picture(), grants_, purpose, {}, now);
    // most labels allow all purposes of their agreement: then one view is enough
    const bool sees_more = std::none_of(views_.begin(), views_.end(), [&](const auto& other) {
      return other.digest() == view.digest();
    });
    if (sees_more) views_.push_back(std::move(view));
  }
  return views_;
}

void FeedView::expect(std::span<const std::uint64_t> row_keys) {
  desk_.rows().expect(row_keys);
}

std::optional<intake::ExistingRow> FeedView::existing(const intake::RowIdentity& row) {
  for (const auto& view : views()) {
    if (const auto known = history_.find(row.row_key, view)) return row_of(view, *known, row);
  }
  return std::nullopt;
}

intake::ExistingRow FeedView::row_of(const picture::View& view, const RowHistory::Known& known,
                                     const intake::RowIdentity& row) {
  intake::ExistingRow out;
  out.content_hash = known.content_hash;
  out.told = is_told(known.items);
  if (known.content_hash == row.content_hash) return out;  // unchanged: nothing more is asked
  for (const auto& item : known.items) {
    if (item.kind == model::ItemKind::link) {
      if (const auto link = view.link(model::LinkId(item.id)))
        out.links.push_back(put_of(view, *link));
    } else if (item.kind == model::ItemKind::event) {
      if (const auto event = view.event(model::EventId(item.id)))
        out.events.push_back(put_of(view, *event));
    } else if (const auto handle = view.find(model::RecordId(item.id))) {
      const picture::Record record = view.record(*handle);
      // a copy may have brought the report's number before its own row came
      const bool own = item.kind == model::ItemKind::record ||
                       (record.kind == model::RecordKind::report && record.agency == row.agency &&
                        record.source_key == row.source_key);
      if (!own) continue;
      intake::ExistingRow::Record kept;
      kept.id = record.id;
      kept.source_key = std::string(record.source_key);
      kept.label = view.label(record.label);
      kept.tightened = desk_.was_relabelled(record.id);
      kept.statements = standing(record.id);
      out.records.push_back(std::move(kept));
    }
  }
  return out;
}

std::optional<model::RecordId> FeedView::known_thing(const intake::ThingQuery& query) {
  std::optional<model::RecordId> best;
  for (const auto& view : views()) {
    view.by_source(query.agency, query.identity, [&](const picture::Record& record) {
      if (record.kind != query.kind) return true;
      const model::Label& label = view.label(record.label);
      const bool fits =
          query.same_label
              ? (query.label != nullptr && label == *query.label)
              : query.label == nullptr || intake::may_stand_for(query.kind, label, *query.label);
      if (fits && (!best || record.id < *best)) best = record.id;
      return true;
    });
    if (best) break;
  }
  return best;
}

std::vector<model::Statement> FeedView::standing(model::RecordId id) {
  std::vector<model::Statement> out;
  for (const auto& view : views()) {
    const auto handle = view.find(id);
    if (!handle) continue;
    for (const auto& s : view.statements(*handle)) {
      model::Statement statement;
      statement.property = s.property;
      statement.value = std::string(s.value);
      statement.raw = std::string(s.raw);
      statement.valid = s.valid;
      statement.certainty = s.certainty;
      statement.grade = s.grade;
      if (s.source != id) statement.source = s.source;
      const bool there =
          std::any_of(out.begin(), out.end(), [&](const auto& o) { return o == statement; });
      if (!there) out.push_back(std::move(statement));
    }
  }
  return out;
}

std::optional<model::PutEvent> FeedView::open_stay(model::RecordId person) {
  std::optional<model::PutEvent> newest;
  for (const auto& view : views()) {
    const auto handle = view.find(person);
    if (!handle) continue;
    view.events(*handle, {model::EventKind::stay}, TimeRange{}, [&](const picture::EventRow& row) {
      if (row.at.to_us != TimeRange::kOpen || !(row.subject == *handle)) return true;
      if (!newest || std::tie(newest->at.from_us, newest->id) < std::tie(row.at.from_us, row.id))
        newest = put_of(view, row);
      return true;
    });
  }
  return newest;
}

}  // namespace sallyport::service
