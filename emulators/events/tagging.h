#pragma once

// Tags of buses and rules, by ARN.

#include <string>
#include <vector>

#include "emulators/events/shapes.h"
#include "emulators/store/store.h"

namespace cloudling::events {

/// Adds to or replaces what the resource has. Throws ValidationException above 50 tags.
void add_tags(store::WriteTransaction& tx, const std::string& resource, const std::vector<Tag>& tags);

}  // namespace cloudling::events
