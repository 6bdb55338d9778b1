// Bodies that stream, both ways: framing, 100 Continue, back-pressure, what is left unread, what breaks off.

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fstream>

#include "emulators/aws/error.h"
#include "tests/server/http/running_server.h"

#if defined(__SANITIZE_ADDRESS__)
// Freed memory is kept for a while to find uses of it; a bound on memory needs that to be little.
extern "C" const char* __asan_default_options() { return "quarantine_size_mb=8"; }
#endif

namespace cloudling::server {
namespace {

using boost::asio::awaitable;
using test::ClientResponse;
using test::HttpClient;

constexpr uint64_t kLarge = 200ull << 20;
constexpr uint64_t kMemoryBound = 64ull << 20;

uint64_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  uint64_t pages = 0;
  statm >> pages >> pages;
  return pages * 4096;
}

awaitable<aws::HttpResponse> refuse_unread(aws::HttpRequest) { throw aws::Error(403, "AccessDenied", "Access Denied"); }

/// Answers with the field X-Trailer behind the body.
awaitable<aws::HttpResponse> tell_trailer(aws::HttpRequest request) {
  const bool early = request.body.trailers() != nullptr;
  for (;;) {
    const std::string chunk = co_await request.body.next();
    if (chunk.empty()) break;
  }
  const aws::Headers* trailers = request.body.trailers();
  aws::HttpResponse response;
  response.body = std::string(early || !trailers ? "none" : trailers->get("X-Trailer"));
  co_return response;
}

awaitable<aws::HttpResponse> echo(aws::HttpRequest request) {
  aws::HttpResponse response;
  response.body = std::move(request.body);
  co_return response;
}

/// The body that the path names: /sized/N, /unsized/N, /short, /long, /fails, /fails-at-once.
awaitable<aws::HttpResponse> stream(aws::HttpRequest request) {
  std::string path(request.raw_path());
  aws::HttpResponse response;
  uint64_t number = path.rfind('/') == 0 ? 0 : std::stoull(path.substr(path.rfind('/') + 1));
  if (path.starts_with("/sized/")) response.body = body_of({.size = number});
  if (path.starts_with("/unsized/")) response.body = body_of({.size = number, .sized = false});
  if (path == "/fails") response.body = body_of({.size = 300000, .fail_after = 100000});
  if (path == "/fails-unsized") response.body = body_of({.size = 300000, .sized = false, .fail_after = 100000});
  if (path == "/fails-at-once") response.body = body_of({.size = 300000, .fail_after = 0});
  if (path == "/short") response.body = aws::Body(body_of({.size = 1000}).take_reader(), 2000);
  if (path == "/long") response.body = aws::Body(body_of({.size = 2000}).take_reader(), 1000);
  co_return response;
}

TEST(HttpBody, ReadsChunkedBodies) {
  RunningServer server(describe_request);
  HttpClient client = server.client();
  ClientResponse answer = client.ask(
      "PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n"
      "4;ext=\"v\"\r\nWiki\r\nA\r\n0123456789\r\n0\r\nX-Trailer: apart\r\n\r\n");
  EXPECT_EQ(answer.body, "PUT / 127.0.0.1\nHost: x\nTransfer-Encoding: Chunked\n\nWiki0123456789");
  EXPECT_EQ(client.ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n").status, 200);
}

TEST(HttpBody, KeepsTheTrailerApart) {
  RunningServer server(tell_trailer);
  HttpClient client = server.client();
  const std::string head = "PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(client.ask(head + "4\r\nWiki\r\n0\r\nX-Trailer: kept\r\n\r\n").body, "kept");
  EXPECT_EQ(client.ask(head + "0\r\n\r\n").body, "");
  EXPECT_EQ(client.ask("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n" + std::string(100000, 'z')).body,
            "none");
}

TEST(HttpBody, StreamsWhatIsTooLargeToBuffer) {
  RunningServer server(count_body);
  HttpClient client = server.client();
  std::string body(300000, 'z');
  ClientResponse answer = client.ask("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n" + body);
  EXPECT_EQ(answer.body, "300000");
  answer =
      client.ask("PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n493e0\r\n" + body + "\r\n0\r\n\r\n");
  EXPECT_EQ(answer.body, "300000");
}

TEST(HttpBody, SendsContinueWhenTheHandlerReads) {
  RunningServer server(count_body);
  HttpClient client = server.client();
  ASSERT_TRUE(client.send("PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"));
  EXPECT_EQ(client.receive().status, 100);
  ASSERT_TRUE(client.send("hello"));
  EXPECT_EQ(client.receive().body, "5");
  EXPECT_EQ(client.ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n").status, 200);
}

TEST(HttpBody, SendsNoContinueToWhoDidNotWait) {
  RunningServer server(count_body);
  HttpClient client = server.client();
  ClientResponse answer =
      client.ask("PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "5");
}

TEST(HttpBody, AnswersInsteadOfContinueWhenTheHandlerDoesNotRead) {
  RunningServer server(refuse_unread);
  HttpClient client = server.client();
  ClientResponse answer =
      client.ask("PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5368709120\r\n\r\n");
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_TRUE(client.closed_by_peer());
}

TEST(HttpBody, DropsALittleThatWasLeftUnreadAndGoesOn) {
  RunningServer server(refuse_unread);
  HttpClient client = server.client();
  std::string body(200000, 'u');
  ClientResponse answer = client.ask("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n" + body);
  EXPECT_EQ(answer.status, 403);
  EXPECT_FALSE(answer.has("Connection"));
  answer = client.ask("PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(client.ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n").status, 403);
}

TEST(HttpBody, ClosesBehindAnAnswerWhenMuchIsLeftUnread) {
  RunningServer server(refuse_unread);
  HttpClient client = server.client();
  ASSERT_TRUE(client.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 4000000\r\n\r\n"));
  ASSERT_TRUE(client.send(std::string(4000000, 'u')));  // the answer must survive that this is not read
  ClientResponse answer = client.receive();
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_TRUE(answer.complete);
}

TEST(HttpBody, TellsTheHandlerThatABodyBrokeOff) {
  std::atomic<int> status = 0;
  auto read = [](aws::HttpRequest request, std::atomic<int>& status) -> awaitable<aws::HttpResponse> {
    try {
      std::string all = co_await request.body.read_all(1 << 20);
      status = 200;
    } catch (const aws::Error& error) {
      status = error.code == "IncompleteBody" ? error.status : -1;
    }
    co_return aws::HttpResponse();
  };
  RunningServer server([&](aws::HttpRequest request) { return read(std::move(request), status); });
  for (const char* framing : {"Content-Length: 100000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n3e8\r\n"}) {
    status = 0;
    HttpClient client = server.client();
    ASSERT_TRUE(client.send(std::string("PUT / HTTP/1.1\r\nHost: x\r\n") + framing + "only this"));
    client.finish_sending();
    EXPECT_TRUE(eventually([&] { return status == 400; })) << framing;
  }
}

TEST(HttpBody, RefusesBrokenChunks) {
  RunningServer server(count_body);
  const std::pair<std::string, int> cases[] = {
      {"x\r\nabc\r\n", 400},
      {"3\r\nabcd\r\n0\r\n\r\n", 400},
      {"3\nabc\r\n0\r\n\r\n", 400},
      {"-1\r\n", 400},
      {"10000000000000000\r\n", 400},
      {"fffffffffffffff\r\n", 413},
      {"\r\n", 400},
      {"3\r\nabcd\r\n", 400},
      {"3\r\nabcd", 400},
      {"3\r\nabc\rd", 400},
      {"3;a=\"b\r\nabc\r\n0\r\n\r\n", 400},
  };
  for (const auto& [body, status] : cases) {
    HttpClient client = server.client();
    ClientResponse answer = client.ask("PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
    EXPECT_EQ(answer.status, status) << body;
    EXPECT_TRUE(client.closed_by_peer()) << body;
  }
}

TEST(HttpBody, StreamsAnswersWithAndWithoutSize) {
  RunningServer server(stream);
  HttpClient client = server.client();
  for (const char* size : {"0", "1", "65536", "1000000"}) {
    ClientResponse sized = client.ask(std::string("GET /sized/") + size + " HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(sized.header("Content-Length"), size);
    EXPECT_EQ(sized.body.size(), std::stoull(size));
    ClientResponse unsized = client.ask(std::string("GET /unsized/") + size + " HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(unsized.header("Transfer-Encoding"), "chunked");
    EXPECT_FALSE(unsized.has("Content-Length"));
    EXPECT_EQ(unsized.body.size(), std::stoull(size));
    EXPECT_TRUE(unsized.complete);
  }
  ClientResponse head = client.ask("HEAD /sized/77 HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(head.header("Content-Length"), "77");
  EXPECT_EQ(client.ask("GET /sized/5 HTTP/1.1\r\nHost: x\r\n\r\n").body, "yyyyy");
}

TEST(HttpBody, EndsAnUnsizedAnswerToHttp10WithTheConnection) {
  RunningServer server(stream);
  HttpClient client = server.client();
  ClientResponse answer = client.ask("GET /unsized/100000 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_FALSE(answer.has("Transfer-Encoding"));
  EXPECT_EQ(answer.body.size(), 100000u);
}

TEST(HttpBody, ClosesWhenABodyFailsOrIsNotAsLongAsItSaid) {
  std::mutex mutex;
  std::string reported;
  HttpServerOptions options;
  options.on_error = [&](const std::string& what) {
    std::lock_guard lock(mutex);
    reported = what;
  };
  RunningServer server(stream, options);
  for (const char* path : {"/fails", "/fails-unsized", "/short", "/long"}) {
    HttpClient client = server.client();
    ClientResponse answer = client.ask(std::string("GET ") + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_FALSE(answer.complete) << path;
    EXPECT_TRUE(client.closed_by_peer()) << path;
  }
  EXPECT_EQ(reported, "the source of the body failed");
  HttpClient client = server.client();
  EXPECT_EQ(client.ask("GET /fails-at-once HTTP/1.1\r\nHost: x\r\n\r\n").status, 500);
}

TEST(HttpBody, EchoesAStreamIntoItsAnswer) {
  RunningServer server(echo);
  HttpClient client = server.client();
  std::string body(150000, 'e');
  ClientResponse answer = client.ask("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 150000\r\n\r\n" + body);
  EXPECT_EQ(answer.body, body);
}

TEST(HttpBody, TakesALargeUploadInLittleMemory) {
  RunningServer server(count_body);
  HttpClient client = server.client();
  uint64_t before = resident_bytes();
  ASSERT_TRUE(client.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(kLarge) + "\r\n\r\n"));
  std::string block(1 << 20, 'b');
  for (uint64_t sent = 0; sent < kLarge; sent += block.size()) ASSERT_TRUE(client.send(block));
  EXPECT_EQ(client.receive().body, std::to_string(kLarge));
  EXPECT_LT(resident_bytes(), before + kMemoryBound);
}

TEST(HttpBody, SendsALargeAnswerInLittleMemory) {
  RunningServer server(stream);
  HttpClient client = server.client();
  uint64_t before = resident_bytes();
  ASSERT_TRUE(client.send("GET /sized/" + std::to_string(kLarge) + " HTTP/1.1\r\nHost: x\r\n\r\n"));
  EXPECT_EQ(client.receive_head().status, 200);
  uint64_t received = 0;
  while (received < kLarge) {
    size_t bytes = client.read_some().size();
    ASSERT_GT(bytes, 0u);
    received += bytes;
  }
  EXPECT_EQ(received, kLarge);
  EXPECT_LT(resident_bytes(), before + kMemoryBound);
}

TEST(HttpBody, MakesTheClientWaitWhileNobodyReads) {
  std::atomic<bool> open = false;
  auto wait_then_count = [](aws::HttpRequest request, std::atomic<bool>& open) -> awaitable<aws::HttpResponse> {
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
    while (!open) {
      timer.expires_after(std::chrono::milliseconds(5));
      co_await timer.async_wait(boost::asio::use_awaitable);
    }
    auto counted = count_body(std::move(request));
    aws::HttpResponse response = co_await std::move(counted);
    co_return response;
  };
  RunningServer server([&](aws::HttpRequest request) { return wait_then_count(std::move(request), open); });
  HttpClient client = server.client();
  ASSERT_TRUE(client.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(kLarge) + "\r\n\r\n"));
  uint64_t sent = client.send_until_blocked(kLarge, 500);
  EXPECT_LT(sent, kLarge / 2);
  open = true;
  sent += client.send_until_blocked(kLarge - sent, 20000);
  EXPECT_EQ(client.receive().body, std::to_string(kLarge));
}

}  // namespace
}  // namespace cloudling::server
