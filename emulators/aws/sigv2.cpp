#include "emulators/aws/sigv2.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>
#include <vector>

#include "emulators/aws/encoding.h"
#include "emulators/aws/identify.h"

namespace cloudling::aws {

namespace {

/// Parameters that say what of a resource is meant, or how the answer is to be; no others are signed.
bool is_signed(std::string_view parameter) {
  constexpr std::array<std::string_view, 27> kNames = {
      "accelerate",  "acl",      "analytics",   "cors",           "delete",       "inventory",
      "lifecycle",   "location", "logging",     "metrics",        "notification", "object-lock",
      "partNumber",  "policy",   "replication", "requestPayment", "restore",      "select",
      "select-type", "tagging",  "torrent",     "uploadId",       "uploads",      "versionId",
      "versioning",  "versions", "website"};
  return parameter.starts_with("response-") || std::ranges::find(kNames, parameter) != kNames.end();
}

std::string lowered(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return lower;
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

/// A header, or the parameter that stands for it; `stand_ins` are a presigned URL's.
std::string_view header_of(const HttpRequest& request, const Query& stand_ins, std::string_view name) {
  if (const std::string* header = request.headers.find(name)) return trimmed(*header);
  const auto given = std::ranges::find_if(
      stand_ins, [name](const QueryParameter& parameter) { return equals_ignoring_case(parameter.name, name); });
  return given == stand_ins.end() ? std::string_view() : std::string_view(given->value);
}

/// "name:value" lines of all x-amz- headers, by name, repeated ones joined by commas.
std::string amz_headers(const HttpRequest& request, const Query& stand_ins) {
  std::map<std::string, std::string> values;
  const auto take = [&values](std::string_view name, std::string_view value) {
    std::string lower = lowered(name);
    if (!lower.starts_with("x-amz-")) return;
    const auto [at, added] = values.try_emplace(std::move(lower), trimmed(value));
    if (!added) at->second.append(",").append(trimmed(value));
  };
  for (const auto& [name, value] : request.headers) take(name, value);
  for (const QueryParameter& parameter : stand_ins) take(parameter.name, parameter.value);
  std::string lines;
  for (const auto& [name, value] : values) lines += name + ":" + value + "\n";
  return lines;
}

/// "/bucket/key?acl&versionId=3": the path undecoded, a bucket alone with a slash behind it; the parameters that are
/// signed by name, their values decoded.
std::string resource(const HttpRequest& request, const Query& query) {
  std::string text;
  if (const std::string bucket = bucket_of_host(request.host()); !bucket.empty()) text = "/" + bucket;
  text += request.raw_path();
  if (text.find('/', 1) == std::string::npos && text != "/") text += '/';
  std::vector<std::string> parameters;
  for (const QueryParameter& parameter : query) {
    if (!is_signed(parameter.name)) continue;
    parameters.push_back(parameter.has_value ? parameter.name + "=" + parameter.value : parameter.name);
  }
  std::ranges::sort(parameters);
  char separator = '?';
  for (const std::string& parameter : parameters) {
    text.append(1, separator).append(parameter);
    separator = '&';
  }
  return text;
}

}  // namespace

std::string string_to_sign_v2(const HttpRequest& request, const Signature& signature) {
  const Query query = request.query();
  const Query stand_ins = signature.presigned() ? query : Query();
  std::string date;
  if (signature.presigned())
    date = std::to_string(signature.expires.value_or(0));
  else if (!request.headers.has("x-amz-date"))
    date = request.headers.get("Date");
  std::string text = request.method + "\n";
  text.append(header_of(request, stand_ins, "Content-MD5")).append("\n");
  text.append(header_of(request, stand_ins, "Content-Type")).append("\n");
  return text + date + "\n" + amz_headers(request, stand_ins) + resource(request, query);
}

std::string sign_v2(std::string_view secret, std::string_view string_to_sign) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned int size = 0;
  const auto* data = reinterpret_cast<const unsigned char*>(string_to_sign.data());
  if (!HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), data, string_to_sign.size(), out.data(),
            &size)) {
    throw std::runtime_error("HMAC failed");
  }
  return base64_encode({reinterpret_cast<const char*>(out.data()), size});
}

}  // namespace cloudling::aws
