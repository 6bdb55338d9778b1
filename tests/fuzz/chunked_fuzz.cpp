// Bodies in chunks, HTTP's own and aws-chunked with and without signatures: what they are read as, or the refusal, does
// not depend on how their bytes arrive, and what is taken is no more than what came.

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "emulators/aws/aws_chunked.h"
#include "emulators/aws/error.h"
#include "server/http/request_parser.h"

using namespace cloudling;

namespace {

void require(bool holds) {
  if (!holds) __builtin_trap();
}

std::string told(const std::string& content, const aws::Headers& trailers) {
  std::string text = "content " + content;
  for (const auto& [name, value] : trailers) text += "\n" + name + "=" + value;
  return text;
}

/// What `text` is decoded to with an announced length, in pieces of that size; or the code of its refusal.
std::string aws_chunked(std::string_view text, uint64_t length, bool is_signed, size_t piece) {
  auto signatures =
      std::make_unique<aws::ChunkSignatures>("key", "20260101T000000Z", "20260101/r/s3/aws4_request", "s");
  aws::ChunkDecoder decoder(length, is_signed ? std::move(signatures) : nullptr);
  std::string content;
  const size_t bytes = text.size();
  try {
    for (; !text.empty(); text.remove_prefix(std::min(piece, text.size())))
      decoder.take(text.substr(0, piece), content);
    decoder.finish();
  } catch (const aws::Error& error) {
    return error.code;
  }
  require(content.size() == length && content.size() <= bytes);
  return told(content, decoder.trailers());
}

/// The same of a request with Transfer-Encoding; "cut short" where its end is missing.
std::string http_chunked(std::string_view text, size_t piece) {
  server::HttpLimits limits;
  limits.body_bytes = 1000;
  server::RequestParser parser(limits);
  const std::string_view head = "PUT /b/k HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
  require(parser.parse_head(head) == head.size() && parser.chunked());
  std::string content, waiting;
  try {
    while (!parser.chunks_done() && !text.empty()) {
      waiting += text.substr(0, piece);
      text.remove_prefix(std::min(piece, text.size()));
      for (size_t used = 1; used > 0 && !waiting.empty(); waiting.erase(0, used))
        used = parser.parse_chunks(waiting, content);
    }
  } catch (const aws::Error& error) {
    return error.code;
  }
  require(content.size() <= limits.body_bytes);
  return parser.chunks_done() ? told(content, parser.trailers()) : "cut short";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 3) return 0;
  const size_t piece = 1 + data[0];
  const uint64_t length = data[1] + 256 * (data[2] & 0x7f);
  const bool is_signed = data[2] & 0x80;
  const std::string_view text(reinterpret_cast<const char*>(data) + 3, size - 3);
  require(aws_chunked(text, length, is_signed, text.size() + 1) == aws_chunked(text, length, is_signed, piece));
  require(http_chunked(text, text.size() + 1) == http_chunked(text, piece));
  return 0;
}
