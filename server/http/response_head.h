#pragma once

// The status line and fields of an answer, as bytes. Pure, but for the clock behind Date.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "emulators/aws/http.h"

namespace cloudling::server {

/// How the end of the body is known to the client.
enum class Framing : uint8_t {
  kNone,     ///< no body: HEAD, 204, 304
  kSized,    ///< Content-Length
  kChunked,  ///< HTTP/1.1, size unknown
  kToEnd,    ///< HTTP/1.0, size unknown: the connection is closed behind it
};

struct ResponsePlan {
  Framing framing = Framing::kSized;
  bool head_request = false;
  bool keep_alive = true;
  bool http_1_1 = true;
};

/// Appends the head, empty line included, to `out`. The handler's fields are kept in order, except those that frame the
/// message, which are ours: Connection, Transfer-Encoding and Content-Length. An answer to HEAD keeps the handler's
/// Content-Length, else has the body's size. Date and `Server: cloudling` are added where the handler set none.
/// Control characters in a field become spaces, so that no field can be smuggled in through a value.
void append_response_head(std::string& out, const aws::HttpResponse& response, const ResponsePlan& plan);

/// "OK" for 200; "" for a status without a name.
std::string_view reason_phrase(int status);

/// RFC 9110 section 5.6.7: "Sun, 06 Nov 1994 08:49:37 GMT".
std::string http_date(int64_t epoch_seconds);

}  // namespace cloudling::server
