#pragma once

// Who may abort an upload or list its parts: who may by the bucket's rules, and who began it, unless the bucket's
// policy denies it (S3 user guide, "Multipart upload and permissions").

#include "emulators/s3/access.h"

namespace cloudling::s3 {

struct LocatedUpload {
  BucketRow bucket;
  UploadRow upload;
};

/// The upload that such an action is on. Throws NoSuchBucket, NoSuchUpload (404), AccessDenied (403).
LocatedUpload locate_upload(store::ReadTransaction& tx, const ObjectTarget& target, const std::string& upload_id,
                            Ask ask);

}  // namespace cloudling::s3
