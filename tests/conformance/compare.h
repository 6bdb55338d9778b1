#pragma once

// Compares what was recorded, in which names and times are replaced by tokens, with what was produced.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "asl/json/json.h"

namespace cloudling::conformance {

/// What tokens stand for. A token that was met stands for the same text ever after.
class Tokens {
 public:
  /// Binds the tokens that stand in `recorded` where `real` has other texts.
  void learn(const json::Value& recorded, const json::Value& real);

  /// Where the values differ, as a path with both sides; empty where they match.
  std::string difference(const json::Value& recorded, const json::Value& actual, const std::string& where = "");

 private:
  std::string compare_text(const std::string& recorded, const std::string& actual, const std::string& where);
  bool matches(const std::string& recorded, const std::string& actual);
  bool match_arns(std::string recorded, std::string actual);
  bool match_pattern(std::string_view pattern, std::string_view text);
  bool bind(const std::string& token, const std::string& text);

  std::map<std::string, std::string> bound_;
};

}  // namespace cloudling::conformance
