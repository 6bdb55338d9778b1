#include "emulators/stepfunctions/test_mocks.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <string_view>
#include <utility>

#include "emulators/stepfunctions/errors.h"

namespace cloudling::stepfunctions {

using asl::StateType;
using json::Value;

namespace {

bool takes_mock(StateType type) {
  return type == StateType::kTask || type == StateType::kMap || type == StateType::kParallel;
}

aws::Error wrong_answer(const std::string& what) { return validation("Mock result schema validation error: " + what); }

std::string type_words(aws::Kind kind) {
  switch (kind) {
    case aws::Kind::kBoolean:
      return "a boolean";
    case aws::Kind::kInteger:
    case aws::Kind::kDouble:
      return "a number";
    case aws::Kind::kList:
      return "an array";
    case aws::Kind::kMap:
    case aws::Kind::kStructure:
      return "an object";
    default:
      return "a string";
  }
}

bool is_of(aws::Kind kind, const Value& value) {
  switch (kind) {
    case aws::Kind::kBoolean:
      return value.is_boolean();
    case aws::Kind::kInteger:
    case aws::Kind::kDouble:
      return value.is_number();
    case aws::Kind::kList:
      return value.is_array();
    case aws::Kind::kMap:
    case aws::Kind::kStructure:
      return value.is_object();
    case aws::Kind::kDocument:
      return true;
    default:
      return value.is_string();
  }
}

/// "executionArn" as tasks show it: "ExecutionArn".
std::string member_name(std::string name) {
  if (!name.empty()) name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
  return name;
}

/// "states", "aws-sdk:s3" as the registry names the service.
std::string registered_service(std::string_view type) {
  static const std::map<std::string_view, std::string> others = {
      {"states", "stepfunctions"}, {"sfn", "stepfunctions"}, {"cloudwatchlogs", "logs"}, {"eventbridge", "events"}};
  constexpr std::string_view kSdk = "aws-sdk:";
  if (type.starts_with(kSdk)) type.remove_prefix(kSdk.size());
  const auto found = others.find(type);
  return found == others.end() ? std::string(type) : found->second;
}

void check_structure(const aws::Structure& shape, const Value& object, bool strict);

void check_value(const aws::Type& type, const Value& value, const std::string& name, bool strict) {
  if (!is_of(type.kind, value)) throw wrong_answer("Field '" + name + "' must be " + type_words(type.kind));
  if (type.kind == aws::Kind::kStructure) check_structure(type.structure(), value, strict);
  if (type.kind != aws::Kind::kList) return;
  for (const Value& item : value) check_value(type.element(), item, name, strict);
}

void check_structure(const aws::Structure& shape, const Value& object, bool strict) {
  for (const aws::Field& field : shape.fields) {
    const std::string name = member_name(field.name);
    const Value* value = json::find(object, name);
    if (!value) {
      if (strict && field.is_required) throw wrong_answer("Required field '" + name + "' is missing");
      continue;
    }
    check_value(*field.type, *value, name, strict);
    const bool one_of_set = field.values.empty() || !value->is_string() ||
                            std::ranges::find(field.values, value->get_ref<const std::string&>()) != field.values.end();
    if (!one_of_set) throw wrong_answer("Field '" + name + "' is not an expected value");
  }
}

/// The types of the context object's members: text, number, or any.
enum class Member { kText, kNumber, kAny };
using Members = std::map<std::string_view, Member>;

const Members* context_members(std::string_view part) {
  static const Members execution = {{"Id", Member::kText},         {"Input", Member::kAny},
                                    {"Name", Member::kText},       {"RoleArn", Member::kText},
                                    {"StartTime", Member::kText},  {"RedriveCount", Member::kNumber},
                                    {"RedriveTime", Member::kText}};
  static const Members machine = {{"Id", Member::kText}, {"Name", Member::kText}};
  static const Members state = {
      {"EnteredTime", Member::kText}, {"Name", Member::kText}, {"RetryCount", Member::kNumber}};
  static const Members task = {{"Token", Member::kText}};
  static const std::map<std::string_view, const Members*> parts = {
      {"Execution", &execution}, {"StateMachine", &machine}, {"State", &state}, {"Task", &task}};
  const auto found = parts.find(part);
  return found == parts.end() ? nullptr : found->second;
}

aws::Error invalid_context(const std::string& what) { return validation("Invalid Context object provided: " + what); }

void check_part(const std::string& part, const Value& value) {
  const Members* members = context_members(part);
  if (part == "Map") throw invalid_context("'Map' field is not supported when mocking a Context object");
  if (!members) throw invalid_context("Field '" + part + "' is not allowed");
  if (!value.is_object()) throw invalid_context(part + " must be an object");
  for (const auto& [name, member] : value.items()) {
    const auto known = members->find(name);
    if (known == members->end()) throw invalid_context("Field '" + name + "' is not allowed");
    const bool text = known->second == Member::kText;
    if (text && !member.is_string()) throw invalid_context(part + "." + name + " must be a string");
    if (known->second == Member::kNumber && !member.is_number()) {
      throw invalid_context(part + "." + name + " must be a number");
    }
  }
}

}  // namespace

void require_valid_mock(const asl::State& state, const std::optional<MockInput>& mock) {
  const bool container = state.type == StateType::kMap || state.type == StateType::kParallel;
  if (!mock) {
    const auto* task = std::get_if<asl::TaskState>(&state.what);
    if (task && (task->resource.kind == asl::TaskResource::Kind::kActivity ||
                 task->resource.pattern != asl::TaskResource::Pattern::kRequest)) {
      throw validation(
          "A mock must be specified when testing Activity tasks, .sync or .waitForTaskToken service integration "
          "patterns");
    }
    if (!container) return;
    throw aws::Error(400, "InvalidDefinition",
                     "TestState API does not support Map or Parallel states. Supported state types include: [Task, "
                     "Wait, Pass, Succeed, Fail, Choice]");
  }
  if (!takes_mock(state.type)) {
    throw validation("State type '" + std::string(asl::type_name(state.type)) +
                     "' is not supported when a mock is specified");
  }
  if (mock->result && mock->error_output) {
    throw validation("A test mock should have only one of the following fields: [result, errorOutput].");
  }
  if (!mock->result) return;
  const auto result = json::parse(*mock->result);
  if (!result) throw validation("Mocked result must be a valid JSON.");
  if (container && !result->is_array()) throw validation("Mocked result must be an array.");
}

void require_answer_of(const aws::Registry& registry, const asl::TaskResource& resource, const MockInput& mock,
                       const Value& result) {
  const std::string mode = mock.field_validation_mode.value_or("STRICT");
  if (mode == "NONE" || resource.kind != asl::TaskResource::Kind::kService) return;
  if (resource.pattern == asl::TaskResource::Pattern::kWaitForToken) return;
  const std::string service = registered_service(resource.type);
  // What is started for a task that waits is asked for its end by another operation.
  const bool waits = resource.pattern == asl::TaskResource::Pattern::kSync;
  const aws::Operation* operation = registry.find(service, waits ? "DescribeExecution" : member_name(resource.name));
  if (!operation || !result.is_object()) return;
  Value checked = result;
  // The function's payload is any JSON, though Invoke answers bytes.
  if (service == "lambda" && checked.contains("Payload")) checked.erase("Payload");
  check_structure(*operation->output, checked, mode == "STRICT");
}

Value given_context(const std::optional<std::string>& text) {
  if (!text) return Value::object();
  auto context = json::parse(*text);
  if (!context || !context->is_object()) throw invalid_context("it must be a valid JSON object");
  for (const auto& [part, value] : context->items()) check_part(part, value);
  return std::move(*context);
}

}  // namespace cloudling::stepfunctions
