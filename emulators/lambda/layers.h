#pragma once

// The layers of a function: which archives they are, in order.

#include <optional>
#include <string>
#include <vector>

#include "emulators/aws/context.h"
#include "emulators/lambda/lambda_store.h"
#include "emulators/lambda/shapes.h"

namespace cloudling::lambda {

/// "arn:...:layer:NAME:NUMBER", taken apart.
struct LayerVersionName {
  std::string arn;  ///< without the number
  std::string account;
  int64_t number = 0;
};

/// Nothing where the text is no such ARN.
std::optional<LayerVersionName> parse_layer_version(const std::string& arn);

/// The ARN, without a number, of a layer that a request names by its name or its ARN.
std::string layer_arn(const aws::CallContext& context, const std::string& name);

/// Throws InvalidParameterValueException for more than 5 layers, one twice, ARNs that are none, and layers of the
/// account that are not there. Those of other accounts are let pass: what is in them cannot be had here.
void require_layers(store::ReadTransaction& tx, const std::string& account, const FunctionSettings& settings);

/// The archives of the function's layers that are here, the first below the others.
std::vector<StoredCode> layer_archives(store::ReadTransaction& tx, const FunctionSettings& settings);

/// Fills in how large the layers are that a configuration shows.
void set_layer_sizes(store::ReadTransaction& tx, FunctionConfiguration& configuration);

}  // namespace cloudling::lambda
