#include "tests/conformance/replay.h"

#include "tests/asl/runner.h"

namespace cloudling::conformance {
namespace {

using json::Value;

std::string type_of(const Value& event) { return event.at("type").get<std::string>(); }

const Value* event_with_id(const Value& history, const Value& id) {
  for (const Value& event : history) {
    if (event.at("id") == id) return &event;
  }
  return nullptr;
}

/// The state whose entry the event follows from.
std::string state_of(const Value& history, const Value& event) {
  const Value* at = &event;
  for (size_t steps = 0; at != nullptr && steps < history.size(); ++steps) {
    if (type_of(*at).ends_with("StateEntered")) return at->at("stateEnteredEventDetails").at("name").get<std::string>();
    at = event_with_id(history, at->at("previousEventId"));
  }
  return "";
}

const Value* details_of(const Value& event) {
  for (const auto& [name, value] : event.get_ref<const Value::object_t&>()) {
    if (name.ends_with("EventDetails")) return &value;
  }
  return nullptr;
}

std::optional<std::string> text_member(const Value& details, std::string_view name) {
  const Value* found = json::find(details, name);
  if (found == nullptr) return std::nullopt;
  return found->is_string() ? found->get<std::string>() : json::write(*found);
}

asl::TaskEnd end_of(const Value& event) {
  asl::TaskEnd end;
  const Value* details = details_of(event);
  if (type_of(event).ends_with("Succeeded")) {
    const Value& output = details->at("output");
    end.output = output.is_string() ? json::parse(output.get<std::string>()).value_or(output) : output;
    return end;
  }
  end.how = asl::TaskEnd::How::kFails;
  end.error = details != nullptr ? text_member(*details, "error") : std::nullopt;
  end.cause = details != nullptr ? text_member(*details, "cause") : std::nullopt;
  return end;
}

bool ends_task(const std::string& type) {
  for (const char* family : {"Task", "LambdaFunction", "Activity"}) {
    for (const char* how : {"Succeeded", "Failed", "TimedOut"}) {
      if (type == std::string(family) + how) return true;
    }
  }
  return false;
}

}  // namespace

std::vector<asl::HistoryEvent> replay(const std::shared_ptr<const asl::Definition>& definition, std::string input,
                                      bool express, const Value& recorded, bool reload, const asl::Objects& objects) {
  // The recordings' own tokens serve as names, so that they need no mapping back.
  asl::ExecutionInfo info = asl::test_info(std::move(input), express);
  info.execution_arn = "arn:<partition>:states:<region>:111111111111:execution:<ArnPart_0idx>:<ExecArnPart_0idx>";
  info.execution_name = "<ExecArnPart_0idx>";
  info.state_machine_arn = "arn:<partition>:states:<region>:111111111111:stateMachine:<ArnPart_0idx>";
  info.state_machine_name = "<ArnPart_0idx>";
  info.role_arn = "snf_role_arn";
  asl::Script script;
  for (const Value& event : recorded) {
    if (ends_task(type_of(event))) script[state_of(recorded, event)].push_back(end_of(event));
  }
  return asl::run_execution(definition, info, std::move(script), reload, objects).history;
}

}  // namespace cloudling::conformance
