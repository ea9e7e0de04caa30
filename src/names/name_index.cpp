#include "names/name_index.hpp"

#include "names/internal/asking.hpp"
#include "names/internal/tables.hpp"

namespace sallyport::names {

NameIndex::NameIndex()
    : tables_(std::make_unique<internal::Tables>()),
      builder_(std::make_unique<internal::Builder>(*tables_)) {}
NameIndex::NameIndex(NameIndex&&) noexcept = default;
NameIndex& NameIndex::operator=(NameIndex&&) noexcept = default;
NameIndex::~NameIndex() = default;

Status NameIndex::add(std::string_view id, std::string_view name) {
  return builder_->add(id, name);
}

Status NameIndex::finish() {
  builder_->finish();
  builder_.reset();
  return ok();
}

std::size_t NameIndex::size() const {
  return tables_->size();
}
std::size_t NameIndex::distinct_words() const {
  return tables_->words.size();
}
std::uint64_t NameIndex::bytes() const {
  return tables_->bytes();
}
std::string_view NameIndex::id(std::uint32_t row) const {
  return tables_->id(row);
}
std::string_view NameIndex::name(std::uint32_t row) const {
  return tables_->name(row);
}

Searcher::Searcher(const NameIndex& index)
    : asking_(std::make_unique<internal::Asking>(index.tables())) {}
Searcher::Searcher(Searcher&&) noexcept = default;
Searcher::~Searcher() = default;

std::vector<Hit> Searcher::search(std::string_view asked, std::size_t top) {
  return asking_->search(asked, top);
}

std::uint64_t Searcher::bytes() const {
  return asking_->bytes();
}

std::string_view to_text(How how) {
  switch (how) {
    case How::exact:
      return "as written";
    case How::typing_error:
      return "typing error";
    case How::short_form:
      return "short form";
    case How::initial:
      return "initial";
    case How::sound:
      return "sounds alike";
    case How::joined:
      return "written together or apart";
  }
  return {};
}

namespace {

std::string letters_differ(int edits) {
  return edits == 1 ? "one typing error" : std::to_string(edits) + " typing errors";
}

std::string one_match(const WordMatch& match) {
  const std::string both = match.asked + " for " + match.found;
  switch (match.how) {
    case How::exact:
      return {};
    case How::typing_error:
      return letters_differ(match.edits) + ": " + both;
    case How::short_form:
      return "short form: " + both;
    case How::initial:
      return "initial: " + both;
    case How::sound:
      return "sounds alike: " + both;
    case How::joined:
      return "written together or apart: " + both;
  }
  return {};
}

}  // namespace

std::string in_words(const Hit& hit) {
  std::string out;
  const auto say = [&](const std::string& what) {
    if (!what.empty()) out += (out.empty() ? "" : "; ") + what;
  };
  if (hit.edits_over_all > 0) {
    say(letters_differ(hit.edits_over_all) + " in the whole name");
    return out;
  }
  for (const WordMatch& match : hit.matches) say(one_match(match));
  if (hit.other_order) say("in another order");
  for (const std::string& word : hit.not_found) say("not there: " + word);
  for (const std::string& word : hit.not_asked) say("not asked for: " + word);
  return out.empty() ? "as asked" : out;
}

}  // namespace sallyport::names
