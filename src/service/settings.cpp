#include "service/settings.hpp"

namespace sallyport::service {

std::string to_text(const Settings& s) {
  std::string out = std::string("kind ") + (s.practice ? "practice" : "live") + "\n";
  if (s.story_clock) out += "clock " + sallyport::to_text(*s.story_clock) + "\n";
  out += "duty " + s.duty_number + "\n";
  return out;
}

Result<Settings> parse_settings(std::string_view text) {
  Settings s;
  std::size_t row = 0;
  while (!text.empty()) {
    ++row;
    const auto end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    const auto blank = line.find(' ');
    const std::string_view key = line.substr(0, blank);
    const std::string value(blank == std::string_view::npos ? "" : line.substr(blank + 1));
    if (key == "kind" && (value == "practice" || value == "live")) {
      s.practice = value == "practice";
    } else if (key == "clock" && parse_iso_instant(value)) {
      s.story_clock = parse_iso_instant(value);
    } else if (key == "duty") {
      s.duty_number = value;
    } else if (!line.empty()) {
      return fail(ErrorCode::kMalformedFile, "settings, row " + std::to_string(row) +
                                                 ": expected kind, clock or duty with a value");
    }
  }
  return s;
}

}  // namespace sallyport::service
