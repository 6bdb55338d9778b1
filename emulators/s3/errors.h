#pragma once

// S3's errors as its API reference ("Error Responses") and its service word them. Each makes a value to be thrown.

#include <cstdint>
#include <string>

#include "emulators/aws/error.h"

namespace cloudling::s3 {

aws::Error no_such_bucket(const std::string& bucket);
aws::Error no_such_key(const std::string& key);
aws::Error no_such_version(const std::string& key, const std::string& version_id);
aws::Error no_such_upload(const std::string& upload_id);
aws::Error access_denied();
aws::Error invalid_argument(const std::string& message, const std::string& name, const std::string& value);
aws::Error invalid_request(const std::string& message);
aws::Error malformed_xml();
aws::Error malformed_acl();

/// 412; `condition` is the header that did not hold.
aws::Error precondition_failed(const std::string& condition);

/// 501 for a header that asks for what is not built, as AWS words it.
aws::Error header_not_implemented(const std::string& header);

/// 400 EntityTooLarge.
aws::Error entity_too_large(uint64_t proposed, uint64_t allowed);

/// 400 IncompleteBody: less (or more) came than was announced.
aws::Error incomplete_body();

}  // namespace cloudling::s3
