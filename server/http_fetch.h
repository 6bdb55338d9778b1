#pragma once

#include <string>

namespace cloudling::server {

struct FetchedResponse {
  int status = 0;
  std::string body;
};

/// One blocking HTTP request to a running Cloudling, for the verbs of the command line. `endpoint` is
/// "http://host:port". Throws std::runtime_error where it is no such URL or nobody answers within 60 s.
FetchedResponse http_fetch(const std::string& endpoint, const std::string& method, const std::string& path,
                           const std::string& body = "");

}  // namespace cloudling::server
