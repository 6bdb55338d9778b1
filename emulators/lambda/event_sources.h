#pragma once

// What event source mappings are set to.

#include <string>

#include "emulators/lambda/event_source_shapes.h"

namespace cloudling::lambda {

inline constexpr int64_t kDefaultBatchSize = 10;  ///< messages of a queue

/// From the text that the store has.
EventSourceSettings event_source_settings_of(const std::string& text);

/// arn:aws:lambda:REGION:ACCOUNT:event-source-mapping:UUID
std::string event_source_mapping_arn(const std::string& account, const std::string& region, const std::string& uuid);

}  // namespace cloudling::lambda
