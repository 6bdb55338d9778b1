#pragma once

// Columns that the tables of versions and uploads share. Internal to s3_store_*.cpp.

#include <optional>
#include <string>

#include "emulators/s3/s3_store.h"
#include "emulators/store/connection.h"

namespace cloudling::s3 {

inline constexpr const char* kPropertyColumns =
    "storage_class, tags, content_type, cache_control, content_disposition, content_encoding, content_language, "
    "expires, website_redirect, metadata, owner, acl, encryption, lock_mode, lock_until_ms, legal_hold";
inline constexpr int kPropertyColumnCount = 16;

/// The values of kPropertyColumns but tags, read from column `first` on.
ObjectProperties read_properties(const store::Rows& rows, int first);
ObjectControl read_control(const store::Rows& rows, int first);

/// Metadata as it stands in its column: "name:value" lines; nothing for none.
std::optional<std::string> metadata_to_store(const std::map<std::string, std::string>& metadata);

/// nullopt for "".
std::optional<std::string> or_null(const std::string& text);

}  // namespace cloudling::s3
