#pragma once

// One state that is tested: what stands in for the world around it, and what is seen while it runs (TestState).

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "asl/execution/data_flow.h"
#include "asl/json/json.h"

namespace cloudling::asl {

struct Inspection {
  // Given before the first event.
  json::Value context = json::Value::object();          ///< members in place of those of the context object
  std::optional<Data> variables;                        ///< assigned before the state
  int64_t attempts = 0;                                 ///< what each retrier has behind it
  std::optional<std::variant<Data, Failure>> stand_in;  ///< how a Parallel or Map ends, which is not run then
  std::optional<std::string> reader_data;               ///< what a distributed Map's ItemReader reads
  int64_t failed_items = 0;                             ///< of a distributed Map

  // Seen of the first state that ran.
  bool left = false;                            ///< the state has ended: what follows is not looked at
  json::Value stages = json::Value::object();   ///< "afterInputPath", ... to JSON texts, in the order they were met
  json::Value map_run = json::Value::object();  ///< what the fields of a distributed Map came to
  std::optional<int64_t> items;                 ///< of a distributed Map
  std::optional<int64_t> retrier;               ///< which one retries
  int64_t retry_delay_ms = 0;
  std::optional<int64_t> catcher;  ///< which one caught

  void note(const char* stage, const Data& data) {
    if (!left) stages[stage] = data.text();
  }
};

}  // namespace cloudling::asl
