// What JsonOut writes is what RapidJSON's Writer writes, byte for byte.
#include "api/internal/json_out.hpp"

#include <gtest/gtest.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <limits>
#include <vector>

#include "base/random.hpp"

namespace sallyport::api {
namespace {

std::string as_rapidjson(const std::vector<std::string>& texts) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  writer.StartObject();
  writer.Key("texts");
  writer.StartArray();
  for (const auto& text : texts)
    writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  writer.EndArray();
  writer.Key("none");
  writer.StartObject();
  writer.EndObject();
  writer.Key("least");
  writer.Int64(std::numeric_limits<std::int64_t>::min());
  writer.Key("most");
  writer.Uint64(std::numeric_limits<std::uint64_t>::max());
  writer.Key("yes");
  writer.Bool(true);
  writer.EndObject();
  return buffer.GetString();
}

std::string as_ours(const std::vector<std::string>& texts) {
  JsonOut out;
  out.open();
  out.texts("texts", texts);
  out.key("none");
  out.open();
  out.close();
  out.number("least", std::numeric_limits<std::int64_t>::min());
  out.count("most", std::numeric_limits<std::uint64_t>::max());
  out.flag("yes", true);
  out.optional("left out", "");
  out.close();
  return out.take();
}

TEST(JsonOut, WritesEveryCharacterAsRapidJsonDoes) {
  std::vector<std::string> texts = {"", "Żółć, £5 · \"quoted\" \\ /", std::string(9, '\0')};
  for (int c = 0; c < 256; ++c) {
    for (std::size_t before = 0; before < 9; ++before)
      texts.push_back(std::string(before, 'x') + static_cast<char>(c) + "behind it");
  }
  EXPECT_EQ(as_ours(texts), as_rapidjson(texts));
}

TEST(JsonOut, WritesRandomTextsAsRapidJsonDoes) {
  SeededRandom random(11);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::string> texts(random.below(5));
    for (auto& text : texts) {
      text.resize(random.below(60));
      for (char& c : text)
        c = static_cast<char>(random.chance(1, 8) ? random.below(256) : 'a' + random.below(26));
    }
    ASSERT_EQ(as_ours(texts), as_rapidjson(texts));
  }
}

TEST(JsonOut, BeginsAgainAfterItWasTaken) {
  JsonOut out;
  out.open_list();
  out.id(Id128{1, 2});
  out.close_list();
  EXPECT_EQ(out.take(), "[\"" + to_text(Id128{1, 2}) + "\"]");
  out.open();
  out.close();
  EXPECT_EQ(out.take(), "{}");
}

}  // namespace
}  // namespace sallyport::api
