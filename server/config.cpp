#include "server/config.h"

#include <arpa/inet.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdlib>
#include <sstream>
#include <thread>

#include "emulators/aws/dates.h"
#include "emulators/aws/encoding.h"
#include "server/http/guard.h"
#include "server/version.h"

namespace cloudling::server {

namespace fs = std::filesystem;

namespace {

constexpr int kUsageError = 2;
constexpr const char* kDefaultEndpoint = "http://127.0.0.1:4566";

constexpr const char* kAbout = "Cloudling " CLOUDLING_VERSION
                               ": a local AWS for the serverless image pipeline.\n"
                               "One process, one port, one SQLite file; clients need no change but their endpoint URL.";

constexpr const char* kTopFooter =
    "Without a verb, `cloudling OPTIONS` is `cloudling serve OPTIONS`.\n\n"
    "Examples:\n"
    "  cloudling                                    serve on http://127.0.0.1:4566, keep everything in .cloudling/\n"
    "  cloudling --ephemeral --port 0               serve on a free port, keep nothing\n"
    "  aws --endpoint-url http://127.0.0.1:4566 s3 mb s3://photos\n"
    "  cloudling resize photo.jpg small.webp --width 300\n\n"
    "`cloudling VERB --help` explains a verb.";

constexpr const char* kServeFooter =
    "Each option can be given in the environment too: CLOUDLING_ and its name, as in CLOUDLING_PORT or\n"
    "CLOUDLING_RESIZE_TIMEOUT; lists are separated by commas. The command line wins.";

constexpr const char* kCaseFooter =
    "A case: {\"definition\": \"resize.asl.json\", \"input\": {}, \"mocks\": \"MockConfigFile.json\", \"case\": "
    "\"Busy\",\n"
    "         \"expect\": {\"status\": \"FAILED\", \"error\": \"Busy\"}}\n"
    "Files are named from the case's folder. \"expect\" has any of status, output, error, cause, path (the states "
    "that\n"
    "were entered, in order) and seconds (of virtual time).";

std::string check_address(const std::string& text) {
  std::array<unsigned char, sizeof(in6_addr)> parsed{};
  bool known = text == "localhost" || inet_pton(AF_INET, text.c_str(), parsed.data()) == 1 ||
               inet_pton(AF_INET6, text.c_str(), parsed.data()) == 1;
  return known ? "" : "\"" + text + "\" is not an IP address (127.0.0.1: this machine only, 0.0.0.0: all interfaces)";
}

CLI::Validator within(int64_t lowest, int64_t highest) { return CLI::Range(lowest, highest).description(""); }

CLI::Validator one_of(std::vector<std::string> words) { return CLI::IsMember(std::move(words)).description(""); }

std::string check_folder(const std::string& text) {
  std::error_code ignored;
  if (text.empty()) return "a folder is needed";
  return fs::exists(text, ignored) && !fs::is_directory(text, ignored) ? "\"" + text + "\" is not a folder" : "";
}

bool only(std::string_view text, std::string_view extra) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](unsigned char c) {
    return std::isalnum(c) != 0 || extra.find(static_cast<char>(c)) != std::string_view::npos;
  });
}

std::string check_host_pattern(const std::string& text) {
  std::string_view rest = text;
  if (rest == "*") return "";
  if (rest.starts_with("*.")) rest.remove_prefix(2);
  return only(rest, "-._") ? "" : "\"" + text + "\" is neither a host name nor a pattern like *.example.test";
}

std::string check_machine_name(const std::string& text) {
  bool good = only(text, "-_") && text.size() <= 80;
  return good ? "" : "\"" + text + "\" is not a state machine's name (1 to 80 letters, digits, '-' and '_')";
}

std::string check_snapshot_name(const std::string& text) {
  bool good = only(text, "-_.") && text.size() <= 64 && !text.starts_with('.');
  return good ? "" : "\"" + text + "\" is not a snapshot's name (letters, digits, '-', '_' and '.', no '.' in front)";
}

/// The body of a request to the clock; "" where the text is neither a duration nor a time.
std::string advance_request(const std::string& text) {
  static const std::map<char, int64_t> units{{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}};
  const auto unit = units.find(text.empty() ? ' ' : text.back());
  const std::string number = unit == units.end() ? text : text.substr(0, text.size() - 1);
  if (const auto count = aws::parse_integer(number); count && *count >= 0 && *count <= 1'000'000'000) {
    const int64_t seconds = *count * (unit == units.end() ? 1 : unit->second);
    return R"({"action":"advance","seconds":)" + std::to_string(seconds) + "}";
  }
  return aws::parse_iso8601(text) ? R"({"action":"advance","to":")" + text + "\"}" : "";
}

std::string check_advance(const std::string& text) {
  return advance_request(text).empty() ? "\"" + text + "\" is neither a duration (90s, 15m, 2h, 7d) nor a time" : "";
}

std::string check_endpoint(const std::string& text) {
  bool good = (text.starts_with("http://") && text.size() > 7) || (text.starts_with("https://") && text.size() > 8);
  return good ? "" : "\"" + text + "\" is not a URL like " + kDefaultEndpoint;
}

/// Adds an option with its environment variable.
template <class T>
CLI::Option* add(CLI::App& app, const std::string& flag, T& value, const std::string& help) {
  std::string variable = "CLOUDLING_";
  for (char c : flag.substr(2))
    variable += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  CLI::Option* option = nullptr;
  if constexpr (std::is_same_v<T, bool>) {
    option = app.add_flag(flag, value, help);
  } else {
    option = app.add_option(flag, value, help);
  }
  return option->envname(variable);
}

/// What CLI11 fills where its types are not ours.
struct ServeRaw {
  int64_t resize_timeout = 30;
  int64_t stop_timeout = 10;
  int64_t idle_timeout = 60;
  std::string durability = "normal";
  std::string auth = "known";
  std::string iam = "off";
  std::string clock = "real";
  std::string log = "text";
  std::string log_level = "info";
};

void add_network_options(CLI::App& app, ServeConfig& config, ServeRaw& raw) {
  const std::string group = "Network";
  add(app, "--host", config.host, "Address to listen on; 0.0.0.0 makes the server reachable from outside")
      ->check(check_address)
      ->type_name("ADDRESS")
      ->capture_default_str()
      ->group(group);
  add(app, "--port", config.port, "Port to listen on; 0 takes any free one")
      ->check(within(0, 65535))
      ->type_name("0-65535")
      ->capture_default_str()
      ->group(group);
  add(app, "--allowed-host", config.allowed_hosts,
      "Further Host name to answer to, besides localhost, AWS's and the field's: a name, *.domain or *")
      ->check(check_host_pattern)
      ->type_name("HOST")
      ->delimiter(',')
      ->group(group);
  add(app, "--threads", config.threads, "Threads for connections, and as many for work")
      ->check(within(1, 64))
      ->type_name("1-64")
      ->capture_default_str()
      ->group(group);
  add(app, "--max-connections", config.limits.connections, "Connections at a time (0: 4096, or what the system allows)")
      ->check(within(0, 1000000))
      ->type_name("0-1000000")
      ->capture_default_str()
      ->group(group);
  add(app, "--idle-timeout", raw.idle_timeout, "Seconds until an idle connection is closed")
      ->check(within(1, 86400))
      ->type_name("1-86400")
      ->capture_default_str()
      ->group(group);
  add(app, "--stop-timeout", raw.stop_timeout, "Seconds that running requests may go on after SIGINT or SIGTERM")
      ->check(within(0, 3600))
      ->type_name("0-3600")
      ->capture_default_str()
      ->group(group);
}

void add_data_options(CLI::App& app, ServeConfig& config, ServeRaw& raw) {
  const std::string group = "Data";
  add(app, "--data", config.data, "Folder that holds everything: cloudling.db, snapshots/, tls/")
      ->check(check_folder)
      ->type_name("FOLDER")
      ->capture_default_str()
      ->group(group);
  add(app, "--ephemeral", config.ephemeral, "Keep nothing after exit; the data folder is not touched")->group(group);
  add(app, "--durability", raw.durability,
      "normal: what was answered survives a kill of the process; full: also power loss, at the price of a sync each "
      "commit")
      ->check(one_of({"normal", "full"}))
      ->type_name("normal|full")
      ->capture_default_str()
      ->group(group);
}

std::string check_file(const std::string& text) {
  std::error_code ignored;
  return fs::is_regular_file(text, ignored) ? "" : "\"" + text + "\" is not a file";
}

void add_identity_options(CLI::App& app, ServeConfig& config, ServeRaw& raw) {
  const std::string group = "Identities";
  add(app, "--auth", raw.auth,
      "known: verify the signatures of keys that are known here, take others at their word; strict: refuse others; "
      "off: "
      "verify none")
      ->check(one_of({"off", "known", "strict"}))
      ->type_name("off|known|strict")
      ->capture_default_str()
      ->group(group);
  add(app, "--iam", raw.iam,
      "enforce: judge every call by policies, also those that services make in their roles; explain: log what would be "
      "denied, and record calls for `cloudling iam explain`")
      ->check(one_of({"off", "explain", "enforce"}))
      ->type_name("off|explain|enforce")
      ->capture_default_str()
      ->group(group);
  app.add_flag("--s3-bucket-acls", config.s3_bucket_acls,
               "make buckets as AWS did before April 2023: with access control lists, open to public ones")
      ->envname("CLOUDLING_S3_BUCKET_ACLS")
      ->group(group);
  add(app, "--credentials", config.credentials, "JSON file of access keys with their secrets, accounts and names")
      ->check(check_file)
      ->type_name("FILE")
      ->group(group);
}

void add_state_machine_options(CLI::App& app, ServeConfig& config) {
  add(app, "--sfn-mock-config", config.sfn_mock_config,
      "MockConfigFile.json of AWS Step Functions Local: executions of MACHINE-ARN#CASE take the results of tasks from "
      "it. SFN_MOCK_CONFIG in the environment names it too")
      ->check(check_file)
      ->type_name("FILE")
      ->group("Step Functions");
}

void add_time_options(CLI::App& app, ServeRaw& raw) {
  add(app, "--clock", raw.clock,
      "auto: skip the time in which workflows only wait (Wait, Retry), so that a week of it is over at once; both are "
      "moved by `cloudling clock`")
      ->check(one_of({"real", "auto"}))
      ->type_name("real|auto")
      ->capture_default_str()
      ->group("Time");
}

void add_resize_options(CLI::App& app, ServeConfig& config, ServeRaw& raw) {
  const std::string group = "POST /resize";
  add(app, "--resize-state-machine", config.resize_state_machine, "State machine that POST /resize {bucket, key} runs")
      ->check(check_machine_name)
      ->type_name("NAME")
      ->capture_default_str()
      ->group(group);
  add(app, "--resize-timeout", raw.resize_timeout, "Seconds to wait for its result before answering 202")
      ->check(within(0, 3600))
      ->type_name("0-3600")
      ->capture_default_str()
      ->group(group);
}

void add_log_options(CLI::App& app, ServeConfig& config, ServeRaw& raw) {
  const std::string group = "Log (stderr)";
  add(app, "--log", raw.log, "Lines for people, or JSON for collectors")
      ->check(one_of({"text", "json"}))
      ->type_name("text|json")
      ->capture_default_str()
      ->group(group);
  add(app, "--log-level", raw.log_level, "What is worth a line")
      ->check(one_of({"error", "warning", "info", "debug"}))
      ->type_name("error|warning|info|debug")
      ->capture_default_str()
      ->group(group);
  add(app, "--access-log", config.log.access, "A line for each request; --access-log=false turns it off")->group(group);
}

void add_endpoint(CLI::App& app, std::string& endpoint) {
  endpoint = kDefaultEndpoint;
  add(app, "--endpoint", endpoint, "The running server")
      ->check(check_endpoint)
      ->type_name("URL")
      ->capture_default_str();
}

void add_image_options(CLI::App& app, ResizeCommand& resize) {
  app.add_option("IN", resize.input, "JPEG, PNG or WebP image; - reads standard input")->required();
  app.add_option("OUT", resize.output, "Where the resized image goes; - writes standard output")->required();
  auto pass = [&](const std::string& name, const std::string& type, const std::string& help) {
    auto keep = [&resize, name](const std::string& value) { resize.options[name] = value; };
    app.add_option_function<std::string>("--" + name, keep, help)->type_name(type);
  };
  pass("width", "PIXELS", "Width of the result");
  pass("height", "PIXELS", "Height of the result; with one of the two, the other follows the proportions");
  pass("fit", "HOW", "inside, outside, cover, contain or fill");
  pass("position", "WHERE", "What cover keeps: centre, top, right-top, ... or north, northeast, ...");
  pass("format", "FORMAT", "auto (that of the input), jpeg, png or webp");
  pass("quality", "1-100", "Quality of JPEG and lossy WebP");
  pass("background", "COLOUR", "#rrggbb, #rrggbbaa or a name: pads contain, lies under transparency in JPEG");
  auto set = [&](const std::string& name, const std::string& help) {
    app.add_flag_callback("--" + name, [&resize, name] { resize.options[name] = "true"; }, help);
  };
  set("enlarge", "Scale smaller images up too");
  set("progressive", "Progressive JPEG");
  set("lossless", "Lossless WebP");
}

/// The command line's grammar, and the values that it fills.
class Parser {
 public:
  Parser();
  Command parse(std::vector<std::string> arguments);

 private:
  void add_snapshot_verb();
  void add_iam_verb();
  void add_clock_verb();
  void add_asl_verb();
  Command chosen();
  Command finished_serve();

  CLI::App app_{kAbout, "cloudling"};
  CLI::App* serve_ = nullptr;
  CLI::App* snapshot_ = nullptr;
  CLI::App* save_ = nullptr;
  CLI::App* load_ = nullptr;
  CLI::App* list_ = nullptr;
  CLI::App* reset_ = nullptr;
  CLI::App* health_ = nullptr;
  CLI::App* resize_ = nullptr;
  CLI::App* operations_ = nullptr;
  CLI::App* iam_ = nullptr;
  CLI::App* clock_ = nullptr;
  CLI::App* asl_ = nullptr;
  CLI::App* asl_run_ = nullptr;
  CLI::App* asl_test_ = nullptr;

  ServeConfig config_;
  ServeRaw raw_;
  SnapshotCommand snapshot_command_;
  ResetCommand reset_command_;
  HealthCommand health_command_;
  ResizeCommand resize_command_;
  IamExplainCommand iam_command_;
  AslCommand asl_command_;
  ClockCommand clock_command_;
};

Parser::Parser() {
  app_.require_subcommand(1);
  app_.set_version_flag("--version", "cloudling " CLOUDLING_VERSION, "Print the version");
  app_.set_help_flag("-h,--help", "Print this text");
  app_.get_formatter()->column_width(34);
  app_.get_formatter()->label("SUBCOMMAND", "VERB");
  app_.get_formatter()->label("Subcommands", "Verbs");

  config_.threads = static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1u, 64u));
  serve_ = app_.add_subcommand("serve", "Run the server (the default)");
  serve_->footer(kServeFooter);
  add_network_options(*serve_, config_, raw_);
  add_data_options(*serve_, config_, raw_);
  add_identity_options(*serve_, config_, raw_);
  add_state_machine_options(*serve_, config_);
  add_time_options(*serve_, raw_);
  add_resize_options(*serve_, config_, raw_);
  add_log_options(*serve_, config_, raw_);

  add_snapshot_verb();
  reset_ = app_.add_subcommand("reset", "Delete everything in a running server, and make its defaults anew");
  add_endpoint(*reset_, reset_command_.endpoint);
  health_ = app_.add_subcommand("health", "Ask a running server how it is; ends with 0 where it is well");
  add_endpoint(*health_, health_command_.endpoint);
  resize_ = app_.add_subcommand("resize", "Resize an image file, with no server");
  add_image_options(*resize_, resize_command_);
  operations_ = app_.add_subcommand("operations", "Print the table of AWS's operations, with those that are built");
  add_iam_verb();
  add_clock_verb();
  add_asl_verb();
  app_.footer(kTopFooter);  // last, since verbs inherit it
}

void Parser::add_iam_verb() {
  iam_ = app_.add_subcommand("iam", "Explain what roles need, of a server that runs with --iam explain or enforce");
  iam_->require_subcommand(1);
  add_endpoint(*iam_, iam_command_.endpoint);
  CLI::App* explain = iam_->add_subcommand("explain", "Print the smallest policy that the calls of a role need");
  explain->add_option("IDENTITY", iam_command_.identity, "A role's or user's name or ARN; all of them without");
  explain->fallthrough();
}

void Parser::add_clock_verb() {
  clock_ = app_.add_subcommand("clock", "Say what time it is in a running server, or pause, move on, resume its clock");
  clock_->require_subcommand(0, 1);
  add_endpoint(*clock_, clock_command_.endpoint);
  const auto ask = [this](const char* action) {
    return [this, action] { clock_command_.request = std::string(R"({"action":")") + action + "\"}"; };
  };
  CLI::App* pause = clock_->add_subcommand("pause", "Let time stand still")->parse_complete_callback(ask("pause"));
  CLI::App* resume = clock_->add_subcommand("resume", "Let it go on")->parse_complete_callback(ask("resume"));
  CLI::App* advance = clock_->add_subcommand("advance", "Move on, through all that falls due on the way");
  const auto by = [this](const std::string& text) { clock_command_.request = advance_request(text); };
  advance->add_option_function<std::string>("HOW-LONG", by, "90, 90s, 15m, 2h, 7d, or a time (2027-01-01T00:00:00Z)")
      ->required()
      ->check(check_advance);
  for (CLI::App* verb : {pause, resume, advance}) verb->fallthrough();
}

void Parser::add_asl_verb() {
  asl_ = app_.add_subcommand("asl", "Validate, run and test state machines, with no server");
  asl_->require_subcommand(1);
  CLI::App* validate =
      asl_->add_subcommand("validate", "Say what is wrong with a definition; ends with 0 where nothing is");
  asl_run_ = asl_->add_subcommand(
      "run", "Run a definition on virtual time; prints its history, ends with 0 where it succeeds");
  asl_test_ = asl_->add_subcommand("test", "Run the cases (*.case.json) of a folder; ends with 0 where all pass");
  for (CLI::App* verb : {validate, asl_run_}) {
    verb->add_option("FILE", asl_command_.path, "The definition; - reads standard input")->required();
    verb->add_flag("--express", asl_command_.express, "As an Express workflow");
  }
  asl_run_->add_option("--input", asl_command_.input, "JSON, or @ and a file")
      ->type_name("JSON")
      ->capture_default_str();
  CLI::Option* mocks = asl_run_->add_option("--mocks", asl_command_.mocks,
                                            "Results of tasks: a MockConfigFile.json of AWS Step Functions Local");
  mocks->check(check_file)->type_name("FILE");
  asl_run_->add_option("--case", asl_command_.test_case, "The test case in it")->type_name("NAME")->needs(mocks);
  asl_test_->add_option("FOLDER", asl_command_.path, "Where the cases are")->required()->check(CLI::ExistingDirectory);
  asl_test_->footer(kCaseFooter);
}

void Parser::add_snapshot_verb() {
  snapshot_ = app_.add_subcommand("snapshot", "Save, load or list snapshots of a running server");
  snapshot_->require_subcommand(1);
  add_endpoint(*snapshot_, snapshot_command_.endpoint);
  save_ = snapshot_->add_subcommand("save", "Save everything under a name");
  load_ = snapshot_->add_subcommand("load", "Replace everything with a snapshot");
  list_ = snapshot_->add_subcommand("list", "List the snapshots there are");
  for (CLI::App* verb : {save_, load_}) {
    verb->add_option("NAME", snapshot_command_.name, "The snapshot's name")->required()->check(check_snapshot_name);
  }
  for (CLI::App* verb : {save_, load_, list_}) verb->fallthrough();
}

Command Parser::parse(std::vector<std::string> arguments) {
  bool top = !arguments.empty() && (arguments[0] == "--help" || arguments[0] == "-h" || arguments[0] == "--version");
  bool verb = !arguments.empty() && !arguments[0].starts_with('-');
  if (!top && !verb) arguments.insert(arguments.begin(), "serve");
  auto named = [&](const CLI::App* known) { return known->check_name(arguments[0]); };
  auto verbs = app_.get_subcommands([](const CLI::App*) { return true; });
  if (verb && std::none_of(verbs.begin(), verbs.end(), named)) {
    return PrintAndExit{"There is no verb \"" + arguments[0] + "\"; `cloudling --help` lists them.\n", kUsageError};
  }
  std::reverse(arguments.begin(), arguments.end());  // as CLI11 takes them
  try {
    app_.parse(arguments);
  } catch (const CLI::ParseError& error) {
    std::ostringstream out;
    std::ostringstream err;
    bool good = app_.exit(error, out, err) == 0;
    return PrintAndExit{good ? out.str() : err.str(), good ? 0 : kUsageError};
  }
  return chosen();
}

Command Parser::chosen() {
  if (snapshot_->parsed()) {
    snapshot_command_.action = SnapshotCommand::Action::kList;
    if (save_->parsed()) snapshot_command_.action = SnapshotCommand::Action::kSave;
    if (load_->parsed()) snapshot_command_.action = SnapshotCommand::Action::kLoad;
  }
  for (std::string* endpoint : {&snapshot_command_.endpoint, &reset_command_.endpoint, &health_command_.endpoint,
                                &iam_command_.endpoint, &clock_command_.endpoint}) {
    while (endpoint->ends_with('/')) endpoint->pop_back();
  }
  if (snapshot_->parsed()) return snapshot_command_;
  if (reset_->parsed()) return reset_command_;
  if (health_->parsed()) return health_command_;
  if (resize_->parsed()) return resize_command_;
  if (iam_->parsed()) return iam_command_;
  if (clock_->parsed()) return clock_command_;
  if (operations_->parsed()) return OperationsCommand{};
  if (asl_->parsed()) {
    asl_command_.action = asl_run_->parsed()    ? AslCommand::Action::kRun
                          : asl_test_->parsed() ? AslCommand::Action::kTest
                                                : AslCommand::Action::kValidate;
    return asl_command_;
  }
  return finished_serve();
}

Command Parser::finished_serve() {
  const char* mocks = std::getenv("SFN_MOCK_CONFIG");
  if (config_.sfn_mock_config.empty() && mocks) config_.sfn_mock_config = mocks;
  config_.resize_timeout = std::chrono::seconds(raw_.resize_timeout);
  config_.stop_timeout = std::chrono::seconds(raw_.stop_timeout);
  config_.limits.idle_timeout = std::chrono::seconds(raw_.idle_timeout);
  config_.durability = raw_.durability == "full" ? DurabilityChoice::kFull : DurabilityChoice::kNormal;
  config_.auth = raw_.auth == "off"      ? aws::AuthMode::kOff
                 : raw_.auth == "strict" ? aws::AuthMode::kStrict
                                         : aws::AuthMode::kKnown;
  config_.iam = raw_.iam == "off"       ? iam::IamMode::kOff
                : raw_.iam == "explain" ? iam::IamMode::kExplain
                                        : iam::IamMode::kEnforce;
  config_.clock = raw_.clock == "auto" ? aws::VirtualClock::Mode::kAuto : aws::VirtualClock::Mode::kReal;
  config_.log.format = raw_.log == "json" ? LogFormat::kJson : LogFormat::kText;
  static const std::map<std::string, LogLevel> levels{{"error", LogLevel::kError},
                                                      {"warning", LogLevel::kWarning},
                                                      {"info", LogLevel::kInfo},
                                                      {"debug", LogLevel::kDebug}};
  config_.log.level = levels.at(raw_.log_level);
  return config_;
}

}  // namespace

Command parse_command(std::vector<std::string> arguments) { return Parser().parse(std::move(arguments)); }

}  // namespace cloudling::server
