#pragma once

#include <string>

#include "emulators/policy/decision.h"

namespace cloudling::policy {

/// Who the ARN of a principal stands for: his account, and the role of a session.
Requester requester_of(const std::string& arn);

}  // namespace cloudling::policy
