#include "emulators/lambda/url_endpoint.h"

#include <optional>
#include <utility>

#include "emulators/aws/error.h"
#include "emulators/aws/sigv4.h"
#include "emulators/lambda/function_urls.h"
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

constexpr size_t kMaxBody = 6'291'456;  // bytes

std::optional<UrlSigner> signer_of(const aws::HttpRequest& request) {
  const aws::Query query = request.query();
  const aws::Signature signature = aws::parse_signature(request, query);
  if (!signature.v4() || signature.access_key.empty()) return std::nullopt;
  const std::string account = aws::account_of(signature.access_key);
  return UrlSigner{
      .account = account, .access_key = signature.access_key, .arn = "arn:aws:iam::" + account + ":root"};
}

aws::CallContext context_for(const UrlRow& url, const std::optional<UrlSigner>& signer, const std::string& request_id) {
  aws::CallContext context;
  context.account = url.account;
  context.region = url.region;
  context.request_id = request_id;
  context.calling_service = "lambda.amazonaws.com";
  context.source_arn = url.arn();
  if (signer) {
    context.principal = {
        .kind = aws::Principal::Kind::kUser, .arn = signer->arn, .access_key = signer->access_key};
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
  json::Value input = json::Value::object();
  input["FunctionName"] = found.row->function;
  if (!found.row->qualifier.empty()) input["Qualifier"] = found.row->qualifier;
  input["Payload"] = json::write(url_event(given));
  auto invoking = invoke_buffered(context_for(*found.row, signer, request_id), std::move(input));
  auto response = co_await std::move(invoking);
  response.headers.set("x-amzn-RequestId", request_id);
  response.headers.set("X-Amzn-Trace-Id", trace);
  co_return response;
}

awaitable<aws::HttpResponse> UrlEndpoint::invoke_buffered(aws::CallContext context, json::Value input) {
  auto calling = caller_.call(std::move(context), "lambda", "Invoke", std::move(input), aws::Body());
  const aws::CallAnswer answer = co_await std::move(calling);
  if (answer.output.contains("FunctionError")) co_return url_failure();
  const json::Value* payload = json::find(answer.output, "Payload");
  co_return url_response(payload && payload->is_string() ? payload->get<std::string>() : "");
}

}  // namespace cloudling::lambda
