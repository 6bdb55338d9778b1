#pragma once

// Stages as operations make and change them. Pure functions.

#include "emulators/apigateway/rest/patch.h"
#include "emulators/apigateway/rest/shapes.h"

namespace cloudling::apigateway::rest {

/// With AWS's defaults, and without a deployment.
Stage new_stage(const std::string& name, aws::Timestamp now);

/// Throws BadRequestException for a name or variables that a stage can't have.
void check_stage(const Stage& stage);

/// Operations on a stage with the paths of method settings ("/{path}/{method}/logging/loglevel", where slashes of the
/// path may stand as they are) as those of fields, and "copy" as the "replace" that it means in `document`.
std::vector<PatchOperation> stage_operations(const json::Value& document,
                                             const std::vector<PatchOperation>& operations);

}  // namespace cloudling::apigateway::rest
