#include "emulators/s3/errors.h"

namespace cloudling::s3 {

using aws::Error;

Error no_such_bucket(const std::string& bucket) {
  return Error(404, "NoSuchBucket", "The specified bucket does not exist").with("BucketName", bucket);
}

Error no_such_key(const std::string& key) {
  return Error(404, "NoSuchKey", "The specified key does not exist.").with("Key", key);
}

Error no_such_version(const std::string& key, const std::string& version_id) {
  return Error(404, "NoSuchVersion", "The specified version does not exist.")
      .with("Key", key)
      .with("VersionId", version_id);
}

Error no_such_upload(const std::string& upload_id) {
  return Error(404, "NoSuchUpload",
               "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted "
               "or completed.")
      .with("UploadId", upload_id);
}

Error access_denied() { return Error(403, "AccessDenied", "Access Denied"); }

Error invalid_argument(const std::string& message, const std::string& name, const std::string& value) {
  return Error(400, "InvalidArgument", message).with("ArgumentName", name).with("ArgumentValue", value);
}

Error invalid_request(const std::string& message) { return Error(400, "InvalidRequest", message); }

Error malformed_xml() {
  return Error(400, "MalformedXML",
               "The XML you provided was not well-formed or did not validate against our published schema");
}

Error malformed_acl() {
  return Error(400, "MalformedACLError",
               "The XML you provided was not well-formed or did not validate against our published schema");
}

Error precondition_failed(const std::string& condition) {
  return Error(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold")
      .with("Condition", condition);
}

Error header_not_implemented(const std::string& header) {
  return Error(501, "NotImplemented", "A header you provided implies functionality that is not implemented")
      .with("Header", header);
}

Error entity_too_large(uint64_t proposed, uint64_t allowed) {
  return Error(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size")
      .with("ProposedSize", std::to_string(proposed))
      .with("MaxSizeAllowed", std::to_string(allowed));
}

Error incomplete_body() {
  return Error(400, "IncompleteBody",
               "You did not provide the number of bytes specified by the Content-Length HTTP header");
}

}  // namespace cloudling::s3
