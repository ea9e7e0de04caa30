#include "picture/internal/token_fold.hpp"

#include "base/thread_name.hpp"
#include "match/index_keys.hpp"

namespace sallyport::picture {

// What a value is found by is the same each time it is said: a name, a day, a town is cut into its
// tokens once.
void TokenFold::put(const Said& said) {
  const model::IndexClass cls = model::info(said.property).index;
  const bool as_written = said.property == model::Property::email_address;
  const TokenIndex::Holder holder{said.record, said.id, said.property};
  const std::uint64_t key = std::uint64_t{said.value} << 8 | static_cast<std::uint64_t>(cls) << 1 |
                            std::uint64_t{as_written};
  if (const auto tokens = tokens_of_.find(key)) {
    for (const std::uint32_t token : *tokens) index_.add(token, holder);
    return;
  }
  tokens_of_.begin();
  match::index_tokens(said.property, said.text, [&](model::IndexClass of, std::string_view text) {
    const std::uint32_t token = index_.number(of, text);
    index_.add(token, holder);
    tokens_of_.push(token);
  });
  tokens_of_.end(key);
}

// What was replaced goes when no View is open: see Picture::Core::reclaim.
void TokenFold::work(const Step& step) {
  for (const Said& said : step.said) put(said);
  if (step.tidies) {
    TokenIndex::parts(index_, [](std::string_view, auto& part) {
      if constexpr (requires { part.tidy(); }) part.tidy();
    });
  }
  std::atomic_thread_fence(std::memory_order_seq_cst);
  if (open_views_.load() != 0) return;
  TokenIndex::parts(index_, [](std::string_view, auto& part) {
    if constexpr (requires { part.reclaim(); }) part.reclaim();
  });
}

void TokenFold::take(std::vector<Said> said, bool tidies, bool may_wait) {
  if (!may_wait) {
    settle();
    return work({std::move(said), tidies});
  }
  if (!steps_) {
    steps_ = std::make_unique<Handover<Step>>(kWaiting);
    thread_ = std::thread([this] {
      name_this_thread("tokens");
      while (const auto step = steps_->take()) work(*step);
    });
  }
  const std::size_t weight = said.size() + 1;
  (void)steps_->give({std::move(said), tidies}, weight);
}

void TokenFold::settle() {
  if (!steps_) return;
  steps_->close();
  thread_.join();
  steps_.reset();
}

}  // namespace sallyport::picture
