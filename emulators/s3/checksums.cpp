#include "emulators/s3/checksums.h"

#include <algorithm>

#include "emulators/aws/encoding.h"
#include "emulators/aws/http.h"
#include "emulators/s3/crc.h"
#include "emulators/s3/errors.h"

namespace cloudling::s3 {
namespace {

struct Facts {
  const char* name;
  const char* lower;
  size_t size;
  bool full_object, composite;
  std::optional<std::string> ChecksumValues::* member;
};

const Facts& facts(ChecksumAlgorithm algorithm) {
  static const Facts table[] = {{"CRC32", "crc32", 4, true, true, &ChecksumValues::crc32},
                                {"CRC32C", "crc32c", 4, true, true, &ChecksumValues::crc32c},
                                {"CRC64NVME", "crc64nvme", 8, true, false, &ChecksumValues::crc64nvme},
                                {"SHA1", "sha1", 20, false, true, &ChecksumValues::sha1},
                                {"SHA256", "sha256", 32, false, true, &ChecksumValues::sha256},
                                {"SHA512", "sha512", 64, false, true, &ChecksumValues::sha512},
                                {"MD5", "md5", 16, false, true, &ChecksumValues::md5},
                                {"XXHASH64", "xxhash64", 8, false, true, &ChecksumValues::xxhash64},
                                {"XXHASH3", "xxhash3", 8, false, true, &ChecksumValues::xxhash3},
                                {"XXHASH128", "xxhash128", 16, false, true, &ChecksumValues::xxhash128}};
  return table[static_cast<size_t>(algorithm)];
}

std::string big_endian(uint64_t value, size_t size) {
  std::string bytes(size, '\0');
  for (size_t i = 0; i < size; ++i) bytes[size - 1 - i] = static_cast<char>(value >> (8 * i));
  return bytes;
}

uint64_t from_big_endian(std::string_view bytes) {
  uint64_t value = 0;
  for (unsigned char byte : bytes) value = value << 8 | byte;
  return value;
}

uint64_t combined(ChecksumAlgorithm algorithm, uint64_t first, uint64_t second, uint64_t size) {
  switch (algorithm) {
    case ChecksumAlgorithm::kCrc32:
      return crc32_combine(static_cast<uint32_t>(first), static_cast<uint32_t>(second), size);
    case ChecksumAlgorithm::kCrc32c:
      return crc32c_combine(static_cast<uint32_t>(first), static_cast<uint32_t>(second), size);
    default:
      return crc64nvme_combine(first, second, size);
  }
}

/// The base64 part of a value, without the "-<parts>" of a composite.
std::string_view without_count(std::string_view value) { return value.substr(0, value.find('-')); }

}  // namespace

std::string name_of(ChecksumAlgorithm algorithm) { return facts(algorithm).name; }
std::string lower_name_of(ChecksumAlgorithm algorithm) { return facts(algorithm).lower; }
size_t checksum_size(ChecksumAlgorithm algorithm) { return facts(algorithm).size; }
bool allows_full_object(ChecksumAlgorithm algorithm) { return facts(algorithm).full_object; }
bool allows_composite(ChecksumAlgorithm algorithm) { return facts(algorithm).composite; }

std::optional<ChecksumAlgorithm> checksum_algorithm(std::string_view name) {
  for (ChecksumAlgorithm algorithm : kAllChecksumAlgorithms)
    if (aws::equals_ignoring_case(name, facts(algorithm).name)) return algorithm;
  return std::nullopt;
}

std::string type_of(const Checksum& checksum) { return checksum.composite ? "COMPOSITE" : "FULL_OBJECT"; }

ChecksumDigest::ChecksumDigest(ChecksumAlgorithm algorithm) : algorithm_(algorithm), state_(uint64_t{0}) {
  switch (algorithm) {
    case ChecksumAlgorithm::kSha1:
      state_.emplace<MessageDigest>(MessageDigest::Kind::kSha1);
      break;
    case ChecksumAlgorithm::kSha256:
      state_.emplace<MessageDigest>(MessageDigest::Kind::kSha256);
      break;
    case ChecksumAlgorithm::kSha512:
      state_.emplace<MessageDigest>(MessageDigest::Kind::kSha512);
      break;
    case ChecksumAlgorithm::kMd5:
      state_.emplace<MessageDigest>(MessageDigest::Kind::kMd5);
      break;
    case ChecksumAlgorithm::kXxHash64:
      state_.emplace<XxHash>(XxHash::Kind::k64);
      break;
    case ChecksumAlgorithm::kXxHash3:
      state_.emplace<XxHash>(XxHash::Kind::k3);
      break;
    case ChecksumAlgorithm::kXxHash128:
      state_.emplace<XxHash>(XxHash::Kind::k128);
      break;
    default:
      break;
  }
}

void ChecksumDigest::update(std::string_view bytes) {
  if (auto* digest = std::get_if<MessageDigest>(&state_)) return digest->update(bytes);
  if (auto* hash = std::get_if<XxHash>(&state_)) return hash->update(bytes);
  uint64_t& crc = std::get<uint64_t>(state_);
  switch (algorithm_) {
    case ChecksumAlgorithm::kCrc32:
      crc = crc32(static_cast<uint32_t>(crc), bytes);
      break;
    case ChecksumAlgorithm::kCrc32c:
      crc = crc32c(static_cast<uint32_t>(crc), bytes);
      break;
    default:
      crc = crc64nvme(crc, bytes);
      break;
  }
}

std::string ChecksumDigest::finish() {
  if (auto* digest = std::get_if<MessageDigest>(&state_)) return digest->finish();
  if (auto* hash = std::get_if<XxHash>(&state_)) return hash->finish();
  return big_endian(std::get<uint64_t>(state_), checksum_size(algorithm_));
}

std::optional<std::string>& member(ChecksumValues& values, ChecksumAlgorithm algorithm) {
  return values.*facts(algorithm).member;
}

const std::optional<std::string>& member(const ChecksumValues& values, ChecksumAlgorithm algorithm) {
  return values.*facts(algorithm).member;
}

ChecksumValues values_of(const std::optional<Checksum>& checksum) {
  ChecksumValues values;
  if (checksum) member(values, checksum->algorithm) = checksum->value;
  return values;
}

std::optional<Checksum> claimed(const ChecksumValues& values, bool composite_allowed) {
  std::optional<Checksum> claim;
  for (ChecksumAlgorithm algorithm : kAllChecksumAlgorithms) {
    const auto& value = member(values, algorithm);
    if (!value) continue;
    if (claim)
      throw invalid_request("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
    std::string_view plain = composite_allowed ? without_count(*value) : std::string_view(*value);
    auto bytes = aws::base64_decode(plain);
    if (!bytes || bytes->size() != checksum_size(algorithm))
      throw invalid_request("Value for x-amz-checksum-" + lower_name_of(algorithm) + " header is invalid.");
    claim = Checksum{algorithm, plain.size() != value->size(), *value};
  }
  return claim;
}

std::optional<ChecksumAlgorithm> algorithm_of_header(std::string_view header) {
  constexpr std::string_view kPrefix = "x-amz-checksum-";
  if (header.size() <= kPrefix.size() || !aws::equals_ignoring_case(header.substr(0, kPrefix.size()), kPrefix))
    return std::nullopt;
  return checksum_algorithm(header.substr(kPrefix.size()));
}

Checksum combine(ChecksumAlgorithm algorithm, bool composite, const std::vector<PartChecksum>& parts) {
  if (composite) {
    ChecksumDigest digest(algorithm);
    for (const auto& part : parts) digest.update(aws::base64_decode(part.value).value_or(""));
    return {algorithm, true, aws::base64_encode(digest.finish()) + "-" + std::to_string(parts.size())};
  }
  uint64_t crc = 0;
  for (const auto& part : parts)
    crc = combined(algorithm, crc, from_big_endian(aws::base64_decode(part.value).value_or("")), part.size);
  return {algorithm, false, aws::base64_encode(big_endian(crc, checksum_size(algorithm)))};
}

aws::Error unsupported_algorithm() {
  return invalid_request(
      "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, "
      "CRC64NVME, MD5, SHA1, SHA256, SHA512, XXHASH128, XXHASH3, XXHASH64]");
}

aws::Error checksum_mismatch(ChecksumAlgorithm algorithm) {
  return aws::Error(400, "BadDigest",
                    "The " + name_of(algorithm) + " you specified did not match the calculated checksum.");
}

}  // namespace cloudling::s3
