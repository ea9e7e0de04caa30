// Two readers of the same bytes: what our strict reader takes, Boost.Beast's takes too and reads
// alike. Random requests, many of them damaged. It also counts what Beast takes and we refuse: the
// reason why the strict reader exists (docs/design/http-request-reader.md).
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <string>
#include <utility>
#include <vector>

#include "http/internal/chunked.hpp"
#include "http/internal/head.hpp"

namespace sallyport::http {
namespace {

namespace beast = boost::beast::http;

struct Reading {
  bool taken = false;
  std::string text;  // method, target, headers, body: comparable
};

// Beast keeps lines of one name together; the order of lines with different names says nothing.
std::string sorted_lines(std::vector<Header> lines) {
  std::stable_sort(lines.begin(), lines.end(),
                   [](const Header& a, const Header& b) { return a.name < b.name; });
  std::string out;
  for (const Header& line : lines) out += line.name + "=" + line.value + "\n";
  return out;
}

Reading read_with_beast(const std::string& bytes) {
  beast::request_parser<beast::string_body> parser;
  parser.eager(true);
  boost::system::error_code error;
  std::string_view rest = bytes;
  while (!rest.empty() && !parser.is_done() && !error) {
    const std::size_t used = parser.put(boost::asio::buffer(rest.data(), rest.size()), error);
    if (used == 0) break;
    rest.remove_prefix(used);
  }
  Reading out;
  out.taken = !error && parser.is_done();
  if (!out.taken) return out;
  const auto& message = parser.get();
  out.text = std::string(message.method_string()) + " " + std::string(message.target()) + "\n";
  std::vector<Header> lines;
  for (const auto& line : message) {
    lines.push_back({std::string(line.name_string()), std::string(line.value())});
  }
  out.text += sorted_lines(std::move(lines));
  out.text += message.body() + "|" + std::string(rest);
  return out;
}

Reading read_with_ours(const std::string& bytes) {
  Reading out;
  HeadReader reader;
  if (reader.read(bytes) != HeadReader::State::kDone) return out;
  const Head& head = reader.head();
  std::string_view rest = std::string_view(bytes).substr(reader.head_bytes());
  std::string body;
  if (head.framing == Framing::kLength) {
    if (rest.size() < head.content_length) return out;
    body = rest.substr(0, static_cast<std::size_t>(head.content_length));
    rest.remove_prefix(body.size());
  } else if (head.framing == Framing::kChunked) {
    ChunkedReader chunked;
    ChunkedReader::Piece piece;
    do {
      piece = chunked.next(rest);
      rest.remove_prefix(piece.consumed);
      body += piece.data;
    } while (piece.state == ChunkedReader::State::kData);
    if (piece.state != ChunkedReader::State::kDone) return out;
  }
  out.taken = true;
  out.text = bytes.substr(0, bytes.find(' ')) + " " + std::string(head.target) + "\n";
  std::vector<Header> lines;
  for (const HeadLine& line : head.lines) {
    lines.push_back({std::string(line.name), std::string(line.value)});
  }
  out.text += sorted_lines(std::move(lines));
  out.text += body + "|" + std::string(rest);
  return out;
}

std::string some(std::initializer_list<const char*> of) {
  return *rc::gen::elementOf(std::vector<std::string>(of.begin(), of.end()));
}

std::string random_request() {
  const bool chunked = *rc::gen::arbitrary<bool>();
  const auto body = *rc::gen::container<std::string>(rc::gen::inRange<char>('a', 'z'));
  std::string out = some({"POST", "PUT", "DELETE", "X-Y"}) + " ";
  out += some({"/", "/api/people?x=1", "/a%20b", "/;v=1"}) + " HTTP/1.1\r\n";
  out += "Host: " + some({"a", "localhost:8080", "[::1]:80"}) + "\r\n";
  const int lines = *rc::gen::inRange(0, 4);
  for (int i = 0; i < lines; ++i) {
    out += some({"Accept", "X-A", "User-Agent", "Connection"}) + ":" + some({" ", "", "\t "}) +
           some({"a", "close", "a, b", "\"q\"", ""}) + some({"", " "}) + "\r\n";
  }
  if (!chunked) {
    return out + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  }
  out += "Transfer-Encoding: chunked\r\n\r\n";
  if (!body.empty()) {
    char size[20];
    std::snprintf(size, sizeof size, "%zx\r\n", body.size());
    out += size + body + "\r\n";
  }
  return out + "0\r\n\r\n";
}

TEST(Agreement, WhatWeTakeBeastReadsAlike) {
  int taken = 0;
  int only_beast = 0;
  const bool held = rc::check("both readers agree", [&] {
    std::string bytes = random_request();
    const int damages = *rc::gen::inRange(0, 3);
    for (int i = 0; i < damages; ++i) {
      const auto at = *rc::gen::inRange<std::size_t>(0, bytes.size());
      const std::string piece = some({"\r\n", "\n", "\r", " ", "\t", ":", "a", "0", ",", ";"});
      bytes.replace(at, *rc::gen::inRange<std::size_t>(0, 2), piece);
    }
    const Reading ours = read_with_ours(bytes);
    const Reading theirs = read_with_beast(bytes);
    taken += ours.taken ? 1 : 0;
    only_beast += theirs.taken && !ours.taken ? 1 : 0;
    if (ours.taken) {
      if (!theirs.taken) RC_FAIL(bytes);
      RC_ASSERT(ours.text == theirs.text);
    }
  });
  EXPECT_TRUE(held);
  EXPECT_GT(taken, 10);
  RecordProperty("taken_by_both", taken);
  RecordProperty("taken_by_beast_only", only_beast);
}

// Printed, not judged: which of the shapes that we refuse Beast's reader takes.
TEST(Agreement, WhatBeastTakesAndWeRefuse) {
  const std::vector<std::pair<std::string, std::string>> shapes = {
      {"folded line", "POST / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n"},
      {"two Host lines", "POST / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"},
      {"no Host", "POST / HTTP/1.1\r\nX: a\r\n\r\n"},
      {"absolute target", "GET http://evil/ HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"blank before colon", "POST / HTTP/1.1\r\nHost: a\r\nX : a\r\n\r\n"},
      {"two equal lengths",
       "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na"},
      {"length and coding",
       "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
       "0\r\n\r\n"},
      {"gzip, chunked",
       "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"},
      {"chunk extension",
       "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;x=y\r\na\r\n0\r\n\r\n"},
      {"trailer",
       "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: y\r\n\r\n"},
      {"bytes above ASCII", "POST / HTTP/1.1\r\nHost: a\r\nX: \xFF\r\n\r\n"},
      {"target above ASCII", "GET /\xC3\xA9 HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\n\r\n"},
      {"bare LF", "GET / HTTP/1.1\nHost: a\n\n"},
      {"body with GET", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\na"},
  };
  for (const auto& [name, bytes] : shapes) {
    EXPECT_FALSE(read_with_ours(bytes).taken) << name;
    std::printf("  %-22s Beast 1.81 %s\n", name.c_str(),
                read_with_beast(bytes).taken ? "takes it" : "does not");
  }
}

}  // namespace
}  // namespace sallyport::http
