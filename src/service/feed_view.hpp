// What a feed may compare its rows with: the picture as the agency's agreements let it be seen, for
// any purpose of the feed's own agreement (a row's label may allow only one of them).
// What is told of the answers (counts, changes) is what the one who brings the file in sees.
// Answers the intake's questions in that view; hidden and absent are one answer.
// Ownership: borrows the desk. Threads: one import, which sees one version of the picture.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "intake/context.hpp"
#include "service/desk.hpp"
#include "service/row_history.hpp"

namespace sallyport::service {

/// The grants of a feed: every audience, compartment and purpose its agency's agreements name, and
/// the audiences its own entries have used (those a row names: a prison, an officer, an author).
access::Grants feed_grants(const std::vector<intake::FeedAgreement>& agreements,
                           const std::string& agency, const std::set<std::string>& used);

class FeedView final : public intake::Surroundings {
 public:
  /// `actor` brings the file in, looking for `purpose`: he is told what he sees himself. Who has no
  /// account (the intake) is told everything.
  struct Bringing {
    std::string actor;
    std::string purpose;
  };
  FeedView(Desk& desk, const std::vector<intake::FeedAgreement>& agreements,
           const intake::FeedAgreement& agreement, const std::string& agency,
           const Bringing& bringing = {});

  std::optional<intake::ExistingRow> existing(const intake::RowIdentity& row) override;
  void expect(std::span<const std::uint64_t> row_keys) override;
  std::optional<model::RecordId> known_thing(const intake::ThingQuery& query) override;
  std::optional<model::PutEvent> open_stay(model::RecordId person) override;
  std::vector<model::Statement> standing(model::RecordId record) override;

  /// Not ok: what rows made before could not be read, so nothing may be taken.
  const Status& failed() const { return history_.failed(); }

 private:
  /// One for each purpose, the agreement's first one first.
  const std::vector<picture::View>& views();
  intake::ExistingRow row_of(const picture::View& view, const RowHistory::Known& known,
                             const intake::RowIdentity& row);

  bool is_told(const std::vector<model::RowTrace::Item>& items) const;

  Desk& desk_;
  RowHistory history_;
  std::optional<picture::View> actor_;
  access::Grants grants_;
  std::vector<std::string> purposes_;
  std::vector<picture::View> views_;
};

}  // namespace sallyport::service
