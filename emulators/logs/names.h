#pragma once

// How log groups and streams are named: by name, by identifier (name or ARN), by ARN with or without ":*".

#include <optional>
#include <string>

#include "emulators/aws/context.h"
#include "emulators/logs/logs_store.h"
#include "emulators/store/connection.h"

namespace cloudling::logs {

/// "arn:aws:logs:REGION:ACCOUNT:log-group:NAME", without ":*".
std::string group_arn(const GroupRow& group);
std::string stream_arn(const GroupRow& group, const StreamRow& stream);

/// The name in an identifier, which is a name or an ARN of a group of the caller's account and region. Throws
/// InvalidParameterException.
std::string group_name_of(const aws::CallContext& context, const std::string& identifier);

/// The name that one of two parameters gives. Throws InvalidParameterException where both do, or neither.
std::string group_name_of(const aws::CallContext& context, const std::optional<std::string>& name,
                          const std::optional<std::string>& identifier);

/// Throws ResourceNotFoundException.
GroupRow require_group(const aws::CallContext& context, store::ReadTransaction& tx, const std::string& name);
StreamRow require_stream(store::ReadTransaction& tx, const GroupRow& group, const std::string& name);

}  // namespace cloudling::logs
