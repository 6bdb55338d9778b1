#include "emulators/stepfunctions/integration_results.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <iterator>
#include <map>
#include <string_view>
#include <utility>

#include "emulators/aws/dates.h"
#include "emulators/aws/ids.h"

namespace cloudling::stepfunctions {

namespace {

/// What S3's SDK models; all other codes of S3 are S3Exception to it.
constexpr std::array<std::string_view, 13> kS3Exceptions = {"BucketAlreadyExists",
                                                            "BucketAlreadyOwnedByYou",
                                                            "EncryptionTypeMismatch",
                                                            "IdempotencyParameterMismatch",
                                                            "InvalidObjectState",
                                                            "InvalidRequest",
                                                            "InvalidWriteOffset",
                                                            "NoSuchBucket",
                                                            "NoSuchKey",
                                                            "NoSuchUpload",
                                                            "ObjectAlreadyInActiveTierError",
                                                            "ObjectNotInActiveTierError",
                                                            "TooManyParts"};

std::string member_text(const json::Value& object, const char* name) {
  const json::Value* member = json::find(object, name);
  return member && member->is_string() ? member->get<std::string>() : std::string();
}

/// "root=1-<time>-<24 digits>;sampled=0", as X-Amzn-Trace-Id has it.
std::string trace_header(const std::string& request_id, aws::TimeMs now) {
  std::string digits;
  std::ranges::copy_if(request_id, std::back_inserter(digits), [](char c) { return c != '-'; });
  char seconds[17];
  std::snprintf(seconds, sizeof seconds, "%08llx", static_cast<unsigned long long>(now / 1000));
  return std::string("root=1-") + seconds + "-" + digits.substr(0, 24) + ";sampled=0";
}

/// The headers of Invoke's answer, in the two forms in which the metadata shows them.
struct ShownHeaders {
  json::Value all = json::Value::object();    ///< name to list of values
  json::Value first = json::Value::object();  ///< name to value

  void add(const char* name, const std::string& value) {
    all[name] = json::Value::array({value});
    first[name] = value;
  }
};

}  // namespace

std::string exception_name(const aws::Error& error) {
  return error.code.ends_with("Exception") ? error.code : error.code + "Exception";
}

std::string sdk_exception_name(const aws::Error& error, const std::string& prefix) {
  const bool modelled = prefix != "S3" || std::ranges::find(kS3Exceptions, error.code) != kS3Exceptions.end();
  return modelled ? exception_name(error) : prefix + "Exception";
}

std::string sdk_cause(const aws::Error& error, const std::string& service, const std::string& request_id) {
  const std::string cause =
      error.message + " (Service: " + service + ", Status Code: " + std::to_string(error.status) + ", Request ID: ";
  if (service == "S3") {
    return cause + aws::s3_request_id(request_id) + ", Extended Request ID: " + aws::s3_host_id(request_id) + ")";
  }
  return cause + request_id + (service == "Lambda" ? ")" : ") (SDK Attempt Count: 1)");
}

std::string client_cause(const aws::Error& error, const std::string& service, const std::string& request_id) {
  return error.message + " (Service: " + service + "; Status Code: " + std::to_string(error.status) +
         "; Error Code: " + error.code + "; Request ID: " + request_id + "; Proxy: null)";
}

json::Value with_metadata(json::Value output, const std::string& request_id, const std::string& content_type,
                          aws::TimeMs now) {
  std::map<std::string, json::Value> members;
  for (const auto& [name, value] : output.items()) members[name] = value;
  ShownHeaders headers;
  headers.add("x-amzn-RequestId", request_id);
  headers.add("connection", "keep-alive");
  headers.add("Content-Length", std::to_string(json::write(output).size()));
  headers.add("Date", aws::format_http_date(now));
  headers.add("Content-Type", content_type);
  json::Value http = json::Value::object();
  http["AllHttpHeaders"] = std::move(headers.all);
  http["HttpHeaders"] = std::move(headers.first);
  http["HttpStatusCode"] = 200;
  members["SdkHttpMetadata"] = std::move(http);
  members["SdkResponseMetadata"]["RequestId"] = request_id;
  json::Value out = json::Value::object();
  for (auto& [name, value] : members) out[name] = std::move(value);
  return out;
}

std::optional<Failure> function_failure(const json::Value& invoke) {
  if (member_text(invoke, "FunctionError").empty()) return std::nullopt;
  const std::string payload = member_text(invoke, "Payload");
  const auto value = json::parse(payload);
  const std::string type = value ? member_text(*value, "errorType") : "";
  if (!type.empty()) return Failure{type, payload};
  return Failure{
      "Lambda.Unknown",
      "The cause could not be determined because Lambda did not return an error type. Returned payload: " + payload};
}

json::Value payload_of(const json::Value& invoke) {
  const std::string text = member_text(invoke, "Payload");
  if (text.empty()) return nullptr;
  auto value = json::parse(text);
  return value ? std::move(*value) : json::Value(text);
}

json::Value invoke_output(const json::Value& invoke, const std::string& request_id, aws::TimeMs now) {
  const std::string version = member_text(invoke, "ExecutedVersion");
  const json::Value* status = json::find(invoke, "StatusCode");
  ShownHeaders headers;
  headers.add("X-Amz-Executed-Version", version);
  headers.add("x-amzn-Remapped-Content-Length", "0");
  headers.add("Connection", "keep-alive");
  headers.add("x-amzn-RequestId", request_id);
  headers.add("Content-Length", std::to_string(member_text(invoke, "Payload").size()));
  headers.add("Date", aws::format_http_date(now));
  headers.add("X-Amzn-Trace-Id", trace_header(request_id, now));
  headers.add("Content-Type", "application/json");

  json::Value output = json::Value::object();
  output["ExecutedVersion"] = version;
  if (const json::Value* log = json::find(invoke, "LogResult")) output["LogResult"] = *log;
  output["Payload"] = payload_of(invoke);
  json::Value& http = output["SdkHttpMetadata"] = json::Value::object();
  http["AllHttpHeaders"] = std::move(headers.all);
  http["HttpHeaders"] = std::move(headers.first);
  http["HttpStatusCode"] = status ? *status : json::Value(200);
  output["SdkResponseMetadata"]["RequestId"] = request_id;
  output["StatusCode"] = status ? *status : json::Value(200);
  return output;
}

}  // namespace cloudling::stepfunctions
