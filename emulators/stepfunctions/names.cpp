#include "emulators/stepfunctions/names.h"

#include <cstdint>

#include "emulators/aws/arn.h"
#include "emulators/stepfunctions/errors.h"

namespace cloudling::stepfunctions {

namespace {

constexpr std::string_view kForbidden = " \t\n\r\f\v<>{}[]?*\"#%\\^|~`$&,;:/";

/// Decodes the UTF-8 character at `at`, which moves behind it. The text is valid UTF-8: the protocol saw to that.
uint32_t next_character(std::string_view text, size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at++]);
  if (lead < 0x80) return lead;
  const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  uint32_t character = lead & (0x3F >> more);
  for (int i = 0; i < more && at < text.size(); ++i) character = character << 6 | (text[at++] & 0x3F);
  return character;
}

bool is_control(uint32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0xFFFE || c == 0xFFFF || c == 0x10FFFF;
}

/// "arn:aws:states:us-east-1:000000000000:<type>:<machine>:"
std::string below(std::string_view state_machine_arn, std::string_view type) {
  const StatesArn machine = parse_arn(state_machine_arn, "stateMachine");
  return "arn:aws:states:" + machine.region + ":" + machine.account + ":" + std::string(type) + ":" + machine.name +
         ":";
}

}  // namespace

StatesArn parse_arn(std::string_view arn, std::string_view type, std::string_view or_type) {
  const auto parsed = aws::parse_arn(arn);
  if (!parsed || parsed->service != "states") throw invalid_arn("Invalid ARN prefix: " + std::string(arn));
  const size_t colon = parsed->resource.find(':');
  const bool named = colon != std::string::npos && colon + 1 < parsed->resource.size();
  if (parsed->region.empty() || parsed->account.empty() || !named)
    throw invalid_arn("Invalid ARN: " + std::string(arn));
  StatesArn parts{.region = parsed->region,
                  .account = parsed->account,
                  .resource_type = parsed->resource.substr(0, colon),
                  .name = parsed->resource.substr(colon + 1)};
  if (parts.resource_type != type && (or_type.empty() || parts.resource_type != or_type)) {
    throw invalid_arn("Resource type not valid in this context: " + parts.resource_type);
  }
  return parts;
}

std::string state_machine_arn(const aws::CallContext& context, std::string_view name) {
  return "arn:aws:states:" + context.region + ":" + context.account + ":stateMachine:" + std::string(name);
}

std::string activity_arn(const aws::CallContext& context, std::string_view name) {
  return "arn:aws:states:" + context.region + ":" + context.account + ":activity:" + std::string(name);
}

std::string execution_arn(std::string_view state_machine_arn, std::string_view name) {
  return below(state_machine_arn, "execution") + std::string(name);
}

std::string express_arn(std::string_view state_machine_arn, std::string_view name, std::string_view id) {
  return below(state_machine_arn, "express") + std::string(name) + ":" + std::string(id);
}

std::string child_execution_arn(std::string_view parent_arn, std::string_view labelled, std::string_view name,
                                std::string_view express_id) {
  const StatesArn parent = parse_arn(parent_arn, "execution", "express");
  const std::string type = express_id.empty() ? "execution" : "express";
  std::string arn = "arn:aws:states:" + parent.region + ":" + parent.account + ":" + type + ":";
  arn.append(labelled).append(":").append(name);
  if (!express_id.empty()) arn.append(":").append(express_id);
  return arn;
}

std::string state_machine_of(std::string_view execution_arn) {
  const StatesArn execution = parse_arn(execution_arn, "execution", "express");
  const std::string machine = execution.name.substr(0, execution.name.find(':'));
  return "arn:aws:states:" + execution.region + ":" + execution.account + ":stateMachine:" + machine;
}

void require_valid_name(std::string_view name) {
  for (size_t at = 0; at < name.size();) {
    const size_t begin = at;
    const uint32_t character = next_character(name, at);
    if (is_control(character) || kForbidden.find(name[begin]) != std::string_view::npos) throw invalid_name(name);
  }
}

}  // namespace cloudling::stepfunctions
