#pragma once

// Tags of objects and buckets. Stored, and sent in x-amz-tagging, as "name=value&name=value" percent-encoded.

#include <string>
#include <vector>

#include "emulators/s3/shapes_common.h"

namespace cloudling::s3 {

/// Reads x-amz-tagging. Throws InvalidArgument (400) for duplicates or what is no query string.
std::vector<Tag> parse_tagging_header(const std::string& header);

/// The tags of a stored text.
std::vector<Tag> stored_tags(const std::string& text);

/// In the order of their keys, in which they are told, too.
std::string tags_to_store(std::vector<Tag> tags);

/// Throw BadRequest (400) for too many (10 an object, 50 a bucket), InvalidTag (400) for a key or value that breaks
/// AWS's rules (key 1-128, value 0-256 characters, no "aws:", no duplicates).
void require_object_tags(const std::vector<Tag>& tags);
void require_bucket_tags(const std::vector<Tag>& tags);

}  // namespace cloudling::s3
