// What a feed agreed: the label its rows get, and the rules by which a row tightens it
// (docs/formats/README.md, Labels; story/feeds.toml is an example of the file). A row may only
// tighten: an audience outside the agreement, a compartment or a condition nobody knows sends the
// row to quarantine, for an unknown label is seen by nobody.
// Ownership: plain values. Threads: any. Failure: kBadValue with the field. Cost: linear.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "model/op.hpp"

namespace sallyport::intake {

struct LabelRule {
  std::string column;
  std::string equals;                    ///< any case
  std::vector<std::string> restrict_to;  ///< the audience becomes exactly this; empty = no change
  std::vector<std::string> add_compartments;
  bool not_to_subject = false;  ///< adds the condition "not:subject"
  std::string needs;            ///< this field must not be empty
};

struct FeedAgreement {
  std::string feed;  ///< "prison.calls"
  std::vector<std::string> agencies;
  std::string pattern;  ///< "calls*.csv"
  std::string marking;  ///< "OFFICIAL SENSITIVE"
  model::Level level = model::Level::official_sensitive;
  std::vector<std::string> purposes;
  std::vector<std::string> always_to;
  std::vector<std::string> default_to;
  std::vector<std::string> ceiling;
  std::vector<std::string> compartments;
  std::vector<LabelRule> rules;
  std::string lawful_basis;
  std::string retention;
  std::uint32_t review_months = 12;
  // what the whole house knows
  std::vector<std::string> known_compartments;
  std::vector<std::string> known_conditions;
};

/// All agreements of a feeds file.
Result<std::vector<FeedAgreement>> parse_agreements(std::string_view toml);

/// The ledger's line for a feed of one agency: its label before any row rule.
model::PutFeed put_feed(const FeedAgreement& agreement, const std::string& agency,
                        const std::string& title);

/// The same label for whoever reads the rows of one place or of one officer only: patterns as
/// "estmere-prisons/security/{prison}" are filled from those of these audiences that fit them.
model::Label feed_label_for(const FeedAgreement& agreement, const std::string& agency,
                            const std::vector<std::string>& audiences);

/// What of a row its label depends on.
struct LabelFacts {
  std::string agency;
  std::vector<std::string> prisons;  ///< names as written
  std::string officer;
  std::string author;
  std::vector<std::string> releasable_to;
  std::vector<std::string> compartments;
  std::vector<std::string> conditions;
  std::vector<std::string> rule_values;  ///< of each rule's column, in order of the rules
  std::vector<std::string> needed;       ///< of each rule's `needs` field
};

/// The label of a row. A pure function of the agreement and the row: the order of rows is nothing.
Result<model::Label> row_label(const FeedAgreement& agreement, const LabelFacts& facts);

/// Does everybody who may read what carries `row` read what carries `record` too? True only when
/// the two labels say so, whoever holds what: level, compartments, conditions, audiences, purposes
/// and expiry, each for itself.
bool every_reader_reads(const model::Label& row, const model::Label& record);

/// May a record with one label stand for the thing that a row with another label speaks of? A group
/// only when every reader of the row reads the record: what a row says of a group (who belongs to
/// it, whom it is at war with) needs the group to be seen, and group records come together again by
/// their number. Anybody or anything else when it needs no more clearance than the row: otherwise
/// the row would vanish with it (docs/design/intake.md says why not the same for people).
bool may_stand_for(model::RecordKind kind, const model::Label& record, const model::Label& row);

}  // namespace sallyport::intake
