#include "emulators/s3/incoming.h"

#include <algorithm>
#include <array>

#include "emulators/aws/encoding.h"
#include "emulators/aws/http.h"
#include "emulators/s3/errors.h"

namespace cloudling::s3 {
namespace {

/// What the request says its body will have for checksums: a value now, or (no value) one in the trailer.
struct Claim {
  std::optional<ChecksumAlgorithm> algorithm;
  std::optional<std::string> value;
};

Claim claim_of(const ReceiveDemand& demand) {
  Claim claim;
  if (auto given = claimed(demand.checksums)) {
    claim = {given->algorithm, given->value};
  } else if (demand.claims.trailer) {
    claim.algorithm = algorithm_of_header(*demand.claims.trailer);
    if (!claim.algorithm && demand.claims.trailer->starts_with("x-amz-checksum-"))
      throw invalid_request("The value specified in the x-amz-trailer header is not supported");
  }
  if (!demand.claims.sdk_algorithm) return claim;
  auto announced = checksum_algorithm(*demand.claims.sdk_algorithm);
  if (!announced) throw unsupported_algorithm();
  if (!claim.algorithm && demand.in_process) claim.algorithm = announced;
  if (!claim.algorithm && !demand.claims.content_md5)
    throw invalid_request(
        "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were "
        "found.");
  if (claim.algorithm && claim.algorithm != announced)
    throw invalid_request("Value for x-amz-sdk-checksum-algorithm header is invalid.");
  return claim;
}

std::optional<std::string> claimed_md5(const BodyClaims& claims) {
  if (!claims.content_md5) return std::nullopt;
  auto bytes = aws::base64_decode(*claims.content_md5);
  if (!bytes || bytes->size() != 16)
    throw aws::Error(400, "InvalidDigest", "The Content-MD5 you specified was invalid.")
        .with("Content-MD5", *claims.content_md5);
  return bytes;
}

/// Digests and keeps what passes.
class Intake {
 public:
  Intake(store::Blobs& blobs, const ReceiveDemand& demand, const Claim& claim)
      : blobs_(blobs),
        demand_(demand),
        limit_(demand.inline_limit),
        md5_(MessageDigest::Kind::kMd5),
        main_(claim.algorithm.value_or(demand.wanted)) {
    if (demand.always_wanted && main_.algorithm() != demand.wanted) also_.emplace(demand.wanted);
  }

  boost::asio::awaitable<void> take(std::string piece) {
    received_.size += piece.size();
    if (received_.size > kMaxPutSize) throw entity_too_large(received_.size, kMaxPutSize);
    md5_.update(piece);
    main_.update(piece);
    if (also_) also_->update(piece);
    if (!received_.blob && received_.size <= limit_) {
      received_.bytes += piece;
      co_return;
    }
    if (!received_.blob) {
      received_.blob = blobs_.stage();
      if (demand_.key) cipher_.emplace(*demand_.key, *demand_.encryption, received_.blob->id());
      std::string before = std::move(received_.bytes);
      received_.bytes.clear();
      if (!before.empty()) co_await received_.blob->write(before);
    }
    if (cipher_) cipher_->apply(piece, received_.size - piece.size());
    co_await received_.blob->write(piece);
  }

  boost::asio::awaitable<Received> finish() {
    if (received_.blob) co_await received_.blob->finish();
    received_.md5 = md5_.finish();
    received_.checksum = {main_.algorithm(), false, aws::base64_encode(main_.finish())};
    if (also_) received_.also = Checksum{also_->algorithm(), false, aws::base64_encode(also_->finish())};
    co_return std::move(received_);
  }

 private:
  store::Blobs& blobs_;
  const ReceiveDemand& demand_;
  std::optional<BlobCipher> cipher_;
  uint64_t limit_;
  MessageDigest md5_;
  ChecksumDigest main_;
  std::optional<ChecksumDigest> also_;
  Received received_;
};

void verify_md5(const std::optional<std::string>& claimed, const std::string& computed) {
  if (!claimed || *claimed == computed) return;
  throw aws::Error(400, "BadDigest", "The Content-MD5 you specified did not match what we received.")
      .with("ExpectedDigest", aws::base64_encode(*claimed))
      .with("CalculatedDigest", aws::base64_encode(computed));
}

void verify(const Received& received, const std::optional<std::string>& md5, const Claim& claim) {
  verify_md5(md5, received.md5);
  if (claim.value && *claim.value != received.checksum.value) throw checksum_mismatch(received.checksum.algorithm);
}

aws::Error malformed_trailer() {
  return aws::Error(400, "MalformedTrailerError",
                    "The request contained trailing data that was not well-formed or did not conform to our published "
                    "schema.");
}

/// The checksum in the trailer becomes the claim's value; one that was announced has to be there.
void take_trailer(const aws::Headers* trailers, Claim& claim) {
  if (trailers) {
    for (const auto& [name, value] : *trailers) {
      auto algorithm = algorithm_of_header(name);
      if (!algorithm) continue;
      if (claim.algorithm != algorithm) throw malformed_trailer();
      ChecksumValues values;
      member(values, *algorithm) = value;
      claim.value = claimed(values)->value;
    }
  }
  if (!claim.value) throw malformed_trailer();
}

/// Operations whose documents S3 takes only with a digest.
bool needs_digest(std::string_view operation) {
  constexpr std::array kOperations = {"DeleteObjects",     "PutBucketCors",      "PutBucketLifecycleConfiguration",
                                      "PutBucketTagging",  "PutObjectLegalHold", "PutObjectLockConfiguration",
                                      "PutObjectRetention"};
  return std::find(kOperations.begin(), kOperations.end(), operation) != kOperations.end();
}

}  // namespace

void check_claims(const aws::Body& body, const ReceiveDemand& demand) {
  claim_of(demand);
  claimed_md5(demand.claims);
  auto size = body.size();
  if (!size && !demand.in_process) throw header_not_implemented("Transfer-Encoding");
  if (size && *size > kMaxPutSize) throw entity_too_large(*size, kMaxPutSize);
}

boost::asio::awaitable<Received> receive(store::Blobs& blobs, aws::Body body, ReceiveDemand demand) {
  check_claims(body, demand);
  Claim claim = claim_of(demand);
  auto md5 = claimed_md5(demand.claims);
  Intake intake(blobs, demand, claim);
  while (true) {
    std::string piece = co_await body.next();
    if (piece.empty()) break;
    co_await intake.take(std::move(piece));
  }
  Received received = co_await intake.finish();
  if (claim.algorithm && !claim.value && demand.claims.trailer) take_trailer(body.trailers(), claim);
  verify(received, md5, claim);
  received.checksum_claimed = claim.algorithm.has_value();
  co_return received;
}

void require_digests(std::string_view operation, const aws::Headers& headers, std::string_view document) {
  BodyClaims claims;
  if (const std::string* given = headers.find("Content-MD5")) claims.content_md5 = *given;
  if (const auto expected = claimed_md5(claims)) verify_md5(expected, md5(document));
  if (operation == "CompleteMultipartUpload") return;
  ChecksumValues values;
  for (const ChecksumAlgorithm algorithm : kAllChecksumAlgorithms)
    if (const std::string* given = headers.find("x-amz-checksum-" + lower_name_of(algorithm)))
      member(values, algorithm) = *given;
  const auto claim = claimed(values);
  if (!claim && !claims.content_md5 && needs_digest(operation))
    throw invalid_request("Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
  if (!claim) return;
  ChecksumDigest digest(claim->algorithm);
  digest.update(document);
  if (aws::base64_encode(digest.finish()) != claim->value) throw checksum_mismatch(claim->algorithm);
}

}  // namespace cloudling::s3
