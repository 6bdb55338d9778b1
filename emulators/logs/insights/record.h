#pragma once

// What a query works on: an event with its fields, or a row that statistics made.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "asl/json/json.h"
#include "emulators/aws/clock.h"
#include "emulators/logs/insights/value.h"

namespace cloudling::logs::insights {

struct Record {
  aws::TimeMs time = 0;
  aws::TimeMs ingested = 0;
  std::string message;
  std::string stream;
  std::string log;      ///< "ACCOUNT:GROUP"
  std::string pointer;  ///< opaque; "" for rows of statistics
  bool is_event = true;

  /// Made by the query: aliases, parsed fields, columns of statistics.
  std::vector<std::pair<std::string, Value>> made;

  void set(const std::string& name, Value value);

  /// By name: made by the query, "@message" and its like, found in a Lambda function's report, or in a message that is
  /// JSON ("a.b", "list.0"). Missing where there is none.
  Value field(std::string_view name) const;

  size_t bytes() const;

 private:
  const json::Value* document() const;

  mutable bool parsed_ = false;
  mutable std::optional<json::Value> document_;
};

}  // namespace cloudling::logs::insights
