#include "emulators/policy/matching.h"

#include <algorithm>

namespace cloudling::policy {

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return lower;
}

bool matches_wildcards(std::string_view text, std::string_view pattern) {
  return Pattern::of(pattern, {}, false)->matches(text);
}

bool matches_action(std::string_view action, std::string_view pattern) {
  return matches_wildcards(lower_case(action), lower_case(pattern));
}

namespace {

/// "aws:username" or "aws:username, 'default'", resolved; multi-valued keys have no value as variables.
std::optional<std::string> value_of(std::string_view variable, const Context& context) {
  std::optional<std::string> otherwise;
  const size_t comma = variable.find(',');
  std::string_view name = variable.substr(0, comma);
  if (comma != std::string_view::npos) {
    const std::string_view rest = variable.substr(comma + 1);
    const size_t open = rest.find('\'');
    const size_t close = rest.rfind('\'');
    if (open != std::string_view::npos && close > open)
      otherwise = std::string(rest.substr(open + 1, close - open - 1));
  }
  while (name.ends_with(' ')) name.remove_suffix(1);
  const auto found = context.find(lower_case(name));
  if (found == context.end() || found->second.size() != 1) return otherwise;
  return found->second.front();
}

}  // namespace

std::optional<Pattern> Pattern::of(std::string_view text, const Context& context, bool variables) {
  Pattern pattern;
  const auto append = [&](std::string_view literal) {
    for (const char c : literal) pattern.units_.push_back(static_cast<unsigned char>(c));
  };
  for (size_t at = 0; at < text.size(); ++at) {
    const size_t end = variables && text.substr(at).starts_with("${") ? text.find('}', at) : std::string_view::npos;
    if (end != std::string_view::npos) {
      const std::string_view name = text.substr(at + 2, end - at - 2);
      const bool escape = name == "*" || name == "?" || name == "$";
      const auto value = escape ? std::optional(std::string(name)) : value_of(name, context);
      if (!value) return std::nullopt;
      append(*value);
      at = end;
    } else if (text[at] == '*') {
      pattern.units_.push_back(kAnyText);
    } else if (text[at] == '?') {
      pattern.units_.push_back(kAnyCharacter);
    } else {
      append(text.substr(at, 1));
    }
  }
  return pattern;
}

bool Pattern::match(std::string_view text, const Unit* begin, const Unit* end) {
  size_t at = 0, retry = 0;
  const Unit* in = begin;
  const Unit* star = nullptr;
  while (at < text.size()) {
    if (in != end && (*in == kAnyCharacter || *in == static_cast<unsigned char>(text[at]))) {
      ++at, ++in;
    } else if (in != end && *in == kAnyText) {
      star = in++;
      retry = at;
    } else if (star) {
      in = star + 1;
      at = ++retry;
    } else {
      return false;
    }
  }
  return std::all_of(in, end, [](Unit unit) { return unit == kAnyText; });
}

bool Pattern::matches(std::string_view text) const { return match(text, units_.data(), units_.data() + units_.size()); }

bool Pattern::matches_arn(std::string_view arn) const {
  const Unit* begin = units_.data();
  const Unit* const end = begin + units_.size();
  for (int part = 0; part < 5; ++part) {
    const size_t colon = arn.find(':');
    const Unit* stop = std::find(begin, end, static_cast<Unit>(':'));
    if (colon == std::string_view::npos || stop == end) return part == 0 && matches(arn);
    if (!match(arn.substr(0, colon), begin, stop)) return false;
    arn.remove_prefix(colon + 1);
    begin = stop + 1;
  }
  return match(arn, begin, end);
}

std::string Pattern::literal() const {
  std::string text;
  for (const Unit unit : units_) text += unit == kAnyText ? '*' : unit == kAnyCharacter ? '?' : static_cast<char>(unit);
  return text;
}

}  // namespace cloudling::policy
