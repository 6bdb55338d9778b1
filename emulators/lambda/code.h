#pragma once

// Deployment packages: where they come from, and what makes one acceptable.

#include <boost/asio/awaitable.hpp>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "emulators/aws/caller.h"
#include "emulators/aws/context.h"
#include "emulators/aws/shape.h"
#include "emulators/lambda/lambda_store.h"

namespace cloudling::lambda {

/// Limits of AWS ("Lambda quotas"), and one of ours against archives of nothing but entries.
inline constexpr size_t kMaxZipUpload = 50u << 20;   ///< bytes of a ZipFile
inline constexpr size_t kMaxUnzipped = 262'144'000;  ///< bytes of all entries
inline constexpr int64_t kMaxZipEntries = 100'000;

/// Throws InvalidParameterValueException where `archive` is no zip archive within the limits, or has an entry that
/// would be written outside its folder. Looks at the directory only: nothing is unpacked.
void require_valid_zip(std::string_view archive, bool may_be_empty);

/// Whether AWS Signer, or who does as it does, has left a signature in the archive. It is not verified.
bool carries_signature(std::string_view archive);

/// Writes the entries of an archive that require_valid_zip accepts into the folder, with their modes; links only where
/// they stay inside. Blocking. Throws std::runtime_error where the archive or the disk fails.
void unpack_zip(std::string_view archive, const std::filesystem::path& folder);

/// Where a request says its code is.
struct CodeSource {
  std::string signed_for;  ///< the function, where it takes signed code only
  std::optional<aws::Blob> zip_file;
  std::optional<std::string> s3_bucket;
  std::optional<std::string> s3_key;
  std::optional<std::string> s3_object_version;
};

/// A bucket of this name means a folder of this machine: the key is its absolute path, and its files are used where
/// they lie, also after they change.
inline constexpr const char* kHotReloadBucket = "hot-reload";

/// Throws InvalidParameterValueException where there is no such folder.
StoredCode code_in_folder(const std::string& path);

/// A text that changes with the folder's files (names and times; folders of installed packages left out). Blocking.
std::string folder_revision(const std::filesystem::path& folder);

/// The archive: as given, or fetched from S3 in the caller's name. Throws InvalidParameterValueException.
boost::asio::awaitable<std::string> fetch_code(aws::Caller& caller, aws::CallContext context, CodeSource source);

/// The digest as CodeSha256 has it.
std::string code_sha256(std::string_view archive);

}  // namespace cloudling::lambda
