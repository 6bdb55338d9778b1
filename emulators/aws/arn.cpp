#include "emulators/aws/arn.h"

#include <algorithm>
#include <array>

namespace cloudling::aws {

namespace {

bool is_account(std::string_view text) {
  const bool digits = text.size() == 12 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  return digits || text.empty() || text == "aws";
}

bool is_name(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
}

}  // namespace

std::string Arn::text() const {
  return "arn:" + partition + ":" + service + ":" + region + ":" + account + ":" + resource;
}

std::optional<Arn> parse_arn(std::string_view text) {
  std::array<std::string_view, 5> parts;
  for (auto& part : parts) {
    const size_t colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    part = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  const auto [arn, partition, service, region, account] = parts;
  const bool known = partition == "aws" || partition == "aws-cn" || partition == "aws-us-gov";
  if (arn != "arn" || !known || service.empty() || !is_name(service) || !is_name(region) || !is_account(account) ||
      text.empty()) {
    return std::nullopt;
  }
  return Arn{std::string(partition), std::string(service), std::string(region), std::string(account),
             std::string(text)};
}

}  // namespace cloudling::aws
