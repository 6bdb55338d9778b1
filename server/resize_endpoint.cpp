#include "server/resize_endpoint.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "emulators/aws/dates.h"
#include "emulators/aws/error.h"
#include "emulators/aws/presigned_url.h"
#include "server/multipart_form.h"
#include "server/own_response.h"

namespace cloudling::server {

namespace {

using boost::asio::awaitable;

constexpr size_t kFormPeekBytes = 64u << 10;

/// What was read already, then the rest of the stream.
class PrefixedReader : public aws::BodyReader {
 public:
  PrefixedReader(std::string prefix, aws::Body rest) : prefix_(std::move(prefix)), rest_(std::move(rest)) {}

  awaitable<std::string> next() override {
    if (!prefix_.empty()) co_return std::exchange(prefix_, {});
    auto chunk = co_await rest_.next();
    co_return chunk;
  }

 private:
  std::string prefix_;
  aws::Body rest_;
};

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::tolower(c); });
  return out;
}

enum class Content { kJson, kImage, kForm, kByFirstByte, kOther };

Content content_of(std::string_view content_type) {
  const std::string type = lower(content_type.substr(0, content_type.find_first_of("; ")));
  if (type == "application/json" || type.ends_with("+json")) return Content::kJson;
  if (type == "multipart/form-data") return Content::kForm;
  if (type.starts_with("image/") || type == "application/octet-stream") return Content::kImage;
  if (type.empty() || type == "application/x-www-form-urlencoded") return Content::kByFirstByte;
  return Content::kOther;
}

bool looks_like_json(std::string_view body) {
  const size_t first = body.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && (body[first] == '{' || body[first] == '[' || body[first] == '"');
}

/// The image of a form: its field `image` or `file`, else its first field with a filename.
std::string image_of_form(std::string_view body, std::string_view content_type) {
  const auto boundary = form_boundary(content_type);
  const auto fields = boundary ? parse_form(body, *boundary) : std::nullopt;
  if (!fields)
    throw aws::Error(400, "InvalidForm", "The body is not the multipart form that its Content-Type announces.");
  const FormField* found = nullptr;
  for (const FormField& field : *fields) {
    const bool by_name = field.name == "image" || field.name == "file";
    if (by_name || (field.filename && found == nullptr)) found = &field;
    if (by_name) break;
  }
  if (found == nullptr || !found->complete) {
    throw aws::Error(400, "InvalidForm",
                     "The form has no image: send it as the field 'image' (curl -F image=@dog.png).");
  }
  return std::string(found->content);
}

/// The pipeline's input: the JSON as it came, once it has what the pipeline needs.
void check_pipeline_input(const std::string& text) {
  json::ParseError error;
  const auto value = json::parse(text, &error);
  if (!value) {
    throw aws::Error(400, "InvalidJson",
                     "The body is not JSON: " + error.message + " at byte " + std::to_string(error.offset) +
                         ". Send {\"bucket\": \"...\", \"key\": \"...\"}, or an image with its Content-Type.");
  }
  for (const char* name : {"bucket", "key"}) {
    const json::Value* member = json::find(*value, name);
    if (member == nullptr || !member->is_string() || member->get_ref<const std::string&>().empty()) {
      throw aws::Error(400, "MissingParameter",
                       std::string("The body needs a string \"") + name +
                           "\": {\"bucket\": \"images-original\", \"key\": \"dog.png\"}.");
    }
  }
}

bool prefers_async(const aws::Headers& headers) {
  for (std::string_view value : headers.all("Prefer")) {
    if (lower(value).find("respond-async") != std::string::npos) return true;
  }
  return false;
}

std::string text_member(const json::Value& value, std::string_view name) {
  const json::Value* member = json::find(value, name);
  return member != nullptr && member->is_string() ? member->get<std::string>() : std::string();
}

/// The answer of an execution that has ended, without its thumbnail.
json::Value answer_of(const json::Value& execution) {
  json::Value answer = json::Value::object();
  const std::string status = text_member(execution, "status");
  answer["status"] = status;
  answer["executionArn"] = text_member(execution, "executionArn");
  if (status == "SUCCEEDED") {
    answer["output"] = json::parse(text_member(execution, "output")).value_or(json::Value());
  } else {
    answer["error"] = text_member(execution, "error");
    answer["cause"] = text_member(execution, "cause");
  }
  return answer;
}

aws::HttpResponse accepted(const json::Value& started) {
  json::Value answer = json::Value::object();
  answer["executionArn"] = text_member(started, "executionArn");
  answer["startDate"] = text_member(started, "startDate");
  aws::HttpResponse response = json_response(202, answer);
  return response;
}

}  // namespace

bool ResizeEndpoint::claims(const aws::HttpRequest& request) {
  if (request.method != "POST" || request.raw_path() != "/resize") return false;
  if (request.headers.has("Authorization")) return false;
  for (const aws::QueryParameter& parameter : request.query()) {
    const std::string name = lower(parameter.name);
    if (name == "x-amz-signature" || name == "x-amz-algorithm" || name == "signature" || name == "delete") return false;
  }
  return true;
}

awaitable<bool> ResizeEndpoint::is_post_policy_form(aws::HttpRequest& request) {
  const auto boundary = form_boundary(request.headers.get("Content-Type"));
  if (!boundary) co_return false;
  const auto size = request.body.size();
  std::string peek;
  while (peek.size() < kFormPeekBytes) {
    std::string chunk = co_await request.body.next();
    if (chunk.empty()) break;
    peek += chunk;
  }
  bool post_policy = false;
  for (const FormField& field : parse_form(peek, *boundary).value_or(std::vector<FormField>{})) {
    const std::string name = lower(field.name);
    post_policy = post_policy || name == "key" || name == "policy";
  }
  auto whole = std::make_unique<PrefixedReader>(std::move(peek), std::move(request.body));
  request.body = aws::Body(std::move(whole), size);
  co_return post_policy;
}

awaitable<aws::HttpResponse> ResizeEndpoint::handle(aws::HttpRequest request) {
  std::optional<aws::HttpResponse> failure;
  try {
    auto response = co_await answer(request);
    co_return response;
  } catch (const aws::Error& error) {
    failure = json_error(error.status, error.code, error.message);
  }
  co_return std::move(*failure);
}

awaitable<aws::HttpResponse> ResizeEndpoint::answer(aws::HttpRequest& request) {
  const std::string content_type(request.headers.get("Content-Type"));
  Content content = content_of(content_type);
  if (content == Content::kOther) {
    throw aws::Error(
        415, "UnsupportedMediaType",
        "Send application/json with {\"bucket\", \"key\"}, or an image (JPEG, PNG, WebP) as the body or in "
        "a multipart form; this was " +
            content_type + ".");
  }
  const size_t limit = options_.max_image_bytes;
  if (request.body.size().value_or(0) > limit) {
    throw aws::Error(413, "TooLarge", "The body is larger than " + std::to_string(limit) + " bytes.");
  }
  std::string body = co_await request.body.read_all(limit);
  if (body.empty()) {
    throw aws::Error(400, "EmptyBody", "The body is empty: send {\"bucket\": \"...\", \"key\": \"...\"} or an image.");
  }
  if (content == Content::kByFirstByte) content = looks_like_json(body) ? Content::kJson : Content::kImage;
  if (content == Content::kJson) {
    check_pipeline_input(body);
    const bool respond_async = prefers_async(request.headers);
    Origin origin{.scheme = request.tls ? "https://" : "http://", .host = std::string(request.headers.get("Host"))};
    auto response = co_await run_pipeline(std::move(body), respond_async, std::move(origin));
    co_return response;
  }
  if (content == Content::kForm) body = image_of_form(body, content_type);
  auto response = co_await resize_image(request, std::move(body));
  co_return response;
}

awaitable<aws::HttpResponse> ResizeEndpoint::run_pipeline(std::string input, bool respond_async, Origin origin) {
  const aws::CallContext context;
  const std::string machine =
      "arn:aws:states:" + context.region + ":" + context.account + ":stateMachine:" + options_.state_machine;
  json::Value start = json::Value::object();
  start["stateMachineArn"] = machine;
  start["input"] = std::move(input);
  std::optional<json::Value> started;
  try {
    auto answer = co_await caller_.call(context, "stepfunctions", "StartExecution", std::move(start), aws::Body());
    started = std::move(answer.output);
  } catch (const aws::Error& error) {
    if (error.code != "StateMachineDoesNotExist") throw;
  }
  if (!started) {
    throw aws::Error(404, "StateMachineDoesNotExist",
                     "There is no state machine " + machine +
                         ". Make one with `aws stepfunctions create-state-machine "
                         "--name " +
                         options_.state_machine + " ...`, or start Cloudling with --resize-state-machine NAME.");
  }
  if (respond_async) {
    auto response = accepted(*started);
    response.headers.add("Preference-Applied", "respond-async");
    co_return response;
  }
  const std::string arn = text_member(*started, "executionArn");
  const auto deadline = std::chrono::steady_clock::now() + options_.timeout;
  const bool ended = co_await wait_for_end_(arn, deadline);
  if (!ended) co_return accepted(*started);
  json::Value describe = json::Value::object();
  describe["executionArn"] = arn;
  auto execution =
      co_await caller_.call(context, "stepfunctions", "DescribeExecution", std::move(describe), aws::Body());
  json::Value answer = answer_of(execution.output);
  if (answer["status"] != "SUCCEEDED") co_return json_response(422, answer);
  const std::string bucket = text_member(answer["output"], "resized_bucket");
  const std::string key = text_member(answer["output"], "resized_key");
  if (!bucket.empty() && !key.empty()) {
    auto url = co_await presigned_url(bucket, key, std::move(origin));
    json::Value& thumbnail = answer["thumbnail"] = json::Value::object();
    thumbnail["bucket"] = bucket;
    thumbnail["key"] = key;
    thumbnail["url"] = std::move(url);
  }
  co_return json_response(200, answer);
}

/// Signed with temporary credentials of the account's root: a browser can open it for an hour.
awaitable<std::string> ResizeEndpoint::presigned_url(std::string bucket, std::string key, Origin origin) {
  aws::CallContext context;
  context.principal.kind = aws::Principal::Kind::kUser;
  context.principal.arn = "arn:aws:iam::" + context.account + ":root";
  json::Value input = json::Value::object();
  auto session = co_await caller_.call(context, "sts", "GetSessionToken", std::move(input), aws::Body());
  const json::Value& credentials = session.output["Credentials"];
  const aws::Presigning with{.access_key = text_member(credentials, "AccessKeyId"),
                             .secret = text_member(credentials, "SecretAccessKey"),
                             .security_token = text_member(credentials, "SessionToken"),
                             .amz_date = aws::format_amz_date(clock_.now())};
  const std::string path = "/" + bucket + "/" + aws::percent_encode(key, true);
  co_return origin.scheme + origin.host + aws::presigned_get(path, origin.host, with);
}

awaitable<aws::HttpResponse> ResizeEndpoint::resize_image(const aws::HttpRequest& request, std::string image) {
  std::map<std::string, std::string> options;
  for (const aws::QueryParameter& parameter : request.query()) options[parameter.name] = parameter.value;
  auto resized = co_await resizer_.resize(std::move(image), std::move(options));
  aws::HttpResponse response;
  response.headers.add("Content-Type", resized.content_type);
  response.headers.add("X-Image-Width", std::to_string(resized.width));
  response.headers.add("X-Image-Height", std::to_string(resized.height));
  response.body = std::move(resized.bytes);
  co_return response;
}

}  // namespace cloudling::server
