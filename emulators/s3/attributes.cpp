#include <algorithm>

#include "emulators/s3/encryption.h"
#include "emulators/s3/errors.h"
#include "emulators/s3/listing_limits.h"
#include "emulators/s3/s3.h"
#include "emulators/s3/versions.h"

namespace cloudling::s3 {
namespace {

/// The attributes that are asked for; unknown ones are refused.
class Wanted {
 public:
  explicit Wanted(const std::vector<std::string>& names) : names_(names) {
    static const std::vector<std::string> kKnown = {"ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"};
    for (const auto& name : names)
      if (std::find(kKnown.begin(), kKnown.end(), name) == kKnown.end())
        throw invalid_argument("Invalid attribute name specified.", "x-amz-object-attributes", name);
    if (names.empty())
      throw invalid_argument(
          "The x-amz-object-attributes header specifying the attributes to be retrieved is either "
          "missing or empty",
          "x-amz-object-attributes", "");
  }
  bool has(const char* name) const { return std::find(names_.begin(), names_.end(), name) != names_.end(); }

 private:
  const std::vector<std::string>& names_;
};

ObjectPartsAttribute parts_of(store::ReadTransaction& tx, const GetObjectAttributesInput& in,
                              const VersionRow& version) {
  ObjectPartsAttribute output{.total = version.parts};
  output.marker = page_marker(in.part_number_marker, "x-amz-part-number-marker");
  output.max_parts = page_limit(in.max_parts, "x-amz-max-parts");
  output.truncated = false;
  for (const auto& part : version_parts(tx, version.id)) {
    if (part.number <= *output.marker) continue;
    if (static_cast<int64_t>(output.parts.size()) == *output.max_parts) {
      output.truncated = true;
      break;
    }
    ObjectPartAttribute entry{.number = part.number, .size = part.size};
    if (version.checksum) member(entry.checksums, version.checksum->algorithm) = part.checksum;
    output.parts.push_back(std::move(entry));
  }
  output.next_marker = output.parts.empty() ? 0 : output.parts.back().number;
  return output;
}

}  // namespace

GetObjectAttributesOutput S3::get_object_attributes(const Context& context, Read& tx,
                                                    const GetObjectAttributesInput& in) {
  Wanted wanted(in.attributes);
  const auto [bucket, version] =
      locate(tx, in.target, in.version_id, WithBytes::kNo, Ask{context, actions::kGetObjectAttributes});
  required_key(customer_key_of(in.encryption), ObjectEncryption::from_text(version.control.encryption));
  GetObjectAttributesOutput output;
  output.last_modified = {version.modified_ms};
  output.version_id = shown_version(bucket, version);
  if (wanted.has("ETag")) output.etag = version.etag;
  if (wanted.has("Checksum") && version.checksum)
    output.checksum = ChecksumAttribute{values_of(version.checksum), type_of(*version.checksum)};
  if (wanted.has("ObjectParts") && version.parts > 0) output.parts = parts_of(tx, in, version);
  if (wanted.has("StorageClass")) output.storage_class = version.properties.storage_class.value_or("STANDARD");
  if (wanted.has("ObjectSize")) output.size = version.size;
  return output;
}

}  // namespace cloudling::s3
