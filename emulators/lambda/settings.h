#pragma once

// What a function is configured with: checked, stored as JSON, shown as a FunctionConfiguration.

#include <string>

#include "emulators/lambda/lambda_store.h"
#include "emulators/lambda/shapes.h"

namespace cloudling::lambda {

/// Throws what AWS throws for settings that the constraints of the shapes let pass: an unknown runtime, environment
/// variables that are reserved, badly named or more than 4 KB; NotImplemented for what is not built.
void require_valid_settings(const FunctionSettings& settings, const std::string& operation);

std::string settings_text(const FunctionSettings& settings);
FunctionSettings settings_of(const std::string& text);

/// The stored settings with those of `changes` that are given in their place.
std::string changed_settings(const std::string& text, const FunctionSettings& changes);

/// The stored settings with the folder where the code lies; "" where the code is stored.
std::string settings_in_folder(const std::string& text, const std::string& folder);

/// The function as answers show it, with AWS's defaults filled in.
FunctionConfiguration configuration_of(const FunctionRow& function, const std::string& region);

/// "2024-05-01T10:20:30.123+0000"
std::string last_modified_text(aws::TimeMs time);

std::string runtime_version_arn(const std::string& region, const std::string& runtime);

/// Whether it is the built-in function, which needs no code.
bool is_builtin(const FunctionSettings& settings);

}  // namespace cloudling::lambda
