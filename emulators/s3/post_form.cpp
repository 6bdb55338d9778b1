// POST Object (S3 API reference): an upload by a form.

#include <algorithm>
#include <array>

#include "emulators/aws/catalogue.h"
#include "emulators/aws/identify.h"
#include "emulators/aws/ids.h"
#include "emulators/aws/protocol.h"
#include "emulators/aws/sigv2.h"
#include "emulators/aws/sigv4.h"
#include "emulators/aws/xml.h"
#include "emulators/aws/xml_codec.h"
#include "emulators/policy/matching.h"
#include "emulators/s3/errors.h"
#include "emulators/s3/post_policy.h"
#include "emulators/s3/tags.h"
#include "emulators/s3/web_endpoint.h"

namespace cloudling::s3 {
namespace {

/// Cuts a file off where the policy says, and counts what it had.
class MeasuredReader : public aws::BodyReader {
 public:
  MeasuredReader(aws::Body body, LengthRange range) : body_(std::move(body)), range_(range) {}
  boost::asio::awaitable<std::string> next() override {
    std::string piece = co_await body_.next();
    size_ += piece.size();
    if (size_ > range_.most) throw entity_too_large(size_, range_.most);
    if (piece.empty() && size_ < range_.least)
      throw aws::Error(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
          .with("ProposedSize", std::to_string(size_))
          .with("MinSizeAllowed", std::to_string(range_.least));
    co_return piece;
  }

 private:
  aws::Body body_;
  LengthRange range_;
  uint64_t size_ = 0;
};

const std::string& field(const FormValues& form, const std::string& name) {
  static const std::string kNone;
  auto found = form.find(name);
  return found == form.end() ? kNone : found->second;
}

std::string required(const FormValues& form, const char* name, const char* shown) {
  auto found = form.find(name);
  if (found == form.end())
    throw invalid_argument(std::string("Bucket POST must contain a field named '") + shown +
                               "'.  If it is specified, please check the order of the fields.",
                           shown, "");
  return found->second;
}

aws::Error wrong_signature() {
  return aws::Error(403, "SignatureDoesNotMatch",
                    "The request signature we calculated does not match the signature you provided. Check your key and "
                    "signing method.");
}

/// Who signed a form's policy, by either version of signatures.
struct FormSignature {
  std::string access_key;
  std::string region = "us-east-1";
  bool v4 = false;
  std::string date, service;

  explicit FormSignature(const FormValues& form) {
    v4 = form.contains("x-amz-algorithm") || form.contains("x-amz-credential");
    if (!v4) {
      access_key = required(form, "awsaccesskeyid", "AWSAccessKeyId");
      required(form, "signature", "Signature");
      return;
    }
    if (field(form, "x-amz-algorithm") != "AWS4-HMAC-SHA256")
      throw invalid_argument("x-amz-algorithm only supports AWS4-HMAC-SHA256", "x-amz-algorithm",
                             field(form, "x-amz-algorithm"));
    std::string credential = required(form, "x-amz-credential", "X-Amz-Credential");
    required(form, "x-amz-signature", "X-Amz-Signature");
    required(form, "x-amz-date", "X-Amz-Date");
    std::array<std::string*, 4> parts = {&access_key, &date, &region, &service};
    for (std::string* part : parts) {
      const size_t slash = credential.find('/');
      if (slash == std::string::npos)
        throw invalid_argument("Incorrect X-Amz-Credential", "X-Amz-Credential", field(form, "x-amz-credential"));
      *part = credential.substr(0, slash);
      credential.erase(0, slash + 1);
    }
  }

  void verify(const FormValues& form, const std::string& secret) const {
    const std::string& policy = field(form, "policy");
    const std::string right =
        v4 ? aws::sign(aws::signing_key(secret, date, region, service), policy) : aws::sign_v2(secret, policy);
    if (right != field(form, v4 ? "x-amz-signature" : "signature")) throw wrong_signature();
  }
};

/// The call's context: of whom signed the policy, or of nobody.
aws::CallContext context_of(const FormValues& form, aws::Credentials& credentials, aws::AuthMode mode) {
  aws::CallContext context;
  if (!form.contains("policy")) return context;
  const FormSignature signature(form);
  context.region = signature.region;
  context.account = aws::account_of(signature.access_key);
  context.principal = {.kind = aws::Principal::Kind::kUser,
                       .arn = "arn:aws:iam::" + context.account + ":root",
                       .access_key = signature.access_key};
  if (mode == aws::AuthMode::kOff) return context;
  const auto known = credentials.find(signature.access_key, field(form, "x-amz-security-token"));
  if (!known) {
    if (mode == aws::AuthMode::kKnown) return context;
    throw aws::Error(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.")
        .with("AWSAccessKeyId", signature.access_key);
  }
  signature.verify(form, known->secret);
  context.account = known->account;
  context.principal = known->principal;
  return context;
}

/// "<Tagging><TagSet>..." as the header has it.
std::string tagging_of(const std::string& xml) {
  Tagging tagging;
  if (!aws::decode_xml(xml, {"Tagging"}, Tagging::shape(), &tagging)) throw malformed_xml();
  return tags_to_store(tagging.tags);
}

/// The request that PutObject would have been sent as: what a form says in fields, that says in headers.
aws::HttpRequest as_put(const FormValues& form) {
  constexpr std::array kPlain = {"content-type",     "cache-control",    "content-disposition",
                                 "content-encoding", "content-language", "expires"};
  aws::HttpRequest request;
  request.method = "PUT";
  for (const auto& [name, value] : form) {
    const bool plain = std::find(kPlain.begin(), kPlain.end(), name) != kPlain.end();
    if (plain || name.starts_with("x-amz-")) request.headers.set(name, value);
  }
  if (form.contains("acl")) request.headers.set("x-amz-acl", field(form, "acl"));
  if (form.contains("tagging")) request.headers.set("x-amz-tagging", tagging_of(field(form, "tagging")));
  return request;
}

PutObjectInput input_of(const FormValues& form, const std::string& bucket, const std::string& key) {
  const aws::HttpRequest request = as_put(form);
  const aws::PathLabels labels{{"Bucket", bucket}, {"Key", key}};
  aws::AnyShape input = aws::AnyShape::of(PutObjectInput{});
  aws::WireInput wire{request, {}, labels, {}, {}};
  aws::protocol(aws::ProtocolKind::kRestXml).decode({}, std::move(wire), input);
  return std::move(input.as<PutObjectInput>());
}

FormValues values_of_form(const Form& form, const std::string& bucket) {
  FormValues values;
  for (const auto& part : form.fields) values[policy::lower_case(part.name)] = part.value;
  values["bucket"] = bucket;  // whatever the form says of it
  return values;
}

std::string key_of(const FormValues& values, const FormPart& file) {
  std::string key = required(values, "key", "key");
  constexpr std::string_view kVariable = "${filename}";
  const std::string name = file.filename.substr(file.filename.find_last_of("/\\") + 1);
  for (size_t at = key.find(kVariable); at != std::string::npos; at = key.find(kVariable, at + name.size()))
    key.replace(at, kVariable.size(), name);
  return key;
}

std::string post_response(const std::string& location, const std::string& bucket, const std::string& key,
                          const std::string& etag) {
  aws::XmlWriter xml;
  xml.prolog();
  xml.open("PostResponse");
  xml.element("Location", location);
  xml.element("Bucket", bucket);
  xml.element("Key", key);
  xml.element("ETag", etag);
  xml.close("PostResponse");
  return xml.take();
}

/// 204, or what the form wishes: another status, or to go on elsewhere.
aws::HttpResponse success(const aws::HttpRequest& request, const FormValues& form, const std::string& key,
                          const PutObjectOutput& output) {
  const std::string& bucket = field(form, "bucket");
  aws::HttpResponse response{.status = 204};
  response.headers.set("ETag", output.etag);
  if (output.version_id) response.headers.set("x-amz-version-id", *output.version_id);
  const std::string location = (request.tls ? "https://" : "http://") + std::string(request.headers.get("Host")) + "/" +
                               bucket + "/" + aws::percent_encode(key, true);
  response.headers.set("Location", location);
  std::string to = field(form, "success_action_redirect");
  if (to.empty()) to = field(form, "redirect");
  if (to.starts_with("http://") || to.starts_with("https://")) {
    response.status = 303;
    to += to.find('?') == std::string::npos ? '?' : '&';
    response.headers.set("Location", to + "bucket=" + aws::percent_encode(bucket) + "&key=" + aws::percent_encode(key) +
                                         "&etag=" + aws::percent_encode(output.etag));
    return response;
  }
  const std::string& status = field(form, "success_action_status");
  if (status == "200") response.status = 200;
  if (status != "201") return response;
  response.status = 201;
  response.headers.set("Content-Type", "application/xml");
  response.body = post_response(location, bucket, key, output.etag);
  return response;
}

}  // namespace

bool WebEndpoint::claims_form(const aws::HttpRequest& request) {
  return request.method == "POST" && form_boundary(request.headers.get("Content-Type")) &&
         aws::s3_segments(request).size() == 1 && request.raw_query().empty();
}

boost::asio::awaitable<aws::HttpResponse> WebEndpoint::post_form(aws::HttpRequest request, aws::AuthMode mode) {
  aws::WireCall call;
  call.request_id = parts_.ids.uuid();
  std::optional<aws::Error> failure;
  try {
    auto response = co_await take_form(request, mode, call.request_id);
    response.headers.set("x-amz-request-id", aws::s3_request_id(call.request_id));
    response.headers.set("x-amz-id-2", aws::s3_host_id(call.request_id));
    co_return response;
  } catch (const aws::Error& error) {
    failure = error;
  }
  co_return aws::protocol(aws::ProtocolKind::kRestXml).encode(call, *failure);
}

boost::asio::awaitable<aws::HttpResponse> WebEndpoint::take_form(aws::HttpRequest& request, aws::AuthMode mode,
                                                                 const std::string& request_id) {
  const std::string bucket = aws::s3_segments(request).front();
  std::string boundary = *form_boundary(request.headers.get("Content-Type"));
  Form form = co_await read_form(std::move(request.body), std::move(boundary));
  FormValues values = values_of_form(form, bucket);
  if (!form.file) {
    required(values, "key", "key");
    throw aws::Error(400, "InvalidArgument", "POST requires exactly one file upload per request.")
        .with("ArgumentName", "file")
        .with("ArgumentValue", "0");
  }
  const std::string key = key_of(values, *form.file);
  values["key"] = key;
  aws::CallContext context = context_of(values, parts_.credentials, mode);
  context.request_id = request_id;
  context.host = request.headers.get("Host");
  context.tls = request.tls;
  LengthRange range;
  if (values.contains("policy")) range = require_policy_holds(values.at("policy"), values, parts_.clock.now());
  PutObjectInput input = input_of(values, bucket, key);
  if (!input.properties.content_type && !form.file->content_type.empty())
    input.properties.content_type = form.file->content_type;
  auto measured = std::make_unique<MeasuredReader>(std::move(form.body), range);
  input.body = aws::Body(std::move(measured), std::nullopt);
  input.length_unknown = true;
  const PutObjectOutput output = co_await parts_.s3.write_object(context, std::move(input), "ObjectCreated:Post");
  co_return success(request, values, key, output);
}

}  // namespace cloudling::s3
