#pragma once

#include <optional>

#include "resizer/resizer.h"

namespace cloudling::resizer {

/// The failure for options that were set past set_option and are out of range.
std::optional<Failure> check_options(const Options& options);

}  // namespace cloudling::resizer
