#include "emulators/s3/copy_source.h"

#include "emulators/aws/encoding.h"
#include "emulators/aws/http.h"
#include "emulators/s3/errors.h"

namespace cloudling::s3 {

CopySource parse_copy_source(const std::string& header) {
  std::string_view rest = header;
  CopySource source;
  if (size_t mark = rest.find("?versionId="); mark != std::string_view::npos) {
    source.version_id = aws::percent_decode(rest.substr(mark + std::string_view("?versionId=").size()));
    rest = rest.substr(0, mark);
  }
  std::string path = aws::percent_decode(rest);
  if (path.starts_with('/')) path.erase(0, 1);
  size_t slash = path.find('/');
  if (slash == 0 || slash == std::string::npos || slash + 1 == path.size())
    throw invalid_argument("Invalid copy source object key", "x-amz-copy-source", header);
  source.bucket = path.substr(0, slash);
  source.key = path.substr(slash + 1);
  return source;
}

Action reading(const CopySource& source) {
  return source.version_id ? actions::kGetObjectVersion : actions::kGetObject;
}

std::optional<CustomerKey> key_of_source(const SourceKey& brought, const VersionRow& source) {
  const auto key = customer_key_of(brought.algorithm, brought.key, brought.md5);
  return required_key(key, ObjectEncryption::from_text(source.control.encryption));
}

bool same_version(const VersionRow& a, const VersionRow& b) {
  return a.id == b.id && a.content == b.content && a.modified_ms == b.modified_ms && a.etag == b.etag &&
         a.size == b.size;
}

aws::Error changed_meanwhile() {
  return aws::Error(409, "OperationAborted",
                    "A conflicting conditional operation is currently in progress against this resource. Please try "
                    "again.");
}

boost::asio::awaitable<ContentDigests> digest_body(aws::Body body, ChecksumAlgorithm algorithm, store::BlobWriter* into,
                                                   BlobCipher* cipher) {
  MessageDigest md5(MessageDigest::Kind::kMd5);
  ChecksumDigest checksum(algorithm);
  uint64_t written = 0;
  while (true) {
    std::string piece = co_await body.next();
    if (piece.empty()) break;
    md5.update(piece);
    checksum.update(piece);
    if (cipher) cipher->apply(piece, written);
    written += piece.size();
    if (into) co_await into->write(piece);
  }
  if (into) co_await into->finish();
  co_return ContentDigests{md5.finish(), {algorithm, false, aws::base64_encode(checksum.finish())}};
}

}  // namespace cloudling::s3
