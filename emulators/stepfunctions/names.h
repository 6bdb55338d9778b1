#pragma once

// Names and ARNs of the service: built, taken apart, refused in AWS's words.

#include <string>
#include <string_view>

#include "emulators/aws/context.h"

namespace cloudling::stepfunctions {

/// "arn:aws:states:us-east-1:000000000000:stateMachine:Name", in its parts. `name` is all after the resource type,
/// "Machine:execution" for an execution.
struct StatesArn {
  std::string region;
  std::string account;
  std::string resource_type;  ///< "stateMachine", "execution", "activity", ...
  std::string name;
};

/// Takes an ARN of this service apart. Throws InvalidArn where it is none, or not of one of the accepted types
/// ("" accepts only `type`).
StatesArn parse_arn(std::string_view arn, std::string_view type, std::string_view or_type = "");

std::string state_machine_arn(const aws::CallContext& context, std::string_view name);

std::string activity_arn(const aws::CallContext& context, std::string_view name);

/// The execution `name` of the state machine with that ARN.
std::string execution_arn(std::string_view state_machine_arn, std::string_view name);

/// A child of a map run: `labelled` is "Machine/Label"; with an id it is an Express one.
std::string child_execution_arn(std::string_view parent_arn, std::string_view labelled, std::string_view name,
                                std::string_view express_id);

/// An execution of an Express state machine: names may come again, the id at the end does not.
std::string express_arn(std::string_view state_machine_arn, std::string_view name, std::string_view id);

/// The state machine of the execution with that ARN.
std::string state_machine_of(std::string_view execution_arn);

/// Throws InvalidName where a state machine or execution can't be called so (CreateStateMachine, "name": no white
/// space, brackets, wildcards, special or control characters). The length is checked with the request.
void require_valid_name(std::string_view name);

}  // namespace cloudling::stepfunctions
