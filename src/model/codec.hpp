// FROZEN SHAPE: the entry codec. A Batch becomes one store box (actor, reason, import facts,
// labels, operations of no record) and one box per subject record, each deterministic CBOR,
// positional, version in front. Decoding is total: any bytes give a Batch or an error, never a
// crash. Changing a layout means a new kBatchVersion and an upcaster kept for ever (core.md 7).
#pragma once

#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "model/op.hpp"

namespace sallyport::model {

inline constexpr std::uint16_t kBatchVersion = 1;

struct OpBox {
  RecordId subject;  ///< nil = the store box, always first
  Bytes plaintext;
};

/// Operations keep their order inside a box; boxes follow in order of first use. Linear.
std::vector<OpBox> to_boxes(const Batch& batch);

/// The store box first; a box whose key was destroyed is simply absent (its operations are gone).
Result<Batch> from_boxes(const std::vector<OpBox>& boxes);

}  // namespace sallyport::model
