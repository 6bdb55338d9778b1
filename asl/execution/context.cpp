#include "asl/execution/machine.h"

namespace cloudling::asl {
namespace {

json::Value object(std::initializer_list<std::pair<std::string_view, json::Value>> members) {
  json::Value out = json::Value::object();
  for (const auto& [name, value] : members) out[std::string(name)] = value;
  return out;
}

}  // namespace

json::Value context_object(const ExecutionInfo& info, const Data& input, const Frame& frame, const Data* item,
                           int64_t index) {
  const State& state = frame.current();
  json::Value out = object({
      {"Execution", object({{"Id", info.execution_arn},
                            {"Input", input.value()},
                            {"StartTime", write_timestamp(info.start_time)},
                            {"Name", info.execution_name},
                            {"RoleArn", info.role_arn},
                            {"RedriveCount", info.redrive_count}})},
      {"StateMachine", object({{"Id", info.state_machine_arn}, {"Name", info.state_machine_name}})},
      {"State", object({{"Name", state.name}, {"EnteredTime", write_timestamp(frame.entered_time)}})},
  });
  if (info.redrive_count > 0) out["Execution"]["RedriveTime"] = write_timestamp(info.redrive_time);
  const bool retries =
      state.type == StateType::kTask || state.type == StateType::kParallel || state.type == StateType::kMap;
  if (retries) out["State"]["RetryCount"] = frame.retry_count;
  if (!frame.token.empty()) out["Task"] = object({{"Token", frame.token}});
  if (item != nullptr) out["Map"] = object({{"Item", object({{"Index", index}, {"Value", item->value()}})}});
  return out;
}

/// With the item of the nearest Map around.
json::Value Machine::context(const Frame& frame) const {
  const Frame* around = &frame;
  while (!around->item && around->parent != 0) around = &frames_.at(around->parent);
  json::Value out = context_object(info_, input_, frame, around->item ? &*around->item : nullptr, around->index);
  if (inspection_ == nullptr) return out;
  for (const auto& [name, value] : inspection_->context.items()) out[name] = value;
  return out;
}

/// The resource's region, else the execution's own.
std::string Machine::region_of(const TaskResource& resource) const {
  const auto field = [](std::string_view arn, int wanted) {
    for (int i = 0; i < wanted; ++i) {
      const size_t colon = arn.find(':');
      if (colon == std::string_view::npos) return std::string_view();
      arn.remove_prefix(colon + 1);
    }
    return arn.substr(0, arn.find(':'));
  };
  const std::string_view own = field(resource.arn, 3);
  return std::string(own.empty() ? field(info_.execution_arn, 3) : own);
}

}  // namespace cloudling::asl
