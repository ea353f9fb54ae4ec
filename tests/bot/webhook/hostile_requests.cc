#include "tests/bot/webhook/hostile_requests.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "bot/chat/message.h"
#include "tests/bot/webhook/codec_calls.h"

namespace sipwhy::bot::testing {
namespace {

using ::nlohmann::json;

constexpr int kBrokenBodies = 500;
constexpr int kBrokenBytes = 4;

std::string WithBitFlipped(std::string text, size_t byte, int bit) {
  text[byte] = static_cast<char>(text[byte] ^ (1 << bit));
  return text;
}

void ExpectSurvived(const WebhookCodec& codec, const HttpRequest& request, absl::Time now) {
  const Verdict::Kind kind = codec.Verify(request, now).kind;
  const absl::StatusOr<std::optional<ChatMessage>> message = codec.Decode(request);
  EXPECT_TRUE(message.ok() || message.status().code() == absl::StatusCode::kInvalidArgument) << message.status();
  EXPECT_TRUE(kind != Verdict::Kind::kAnswerNow || (message.ok() && !message->has_value()));
  if (!message.ok() || !message->has_value()) return;
  for (const Reply::Kind reply : {Reply::Kind::kAnswer, Reply::Kind::kHelp}) {
    EXPECT_NE(codec.Encode(OneLineReply("486", "", reply), **message), "");
  }
}

void AddPlacesWithin(const json& value, const json::json_pointer& place, std::vector<json::json_pointer>& places) {
  if (!value.is_structured()) return;
  for (const auto& [name, member] : value.items()) {
    places.push_back(place / name);
    AddPlacesWithin(member, place / name, places);
  }
}

}  // namespace

std::vector<std::string> OneByteOff(const std::string& text) {
  std::vector<std::string> others;
  for (size_t byte = 0; byte < text.size(); ++byte) others.push_back(WithBitFlipped(text, byte, 0));
  return others;
}

std::vector<std::string> OneBitOff(const std::string& text) {
  std::vector<std::string> others;
  for (size_t byte = 0; byte < text.size(); ++byte) {
    for (int bit = 0; bit < 8; ++bit) others.push_back(WithBitFlipped(text, byte, bit));
  }
  return others;
}

std::vector<std::string> BodiesThatAreNoObject() {
  return {"",
          " ",
          "{",
          "{}}",
          "[]",
          "null",
          "true",
          "7",
          "secret",
          R"("secret")",
          R"(["secret"])",
          R"({"secret")",
          "\xff\xfe",
          "{\"type\":\"secret\xff\"}",
          std::string("\0", 1),
          std::string("\0{}", 3),
          std::string("{\"type\":\"secret\"\0}", 18),
          std::string(100, '['),
          std::string(100'000, '[')};
}

void ExpectAnyTypeIsSurvived(const WebhookCodec& codec, const json& whole, const RequestWith& request, absl::Time now) {
  const json values[] = {nullptr,
                         true,
                         7,
                         -1,
                         std::numeric_limits<uint64_t>::max(),
                         1e300,
                         "",
                         "x",
                         std::string(1, '\0'),
                         json::array(),
                         json::array({1, json::array({1})}),
                         json::object(),
                         {{"id", {{"id", nullptr}}}, {"user", {{"id", json::array()}}}}};
  std::vector<json::json_pointer> places;
  AddPlacesWithin(whole, json::json_pointer(), places);
  for (const json::json_pointer& place : places) {
    for (const json& value : values) {
      json changed = whole;
      changed[place] = value;
      SCOPED_TRACE(changed.dump());
      ExpectSurvived(codec, request(changed.dump()), now);
      if (::testing::Test::HasFailure()) return;
    }
  }
}

void ExpectBrokenBodiesAreSurvived(const WebhookCodec& codec, const std::string& body, const RequestWith& request,
                                   absl::Time now) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  for (int i = 0; i < kBrokenBodies; ++i) {
    std::string broken = body;
    for (int j = 0; j < kBrokenBytes; ++j) broken[random() % broken.size()] = static_cast<char>(random() % 256);
    SCOPED_TRACE(broken);
    ExpectSurvived(codec, request(broken), now);
    if (::testing::Test::HasFailure()) return;
  }
}

}  // namespace sipwhy::bot::testing
