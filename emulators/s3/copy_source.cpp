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

bool same_version(const VersionRow& a, const VersionRow& b) {
  return a.id == b.id && a.content == b.content && a.modified_ms == b.modified_ms && a.etag == b.etag &&
         a.size == b.size;
}

boost::asio::awaitable<ContentDigests> digest_body(aws::Body body, ChecksumAlgorithm algorithm,
                                                   store::BlobWriter* into) {
  MessageDigest md5(MessageDigest::Kind::kMd5);
  ChecksumDigest checksum(algorithm);
  while (true) {
    std::string piece = co_await body.next();
    if (piece.empty()) break;
    md5.update(piece);
    checksum.update(piece);
    if (into) co_await into->write(piece);
  }
  if (into) co_await into->finish();
  co_return ContentDigests{md5.finish(), {algorithm, false, aws::base64_encode(checksum.finish())}};
}

}  // namespace cloudling::s3
