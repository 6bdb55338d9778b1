#pragma once

// The states of a definition, typed. Made by parse_definition() alone, never changed afterwards.
//
// Targets of transitions are positions in their program's list of states: the graph was checked when it was parsed.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "asl/definition/payload_template.h"
#include "asl/definition/query_template.h"
#include "asl/definition/timestamp.h"
#include "asl/json/json.h"
#include "asl/jsonpath/path.h"

namespace cloudling::asl {

struct Program;

/// Position of a state in its program; kNoState where there is none.
using StateIndex = int32_t;
inline constexpr StateIndex kNoState = -1;

enum class StateType { kPass, kTask, kChoice, kWait, kSucceed, kFail, kParallel, kMap };

/// "Task", "Pass" and so on, as Type and the history spell it.
std::string_view type_name(StateType type);

/// InputPath or OutputPath: everything ("$"), nothing (null: the empty object), or what a path selects.
struct DataPath {
  enum class Kind { kAll, kNothing, kPath };
  Kind kind = Kind::kAll;
  std::optional<jsonpath::Path> path;
};

/// ResultPath: the result replaces the input ("$"), is thrown away (null), or goes where a Reference Path points.
struct ResultPath {
  enum class Kind { kReplace, kDiscard, kPath };
  Kind kind = Kind::kReplace;
  std::optional<jsonpath::Path> path;
};

/// One entry of Retry, with the specification's defaults.
struct Retrier {
  std::vector<std::string> errors;
  int64_t interval_s = 1;
  int64_t max_attempts = 3;
  double backoff_rate = 2.0;
  std::optional<int64_t> max_delay_s;
  bool full_jitter = false;
};

/// Assign, in the state's query language.
struct Assignment {
  std::optional<PayloadTemplate> paths;
  std::optional<QueryTemplate> query;
  bool given() const { return paths.has_value() || query.has_value(); }
};

/// One entry of Catch.
struct Catcher {
  std::vector<std::string> errors;
  Assignment assign;
  std::optional<QueryTemplate> output;
  ResultPath result_path;
  StateIndex next = kNoState;
};

/// A number written out, or a path to it ("TimeoutSeconds" and "TimeoutSecondsPath").
struct Quantity {
  std::optional<int64_t> fixed;
  std::optional<jsonpath::Path> path;
  std::optional<QueryTemplate> query;
  bool given() const { return fixed.has_value() || path.has_value() || query.has_value(); }
};

struct PassState {
  std::optional<json::Value> result;
};

/// What a Task's Resource names.
struct TaskResource {
  enum class Kind { kLambda, kActivity, kService };
  enum class Pattern { kRequest, kSync, kWaitForToken };
  Kind kind = Kind::kLambda;
  Pattern pattern = Pattern::kRequest;
  std::string arn;
  std::string type;  ///< kService: "lambda", "aws-sdk:s3"
  std::string name;  ///< kService: "invoke.waitForTaskToken", "getObject"
};

struct TaskState {
  TaskResource resource;
  Quantity timeout_s;
  Quantity heartbeat_s;
  std::optional<PayloadTemplate> credentials;
  std::optional<QueryTemplate> credentials_query;
};

/// A rule of a Choice: a test of one value, or a combination of rules.
struct ChoiceRule {
  enum class Kind { kAnd, kOr, kNot, kTest };
  enum class Subject { kString, kNumeric, kBoolean, kTimestamp, kType };
  enum class Test {
    kEquals,
    kLess,
    kGreater,
    kLessEquals,
    kGreaterEquals,
    kMatches,
    kIsNull,
    kIsPresent,
    kIsNumeric,
    kIsString,
    kIsBoolean,
    kIsTimestamp
  };
  Kind kind = Kind::kTest;
  std::vector<ChoiceRule> parts;           ///< of a combination
  std::optional<jsonpath::Path> variable;  ///< of a test
  Subject subject = Subject::kString;
  Test test = Test::kEquals;
  json::Value literal;                  ///< what to compare with, or true/false of an Is… test
  std::optional<Timestamp> timestamp;   ///< the literal of a timestamp test
  std::optional<jsonpath::Path> other;  ///< of a …Path test
};

struct ChoiceState {
  struct Branch {
    ChoiceRule rule;
    std::optional<QueryTemplate> condition;  ///< of a JSONata state, instead of the rule
    std::optional<QueryTemplate> output;
    Assignment assign;
    StateIndex next = kNoState;
  };
  std::vector<Branch> branches;
  StateIndex otherwise = kNoState;
};

struct WaitState {
  std::variant<int64_t, Timestamp> fixed;  ///< Seconds or Timestamp, where there is no path
  std::optional<jsonpath::Path> path;
  std::optional<QueryTemplate> query;
  bool until = false;  ///< the path or expression gives a timestamp, not seconds
};

struct SucceedState {};

/// Error and Cause: a text, a path or an intrinsic call; neither where absent.
struct FailState {
  struct Text {
    std::optional<std::string> fixed;
    std::optional<Expression> expression;
    std::optional<QueryTemplate> query;
    std::string source;  ///< the expression's text
  };
  Text error;
  Text cause;
};

struct ParallelState {
  std::vector<std::shared_ptr<const Program>> branches;
};

/// Where a distributed Map's items come from: an object or a listing in S3.
struct ItemReader {
  std::string resource;
  std::optional<PayloadTemplate> parameters;
  std::optional<QueryTemplate> arguments;
  json::Value config;  ///< ReaderConfig as written
  std::optional<QueryTemplate> max_items_query;
  std::optional<jsonpath::Path> max_items;
};

/// How a distributed Map groups its items.
struct ItemBatcher {
  Quantity max_items;
  Quantity max_bytes;
  std::optional<PayloadTemplate> input;
  std::optional<QueryTemplate> input_query;
};

/// Where a distributed Map writes its results.
struct ResultWriter {
  std::string resource;
  std::optional<PayloadTemplate> parameters;
  std::optional<QueryTemplate> arguments;
  json::Value config;  ///< WriterConfig as written
};

/// What a Map has that runs each item as an execution of its own.
struct DistributedMap {
  bool express = false;
  std::string label;  ///< "" without
  std::optional<ItemReader> reader;
  std::optional<ItemBatcher> batcher;
  std::optional<ResultWriter> writer;
  Quantity tolerated_count;
  std::optional<double> tolerated_percentage;
  std::optional<jsonpath::Path> tolerated_percentage_path;
  std::optional<QueryTemplate> tolerated_percentage_query;
};

struct MapState {
  std::shared_ptr<const Program> processor;
  std::optional<DistributedMap> distributed;
  std::optional<jsonpath::Path> items_path;
  std::optional<QueryTemplate> items;
  std::optional<QueryTemplate> item_selector_query;
  std::optional<PayloadTemplate> item_selector;  ///< ItemSelector, or the older Parameters
  Quantity max_concurrency;
};

/// One state, with what all types share.
struct State {
  std::string name;
  StateType type = StateType::kPass;
  StateIndex next = kNoState;  ///< kNoState: the state ends its program
  bool jsonata = false;
  Assignment assign;
  std::optional<QueryTemplate> arguments;
  std::optional<QueryTemplate> output;
  DataPath input_path;
  DataPath output_path;
  ResultPath result_path;
  std::optional<PayloadTemplate> parameters;
  std::optional<PayloadTemplate> result_selector;
  std::vector<Retrier> retry;
  std::vector<Catcher> catchers;
  std::variant<PassState, TaskState, ChoiceState, WaitState, SucceedState, FailState, ParallelState, MapState> what;
};

/// A StartAt with its States: the machine itself, a branch of a Parallel, the processor of a Map.
struct Program {
  std::vector<State> states;
  StateIndex start = kNoState;
  std::unordered_map<std::string, StateIndex> by_name;
};

/// The parsed machine.
class Definition {
 public:
  std::shared_ptr<const Program> root;
  std::optional<int64_t> timeout_s;
  std::string comment;

  /// The Map of that name, at any depth: names are unique in a definition. nullptr where there is none.
  const MapState* find_map(std::string_view name) const;
};

/// The processor of a distributed Map as a machine of its own.
std::shared_ptr<const Definition> processor_of(const Definition& definition, std::string_view map_state);

}  // namespace cloudling::asl
