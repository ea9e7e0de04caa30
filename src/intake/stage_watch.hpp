// Where an import's time goes, for benchmarks: whoever imports says which stage the work since his
// last word belonged to, and the watch adds up. The product has no watch and asks no clock.
// Threads: each thread of an import laps for itself; a watch is ready for several.
#pragma once

#include <cstdint>

namespace sallyport::intake {

enum class Stage : std::uint8_t {
  read,     ///< frames of the reader process to rows
  map,      ///< rows to drafts: cells by type, labels, things, links, events
  look_up,  ///< what the picture has of a row already
  put,      ///< drafts to operations: ids, each thing once
  seal,     ///< operations to boxes, boxes under their keys
  store,    ///< sealed entries to the store's file, with its syncs
  fold,     ///< operations to rows of the picture, the index of rows
  resolve,  ///< people who came or changed compared with all who share a key, at the commit
};
inline constexpr std::size_t kStages = 8;

class StageWatch {
 public:
  virtual ~StageWatch() = default;
  /// What this thread did since its last lap was `done`.
  virtual void lap(Stage done) = 0;
};

inline void lap(StageWatch* watch, Stage done) {
  if (watch != nullptr) watch->lap(done);
}

}  // namespace sallyport::intake
