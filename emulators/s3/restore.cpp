#include "emulators/s3/restore.h"

#include "emulators/s3/s3.h"

namespace cloudling::s3 {

bool is_archived(const std::optional<std::string>& storage_class) {
  return storage_class == "GLACIER" || storage_class == "DEEP_ARCHIVE";
}

aws::Nothing S3::restore_object(const Context& context, Read& tx, const RestoreObjectInput& in) {
  const Located at = locate(tx, in.target, in.version_id, WithBytes::kNo, Ask{context, actions::kRestoreObject});
  const auto& storage_class = at.version.properties.storage_class;
  if (is_archived(storage_class))
    throw aws::Error(501, "NotImplemented", "RestoreObject of archived objects is not implemented.");
  throw aws::Error(403, "InvalidObjectState", "Restore is not allowed for the object's current storage class")
      .with("StorageClass", storage_class.value_or("STANDARD"));
}

const aws::Structure& RestoreRequest::shape() {
  using T = RestoreRequest;
  static const aws::Structure shape{
      "RestoreRequest", {aws::field<&T::days>("Days"), aws::field<&T::tier>("Tier")}, kXmlNamespace};
  return shape;
}

const aws::Structure& RestoreObjectInput::shape() {
  using T = RestoreObjectInput;
  static const aws::Structure shape{
      "RestoreObjectRequest",
      fields(object_target<&T::target>(), aws::field<&T::version_id>("VersionId").in_query("versionId"),
             aws::field<&T::request>("RestoreRequest").as_payload())};
  return shape;
}

}  // namespace cloudling::s3
