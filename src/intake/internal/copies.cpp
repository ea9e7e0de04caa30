#include "intake/internal/copies.hpp"

#include <algorithm>

namespace sallyport::intake::internal {
namespace {

constexpr std::size_t kWaitingBytes = 16u << 20;

std::size_t weight(const Draft& draft) {
  std::size_t out = 1024;
  for (const auto& thing : draft.things) {
    out += 256;
    for (const auto& s : thing->statements)
      out += 128 + s.statement.value.size() + s.statement.raw.size();
  }
  return out + 256 * (draft.links.size() + draft.events.size());
}

}  // namespace

std::string_view WaitingCopies::original_of(const Draft& draft) {
  for (const auto& link : draft.links) {
    if (link.link.kind != model::LinkKind::same_origin) continue;
    const DraftThing& other = draft.get(link.b);
    if (other.kind == model::RecordKind::report && other.scope == Scope::known) return other.key;
  }
  return {};
}

bool WaitingCopies::hold(std::uint64_t original, Draft& draft, std::uint64_t row) {
  const std::size_t bytes = weight(draft);
  if (came_.find(original) != nullptr || bytes_ + bytes > kWaitingBytes) return false;
  bytes_ += bytes;
  waiting_[original].push_back({std::move(draft), row});
  draft = Draft{};
  return true;
}

std::vector<WaitingCopies::Row> WaitingCopies::take(std::uint64_t original) {
  const auto at = waiting_.find(original);
  if (at == waiting_.end()) return {};
  std::vector<Row> out = std::move(at->second);
  waiting_.erase(at);
  for (const Row& row : out) bytes_ -= weight(row.draft);
  return out;
}

std::vector<WaitingCopies::Row> WaitingCopies::take_all() {
  std::vector<Row> out;
  for (auto& [original, rows] : waiting_)
    std::move(rows.begin(), rows.end(), std::back_inserter(out));
  waiting_.clear();
  bytes_ = 0;
  std::sort(out.begin(), out.end(), [](const Row& a, const Row& b) { return a.row < b.row; });
  return out;
}

}  // namespace sallyport::intake::internal
