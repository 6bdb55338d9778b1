#include "emulators/logs/names.h"

#include <utility>

#include "emulators/aws/arn.h"
#include "emulators/logs/errors.h"

namespace cloudling::logs {

namespace {

constexpr std::string_view kGroupResource = "log-group:";

}  // namespace

std::string group_arn(const GroupRow& group) {
  const aws::Arn arn{.service = "logs",
                     .region = group.region,
                     .account = group.account,
                     .resource = std::string(kGroupResource) + group.name};
  return arn.text();
}

std::string stream_arn(const GroupRow& group, const StreamRow& stream) {
  return group_arn(group) + ":log-stream:" + stream.name;
}

std::string group_name_of(const aws::CallContext& context, const std::string& identifier) {
  if (!identifier.starts_with("arn:")) return identifier;
  const auto arn = aws::parse_arn(identifier);
  if (!arn || arn->service != "logs" || !arn->resource.starts_with(kGroupResource)) {
    throw invalid_parameter("Invalid resource ARN: " + identifier);
  }
  if (arn->account != context.account || arn->region != context.region) throw group_not_found();
  std::string name = arn->resource.substr(kGroupResource.size());
  if (name.ends_with(":*")) name.resize(name.size() - 2);
  return name;
}

std::string group_name_of(const aws::CallContext& context, const std::optional<std::string>& name,
                          const std::optional<std::string>& identifier) {
  if (name && identifier) {
    throw invalid_parameter("LogGroup name and LogGroup identifier are mutually exclusive parameters.");
  }
  if (!name && !identifier) {
    throw invalid_parameter("Either logGroupName or logGroupIdentifier must be given.");
  }
  return name ? *name : group_name_of(context, *identifier);
}

GroupRow require_group(const aws::CallContext& context, store::ReadTransaction& tx, const std::string& name) {
  auto group = find_group(tx, context.account, context.region, name);
  if (!group) throw group_not_found();
  return std::move(*group);
}

StreamRow require_stream(store::ReadTransaction& tx, const GroupRow& group, const std::string& name) {
  auto stream = find_stream(tx, group.id, name);
  if (!stream) throw stream_not_found();
  return std::move(*stream);
}

}  // namespace cloudling::logs
