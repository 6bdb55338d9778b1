#pragma once

// A request or response body: bytes at hand, or a stream that is read chunk by chunk with back-pressure.
// Nothing here holds a large body whole; who wants all of it says how much it may be.

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace cloudling::aws {

class Headers;

/// Where a streamed body comes from (a socket, a blob, a decoder around either). One reader, one coroutine at a time.
class BodyReader {
 public:
  virtual ~BodyReader() = default;

  /// The next chunk, of any size above 0 and commonly at most 256 KiB; empty at the end and ever after.
  /// Throws aws::Error where the body is cut short, malformed or over a limit.
  virtual boost::asio::awaitable<std::string> next() = 0;

  /// Fields that came behind the bytes (the trailer of an `aws-chunked` body), once next() has said empty. nullptr for
  /// bodies that can't have any, and before the end.
  virtual const Headers* trailers() const { return nullptr; }
};

/// Opaque and movable: bytes, or a reader with the size where it is known before.
class Body {
 public:
  Body() = default;
  Body(std::string bytes) : bytes_(std::move(bytes)) {}  // NOLINT: bytes are a body
  Body(std::unique_ptr<BodyReader> reader, std::optional<uint64_t> size) : reader_(std::move(reader)), size_(size) {}

  bool streamed() const { return reader_ != nullptr; }

  /// Bytes in the whole body; nothing where a stream has not said.
  std::optional<uint64_t> size() const { return reader_ ? size_ : std::optional<uint64_t>(bytes_.size()); }

  /// The bytes of a body that is not streamed.
  const std::string& bytes() const { return bytes_; }
  std::string take_bytes() { return std::move(bytes_); }

  /// The stream, to be wrapped or read elsewhere; makes this body empty.
  std::unique_ptr<BodyReader> take_reader() { return std::move(reader_); }

  /// See BodyReader::trailers(). Whoever has taken the reader asks it instead.
  const Headers* trailers() const { return reader_ ? reader_->trailers() : nullptr; }

  /// Next chunk of either kind; empty at the end.
  boost::asio::awaitable<std::string> next();

  /// Everything that is left. Throws Error RequestEntityTooLarge (413) once it exceeds `limit` bytes.
  boost::asio::awaitable<std::string> read_all(size_t limit);

 private:
  std::string bytes_;
  std::unique_ptr<BodyReader> reader_;
  std::optional<uint64_t> size_;
};

}  // namespace cloudling::aws
