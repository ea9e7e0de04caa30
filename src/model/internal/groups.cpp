#include "model/internal/groups.hpp"

#include "base/flat_map.hpp"

namespace sallyport::model::internal {

Groups group_by_subject(const std::vector<Op>& ops) {
  Groups out;
  FlatMap<Id128, std::uint32_t> known;  // but for the store's
  std::vector<std::uint32_t> group_of;
  group_of.reserve(ops.size());
  out.subjects.push_back({});
  RecordId last;
  std::uint32_t last_group = 0;
  for (const auto& op : ops) {
    const RecordId subject = subject_of(op);
    if (subject != last) {
      const auto next = static_cast<std::uint32_t>(out.subjects.size());
      last = subject;
      last_group = subject.is_nil() ? 0 : *known.emplace(subject, next).first;
      if (last_group == next) out.subjects.push_back(subject);
    }
    group_of.push_back(last_group);
  }
  out.begins.resize(out.subjects.size() + 1);
  for (const std::uint32_t group : group_of) ++out.begins[group + 1];
  for (std::size_t i = 1; i < out.begins.size(); ++i) out.begins[i] += out.begins[i - 1];
  out.ops.resize(ops.size());
  std::vector<std::uint32_t> at(out.begins.begin(), out.begins.end() - 1);
  for (std::size_t i = 0; i < ops.size(); ++i) out.ops[at[group_of[i]]++] = &ops[i];
  return out;
}

}  // namespace sallyport::model::internal
