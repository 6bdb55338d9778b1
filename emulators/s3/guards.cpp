#include "emulators/s3/guards.h"

#include <algorithm>
#include <array>

#include "emulators/aws/http.h"
#include "emulators/s3/errors.h"
#include "emulators/s3/names.h"

namespace cloudling::s3 {
namespace {

constexpr size_t kMaxMetadata = 2048;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

std::map<std::string, std::string> checked_metadata(const std::map<std::string, std::string>& given) {
  std::map<std::string, std::string> metadata;
  size_t size = 0;
  for (const auto& [name, value] : given) {
    size += name.size() + value.size();
    if (name.find_first_of(":\r\n") != std::string::npos || value.find_first_of("\r\n") != std::string::npos)
      throw invalid_argument("Metadata must be fit for an HTTP header", "x-amz-meta-" + name, value);
    metadata[lower(name)] = value;
  }
  if (size > kMaxMetadata)
    throw aws::Error(400, "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size")
        .with("Size", std::to_string(size))
        .with("MaxSizeAllowed", std::to_string(kMaxMetadata));
  return metadata;
}

std::optional<std::string> checked_storage_class(const std::optional<std::string>& given) {
  constexpr std::array kClasses = {"REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER",
                                   "DEEP_ARCHIVE",       "GLACIER_IR"};
  if (!given || *given == "STANDARD") return std::nullopt;
  if (std::find(kClasses.begin(), kClasses.end(), *given) == kClasses.end())
    throw aws::Error(400, "InvalidStorageClass", "The storage class you specified is not valid")
        .with("StorageClassRequested", *given);
  return given;
}

std::string_view trim(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

/// What SDKs that sign in chunks put around the encoding is none of the object's. Without it the header stays as it is.
std::optional<std::string> without_aws_chunked(const std::optional<std::string>& content_encoding) {
  if (!content_encoding) return std::nullopt;
  std::string kept;
  bool found = false;
  std::string_view rest = *content_encoding;
  while (!rest.empty()) {
    std::string_view item = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(rest.size(), item.size() + 1));
    std::string_view coding = trim(item);
    const bool chunked = aws::equals_ignoring_case(coding, "aws-chunked");
    found |= chunked;
    if (chunked || coding.empty()) continue;
    if (!kept.empty()) kept += ", ";
    kept += coding;
  }
  if (kept.empty()) return std::nullopt;
  return found ? kept : content_encoding;
}

bool acceptable_acl(const std::optional<std::string>& acl) {
  return !acl || *acl == "private" || *acl == "bucket-owner-full-control";
}

}  // namespace

bool in_process(const aws::CallContext& context) { return !context.calling_service.empty(); }

BucketRow require_bucket(store::ReadTransaction& tx, const aws::CallContext& context, const std::string& name,
                         const std::optional<std::string>& expected_owner) {
  auto bucket = find_bucket(tx, name);
  if (!bucket) {
    require_bucket_name(name);
    throw no_such_bucket(name);
  }
  if (bucket->account != context.account) throw access_denied();
  if (expected_owner && *expected_owner != bucket->account) throw access_denied();
  return *std::move(bucket);
}

void require_plain_access(const AccessRequest& access) {
  bool grants = access.grant_full_control || access.grant_read || access.grant_read_acp || access.grant_write ||
                access.grant_write_acp;
  if (grants || !acceptable_acl(access.acl))
    throw aws::Error(400, "AccessControlListNotSupported", "The bucket does not allow ACLs");
  if (access.lock_mode || access.lock_until || access.legal_hold)
    throw invalid_request("Bucket is missing Object Lock Configuration");
}

void require_plain_encryption(const EncryptionRequest& encryption) {
  if (encryption.customer_algorithm || encryption.customer_key || encryption.customer_key_md5)
    throw header_not_implemented("x-amz-server-side-encryption-customer-algorithm");
  if (!encryption.algorithm || *encryption.algorithm == "AES256") {
    if (encryption.kms_key_id)
      throw invalid_argument(
          "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms",
          "x-amz-server-side-encryption", encryption.algorithm.value_or("null"));
    return;
  }
  if (encryption.algorithm->starts_with("aws:")) throw header_not_implemented("x-amz-server-side-encryption");
  throw invalid_argument("The encryption method specified is not supported", "x-amz-server-side-encryption",
                         *encryption.algorithm);
}

void require_no_customer_key(const std::optional<std::string>& algorithm) {
  if (algorithm) throw invalid_request("The encryption parameters are not applicable to this object.");
}

ObjectProperties checked_properties(ObjectProperties properties) {
  properties.metadata = checked_metadata(properties.metadata);
  properties.storage_class = checked_storage_class(properties.storage_class);
  properties.content_encoding = without_aws_chunked(properties.content_encoding);
  for (auto* text : {&properties.content_type, &properties.cache_control, &properties.content_disposition,
                     &properties.content_language, &properties.expires})
    if (*text && (*text)->empty()) text->reset();
  const auto& redirect = properties.website_redirect;
  if (redirect && !redirect->starts_with("/") && !redirect->starts_with("http://") &&
      !redirect->starts_with("https://"))
    throw aws::Error(400, "InvalidRedirectLocation",
                     "The website redirect location must have a prefix of 'http://' or 'https://' or '/'.");
  return properties;
}

}  // namespace cloudling::s3
