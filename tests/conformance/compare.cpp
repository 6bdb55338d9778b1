#include "tests/conformance/compare.h"

namespace cloudling::conformance {
namespace {

using json::Value;

/// Tokens of the recordings that are plain words; all others stand in angle brackets.
const std::set<std::string>& word_tokens() {
  static const std::set<std::string> words = {
      "start-time", "entered-time", "date", "timestamp", "generated-uuid", "111111111111", "lambda_function_name"};
  return words;
}

std::optional<Value> as_json(const Value& value) {
  if (!value.is_string()) return value;
  return json::parse(value.get_ref<const std::string&>());
}

std::string both(const std::string& where, const Value& recorded, const Value& actual) {
  return where + ": recorded " + json::write(recorded).substr(0, 600) + ", here " + json::write(actual).substr(0, 600);
}

}  // namespace

void Tokens::learn(const Value& recorded, const Value& real) {
  if (recorded.is_object() && real.is_object()) {
    for (const auto& [name, value] : recorded.get_ref<const Value::object_t&>()) {
      if (const Value* other = json::find(real, name)) learn(value, *other);
    }
  } else if (recorded.is_array() && real.is_array()) {
    for (size_t i = 0; i < recorded.size() && i < real.size(); ++i) learn(recorded[i], real[i]);
  } else if (recorded.is_string() && real.is_string() && recorded != real) {
    bind(recorded.get<std::string>(), real.get<std::string>());
  }
}

bool Tokens::bind(const std::string& token, const std::string& text) {
  return bound_.emplace(token, text).first->second == text;
}

std::string Tokens::difference(const Value& recorded, const Value& actual, const std::string& where) {
  if (recorded.is_object() && actual.is_object()) {
    for (const auto& [name, value] : recorded.get_ref<const Value::object_t&>()) {
      const Value* other = json::find(actual, name);
      if (other == nullptr) return where + "/" + name + ": missing";
      const auto parsed =
          value.is_structured() ? as_json(*other) : std::optional<Value>(*other);  // recordings hold texts parsed
      if (!parsed) return both(where + "/" + name, value, *other);
      if (auto found = difference(value, *parsed, where + "/" + name); !found.empty()) return found;
    }
    for (const auto& [name, value] : actual.get_ref<const Value::object_t&>()) {
      if (json::find(recorded, name) == nullptr) return where + "/" + name + ": not recorded";
    }
    return "";
  }
  if (recorded.is_array() && actual.is_array() && recorded.size() == actual.size()) {
    for (size_t i = 0; i < recorded.size(); ++i) {
      if (auto found = difference(recorded[i], actual[i], where + "/" + std::to_string(i)); !found.empty())
        return found;
    }
    return "";
  }
  if (recorded.is_string() && actual.is_string()) {
    return compare_text(recorded.get<std::string>(), actual.get<std::string>(), where);
  }
  return recorded == actual ? "" : both(where, recorded, actual);
}

std::string Tokens::compare_text(const std::string& recorded, const std::string& actual, const std::string& where) {
  if (matches(recorded, actual)) return "";
  const auto left = json::parse(recorded);
  const auto right = json::parse(actual);
  if (left && right && left->is_structured() && right->is_structured()) return difference(*left, *right, where);
  return both(where, recorded, actual);
}

bool Tokens::matches(const std::string& recorded, const std::string& actual) {
  if (recorded == actual) return true;
  const auto bound = bound_.find(recorded);
  if (bound != bound_.end()) return bound->second == actual;
  if (word_tokens().contains(recorded)) return bind(recorded, actual);
  if (recorded.starts_with("arn:") && actual.starts_with("arn:")) return match_arns(recorded, actual);
  return recorded.find('<') != std::string::npos && match_pattern(recorded, actual);
}

/// The first six parts one by one: an account is a token without brackets.
bool Tokens::match_arns(std::string recorded, std::string actual) {
  for (int part = 0; part < 6; ++part) {
    const size_t left = recorded.find(':');
    const size_t right = actual.find(':');
    if ((left == std::string::npos) != (right == std::string::npos)) return false;
    if (left == std::string::npos) break;
    if (!matches(recorded.substr(0, left), actual.substr(0, right))) return false;
    recorded.erase(0, left + 1);
    actual.erase(0, right + 1);
  }
  return matches(recorded, actual);
}

/// Tokens in angle brackets match any text, the same each time.
bool Tokens::match_pattern(std::string_view pattern, std::string_view text) {
  const size_t open = pattern.find('<');
  if (open == std::string_view::npos) return pattern == text;
  const size_t close = pattern.find('>', open);
  if (close == std::string_view::npos) return pattern == text;
  if (text.substr(0, open) != pattern.substr(0, open)) return false;
  const std::string token(pattern.substr(open, close - open + 1));
  const std::string_view rest = pattern.substr(close + 1);
  if (const auto bound = bound_.find(token); bound != bound_.end()) {
    const std::string_view after = text.substr(open);
    return after.starts_with(bound->second) && match_pattern(rest, after.substr(bound->second.size()));
  }
  for (size_t end = text.size(); end >= open && end <= text.size(); --end) {
    const auto before = bound_;
    if (bind(token, std::string(text.substr(open, end - open))) && match_pattern(rest, text.substr(end))) return true;
    bound_ = before;
    if (end == 0) break;
  }
  return false;
}

}  // namespace cloudling::conformance
