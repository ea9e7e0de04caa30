#include "picture/internal/posting_lists.hpp"

namespace sallyport::picture {

std::uint32_t CellArena::allocate(std::uint32_t cells) {
  SALLYPORT_ASSERT(cells % kUnit == 0 && cells <= kChunk);
  const std::uint32_t left = kChunk - cells_.size() % kChunk;
  for (std::uint32_t i = 0; left < cells && i < left; ++i) cells_.push(kNone);
  const std::uint32_t begin = cells_.size();
  for (std::uint32_t i = 0; i < cells; ++i) cells_.push(kNone);
  return begin;
}

PostingLists::Head PostingLists::with(Head head, Posting posting, std::uint8_t slice) {
  if (is_long(head)) return in_directory(head, posting, slice);
  return in_chain(head, posting, true, slice);
}

std::uint32_t PostingLists::same_before(Head head) const {
  const std::uint32_t size_class = class_of(head);
  std::uint32_t count = 0;
  while (head != kNone && (head & 1) != 0 && class_of(head) == size_class) {
    ++count;
    head = block(head)[0];
  }
  return count;
}

PostingLists::Head PostingLists::in_chain(Head head, Posting posting, bool may_spread,
                                          std::uint8_t slice) {
  if (head == kNone) return posting.bits << 1;
  if ((head & 1) == 0) {
    if (head >> 1 == posting.bits) return head;
    const std::uint32_t cell = cells_.allocate(2);
    cells_.store(cell, head >> 1);
    cells_.store(cell + 1, posting.bits);
    return head_of(cell, kPair);
  }
  const std::uint32_t* cells = block(head);
  const bool is_pair = class_of(head) == kPair;
  for (std::uint32_t i = is_pair ? 0 : 1; i < size_of(head); ++i) {
    if (cells[i] == posting.bits) return head;
    if (cells[i] != kNone) continue;
    cells_.store(cell_of(head) + i, posting.bits);
    return head;
  }
  if (is_pair) return in_new_block(head, 0, posting);
  const std::uint32_t size_class = class_of(head);
  if (size_class == kLargest || same_before(head) < kOfOneSize)
    return in_new_block(head, size_class, posting);
  if (!may_spread || size_class + 1 < kLargest) return in_new_block(head, size_class + 1, posting);
  const std::uint32_t directory = cells_.allocate(kDirectoryCells);
  cells_.store(directory, head);
  return in_directory(head_of(directory, kDirectory), posting, slice);
}

PostingLists::Head PostingLists::in_new_block(Head older, std::uint32_t size_class,
                                              Posting posting) {
  const std::uint32_t cell = cells_.allocate(4u << size_class);
  cells_.store(cell, older);
  cells_.store(cell + 1, posting.bits);
  return head_of(cell, size_class);
}

PostingLists::Head PostingLists::in_directory(Head directory, Posting posting, std::uint8_t slice) {
  const std::uint32_t cell = cell_of(directory) + 1 + slice;
  const Head child = CellArena::load(*cells_.at(cell));
  const Head grown = in_chain(child, posting, false, slice);
  if (grown != child) cells_.store(cell, grown);
  return directory;
}

}  // namespace sallyport::picture
