#pragma once

// The items of a map run: those of its plan, or what its ItemReader finds in S3.

#include <boost/asio/awaitable.hpp>

#include "asl/map_run/item_reader.h"
#include "emulators/aws/caller.h"
#include "emulators/aws/ids.h"
#include "emulators/stepfunctions/map_runs.h"

namespace cloudling::stepfunctions {

/// Failures are States.ItemReaderFailed with S3's own words.
boost::asio::awaitable<asl::ItemsOrFailure> read_map_items(aws::Caller& caller, aws::IdSource& ids, MapRunOwner owner,
                                                           json::Value plan);

}  // namespace cloudling::stepfunctions
