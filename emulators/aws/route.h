#pragma once

// From a method and a path to an operation, by the catalogue's routes.

#include <string>
#include <string_view>
#include <vector>

#include "emulators/aws/catalogue.h"
#include "emulators/aws/http.h"
#include "emulators/aws/protocol.h"

namespace cloudling::aws {

struct Route {
  const CatalogueOperation* operation = nullptr;  ///< nullptr where none fits
  PathLabels labels;
};

/// Segments of a path, decoded. One slash at the end is forgiven, as AWS's REST JSON services do.
std::vector<std::string> path_segments(std::string_view raw_path);

/// The operation that fits best: all its required keys are there, and of several the one that asks for the most.
/// A greedy label takes one segment here, so a path with a key in it comes as {bucket, key}.
Route find_route(const CatalogueService& service, const HttpRequest& request, const Query& query,
                 const std::vector<std::string>& segments);

}  // namespace cloudling::aws
