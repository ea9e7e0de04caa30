// The half of the fold that fills the index of tokens: what was said is cut into tokens, and the
// record put under each. While an import is being folded that goes on in a thread of its own, in
// the order in which things were said, so that the index is the same as without one. Readers see
// nothing of an import before its commit, which waits for the index.
// Ownership: borrows the index and the count of open Views. Threads: take() and settle() from the
// fold's; the index has one writer at any time. Cost: of match::index_tokens a value not met
// lately, else O(tokens); at most kWaiting statements wait, 48 bytes each.
#pragma once

#include <atomic>
#include <memory>
#include <string_view>
#include <thread>
#include <vector>

#include "base/handover.hpp"
#include "picture/internal/recent_tokens.hpp"
#include "picture/internal/token_index.hpp"

namespace sallyport::picture {

/// A value said of a record, by which it is to be found.
struct Said {
  Id128 id;               ///< of the record
  std::string_view text;  ///< in the pool of the picture
  std::uint32_t record = 0;
  std::uint32_t value = 0;  ///< the text's number
  model::Property property{};
};

class TokenFold {
 public:
  TokenFold(TokenIndex& index, const std::atomic<int>& open_views)
      : index_(index), open_views_(open_views) {}
  ~TokenFold() { settle(); }
  TokenFold(const TokenFold&) = delete;
  TokenFold& operator=(const TokenFold&) = delete;

  /// What one entry said. `tidies`: the columns are packed after it. `may_wait`: it need not be in
  /// the index before settle(), or before the next entry that may not wait.
  void take(std::vector<Said> said, bool tidies, bool may_wait);
  /// Until all that was taken is in the index.
  void settle();

 private:
  static constexpr std::size_t kWaiting = 65'536;
  struct Step {
    std::vector<Said> said;
    bool tidies = false;
  };
  void work(const Step& step);
  void put(const Said& said);

  TokenIndex& index_;
  const std::atomic<int>& open_views_;
  RecentTokens tokens_of_;
  std::unique_ptr<Handover<Step>> steps_;
  std::thread thread_;
};

}  // namespace sallyport::picture
