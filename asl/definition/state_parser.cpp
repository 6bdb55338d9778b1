#include "asl/definition/state_parser.h"

#include <algorithm>
#include <array>

namespace cloudling::asl {
namespace {

using json::Value;
using Names = std::vector<std::string_view>;

constexpr int64_t kMaxSeconds = 99'999'999;       // TimeoutSeconds, Seconds of a Wait
constexpr int64_t kMaxDelaySeconds = 31'622'400;  // MaxDelaySeconds
constexpr int64_t kMaxAttempts = 99'999'999;      // MaxAttempts
constexpr std::array<std::string_view, 8> kTypes = {"Pass",    "Task", "Choice",   "Wait",
                                                    "Succeed", "Fail", "Parallel", "Map"};
constexpr std::array<std::string_view, 4> kJsonataOnly = {"Arguments", "Output", "Items", "Condition"};

const Names& fields_of(StateType type) {
  static const Names common = {"Type", "Comment", "QueryLanguage"};
  const auto with = [](std::initializer_list<std::string_view> more) {
    Names names = common;
    names.insert(names.end(), more);
    return names;
  };
  static const Names pass =
      with({"Next", "End", "InputPath", "OutputPath", "ResultPath", "Parameters", "Result", "Assign"});
  static const Names task =
      with({"Next", "End", "InputPath", "OutputPath", "ResultPath", "Parameters", "ResultSelector", "Resource", "Retry",
            "Catch", "TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds", "HeartbeatSecondsPath", "Credentials",
            "Assign"});
  static const Names choice = with({"InputPath", "OutputPath", "Choices", "Default", "Assign"});
  static const Names wait = with(
      {"Next", "End", "InputPath", "OutputPath", "Seconds", "SecondsPath", "Timestamp", "TimestampPath", "Assign"});
  static const Names succeed = with({"InputPath", "OutputPath"});
  static const Names fail = with({"Error", "ErrorPath", "Cause", "CausePath"});
  static const Names parallel = with({"Next", "End", "InputPath", "OutputPath", "ResultPath", "Parameters",
                                      "ResultSelector", "Branches", "Retry", "Catch", "Assign"});
  static const Names map = with({"Next",
                                 "End",
                                 "InputPath",
                                 "OutputPath",
                                 "ResultPath",
                                 "Parameters",
                                 "ResultSelector",
                                 "ItemsPath",
                                 "ItemProcessor",
                                 "Iterator",
                                 "ItemSelector",
                                 "ItemReader",
                                 "ItemBatcher",
                                 "ResultWriter",
                                 "MaxConcurrency",
                                 "MaxConcurrencyPath",
                                 "ToleratedFailurePercentage",
                                 "ToleratedFailurePercentagePath",
                                 "ToleratedFailureCount",
                                 "ToleratedFailureCountPath",
                                 "Label",
                                 "Retry",
                                 "Catch",
                                 "Assign"});
  static const std::array<const Names*, 8> all = {&pass, &task, &choice, &wait, &succeed, &fail, &parallel, &map};
  return *all[static_cast<size_t>(type)];
}

const Names& query_fields_of(StateType type) {
  static const std::array<Names, 8> all = {
      Names{"Type", "Comment", "QueryLanguage", "Next", "End", "Output", "Assign"},
      Names{"Type", "Comment", "QueryLanguage", "Next", "End", "Output", "Assign", "Arguments", "Resource", "Retry",
            "Catch", "TimeoutSeconds", "HeartbeatSeconds", "Credentials"},
      Names{"Type", "Comment", "QueryLanguage", "Choices", "Default", "Output", "Assign"},
      Names{"Type", "Comment", "QueryLanguage", "Next", "End", "Output", "Assign", "Seconds", "Timestamp"},
      Names{"Type", "Comment", "QueryLanguage", "Output"},
      Names{"Type", "Comment", "QueryLanguage", "Error", "Cause"},
      Names{"Type", "Comment", "QueryLanguage", "Next", "End", "Output", "Assign", "Arguments", "Branches", "Retry",
            "Catch"},
      Names{"Type",
            "Comment",
            "QueryLanguage",
            "Next",
            "End",
            "Output",
            "Assign",
            "Items",
            "ItemProcessor",
            "Iterator",
            "ItemSelector",
            "ItemReader",
            "ItemBatcher",
            "ResultWriter",
            "MaxConcurrency",
            "ToleratedFailureCount",
            "ToleratedFailurePercentage",
            "Label",
            "Retry",
            "Catch"}};
  return all[static_cast<size_t>(type)];
}

/// The names of a JSONata state.
void check_query_names(Fields& fields, const Value& object, StateType type) {
  for (const auto& [name, unused] : object.get_ref<const Value::object_t&>()) {
    if (std::ranges::find(query_fields_of(type), name) != query_fields_of(type).end()) continue;
    if (std::ranges::find(fields_of(type), name) != fields_of(type).end()) {
      fields.fail("The QueryLanguage is set to 'JSONata', but field '" + name +
                  "' is only supported for the 'JSONPath' QueryLanguage");
    } else {
      fields.fail("Field '" + name + "' is not supported");
    }
  }
}

void check_names(Fields& fields, const Value& object, StateType type) {
  for (const auto& [name, unused] : object.get_ref<const Value::object_t&>()) {
    if (std::ranges::find(fields_of(type), name) != fields_of(type).end()) continue;
    if (std::ranges::find(kJsonataOnly, name) != kJsonataOnly.end()) {
      fields.fail("The QueryLanguage is set to 'JSONPath', but field '" + name +
                  "' is only supported for the 'JSONata' QueryLanguage");
    } else {
      fields.fail("Field '" + name + "' is not supported");
    }
  }
}

void parse_errors(Fields& entry, bool last, std::vector<std::string>& errors) {
  entry.require("ErrorEquals");
  errors = entry.texts("ErrorEquals");
  const bool all = std::ranges::find(errors, "States.ALL") != errors.end();
  if (all && (errors.size() > 1 || !last)) {
    entry.fail_at("ErrorEquals", "States.ALL must appear alone and at end of list");
  }
}

Retrier parse_retrier(const Value& value, const std::string& location, bool last, Parsing& parsing) {
  static constexpr std::array<std::string_view, 7> kNames = {
      "ErrorEquals", "IntervalSeconds", "MaxAttempts", "BackoffRate", "MaxDelaySeconds", "JitterStrategy", "Comment"};
  static constexpr std::array<std::string_view, 2> kJitter = {"NONE", "FULL"};
  Fields entry(value, location, parsing);
  entry.only(kNames);
  Retrier retrier;
  parse_errors(entry, last, retrier.errors);
  retrier.interval_s = entry.integer("IntervalSeconds", 1, kMaxSeconds).value_or(retrier.interval_s);
  retrier.max_attempts = entry.integer("MaxAttempts", 0, kMaxAttempts).value_or(retrier.max_attempts);
  retrier.backoff_rate = entry.number("BackoffRate", 1.0).value_or(retrier.backoff_rate);
  retrier.max_delay_s = entry.integer("MaxDelaySeconds", 1, kMaxDelaySeconds);
  retrier.full_jitter = entry.word("JitterStrategy", kJitter) == "FULL";
  return retrier;
}

Catcher parse_catcher(const Value& value, const std::string& location, bool last, Parsing& parsing) {
  static constexpr std::array<std::string_view, 6> kNames = {"ErrorEquals", "Next",   "ResultPath",
                                                             "Comment",     "Assign", "Output"};
  Fields entry(value, location, parsing);
  entry.only(kNames);
  Catcher catcher;
  parse_errors(entry, last, catcher.errors);
  entry.require("Next");
  catcher.assign = entry.assignment();
  if (parsing.jsonata) catcher.output = entry.query("Output");
  catcher.result_path = entry.result_path("ResultPath");
  return catcher;
}

void parse_failure_handling(Fields& fields, State& state, std::vector<Link>& links) {
  const auto entries = [&](std::string_view name) -> size_t {
    const Value* list = fields.find(name);
    if (list == nullptr) return 0;
    if (list->is_array()) return list->size();
    fields.fail_at(name, "Expected value of type ARRAY");
    return 0;
  };
  const auto location = [&](std::string_view name, size_t i) {
    return fields.below(std::string(name) + "[" + std::to_string(i) + "]");
  };
  const size_t retriers = entries("Retry");
  for (size_t i = 0; i < retriers; ++i) {
    const Value& entry = (*fields.find("Retry"))[i];
    state.retry.push_back(parse_retrier(entry, location("Retry", i), i + 1 == retriers, fields.parsing()));
  }
  const size_t catchers = entries("Catch");
  state.catchers.reserve(catchers);  // links point into it
  for (size_t i = 0; i < catchers; ++i) {
    const Value& entry = (*fields.find("Catch"))[i];
    state.catchers.push_back(parse_catcher(entry, location("Catch", i), i + 1 == catchers, fields.parsing()));
    const Value* next = json::find(entry, "Next");
    if (next == nullptr || !next->is_string()) continue;
    links.push_back({next->get<std::string>(), location("Catch", i) + "/Next", &state.catchers.back().next});
  }
}

/// The parts of an ARN, "arn:partition:service:region:account:rest"; empty where the text is none.
std::vector<std::string_view> arn_parts(std::string_view arn) {
  std::vector<std::string_view> parts;
  while (parts.size() < 5) {
    const size_t colon = arn.find(':');
    if (colon == std::string_view::npos) return {};
    parts.push_back(arn.substr(0, colon));
    arn.remove_prefix(colon + 1);
  }
  parts.push_back(arn);
  return parts.front() == "arn" ? parts : std::vector<std::string_view>();
}

bool parse_resource(std::string_view arn, TaskResource& resource) {
  resource.arn = arn;
  const auto parts = arn_parts(arn);
  if (parts.empty() || parts[5].empty()) return false;
  const std::string_view rest = parts[5];
  if (parts[2] == "lambda") {
    resource.kind = TaskResource::Kind::kLambda;
    return rest.starts_with("function:");
  }
  if (parts[2] != "states") return false;
  if (rest.starts_with("activity:")) {
    resource.kind = TaskResource::Kind::kActivity;
    return rest.size() > std::string_view("activity:").size();
  }
  resource.kind = TaskResource::Kind::kService;
  size_t split = rest.find(':');
  if (rest.starts_with("aws-sdk:")) split = rest.find(':', split + 1);
  if (split == std::string_view::npos || split + 1 == rest.size()) return false;
  resource.type = rest.substr(0, split);
  resource.name = rest.substr(split + 1);
  if (resource.name.ends_with(".waitForTaskToken")) resource.pattern = TaskResource::Pattern::kWaitForToken;
  if (resource.name.ends_with(".sync") || resource.name.ends_with(".sync:2")) {
    resource.pattern = TaskResource::Pattern::kSync;
  }
  return true;
}

void check_express(Fields& fields, const TaskResource& resource) {
  if (resource.kind == TaskResource::Kind::kActivity) {
    fields.fail_at("Resource", "Express state machine does not support Activity ARN");
  } else if (resource.pattern == TaskResource::Pattern::kSync) {
    fields.fail_at("Resource", "Express state machine does not support '.sync' service integration");
  } else if (resource.pattern == TaskResource::Pattern::kWaitForToken) {
    fields.fail_at("Resource", "Express state machine does not support '.waitForTaskToken' service integration");
  }
}

void parse_task(Fields& fields, State& state) {
  auto& task = state.what.emplace<TaskState>();
  fields.require("Resource");
  if (const auto arn = fields.text("Resource")) {
    if (!parse_resource(*arn, task.resource)) {
      fields.fail_at("Resource", "Value is not a valid resource ARN");
    } else if (task.resource.kind == TaskResource::Kind::kService && !state.jsonata && !fields.has("Parameters")) {
      fields.fail("Parameters field is required for resource ARN: " + *arn);
    }
    if (fields.parsing().express) check_express(fields, task.resource);
  }
  task.timeout_s = fields.quantity("TimeoutSeconds", 1, kMaxSeconds);
  task.heartbeat_s = fields.quantity("HeartbeatSeconds", 1, kMaxSeconds);
  if (task.timeout_s.fixed && task.heartbeat_s.fixed && *task.heartbeat_s.fixed >= *task.timeout_s.fixed) {
    fields.fail("HeartbeatSeconds must be smaller than TimeoutSeconds");
  }
  if (!fields.has("Credentials")) return;
  if (state.jsonata)
    task.credentials_query = fields.query("Credentials");
  else
    task.credentials = fields.payload("Credentials");
  Fields credentials(*fields.find("Credentials"), fields.below("Credentials"), fields.parsing());
  if (!credentials.has("RoleArn") && !credentials.has("RoleArn.$")) {
    credentials.fail("The field 'RoleArn' is required but was missing");
  }
}

void parse_wait(Fields& fields, State& state) {
  auto& wait = state.what.emplace<WaitState>();
  wait.until = fields.has("Timestamp");
  wait.query = fields.query_only(wait.until ? "Timestamp" : "Seconds");
  if (wait.query) return;
  if (!fields.one_of({"SecondsPath", "Seconds", "TimestampPath", "Timestamp"}, true)) return;
  wait.until = fields.has("TimestampPath");
  if (fields.has("SecondsPath") || wait.until) {
    wait.path = fields.reference_path(wait.until ? "TimestampPath" : "SecondsPath", true);
  } else if (fields.has("Seconds")) {
    wait.fixed = fields.integer("Seconds", 0, kMaxSeconds).value_or(0);
  } else if (const auto text = fields.text("Timestamp")) {
    if (const auto timestamp = parse_timestamp(*text)) {
      wait.fixed = *timestamp;
    } else {
      fields.fail_at("Timestamp", "String does not match RFC3339 timestamp");
    }
  }
}

FailState::Text parse_fail_text(Fields& fields, std::string_view name) {
  const std::string path_name = std::string(name) + "Path";
  FailState::Text text;
  text.query = fields.query_only(name);
  if (text.query) return text;
  if (!fields.one_of({name, path_name}, false)) return text;
  text.fixed = fields.text(name);
  const auto source = fields.text(path_name);
  if (!source) return text;
  text.source = *source;
  if (looks_intrinsic(*source)) {
    text.expression = parse_intrinsic(*source);
    if (!text.expression)
      fields.fail_at(path_name, "Value must be a valid JSONPath or a valid intrinsic function call");
  } else if (auto path = fields.path(path_name)) {
    text.expression = Expression{std::move(*path)};
  }
  return text;
}

void parse_fail(Fields& fields, State& state) {
  auto& fail = state.what.emplace<FailState>();
  fail.error = parse_fail_text(fields, "Error");
  fail.cause = parse_fail_text(fields, "Cause");
}

void parse_parallel(Fields& fields, State& state) {
  auto& parallel = state.what.emplace<ParallelState>();
  fields.require("Branches");
  const Value* branches = fields.find("Branches");
  if (branches == nullptr) return;
  if (!branches->is_array()) return fields.fail_at("Branches", "Expected value of type ARRAY");
  if (branches->empty()) return fields.fail_at("Branches", "Value cannot be empty");
  for (size_t i = 0; i < branches->size(); ++i) {
    Fields branch((*branches)[i], fields.below("Branches[" + std::to_string(i) + "]"), fields.parsing());
    parallel.branches.push_back(parse_program(branch));
  }
  fields.parsing().jsonata = state.jsonata;
}

void parse_particulars(Fields& fields, State& state, std::vector<Link>& links) {
  switch (state.type) {
    case StateType::kPass:
      if (const Value* result = fields.find("Result")) state.what = PassState{*result};
      return;
    case StateType::kTask:
      return parse_task(fields, state);
    case StateType::kChoice:
      fields.require("Choices");
      return parse_choice(fields, state, links);
    case StateType::kWait:
      return parse_wait(fields, state);
    case StateType::kSucceed:
      state.what.emplace<SucceedState>();
      return;
    case StateType::kFail:
      return parse_fail(fields, state);
    case StateType::kParallel:
      return parse_parallel(fields, state);
    case StateType::kMap:
      return parse_map(fields, state);
  }
}

bool ends_itself(StateType type) { return type == StateType::kSucceed || type == StateType::kFail; }

void parse_transition(Fields& fields, State& state, std::vector<Link>& links) {
  if (ends_itself(state.type) || state.type == StateType::kChoice) return;
  const auto end = fields.boolean("End");
  if (fields.has("Next") && end.value_or(false)) {
    fields.fail("There should only be one of the following fields: [Next, End]");
  } else if (!fields.has("Next") && !end.value_or(false)) {
    fields.fail("This object should have only one of the following fields: [Next, End]");
  }
  if (auto next = fields.text("Next")) links.push_back({*next, fields.below("Next"), &state.next});
}

void parse_rest(Fields& fields, State& state, std::vector<Link>& links) {
  parse_failure_handling(fields, state, links);
  parse_particulars(fields, state, links);
  parse_transition(fields, state, links);
}

}  // namespace

std::string_view type_name(StateType type) { return kTypes[static_cast<size_t>(type)]; }

void parse_state(Fields& fields, State& state, std::vector<Link>& links) {
  fields.require("Type");
  const auto type = fields.word("Type", kTypes);
  if (!type) return;
  state.type = static_cast<StateType>(std::ranges::find(kTypes, *type) - kTypes.begin());
  static constexpr std::array<std::string_view, 2> kLanguages = {"JSONPath", "JSONata"};
  const auto language = fields.word("QueryLanguage", kLanguages);
  Parsing& parsing = fields.parsing();
  state.jsonata = language ? *language == "JSONata" : parsing.machine_jsonata;
  if (parsing.machine_jsonata && !state.jsonata) {
    fields.fail_at("QueryLanguage",
                   "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine");
  }
  parsing.jsonata = state.jsonata;
  fields.text("Comment");
  state.assign = fields.assignment();
  if (state.jsonata) {
    check_query_names(fields, fields.object(), state.type);
    state.arguments = fields.query("Arguments");
    state.output = fields.query("Output");
    return parse_rest(fields, state, links);
  }
  check_names(fields, fields.object(), state.type);
  state.input_path = fields.data_path("InputPath");
  state.output_path = fields.data_path("OutputPath");
  state.result_path = fields.result_path("ResultPath");
  if (state.type != StateType::kMap) state.parameters = fields.payload("Parameters");
  state.result_selector = fields.payload("ResultSelector");
  parse_rest(fields, state, links);
}

}  // namespace cloudling::asl
