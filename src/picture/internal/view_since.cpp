// View, for what came since: the rows of the entries after a position, each behind the filter.
#include "picture/internal/view_state.hpp"

namespace sallyport::picture {

void View::statements_since(std::uint64_t position, const PropertySet& wanted,
                            const Sink<StatementRow>& sink) const {
  const auto& s = *state_;
  const auto& columns = s.t.statements;
  for (std::uint32_t row = s.lengths_until(position).statements; row < s.lengths.statements;
       ++row) {
    if (!wanted.has(static_cast<model::Property>(columns.property[row]))) continue;
    const std::uint32_t record = columns.record[row];
    if (!s.record_visible(record) || !s.statement_itself_visible(row)) continue;
    State::Statements one;
    one.count = 1;
    one.rows[0] = row;
    if (!s.tell(record, one, sink)) return;
  }
}

void View::links_since(std::uint64_t position, model::LinkKinds kinds,
                       const Sink<LinkRow>& sink) const {
  const auto& s = *state_;
  for (std::uint32_t row = s.lengths_until(position).links; row < s.lengths.links; ++row) {
    if (!kinds.has(static_cast<model::LinkKind>(s.t.links.kind[row]))) continue;
    if (s.link_visible(row) && !sink(s.link(row))) return;
  }
}

void View::events_since(std::uint64_t position, model::EventKinds kinds,
                        const Sink<EventRow>& sink) const {
  const auto& s = *state_;
  s.core.need_rest();
  for (std::uint32_t row = s.lengths_until(position).events; row < s.lengths.events; ++row) {
    if (!kinds.has(static_cast<model::EventKind>(s.t.events.kind[row] & 0x7F))) continue;
    if (s.event_visible(row) && !sink(s.event(row))) return;
  }
}

void View::judgements_since(std::uint64_t position, const Sink<JudgementRow>& sink) const {
  const auto& s = *state_;
  for (std::uint32_t row = s.lengths_until(position).judgements; row < s.lengths.judgements;
       ++row) {
    if (s.judgement_visible(row) && !sink(s.judgement(row))) return;
  }
}

}  // namespace sallyport::picture
