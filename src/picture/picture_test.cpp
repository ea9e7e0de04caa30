// Folding and filtering: what a View gives, as of when, and that hidden equals absent.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "base/random.hpp"
#include "picture/picture.hpp"
#include "picture/twin.hpp"
#include "picture/view.hpp"

namespace sallyport::picture {
namespace {

using model::Batch;
using model::RecordId;
using model::RecordKind;

access::Grants user_of(std::vector<std::string> audiences, std::vector<std::string> compartments = {}) {
  model::PutAccount a;
  a.name = "u" + (audiences.empty() ? std::string() : audiences.front());
  a.audiences = std::move(audiences);
  a.compartments = std::move(compartments);
  a.purposes = {"security"};
  return access::grants_of(a);
}

model::Label label_for(std::vector<std::string> audience, std::vector<std::string> compartments = {}) {
  model::Label l;
  l.originators = {"estmere-prisons"};
  l.releasable_to = {std::move(audience)};
  l.compartments = std::move(compartments);
  l.purposes = {"security"};
  return l;
}

model::Statement says(model::Property property, std::string value) {
  model::Statement s;
  s.property = property;
  s.value = std::move(value);
  return s;
}

RecordId id_of(std::uint64_t n) { return RecordId(Id128{n, ~n}); }

model::PutRecord person(std::uint64_t n, const std::string& surname, model::LabelIndex label) {
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

EntryPlace at(std::uint64_t position, int day) {
  return {position, Instant{day * Instant::kDayUs}, model::EntryType::command};
}

TEST(View, HiddenIsAbsentAndALinkNeedsBothEnds) {
  Picture p;
  Batch b;
  b.labels = {label_for({"x"}), label_for({"y"})};
  b.ops = {person(1, "Prill", 0), person(2, "Haddow", 1), person(3, "Renn", 0)};
  model::PutLink seen{model::LinkId(Id128{9, 1}), model::LinkKind::associates_with, id_of(1), id_of(3)};
  model::PutLink half{model::LinkId(Id128{9, 2}), model::LinkKind::associates_with, id_of(1), id_of(2)};
  b.ops.push_back(seen);
  b.ops.push_back(half);
  p.fold(at(0, 1), b);
  const View v = View::open(p, user_of({"x"}), "security", {}, Instant{0});
  ASSERT_TRUE(v.find(id_of(1)));
  EXPECT_FALSE(v.find(id_of(2)));
  EXPECT_FALSE(v.find(id_of(77)));
  std::vector<model::LinkId> links;
  v.links(*v.find(id_of(1)), model::LinkKinds::all(), [&](const LinkRow& row) {
    links.push_back(row.id);
    return true;
  });
  EXPECT_EQ(links, std::vector<model::LinkId>{seen.id});
  EXPECT_FALSE(v.link(half.id));
  EXPECT_FALSE(v.token(model::IndexClass::name, "haddow"));
  EXPECT_TRUE(v.token(model::IndexClass::name, "renn"));
  const View nobody = View::open(p, user_of({"x"}), "placement", {}, Instant{0});
  EXPECT_FALSE(nobody.find(id_of(1)));
}

TEST(View, KnownThenIsTheKnowledgeOfThenAndTheAccessOfNow) {
  Picture p;
  Batch first;
  first.labels = {label_for({"x"})};
  first.ops = {person(1, "Prill", 0)};
  p.fold(at(0, 10), first);
  Batch second;
  second.ops = {model::EndStatements{id_of(1), {says(model::Property::surname, "Prill")}},
                model::PutStatements{id_of(1), {says(model::Property::surname, "Prell")}}};
  p.fold(at(1, 20), second);
  auto surname = [&](AsOf as_of) {
    const View v = View::open(p, user_of({"x"}), "security", as_of, Instant{0});
    const auto h = v.find(id_of(1));
    return h ? std::string(v.value(*h, model::Property::surname)) : std::string("absent");
  };
  EXPECT_EQ(surname({}), "Prell");
  EXPECT_EQ(surname({Date{20}}), "Prell");
  EXPECT_EQ(surname({Date{19}}), "Prill");
  EXPECT_EQ(surname({Date{9}}), "absent");
  Batch third;
  third.labels = {label_for({"y"})};
  third.ops = {model::Relabel{model::ItemKind::record, id_of(1), 0, "tighten"}};
  p.fold(at(2, 30), third);
  EXPECT_EQ(surname({}), "absent");
  EXPECT_EQ(surname({Date{10}}), "absent");
}

TEST(View, AnImportShowsAtItsCommitAndGoesWholeWhenUndone) {
  Picture p;
  auto chunk = [&](std::uint64_t n) {
    Batch b;
    b.import = model::ImportFacts{model::ImportId(Id128{5, 5}), "prison.roll", "roll.csv", "h"};
    b.labels = {label_for({"x"})};
    b.ops = {person(n, "Prill", 0)};
    return b;
  };
  auto visible = [&](std::uint64_t n) {
    return View::open(p, user_of({"x"}), "security", {}, Instant{0}).find(id_of(n)).has_value();
  };
  p.fold({0, Instant{1}, model::EntryType::import_chunk}, chunk(1));
  p.fold({1, Instant{1}, model::EntryType::import_chunk}, chunk(2));
  EXPECT_FALSE(visible(1));
  Batch closing;
  closing.import = chunk(1).import;
  p.fold({2, Instant{1}, model::EntryType::import_commit}, closing);
  EXPECT_TRUE(visible(1));
  EXPECT_TRUE(visible(2));
  Batch other;
  other.labels = {label_for({"x"})};
  other.ops = {person(3, "Foss", 0)};
  p.fold(at(3, 1), other);
  Batch undo;
  undo.ops = {model::RetractImport{model::ImportId(Id128{5, 5}), "wrong file"}};
  p.fold(at(4, 2), undo);
  EXPECT_FALSE(visible(1));
  EXPECT_FALSE(visible(2));
  EXPECT_TRUE(visible(3));
  std::size_t brought = 0;
  p.brought_by(model::ImportId(Id128{5, 5}), [&](model::ItemKind, Id128) { ++brought; });
  EXPECT_EQ(brought, 2u);
}

// Random worlds: everything a View gives, as one text, over the full picture and over its twin.
struct World {
  std::vector<Batch> entries;
  std::vector<access::Grants> users;
};

World random_world(std::uint64_t seed) {
  SeededRandom r(seed);
  World w;
  const std::vector<std::string> surnames = {"Prill", "Kessell", "Kessel", "Haddow", "Renn", "Foss"};
  std::vector<RecordId> known;
  std::vector<RecordId> reports;
  for (int e = 0; e < 30; ++e) {
    Batch b;
    b.labels = {label_for({"x"}), label_for({"y"}), label_for({"x", "y"}), label_for({"x"}, {"STAFF"})};
    auto label = [&] { return static_cast<model::LabelIndex>(r.below(4)); };
    auto pick = [&] { return known[r.below(known.size())]; };
    for (int n = 0; n < 4; ++n) {
      model::PutRecord record = person(r.below(60) + 1, surnames[r.below(6)], label());
      if (std::find(known.begin(), known.end(), record.id) != known.end()) continue;
      if (r.chance(1, 3)) {
        record.kind = RecordKind::phone;
        record.statements = {says(model::Property::phone_number, "+4477009004" + std::to_string(10 + r.below(5)))};
      }
      if (r.chance(1, 2)) record.statements.push_back(says(model::Property::alias, surnames[r.below(6)]));
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
      event.id = model::EventId(r.next_id());
      event.kind = model::EventKind::call;
      event.subject = link.a;
      event.other = link.b;
      event.at = {static_cast<std::int64_t>(r.below(1000)), static_cast<std::int64_t>(1000 + r.below(1000))};
      event.label = label();
      b.ops.push_back(event);
    }
    if (r.chance(1, 2)) {
      model::PutJudgement j{model::JudgementId(r.next_id()), pick(), pick(), model::Verdict::same, "a", "b", label()};
      b.ops.push_back(j);
      if (r.chance(1, 2)) b.ops.push_back(model::Retract{model::ItemKind::judgement, j.id, "c"});
    }
    if (r.chance(1, 3)) b.ops.push_back(model::Relabel{model::ItemKind::record, pick(), label(), "t"});
    if (r.chance(1, 3)) b.ops.push_back(model::PutStatements{pick(), {says(model::Property::surname, surnames[r.below(6)])}});
    w.entries.push_back(std::move(b));
  }
  w.users = {user_of({"x"}), user_of({"y"}), user_of({"x", "y"}), user_of({"x"}, {"STAFF"}), user_of({})};
  return w;
}

std::string everything(const View& v) {
  std::map<std::string, std::string> by_id;
  auto title = [&](Handle h) { return to_text(v.record(h).id); };
  for (std::uint64_t n = 1; n <= 60; ++n) {
    const auto h = v.find(id_of(n));
    if (!h) continue;
    std::string out = std::string(v.record(*h).source_key) + "/" + to_text(v.record(*h).recorded);
    std::vector<std::string> lines;
    for (const auto& s : v.statements(*h))
      lines.push_back("s " + std::string(s.value) + to_text(s.source) + to_text(s.recorded));
    v.links(*h, model::LinkKinds::all(), [&](const LinkRow& l) {
      lines.push_back("l " + to_text(l.id) + title(l.a) + title(l.b));
      return true;
    });
    v.events(*h, model::EventKinds::all(), {}, [&](const EventRow& e) {
      lines.push_back("e " + to_text(e.id) + title(e.subject) + std::to_string(e.at.to_us));
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
    v.same_identifier(*h, [&](const Record& o) {
      lines.push_back("i " + to_text(o.id));
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

TEST(Twin, EveryReadIsTheSameOverTheWorldWithoutWhatIsHidden) {
  std::size_t hidden = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const World w = random_world(seed);
    Picture full;
    for (std::size_t i = 0; i < w.entries.size(); ++i) full.fold(at(i, static_cast<int>(i)), w.entries[i]);
    for (const auto& user : w.users) {
      const TwinFilter filter(w.entries, user, "security", Instant{0});
      hidden += filter.hidden_items();
      Picture twin;
      for (std::size_t i = 0; i < w.entries.size(); ++i)
        twin.fold(at(i, static_cast<int>(i)), filter.keep(w.entries[i]));
      for (const AsOf as_of : {AsOf{}, AsOf{Date{12}}}) {
        const View a = View::open(full, user, "security", as_of, Instant{0});
        const View b = View::open(twin, user, "security", as_of, Instant{0});
        ASSERT_EQ(everything(a), everything(b)) << "seed " << seed << " user " << user.name;
      }
    }
  }
  EXPECT_GT(hidden, 1000u);
}

TEST(Picture, FoldingAgainGivesTheSameWhateverTheEntriesBoundaries) {
  const World w = random_world(99);
  Picture once;
  Picture again;
  for (std::size_t i = 0; i < w.entries.size(); ++i) {
    once.fold(at(i, 1), w.entries[i]);
    again.fold(at(i, 1), w.entries[i]);
  }
  const auto user = user_of({"x", "y"}, {"STAFF"});
  EXPECT_EQ(everything(View::open(once, user, "security", {}, {})),
            everything(View::open(again, user, "security", {}, {})));
}

}  // namespace
}  // namespace sallyport::picture
