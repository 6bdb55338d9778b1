#pragma once

// The policies of an identity, parsed: what the simulator and the enforcement
// ask.

#include <optional>
#include <string>
#include <vector>

#include "emulators/iam/iam_store.h"
#include "emulators/policy/decision.h"

namespace cloudling::iam {

/// The document of a managed policy, AWS's or a customer's; nothing where there
/// is none of that ARN.
std::optional<std::string> managed_document(Read& tx, const std::string& arn);

/// Inline, attached and (users) groups' policies, and the permissions boundary,
/// of a user, role or group.
policy::Policies policies_of(Read& tx, const Entity& entity);

/// The user or role that a principal's ARN stands for (a user, a role, a role
/// session); nothing where there is none.
std::optional<Entity> identity_of(Read& tx, const std::string& arn);

/// A stored document, parsed; one that cannot be parsed says nothing.
policy::NamedDocument named_document(const std::string& name, const std::string& text);

}  // namespace cloudling::iam
