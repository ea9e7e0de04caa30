#include "intake/agreement.hpp"

#include <algorithm>

#include "intake/internal/toml.hpp"
#include "text/fold.hpp"

namespace sallyport::intake {
namespace {

using Tokens = std::vector<std::string>;

bool has(const Tokens& tokens, std::string_view token) {
  return std::find(tokens.begin(), tokens.end(), token) != tokens.end();
}

std::string slug(std::string_view name) {
  std::string out = text::fold(name);
  std::replace(out.begin(), out.end(), ' ', '-');
  return out;
}

// One pattern gives no, one or (for {prison}) many tokens.
void expand(const std::string& pattern, const LabelFacts& facts, Tokens& out) {
  const std::size_t open = pattern.find('{');
  const std::size_t close = pattern.find('}', open);
  if (open == std::string::npos || close == std::string::npos) {
    out.push_back(pattern);
    return;
  }
  const std::string name = pattern.substr(open + 1, close - open - 1);
  Tokens values;
  if (name == "agency") values = {facts.agency};
  if (name == "officer" && !facts.officer.empty()) values = {slug(facts.officer)};
  if (name == "author" && !facts.author.empty()) values = {facts.author};
  if (name == "prison") {
    for (const auto& p : facts.prisons) {
      if (!p.empty()) values.push_back(slug(p));
    }
  }
  for (const auto& value : values)
    expand(pattern.substr(0, open) + value + pattern.substr(close + 1), facts, out);
}

Tokens expanded(const Tokens& patterns, const LabelFacts& facts) {
  Tokens out;
  for (const auto& p : patterns) expand(p, facts, out);
  return out;
}

tl::unexpected<Error> refuse(const char* field, const std::string& value, std::string expected) {
  Error error{ErrorCode::kBadValue, std::string(field) + ": " + value, {}};
  error.places.push_back({"", 0, field, value, std::move(expected)});
  return fail(std::move(error));
}

std::string listed(const Tokens& tokens) {
  std::string out;
  for (const auto& t : tokens) out += (out.empty() ? "" : ", ") + t;
  return out;
}

// The conditions as label.hpp takes them: all "for:" of a row are one condition, any of which
// holds.
Result<Tokens> merged_conditions(const Tokens& conditions, const Tokens& known) {
  Tokens out;
  Tokens functions;
  for (const auto& c : conditions) {
    if (!has(known, c)) return refuse("conditions", c, "one of " + listed(known));
    if (c.starts_with("for:")) {
      functions.push_back(c.substr(4));
    } else {
      out.push_back(c);
    }
  }
  std::sort(functions.begin(), functions.end());
  functions.erase(std::unique(functions.begin(), functions.end()), functions.end());
  if (!functions.empty()) {
    std::string joined = "for:";
    for (const auto& f : functions) joined += (joined.size() > 4 ? "|" : "") + f;
    out.push_back(joined);
  }
  return out;
}

Result<FeedAgreement> agreement_of(const Value& table, const Value& house) {
  FeedAgreement out;
  out.feed = table.text_of("name");
  out.agencies = table["agencies"].texts();
  out.pattern = table.text_of("pattern");
  out.marking = table.text_of("marking");
  const auto level = model::level_named(table.text_of("level"));
  if (out.feed.empty() || !level)
    return fail(ErrorCode::kBadValue, "feed " + out.feed + ": needs a name and a known level");
  out.level = *level;
  out.purposes = table["purposes"].texts();
  out.always_to = table["always_to"].texts();
  out.default_to = table["default_to"].texts();
  out.ceiling = table["ceiling"].texts();
  out.compartments = table["compartments"].texts();
  out.lawful_basis = table.text_of("lawful_basis");
  out.retention = table.text_of("retention");
  if (!table.text_of("review_months").empty())
    out.review_months = static_cast<std::uint32_t>(std::stoul(table.text_of("review_months")));
  out.known_compartments = house["compartments"].texts();
  out.known_conditions = house["conditions"].texts();
  for (const auto& r : table["rule"].items) {
    LabelRule rule;
    rule.column = r.text_of("column");
    rule.equals = text::fold(r.text_of("equals"));
    rule.restrict_to = r["restrict_to"].texts();
    rule.add_compartments = r["add_compartments"].texts();
    rule.not_to_subject = r.text_of("subject_disclosure") == "no";
    rule.needs = r.text_of("needs");
    out.rules.push_back(std::move(rule));
  }
  return out;
}

// "for:a" holds for nobody for whom "for:a|b" does not.
bool implies(const std::string& has, const std::string& needs) {
  if (has == needs) return true;
  if (!has.starts_with("for:") || !needs.starts_with("for:") || has.size() == 4) return false;
  const std::string all = "|" + needs.substr(4) + "|";
  for (std::size_t at = 4; at <= has.size();) {
    const std::size_t bar = std::min(has.find('|', at), has.size());
    if (all.find("|" + has.substr(at, bar - at) + "|") == std::string::npos) return false;
    at = bar + 1;
  }
  return true;
}

std::uint32_t retention_months(std::string_view retention) {
  if (retention.ends_with("-7y")) return 84;
  if (retention.ends_with("-6y") || retention == "mopi-g4") return 72;
  return 72;
}

}  // namespace

Result<std::vector<FeedAgreement>> parse_agreements(std::string_view toml) {
  Value house;
  TRY_ASSIGN(house, internal::parse_toml(toml));
  std::vector<FeedAgreement> out;
  for (const auto& table : house["feed"].items) {
    FeedAgreement agreement;
    TRY_ASSIGN(agreement, agreement_of(table, house));
    out.push_back(std::move(agreement));
  }
  return out;
}

model::PutFeed put_feed(const FeedAgreement& agreement, const std::string& agency,
                        const std::string& title) {
  model::PutFeed out;
  out.name = agreement.feed;
  out.agency = agency;
  out.title = title;
  LabelFacts facts;
  facts.agency = agency;
  out.label.originators = {agency};
  out.label.level = agreement.level;
  out.label.compartments = agreement.compartments;
  Tokens audience = expanded(agreement.always_to, facts);
  for (auto& t : expanded(agreement.default_to, facts)) audience.push_back(std::move(t));
  if (!audience.empty()) out.label.releasable_to = {audience};
  out.label.purposes = agreement.purposes;
  out.label = out.label.normalised();
  out.lawful_basis = agreement.lawful_basis;
  out.purpose = agreement.purposes.empty() ? "" : agreement.purposes.front();
  out.retention_months = retention_months(agreement.retention);
  out.review_months = agreement.review_months;
  return out;
}

model::Label feed_label_for(const FeedAgreement& agreement, const std::string& agency,
                            const std::vector<std::string>& audiences) {
  model::Label label = put_feed(agreement, agency, "").label;
  Tokens fitting;
  for (const Tokens& patterns : {agreement.always_to, agreement.default_to}) {
    for (const auto& pattern : patterns) {
      const std::size_t open = pattern.find('{');
      if (open == std::string::npos || pattern.starts_with("{agency}")) continue;
      const std::size_t close = pattern.find('}', open);
      const std::string head = pattern.substr(0, open);
      const std::string tail = close == std::string::npos ? "" : pattern.substr(close + 1);
      for (const auto& audience : audiences) {
        if (audience.size() > head.size() + tail.size() && audience.starts_with(head) &&
            audience.ends_with(tail))
          fitting.push_back(audience);
      }
    }
  }
  if (fitting.empty()) return label;
  if (label.releasable_to.empty()) label.releasable_to.emplace_back();
  auto& set = label.releasable_to.front();
  set.insert(set.end(), fitting.begin(), fitting.end());
  return label.normalised();
}

Result<model::Label> row_label(const FeedAgreement& a, const LabelFacts& facts) {
  Tokens audience = expanded(a.always_to, facts);
  if (facts.releasable_to.empty()) {
    for (auto& t : expanded(a.default_to, facts)) audience.push_back(std::move(t));
  } else {
    const Tokens ceiling = expanded(a.ceiling, facts);
    const Tokens always = audience;
    for (const auto& token : facts.releasable_to) {
      if (!has(ceiling, token) && !has(always, token))
        return refuse("releasable_to", token, "an audience of the agreement: " + listed(ceiling));
      audience.push_back(token);
    }
  }
  model::Label label;
  label.compartments = a.compartments;
  for (const auto& c : facts.compartments) {
    if (!has(a.known_compartments, c))
      return refuse("compartments", c, "one of " + listed(a.known_compartments));
    label.compartments.push_back(c);
  }
  TRY_ASSIGN(label.conditions, merged_conditions(facts.conditions, a.known_conditions));
  for (std::size_t i = 0; i < a.rules.size(); ++i) {
    const LabelRule& rule = a.rules[i];
    if (text::fold(facts.rule_values.at(i)) != rule.equals) continue;
    if (!rule.needs.empty() && facts.needed.at(i).empty())
      return refuse(rule.needs.c_str(), "", "not empty where " + rule.column + " is as here");
    if (!rule.restrict_to.empty()) audience = expanded(rule.restrict_to, facts);
    for (const auto& c : rule.add_compartments) label.compartments.push_back(c);
    if (rule.not_to_subject) label.conditions.push_back("not:subject");
  }
  label.originators = {facts.agency};
  label.level = a.level;
  if (!audience.empty()) label.releasable_to = {audience};
  label.purposes = a.purposes;
  label = label.normalised();
  TRY(model::check(label));
  return label;
}

bool every_reader_reads(const model::Label& row, const model::Label& record) {
  const auto within = [](const Tokens& less, const Tokens& more) {
    return std::includes(more.begin(), more.end(), less.begin(), less.end());
  };
  if (record.level > row.level || record.releasable_to.empty()) return false;
  if (!within(record.compartments, row.compartments)) return false;
  if (!within(row.purposes, record.purposes)) return false;
  if (record.expires && (!row.expires || *record.expires < *row.expires)) return false;
  // who holds a token of the row's set holds one of the record's
  const bool released =
      std::all_of(record.releasable_to.begin(), record.releasable_to.end(), [&](const auto& needs) {
        return std::any_of(row.releasable_to.begin(), row.releasable_to.end(),
                           [&](const auto& has) { return within(has, needs); });
      });
  return released &&
         std::all_of(record.conditions.begin(), record.conditions.end(), [&](const auto& needs) {
           return std::any_of(row.conditions.begin(), row.conditions.end(),
                              [&](const auto& has) { return implies(has, needs); });
         });
}

bool may_stand_for(model::RecordKind kind, const model::Label& record, const model::Label& row) {
  if (kind == model::RecordKind::group) return every_reader_reads(row, record);
  return record.level <= row.level && !record.releasable_to.empty() &&
         std::includes(row.compartments.begin(), row.compartments.end(),
                       record.compartments.begin(), record.compartments.end()) &&
         std::includes(row.conditions.begin(), row.conditions.end(), record.conditions.begin(),
                       record.conditions.end());
}

}  // namespace sallyport::intake
