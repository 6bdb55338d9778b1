#pragma once

// Mocked task results, as a file of AWS Step Functions Local's MockConfigFile.json has them (Developer Guide, "Testing
// state machines with Step Functions Local", "Mocked service integrations").
//
//   {"StateMachines": {"Resizer": {"TestCases": {"Busy": {"Resize": "BusyOnce"}}}},
//    "MockedResponses": {"BusyOnce": {"0": {"Throw": {"Error": "Busy", "Cause": "later"}},
//                                     "1-9": {"Return": {"status": "success"}}}}}
//
// A response is for the invocations of a state that its key numbers, from 0, retries counted.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "asl/json/json.h"

namespace cloudling::asl {

struct MockedError {
  std::string error;
  std::string cause;
};

/// What a task does in place of being performed.
using MockedResponse = std::variant<json::Value, MockedError>;

/// The responses of one state.
class MockedState {
 public:
  void add(int64_t first, int64_t last, MockedResponse response);

  /// Nothing where no response is for that invocation.
  const MockedResponse* response(int64_t invocation) const;

 private:
  struct Range {
    int64_t first = 0;
    int64_t last = 0;
    MockedResponse response;
  };
  std::vector<Range> ranges_;
};

/// A test case: its states by name.
using MockCase = std::map<std::string, MockedState, std::less<>>;

/// A whole file. Immutable once read.
class MockConfig {
 public:
  /// The configuration, or what is wrong with the text, for the user to read.
  static std::variant<MockConfig, std::string> parse(std::string_view text);

  /// nullptr where there is no such case. "" for `machine` finds the case of the only machine that has it.
  const MockCase* find(std::string_view machine, std::string_view test_case) const;

 private:
  std::map<std::string, std::map<std::string, MockCase, std::less<>>, std::less<>> machines_;
};

}  // namespace cloudling::asl
