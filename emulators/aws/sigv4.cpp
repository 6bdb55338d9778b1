#include "emulators/aws/sigv4.h"

#include <algorithm>
#include <array>

#include "emulators/aws/encoding.h"

namespace cloudling::aws {

namespace {

using Kind = Signature::Kind;

constexpr std::string_view kV4 = "AWS4-HMAC-SHA256";
constexpr std::string_view kV4a = "AWS4-ECDSA-P256-SHA256";
constexpr std::string_view kTerminator = "aws4_request";

bool is_digits(std::string_view text, size_t count) {
  return text.size() == count && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '*';
  });
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

Signature malformed(Signature signature, std::string problem) {
  signature.kind = Kind::kMalformed;
  signature.problem = std::move(problem);
  return signature;
}

/// "<access key>/20130524/us-east-1/s3/aws4_request"; V4A has no region, and that of clients that
/// were given none is empty. The access key may hold slashes.
bool parse_credential(std::string_view text, bool v4a, Signature& into) {
  const auto parts = split(text, '/');
  const size_t scope = v4a ? 3 : 4;
  if (parts.size() <= scope) return false;
  const size_t first = parts.size() - scope;
  const size_t key_length = static_cast<size_t>(parts[first].data() - text.data()) - 1;
  into.access_key = std::string(text.substr(0, key_length));
  into.date = std::string(parts[first]);
  if (!v4a) into.region = std::string(parts[first + 1]);
  into.service = std::string(parts[parts.size() - 2]);
  const bool region = v4a || into.region.empty() || is_name(into.region);
  return !into.access_key.empty() && is_digits(into.date, 8) && region && is_name(into.service) &&
         parts.back() == kTerminator;
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

std::string_view attribute(std::string_view list, std::string_view name) {
  for (const std::string_view part : split(list, ',')) {
    const std::string_view item = trimmed(part);
    if (item.starts_with(name) && item.substr(name.size()).starts_with('=')) return item.substr(name.size() + 1);
  }
  return {};
}

void take_signed_headers(std::string_view list, Signature& into) {
  for (const std::string_view name : split(list, ';')) {
    if (!name.empty()) into.signed_headers.emplace_back(name);
  }
}

Signature parse_v4_header(const HttpRequest& request, std::string_view value, bool v4a) {
  Signature found;
  found.kind = v4a ? Kind::kV4aHeader : Kind::kV4Header;
  found.security_token = std::string(request.headers.get("x-amz-security-token"));
  found.amz_date = std::string(request.headers.get("x-amz-date"));
  std::string problems;
  const std::string_view credential = attribute(value, "Credential");
  const std::string_view signed_headers = attribute(value, "SignedHeaders");
  found.signature = std::string(attribute(value, "Signature"));
  if (credential.empty()) problems += "Authorization header requires 'Credential' parameter. ";
  if (found.signature.empty()) problems += "Authorization header requires 'Signature' parameter. ";
  if (signed_headers.empty()) problems += "Authorization header requires 'SignedHeaders' parameter. ";
  take_signed_headers(signed_headers, found);
  if (!credential.empty() && !parse_credential(credential, v4a, found)) {
    problems += "The Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\". ";
  }
  if (problems.empty() && found.amz_date.empty() && !request.headers.has("Date")) {
    problems += "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
  }
  return problems.empty() ? found : malformed(std::move(found), problems.substr(0, problems.size() - 1));
}

Signature parse_v4_query(const Query& query, std::string_view algorithm) {
  Signature signature;
  const bool v4a = algorithm == kV4a;
  signature.kind = v4a ? Kind::kV4aQuery : Kind::kV4Query;
  if (!v4a && algorithm != kV4)
    return malformed(signature, "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\"");
  const auto value = [&query](const char* name) {
    const QueryParameter* found = find(query, name);
    return found ? found->value : std::string();
  };
  const std::string credential = value("X-Amz-Credential");
  signature.signature = value("X-Amz-Signature");
  signature.amz_date = value("X-Amz-Date");
  signature.security_token = value("X-Amz-Security-Token");
  take_signed_headers(value("X-Amz-SignedHeaders"), signature);
  const bool read = parse_credential(credential, v4a, signature);
  const std::string expires = value("X-Amz-Expires");
  if (credential.empty() || signature.signature.empty() || signature.amz_date.empty() ||
      signature.signed_headers.empty() || expires.empty()) {
    return malformed(signature,
                     "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, "
                     "X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.");
  }
  if (!read) {
    return malformed(signature,
                     "Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "
                     "\"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
  }
  signature.expires = parse_integer(expires);
  if (!signature.expires) return malformed(signature, "X-Amz-Expires should be a number");
  if (*signature.expires < 0) return malformed(signature, "X-Amz-Expires must be non-negative");
  if (*signature.expires > 604800) {
    return malformed(signature,
                     "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires "
                     "must be less than 604800 seconds");
  }
  return signature;
}

/// "AWS <access key>:<signature>"
Signature parse_v2_header(const HttpRequest& request, std::string_view value) {
  Signature signature;
  signature.kind = Kind::kV2Header;
  signature.service = "s3";
  signature.amz_date = std::string(request.headers.get("x-amz-date"));
  signature.security_token = std::string(request.headers.get("x-amz-security-token"));
  const size_t colon = value.rfind(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == value.size()) {
    return malformed(signature, "AWS authorization header is invalid.  Expected AwsAccessKeyId:signature");
  }
  signature.access_key = std::string(value.substr(0, colon));
  signature.signature = std::string(value.substr(colon + 1));
  return signature;
}

Signature parse_v2_query(const Query& query, const QueryParameter& access_key) {
  Signature signature;
  signature.kind = Kind::kV2Query;
  signature.service = "s3";
  signature.access_key = access_key.value;
  const QueryParameter* given = find(query, "Signature");
  const QueryParameter* expires = find(query, "Expires");
  const QueryParameter* token = find(query, "x-amz-security-token");
  if (given) signature.signature = given->value;
  if (token) signature.security_token = token->value;
  if (expires) signature.expires = parse_integer(expires->value);
  if (!given || !signature.expires) {
    return malformed(signature,
                     "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters");
  }
  return signature;
}

// ---- canonical request ---------------------------------------------------------------------------------------------

/// Dot segments and repeated slashes resolved (RFC 3986 section 5.2.4).
std::string normalised(std::string_view path) {
  std::vector<std::string_view> kept;
  for (const std::string_view segment : split(path, '/')) {
    if (segment == "..") {
      if (!kept.empty()) kept.pop_back();
    } else if (!segment.empty() && segment != ".") {
      kept.push_back(segment);
    }
  }
  std::string result;
  for (const std::string_view segment : kept) result.append("/").append(segment);
  if (result.empty() || path.ends_with('/')) result += '/';
  return result;
}

std::string canonical_path(const SigningInput& input) {
  const std::string_view raw = input.request.raw_path();
  if (input.s3) return percent_encode(percent_decode(raw), true);
  return percent_encode(normalised(raw), true);
}

std::string canonical_query(const Query& query) {
  std::vector<std::pair<std::string, std::string>> encoded;
  for (const QueryParameter& parameter : query) {
    if (parameter.name == "X-Amz-Signature") continue;
    encoded.emplace_back(percent_encode(parameter.name), percent_encode(parameter.value));
  }
  std::ranges::sort(encoded);
  std::string text;
  for (const auto& [name, value] : encoded) {
    if (!text.empty()) text += '&';
    text += name + "=" + value;
  }
  return text;
}

/// Trimmed, runs of spaces as one.
std::string canonical_value(std::string_view value) {
  std::string text;
  for (const char c : trimmed(value)) {
    if (c != ' ' || !text.ends_with(' ')) text += c;
  }
  return text;
}

std::string canonical_header(const Headers& headers, const std::string& name) {
  std::string line = name + ":";
  bool first = true;
  for (const std::string_view value : headers.all(name)) {
    if (!first) line += ',';
    line += canonical_value(value);
    first = false;
  }
  return line + "\n";
}

}  // namespace

Signature parse_signature(const HttpRequest& request, const Query& query) {
  const std::string_view header = request.headers.get("Authorization");
  if (!header.empty()) {
    const size_t space = header.find(' ');
    const std::string_view scheme = header.substr(0, space);
    const std::string_view rest =
        space == std::string_view::npos ? std::string_view() : trimmed(header.substr(space + 1));
    if (scheme == kV4 || scheme == kV4a) return parse_v4_header(request, rest, scheme == kV4a);
    if (scheme == "AWS") return parse_v2_header(request, rest);
    return malformed({}, "Unsupported Authorization Type");
  }
  if (const QueryParameter* algorithm = find(query, "X-Amz-Algorithm")) return parse_v4_query(query, algorithm->value);
  if (const QueryParameter* key = find(query, "AWSAccessKeyId")) return parse_v2_query(query, *key);
  return {};
}

Error signature_error(const Signature& signature, const HttpRequest& request, bool s3) {
  const std::string header(request.headers.get("Authorization"));
  if (!s3)
    return {400, "IncompleteSignatureException",
            signature.problem + (header.empty() ? "" : " Authorization=" + header)};
  if (signature.problem == "Unsupported Authorization Type") {
    return Error(400, "InvalidArgument", signature.problem)
        .with("ArgumentName", "Authorization")
        .with("ArgumentValue", header);
  }
  if (header.empty()) {
    const bool v2 = signature.service == "s3" && signature.date.empty() && signature.amz_date.empty();
    return v2 ? Error(403, "AccessDenied", signature.problem)
              : Error(400, "AuthorizationQueryParametersError", signature.problem);
  }
  if (header.starts_with("AWS ")) {
    return Error(400, "InvalidArgument", signature.problem)
        .with("ArgumentName", "Authorization")
        .with("ArgumentValue", header);
  }
  return {400, "AuthorizationHeaderMalformed", "The authorization header is malformed; " + signature.problem};
}

std::string account_of(std::string_view access_key) {
  return is_digits(access_key, 12) ? std::string(access_key) : "000000000000";
}

std::string canonical_request(const SigningInput& input) {
  std::string text =
      input.request.method + "\n" + canonical_path(input) + "\n" + canonical_query(input.request.query()) + "\n";
  std::string names;
  for (const std::string& name : input.signed_headers) {
    text += canonical_header(input.request.headers, name);
    names += (names.empty() ? "" : ";") + name;
  }
  return text + "\n" + names + "\n" + input.payload_hash;
}

std::string string_to_sign(std::string_view amz_date, std::string_view scope, std::string_view canonical_request) {
  std::string text(kV4);
  text.append("\n").append(amz_date).append("\n").append(scope).append("\n");
  return text + hex_encode(sha256(canonical_request));
}

std::string signing_key(std::string_view secret, std::string_view date, std::string_view region,
                        std::string_view service) {
  std::string key = hmac_sha256("AWS4" + std::string(secret), date);
  for (const std::string_view part : {region, service, kTerminator}) key = hmac_sha256(key, part);
  return key;
}

std::string sign(std::string_view signing_key, std::string_view string_to_sign) {
  return hex_encode(hmac_sha256(signing_key, string_to_sign));
}

}  // namespace cloudling::aws
