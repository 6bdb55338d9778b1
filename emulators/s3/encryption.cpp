#include "emulators/s3/encryption.h"

#include <array>

#include "emulators/aws/encoding.h"
#include "emulators/s3/configurations.h"
#include "emulators/s3/digests.h"
#include "emulators/s3/errors.h"
#include "emulators/s3/shapes_settings.h"

namespace cloudling::s3 {
namespace {

constexpr const char* kCustomer = "customer";
constexpr size_t kSaltSize = 16;

aws::Error bad_key(const std::string& message, const char* suffix) {
  return invalid_argument(message, std::string("x-amz-server-side-encryption-customer-") + suffix, "null");
}

std::string check_of(const CustomerKey& key, const std::string& salt) {
  return aws::hex_encode(aws::sha256("check" + salt + key.bytes));
}

/// The key that AWS would have made for S3 in that account and region.
std::string default_kms_key(const BucketRow& bucket) {
  const std::string hex = aws::hex_encode(aws::sha256("aws/s3 of " + bucket.account + " in " + bucket.region));
  return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-4" + hex.substr(13, 3) + "-a" + hex.substr(17, 3) + "-" +
         hex.substr(20, 12);
}

std::string kms_key_arn(const std::optional<std::string>& id, const BucketRow& bucket) {
  if (id && id->starts_with("arn:")) return *id;
  const std::string prefix = "arn:aws:kms:" + bucket.region + ":" + bucket.account + ":";
  if (!id || id->empty() || *id == "alias/aws/s3") return prefix + "key/" + default_kms_key(bucket);
  return prefix + (id->starts_with("alias/") ? "" : "key/") + *id;
}

ObjectEncryption by_default(const BucketRow& bucket) {
  if (bucket.encryption.empty()) return {};
  const auto configuration = from_text<ServerSideEncryptionConfiguration>(bucket.encryption);
  const auto& rule = configuration.rules.front();
  ObjectEncryption encryption;
  if (!rule.apply_server_side_encryption_by_default) return encryption;
  encryption.algorithm = rule.apply_server_side_encryption_by_default->sse_algorithm;
  if (encryption.algorithm == "AES256") return encryption;
  encryption.kms_key = kms_key_arn(rule.apply_server_side_encryption_by_default->kms_master_key_id, bucket);
  encryption.bucket_key = rule.bucket_key_enabled.value_or(false);
  return encryption;
}

void require_known(const EncryptionRequest& request) {
  constexpr std::array kKnown = {"AES256", "aws:kms", "aws:kms:dsse"};
  const auto& algorithm = request.algorithm;
  if (algorithm && std::find(kKnown.begin(), kKnown.end(), *algorithm) == kKnown.end())
    throw invalid_argument("The encryption method specified is not supported", "x-amz-server-side-encryption",
                           *algorithm);
  if (request.kms_key_id && (!algorithm || *algorithm == "AES256"))
    throw invalid_argument(
        "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms",
        "x-amz-server-side-encryption", algorithm.value_or("null"));
}

std::string_view take_line(std::string_view& text) {
  std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(text.size(), line.size() + 1));
  return line;
}

}  // namespace

std::optional<CustomerKey> customer_key_of(const std::optional<std::string>& algorithm,
                                           const std::optional<std::string>& key,
                                           const std::optional<std::string>& md5) {
  if (!algorithm && !key && !md5) return std::nullopt;
  const std::string who = "Requests specifying Server Side Encryption with Customer provided keys must provide ";
  if (!algorithm) throw bad_key(who + "a valid encryption algorithm.", "algorithm");
  if (*algorithm != "AES256")
    throw aws::Error(400, "InvalidEncryptionAlgorithmError",
                     "The encryption request you specified is not valid. Supported value: AES256.")
        .with("ArgumentName", "x-amz-server-side-encryption")
        .with("ArgumentValue", *algorithm);
  if (!key) throw bad_key(who + "an appropriate secret key.", "key");
  if (!md5) throw bad_key(who + "the client calculated MD5 of the secret key.", "key-MD5");
  auto bytes = aws::base64_decode(*key);
  if (!bytes || bytes->size() != 32) throw bad_key("The secret key was invalid for the specified algorithm.", "key");
  if (aws::base64_encode(s3::md5(*bytes)) != *md5)
    throw bad_key("The calculated MD5 hash of the key did not match the hash that was provided.", "key-MD5");
  return CustomerKey{*std::move(bytes), *md5};
}

std::optional<CustomerKey> customer_key_of(const EncryptionRequest& request) {
  return customer_key_of(request.customer_algorithm, request.customer_key, request.customer_key_md5);
}

std::string ObjectEncryption::to_text() const {
  if (by_customer()) return std::string(kCustomer) + "\n" + key_md5 + "\n" + aws::base64_encode(salt) + "\n" + check;
  if (algorithm == "AES256") return "";
  return algorithm + "\n" + kms_key + "\n" + (bucket_key ? "1" : "0");
}

ObjectEncryption ObjectEncryption::from_text(std::string_view text) {
  ObjectEncryption encryption;
  if (text.empty()) return encryption;
  const std::string_view first = take_line(text);
  if (first != kCustomer) {
    encryption.algorithm = first;
    encryption.kms_key = take_line(text);
    encryption.bucket_key = take_line(text) == "1";
    return encryption;
  }
  encryption.algorithm.clear();
  encryption.key_md5 = take_line(text);
  encryption.salt = aws::base64_decode(take_line(text)).value_or("");
  encryption.check = take_line(text);
  return encryption;
}

ObjectEncryption requested_encryption(const EncryptionRequest& request, const BucketRow& bucket, aws::IdSource& ids) {
  const auto key = customer_key_of(request);
  if (key && request.algorithm)
    throw invalid_argument(
        "Server Side Encryption with Customer provided key is incompatible with the encryption method specified",
        "x-amz-server-side-encryption", *request.algorithm);
  require_known(request);
  ObjectEncryption encryption;
  if (key) {
    encryption.algorithm.clear();
    encryption.key_md5 = key->md5;
    encryption.salt = ids.bytes(kSaltSize);
    encryption.check = check_of(*key, encryption.salt);
    return encryption;
  }
  if (!request.algorithm) return by_default(bucket);
  encryption.algorithm = *request.algorithm;
  if (encryption.algorithm == "AES256") return encryption;
  encryption.kms_key = kms_key_arn(request.kms_key_id, bucket);
  encryption.bucket_key = request.bucket_key.value_or(false);
  return encryption;
}

std::optional<CustomerKey> required_key(const std::optional<CustomerKey>& brought, const ObjectEncryption& encryption) {
  if (!encryption.by_customer()) {
    if (brought) throw invalid_request("The encryption parameters are not applicable to this object.");
    return std::nullopt;
  }
  if (!brought)
    throw invalid_request(
        "The object was stored using a form of Server Side Encryption. The correct parameters must be provided to "
        "retrieve the object.");
  if (check_of(*brought, encryption.salt) != encryption.check) throw access_denied();
  return brought;
}

std::optional<CustomerKey> key_of_part(const EncryptionRequest& request, const ObjectEncryption& encryption) {
  auto key = customer_key_of(request);
  if (!encryption.by_customer()) {
    if (key)
      throw invalid_request(
          "The multipart upload initiate did not request encryption. Subsequent part requests "
          "must not include encryption parameters.");
    return std::nullopt;
  }
  if (!key)
    throw invalid_request(
        "The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate "
        "encryption parameters.");
  if (check_of(*key, encryption.salt) != encryption.check)
    throw invalid_request("The provided encryption parameters did not match the ones used originally.");
  return key;
}

EncryptionAnswer answer_of(const ObjectEncryption& encryption) {
  EncryptionAnswer answer;
  if (encryption.by_customer()) {
    answer.customer_algorithm = "AES256";
    answer.customer_key_md5 = encryption.key_md5;
    return answer;
  }
  answer.algorithm = encryption.algorithm;
  if (!encryption.kms_key.empty()) answer.kms_key_id = encryption.kms_key;
  if (encryption.bucket_key) answer.bucket_key = true;
  return answer;
}

std::string opaque_etag(const std::string& md5, aws::IdSource& ids) {
  return aws::hex_encode(s3::md5(md5 + ids.bytes(kSaltSize)));
}

std::unique_ptr<aws::BodyReader> open_content(store::Blobs& blobs, store::ReadTransaction& tx,
                                              const VersionRow& version, uint64_t offset, uint64_t length,
                                              const std::optional<CustomerKey>& key) {
  auto reader = blobs.open(tx, version.content, offset, length);
  if (!key) return reader;
  auto extents = blobs.extents(tx, version.content, offset, length);
  return decrypting(std::move(reader), std::move(extents), *key,
                    ObjectEncryption::from_text(version.control.encryption));
}

}  // namespace cloudling::s3
