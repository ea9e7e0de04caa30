// Which import an entry belongs to: the imports of a directory, sorted once by their first entry.
// An import's entries stand together.
#include <algorithm>

#include "picture/internal/core.hpp"

namespace sallyport::picture {

std::shared_ptr<const ImportsInOrder> Picture::Core::imports_in_order(
    const std::shared_ptr<const Directory>& directory) const {
  const std::lock_guard lock(imports_mutex_);
  if (!imports_ || imports_->directory != directory) {
    auto made = std::make_shared<OrderedImports>();
    made->directory = directory;
    for (const auto& [id, import] : directory->imports) made->list.push_back(&import);
    std::sort(made->list.begin(), made->list.end(), [](const ImportState* a, const ImportState* b) {
      return a->first_entry < b->first_entry;
    });
    imports_ = std::move(made);
  }
  return {imports_, &imports_->list};
}

}  // namespace sallyport::picture
