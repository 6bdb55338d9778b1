#pragma once

// What may be called what: buckets, keys, regions. Pure functions.

#include <string>
#include <string_view>

namespace cloudling::s3 {

/// AWS's general purpose bucket naming rules: 3 to 63 of [a-z0-9.-], beginning and ending with a letter or digit, no
/// two periods together, no IPv4 address, none of the reserved prefixes and suffixes.
bool valid_bucket_name(std::string_view name);

/// Throws InvalidBucketName (400).
void require_bucket_name(const std::string& name);

/// Throws KeyTooLongError (400) above 1024 bytes, InvalidURI (400) for what is no UTF-8 or empty.
void require_key(const std::string& key);

/// A region that has S3, by AWS's list.
bool known_region(std::string_view region);

/// The 64 hex digits that stand for an account in owners; a fixed function of the account id.
std::string canonical_id(const std::string& account);

bool valid_utf8(std::string_view text);

}  // namespace cloudling::s3
