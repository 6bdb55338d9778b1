#pragma once

// S3 Select's reserved words (S3 user guide, "Reserved keywords"). Pure.

#include <string_view>

namespace cloudling::s3::select {

/// Whether a word, in lower case, is reserved.
bool is_reserved(std::string_view word);

}  // namespace cloudling::s3::select
