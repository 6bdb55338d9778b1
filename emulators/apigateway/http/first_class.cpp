#include "emulators/apigateway/http/first_class.h"

#include <algorithm>
#include <array>
#include <vector>

#include "emulators/aws/error.h"

namespace cloudling::apigateway::http {

namespace {

struct Parameter {
  std::string name;
  bool required = false;
  bool json = false;   ///< a list, a map or a number, written as JSON
  std::string wire{};  ///< where it is not the name
};

struct Subtype {
  std::string name;
  std::string service;
  std::vector<Parameter> parameters;

  std::string action() const { return name.substr(name.find('-') + 1); }
};

/// Each has Region too.
const std::vector<Subtype>& subtypes() {
  static const std::vector<Subtype> all = {{"EventBridge-PutEvents",
                                            "events",
                                            {{"Detail", true},
                                             {"DetailType", true},
                                             {"Source", true},
                                             {"Time"},
                                             {"EventBusName"},
                                             {"Resources", false, true},
                                             {"TraceHeader"}}},
                                           {"SQS-SendMessage",
                                            "sqs",
                                            {{"QueueUrl", true},
                                             {"MessageBody", true},
                                             {"DelaySeconds", false, true},
                                             {"MessageAttributes", false, true},
                                             {"MessageDeduplicationId"},
                                             {"MessageGroupId"},
                                             {"MessageSystemAttributes", false, true}}},
                                           {"SQS-ReceiveMessage",
                                            "sqs",
                                            {{"QueueUrl", true},
                                             {"AttributeNames", false, true},
                                             {"MaxNumberOfMessages", false, true},
                                             {"MessageAttributeNames", false, true},
                                             {"ReceiveRequestAttemptId"},
                                             {"VisibilityTimeout", false, true},
                                             {"WaitTimeSeconds", false, true}}},
                                           {"SQS-DeleteMessage", "sqs", {{"QueueUrl", true}, {"ReceiptHandle", true}}},
                                           {"SQS-PurgeQueue", "sqs", {{"QueueUrl", true}}},
                                           {"StepFunctions-StartExecution",
                                            "states",
                                            {{"StateMachineArn", true, false, "stateMachineArn"},
                                             {"Name", false, false, "name"},
                                             {"Input", false, false, "input"},
                                             {"TraceHeader", false, false, "traceHeader"}}},
                                           {"StepFunctions-StartSyncExecution",
                                            "states",
                                            {{"StateMachineArn", true, false, "stateMachineArn"},
                                             {"Name", false, false, "name"},
                                             {"Input", false, false, "input"},
                                             {"TraceHeader", false, false, "traceHeader"}}},
                                           {"StepFunctions-StopExecution",
                                            "states",
                                            {{"ExecutionArn", true, false, "executionArn"},
                                             {"Cause", false, false, "cause"},
                                             {"Error", false, false, "error"}}}};
  return all;
}

const Subtype* find_subtype(const std::string& name) {
  const auto found = std::ranges::find(subtypes(), name, &Subtype::name);
  return found == subtypes().end() ? nullptr : &*found;
}

aws::Error bad_request(const std::string& message) { return {400, "BadRequestException", message}; }

json::Value value_of(const Parameter& parameter, const std::string& text) {
  if (!parameter.json) return text;
  return json::parse(text).value_or(json::Value(text));
}

}  // namespace

void check_first_class(const Integration& integration) {
  const std::string& name = *integration.integration_subtype;
  if (name == "AppConfig-GetConfiguration" || name == "Kinesis-PutRecord")
    throw aws::not_implemented("apigatewayv2", "integrations of subtype " + name);
  const Subtype* subtype = find_subtype(name);
  if (!subtype) throw bad_request("Invalid integration subtype " + name);
  if (!integration.credentials_arn) throw bad_request("Credentials must be specified for integrations with a subtype");
  const Texts given = integration.request_parameters.value_or(Texts());
  for (const Parameter& parameter : subtype->parameters) {
    if (parameter.required && !given.contains(parameter.name))
      throw bad_request("Parameter: " + parameter.name + " is required for integration subtype: " + name);
  }
  for (const auto& [key, value] : given) {
    if (key != "Region" && std::ranges::find(subtype->parameters, key, &Parameter::name) == subtype->parameters.end())
      throw bad_request("Parameter: " + key + " does not fit schema for integration subtype: " + name);
  }
}

FirstClassCall first_class_call(const std::string& name, const Texts& parameters) {
  const Subtype& subtype = *find_subtype(name);
  FirstClassCall call{
      .service = subtype.service, .action = subtype.action(), .region = {}, .input = json::Value::object()};
  if (const auto region = parameters.find("Region"); region != parameters.end()) call.region = region->second;
  for (const Parameter& parameter : subtype.parameters) {
    const auto given = parameters.find(parameter.name);
    if (given == parameters.end()) continue;
    call.input[parameter.wire.empty() ? parameter.name : parameter.wire] = value_of(parameter, given->second);
  }
  if (subtype.service != "events") return call;
  json::Value entry = std::exchange(call.input, json::Value::object());
  call.input["Entries"] = json::Value::array({std::move(entry)});
  return call;
}

}  // namespace cloudling::apigateway::http
