#pragma once

// Which permissions an operation needs, on which resources: actions.txt,
// applied to an input. Constant; any thread.

#include <string>
#include <string_view>
#include <vector>

#include "emulators/aws/context.h"
#include "emulators/aws/operation.h"
#include "emulators/aws/shape.h"

namespace cloudling::iam {

struct Permission {
  std::string action;
  std::string resource;
};

/// All that the call needs. API Gateway's are the method and path of its own
/// API.
std::vector<Permission> permissions_of(const aws::CallContext& context, const aws::Operation& operation,
                                       const aws::AnyShape& input);

/// The texts at a path of members ("Delete.Objects[].Key"); none where a member
/// is missing.
std::vector<std::string> texts_at(const aws::AnyShape& input, std::string_view path);

/// The operations that stand in the table by name, as "service.Operation", and
/// the services that have a section.
std::vector<std::string> named_operations();
std::vector<std::string> named_services();

/// actions.txt.
std::string_view actions_text();

}  // namespace cloudling::iam
