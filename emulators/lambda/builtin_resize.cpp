#include "emulators/lambda/builtin_resize.h"

#include <map>
#include <utility>

#include "emulators/aws/error.h"

namespace cloudling::lambda {

using boost::asio::awaitable;

namespace {

constexpr size_t kMaxImage = 50u << 20;  // bytes of the source
constexpr const char* kDefaultSide = "128";
constexpr const char* kDefaultPrefix = "thumbnail-";

using Options = std::map<std::string, std::string>;

struct Source {
  std::string bucket;
  std::string key;
};

struct Target {
  std::string bucket;
  std::string key;
};

std::string text_member(const json::Value& object, const char* name) {
  const json::Value* member = json::find(object, name);
  return member && member->is_string() ? member->get<std::string>() : std::string();
}

/// The part of the event that says what to resize: the event, its "Input", or what the text in "body" holds.
json::Value request_of(const json::Value& event) {
  if (json::find(event, "bucket") || json::find(event, "key")) return event;
  if (const json::Value* input = json::find(event, "Input")) return *input;
  const std::string body = text_member(event, "body");
  if (body.empty()) return event;
  auto request = json::parse(body);
  if (!request) throw aws::Error(400, "BadEvent", "The event's body is not JSON");
  return std::move(*request);
}

Source source_of(const json::Value& request) {
  Source source{.bucket = text_member(request, "bucket"), .key = text_member(request, "key")};
  if (source.bucket.empty() || source.key.empty()) {
    throw aws::Error(400, "BadEvent", "Missing 'bucket' or 'key' in the event");
  }
  return source;
}

std::string variable(const Variables& variables, const char* name, const char* otherwise) {
  const auto found = variables.find(name);
  return found == variables.end() || found->second.empty() ? otherwise : found->second;
}

/// A member of "edits" as an option's text; numbers as they are written.
void take(Options& options, const char* option, const json::Value* value) {
  if (!value || value->is_null()) return;
  options[option] = value->is_string() ? value->get<std::string>() : json::write(*value);
}

void take_edits(Options& options, const json::Value& request) {
  const json::Value* edits = json::find(request, "edits");
  if (!edits) return;
  if (const json::Value* resize = json::find(*edits, "resize")) {
    options.erase("width");
    options.erase("height");
    options["fit"] = "cover";
    for (const char* name : {"width", "height", "fit"}) take(options, name, json::find(*resize, name));
  }
  take(options, "format", json::find(*edits, "toFormat"));
}

Options options_of(const Variables& variables, const json::Value& request) {
  Options options;
  options["width"] = variable(variables, "THUMBNAIL_WIDTH", kDefaultSide);
  options["height"] = variable(variables, "THUMBNAIL_HEIGHT", kDefaultSide);
  options["fit"] = variable(variables, "THUMBNAIL_FIT", "inside");
  const std::string format = variable(variables, "THUMBNAIL_FORMAT", "");
  if (!format.empty()) options["format"] = format;
  const std::string quality = variable(variables, "THUMBNAIL_QUALITY", "");
  if (!quality.empty()) options["quality"] = quality;
  take_edits(options, request);
  return options;
}

/// Where the result goes. A format that was asked for shows in the key.
Target target_of(const Variables& variables, const Source& source, const Options& options, const ResizedImage& image) {
  Target target;
  target.bucket = variable(variables, "RESIZED_BUCKET", source.bucket.c_str());
  const auto prefix = variables.find("KEY_PREFIX");
  target.key = (prefix == variables.end() ? kDefaultPrefix : prefix->second) + source.key;
  if (!options.contains("format")) return target;
  const size_t dot = target.key.rfind('.');
  const size_t slash = target.key.rfind('/');
  const bool has_extension = dot != std::string::npos && (slash == std::string::npos || dot > slash);
  if (has_extension) target.key.resize(dot);
  target.key += "." + image.extension;
  return target;
}

awaitable<std::string> read_image(const ResizeSurroundings& at, Source source) {
  json::Value input = json::Value::object();
  input["Bucket"] = source.bucket;
  input["Key"] = source.key;
  aws::CallContext context = at.context;
  auto answer = co_await at.caller.call(std::move(context), "s3", "GetObject", std::move(input), aws::Body());
  std::string bytes = co_await answer.body.read_all(kMaxImage);
  co_return bytes;
}

/// Calls S3, and takes the error `expected` for an answer: false.
awaitable<bool> try_s3(const ResizeSurroundings& at, std::string operation, json::Value input, std::string expected) {
  aws::CallContext context = at.context;
  try {
    co_await at.caller.call(std::move(context), "s3", std::move(operation), std::move(input), aws::Body());
  } catch (const aws::Error& error) {
    if (error.code != expected) throw;
    co_return false;
  }
  co_return true;
}

/// Makes the bucket, in the region that the function is in, where it is missing.
awaitable<void> ensure_bucket(const ResizeSurroundings& at, std::string bucket) {
  json::Value input = json::Value::object();
  input["Bucket"] = std::move(bucket);
  const bool there = co_await try_s3(at, "HeadBucket", input, "NoSuchBucket");
  if (there) co_return;
  const std::string& region = at.context.region;
  if (region != "us-east-1") input["CreateBucketConfiguration"]["LocationConstraint"] = region;
  co_await try_s3(at, "CreateBucket", input, "BucketAlreadyOwnedByYou");
}

awaitable<void> write_image(const ResizeSurroundings& at, Target target, std::string content_type, std::string bytes) {
  json::Value input = json::Value::object();
  input["Bucket"] = target.bucket;
  input["Key"] = target.key;
  input["ContentType"] = content_type;
  input["ContentLength"] = bytes.size();
  aws::CallContext context = at.context;
  aws::Body body(std::move(bytes));
  co_await at.caller.call(std::move(context), "s3", "PutObject", std::move(input), std::move(body));
}

json::Value success(const Source& source, const Target& target, const ResizedImage& image, size_t bytes) {
  json::Value answer = json::Value::object();
  answer["status"] = "success";
  answer["source_bucket"] = source.bucket;
  answer["source_key"] = source.key;
  answer["resized_bucket"] = target.bucket;
  answer["resized_key"] = target.key;
  answer["width"] = image.width;
  answer["height"] = image.height;
  answer["source_width"] = image.source_width;
  answer["source_height"] = image.source_height;
  answer["content_type"] = image.content_type;
  answer["size"] = bytes;
  return answer;
}

json::Value failure(const aws::Error& error, const Source& source) {
  json::Value answer = json::Value::object();
  answer["status"] = "fail";
  answer["error"] = error.message;
  answer["error_code"] = error.code;
  if (!source.bucket.empty()) answer["source_bucket"] = source.bucket;
  if (!source.key.empty()) answer["source_key"] = source.key;
  return answer;
}

awaitable<json::Value> resize(const ResizeSurroundings& at, json::Value request, Source source) {
  Options options = options_of(at.variables, request);
  std::string original = co_await read_image(at, source);
  ResizedImage image = co_await at.resizer.resize(std::move(original), options);
  Target target = target_of(at.variables, source, options, image);
  const size_t bytes = image.bytes.size();
  std::string content_type = image.content_type;
  std::string content = std::move(image.bytes);
  if (variable(at.variables, "CREATE_RESIZED_BUCKET", "") == "true") co_await ensure_bucket(at, target.bucket);
  co_await write_image(at, target, std::move(content_type), std::move(content));
  co_return success(source, target, image, bytes);
}

}  // namespace

awaitable<json::Value> builtin_resize(ResizeSurroundings surroundings, json::Value event) {
  Source source;
  json::Value answer;
  try {
    json::Value request = request_of(event);
    source = source_of(request);
    answer = co_await resize(surroundings, std::move(request), source);
  } catch (const aws::Error& error) {
    if (error.status >= 500) throw;
    answer = failure(error, source);
  }
  co_return answer;
}

}  // namespace cloudling::lambda
