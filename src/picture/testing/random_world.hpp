// Random worlds and everything a View gives of them as one text: for tests that say two pictures
// are the same to a reader (the twin, a snapshot). For tests only.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "access/grants.hpp"
#include "base/random.hpp"
#include "crypto/aes.hpp"
#include "picture/picture.hpp"
#include "picture/view.hpp"

namespace sallyport::picture::testing {

using model::Batch;
using model::RecordId;
using model::RecordKind;

inline access::Grants user_of(std::vector<std::string> audiences,
                              std::vector<std::string> compartments = {}) {
  model::PutAccount a;
  a.name = "u" + (audiences.empty() ? std::string() : audiences.front());
  a.audiences = std::move(audiences);
  a.compartments = std::move(compartments);
  a.purposes = {"security"};
  return access::grants_of(a);
}

inline model::Label label_for(std::vector<std::string> audience,
                              std::vector<std::string> compartments = {}) {
  model::Label l;
  l.originators = {"estmere-prisons"};
  l.releasable_to = {std::move(audience)};
  l.compartments = std::move(compartments);
  l.purposes = {"security"};
  return l;
}

inline model::Statement says(model::Property property, std::string value) {
  model::Statement s;
  s.property = property;
  s.value = std::move(value);
  return s;
}

inline RecordId id_of(std::uint64_t n) {
  return RecordId(Id128{n, ~n});
}

inline model::PutRecord person(std::uint64_t n, const std::string& surname,
                               model::LabelIndex label) {
  model::PutRecord r;
  r.id = id_of(n);
  r.kind = RecordKind::person;
  r.agency = "estmere-prisons";
  r.feed = "prison.roll";
  r.source_key = "key" + std::to_string(n);
  r.label = label;
  r.statements = {says(model::Property::surname, surname),
                  says(model::Property::given_name, "Owen"),
                  says(model::Property::date_of_birth, "1989-03-04")};
  return r;
}

inline EntryPlace at(std::uint64_t position, int day) {
  return {position, Instant{day * Instant::kDayUs}, model::EntryType::command};
}

/// A picture whose columns are packed and unpacked all the time, and whose event ids are derived
/// under the key of random_world's.
inline PictureOptions tight() {
  return {Bytes(kEventKeyBytes, 9), 4, 3};
}

struct RandomWorld {
  std::vector<Batch> entries;
  std::vector<access::Grants> users;
};

/// As intake makes it: of the n-th event of an import.
inline Id128 event_id(std::uint64_t import, std::uint64_t n) {
  return crypto::derive_id(tight().event_key, Id128{import + 1000, 1}, n);
}

// A judgement, a new label, another name, an event taken back: each perhaps.
inline void add_changes(Batch& b, SeededRandom& r, const std::vector<RecordId>& known,
                        const std::vector<std::string>& surnames) {
  auto label = [&] { return static_cast<model::LabelIndex>(r.below(4)); };
  auto pick = [&] { return known[r.below(known.size())]; };
  if (r.chance(1, 2)) {
    model::PutJudgement j{
        model::JudgementId(r.next_id()), pick(), pick(), model::Verdict::same, "a", "b", label()};
    b.ops.push_back(j);
    if (r.chance(1, 2)) b.ops.push_back(model::Retract{model::ItemKind::judgement, j.id, "c"});
  }
  if (r.chance(1, 3))
    b.ops.push_back(model::Relabel{model::ItemKind::record, pick(), label(), "t"});
  if (r.chance(1, 2)) {
    const model::EventId event(event_id(r.below(6), r.below(20)));
    if (r.chance(1, 2)) {
      b.ops.push_back(model::Retract{model::ItemKind::event, event, "u"});
    } else {
      b.ops.push_back(model::Relabel{model::ItemKind::event, event, label(), "v"});
    }
  }
  if (r.chance(1, 3))
    b.ops.push_back(
        model::PutStatements{pick(), {says(model::Property::surname, surnames[r.below(6)])}});
}

inline RandomWorld random_world(std::uint64_t seed) {
  SeededRandom r(seed);
  RandomWorld w;
  const std::vector<std::string> surnames = {"Prill",  "Kessell", "Kessel",
                                             "Haddow", "Renn",    "Foss"};
  std::vector<RecordId> known;
  std::vector<RecordId> reports;
  for (int e = 0; e < 30; ++e) {
    Batch b;
    b.labels = {label_for({"x"}), label_for({"y"}), label_for({"x", "y"}),
                label_for({"x"}, {"STAFF"})};
    auto label = [&] { return static_cast<model::LabelIndex>(r.below(4)); };
    auto pick = [&] { return known[r.below(known.size())]; };
    for (int n = 0; n < 4; ++n) {
      model::PutRecord record = person(r.below(60) + 1, surnames[r.below(6)], label());
      if (std::find(known.begin(), known.end(), record.id) != known.end()) continue;
      if (r.chance(1, 3)) {
        record.kind = RecordKind::phone;
        record.statements = {
            says(model::Property::phone_number, "+4477009004" + std::to_string(10 + r.below(5)))};
      }
      if (r.chance(1, 2))
        record.statements.push_back(says(model::Property::alias, surnames[r.below(6)]));
      if (r.chance(1, 4)) record.statements.back().label = label();
      if (!known.empty() && r.chance(1, 5)) record.statements.back().source = pick();
      if (!reports.empty() && r.chance(1, 3)) {
        record.source = reports[r.below(reports.size())];
        for (auto& s : record.statements) s.source = record.source;
      }
      if (record.source.is_nil() && r.chance(1, 6)) {
        record.kind = RecordKind::report;
        reports.push_back(record.id);
      }
      known.push_back(record.id);
      b.ops.push_back(record);
    }
    for (int n = 0; n < 4; ++n) {
      model::PutLink link;
      link.id = model::LinkId(r.next_id());
      link.a = pick();
      link.b = r.chance(1, 8) ? id_of(1 + r.below(60)) : pick();  // sometimes before it comes
      if (link.a == link.b) continue;
      link.label = label();
      if (r.chance(1, 4)) link.source = pick();
      b.ops.push_back(link);
      model::PutEvent event;
      // six imports of five entries each; within one entry in any order, some events not of it
      event.id =
          model::EventId(r.chance(1, 6) ? r.next_id()
                                        : event_id(static_cast<std::uint64_t>(e / 5),
                                                   static_cast<std::uint64_t>(e % 5 * 4 + 3 - n)));
      event.kind = model::EventKind::call;
      event.subject = link.a;
      event.other = link.b;
      event.at = {static_cast<std::int64_t>(r.below(1000)),
                  static_cast<std::int64_t>(1000 + r.below(1000))};
      event.label = label();
      b.ops.push_back(event);
    }
    add_changes(b, r, known, surnames);
    w.entries.push_back(std::move(b));
  }
  w.users = {user_of({"x"}), user_of({"y"}), user_of({"x", "y"}), user_of({"x"}, {"STAFF"}),
             user_of({})};
  return w;
}

inline std::string everything(const View& v) {
  std::map<std::string, std::string> by_id;
  auto title = [&](Handle h) { return to_text(v.record(h).id); };
  auto told_by = [&](OriginRef origin) {
    const auto feed = v.feed_of(origin);
    return " by " + std::string(feed ? feed->feed : "hand");
  };
  for (std::uint64_t n = 1; n <= 60; ++n) {
    const auto h = v.find(id_of(n));
    if (!h) continue;
    std::string out = std::string(v.record(*h).source_key) + "/" + to_text(v.record(*h).recorded);
    std::vector<std::string> lines;
    for (const auto& s : v.statements(*h))
      lines.push_back("s " + std::string(s.value) + to_text(s.source) + to_text(s.recorded) +
                      told_by(s.origin));
    v.links(*h, model::LinkKinds::all(), [&](const LinkRow& l) {
      lines.push_back("l " + to_text(l.id) + title(l.a) + title(l.b) + told_by(l.origin));
      return true;
    });
    v.events(*h, model::EventKinds::all(), {}, [&](const EventRow& e) {
      const auto same = v.event(e.id);
      lines.push_back("e " + to_text(e.id) + title(e.subject) + std::to_string(e.at.to_us) +
                      (same ? std::to_string(same->at.from_us) : "lost") + told_by(e.origin));
      return true;
    });
    v.pairs(*h, [&](const PairRow& p) {
      const std::string a = title(p.a);
      const std::string b = title(p.b);
      const auto ends = std::minmax(a, b);
      lines.push_back("p " + ends.first + ends.second + std::to_string(p.weight_millibits));
      return true;
    });
    v.judgements(*h, [&](const JudgementRow& j) {
      lines.push_back("j " + to_text(j.id));
      return true;
    });
    v.same_identifier(*h, [&](Handle o) {
      lines.push_back("i " + to_text(v.id(o)));
      return true;
    });
    std::sort(lines.begin(), lines.end());
    for (const auto& line : lines) out += "\n" + line;
    by_id[title(*h)] = out;
  }
  std::string out;
  for (const auto& [id, text] : by_id) out += text + "\n";
  std::vector<std::string> tokens;
  for (const char* name : {"kessel", "haddow", "renn", "prill"}) {
    auto sink = [&](const TokenHit& hit) {
      std::size_t n = 0;
      v.postings(hit.token, [&](const PostingRow&) { return ++n, true; });
      tokens.push_back(std::string(hit.text) + std::to_string(n));
      return true;
    };
    v.tokens_near(name, sink);
    v.tokens_sounding(name, sink);
    v.tokens_with_prefix(model::IndexClass::name, std::string_view(name).substr(0, 2), sink);
  }
  std::sort(tokens.begin(), tokens.end());
  for (const auto& t : tokens) out += t + ",";
  return out;
}

}  // namespace sallyport::picture::testing
