#pragma once

// What a TestState request puts in the place of the world: mocked results and errors, and the context object.
// All throw ValidationException in AWS's words.

#include <optional>
#include <string>

#include "asl/definition/states.h"
#include "asl/json/json.h"
#include "emulators/aws/operation.h"
#include "emulators/stepfunctions/test_state_shapes.h"

namespace cloudling::stepfunctions {

/// Refuses a mock that the type of state has no place for, or that is no result of such a state.
void require_valid_mock(const asl::State& state, const std::optional<MockInput>& mock);

/// Refuses a mocked result that the task's API would not answer. `registry` knows the APIs; what it does not have is
/// not looked at.
void require_answer_of(const aws::Registry& registry, const asl::TaskResource& resource, const MockInput& mock,
                       const json::Value& result);

/// The members of the context object that the request gives; throws where AWS's context object has no such.
json::Value given_context(const std::optional<std::string>& text);

}  // namespace cloudling::stepfunctions
