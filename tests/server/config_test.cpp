#include "server/config.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace cloudling::server {
namespace {

ServeConfig serve(std::vector<std::string> arguments) {
  Command command = parse_command(std::move(arguments));
  if (auto* exit = std::get_if<PrintAndExit>(&command)) ADD_FAILURE() << exit->text;
  return std::holds_alternative<ServeConfig>(command) ? std::get<ServeConfig>(command) : ServeConfig{};
}

PrintAndExit refused(std::vector<std::string> arguments) {
  Command command = parse_command(std::move(arguments));
  auto* exit = std::get_if<PrintAndExit>(&command);
  return exit != nullptr ? *exit : PrintAndExit{"was taken", -1};
}

/// A variable of the environment, for as long as this lives.
struct Variable {
  Variable(const char* name, const char* value) : name(name) { setenv(name, value, 1); }
  ~Variable() { unsetenv(name); }
  const char* name;
};

TEST(Config, DefaultsAreTheFields) {
  for (std::vector<std::string> arguments : {std::vector<std::string>{}, {"serve"}}) {
    ServeConfig config = serve(arguments);
    EXPECT_EQ(config.host, "127.0.0.1");
    EXPECT_EQ(config.port, 4566);
    EXPECT_EQ(config.data, ".cloudling");
    EXPECT_FALSE(config.ephemeral);
    EXPECT_EQ(config.durability, DurabilityChoice::kNormal);
    EXPECT_EQ(config.resize_state_machine, "ImageResizePipeline");
    EXPECT_EQ(config.resize_timeout, std::chrono::seconds(30));
    EXPECT_EQ(config.log.format, LogFormat::kText);
    EXPECT_EQ(config.log.level, LogLevel::kInfo);
    EXPECT_TRUE(config.log.access);
    EXPECT_GE(config.threads, 1);
    EXPECT_TRUE(config.allowed_hosts.empty());
  }
}

TEST(Config, TakesFlagsWithAndWithoutTheVerb) {
  ServeConfig config = serve({"--port",
                              "0",
                              "--host=0.0.0.0",
                              "--data",
                              "/tmp",
                              "--ephemeral",
                              "--durability",
                              "full",
                              "--log",
                              "json",
                              "--log-level",
                              "debug",
                              "--access-log=false",
                              "--allowed-host",
                              "a,*.b.test",
                              "--allowed-host",
                              "c",
                              "--resize-state-machine",
                              "Mine",
                              "--resize-timeout",
                              "5",
                              "--threads",
                              "3",
                              "--max-connections",
                              "10",
                              "--idle-timeout",
                              "7",
                              "--stop-timeout",
                              "0"});
  EXPECT_EQ(config.port, 0);
  EXPECT_EQ(config.host, "0.0.0.0");
  EXPECT_EQ(config.data, "/tmp");
  EXPECT_TRUE(config.ephemeral);
  EXPECT_EQ(config.durability, DurabilityChoice::kFull);
  EXPECT_EQ(config.log.format, LogFormat::kJson);
  EXPECT_EQ(config.log.level, LogLevel::kDebug);
  EXPECT_FALSE(config.log.access);
  EXPECT_EQ(config.allowed_hosts, (std::vector<std::string>{"a", "*.b.test", "c"}));
  EXPECT_EQ(config.resize_state_machine, "Mine");
  EXPECT_EQ(config.resize_timeout, std::chrono::seconds(5));
  EXPECT_EQ(config.threads, 3);
  EXPECT_EQ(config.limits.connections, 10u);
  EXPECT_EQ(config.limits.idle_timeout, std::chrono::seconds(7));
  EXPECT_EQ(config.stop_timeout, std::chrono::seconds(0));
  EXPECT_EQ(serve({"serve", "--port", "1234"}).port, 1234);
}

TEST(Config, TheEnvironmentStandsBehindTheCommandLine) {
  Variable port("CLOUDLING_PORT", "1000");
  Variable ephemeral("CLOUDLING_EPHEMERAL", "true");
  Variable hosts("CLOUDLING_ALLOWED_HOST", "one,two");
  Variable access("CLOUDLING_ACCESS_LOG", "false");
  Variable machine("CLOUDLING_RESIZE_STATE_MACHINE", "FromEnvironment");
  ServeConfig config = serve({});
  EXPECT_EQ(config.port, 1000);
  EXPECT_TRUE(config.ephemeral);
  EXPECT_FALSE(config.log.access);
  EXPECT_EQ(config.allowed_hosts, (std::vector<std::string>{"one", "two"}));
  EXPECT_EQ(config.resize_state_machine, "FromEnvironment");
  EXPECT_EQ(serve({"--port", "2000"}).port, 2000);
}

TEST(Config, SaysWhatIsWrong) {
  const std::pair<std::vector<std::string>, const char*> cases[] = {
      {{"--port", "70000"}, "--port"},
      {{"--port", "-1"}, "--port"},
      {{"--port", "http"}, "--port"},
      {{"--host", "example.test"}, "not an IP address"},
      {{"--data", "/proc/self/status"}, "not a folder"},
      {{"--durability", "none"}, "normal,full"},
      {{"--log", "xml"}, "text,json"},
      {{"--log-level", "loud"}, "--log-level"},
      {{"--allowed-host", "a b"}, "neither a host name nor a pattern"},
      {{"--allowed-host", "http://a"}, "neither a host name nor a pattern"},
      {{"--resize-state-machine", "a/b"}, "not a state machine's name"},
      {{"--resize-timeout", "-3"}, "--resize-timeout"},
      {{"--threads", "0"}, "--threads"},
      {{"--no-such-option"}, "--no-such-option"},
      {{"frobnicate"}, "no verb \"frobnicate\""},
      {{"serve", "surplus"}, "surplus"},
      {{"snapshot"}, "required"},
      {{"snapshot", "save"}, "NAME"},
      {{"snapshot", "save", "../x"}, "not a snapshot's name"},
      {{"snapshot", "load", ".hidden"}, "not a snapshot's name"},
      {{"health", "--endpoint", "localhost"}, "not a URL"},
      {{"resize", "in.png"}, "OUT"},
  };
  for (const auto& [arguments, part] : cases) {
    PrintAndExit answer = refused(arguments);
    EXPECT_EQ(answer.code, 2) << arguments[0];
    EXPECT_NE(answer.text.find(part), std::string::npos) << arguments[0] << ": " << answer.text;
  }
  Variable port("CLOUDLING_PORT", "many");
  EXPECT_EQ(refused({}).code, 2);
}

TEST(Config, HelpAndVersionEndWell) {
  PrintAndExit version = refused({"--version"});
  EXPECT_EQ(version.code, 0);
  EXPECT_TRUE(version.text.starts_with("cloudling "));
  PrintAndExit help = refused({"--help"});
  EXPECT_EQ(help.code, 0);
  for (const char* verb : {"serve", "snapshot", "reset", "health", "resize", "operations"}) {
    EXPECT_NE(help.text.find(verb), std::string::npos) << verb;
    EXPECT_EQ(refused({verb, "--help"}).code, 0) << verb;
  }
  PrintAndExit serve_help = refused({"serve", "--help"});
  for (const char* option : {"--host", "--port", "--data", "--ephemeral", "--durability", "--allowed-host", "--log",
                             "--access-log", "--resize-state-machine", "--resize-timeout", "CLOUDLING_PORT"}) {
    EXPECT_NE(serve_help.text.find(option), std::string::npos) << option;
  }
}

TEST(Config, ParsesTheVerbs) {
  auto save = std::get<SnapshotCommand>(parse_command({"snapshot", "save", "before-1.0", "--endpoint", "http://h:1/"}));
  EXPECT_EQ(save.action, SnapshotCommand::Action::kSave);
  EXPECT_EQ(save.name, "before-1.0");
  EXPECT_EQ(save.endpoint, "http://h:1");
  EXPECT_EQ(std::get<SnapshotCommand>(parse_command({"snapshot", "load", "x"})).action, SnapshotCommand::Action::kLoad);
  auto list = std::get<SnapshotCommand>(parse_command({"snapshot", "list"}));
  EXPECT_EQ(list.action, SnapshotCommand::Action::kList);
  EXPECT_EQ(list.endpoint, "http://127.0.0.1:4566");
  EXPECT_EQ(std::get<ResetCommand>(parse_command({"reset"})).endpoint, "http://127.0.0.1:4566");
  {
    Variable endpoint("CLOUDLING_ENDPOINT", "http://elsewhere:80");
    EXPECT_EQ(std::get<HealthCommand>(parse_command({"health"})).endpoint, "http://elsewhere:80");
  }
  auto resize = std::get<ResizeCommand>(parse_command(
      {"resize", "-", "out.webp", "--width", "300", "--fit", "inside", "--background", "#fff", "--enlarge"}));
  EXPECT_EQ(resize.input, "-");
  EXPECT_EQ(resize.output, "out.webp");
  EXPECT_EQ(resize.options, (std::map<std::string, std::string>{
                                {"width", "300"}, {"fit", "inside"}, {"background", "#fff"}, {"enlarge", "true"}}));
  EXPECT_TRUE(std::holds_alternative<OperationsCommand>(parse_command({"operations"})));
}

}  // namespace
}  // namespace cloudling::server
