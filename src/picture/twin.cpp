#include "picture/twin.hpp"

#include <map>

#include "access/decide.hpp"

namespace sallyport::picture {
namespace {

using model::Batch;

// The label every item carries after all relabelling.
std::map<Id128, model::Label> current_labels(const std::vector<Batch>& entries) {
  std::map<Id128, model::Label> out;
  for (const auto& entry : entries) {
    for (const auto& op : entry.ops) {
      if (const auto* r = std::get_if<model::PutRecord>(&op))
        out.emplace(r->id, entry.labels[r->label]);
      if (const auto* l = std::get_if<model::PutLink>(&op)) out[l->id] = entry.labels[l->label];
      if (const auto* e = std::get_if<model::PutEvent>(&op)) out[e->id] = entry.labels[e->label];
      if (const auto* j = std::get_if<model::PutJudgement>(&op))
        out[j->id] = entry.labels[j->label];
      if (const auto* r = std::get_if<model::Relabel>(&op)) out[r->id] = entry.labels[r->label];
    }
  }
  return out;
}

// Copies labels that are still used, and renumbers.
class Labels {
 public:
  Labels(const Batch& from, Batch& to) : from_(from), to_(to) {}
  model::LabelIndex take(model::LabelIndex index) {
    if (index == model::kRecordLabel) return index;
    const auto [it, fresh] = taken_.emplace(index, to_.labels.size());
    if (fresh) to_.labels.push_back(from_.labels[index]);
    return it->second;
  }

 private:
  const Batch& from_;
  Batch& to_;
  std::map<model::LabelIndex, model::LabelIndex> taken_;
};

}  // namespace

bool TwinFilter::allowed(const model::Label& label) const {
  return access::decide(label, grants_, purpose_, now_).allowed;
}

TwinFilter::TwinFilter(const std::vector<Batch>& entries, const access::Grants& grants,
                       std::string_view purpose, Instant now)
    : grants_(grants), purpose_(purpose), now_(now) {
  const auto labels = current_labels(entries);
  // a record stands on its label; one that a report brought also needs the report
  std::set<model::RecordId> stand;
  auto each_record = [&](auto&& f) {
    for (const auto& entry : entries) {
      for (const auto& op : entry.ops) {
        if (const auto* r = std::get_if<model::PutRecord>(&op)) f(*r);
      }
    }
  };
  each_record([&](const model::PutRecord& r) {
    if (allowed(labels.at(r.id))) stand.insert(r.id);
  });
  each_record([&](const model::PutRecord& r) {
    const bool kept = stand.contains(r.id) && (r.source.is_nil() || stand.contains(r.source));
    if (kept) records_.insert(r.id);
    hidden_ += kept ? 0 : 1;
  });
  auto tie = [&](Id128 id, bool ends_kept) {
    if (ends_kept && allowed(labels.at(id))) {
      ties_.insert(id);
    } else {
      ++hidden_;
    }
  };
  for (const auto& entry : entries) {
    for (const auto& op : entry.ops) {
      if (const auto* f = std::get_if<model::PutFeed>(&op))
        feeds_[f->agency + "/" + f->name] = f->label;
    }
  }
  for (const auto& entry : entries) {
    if (entry.import && !told_of(*entry.import, entry.agency)) untold_.insert(entry.import->id);
    for (const auto& op : entry.ops) {
      if (const auto* l = std::get_if<model::PutLink>(&op))
        tie(l->id, kept_record(l->a) && kept_record(l->b) && kept_source(l->source));
      if (const auto* e = std::get_if<model::PutEvent>(&op))
        tie(e->id, kept_record(e->subject) && kept_source(e->other) && kept_source(e->place) &&
                       kept_source(e->source));
      if (const auto* j = std::get_if<model::PutJudgement>(&op))
        tie(j->id, kept_record(j->a) && kept_record(j->b));
    }
  }
}

bool TwinFilter::told_of(const model::ImportFacts& import, const std::string& agency) const {
  const auto feed = feeds_.find(agency + "/" + import.feed);
  return feed != feeds_.end() && allowed(feed->second);
}

void TwinFilter::keep_import(Batch& entry) const {
  if (!entry.import) return;
  model::ImportFacts& facts = *entry.import;
  if (entry.actor != grants_.name) facts.rows = facts.taken = facts.unchanged = 0;
  if (!untold_.contains(facts.id)) return;
  facts = model::ImportFacts{facts.id, facts.feed, {}, {}};
  entry.actor.clear();
  entry.reason.clear();
}

Batch TwinFilter::keep(const Batch& entry) const {
  Batch out = entry;
  keep_import(out);
  out.labels.clear();
  out.ops.clear();
  Labels labels(entry, out);
  auto statements = [&](const std::vector<model::Statement>& list) {
    std::vector<model::Statement> kept;
    for (auto s : list) {
      const bool own = s.label == model::kRecordLabel;
      if (!kept_source(s.source) || (!own && !allowed(entry.labels[s.label]))) continue;
      s.label = labels.take(s.label);
      kept.push_back(std::move(s));
    }
    return kept;
  };
  auto kept_item = [&](Id128 id) {
    return ties_.contains(id) || records_.contains(model::RecordId(id));
  };
  for (const auto& op : entry.ops) {
    std::visit(
        [&](auto o) {
          using T = decltype(o);
          if constexpr (std::is_same_v<T, model::PutRecord>) {
            if (!kept_record(o.id)) return;
            o.label = labels.take(o.label);
            o.statements = statements(o.statements);
          } else if constexpr (requires { o.record; }) {
            if (!kept_record(o.record)) return;
            o.statements = statements(o.statements);
          } else if constexpr (std::is_same_v<T, model::Retract>) {
            if (!kept_item(o.id)) return;
          } else if constexpr (std::is_same_v<T, model::RetractImport>) {
            if (untold_.contains(o.import)) o.reason.clear();
          } else if constexpr (std::is_same_v<T, model::Relabel>) {
            if (!kept_item(o.id)) return;
            o.label = labels.take(o.label);
          } else if constexpr (requires {
                                 o.id;
                                 requires std::is_same_v<decltype(o.label), model::LabelIndex>;
                               }) {
            if (!ties_.contains(o.id)) return;
            o.label = labels.take(o.label);
          }
          out.ops.push_back(std::move(o));
        },
        op);
  }
  for (auto& row : out.rows)
    std::erase_if(row.items, [&](const auto& i) { return !kept_item(i.id); });
  std::erase_if(out.rows, [](const model::RowTrace& row) { return row.items.empty(); });
  return out;
}

}  // namespace sallyport::picture
