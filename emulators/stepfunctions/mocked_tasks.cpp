#include "emulators/stepfunctions/mocked_tasks.h"

#include "emulators/stepfunctions/errors.h"

namespace cloudling::stepfunctions {

using store::Rows;
using store::WriteTransaction;

store::Migration mocks_migration(int number) {
  return {.service = "stepfunctions", .number = number, .sql = R"(
CREATE TABLE states_mocked (
  execution INTEGER PRIMARY KEY,
  test_case TEXT NOT NULL
);
CREATE TABLE states_mock_counts (
  execution INTEGER NOT NULL,
  state TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (execution, state)
) WITHOUT ROWID;
)"};
}

std::optional<json::Value> mocked_response(const asl::MockCase& test_case, const std::string& state,
                                           int64_t invocation) {
  const auto found = test_case.find(state);
  if (found == test_case.end()) return std::nullopt;
  const asl::MockedResponse* response = found->second.response(invocation);
  json::Value text = json::Value::object();
  if (response && std::holds_alternative<json::Value>(*response)) {
    text["Return"] = std::get<json::Value>(*response);
    return text;
  }
  const asl::MockedError error =
      response
          ? std::get<asl::MockedError>(*response)
          : asl::MockedError{"States.TaskFailed", "There is no mocked response for invocation " +
                                                      std::to_string(invocation) + " of the state '" + state + "'"};
  text["Throw"] = {{"Error", error.error}, {"Cause", error.cause}};
  return text;
}

const asl::MockCase& MockedTasks::require(const std::string& machine, const std::string& test_case) const {
  const asl::MockCase* found = config_ ? config_->find(machine, test_case) : nullptr;
  if (found) return *found;
  throw validation("There is no test case '" + test_case + "' of the state machine '" + machine +
                   "' in the mock configuration");
}

void MockedTasks::begin(WriteTransaction& tx, ExecutionId execution, const std::string& test_case) const {
  tx.run("INSERT INTO states_mocked (execution, test_case) VALUES (?, ?)", execution, test_case);
}

std::optional<json::Value> MockedTasks::take(WriteTransaction& tx, ExecutionId execution,
                                             const std::string& machine_arn, const std::string& state) const {
  if (!config_) return std::nullopt;
  Rows row = tx.query("SELECT test_case FROM states_mocked WHERE execution = ?", execution);
  if (!row.next()) return std::nullopt;
  const asl::MockCase* test_case = config_->find(machine_arn.substr(machine_arn.rfind(':') + 1), row.string(0));
  if (!test_case || !test_case->contains(state)) return std::nullopt;
  tx.run(
      "INSERT INTO states_mock_counts (execution, state, count) VALUES (?, ?, 1) "
      "ON CONFLICT (execution, state) DO UPDATE SET count = count + 1",
      execution, state);
  Rows count = tx.query("SELECT count FROM states_mock_counts WHERE execution = ? AND state = ?", execution, state);
  return mocked_response(*test_case, state, count.next() ? count.integer(0) - 1 : 0);
}

}  // namespace cloudling::stepfunctions
