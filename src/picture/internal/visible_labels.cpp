// Which labels a user may see for a purpose: asked of `access` once, then kept.
#include <algorithm>

#include "access/decide.hpp"
#include "picture/internal/core.hpp"

namespace sallyport::picture {

std::shared_ptr<const VisibleLabels> Picture::Core::visible_labels(const Version& version,
                                                                   const access::Grants& grants,
                                                                   std::string_view purpose,
                                                                   Instant now) const {
  const std::string key = grants.name + '\0' + std::string(purpose);
  const std::lock_guard lock(cache_mutex_);
  CachedLabels& cached = cache_[key];
  const bool reuse = cached.labels && cached.grants == grants && now.us < cached.good_until_us;
  if (reuse && cached.labels->bits.size() >= version.labels) return cached.labels;
  auto made =
      reuse ? std::make_shared<VisibleLabels>(*cached.labels) : std::make_shared<VisibleLabels>();
  if (!reuse) {
    cached.grants = grants;
    cached.purpose = std::string(purpose);
    cached.good_until_us = TimeRange::kOpen;
  }
  for (auto row = static_cast<std::uint32_t>(made->bits.size()); row < version.labels; ++row) {
    const model::Label& label = *tables.labels[row];
    const bool allowed = access::decide(label, grants, purpose, now).allowed;
    made->bits.push_back(allowed);
    made->digest = mix64(made->digest, allowed ? row * 2 + 1 : row * 2);
    if (label.expires && *label.expires > now)
      cached.good_until_us = std::min(cached.good_until_us, label.expires->us);
  }
  cached.labels = std::move(made);
  return cached.labels;
}

}  // namespace sallyport::picture
