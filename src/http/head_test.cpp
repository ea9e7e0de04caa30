#include "http/internal/head.hpp"

#include <gtest/gtest.h>

#include <string>

#include "http/internal/chunked.hpp"

namespace sallyport::http {
namespace {

using State = HeadReader::State;

State read(const std::string& text, HeadReader& reader) {
  return reader.read(text);
}

TEST(Head, ReadsWhatABrowserSends) {
  HeadReader reader;
  const std::string text =
      "POST /api/people?x=1 HTTP/1.1\r\nHost: localhost:8080\r\nContent-Length: 12\r\n"
      "User-Agent: \t probe  \r\nConnection: keep-alive\r\n\r\nrest";
  ASSERT_EQ(read(text, reader), State::kDone);
  EXPECT_EQ(reader.head_bytes(), text.size() - 4);
  EXPECT_EQ(reader.head().method, Method::kPost);
  EXPECT_EQ(reader.head().target, "/api/people?x=1");
  EXPECT_EQ(reader.head().content_length, 12u);
  EXPECT_EQ(reader.head().framing, Framing::kLength);
  EXPECT_EQ(reader.head().host, "localhost:8080");
  EXPECT_EQ(reader.head().lines[2].value, "probe");
  EXPECT_TRUE(reader.head().keep_alive);
}

TEST(Head, GivesTheSameReadingHoweverTheBytesArrive) {
  const std::string text =
      "PUT /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\nConnection: x, CLOSE\r\n"
      "Expect: 100-continue\r\n\r\n";
  HeadReader reader;
  for (std::size_t n = 1; n < text.size(); ++n) {
    ASSERT_EQ(reader.read(std::string_view(text).substr(0, n)), State::kMore) << n;
  }
  ASSERT_EQ(reader.read(text), State::kDone);
  EXPECT_EQ(reader.head().framing, Framing::kChunked);
  EXPECT_FALSE(reader.head().keep_alive);
  EXPECT_TRUE(reader.head().expects_continue);
}

struct Refused {
  const char* name;
  std::string text;
};

class HeadRefuses : public ::testing::TestWithParam<Refused> {};

TEST_P(HeadRefuses, AtOnceAndWhenByteByByte) {
  HeadReader whole;
  EXPECT_EQ(whole.read(GetParam().text), State::kRefused);
  EXPECT_FALSE(whole.refusal().empty());
  HeadReader slow;
  State state = State::kMore;
  for (std::size_t n = 1; n <= GetParam().text.size() && state == State::kMore; ++n) {
    state = slow.read(std::string_view(GetParam().text).substr(0, n));
  }
  EXPECT_EQ(state, State::kRefused);
  EXPECT_EQ(slow.refusal(), whole.refusal());
}

std::string with_line(const std::string& line) {
  return "POST / HTTP/1.1\r\nHost: a\r\n" + line + "\r\n\r\n";
}

INSTANTIATE_TEST_SUITE_P(
    Smuggling, HeadRefuses,
    ::testing::Values(
        Refused{"BareLf", "GET / HTTP/1.1\nHost: a\n\n"},
        Refused{"BareLfInHeaders", "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n"},
        Refused{"BareCr", "GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n"},
        Refused{"LeadingEmptyLine", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"},
        Refused{"FoldedLine", with_line("X: a\r\n b")},
        Refused{"FoldedFirstLine", "GET / HTTP/1.1\r\n Host: a\r\n\r\n"},
        Refused{"BlankBeforeColon", with_line("Transfer-Encoding : chunked")},
        Refused{"TwoHosts", with_line("Host: b")},
        Refused{"NoHost", "GET / HTTP/1.1\r\nX: a\r\n\r\n"},
        Refused{"EmptyHost", "GET / HTTP/1.1\r\nHost:\r\n\r\n"},
        Refused{"HostWithPath", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"},
        Refused{"HostWithUser", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n"},
        Refused{"TwoLengths", with_line("Content-Length: 4\r\nContent-Length: 4")},
        Refused{"LengthList", with_line("Content-Length: 4, 4")},
        Refused{"SignedLength", with_line("Content-Length: +4")},
        Refused{"HexLength", with_line("Content-Length: 0x4")},
        Refused{"EmptyLength", with_line("Content-Length:")},
        Refused{"HugeLength", with_line("Content-Length: 99999999999999999999")},
        Refused{"LengthAndCoding", with_line("Content-Length: 4\r\nTransfer-Encoding: chunked")},
        Refused{"CodingAndLength", with_line("Transfer-Encoding: chunked\r\nContent-Length: 4")},
        Refused{"OtherCoding", with_line("Transfer-Encoding: gzip, chunked")},
        Refused{"TwoCodings", with_line("Transfer-Encoding: chunked\r\nTransfer-Encoding: x")},
        Refused{"CodingWithTail", with_line("Transfer-Encoding: xchunked")},
        Refused{"Absolute", "GET http://evil/ HTTP/1.1\r\nHost: a\r\n\r\n"},
        Refused{"Authority", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n"},
        Refused{"Asterisk", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"},
        Refused{"OldVersion", "GET / HTTP/1.0\r\nHost: a\r\n\r\n"},
        Refused{"NoVersion", "GET /\r\nHost: a\r\n\r\n"},
        Refused{"NextVersion", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"},
        Refused{"LowVersion", "GET / http/1.1\r\nHost: a\r\n\r\n"},
        Refused{"TwoSpaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"},
        Refused{"SpaceInTarget", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n"},
        Refused{"TabInLine", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n"},
        Refused{"BadMethod", "G(T / HTTP/1.1\r\nHost: a\r\n\r\n"},
        Refused{"NonAsciiTarget", "GET /\xC3\xA9 HTTP/1.1\r\nHost: a\r\n\r\n"},
        Refused{"NonAsciiValue", with_line("X: \xFF")},
        Refused{"NulInValue", with_line(std::string("X: a\0b", 6))},
        Refused{"DeleteInValue", with_line("X: a\x7F")}, Refused{"NoColon", with_line("Nonsense")},
        Refused{"EmptyName", with_line(": a")}, Refused{"BadName", with_line("X(y): a")},
        Refused{"GetWithBody", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n"},
        Refused{"OtherExpectation", with_line("Expect: something")},
        Refused{"TwoCookies", with_line("Cookie: a=1\r\nCookie: a=2")},
        Refused{"ConnectionNoList", with_line("Connection: close;x")},
        Refused{"TlsHello", std::string("\x16\x03\x01\x02\x00", 5)}),
    [](const auto& which) { return which.param.name; });

TEST(Head, RefusesMoreThanAHundredLines) {
  std::string text = "GET / HTTP/1.1\r\nHost: a\r\n";
  for (int i = 0; i < 99; ++i) text += "X: y\r\n";
  HeadReader fits;
  EXPECT_EQ(read(text + "\r\n", fits), State::kDone);
  HeadReader above;
  EXPECT_EQ(read(text + "X: y\r\n\r\n", above), State::kRefused);
}

// All of the body, fed in pieces of `step` bytes; "refused" or "more" when it does not end.
std::string unchunk(std::string_view input, std::size_t step) {
  ChunkedReader reader;
  std::string out;
  while (!input.empty()) {
    const std::string_view part = input.substr(0, step);
    const auto piece = reader.next(part);
    out += piece.data;
    if (piece.state == ChunkedReader::State::kRefused) return "refused";
    if (piece.state == ChunkedReader::State::kDone) {
      return out + "|" + std::string(input.substr(piece.consumed));
    }
    if (piece.state == ChunkedReader::State::kMore) {
      EXPECT_EQ(piece.consumed, part.size());
    }
    input.remove_prefix(piece.consumed);
  }
  return "more";
}

TEST(Chunked, IsTakenOffHoweverTheBytesArrive) {
  for (const std::size_t step : {1u, 2u, 3u, 7u, 1000u}) {
    EXPECT_EQ(unchunk("5\r\nhello\r\n00A\r\n, ten byte\r\n0\r\n\r\n", step), "hello, ten byte|");
    EXPECT_EQ(unchunk("0\r\n\r\n", step), "|");
    EXPECT_EQ(unchunk("5\r\nhell", step), "more");
  }
  EXPECT_EQ(unchunk("1\r\na\r\n0\r\n\r\nGET /", 1000), "a|GET /");
}

TEST(Chunked, RefusesWhatReadersDisagreeOn) {
  for (const std::string_view bad :
       {"\r\n", "g\r\n", "5;x=y\r\nhello\r\n0\r\n\r\n", "5\nhello\r\n0\r\n\r\n", " 5\r\nhello",
        "5 \r\nhello", "0x5\r\nhello", "+5\r\nhello", "-1\r\nhello", "5\r\nhelloX",
        "5\r\nhello\n0\r\n\r\n", "0\r\nTrailer: x\r\n\r\n", "0\r\n\n", "fffffffffffff\r\n",
        "5\rXhello"}) {
    EXPECT_EQ(unchunk(bad, 1000), "refused") << bad;
    EXPECT_EQ(unchunk(bad, 1), "refused") << bad;
  }
}

}  // namespace
}  // namespace sallyport::http
