#pragma once

// What many S3 shapes have in common: groups of members that stand as one plain struct in the shapes, and the means to
// list their fields there. Names, headers and elements are those of AWS's S3 API model (2006-03-01).

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "emulators/aws/shape.h"

namespace cloudling::s3 {

inline constexpr const char* kXmlNamespace = "http://s3.amazonaws.com/doc/2006-03-01/";

namespace detail {
template <auto First, auto...>
struct FirstOf {
  using Owner = typename aws::detail::MemberOf<First>::Owner;
};
template <auto First, auto... Rest>
struct LastOf : LastOf<Rest...> {};
template <auto Last>
struct LastOf<Last> {
  static constexpr auto kMember = Last;
};
}  // namespace detail

/// A field of a struct inside the shape, by the members that lead there:
/// `embedded<&PutObjectInput::target, &ObjectTarget::key>("Key")`.
template <auto... Path>
aws::Field embedded(std::string name) {
  using Owner = typename detail::FirstOf<Path...>::Owner;
  constexpr auto kMember = detail::LastOf<Path...>::kMember;
  using Value = typename aws::detail::MemberOf<kMember>::Value;
  using Optional = aws::detail::OptionalOf<Value>;
  aws::Field field = aws::field<kMember>(std::move(name));
  field.get = [](const void* owner) -> const void* {
    const Value& value = ((*static_cast<const Owner*>(owner)).*....*Path);
    if constexpr (Optional::kIs)
      return value ? &*value : nullptr;
    else
      return &value;
  };
  field.emplace = [](void* owner) -> void* {
    Value& value = ((*static_cast<Owner*>(owner)).*....*Path);
    if constexpr (Optional::kIs)
      return &value.emplace();
    else
      return &value;
  };
  return field;
}

using FieldList = std::vector<aws::Field>;

namespace detail {
inline void append(FieldList& list, aws::Field field) { list.push_back(std::move(field)); }
inline void append(FieldList& list, FieldList more) {
  for (auto& field : more) list.push_back(std::move(field));
}
}  // namespace detail

/// One list of fields and lists of fields.
template <class... Parts>
FieldList fields(Parts&&... parts) {
  FieldList list;
  (detail::append(list, std::forward<Parts>(parts)), ...);
  return list;
}

/// The bucket a request is for. `expected_owner` is an account id; the request fails where another owns the bucket.
/// `payer` is "requester" where another account is ready to pay for what a bucket's owner does not.
struct BucketTarget {
  std::string bucket;
  std::optional<std::string> expected_owner;
  std::optional<std::string> payer = std::nullopt;
};

struct ObjectTarget {
  std::string bucket;
  std::string key;
  std::optional<std::string> expected_owner;
  std::optional<std::string> payer = std::nullopt;
};

template <auto... Path>
FieldList bucket_target() {
  return fields(
      embedded<Path..., &BucketTarget::bucket>("Bucket").in_path().required(),
      embedded<Path..., &BucketTarget::expected_owner>("ExpectedBucketOwner").in_header("x-amz-expected-bucket-owner"),
      embedded<Path..., &BucketTarget::payer>("RequestPayer").in_header("x-amz-request-payer"));
}

template <auto... Path>
FieldList object_target() {
  return fields(
      embedded<Path..., &ObjectTarget::bucket>("Bucket").in_path().required(),
      embedded<Path..., &ObjectTarget::key>("Key").in_path().required(),
      embedded<Path..., &ObjectTarget::expected_owner>("ExpectedBucketOwner").in_header("x-amz-expected-bucket-owner"),
      embedded<Path..., &ObjectTarget::payer>("RequestPayer").in_header("x-amz-request-payer"));
}

/// Checksums in base64, at most one of them set in practice; of a composite with "-<parts>" behind.
struct ChecksumValues {
  std::optional<std::string> crc32, crc32c, crc64nvme, sha1, sha256, sha512, md5, xxhash64, xxhash3, xxhash128;
};

template <auto... Path>
FieldList checksum_elements() {
  return fields(embedded<Path..., &ChecksumValues::crc32>("ChecksumCRC32"),
                embedded<Path..., &ChecksumValues::crc32c>("ChecksumCRC32C"),
                embedded<Path..., &ChecksumValues::crc64nvme>("ChecksumCRC64NVME"),
                embedded<Path..., &ChecksumValues::sha1>("ChecksumSHA1"),
                embedded<Path..., &ChecksumValues::sha256>("ChecksumSHA256"),
                embedded<Path..., &ChecksumValues::sha512>("ChecksumSHA512"),
                embedded<Path..., &ChecksumValues::md5>("ChecksumMD5"),
                embedded<Path..., &ChecksumValues::xxhash64>("ChecksumXXHASH64"),
                embedded<Path..., &ChecksumValues::xxhash3>("ChecksumXXHASH3"),
                embedded<Path..., &ChecksumValues::xxhash128>("ChecksumXXHASH128"));
}

template <auto... Path>
FieldList checksum_headers() {
  return fields(
      embedded<Path..., &ChecksumValues::crc32>("ChecksumCRC32").in_header("x-amz-checksum-crc32"),
      embedded<Path..., &ChecksumValues::crc32c>("ChecksumCRC32C").in_header("x-amz-checksum-crc32c"),
      embedded<Path..., &ChecksumValues::crc64nvme>("ChecksumCRC64NVME").in_header("x-amz-checksum-crc64nvme"),
      embedded<Path..., &ChecksumValues::sha1>("ChecksumSHA1").in_header("x-amz-checksum-sha1"),
      embedded<Path..., &ChecksumValues::sha256>("ChecksumSHA256").in_header("x-amz-checksum-sha256"),
      embedded<Path..., &ChecksumValues::sha512>("ChecksumSHA512").in_header("x-amz-checksum-sha512"),
      embedded<Path..., &ChecksumValues::md5>("ChecksumMD5").in_header("x-amz-checksum-md5"),
      embedded<Path..., &ChecksumValues::xxhash64>("ChecksumXXHASH64").in_header("x-amz-checksum-xxhash64"),
      embedded<Path..., &ChecksumValues::xxhash3>("ChecksumXXHASH3").in_header("x-amz-checksum-xxhash3"),
      embedded<Path..., &ChecksumValues::xxhash128>("ChecksumXXHASH128").in_header("x-amz-checksum-xxhash128"));
}

/// What a request says of its streamed body, apart from the checksums themselves.
struct BodyClaims {
  std::optional<std::string> content_md5;    ///< base64
  std::optional<std::string> sdk_algorithm;  ///< x-amz-sdk-checksum-algorithm
  std::optional<std::string> trailer;        ///< name of the header behind an aws-chunked body; not in AWS's model
};

template <auto... Path>
FieldList body_claims() {
  return fields(
      embedded<Path..., &BodyClaims::content_md5>("ContentMD5").in_header("Content-MD5"),
      embedded<Path..., &BodyClaims::sdk_algorithm>("ChecksumAlgorithm").in_header("x-amz-sdk-checksum-algorithm"),
      embedded<Path..., &BodyClaims::trailer>("Trailer").in_header("x-amz-trailer"));
}

/// What a user sets on an object besides its bytes, and gets back with it.
struct ObjectProperties {
  std::optional<std::string> content_type, cache_control, content_disposition, content_encoding, content_language;
  std::optional<std::string> expires;  ///< as sent, never read as a date
  std::optional<std::string> website_redirect;
  std::optional<std::string> storage_class;     ///< unset for STANDARD once stored
  std::map<std::string, std::string> metadata;  ///< names in lower case, without "x-amz-meta-"
};

template <auto... Path>
FieldList object_properties() {
  return fields(
      embedded<Path..., &ObjectProperties::content_type>("ContentType").in_header("Content-Type"),
      embedded<Path..., &ObjectProperties::cache_control>("CacheControl").in_header("Cache-Control"),
      embedded<Path..., &ObjectProperties::content_disposition>("ContentDisposition").in_header("Content-Disposition"),
      embedded<Path..., &ObjectProperties::content_encoding>("ContentEncoding").in_header("Content-Encoding"),
      embedded<Path..., &ObjectProperties::content_language>("ContentLanguage").in_header("Content-Language"),
      embedded<Path..., &ObjectProperties::expires>("Expires").in_header("Expires"),
      embedded<Path..., &ObjectProperties::website_redirect>("WebsiteRedirectLocation")
          .in_header("x-amz-website-redirect-location"),
      embedded<Path..., &ObjectProperties::storage_class>("StorageClass").in_header("x-amz-storage-class"),
      embedded<Path..., &ObjectProperties::metadata>("Metadata").with_header_prefix("x-amz-meta-"));
}

/// Encryption that a write asks for, or a read brings the key of.
struct EncryptionRequest {
  std::optional<std::string> algorithm, kms_key_id, kms_context, customer_algorithm, customer_key, customer_key_md5;
  std::optional<bool> bucket_key;
};

/// What an answer tells of the encryption of what was written or read.
struct EncryptionAnswer {
  std::optional<std::string> algorithm, kms_key_id, customer_algorithm, customer_key_md5;
  std::optional<bool> bucket_key;
};

template <auto... Path>
FieldList encryption_answer() {
  using T = EncryptionAnswer;
  const std::string prefix = "x-amz-server-side-encryption";
  return fields(
      embedded<Path..., &T::algorithm>("ServerSideEncryption").in_header(prefix),
      embedded<Path..., &T::customer_algorithm>("SSECustomerAlgorithm").in_header(prefix + "-customer-algorithm"),
      embedded<Path..., &T::customer_key_md5>("SSECustomerKeyMD5").in_header(prefix + "-customer-key-MD5"),
      embedded<Path..., &T::kms_key_id>("SSEKMSKeyId").in_header(prefix + "-aws-kms-key-id"),
      embedded<Path..., &T::bucket_key>("BucketKeyEnabled").in_header(prefix + "-bucket-key-enabled"));
}

/// The key of a copy's source.
struct SourceKey {
  std::optional<std::string> algorithm, key, md5;
};

template <auto... Path>
FieldList source_key() {
  const std::string prefix = "x-amz-copy-source-server-side-encryption-customer-";
  return fields(
      embedded<Path..., &SourceKey::algorithm>("CopySourceSSECustomerAlgorithm").in_header(prefix + "algorithm"),
      embedded<Path..., &SourceKey::key>("CopySourceSSECustomerKey").in_header(prefix + "key").sensitive(),
      embedded<Path..., &SourceKey::md5>("CopySourceSSECustomerKeyMD5").in_header(prefix + "key-MD5"));
}

template <auto... Path>
FieldList customer_key() {
  const std::string prefix = "x-amz-server-side-encryption-customer-";
  return fields(
      embedded<Path..., &EncryptionRequest::customer_algorithm>("SSECustomerAlgorithm").in_header(prefix + "algorithm"),
      embedded<Path..., &EncryptionRequest::customer_key>("SSECustomerKey").in_header(prefix + "key").sensitive(),
      embedded<Path..., &EncryptionRequest::customer_key_md5>("SSECustomerKeyMD5").in_header(prefix + "key-MD5"));
}

template <auto... Path>
FieldList encryption_request() {
  return fields(embedded<Path..., &EncryptionRequest::algorithm>("ServerSideEncryption")
                    .in_header("x-amz-server-side-encryption"),
                embedded<Path..., &EncryptionRequest::kms_key_id>("SSEKMSKeyId")
                    .in_header("x-amz-server-side-encryption-aws-kms-key-id"),
                embedded<Path..., &EncryptionRequest::kms_context>("SSEKMSEncryptionContext")
                    .in_header("x-amz-server-side-encryption-context"),
                embedded<Path..., &EncryptionRequest::bucket_key>("BucketKeyEnabled")
                    .in_header("x-amz-server-side-encryption-bucket-key-enabled"),
                customer_key<Path...>());
}

/// Access control and locks that a write asks for.
struct AccessRequest {
  std::optional<std::string> acl, grant_full_control, grant_read, grant_read_acp, grant_write, grant_write_acp;
  std::optional<std::string> lock_mode, lock_until, legal_hold;
};

template <auto... Path>
FieldList acl_headers() {
  return fields(
      embedded<Path..., &AccessRequest::acl>("ACL").in_header("x-amz-acl"),
      embedded<Path..., &AccessRequest::grant_full_control>("GrantFullControl").in_header("x-amz-grant-full-control"),
      embedded<Path..., &AccessRequest::grant_read>("GrantRead").in_header("x-amz-grant-read"),
      embedded<Path..., &AccessRequest::grant_read_acp>("GrantReadACP").in_header("x-amz-grant-read-acp"),
      embedded<Path..., &AccessRequest::grant_write_acp>("GrantWriteACP").in_header("x-amz-grant-write-acp"));
}

template <auto... Path>
FieldList access_request() {
  return fields(acl_headers<Path...>(),
                embedded<Path..., &AccessRequest::lock_mode>("ObjectLockMode").in_header("x-amz-object-lock-mode"),
                embedded<Path..., &AccessRequest::lock_until>("ObjectLockRetainUntilDate")
                    .in_header("x-amz-object-lock-retain-until-date"),
                embedded<Path..., &AccessRequest::legal_hold>("ObjectLockLegalHoldStatus")
                    .in_header("x-amz-object-lock-legal-hold"));
}

/// Conditions of a read, or ("x-amz-copy-source-") of a copy on its source.
struct ReadConditions {
  std::optional<std::string> if_match, if_none_match;
  std::optional<aws::Timestamp> if_modified_since, if_unmodified_since;
};

template <auto... Path>
FieldList read_conditions() {
  return fields(
      embedded<Path..., &ReadConditions::if_match>("IfMatch").in_header("If-Match"),
      embedded<Path..., &ReadConditions::if_none_match>("IfNoneMatch").in_header("If-None-Match"),
      embedded<Path..., &ReadConditions::if_modified_since>("IfModifiedSince").in_header("If-Modified-Since"),
      embedded<Path..., &ReadConditions::if_unmodified_since>("IfUnmodifiedSince").in_header("If-Unmodified-Since"));
}

template <auto... Path>
FieldList copy_source_conditions() {
  const std::string prefix = "x-amz-copy-source-if-";
  return fields(
      embedded<Path..., &ReadConditions::if_match>("CopySourceIfMatch").in_header(prefix + "match"),
      embedded<Path..., &ReadConditions::if_none_match>("CopySourceIfNoneMatch").in_header(prefix + "none-match"),
      embedded<Path..., &ReadConditions::if_modified_since>("CopySourceIfModifiedSince")
          .in_header(prefix + "modified-since"),
      embedded<Path..., &ReadConditions::if_unmodified_since>("CopySourceIfUnmodifiedSince")
          .in_header(prefix + "unmodified-since"));
}

/// Conditions of a write on what stands there before it; judged in the transaction that writes.
struct WriteConditions {
  std::optional<std::string> if_match, if_none_match;
};

template <auto... Path>
FieldList write_conditions() {
  return fields(embedded<Path..., &WriteConditions::if_match>("IfMatch").in_header("If-Match"),
                embedded<Path..., &WriteConditions::if_none_match>("IfNoneMatch").in_header("If-None-Match"));
}

struct Owner {
  std::string id;                           ///< canonical user id
  std::optional<std::string> display_name;  ///< of accounts that were given one
  static const aws::Structure& shape();
};

struct Tag {
  std::string key;
  std::string value;
  static const aws::Structure& shape();
};

struct CommonPrefix {
  std::string prefix;
  static const aws::Structure& shape();
};

}  // namespace cloudling::s3
