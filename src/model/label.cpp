#include "model/label.hpp"

#include <algorithm>

namespace sallyport::model {
namespace {

using Tokens = std::vector<std::string>;

void sort_unique(Tokens& tokens) {
  std::sort(tokens.begin(), tokens.end());
  tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
}

Tokens united(const Tokens& a, const Tokens& b) {
  Tokens out = a;
  out.insert(out.end(), b.begin(), b.end());
  sort_unique(out);
  return out;
}

void encode_tokens(cbor::Writer& out, const Tokens& tokens) {
  out.array(tokens.size());
  for (const auto& t : tokens) out.text(t);
}

Tokens decode_tokens(cbor::Reader& in) {
  Tokens out(in.array());
  for (auto& t : out) t = std::string(in.text());
  return out;
}

Status check_tokens(const Tokens& tokens, const char* what) {
  if (tokens.size() > kLabelTokens)
    return fail(ErrorCode::kLimitExceeded, std::string(what) + ": more than 64 in one label");
  for (const auto& t : tokens) {
    if (t.empty() || t.size() > kTokenBytes)
      return fail(ErrorCode::kBadValue, std::string(what) + ": a token is 1 to 100 characters");
  }
  return ok();
}

}  // namespace

std::string_view level_words(Level level) {
  constexpr std::string_view kWords[] = {"OFFICIAL", "OFFICIAL-SENSITIVE", "SECRET", "TOP SECRET"};
  return kWords[static_cast<std::size_t>(level)];
}

std::optional<Level> level_named(std::string_view words) {
  std::string upper;
  for (char c : words) {
    if (c == '-' || c == '_') c = ' ';
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    upper += c;
  }
  if (upper == "OFFICIAL") return Level::official;
  if (upper == "OFFICIAL SENSITIVE") return Level::official_sensitive;
  if (upper == "SECRET") return Level::secret;
  if (upper == "TOP SECRET") return Level::top_secret;
  return std::nullopt;
}

Label Label::normalised() const {
  Label out = *this;
  sort_unique(out.originators);
  sort_unique(out.compartments);
  sort_unique(out.purposes);
  sort_unique(out.conditions);
  for (auto& set : out.releasable_to) sort_unique(set);
  std::sort(out.releasable_to.begin(), out.releasable_to.end());
  out.releasable_to.erase(std::unique(out.releasable_to.begin(), out.releasable_to.end()),
                          out.releasable_to.end());
  // absorption: a set that contains another set asks for less than it
  std::vector<Tokens> kept;
  for (const auto& set : out.releasable_to) {
    const bool implied =
        std::any_of(out.releasable_to.begin(), out.releasable_to.end(), [&](const Tokens& other) {
          return other != set && std::includes(set.begin(), set.end(), other.begin(), other.end());
        });
    if (!implied) kept.push_back(set);
  }
  out.releasable_to = std::move(kept);
  return out;
}

Label join(const Label& a, const Label& b) {
  if (a == b) return a.normalised();
  if (a.releasable_to.empty() || b.releasable_to.empty()) return nobody();
  Label out;
  out.originators = united(a.originators, b.originators);
  out.level = std::max(a.level, b.level);
  out.compartments = united(a.compartments, b.compartments);
  out.releasable_to = a.releasable_to;
  out.releasable_to.insert(out.releasable_to.end(), b.releasable_to.begin(), b.releasable_to.end());
  Tokens pa = a.purposes;
  Tokens pb = b.purposes;
  sort_unique(pa);
  sort_unique(pb);
  std::set_intersection(pa.begin(), pa.end(), pb.begin(), pb.end(),
                        std::back_inserter(out.purposes));
  out.conditions = united(a.conditions, b.conditions);
  if (a.expires && b.expires) {
    out.expires = std::min(*a.expires, *b.expires);
  } else {
    out.expires = a.expires ? a.expires : b.expires;
  }
  if (out.purposes.empty()) return nobody();
  return out.normalised();
}

Label nobody() {
  Label out;
  out.level = Level::top_secret;
  return out;
}

Status check(const Label& label) {
  TRY(check_tokens(label.originators, "originators"));
  TRY(check_tokens(label.compartments, "compartments"));
  TRY(check_tokens(label.purposes, "purposes"));
  TRY(check_tokens(label.conditions, "conditions"));
  if (label.releasable_to.size() > kLabelTokens)
    return fail(ErrorCode::kLimitExceeded, "releasable-to: more than 64 sets in one label");
  for (const auto& set : label.releasable_to) {
    TRY(check_tokens(set, "releasable-to"));
  }
  return ok();
}

void encode(cbor::Writer& out, const Label& label) {
  out.array(7);
  encode_tokens(out, label.originators);
  out.unsigned_int(static_cast<std::uint64_t>(label.level));
  encode_tokens(out, label.compartments);
  out.array(label.releasable_to.size());
  for (const auto& set : label.releasable_to) encode_tokens(out, set);
  encode_tokens(out, label.purposes);
  encode_tokens(out, label.conditions);
  if (label.expires) {
    out.integer(label.expires->us);
  } else {
    out.null();
  }
}

Label decode_label(cbor::Reader& in) {
  Label out;
  in.array_of(7);
  out.originators = decode_tokens(in);
  const std::uint64_t level = in.unsigned_int();
  out.compartments = decode_tokens(in);
  out.releasable_to.resize(in.array());
  for (auto& set : out.releasable_to) set = decode_tokens(in);
  out.purposes = decode_tokens(in);
  out.conditions = decode_tokens(in);
  if (!in.next_is_null()) out.expires = Instant{in.integer()};
  // a level this version does not know is above all it knows, and nobody is cleared for it
  if (level > static_cast<std::uint64_t>(Level::top_secret)) return nobody();
  out.level = static_cast<Level>(level);
  return out;
}

std::string condition_words(std::string_view condition) {
  auto spaced = [](std::string_view text) {
    std::string out(text);
    std::replace(out.begin(), out.end(), '-', ' ');
    return out;
  };
  if (condition.starts_with("for:")) {
    std::string rest = spaced(condition.substr(4));
    for (auto at = rest.find('|'); at != std::string::npos; at = rest.find('|'))
      rest.replace(at, 1, " or ");
    return "For " + rest + " only";
  }
  if (condition.starts_with("not:")) return "Not to " + spaced(condition.substr(4));
  return spaced(condition);
}

}  // namespace sallyport::model
