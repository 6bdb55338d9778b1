#include "emulators/s3/web_endpoint.h"

#include "emulators/aws/dates.h"
#include "emulators/aws/identify.h"
#include "emulators/aws/protocol.h"
#include "emulators/aws/xml.h"
#include "emulators/s3/errors.h"
#include "emulators/s3/website.h"

namespace cloudling::s3 {
namespace {

CorsQuestion question_of(const aws::HttpRequest& request) {
  const bool preflight = request.method == "OPTIONS";
  CorsQuestion question{.origin = request.headers.get("Origin"), .method = request.method, .headers = {}};
  const std::string_view asked = request.headers.get("Access-Control-Request-Method");
  if (preflight || !asked.empty()) question.method = asked;
  if (!preflight) return question;
  question.headers = requested_headers(request.headers.get("Access-Control-Request-Headers"));
  return question;
}

/// The bucket that a request is for, if it is S3's and none of another service's.
std::string bucket_of(const aws::HttpRequest& request) {
  const aws::Query query = request.query();
  const aws::Signature signature = aws::parse_signature(request, query);
  if (aws::may_be_query_form(request, signature)) return "";
  const aws::Identity identity = aws::identify(request, query, {}, signature);
  if (identity.service_name != "s3") return "";
  const auto segments = aws::s3_segments(request);
  return segments.empty() ? "" : segments.front();
}

std::string status_text(int status) {
  switch (status) {
    case 400:
      return "400 Bad Request";
    case 403:
      return "403 Forbidden";
    case 404:
      return "404 Not Found";
    case 405:
      return "405 Method Not Allowed";
    case 416:
      return "416 Requested Range Not Satisfiable";
    default:
      return std::to_string(status);
  }
}

void append_list(std::string& page, const aws::Error& error) {
  const auto add = [&](const std::string& name, const std::string& value) {
    page += "<li>" + name + ": ";
    aws::append_xml_text(page, value);
    page += "</li>\n";
  };
  page += "<ul>\n";
  add("Code", error.code);
  add("Message", error.message);
  for (const auto& [name, value] : error.fields) add(name, value);
  page += "</ul>\n";
}

/// What went wrong, also when the error document was looked for.
aws::HttpResponse error_page(const aws::Error& error, const std::optional<aws::Error>& of_document = std::nullopt) {
  aws::HttpResponse response{.status = error.status};
  response.headers.set("Content-Type", "text/html; charset=utf-8");
  response.headers.set("x-amz-error-code", error.code);
  response.headers.set("x-amz-error-message", error.message);
  const std::string text = status_text(error.status);
  std::string page = "<html>\n<head><title>" + text + "</title></head>\n<body>\n<h1>" + text + "</h1>\n";
  append_list(page, error);
  if (of_document) {
    page += "<h3>An Error Occurred While Attempting to Retrieve a Custom Error Document</h3>\n";
    append_list(page, *of_document);
  }
  page += "<hr/>\n</body>\n</html>\n";
  response.body = std::move(page);
  return response;
}

aws::HttpResponse redirect_to(const WebsiteRedirect& redirect) {
  aws::HttpResponse response{.status = redirect.status};
  response.headers.set("Location", redirect.location);
  return response;
}

aws::HttpResponse page_of(const aws::HttpRequest& request, GetObjectOutput output) {
  if (output.object.properties.website_redirect) return redirect_to({301, *output.object.properties.website_redirect});
  aws::WireCall call;
  call.head = request.method == "HEAD";
  if (call.head) output.body = {};
  return aws::protocol(aws::ProtocolKind::kRestXml).encode(call, aws::AnyShape::of(std::move(output)));
}

std::string_view scheme_of(const aws::HttpRequest& request) { return request.tls ? "https" : "http"; }

}  // namespace

boost::asio::awaitable<WebEndpoint::CorsVerdict> WebEndpoint::judge_cors(const aws::HttpRequest& request) {
  CorsVerdict verdict;
  const std::string name = bucket_of(request);
  if (name.empty()) co_return verdict;
  verdict.s3 = true;
  auto look = [&](store::ReadTransaction& tx) -> std::optional<CORSConfiguration> {
    const auto bucket = find_bucket(tx, name);
    if (!bucket) return std::nullopt;
    return configuration_of<CORSConfiguration>(tx, *bucket, kinds::kCors);
  };
  const auto configuration = co_await parts_.store.read(look);
  if (!configuration) co_return verdict;
  verdict.configured = true;
  const CorsQuestion question = question_of(request);
  if (const CORSRule* rule = matching_rule(*configuration, question)) verdict.rule = *rule;
  co_return verdict;
}

aws::HttpResponse WebEndpoint::preflight(const aws::HttpRequest& request, const CorsVerdict& verdict) {
  aws::WireCall call;
  call.request_id = parts_.ids.uuid();
  const auto& xml = aws::protocol(aws::ProtocolKind::kRestXml);
  if (!request.headers.has("Origin"))
    return xml.encode(call, aws::Error(400, "BadRequest", "Insufficient information. Origin request header needed."));
  if (!request.headers.has("Access-Control-Request-Method"))
    return xml.encode(call, aws::Error(400, "BadRequest", "Invalid Access-Control-Request-Method: null"));
  if (!verdict.rule) {
    const char* why = verdict.configured
                          ? "CORSResponse: This CORS request is not allowed. This is usually because the evalution of "
                            "Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers "
                            "are not whitelisted by the resource's CORS spec."
                          : "CORSResponse: CORS is not enabled for this bucket.";
    return xml.encode(call, aws::Error(403, "AccessForbidden", why)
                                .with("Method", std::string(request.headers.get("Access-Control-Request-Method")))
                                .with("ResourceType", aws::s3_segments(request).size() > 1 ? "OBJECT" : "BUCKET"));
  }
  aws::HttpResponse response;
  add_cors_headers(*verdict.rule, question_of(request), true, response.headers);
  return response;
}

bool WebEndpoint::claims_website(const aws::HttpRequest& request) { return !website_of_host(request.host()).empty(); }

boost::asio::awaitable<aws::HttpResponse> WebEndpoint::website(aws::HttpRequest request) {
  const std::string name = website_of_host(request.host());
  std::optional<aws::Error> failure;
  try {
    if (request.method != "GET" && request.method != "HEAD")
      throw aws::Error(405, "MethodNotAllowed", "The specified method is not allowed against this resource.")
          .with("Method", request.method)
          .with("ResourceType", "OBJECT");
    auto look = [&](store::ReadTransaction& tx) {
      const BucketRow bucket = existing_bucket(tx, name, std::nullopt);
      auto found = configuration_of<WebsiteConfiguration>(tx, bucket, kinds::kWebsite);
      if (!found)
        throw aws::Error(404, "NoSuchWebsiteConfiguration",
                         "The specified bucket does not have a website configuration")
            .with("BucketName", name);
      return *std::move(found);
    };
    const WebsiteConfiguration configuration = co_await parts_.store.read(look);
    auto response = co_await serve(request, name, configuration);
    co_return response;
  } catch (const aws::Error& error) {
    failure = error;
  }
  co_return error_page(*failure);
}

boost::asio::awaitable<aws::HttpResponse> WebEndpoint::serve(const aws::HttpRequest& request, const std::string& bucket,
                                                             const WebsiteConfiguration& website) {
  const std::string path = aws::percent_decode(request.raw_path().substr(1));
  const auto scheme = scheme_of(request);
  if (auto redirect = redirect_of_all(website, path, scheme)) co_return redirect_to(*redirect);
  const std::string_view host = request.headers.get("Host");
  if (auto redirect = routed(website, path, 0, scheme, host)) co_return redirect_to(*redirect);
  const std::string key = website_key(website, path);
  std::optional<aws::Error> failure;
  try {
    auto output = co_await read_page(request, bucket, key);
    co_return page_of(request, std::move(output));
  } catch (const aws::Error& error) {
    failure = error;
  }
  if (auto redirect = routed(website, path, failure->status, scheme, host)) co_return redirect_to(*redirect);
  if (key == path) {
    bool folder = false;
    try {
      const std::string index = website_key(website, path + "/");
      co_await read_page(request, bucket, index);
      folder = true;
    } catch (const aws::Error&) {
      // There is no folder of that name either.
    }
    if (folder) co_return redirect_to({302, "/" + aws::percent_encode(path, true) + "/"});
  }
  auto response = co_await failed_page(request, bucket, key, website, *failure);
  co_return response;
}

boost::asio::awaitable<GetObjectOutput> WebEndpoint::read_page(const aws::HttpRequest& request, std::string bucket,
                                                               std::string key) {
  ReadObjectInput input;
  input.target = {.bucket = std::move(bucket), .key = std::move(key), .expected_owner = std::nullopt};
  if (const std::string* range = request.headers.find("Range")) input.range = *range;
  if (const std::string* tag = request.headers.find("If-None-Match")) input.conditions.if_none_match = *tag;
  if (const std::string* since = request.headers.find("If-Modified-Since"))
    if (auto ms = aws::parse_http_date(*since)) input.conditions.if_modified_since = aws::Timestamp{*ms};
  const aws::CallContext nobody;
  auto output = co_await parts_.s3.get_object(nobody, std::move(input));
  co_return output;
}

/// The error document under the error's status, or a page of our own.
boost::asio::awaitable<aws::HttpResponse> WebEndpoint::failed_page(const aws::HttpRequest& request,
                                                                   const std::string& bucket, const std::string& key,
                                                                   const WebsiteConfiguration& website,
                                                                   const aws::Error& error) {
  aws::Error shown = error;
  if (error.code == "NoSuchKey" || error.status == 404) shown.fields = {{"Key", key}};
  std::optional<aws::Error> of_document;
  if (website.error_document && error.status >= 400 && error.status < 500) {
    try {
      const std::string document = website.error_document->key;
      auto output = co_await read_page(request, bucket, document);
      output.object.status = error.status;
      co_return page_of(request, std::move(output));
    } catch (const aws::Error& failure) {
      of_document = failure;
    }
  }
  co_return error_page(shown, of_document);
}

}  // namespace cloudling::s3
