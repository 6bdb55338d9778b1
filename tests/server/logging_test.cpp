#include "server/logging.h"

#include <gtest/gtest.h>

#include "asl/json/json.h"

namespace cloudling::server {
namespace {

AccessRecord sample() {
  AccessRecord record;
  record.method = "PUT";
  record.target = "/b/\"k\\\xff?x";
  record.peer = "127.0.0.1";
  record.status = 201;
  record.request_body_bytes = 7;
  record.response_body_bytes = 9;
  record.duration = std::chrono::microseconds(1500);
  return record;
}

std::string logged(const LogConfig& config) {
  testing::internal::CaptureStderr();
  {
    Logging logging(config);
    if (auto access = logging.access_logger()) access(sample());
    log_error("an error\nwith \"two\" lines");
    log_info("some news");
    log_debug("details");
  }
  return testing::internal::GetCapturedStderr();
}

TEST(Logging, WritesLinesForPeople) {
  std::string text = logged({});
  const std::string access = " info 127.0.0.1 PUT /b/\"k\\\xff?x 201 7 B in 9 B out 1.5 ms\n";
  size_t time = std::string("2026-11-21T01:56:13.123Z").size();
  EXPECT_EQ(text.substr(time, access.size()), access) << text;
  EXPECT_EQ(text[10], 'T');
  EXPECT_EQ(text[time - 1], 'Z');
  EXPECT_NE(text.find(" error an error with \"two\" lines\n"), std::string::npos) << text;
  EXPECT_NE(text.find(" info some news\n"), std::string::npos);
  EXPECT_EQ(text.find("details"), std::string::npos);
}

TEST(Logging, WritesJsonForCollectors) {
  std::string text = logged({.format = LogFormat::kJson, .level = LogLevel::kDebug});
  std::vector<json::Value> lines;
  for (size_t start = 0; start < text.size();) {
    size_t end = text.find('\n', start);
    ASSERT_NE(end, std::string::npos);
    auto line = json::parse(text.substr(start, end - start));
    ASSERT_TRUE(line.has_value()) << text.substr(start, end - start);
    lines.push_back(*line);
    start = end + 1;
  }
  ASSERT_EQ(lines.size(), 4u) << text;
  EXPECT_EQ(lines[0]["method"], "PUT");
  EXPECT_EQ(lines[0]["target"], "/b/\"k\\%FF?x");
  EXPECT_EQ(lines[0]["status"], 201);
  EXPECT_EQ(lines[0]["request_bytes"], 7);
  EXPECT_EQ(lines[0]["response_bytes"], 9);
  EXPECT_EQ(lines[0]["peer"], "127.0.0.1");
  EXPECT_EQ(lines[0]["tls"], false);
  EXPECT_EQ(lines[1]["level"], "error");
  EXPECT_EQ(lines[1]["message"], "an error\nwith \"two\" lines");
  EXPECT_EQ(lines[3]["message"], "details");
}

TEST(Logging, IsSilentWhereItIsTurnedOff) {
  EXPECT_FALSE(Logging({.access = false}).access_logger());
  EXPECT_FALSE(Logging({.level = LogLevel::kWarning}).access_logger());
  std::string text = logged({.level = LogLevel::kError});
  EXPECT_NE(text.find("an error"), std::string::npos);
  EXPECT_EQ(text.find("news"), std::string::npos);
  testing::internal::CaptureStderr();
  log_error("nobody logs");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace cloudling::server
