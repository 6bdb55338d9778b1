// What a client sees of one request after the other: framing, fields, order, keep-alive.

#include "server/http/http_server.h"

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <mutex>

#include "emulators/aws/error.h"
#include "tests/server/http/running_server.h"

namespace cloudling::server {
namespace {

using boost::asio::awaitable;
using test::ClientResponse;
using test::HttpClient;

/// Answers as the path asks: /STATUS with a small body, /late/MS after a while, /throw, /aws-error.
awaitable<aws::HttpResponse> as_asked(aws::HttpRequest request) {
  std::string path(request.raw_path());
  if (path == "/throw") throw std::runtime_error("a secret detail");
  if (path == "/aws-error") throw aws::Error(409, "Conflict\"ed", "It says \"no\".").with("Bucket", "b");
  if (path.starts_with("/late/")) {
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
    timer.expires_after(std::chrono::milliseconds(std::stoi(path.substr(6))));
    co_await timer.async_wait(boost::asio::use_awaitable);
  }
  aws::HttpResponse response;
  if (path == "/s3") {
    response.headers.add("Server", "AmazonS3");
    response.headers.add("Content-Length", "123456");
    response.headers.add("x-amz-meta-a", "one\r\nInjected: yes");
    co_return response;
  }
  if (path.size() == 4 && path.find_first_not_of("0123456789", 1) == std::string::npos)
    response.status = std::stoi(path.substr(1));
  response.body = "you asked for " + path;
  co_return response;
}

TEST(HttpServer, AnswersWithTheFieldsThatEveryAnswerHas) {
  RunningServer server(as_asked);
  HttpClient client = server.client();
  ClientResponse answer = client.ask("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.reason, "OK");
  EXPECT_EQ(answer.body, "you asked for /hello");
  EXPECT_EQ(answer.header("Content-Length"), "20");
  EXPECT_EQ(answer.header("Server"), "cloudling");
  EXPECT_TRUE(answer.header("Date").ends_with(" GMT"));
  EXPECT_EQ(answer.header("Date").size(), std::string("Sun, 06 Nov 1994 08:49:37 GMT").size());
  EXPECT_FALSE(answer.has("Connection"));
}

TEST(HttpServer, KeepsTheRequestAsItCame) {
  RunningServer server(describe_request);
  HttpClient client = server.client();
  ClientResponse answer = client.ask(
      "PROPFIND /a%2Fb//c?x=1&x=%20&y HTTP/1.1\r\nHost: one:80\r\nX-Twice: a\r\nx-tWICE: b  \r\nX-Empty:\r\n"
      "X-Raw: \xc3\xbc\r\nContent-Length: 4\r\n\r\nbody");
  EXPECT_EQ(answer.body,
            "PROPFIND /a%2Fb//c?x=1&x=%20&y 127.0.0.1\nHost: one:80\nX-Twice: a\nx-tWICE: b\nX-Empty: \n"
            "X-Raw: \xc3\xbc\nContent-Length: 4\n\nbody");
}

TEST(HttpServer, TakesTheHostOfAnAbsoluteTarget) {
  RunningServer server(describe_request);
  HttpClient client = server.client();
  ClientResponse answer = client.ask("GET http://bucket.s3.localhost:1/key?a HTTP/1.1\r\nHost: other\r\n\r\n");
  EXPECT_EQ(answer.body, "GET /key?a 127.0.0.1\nHost: bucket.s3.localhost:1\n\n");
  answer = client.ask("GET https://only.host?a HTTP/1.1\r\nHost: other\r\n\r\n");
  EXPECT_EQ(answer.body, "GET /?a 127.0.0.1\nHost: only.host\n\n");
  answer = client.ask("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(answer.body, "OPTIONS * 127.0.0.1\nHost: x\n\n");
}

TEST(HttpServer, ServesManyRequestsOnOneConnection) {
  RunningServer server(as_asked);
  HttpClient client = server.client();
  for (int i = 0; i < 200; ++i) {
    ASSERT_EQ(client.ask("GET /" + std::to_string(i) + "x HTTP/1.1\r\nHost: x\r\n\r\n").status, 200);
  }
  EXPECT_EQ(server.server().connections(), 1u);
  ClientResponse last = client.ask("GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(last.header("Connection"), "close");
  EXPECT_TRUE(client.closed_by_peer());
}

TEST(HttpServer, AnswersPipelinedRequestsInOrder) {
  RunningServer server(as_asked);
  HttpClient client = server.client();
  std::string requests;
  for (const char* path : {"/late/50", "/first", "/late/20", "/second"}) {
    requests +=
        std::string("\r\nGET ") + path + " HTTP/1.1\r\nHost: x\r\n\r\n";  // an empty line before each is allowed
  }
  requests +=
      "POST /third HTTP/1.1\r\nHost: x\r\nContent-Length: 7\r\n\r\nignoredGET /last HTTP/1.1\r\nHost: x\r\n\r\n";
  ASSERT_TRUE(client.send(requests));
  for (const char* path : {"/late/50", "/first", "/late/20", "/second", "/third", "/last"}) {
    EXPECT_EQ(client.receive().body, std::string("you asked for ") + path);
  }
}

TEST(HttpServer, TakesRequestsByteByByte) {
  RunningServer server(describe_request);
  HttpClient client = server.client();
  std::string request =
      "PUT /slow HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: "
      "t\r\n\r\n";
  for (char byte : request) ASSERT_TRUE(client.send({&byte, 1}));
  ClientResponse answer = client.receive();
  EXPECT_EQ(answer.body, "PUT /slow 127.0.0.1\nHost: x\nTransfer-Encoding: chunked\n\nabcde");
  EXPECT_EQ(client.ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n").status, 200);
}

TEST(HttpServer, SpeaksHttp10) {
  RunningServer server(as_asked);
  HttpClient plain = server.client();
  ClientResponse answer = plain.ask("GET /old HTTP/1.0\r\n\r\n");
  EXPECT_EQ(answer.body, "you asked for /old");
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_TRUE(plain.closed_by_peer());

  HttpClient kept = server.client();
  answer = kept.ask("GET /old HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
  EXPECT_EQ(answer.header("Connection"), "keep-alive");
  EXPECT_EQ(kept.ask("GET /again HTTP/1.0\r\n\r\n").body, "you asked for /again");
}

TEST(HttpServer, SendsNoBodyWhereThereMayBeNone) {
  RunningServer server(as_asked);
  HttpClient client = server.client();
  ClientResponse head = client.ask("HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(head.header("Content-Length"), "20");
  for (const char* status : {"204", "304"}) {
    ClientResponse answer = client.ask(std::string("GET /") + status + " HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(answer.status, std::stoi(status));
    EXPECT_FALSE(answer.has("Content-Length")) << status;
  }
  EXPECT_EQ(client.ask("GET /after HTTP/1.1\r\nHost: x\r\n\r\n").body, "you asked for /after");
}

TEST(HttpServer, KeepsTheHandlersServerAndTheLengthItGivesForHead) {
  RunningServer server(as_asked);
  HttpClient client = server.client();
  ClientResponse head = client.ask("HEAD /s3 HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(head.header("Server"), "AmazonS3");
  EXPECT_EQ(head.header("Content-Length"), "123456");
  EXPECT_EQ(client.ask("GET /s3 HTTP/1.1\r\nHost: x\r\n\r\n").header("Content-Length"), "0");
}

TEST(HttpServer, LetsNoValueBecomeAnotherField) {
  RunningServer server(as_asked);
  HttpClient client = server.client();
  ClientResponse answer = client.ask("HEAD /s3 HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_FALSE(answer.has("Injected"));
  EXPECT_EQ(answer.header("x-amz-meta-a"), "one  Injected: yes");
}

TEST(HttpServer, AnswersWhatHandlersThrow) {
  std::string reported;
  HttpServerOptions options;
  options.on_error = [&](const std::string& what) { reported = what; };
  RunningServer server(as_asked, options);
  HttpClient client = server.client();
  ClientResponse failed = client.ask("GET /throw HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(failed.status, 500);
  EXPECT_NE(failed.body.find("InternalFailure"), std::string::npos);
  EXPECT_EQ(failed.body.find("secret"), std::string::npos);
  EXPECT_EQ(reported, "a secret detail");
  ClientResponse refused = client.ask("GET /aws-error HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.body, "{\"error\":\"Conflict\\\"ed\",\"message\":\"It says \\\"no\\\".\",\"Bucket\":\"b\"}\n");
  EXPECT_EQ(client.ask("GET /fine HTTP/1.1\r\nHost: x\r\n\r\n").status, 200);
}

TEST(HttpServer, RecordsEachRequest) {
  std::mutex mutex;
  std::vector<AccessRecord> records;
  HttpServerOptions options;
  options.on_request = [&](const AccessRecord& record) {
    std::lock_guard lock(mutex);
    records.push_back(record);
  };
  RunningServer server(as_asked, options);
  HttpClient client = server.client();
  client.ask("POST /hello?q HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
  client.ask("GET nonsense HTTP/1.1\r\nHost: x\r\n\r\n");
  ASSERT_TRUE(eventually([&] {
    std::lock_guard lock(mutex);
    return records.size() == 2;
  }));
  EXPECT_EQ(records[0].method, "POST");
  EXPECT_EQ(records[0].target, "/hello?q");
  EXPECT_EQ(records[0].peer, "127.0.0.1");
  EXPECT_EQ(records[0].status, 200);
  EXPECT_EQ(records[0].request_body_bytes, 3u);
  EXPECT_EQ(records[0].response_body_bytes, 20u);
  EXPECT_EQ(records[1].status, 400);
}

TEST(HttpServer, ListensOnBothLoopbacksUnderOnePort) {
  RunningServer server(describe_request);
  try {
    HttpClient client(server.port(), "::1");
    EXPECT_EQ(client.ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n").body, "GET / ::1\nHost: x\n\n");
  } catch (const std::runtime_error&) {
    GTEST_SKIP() << "this machine has no IPv6 loopback";
  }
}

TEST(HttpServer, SaysWhyItCannotListen) {
  RunningServer first(describe_request);
  boost::asio::io_context io;
  HttpServerOptions options;
  options.port = first.port();
  try {
    HttpServer second(io, options, describe_request);
    FAIL() << "two servers on one port";
  } catch (const std::runtime_error& error) {
    EXPECT_EQ(error.what(), "cannot listen on 127.0.0.1:" + std::to_string(first.port()) + ": Address already in use");
  }
  options.host = "example.test";
  EXPECT_THROW(HttpServer(io, options, describe_request), std::runtime_error);
}

}  // namespace
}  // namespace cloudling::server
