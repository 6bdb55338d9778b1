#pragma once

// Executions that run a test case of a mock configuration (MockConfigFile.json of AWS Step Functions Local): started by
// "<machine's ARN>#<case>", they take the results of the states it names from there.
//
//   states_mocked       the test case of an execution
//   states_mock_counts  how often a state of it was invoked
//
// Immutable but for the tables; find() from any thread, the others inside a transaction.

#include <cstdint>
#include <optional>
#include <string>

#include "asl/testing/mock_config.h"
#include "emulators/stepfunctions/stepfunctions_store.h"

namespace cloudling::stepfunctions {

store::Migration mocks_migration(int number);

/// What stands in for an invocation, as TaskRequest carries it: {"Return": ...} or {"Throw": {"Error", "Cause"}};
/// nothing where the case does not name the state. An invocation without a response throws.
std::optional<json::Value> mocked_response(const asl::MockCase& test_case, const std::string& state,
                                           int64_t invocation);

class MockedTasks {
 public:
  explicit MockedTasks(std::optional<asl::MockConfig> config) : config_(std::move(config)) {}

  /// Throws ValidationException where there is no such case of that machine.
  const asl::MockCase& require(const std::string& machine, const std::string& test_case) const;

  void begin(store::WriteTransaction& tx, ExecutionId execution, const std::string& test_case) const;

  /// For the next invocation of the state; counts it.
  std::optional<json::Value> take(store::WriteTransaction& tx, ExecutionId execution, const std::string& machine_arn,
                                  const std::string& state) const;

 private:
  std::optional<asl::MockConfig> config_;
};

}  // namespace cloudling::stepfunctions
