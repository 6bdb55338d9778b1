#include "emulators/stepfunctions/service_call.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <utility>

#include "emulators/stepfunctions/names.h"

namespace cloudling::stepfunctions {

using boost::asio::awaitable;

namespace {

/// The name of the role's session that the call is made as.
std::string session_arn(const TaskRequest& request, const StatesArn& execution) {
  const size_t slash = request.role_arn.rfind('/');
  const std::string role = slash == std::string::npos ? request.role_arn : request.role_arn.substr(slash + 1);
  std::string name = execution.name.substr(execution.name.find(':') + 1);
  name.resize(std::min(name.find(':'), name.size()));  // an Express execution's has an id behind it
  return "arn:aws:sts::" + execution.account + ":assumed-role/" + role + "/" + name;
}

}  // namespace

aws::CallContext context_of(const TaskRequest& request, aws::IdSource& ids) {
  const StatesArn execution = parse_arn(request.execution_arn, "execution", "express");
  aws::CallContext context;
  context.account = execution.account;
  context.region = execution.region;
  context.principal = {
      .kind = aws::Principal::Kind::kAssumedRole, .arn = session_arn(request, execution), .access_key = ""};
  context.calling_service = "states.amazonaws.com";
  context.source_arn = request.state_machine_arn;
  context.request_id = ids.uuid();
  return context;
}

awaitable<Called> make(aws::Caller& caller, ServiceCall call) {
  Called called;
  try {
    called.answer = co_await caller.call(std::move(call.context), std::move(call.service), std::move(call.operation),
                                         std::move(call.input), std::move(call.body));
  } catch (const aws::Error& error) {
    called.error = error;
  }
  co_return called;
}

TaskResult failed(std::string error, std::string cause) {
  TaskResult result;
  result.error = std::move(error);
  result.cause = std::move(cause);
  return result;
}

TaskResult succeeded(json::Value output) {
  TaskResult result;
  result.ok = true;
  result.output = std::move(output);
  return result;
}

aws::TimeMs real_time() {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count();
}

std::string capitalized(std::string_view text) {
  std::string out(text);
  if (!out.empty()) out[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(out[0])));
  return out;
}

json::Value with_member_case(const json::Value& value, int (*to_case)(int)) {
  if (value.is_array()) {
    json::Value list = json::Value::array();
    for (const json::Value& item : value) list.push_back(with_member_case(item, to_case));
    return list;
  }
  if (!value.is_object()) return value;
  json::Value object = json::Value::object();
  for (const auto& [key, member] : value.items()) {
    std::string name = key;
    if (!name.empty()) name[0] = static_cast<char>(to_case(static_cast<unsigned char>(name[0])));
    const bool users_own = name == "tags" || name == "Tags";
    object[name] = users_own && member.is_object() ? member : with_member_case(member, to_case);
  }
  return object;
}

}  // namespace cloudling::stepfunctions
