#pragma once

#include <chrono>
#include <string>

namespace cloudling::aws {

/// Who is calling: the access key's user, a role session, a service, or nobody.
struct Principal {
  enum class Kind { kAnonymous, kUser, kAssumedRole, kService };
  Kind kind = Kind::kAnonymous;
  std::string arn;         ///< e.g. "arn:aws:iam::000000000000:root"; "" for anonymous
  std::string access_key;  ///< as the request was signed with; "" for calls in process
};

/// What every operation knows of its call. A plain value, copied into calls that a service makes in turn.
struct CallContext {
  std::string account = "000000000000";
  std::string region = "us-east-1";
  Principal principal;
  std::string calling_service;  ///< "states.amazonaws.com" etc. for calls in process, else ""
  std::string source_arn;       ///< the resource on whose behalf a service calls (a state machine, a bucket)
  std::string request_id;       ///< UUID; for S3 also shown as x-amz-request-id in its own form
  std::string trace_id;         ///< X-Amzn-Trace-Id's Root, passed on
  std::string host;             ///< Host header as sent (with port), for URLs in answers; "" in process
  bool tls = false;
  int depth = 0;  ///< calls in process above this one; the dispatcher refuses above 16
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
};

}  // namespace cloudling::aws
