#include <iterator>

#include "intake/mapping.hpp"

namespace sallyport::intake {
namespace {

constexpr MappingSource kSources[] = {
#include "built_in_mappings.inc"
};

}  // namespace

std::span<const MappingSource> built_in_mapping_sources() {
  return kSources;
}

}  // namespace sallyport::intake
