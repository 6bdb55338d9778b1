#pragma once

// The `aws-chunked` content encoding (AWS documents "Signature calculations ... transferring payload in multiple
// chunks" and "... including trailing headers"): chunks with an optional signature each, and trailing headers.
//
//   10000;chunk-signature=ad80...\r\n<65536 bytes>\r\n ... 0;chunk-signature=b6c6...\r\n[trailers]\r\n
//
// The framing is checked, signatures are read over; see sigv4.h.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "emulators/aws/body.h"
#include "emulators/aws/http.h"

namespace cloudling::aws {

/// The framing without I/O: bytes in as they come, content out.
class ChunkDecoder {
 public:
  /// `decoded_length` is what x-amz-decoded-content-length says.
  explicit ChunkDecoder(uint64_t decoded_length) : left_(decoded_length) {}

  /// Takes all of `bytes` and appends the content to `out`. Throws Error: IncompleteBody (400) for malformed framing or
  /// more content than announced, InvalidChunkSizeError (403) for a chunk below 8 KiB that is not the last,
  /// MalformedTrailerError (400).
  void take(std::string_view bytes, std::string& out);

  /// Called at the end of the bytes. Throws IncompleteBody (400) where the last chunk is missing or the content shorter
  /// than announced.
  void finish() const;

  const Headers& trailers() const { return trailers_; }

 private:
  enum class State : uint8_t { kSize, kData, kDataEnd, kTrailer };

  void take_line(std::string_view line);
  void take_size(std::string_view line);
  void take_trailer(std::string_view line);
  std::string_view take_data(std::string_view bytes, std::string& out);

  State state_ = State::kSize;
  uint64_t left_;               ///< of the announced content
  uint64_t chunk_ = 0;          ///< of the current chunk
  uint64_t last_ = UINT64_MAX;  ///< size of the chunk before
  uint64_t number_ = 0;         ///< chunks so far
  size_t trailer_bytes_ = 0;
  std::string line_;  ///< begun and not ended
  Headers trailers_;
};

/// A body whose content is decoded from another.
class ChunkedBodyReader : public BodyReader {
 public:
  ChunkedBodyReader(Body encoded, uint64_t decoded_length) : encoded_(std::move(encoded)), decoder_(decoded_length) {}

  boost::asio::awaitable<std::string> next() override;
  const Headers* trailers() const override { return ended_ ? &decoder_.trailers() : nullptr; }

 private:
  Body encoded_;
  ChunkDecoder decoder_;
  bool ended_ = false;
};

/// Whether the request's body is so encoded: by x-amz-content-sha256 ("STREAMING-..."), or by Content-Encoding together
/// with x-amz-decoded-content-length.
bool is_aws_chunked(const Headers& headers);

/// Puts a decoder around the body of such a request, and takes "aws-chunked" out of its Content-Encoding. Throws Error
/// MissingContentLength (411) without a valid x-amz-decoded-content-length.
void decode_aws_chunked(HttpRequest& request);

}  // namespace cloudling::aws
