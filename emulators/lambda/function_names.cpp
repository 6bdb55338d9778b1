#include "emulators/lambda/function_names.h"

#include <vector>

#include "emulators/lambda/errors.h"

namespace cloudling::lambda {

namespace {

constexpr size_t kAccountDigits = 12;

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == ':')
      parts.emplace_back();
    else
      parts.back().push_back(c);
  }
  return parts;
}

bool is_account(const std::string& text) {
  return text.size() == kAccountDigits && text.find_first_not_of("0123456789") == std::string::npos;
}

/// The parts of a name, taken off from the front as far as they are there.
struct Parts {
  std::string region;
  std::string account;
  std::string name;
  std::string qualifier;
};

Parts parts_of(const std::string& text) {
  std::vector<std::string> parts = split(text);
  size_t at = 0;
  Parts result;
  if (parts.size() > 3 && parts[0] == "arn") {
    result.region = parts[3];
    at = 4;
  }
  if (at < parts.size() && parts.size() > at + 1 && is_account(parts[at])) result.account = parts[at++];
  if (at < parts.size() && parts.size() > at + 1 && parts[at] == "function") ++at;
  if (at < parts.size()) result.name = parts[at++];
  if (at < parts.size()) result.qualifier = parts[at];
  return result;
}

}  // namespace

FunctionName parse_function_name(const aws::CallContext& context, const std::string& text,
                                 const std::optional<std::string>& qualifier) {
  const Parts parts = parts_of(text);
  if (!parts.region.empty() && parts.region != context.region) {
    throw resource_not_found("Functions from '" + parts.region + "' are not reachable in this region ('" +
                             context.region + "')");
  }
  FunctionName name;
  name.name = parts.name;
  const std::string& account = parts.account.empty() ? context.account : parts.account;
  name.arn = "arn:aws:lambda:" + context.region + ":" + account + ":function:" + parts.name;
  name.qualifier = parts.qualifier.empty() ? qualifier.value_or("") : parts.qualifier;
  if (qualifier && !parts.qualifier.empty() && *qualifier != parts.qualifier) {
    throw invalid_parameter("The derived qualifier from the function name does not match the specified qualifier.");
  }
  return name;
}

}  // namespace cloudling::lambda
