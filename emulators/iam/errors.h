#pragma once

// The service's errors in AWS's words.

#include <string>

#include "emulators/aws/error.h"
#include "emulators/iam/kinds.h"

namespace cloudling::iam {

aws::Error no_such_entity(const std::string& message);          ///< 404
aws::Error no_such_entity(Kind kind, const std::string& name);  ///< 404
aws::Error no_such_policy(const std::string& arn);              ///< 404
aws::Error not_attachable(const std::string& arn);              ///< 404
aws::Error already_exists(const std::string& message);          ///< 409
aws::Error already_exists(Kind kind, const std::string& name);  ///< 409
aws::Error delete_conflict(const std::string& message);         ///< 409
aws::Error limit_exceeded(const std::string& message);          ///< 409
aws::Error malformed_policy(const std::string& problem);        ///< 400
aws::Error invalid_input(const std::string& message);           ///< 400
aws::Error validation(const std::string& message);              ///< 400

}  // namespace cloudling::iam
