#include "cli/screen.hpp"

#include <unistd.h>

#include <cstdio>

#include "exchange/json.hpp"

namespace sallyport::cli {
namespace {

constexpr int kBarWidth = 28;

void put(std::FILE* to, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), to);
  std::fflush(to);
}

}  // namespace

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string printable(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    // C1 controls are C2 80 to C2 9F in UTF-8
    const bool c1 =
        c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (c1) ++i;
    if (c1 || (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F) {
      out += '?';
    } else {
      out += text[i];
    }
  }
  return out;
}

void Screen::line(std::string_view text) {
  if (json_) return;
  end_progress();
  put(stdout, printable(text) + "\n");
}

void Screen::document(std::string_view json) {
  if (json_) put(stdout, std::string(json) + "\n");
}

void Screen::note(std::string_view text) {
  end_progress();
  put(stderr, printable(text) + "\n");
}

void Screen::progress(std::string_view what, std::uint64_t done, std::uint64_t all,
                      std::string_view count) {
  if (isatty(STDERR_FILENO) == 0) return;
  const auto share = all == 0 ? 0 : static_cast<int>(done * 100 / all);
  std::string bar = "\r\x1b[K" + printable(what) + "  [";
  for (int i = 0; i < kBarWidth; ++i) bar += i * 100 < share * kBarWidth ? '=' : ' ';
  bar += "]  " + std::to_string(share) + " %  " + std::string(count);
  if (bar == last_bar_) return;
  put(stderr, bar);
  last_bar_ = bar;
  bar_shown_ = true;
}

void Screen::end_progress() {
  if (!bar_shown_) return;
  put(stderr, "\r\x1b[K");
  bar_shown_ = false;
  last_bar_.clear();
}

int Screen::problem(const Error& error) {
  const ErrorInfo& info = describe(error.code);
  note("sallyport: " + to_text(error));
  if (json_) {
    exchange::Json json;
    json.open().key("problem").open().count("code", static_cast<std::uint64_t>(error.code));
    json.field("name", info.name).field("title", info.title).optional("detail", error.detail);
    json.field("advice", info.advice);
    json.list("places", error.places, [](exchange::Json& out, const ErrorPlace& place) {
      out.open().optional("file", place.file);
      if (place.row != 0) out.count("row", place.row);
      out.optional("field", place.field).optional("value", place.value);
      out.optional("expected", place.expected).close();
    });
    document(std::move(json.close().close()).take());
  }
  return info.exit_code;
}

}  // namespace sallyport::cli
