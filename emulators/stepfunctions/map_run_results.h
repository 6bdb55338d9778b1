#pragma once

// The result of a map run: the outputs of its children, or what a ResultWriter leaves in S3 (Developer Guide,
// "ResultWriter (Map)").

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>

#include "emulators/aws/caller.h"
#include "emulators/aws/ids.h"
#include "emulators/stepfunctions/map_runs.h"

namespace cloudling::stepfunctions {

/// The Map's result, or nothing where the run fails with the error.
struct MapRunResult {
  std::optional<json::Value> output;
  std::string error;
  std::string cause;
  int64_t written = 0;  ///< children whose results are in S3
  int64_t items_written = 0;
};

/// All children have ended. A run that fails writes what there is, too.
boost::asio::awaitable<MapRunResult> collect_map_results(store::Store& store, aws::Caller& caller, aws::IdSource& ids,
                                                         MapRunOwner owner, MapRunRow run, json::Value plan);

}  // namespace cloudling::stepfunctions
