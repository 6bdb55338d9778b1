// What stands between HTTP, queues and functions: hosts and requests at function URLs, results and preludes of
// functions, reports of failed messages.

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "emulators/aws/event_stream.h"
#include "emulators/lambda/queue_batch.h"
#include "emulators/lambda/url_request.h"

using namespace cloudling;

namespace {

void require(bool holds) {
  if (!holds) __builtin_trap();
}

/// Nothing of a result can add to the head of the answer beyond its own fields.
void check_head(const aws::HttpResponse& response) {
  require(response.status >= 100 && response.status < 600);
  for (const auto& [name, value] : response.headers) {
    for (const std::string& text : {name, value}) require(text.find_first_of("\r\n") == std::string::npos);
  }
}

/// Lines of the text are the request's parts; the event is JSON that can be read again.
void read_request(const std::string& text) {
  const size_t first = std::min(text.find('\n'), text.size());
  aws::HttpRequest request;
  request.method = "POST";
  request.target = "/" + text.substr(0, first);
  request.headers.add("Host", text.substr(0, first));
  request.headers.add("Cookie", text);
  request.headers.add("Content-Type", text.substr(0, first));
  request.headers.add("Origin", text.substr(0, first));
  request.headers.add("Access-Control-Request-Method", "POST");
  const lambda::UrlRequest given{
      .request = request, .body = text, .url_id = "", .request_id = "", .trace_id = "", .signer = {}};
  require(json::parse(json::write(lambda::url_event(given))).has_value());
  lambda::UrlCors cors;
  cors.allow_origins = {{"*"}};
  cors.allow_methods = {{text.substr(0, first)}};
  require(lambda::allows_origin(cors, text));
  require(lambda::preflight_response(cors, request).status == 200);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (const auto id = lambda::url_id_of_host(text)) require(text.size() > id->size() && !id->empty());
  check_head(lambda::url_response(text));
  if (const auto head = lambda::url_response_head(text)) check_head(*head);
  read_request(text);
  const std::vector<lambda::QueueMessage> messages{{.id = "a", .receipt_handle = "", .record = "1"},
                                                   {.id = "b", .receipt_handle = "", .record = "2"}};
  require(lambda::done_messages(messages, text).size() <= messages.size());
  const std::string message = aws::encode_event("PayloadChunk", "application/octet-stream", text);
  require(message.size() > text.size());
  return 0;
}
