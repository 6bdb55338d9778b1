#include "emulators/apigateway/rest/compression.h"

#include <zlib.h>

#include <algorithm>
#include <stdexcept>

#include "emulators/apigateway/rest/gateway_responses.h"

namespace cloudling::apigateway::rest {

namespace {

constexpr size_t kMaxBody = 10u << 20;  // bytes
constexpr size_t kPiece = 64u << 10;
constexpr int kWindowOfGzip = MAX_WBITS + 16;
constexpr int kWindowOfEither = MAX_WBITS + 32;  // reads the header's word for it

uint8_t* bytes_of(const std::string& text) { return reinterpret_cast<uint8_t*>(const_cast<char*>(text.data())); }

std::optional<std::string> inflated(const std::string& text) {
  z_stream stream{};
  if (inflateInit2(&stream, kWindowOfEither) != Z_OK) return std::nullopt;
  stream.next_in = bytes_of(text);
  stream.avail_in = static_cast<uInt>(text.size());
  std::string out;
  std::string piece(kPiece, '\0');
  int code = Z_OK;
  while (code == Z_OK && out.size() <= kMaxBody) {
    stream.next_out = bytes_of(piece);
    stream.avail_out = kPiece;
    code = inflate(&stream, Z_NO_FLUSH);
    out.append(piece, 0, kPiece - stream.avail_out);
  }
  inflateEnd(&stream);
  return code == Z_STREAM_END && out.size() <= kMaxBody ? std::optional(std::move(out)) : std::nullopt;
}

std::string deflated(const std::string& text, int window) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::runtime_error("zlib could not begin");
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = bytes_of(text);
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = bytes_of(out);
  stream.avail_out = static_cast<uInt>(out.size());
  const int code = deflate(&stream, Z_FINISH);
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  if (code != Z_STREAM_END) throw std::runtime_error("zlib could not compress");
  return out;
}

/// "gzip" or "deflate", whichever the list names first and does not refuse (RFC 9110 section 12.5.3); "" for neither.
std::string wanted_encoding(std::string_view list) {
  while (!list.empty()) {
    const size_t end = std::min(list.find(','), list.size());
    std::string each(list.substr(0, end));
    std::erase(each, ' ');
    list.remove_prefix(std::min(end + 1, list.size()));
    const bool refused = each.ends_with(";q=0") || each.ends_with(";q=0.0");
    each.resize(std::min(each.find(';'), each.size()));
    if (!refused && (each == "gzip" || each == "*")) return "gzip";
    if (!refused && each == "deflate") return each;
  }
  return "";
}

}  // namespace

void decompress_request(Exchange& exchange) {
  const std::string_view encoding = exchange.client.headers.get("Content-Encoding");
  if (!exchange.api().minimum_compression_size || (encoding != "gzip" && encoding != "deflate")) return;
  auto body = inflated(exchange.client.body);
  if (!body) {
    auto failed = failure("BAD_REQUEST_BODY", "Invalid request body", "BadRequestException");
    failed.log_line = "The request body could not be decompressed";
    throw failed;
  }
  exchange.client.body = std::move(*body);
  exchange.client.headers.erase("Content-Encoding");
  exchange.client.headers.set("Content-Length", std::to_string(exchange.client.body.size()));
}

void compress_response(const Exchange& exchange, aws::HttpResponse& response) {
  const auto& minimum = exchange.api().minimum_compression_size;
  const auto size = static_cast<int64_t>(response.body.size().value_or(0));
  if (!minimum || size == 0 || size < *minimum || response.headers.has("Content-Encoding")) return;
  const std::string encoding = wanted_encoding(exchange.client.headers.get("Accept-Encoding"));
  if (encoding.empty()) return;
  response.body = deflated(response.body.take_bytes(), encoding == "gzip" ? kWindowOfGzip : MAX_WBITS);
  response.headers.set("Content-Encoding", encoding);
}

}  // namespace cloudling::apigateway::rest
