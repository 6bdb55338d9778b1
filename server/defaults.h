#pragma once

// What a new cloud begins with, so that `POST /resize` works at once: the built-in resize function, the state machine
// that calls it, and a bucket for originals. Made once, through the same calls a client would make. The function makes
// the bucket for thumbnails when it first needs it: a pipeline that is built here may want that name in its own region.

#include <boost/asio/awaitable.hpp>
#include <string>

#include "emulators/aws/caller.h"
#include "emulators/store/store.h"

namespace cloudling::server {

inline constexpr const char* kOriginalsBucket = "images-original";
inline constexpr const char* kResizedBucket = "resizes-image";
inline constexpr const char* kResizeFunction = "resize-image";

/// The table that remembers that they were made, so that what a user deletes stays deleted.
store::Migration defaults_migration();

/// Makes them in a cloud that has not had them yet. What exists under these names is left as it is; begun and not
/// finished (a kill in between) begins again. Throws aws::Error.
boost::asio::awaitable<void> make_defaults(store::Store& store, aws::Caller& caller, std::string state_machine);

}  // namespace cloudling::server
