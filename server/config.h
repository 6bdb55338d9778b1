#pragma once

// The command line and the environment, parsed and validated once into plain values. Main acts on them.
//
// Every option of a verb is also an environment variable: CLOUDLING_ and its name in capitals (--resize-timeout is
// CLOUDLING_RESIZE_TIMEOUT). The command line wins over the environment, which wins over the default.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "emulators/aws/authenticator.h"
#include "emulators/aws/virtual_clock.h"
#include "emulators/iam/enforcer.h"
#include "server/http/http_server.h"
#include "server/logging.h"

namespace cloudling::server {

/// What SQLite syncs: kNormal survives a kill of the process at any point, kFull also power loss.
enum class DurabilityChoice : uint8_t { kNormal, kFull };

/// `cloudling` and `cloudling serve`: run the server.
struct ServeConfig {
  std::string host = "127.0.0.1";  ///< an IP address or "localhost"
  uint16_t port = 4566;            ///< 0: any free one
  std::filesystem::path data = ".cloudling";
  bool ephemeral = false;  ///< `data` is not touched
  DurabilityChoice durability = DurabilityChoice::kNormal;
  std::vector<std::string> allowed_hosts;
  aws::AuthMode auth = aws::AuthMode::kKnown;
  iam::IamMode iam = iam::IamMode::kOff;
  bool s3_bucket_acls = false;
  aws::VirtualClock::Mode clock = aws::VirtualClock::Mode::kReal;
  std::filesystem::path credentials;  ///< server/credentials.h; "" without
  std::string sfn_mock_config;        ///< a MockConfigFile.json; "" for none
  std::string resize_state_machine = "ImageResizePipeline";
  std::chrono::seconds resize_timeout{30};
  int threads = 1;                        ///< network threads
  std::chrono::seconds stop_timeout{10};  ///< how long running requests may go on after SIGINT or SIGTERM
  LogConfig log;
  HttpLimits limits;
};

/// Verbs that talk to a running server name it by its URL, without a slash at the end.
struct SnapshotCommand {
  enum class Action : uint8_t { kSave, kLoad, kList };
  Action action = Action::kList;
  std::string name;  ///< letters, digits, '-', '_' and '.'; empty for kList
  std::string endpoint;
};
struct ResetCommand {
  std::string endpoint;
};
struct HealthCommand {
  std::string endpoint;
};

/// `cloudling clock`: what time it is; `pause`, `resume`, `advance HOW-LONG`.
struct ClockCommand {
  std::string request;  ///< the body for POST /_cloudling/clock; "" only asks
  std::string endpoint;
};

/// `cloudling resize IN OUT`: resizes a file with no server.
struct ResizeCommand {
  std::string input;                           ///< a path, or "-" for standard input
  std::string output;                          ///< a path, or "-" for standard output
  std::map<std::string, std::string> options;  ///< by the names that POST /resize takes; values as given
};

/// `cloudling operations`: the table of AWS's operations with those that are built.
struct OperationsCommand {};

/// `cloudling iam explain [ROLE]`: the smallest policies that the recorded calls need.
struct IamExplainCommand {
  std::string identity;  ///< a role's or user's name or ARN; "" for all
  std::string endpoint;
};

/// `cloudling asl`: state machines with no server. `validate FILE`, `run FILE`, `test FOLDER`.
struct AslCommand {
  enum class Action : uint8_t { kValidate, kRun, kTest };
  Action action = Action::kValidate;
  std::string path;          ///< of the definition ("-": standard input), or of the folder with cases
  std::string input = "{}";  ///< JSON, or "@" and a file
  std::string mocks;         ///< a MockConfigFile.json; empty: no task is mocked
  std::string test_case;     ///< its test case
  bool express = false;
};

/// Nothing to run: --help and --version (0), or what was wrong (2).
struct PrintAndExit {
  std::string text;
  int code = 0;  ///< 0 belongs on stdout, others on stderr
};

using Command = std::variant<ServeConfig, SnapshotCommand, ResetCommand, HealthCommand, ResizeCommand,
                             OperationsCommand, IamExplainCommand, AslCommand, ClockCommand, PrintAndExit>;

/// Never throws for what a user can write. `arguments` without the program's name.
Command parse_command(std::vector<std::string> arguments);

}  // namespace cloudling::server
