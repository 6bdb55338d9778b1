#pragma once

// From the name in a request to the function, version or alias that it means.

#include <functional>
#include <optional>
#include <string>

#include "emulators/lambda/function_names.h"
#include "emulators/lambda/lambda_store.h"

namespace cloudling::lambda {

/// What a name means: the version that runs, and the alias it was named by.
struct Resolved {
  FunctionRow function;
  std::optional<AliasRow> alias;
};

/// `chance` in [0, 1) chooses among the versions of an alias that has several. Throws ResourceNotFoundException.
Resolved resolve(store::ReadTransaction& tx, const FunctionName& name, double chance = 1);

/// The same, as far as the caller may invoke it: throws AccessDeniedException where the policy does not let him.
Resolved resolve_callable(const aws::CallContext& context, store::ReadTransaction& tx, const FunctionName& name,
                          double chance);

/// The function itself ($LATEST), whatever the qualifier. Throws ResourceNotFoundException.
FunctionRow require_unqualified(store::ReadTransaction& tx, const FunctionName& name);

/// Throws PreconditionFailedException where a revision is given and is not the function's.
void require_revision(const FunctionRow& function, const std::optional<std::string>& revision_id);

bool is_latest(const std::string& qualifier);  ///< "" or "$LATEST"
bool is_number(const std::string& qualifier);  ///< a version's

}  // namespace cloudling::lambda
