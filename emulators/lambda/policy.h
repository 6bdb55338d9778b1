#pragma once

// A function's resource-based policy: its statements, and whether they let a service in (AWS Lambda Developer Guide,
// "Using resource-based policies for Lambda").

#include <string>
#include <vector>

#include "asl/json/json.h"
#include "emulators/aws/context.h"
#include "emulators/lambda/lambda_store.h"
#include "emulators/lambda/resource_shapes.h"

namespace cloudling::lambda {

/// The statement that AddPermission adds, as JSON.
json::Value statement_of(const AddPermissionInput& input, const std::string& resource);

/// The document that GetPolicy shows.
std::string policy_text(const std::vector<StatementRow>& statements);

/// Whether a service that calls in its own name may invoke. Callers that bring a role or are users are not judged by
/// this policy here: IAM does that.
bool needs_permission(const aws::CallContext& caller);
bool permits_invoke(const std::vector<StatementRow>& statements, const aws::CallContext& caller);

/// Whether everybody may call the function's URL of AuthType NONE.
bool permits_public_url(const std::vector<StatementRow>& statements);

}  // namespace cloudling::lambda
