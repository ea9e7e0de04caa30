// write_snapshot with the disk passed in, so that a test can stop it before any step.
#pragma once

#include "picture/internal/segment_file.hpp"
#include "picture/snapshot.hpp"

namespace sallyport::picture {

Status write_snapshot_on(SnapshotDisk& disk, const Picture& picture, ByteView extra,
                         const SnapshotPlace& place, Random& random);

}  // namespace sallyport::picture
