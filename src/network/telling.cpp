#include "network/telling.hpp"

#include <algorithm>
#include <tuple>

namespace sallyport::network {
namespace {

auto key_of(const Telling& t) {
  return std::tie(t.agency, t.feed, t.record, t.grade);
}

}  // namespace

Telling telling_of(const picture::View& view, picture::Handle about, model::RecordId source,
                   picture::OriginRef origin, Date recorded, model::Grade grade) {
  const auto report = source.is_nil() ? std::nullopt : view.find(source);
  const picture::Handle opens = report.value_or(about);
  Telling out;
  out.record = view.id(opens);
  out.recorded = recorded;
  out.grade = grade;
  if (const auto feed = view.feed_of(origin)) {
    out.agency = feed->agency;
    out.feed = feed->feed;
  } else {
    const picture::Record record = view.record(opens);
    out.agency = record.agency;
    out.feed = record.feed;
  }
  return out;
}

Telling telling_of(const picture::View& view, const picture::LinkRow& row) {
  return telling_of(view, row.a, row.source, row.origin, row.recorded, row.grade);
}

Telling telling_of(const picture::View& view, const picture::EventRow& row, model::Grade grade) {
  return telling_of(view, row.subject, row.source, row.origin, row.recorded, grade);
}

void add(std::vector<Telling>& tellings, Telling one) {
  const auto at =
      std::lower_bound(tellings.begin(), tellings.end(), one,
                       [](const Telling& a, const Telling& b) { return key_of(a) < key_of(b); });
  if (at == tellings.end() || key_of(*at) != key_of(one)) {
    tellings.insert(at, std::move(one));
  } else {
    at->recorded = std::max(at->recorded, one.recorded);
  }
}

model::Grade report_grade(const picture::View& view, model::RecordId source) {
  model::Grade grade;
  const auto handle = source.is_nil() ? std::nullopt : view.find(source);
  if (!handle || view.kind(*handle) != model::RecordKind::report) return grade;
  view.statements(*handle, [&](const picture::StatementRow& row) {
    grade = std::max(grade, row.grade);
    return true;
  });
  return grade;
}

}  // namespace sallyport::network
