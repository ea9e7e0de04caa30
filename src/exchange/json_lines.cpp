#include "exchange/json_lines.hpp"

#include "exchange/json.hpp"

namespace sallyport::exchange {

std::string to_json_lines(const Package& package) {
  Json head;
  head.open().field("marking", package.marking).field("made", package.made);
  head.flag("partial", package.partial).close();
  std::string out = std::move(head).take() + "\n";
  for (const auto& thing : package.things) {
    Json line;
    line.open().field("line", "thing").field("id", thing.id);
    line.field("kind", model::info(thing.kind).name).field("title", thing.title);
    line.list("values", thing.said, [](Json& json, const Said& said) {
      json.open().field("property", model::info(said.property).name).field("value", said.value);
      json.optional("from", said.from).optional("to", said.to).optional("grade", said.grade);
      json.field("source", said.source).field("agency", said.agency).close();
    });
    out += std::move(line.close()).take() + "\n";
  }
  for (const auto& tie : package.ties) {
    Json line;
    line.open().field("line", "tie").field("kind", tie.kind).field("words", tie.words);
    line.field("a", tie.a).field("b", tie.b).field("agency", tie.agency_tag).close();
    out += std::move(line).take() + "\n";
  }
  return out;
}

}  // namespace sallyport::exchange
