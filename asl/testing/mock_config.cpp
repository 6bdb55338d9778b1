#include "asl/testing/mock_config.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace cloudling::asl {
namespace {

using json::Value;

/// Thrown and caught in this file: what is wrong, with its place.
struct Problem {
  std::string text;
};

const Value& object_at(const Value& owner, const std::string& name, const std::string& where) {
  const Value* found = json::find(owner, name);
  if (found == nullptr || !found->is_object()) throw Problem{where + ": the object \"" + name + "\" is missing"};
  return *found;
}

std::string text_at(const Value& owner, const std::string& name) {
  const Value* found = json::find(owner, name);
  return found != nullptr && found->is_string() ? found->get<std::string>() : "";
}

int64_t number(std::string_view text, const std::string& where) {
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0) {
    throw Problem{where + ": \"" + std::string(text) + "\" is neither a number nor a range like 1-3"};
  }
  return value;
}

MockedResponse parse_response(const Value& value, const std::string& where) {
  if (!value.is_object()) throw Problem{where + " must be an object"};
  const Value* result = json::find(value, "Return");
  const Value* thrown = json::find(value, "Throw");
  if ((result == nullptr) == (thrown == nullptr)) throw Problem{where + " must have either Return or Throw"};
  if (result != nullptr) return *result;
  if (!thrown->is_object() || text_at(*thrown, "Error").empty()) throw Problem{where + ": Throw must have an Error"};
  return MockedError{text_at(*thrown, "Error"), text_at(*thrown, "Cause")};
}

MockedState parse_state(const Value& responses, const std::string& name) {
  MockedState state;
  for (const auto& [key, value] : responses.items()) {
    const std::string where = "MockedResponses/" + name + "/" + key;
    const size_t dash = key.find('-');
    const int64_t first = number(std::string_view(key).substr(0, dash), where);
    const int64_t last = dash == std::string::npos ? first : number(std::string_view(key).substr(dash + 1), where);
    state.add(first, last, parse_response(value, where));
  }
  return state;
}

MockCase parse_case(const Value& states, const Value& responses, const std::string& where) {
  if (!states.is_object()) throw Problem{where + " must be an object"};
  MockCase out;
  for (const auto& [state, response] : states.items()) {
    if (!response.is_string()) throw Problem{where + "/" + state + " must name one of the MockedResponses"};
    const auto name = response.get<std::string>();
    out.emplace(state, parse_state(object_at(responses, name, "MockedResponses"), name));
  }
  return out;
}

}  // namespace

void MockedState::add(int64_t first, int64_t last, MockedResponse response) {
  ranges_.push_back({first, last, std::move(response)});
}

const MockedResponse* MockedState::response(int64_t invocation) const {
  const auto found = std::ranges::find_if(
      ranges_, [=](const Range& range) { return range.first <= invocation && invocation <= range.last; });
  return found == ranges_.end() ? nullptr : &found->response;
}

std::variant<MockConfig, std::string> MockConfig::parse(std::string_view text) {
  json::ParseError error;
  const auto whole = json::parse(text, &error);
  if (!whole || !whole->is_object()) return "It is no JSON object: " + error.message;
  MockConfig config;
  try {
    const Value& responses = object_at(*whole, "MockedResponses", "The file");
    for (const auto& [machine, value] : object_at(*whole, "StateMachines", "The file").items()) {
      const std::string where = "StateMachines/" + machine;
      for (const auto& [name, states] : object_at(value, "TestCases", where).items()) {
        config.machines_[machine].emplace(name, parse_case(states, responses, where + "/TestCases/" + name));
      }
    }
  } catch (const Problem& problem) {
    return problem.text;
  }
  return config;
}

const MockCase* MockConfig::find(std::string_view machine, std::string_view test_case) const {
  const MockCase* found = nullptr;
  for (const auto& [name, cases] : machines_) {
    if (!machine.empty() && name != machine) continue;
    const auto one = cases.find(test_case);
    if (one == cases.end()) continue;
    if (found != nullptr) return nullptr;
    found = &one->second;
  }
  return found;
}

}  // namespace cloudling::asl
