#pragma once

// URLs that let whoever has them read an object for a while (Amazon S3 API Reference, "Authenticating Requests: Using
// Query Parameters"), for answers that point into S3.

#include <cstdint>
#include <string>

namespace cloudling::aws {

/// Who presigns a URL, and for how long it holds.
struct Presigning {
  std::string access_key, secret;
  std::string security_token;  ///< "" of long-term keys
  std::string region = "us-east-1";
  std::string amz_date;  ///< "20130524T000000Z"
  int64_t expires = 3600;
};

/// `target` (a path, percent-encoded, without a query) with the query that signs its GET from S3 at `host`.
std::string presigned_get(const std::string& target, const std::string& host, const Presigning& with);

}  // namespace cloudling::aws
