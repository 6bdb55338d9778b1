#include "server/banner.h"

#include <fmt/format.h>

#include <cstdio>

#include "server/version.h"

namespace cloudling::server {

void print_banner(const ServeConfig& config, uint16_t port, const std::filesystem::path& database) {
  const bool everywhere = config.host == "0.0.0.0" || config.host == "::";
  const std::string host = everywhere ? "127.0.0.1" : config.host;
  const std::string url =
      fmt::format("http://{}:{}", host.find(':') == std::string::npos ? host : "[" + host + "]", port);
  fmt::print(
      "Cloudling {} on {}{}\n"
      "  data     {}\n"
      "  console  {}/_cloudling/console\n"
      "  clients  export AWS_ENDPOINT_URL={} AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test "
      "AWS_DEFAULT_REGION=us-east-1\n"
      "           (AWS CLI before 2.13: aws --endpoint-url {} ...)\n",
      CLOUDLING_VERSION, url, everywhere ? " (all interfaces)" : "",
      database.empty() ? "in memory, gone at exit" : database.string(), url, url, url);
  std::fflush(stdout);
}

}  // namespace cloudling::server
