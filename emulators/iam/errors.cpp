#include "emulators/iam/errors.h"

namespace cloudling::iam {

aws::Error no_such_entity(const std::string& message) { return {404, "NoSuchEntity", message}; }

aws::Error no_such_entity(Kind kind, const std::string& name) {
  if (kind == Kind::kInstanceProfile) return no_such_entity("Instance Profile " + name + " cannot be found.");
  return no_such_entity("The " + std::string(names_of(kind).noun) + " with name " + name + " cannot be found.");
}

aws::Error no_such_policy(const std::string& arn) { return no_such_entity("Policy " + arn + " was not found."); }

aws::Error not_attachable(const std::string& arn) {
  return no_such_entity("Policy " + arn + " does not exist or is not attachable.");
}

aws::Error already_exists(const std::string& message) { return {409, "EntityAlreadyExists", message}; }

aws::Error already_exists(Kind kind, const std::string& name) {
  if (kind == Kind::kPolicy)
    return already_exists("A policy called " + name + " already exists. Duplicate names are not allowed.");
  if (kind == Kind::kInstanceProfile) return already_exists("Instance Profile " + name + " already exists.");
  return already_exists(std::string(names_of(kind).shape) + " with name " + name + " already exists.");
}

aws::Error delete_conflict(const std::string& message) { return {409, "DeleteConflict", message}; }
aws::Error limit_exceeded(const std::string& message) { return {409, "LimitExceeded", message}; }
aws::Error malformed_policy(const std::string& problem) { return {400, "MalformedPolicyDocument", problem}; }
aws::Error invalid_input(const std::string& message) { return {400, "InvalidInput", message}; }
aws::Error validation(const std::string& message) { return {400, "ValidationError", message}; }

}  // namespace cloudling::iam
