#include "emulators/aws/aws_chunked.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "emulators/aws/encoding.h"
#include "emulators/aws/error.h"
#include "emulators/aws/sigv4.h"

namespace cloudling::aws {

namespace {

constexpr size_t kMaxLine = 8192;
constexpr size_t kMaxTrailer = 16384;

constexpr uint64_t kSmallestChunk = 8192;  ///< of all but the last

Error bad_framing(const std::string& what) { return {400, "IncompleteBody", "The body is not aws-chunked: " + what}; }

Error incomplete() { return {400, "IncompleteBody", "The request body terminated unexpectedly"}; }

Error small_chunk(uint64_t number, uint64_t size) {
  return Error(403, "InvalidChunkSizeError", "Only the last chunk is allowed to have a size less than 8192 bytes")
      .with("Chunk", std::to_string(number))
      .with("BadChunkSize", std::to_string(size));
}

Error bad_trailer() {
  return {400, "MalformedTrailerError",
          "The request contained trailing data that was not well-formed or did not conform to our published schema."};
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

bool is_encoding(std::string_view encoding) { return equals_ignoring_case(encoding, "aws-chunked"); }

/// The items of a Content-Encoding.
std::vector<std::string_view> encodings(std::string_view list) {
  std::vector<std::string_view> items;
  while (!list.empty()) {
    const size_t end = std::min(list.find(','), list.size());
    if (const auto item = trimmed(list.substr(0, end)); !item.empty()) items.push_back(item);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return items;
}

/// "aws-chunked, gzip" becomes "gzip".
std::string without_aws_chunked(std::string_view list) {
  std::string kept;
  for (const std::string_view item : encodings(list)) {
    if (is_encoding(item)) continue;
    if (!kept.empty()) kept += ',';
    kept += item;
  }
  return kept;
}

/// Of ";chunk-signature=ad80...".
std::string chunk_signature(std::string_view extension) {
  constexpr std::string_view kName = ";chunk-signature=";
  return extension.starts_with(kName) ? std::string(extension.substr(kName.size())) : std::string();
}

}  // namespace

ChunkSignatures::ChunkSignatures(std::string signing_key, std::string amz_date, std::string scope, std::string seed)
    : signing_key_(std::move(signing_key)), scope_(std::move(amz_date)), previous_(std::move(seed)) {
  scope_ += "\n" + scope + "\n";
}

void ChunkSignatures::end_chunk(std::string_view signature) {
  static const std::string kNoBytes = hex_encode(sha256(""));
  require("AWS4-HMAC-SHA256-PAYLOAD\n" + scope_ + previous_ + "\n" + kNoBytes + "\n" + hex_encode(chunk_.finish()),
          signature);
}

void ChunkSignatures::end_trailers(std::string_view trailers, std::string_view signature) {
  require("AWS4-HMAC-SHA256-TRAILER\n" + scope_ + previous_ + "\n" + hex_encode(sha256(trailers)), signature);
}

void ChunkSignatures::require(std::string_view to_sign, std::string_view signature) {
  std::string expected = sign(signing_key_, to_sign);
  if (!equal_in_constant_time(expected, signature))
    throw Error(403, "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided. Check your key and "
                "signing method.")
        .with("StringToSign", std::string(to_sign))
        .with("SignatureProvided", std::string(signature));
  previous_ = std::move(expected);
}

void ChunkDecoder::take(std::string_view bytes, std::string& out) {
  while (!bytes.empty()) {
    if (state_ == State::kData) {
      bytes = take_data(bytes, out);
      continue;
    }
    const size_t end = bytes.find('\n');
    line_ += bytes.substr(0, end);
    if (line_.size() > kMaxLine) throw bad_framing("a line is too long");
    if (end == std::string_view::npos) return;
    bytes.remove_prefix(end + 1);
    if (line_.ends_with('\r'))
      line_.pop_back();
    else if (state_ != State::kTrailer)
      throw bad_framing("a line does not end with CRLF");
    take_line(line_);
    line_.clear();
  }
}

void ChunkDecoder::take_line(std::string_view line) {
  switch (state_) {
    case State::kSize:
      return take_size(line);
    case State::kDataEnd:
      if (!line.empty()) throw bad_framing("a chunk is longer than its size");
      state_ = State::kSize;
      return;
    default:
      return take_trailer(line);
  }
}

void ChunkDecoder::take_size(std::string_view line) {
  const std::string_view digits = line.substr(0, line.find(';'));
  signature_ = chunk_signature(line.substr(digits.size()));
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), chunk_, 16);
  if (problem != std::errc() || end != digits.data() + digits.size()) throw bad_framing("a chunk has no size");
  if (chunk_ > left_) throw incomplete();
  if (chunk_ > 0 && last_ < kSmallestChunk) throw small_chunk(number_, last_);
  last_ = chunk_;
  ++number_;
  state_ = chunk_ == 0 ? State::kTrailer : State::kData;
  if (chunk_ == 0 && signatures_) signatures_->end_chunk(signature_);
}

std::string_view ChunkDecoder::take_data(std::string_view bytes, std::string& out) {
  const size_t count = std::min<uint64_t>(bytes.size(), chunk_);
  out += bytes.substr(0, count);
  if (signatures_) signatures_->update(bytes.substr(0, count));
  chunk_ -= count;
  left_ -= count;
  if (chunk_ == 0) {
    state_ = State::kDataEnd;
    if (signatures_) signatures_->end_chunk(signature_);
  }
  return bytes.substr(count);
}

void ChunkDecoder::take_trailer(std::string_view line) {
  // Lines may end with LF alone, and the trailer's signature stands behind an empty line: AWS's own example has both.
  if (line.empty()) return;
  trailer_bytes_ += line.size();
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0 || trailer_bytes_ > kMaxTrailer) throw bad_trailer();
  const std::string name(trimmed(line.substr(0, colon)));
  const std::string value(trimmed(line.substr(colon + 1)));
  if (equals_ignoring_case(name, "x-amz-trailer-signature"))
    trailers_signature_ = value;
  else
    signed_trailers_ += name + ":" + value + "\n";
  trailers_.add(name, value);
}

void ChunkDecoder::finish() {
  // The very last CRLF is left out by some clients.
  const bool ended = state_ == State::kTrailer && line_.empty();
  if (!ended || left_ != 0) throw incomplete();
  if (signatures_ && !signed_trailers_.empty()) signatures_->end_trailers(signed_trailers_, trailers_signature_);
}

boost::asio::awaitable<std::string> ChunkedBodyReader::next() {
  std::string content;
  while (content.empty() && !ended_) {
    auto bytes = co_await encoded_.next();
    if (bytes.empty()) {
      decoder_.finish();
      ended_ = true;
    } else {
      decoder_.take(bytes, content);
    }
  }
  co_return content;
}

bool is_aws_chunked(const Headers& headers) {
  if (headers.get("x-amz-content-sha256").starts_with("STREAMING-")) return true;
  if (!headers.has("x-amz-decoded-content-length")) return false;
  return std::ranges::any_of(encodings(headers.get("Content-Encoding")), is_encoding);
}

void decode_aws_chunked(HttpRequest& request, std::unique_ptr<ChunkSignatures> signatures) {
  const auto length = parse_integer(request.headers.get("x-amz-decoded-content-length"));
  if (!length || *length < 0) {
    throw Error(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
  }
  const auto size = static_cast<uint64_t>(*length);
  request.body = Body(std::make_unique<ChunkedBodyReader>(std::move(request.body), size, std::move(signatures)), size);
  if (!request.headers.has("Content-Encoding")) return;
  std::string kept = without_aws_chunked(request.headers.get("Content-Encoding"));
  if (kept.empty())
    request.headers.erase("Content-Encoding");
  else
    request.headers.set("Content-Encoding", std::move(kept));
}

}  // namespace cloudling::aws
