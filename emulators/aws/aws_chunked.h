#pragma once

// The `aws-chunked` content encoding (AWS documents "Signature calculations ... transferring payload in multiple
// chunks" and "... including trailing headers"): chunks with an optional signature each, and trailing headers.
//
//   10000;chunk-signature=ad80...\r\n<65536 bytes>\r\n ... 0;chunk-signature=b6c6...\r\n[trailers]\r\n
//
// The framing is checked, and the signatures are where it is known what they should be (ChunkSignatures).

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "emulators/aws/body.h"
#include "emulators/aws/http.h"
#include "emulators/aws/sha256_stream.h"

namespace cloudling::aws {

/// The signatures of a body's chunks, each of which seals the one before
/// (STREAMING-AWS4-HMAC-SHA256-PAYLOAD[-TRAILER]).
class ChunkSignatures {
 public:
  /// `seed` is the signature of the request's head.
  ChunkSignatures(std::string signing_key, std::string amz_date, std::string scope, std::string seed);

  void update(std::string_view bytes) { chunk_.update(bytes); }

  /// A chunk has ended. Throws Error SignatureDoesNotMatch (403).
  void end_chunk(std::string_view signature);

  /// The trailers, as "name:value\n" each. Throws the same.
  void end_trailers(std::string_view trailers, std::string_view signature);

 private:
  void require(std::string_view to_sign, std::string_view signature);

  std::string signing_key_;
  std::string scope_;  ///< the lines of the time and the scope
  std::string previous_;
  Sha256Stream chunk_;
};

/// The framing without I/O: bytes in as they come, content out.
class ChunkDecoder {
 public:
  /// `decoded_length` is what x-amz-decoded-content-length says; without `signatures` they are read over.
  explicit ChunkDecoder(uint64_t decoded_length, std::unique_ptr<ChunkSignatures> signatures = nullptr)
      : left_(decoded_length), signatures_(std::move(signatures)) {}

  /// Takes all of `bytes` and appends the content to `out`. Throws Error: IncompleteBody (400) for malformed framing or
  /// more content than announced, InvalidChunkSizeError (403) for a chunk below 8 KiB that is not the last,
  /// MalformedTrailerError (400), SignatureDoesNotMatch (403).
  void take(std::string_view bytes, std::string& out);

  /// Called at the end of the bytes. Throws IncompleteBody (400) where the last chunk is missing or the content shorter
  /// than announced, SignatureDoesNotMatch (403) for the trailers'.
  void finish();

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
  std::unique_ptr<ChunkSignatures> signatures_;
  std::string signature_;           ///< of the current chunk
  std::string signed_trailers_;     ///< "name:value\n" each
  std::string trailers_signature_;  ///< "" where they have none
};

/// A body whose content is decoded from another.
class ChunkedBodyReader : public BodyReader {
 public:
  ChunkedBodyReader(Body encoded, uint64_t decoded_length, std::unique_ptr<ChunkSignatures> signatures)
      : encoded_(std::move(encoded)), decoder_(decoded_length, std::move(signatures)) {}

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
void decode_aws_chunked(HttpRequest& request, std::unique_ptr<ChunkSignatures> signatures = nullptr);

}  // namespace cloudling::aws
