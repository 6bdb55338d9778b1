#include "emulators/lambda/url_endpoint.h"

#include <optional>
#include <utility>

#include "emulators/aws/error.h"
#include "emulators/aws/sigv4.h"
#include "emulators/lambda/function_urls.h"
#include "emulators/lambda/lambda.h"
#include "emulators/lambda/lambda_store.h"
#include "emulators/lambda/policy.h"

namespace cloudling::lambda {

using boost::asio::awaitable;

/// A URL that is there, and whether everybody may call it.
struct UrlEndpoint::Found {
  std::optional<UrlRow> row;
  UrlSettings settings;
  bool open = false;

  bool needs_signature() const { return settings.auth_type == "AWS_IAM"; }
};

namespace {

constexpr size_t kMaxBody = 6'291'456;     // bytes
constexpr size_t kMaxPrelude = 64 * 1024;  // bytes
constexpr std::string_view kPreludeEnd("\0\0\0\0\0\0\0\0", 8);
constexpr std::string_view kIntegrationResponse = "application/vnd.awslambda.http-integration-response";

std::optional<UrlSigner> signer_of(const aws::HttpRequest& request) {
  const aws::Query query = request.query();
  const aws::Signature signature = aws::parse_signature(request, query);
  if (!signature.v4() || signature.access_key.empty()) return std::nullopt;
  const std::string account = aws::account_of(signature.access_key);
  return UrlSigner{.account = account, .access_key = signature.access_key, .arn = "arn:aws:iam::" + account + ":root"};
}

aws::CallContext context_for(const UrlRow& url, const std::optional<UrlSigner>& signer, const std::string& request_id) {
  aws::CallContext context;
  context.account = url.account;
  context.region = url.region;
  context.request_id = request_id;
  context.calling_service = "lambda.amazonaws.com";
  context.source_arn = url.arn();
  if (signer) {
    context.principal = {.kind = aws::Principal::Kind::kUser, .arn = signer->arn, .access_key = signer->access_key};
  }
  return context;
}

/// "Root=1-5759e988-bd862e3fe1be46a994272793", of the request where it has one.
std::string trace_of(const aws::HttpRequest& request, aws::IdSource& ids, aws::TimeMs now) {
  const std::string_view given = request.headers.get("X-Amzn-Trace-Id");
  if (given.starts_with("Root=")) return std::string(given);
  char seconds[17];
  std::snprintf(seconds, sizeof seconds, "%08llx", static_cast<unsigned long long>(now / 1000));
  return std::string("Root=1-") + seconds + "-" + ids.letters(24, "0123456789abcdef");
}

/// The function's own failures are none of these.
aws::HttpResponse refusal(const aws::Error& error) {
  if (error.status == 429) return url_error(429, "Rate Exceeded.");
  if (error.status == 413) return url_error(413, error.message);
  if (error.status == 501) return url_error(501, error.message);
  return error.status < 500 ? url_error(403, "Forbidden") : url_failure();
}

/// What a streamed answer begins with; without a head where it failed before.
struct StreamBeginning {
  std::optional<aws::HttpResponse> head;
  std::string rest;  ///< read already
};

/// The head as the function gives it: JSON, closed by eight zero bytes.
awaitable<StreamBeginning> read_beginning(std::shared_ptr<ResponseStream> stream, bool with_prelude) {
  StreamBeginning begun;
  std::string read;
  for (;;) {
    auto reading = stream->next();
    const std::string chunk = co_await std::move(reading);
    read += chunk;
    const size_t end = with_prelude ? read.find(kPreludeEnd) : std::string::npos;
    if (end != std::string::npos) {
      begun.head = url_response_head(std::string_view(read).substr(0, end));
      begun.rest = read.substr(end + kPreludeEnd.size());
      co_return begun;
    }
    if (!chunk.empty() && with_prelude && read.size() <= kMaxPrelude) continue;
    const auto ending = stream->ending();
    const bool failed = chunk.empty() && ending && ending->function_error;
    if (!with_prelude && !failed) begun.head = aws::HttpResponse();
    begun.rest = std::move(read);
    co_return begun;
  }
}

}  // namespace

bool UrlEndpoint::claims(const aws::HttpRequest& request) {
  return url_id_of_host(request.headers.get("Host")).has_value();
}

awaitable<UrlEndpoint::Found> UrlEndpoint::find(std::string id) {
  auto look = [&](store::ReadTransaction& tx) {
    Found found{.row = find_url(tx, id), .settings = {}, .open = false};
    if (!found.row) return found;
    found.settings = url_settings_of(found.row->settings);
    found.open = permits_public_url(list_statements(tx, found.row->function, found.row->qualifier));
    return found;
  };
  auto found = co_await store_.read(std::move(look));
  co_return found;
}

awaitable<aws::HttpResponse> UrlEndpoint::handle(aws::HttpRequest request, RequestOrigin origin) {
  auto finding = find(*url_id_of_host(request.headers.get("Host")));
  const Found found = co_await std::move(finding);
  if (!found.row) co_return url_error(404, "Not Found");
  const auto& cors = found.settings.cors;
  if (cors && is_preflight(request)) co_return preflight_response(*cors, request);
  if (origin == RequestOrigin::kOtherSite && !(cors && allows_origin(*cors, request.headers.get("Origin"))))
    co_return url_error(403, "Forbidden");
  std::optional<aws::HttpResponse> response;
  try {
    auto invoking = invoke(request, found);
    response = co_await std::move(invoking);
  } catch (const aws::Error& error) {
    response = refusal(error);
  }
  if (cors) add_cors_headers(*cors, request, *response);
  co_return std::move(*response);
}

awaitable<aws::HttpResponse> UrlEndpoint::invoke(aws::HttpRequest& request, const Found& found) {
  std::optional<UrlSigner> signer;
  if (found.needs_signature()) signer = signer_of(request);
  if (found.needs_signature() ? !signer : !found.open) co_return url_error(403, "Forbidden");
  auto reading = request.body.read_all(kMaxBody);
  std::string body = co_await std::move(reading);
  const std::string request_id = ids_.uuid();
  const std::string trace = trace_of(request, ids_, clock_.now());
  const UrlRequest given{.request = request,
                         .body = std::move(body),
                         .url_id = found.row->id,
                         .request_id = request_id,
                         .trace_id = trace,
                         .time = clock_.now(),
                         .signer = signer};
  std::string event = json::write(url_event(given));
  aws::CallContext context = context_for(*found.row, signer, request_id);
  const bool streaming = found.settings.invoke_mode == "RESPONSE_STREAM";
  auto invoking = streaming ? invoke_streaming(std::move(context), *found.row, std::move(event))
                            : invoke_buffered(std::move(context), *found.row, std::move(event));
  auto response = co_await std::move(invoking);
  response.headers.set("x-amzn-RequestId", request_id);
  response.headers.set("X-Amzn-Trace-Id", trace);
  co_return response;
}

awaitable<aws::HttpResponse> UrlEndpoint::invoke_buffered(aws::CallContext context, const UrlRow& url,
                                                          std::string event) {
  json::Value input = json::Value::object();
  input["FunctionName"] = url.function;
  if (!url.qualifier.empty()) input["Qualifier"] = url.qualifier;
  input["Payload"] = std::move(event);
  auto calling = caller_.call(std::move(context), "lambda", "Invoke", std::move(input), aws::Body());
  const aws::CallAnswer answer = co_await std::move(calling);
  if (answer.output.contains("FunctionError")) co_return url_failure();
  const json::Value* payload = json::find(answer.output, "Payload");
  co_return url_response(payload && payload->is_string() ? payload->get<std::string>() : "");
}

awaitable<aws::HttpResponse> UrlEndpoint::invoke_streaming(aws::CallContext context, const UrlRow& url,
                                                           std::string event) {
  InvocationInput input{.function_name = url.function};
  if (!url.qualifier.empty()) input.qualifier = url.qualifier;
  input.payload = aws::Blob{std::move(event)};
  auto opening = service_.open_stream(std::move(context), std::move(input));
  StreamedInvocation streamed = co_await std::move(opening);
  const std::string content_type = streamed.stream->content_type();
  auto beginning = read_beginning(streamed.stream, content_type == kIntegrationResponse);
  StreamBeginning begun = co_await std::move(beginning);
  if (!begun.head) co_return url_failure();
  aws::HttpResponse response = std::move(*begun.head);
  if (!response.headers.has("Content-Type")) {
    const bool own = !content_type.empty() && content_type != kIntegrationResponse;
    response.headers.add("Content-Type", own ? content_type : "application/octet-stream");
  }
  response.body = plain_body(std::move(begun.rest), std::move(streamed.stream));
  co_return response;
}

}  // namespace cloudling::lambda
