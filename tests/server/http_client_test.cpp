#include "server/http_client.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include "server/tls.h"
#include "tests/server/http/running_server.h"

namespace cloudling::server {
namespace {

using Kind = HttpFailure::Kind;

/// One exchange on an io_context of its own.
class Client {
 public:
  explicit Client(std::string authority = "") : client_(io_, [authority] { return authority; }) {}

  BeastHttpClient& operator*() { return client_; }

  OutgoingResponse send(OutgoingRequest request) {
    auto answer = boost::asio::co_spawn(io_, client_.send(std::move(request)), boost::asio::use_future);
    io_.restart();
    io_.run();
    return answer.get();
  }

  /// Why the request has no answer; fails the test where it has one.
  std::optional<Kind> failure(OutgoingRequest request) {
    try {
      send(std::move(request));
    } catch (const HttpFailure& failure) {
      return failure.kind;
    }
    return std::nullopt;
  }

 private:
  boost::asio::io_context io_;
  BeastHttpClient client_;
};

std::string at(uint16_t port, const std::string& rest) { return "http://127.0.0.1:" + std::to_string(port) + rest; }

boost::asio::awaitable<aws::HttpResponse> answer_late(aws::HttpRequest) {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, std::chrono::hours(1));
  co_await timer.async_wait(boost::asio::use_awaitable);
  co_return aws::HttpResponse{};
}

boost::asio::awaitable<aws::HttpResponse> answer_much(aws::HttpRequest request) {
  aws::HttpResponse response;
  response.status = 418;
  response.headers.add("X-Own", "a");
  response.headers.add("X-Own", "b");
  response.body = body_of({.size = 100'000,
                           .sized = request.target == "/sized",
                           .fail_after = request.target == "/broken" ? 10'000u : UINT64_MAX});
  co_return response;
}

TEST(HttpClient, SendsWhatItIsGiven) {
  RunningServer server(describe_request);
  Client client;
  OutgoingRequest request{.method = "PATCH", .url = at(server.port(), "/a%20b?c=d#e"), .body = "body"};
  request.headers.add("X-One", "1");
  request.headers.add("Content-Length", "99");
  const OutgoingResponse answer = client.send(request);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "PATCH /a%20b?c=d 127.0.0.1\nHost: 127.0.0.1:" + std::to_string(server.port()) +
                             "\nX-One: 1\nConnection: close\nContent-Length: 4\n\nbody");
  request.headers.add("Host", "other.example");
  EXPECT_NE(client.send(request).body.find("Host: other.example\n"), std::string::npos);
}

TEST(HttpClient, AnswersWithAnyStatusAndAllFields) {
  RunningServer server(answer_much);
  Client client;
  for (const char* target : {"/sized", "/chunked"}) {
    const OutgoingResponse answer = client.send({.url = at(server.port(), target)});
    EXPECT_EQ(answer.status, 418);
    EXPECT_EQ(answer.headers.all("x-own"), (std::vector<std::string_view>{"a", "b"}));
    EXPECT_FALSE(answer.headers.has("Transfer-Encoding"));
    EXPECT_FALSE(answer.headers.has("Content-Length"));
    EXPECT_EQ(answer.body.size(), 100'000u);
  }
  EXPECT_EQ(client.send({.method = "HEAD", .url = at(server.port(), "/sized")}).body, "");
}

TEST(HttpClient, SaysWhyThereIsNoAnswer) {
  RunningServer server(answer_much);
  RunningServer late(answer_late);
  Client client;
  EXPECT_EQ(client.failure({.url = at(server.port(), "/sized"), .response_bytes = 99'999}), Kind::kTooLarge);
  EXPECT_EQ(client.failure({.url = at(server.port(), "/chunked"), .response_bytes = 99'999}), Kind::kTooLarge);
  EXPECT_EQ(client.failure({.url = at(server.port(), "/broken")}), Kind::kBroken);
  EXPECT_EQ(client.failure({.url = at(late.port(), "/"), .timeout = std::chrono::milliseconds(20)}), Kind::kTimeout);
  EXPECT_EQ(client.failure({.url = "https://127.0.0.1:" + std::to_string(server.port())}), Kind::kTls);
  EXPECT_EQ(client.failure({.url = "http://127.0.0.1:1/"}), Kind::kUnreachable);
  OutgoingRequest smuggling{.url = at(server.port(), "/")};
  smuggling.headers.add("X-One", "1\r\nX-Two: 2");
  EXPECT_EQ(client.failure(smuggling), Kind::kRequest);
  EXPECT_EQ(client.failure({.method = "GET /x", .url = at(server.port(), "/")}), Kind::kRequest);
}

TEST(HttpClient, TrustsTheOwnAuthorityAndNoStranger) {
  auto tls = std::make_shared<Tls>(std::nullopt);
  HttpServerOptions options;
  options.tls = tls;
  RunningServer server(describe_request, options);
  const std::string port = std::to_string(server.port());
  Client trusting(tls->authority_pem());
  for (const char* name :
       {"localhost", "127.0.0.1", "abc.lambda-url.us-east-1.localhost", "localhost.localstack.cloud"})
    EXPECT_EQ(trusting.send({.url = "https://" + std::string(name) + ":" + port}).body.substr(0, 5), "GET /") << name;
  EXPECT_EQ(Client().failure({.url = "https://localhost:" + port}), Kind::kTls);
}

TEST(HttpClient, LeadsNamesOfAwsToThisProcess) {
  RunningServer server(describe_request);
  Client client;
  (*client).set_own_endpoint(at(server.port(), ""));
  const auto answer = client.send({.url = "https://abc.execute-api.eu-west-1.amazonaws.com/prod"});
  EXPECT_EQ(answer.body.substr(0, 71), "GET /prod 127.0.0.1\nHost: abc.execute-api.eu-west-1.amazonaws.com\nConne");
}

TEST(HttpClient, ReadsUrls) {
  const UrlParts full = parse_url("HTTPS://[::1]:8443/a/b?c#d");
  EXPECT_TRUE(full.tls);
  EXPECT_EQ(full.host + " " + full.port + " " + full.authority + " " + full.target, "::1 8443 [::1]:8443 /a/b?c");
  const UrlParts bare = parse_url("http://example.com?x=1");
  EXPECT_EQ(bare.host + " " + bare.port + " " + bare.target, "example.com 80 /?x=1");
  for (const char* bad : {"", "example.com", "ftp://a", "http://", "http://:80/", "http://a:/", "http://a:99999/",
                          "http://a:b/", "http://user@a/", "http://a/ b", "http://[::1/", "http://a\r\n/"}) {
    EXPECT_THROW(parse_url(bad), HttpFailure) << bad;
  }
}

}  // namespace
}  // namespace cloudling::server
