// What Lambda decides without running anything: reports, retries, permissions, archives.

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "emulators/lambda/asynchronous.h"
#include "emulators/lambda/code.h"
#include "emulators/lambda/invocation_report.h"
#include "emulators/lambda/policy.h"
#include "tests/emulators/lambda/world.h"

namespace cloudling::lambda {
namespace {

using Kind = RuntimeOutcome::Kind;
using std::chrono::microseconds;

ReportedFunction reported() {
  return {.request_id = "id", .version = "$LATEST", .memory_mb = 256, .timeout = std::chrono::seconds(3)};
}

TEST(Report, RoundsUpWhatIsBilled) {
  RuntimeOutcome outcome{.kind = Kind::kAnswer, .duration = microseconds(1234), .max_memory = 40u << 20};
  EXPECT_EQ(report_line(reported(), outcome),
            "REPORT RequestId: id\tDuration: 1.23 ms\tBilled Duration: 2 ms\tMemory Size: 256 MB\tMax Memory Used: 40 "
            "MB\t");
  outcome.init = microseconds(100'500);
  EXPECT_EQ(report_line(reported(), outcome),
            "REPORT RequestId: id\tDuration: 1.23 ms\tBilled Duration: 102 ms\tMemory Size: 256 MB\tMax Memory Used: "
            "40 MB\tInit Duration: 100.50 ms\t");
}

TEST(Report, SaysHowAProcessEnded) {
  const auto message = [](RuntimeOutcome outcome) { return payload_of(reported(), outcome).text; };
  EXPECT_EQ(
      message({.kind = Kind::kExit, .exit = {.status = 1}}),
      R"({"errorType":"Runtime.ExitError","errorMessage":"RequestId: id Error: Runtime exited with error: exit status 1"})");
  EXPECT_EQ(
      message({.kind = Kind::kExit}),
      R"({"errorType":"Runtime.ExitError","errorMessage":"RequestId: id Error: Runtime exited without providing a reason"})");
  EXPECT_EQ(
      message({.kind = Kind::kExit, .exit = {.signal = 11}}),
      R"({"errorType":"Runtime.ExitError","errorMessage":"RequestId: id Error: Runtime exited with error: signal: segmentation fault"})");
  EXPECT_EQ(
      message({.kind = Kind::kTimeout}),
      R"({"errorType":"Sandbox.Timedout","errorMessage":"RequestId: id Error: Task timed out after 3.00 seconds"})");
  EXPECT_EQ(failure_line(reported(), {.kind = Kind::kTimeout}, "NOW"), "NOW id Task timed out after 3.00 seconds\n");
  EXPECT_TRUE(report_line(reported(), {.kind = Kind::kTimeout}).ends_with("\tStatus: timeout"));
}

TEST(Report, TellsAFailedInitialisationItsRequest) {
  const RuntimeOutcome outcome{.kind = Kind::kError, .payload = R"({"errorMessage":"m","requestId":""})"};
  EXPECT_EQ(payload_of(reported(), outcome).text, R"({"errorMessage":"m","requestId":"id"})");
  EXPECT_TRUE(payload_of(reported(), outcome).failed);
}

TEST(AsynchronousInvocation, IsTriedAgainAfterOneAndTwoMinutes) {
  QueuedEvent event{.queued = 1000};
  EXPECT_EQ(verdict_of(event, {}, false, true, 0, 2000).fate, EventFate::kSucceeded);
  event.attempts = 1;
  EXPECT_EQ(verdict_of(event, {}, true, true, 0, 2000).due, 62'000);
  event.attempts = 2;
  EXPECT_EQ(verdict_of(event, {}, true, true, 0, 70'000).due, 190'000);
  event.attempts = 3;
  EXPECT_EQ(verdict_of(event, {}, true, true, 0, 200'000).fate, EventFate::kExhausted);
  event.attempts = 1;
  EXPECT_EQ(verdict_of(event, {.maximum_retry_attempts = 0}, true, true, 0, 2000).fate, EventFate::kExhausted);
  EXPECT_EQ(verdict_of(event, {.maximum_event_age_in_seconds = 60}, true, true, 0, 2000).fate, EventFate::kExpired);
}

TEST(AsynchronousInvocation, WaitsLongerWhereItIsThrottled) {
  const QueuedEvent event{.queued = 0};
  EXPECT_EQ(verdict_of(event, {}, true, false, 0, 0).due, 1000);
  EXPECT_EQ(verdict_of(event, {}, true, false, 3, 0).due, 8000);
  EXPECT_EQ(verdict_of(event, {}, true, false, 60, 0).due, 300'000);
  EXPECT_EQ(verdict_of(event, {}, true, false, 0, 21'600'000).fate, EventFate::kExpired);
}

TEST(Policy, LetsInWhoItNames) {
  const AddPermissionInput input{.statement_id = "s",
                                 .action = "lambda:InvokeFunction",
                                 .principal = "s3.amazonaws.com",
                                 .source_arn = "arn:aws:s3:::pictures*",
                                 .source_account = "000000000000"};
  const std::vector<StatementRow> statements{{.sid = "s", .text = json::write(statement_of(input, "arn"))}};
  aws::CallContext caller;
  EXPECT_FALSE(needs_permission(caller));
  caller.calling_service = "s3.amazonaws.com";
  caller.source_arn = "arn:aws:s3:::pictures-new";
  EXPECT_TRUE(needs_permission(caller) && permits_invoke(statements, caller));
  caller.source_arn = "arn:aws:s3:::other";
  EXPECT_FALSE(permits_invoke(statements, caller));
  caller.source_arn = "arn:aws:s3:::pictures";
  caller.account = "111111111111";
  EXPECT_FALSE(permits_invoke(statements, caller));
  caller.account = "000000000000";
  caller.calling_service = "events.amazonaws.com";
  EXPECT_FALSE(permits_invoke(statements, caller));
}

/// A zip archive with one entry of that Unix mode.
std::string zip_with_mode(const char* name, const std::string& bytes, mode_t mode) {
  const std::string archive = zip_of({{name, bytes}});
  const std::string path = testing::TempDir() + "mode-" + std::to_string(getpid()) + ".zip";
  std::ofstream(path, std::ios::binary) << archive;
  zip_t* zip = zip_open(path.c_str(), 0, nullptr);
  zip_file_set_external_attributes(zip, 0, 0, ZIP_OPSYS_UNIX, static_cast<zip_uint32_t>(mode) << 16);
  zip_close(zip);
  std::ifstream changed(path, std::ios::binary);
  const std::string result{std::istreambuf_iterator<char>(changed), {}};
  std::filesystem::remove(path);
  return result;
}

struct Folder {
  std::filesystem::path path = testing::TempDir() + "unzipped-" + std::to_string(getpid());
  Folder() { std::filesystem::create_directories(path); }
  ~Folder() { std::filesystem::remove_all(path); }
};

TEST(Archives, AreUnpackedWithTheirModes) {
  const Folder folder;
  unpack_zip(zip_with_mode("bin/bootstrap", "#!/bin/sh\n", S_IFREG | 0755), folder.path);
  const auto permissions = std::filesystem::status(folder.path / "bin/bootstrap").permissions();
  EXPECT_NE(permissions & std::filesystem::perms::owner_exec, std::filesystem::perms::none);
  EXPECT_EQ(std::filesystem::file_size(folder.path / "bin/bootstrap"), 10u);
}

TEST(Archives, HaveNoLinksThatLeadOut) {
  const Folder folder;
  unpack_zip(zip_with_mode("a/link", "../b", S_IFLNK | 0777), folder.path);
  EXPECT_EQ(std::filesystem::read_symlink(folder.path / "a/link"), "../b");
  for (const char* target : {"/etc/passwd", "../../etc", "../../../x", ""}) {
    EXPECT_THROW(unpack_zip(zip_with_mode("a/out", target, S_IFLNK | 0777), folder.path), std::runtime_error) << target;
  }
}

}  // namespace
}  // namespace cloudling::lambda
