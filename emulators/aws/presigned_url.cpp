#include "emulators/aws/presigned_url.h"

#include "emulators/aws/http.h"
#include "emulators/aws/sigv4.h"

namespace cloudling::aws {

std::string presigned_get(const std::string& target, const std::string& host, const Presigning& with) {
  const std::string date = with.amz_date.substr(0, 8);
  const std::string scope = date + "/" + with.region + "/s3/aws4_request";
  HttpRequest request;
  request.method = "GET";
  request.headers.add("Host", host);
  request.target =
      target + "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=" + percent_encode(with.access_key + "/" + scope) +
      "&X-Amz-Date=" + with.amz_date + "&X-Amz-Expires=" + std::to_string(with.expires) + "&X-Amz-SignedHeaders=host";
  if (!with.security_token.empty()) request.target += "&X-Amz-Security-Token=" + percent_encode(with.security_token);
  const std::string canonical = canonical_request({request, {"host"}, "UNSIGNED-PAYLOAD", true});
  const std::string key = signing_key(with.secret, date, with.region, "s3");
  return request.target + "&X-Amz-Signature=" + sign(key, string_to_sign(with.amz_date, scope, canonical));
}

}  // namespace cloudling::aws
