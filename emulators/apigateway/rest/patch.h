#pragma once

// Updates: JSON Patch as API Gateway has it (Amazon API Gateway API Reference, "Patch Operations"). Values are texts,
// paths name a field in JSON Pointer form ("~1" is a slash), and each kind of item allows some of them. Patches are
// applied to an item's JSON. Pure functions.

#include <string>
#include <string_view>
#include <vector>

#include "asl/json/json.h"
#include "emulators/apigateway/rest/keys.h"

namespace cloudling::apigateway::rest {

/// What a patch of a path changes.
enum class PatchTarget {
  kText,     ///< a field that holds a text
  kBoolean,  ///< ... true or false
  kInteger,
  kNumber,
  kObject,      ///< a field that holds an object: only removed as a whole
  kListItem,    ///< the last segment, or the value where it is the list's own path, is an item of a list of texts
  kListSlot,    ///< the last segment is the index of an item in a list, or its text
  kMapText,     ///< the last segment is a key of a map of texts
  kMapBoolean,  ///< ... of a map of booleans
};

/// A path with "*" for any one segment, and where it is in the item's JSON ("" where it is there under its own name).
struct PatchRule {
  std::string_view path;
  PatchTarget target = PatchTarget::kText;
  std::string_view operations = "replace";  ///< those allowed, with spaces between
  std::string_view field = "";              ///< the JSON's path where it differs, with "*" for the same segments
};

using PatchRules = std::vector<PatchRule>;

/// The decoded segments of a JSON Pointer; "" and "/" have none.
std::vector<std::string> pointer_segments(std::string_view path);

/// Applies the operations in order. Throws BadRequestException (400) in AWS's words where one is not allowed.
void apply_patch(json::Value& document, const std::vector<PatchOperation>& operations, const PatchRules& rules);

/// The rules of a kind of item; none where it can't be changed.
const PatchRules& patch_rules(const std::string& kind);

}  // namespace cloudling::apigateway::rest
