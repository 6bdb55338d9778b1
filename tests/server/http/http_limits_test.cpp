// What is refused, what is cut off, what gives way: malformed requests, limits, deadlines, disconnects, stop.

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fstream>
#include <future>
#include <list>

#include "tests/server/http/running_server.h"

namespace cloudling::server {
namespace {

using boost::asio::awaitable;
using std::chrono::milliseconds;
using test::ClientResponse;
using test::HttpClient;

constexpr const char* kGet = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

awaitable<aws::HttpResponse> fine(aws::HttpRequest) {
  aws::HttpResponse response;
  response.body = std::string("fine");
  co_return response;
}

/// Counts handlers that run, whichever way they end.
struct Running {
  explicit Running(std::atomic<int>& count) : count(count) { ++count; }
  ~Running() { --count; }
  Running(const Running&) = delete;
  std::atomic<int>& count;
};

awaitable<aws::HttpResponse> wait(milliseconds time, std::atomic<int>& count) {
  Running running(count);
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, time);
  co_await timer.async_wait(boost::asio::use_awaitable);
  aws::HttpResponse response;
  response.body = std::string("waited");
  co_return response;
}

struct MalformedCase {
  std::string name;
  int status = 0;
  std::string bytes;
};

std::string unescape(const std::string& text) {
  std::string bytes;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      bytes += text[i];
      continue;
    }
    char kind = text[++i];
    if (kind == 'x') {
      bytes += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else {
      bytes += kind == 'r' ? '\r' : kind == 'n' ? '\n' : kind == 't' ? '\t' : '\0';
    }
  }
  return bytes;
}

std::vector<MalformedCase> malformed_cases() {
  std::ifstream in(TEST_FOLDER "/http/malformed_requests.txt");
  std::vector<MalformedCase> cases;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    size_t first = line.find(" | ");
    size_t second = line.find(" | ", first + 3);
    cases.push_back({line.substr(0, first), std::stoi(line.substr(first + 3)), unescape(line.substr(second + 3))});
  }
  return cases;
}

TEST(HttpLimits, RefusesMalformedRequestsAndCloses) {
  std::atomic<int> handled = 0;
  RunningServer server([&](aws::HttpRequest request) {
    ++handled;
    return fine(std::move(request));
  });
  auto cases = malformed_cases();
  ASSERT_GT(cases.size(), 40u);
  for (const MalformedCase& given : cases) {
    HttpClient client = server.client();
    ASSERT_TRUE(client.send(given.bytes + kGet));  // what follows must never be taken for a request
    ClientResponse answer = client.receive();
    EXPECT_EQ(answer.status, given.status) << given.name << ": " << answer.body;
    EXPECT_EQ(answer.header("Connection"), "close") << given.name;
    EXPECT_TRUE(client.closed_by_peer()) << given.name;
  }
  EXPECT_EQ(handled, 0);
}

TEST(HttpLimits, RefusesHeadsThatAreTooLarge) {
  RunningServer server(fine);
  const std::string field = "X-Field: " + std::string(1000, 'v') + "\r\n";
  std::string fields;
  for (int i = 0; i < 70; ++i) fields += field;
  std::string many;
  for (int i = 0; i < 600; ++i) many += "a: b\r\n";
  std::pair<std::string, int> cases[] = {
      {"GET /" + std::string(40000, 'p') + " HTTP/1.1\r\nHost: x\r\n\r\n", 414},
      {"GET /" + std::string(100000, 'p'), 414},
      {"GET / HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n", 431},
      {"GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(100000, 'v'), 431},
      {"GET / HTTP/1.1\r\nHost: x\r\n" + many + "\r\n", 431},
      {"GET /" + std::string(30000, 'p') + " HTTP/1.1\r\nHost: x\r\n" + fields.substr(0, field.size() * 20) + "\r\n",
       200},
  };
  for (const auto& [request, status] : cases) {
    HttpClient client = server.client();
    EXPECT_EQ(client.ask(request).status, status) << request.substr(0, 50);
  }
}

TEST(HttpLimits, RefusesBodiesThatAreTooLarge) {
  HttpServerOptions options;
  options.limits.body_bytes = 1000;
  RunningServer server(count_body, options);
  HttpClient sized = server.client();
  EXPECT_EQ(sized.ask("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n").status, 413);
  HttpClient chunked = server.client();
  std::string chunk = "1f4\r\n" + std::string(500, 'c') + "\r\n";
  EXPECT_EQ(
      chunked.ask("PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + chunk + chunk).status,
      413);
  HttpClient fitting = server.client();
  EXPECT_EQ(
      fitting.ask("PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + chunk + "0\r\n\r\n").body,
      "1000");
}

TEST(HttpLimits, GivesUpOnHeadsThatDoNotArrive) {
  HttpServerOptions options;
  options.limits.head_timeout = milliseconds(60);
  RunningServer server(fine, options);
  HttpClient client = server.client();
  ASSERT_TRUE(client.send("GET / HTTP/1.1\r\nHost: x\r\n"));
  auto trickle = std::async(std::launch::async, [&] {  // a byte now and then must not put the end off
    while (client.send("X")) std::this_thread::sleep_for(milliseconds(5));
  });
  EXPECT_EQ(client.receive().status, 408);
  EXPECT_TRUE(client.closed_by_peer());
  trickle.get();
}

TEST(HttpLimits, GivesUpOnBodiesThatDoNotArrive) {
  HttpServerOptions options;
  options.limits.progress_timeout = milliseconds(60);
  RunningServer server(count_body, options);
  HttpClient small = server.client();
  EXPECT_EQ(small.ask("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf").status, 408);
  EXPECT_TRUE(small.closed_by_peer());
  HttpClient large = server.client();
  ClientResponse answer = large.ask("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nhalf");
  EXPECT_EQ(answer.status, 400);
  EXPECT_NE(answer.body.find("RequestTimeout"), std::string::npos);  // S3's own, since the handler read it
  EXPECT_TRUE(large.closed_by_peer());
}

TEST(HttpLimits, ClosesOnAClientThatDoesNotRead) {
  HttpServerOptions options;
  options.limits.progress_timeout = milliseconds(60);
  RunningServer server(
      [](aws::HttpRequest) -> awaitable<aws::HttpResponse> {
        aws::HttpResponse response;
        response.body = std::string(64 << 20, 'r');
        co_return response;
      },
      options);
  HttpClient client = server.client();
  ASSERT_TRUE(client.send(kGet));
  EXPECT_EQ(client.receive_head().status, 200);  // so it has begun
  EXPECT_TRUE(eventually([&] { return server.server().connections() == 0; }));
}

TEST(HttpLimits, ClosesIdleConnectionsWithoutAnAnswer) {
  HttpServerOptions options;
  options.limits.idle_timeout = milliseconds(60);
  RunningServer server(fine, options);
  HttpClient fresh = server.client();
  EXPECT_TRUE(fresh.closed_by_peer());
  HttpClient used = server.client();
  EXPECT_EQ(used.ask(kGet).status, 200);
  EXPECT_TRUE(used.closed_by_peer());
}

TEST(HttpLimits, IdleConnectionsGiveWayToNewOnes) {
  HttpServerOptions options;
  options.limits.connections = 4;
  RunningServer server(fine, options);
  std::list<HttpClient> idle;
  for (int i = 0; i < 40; ++i) {
    idle.push_back(server.client());
    ASSERT_EQ(idle.back().ask(kGet).status, 200) << i;
  }
  EXPECT_LE(server.server().connections(), 4u);
}

TEST(HttpLimits, NewConnectionsWaitForBusyOnes) {
  HttpServerOptions options;
  options.limits.connections = 2;
  std::atomic<int> running = 0;
  std::atomic<int> most = 0;
  RunningServer server(
      [&](aws::HttpRequest) {
        auto waiting = wait(milliseconds(30), running);
        most = std::max<int>(most, running + 1);
        return waiting;
      },
      options);
  std::list<HttpClient> clients;
  for (int i = 0; i < 8; ++i) clients.push_back(server.client());
  for (HttpClient& client : clients) ASSERT_TRUE(client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
  for (HttpClient& client : clients) EXPECT_EQ(client.receive().body, "waited");
  EXPECT_LE(most, 2);
}

TEST(HttpLimits, CancelsTheHandlerOfAClientThatLeft) {
  std::atomic<int> running = 0;
  RunningServer server([&](aws::HttpRequest) { return wait(std::chrono::hours(1), running); });
  HttpClient closing = server.client();
  HttpClient resetting = server.client();
  ASSERT_TRUE(closing.send(kGet));
  ASSERT_TRUE(resetting.send(kGet));
  ASSERT_TRUE(eventually([&] { return running == 2; }));
  {
    HttpClient gone = std::move(closing);
  }
  resetting.reset();
  EXPECT_TRUE(eventually([&] { return running == 0 && server.server().connections() == 0; }));
}

TEST(HttpLimits, SurvivesDisconnectsAnywhere) {
  RunningServer server(count_body);
  const std::string request =
      "PUT /x HTTP/1.1\r\nHost: x\r\nContent-Length: 70000\r\n\r\n" + std::string(70000, 'd') + kGet;
  for (size_t cut : {1u, 3u, 20u, 40u, 53u, 54u, 60u, 1000u, 70000u, 70053u, 70056u, 70080u}) {
    for (bool hard : {false, true}) {
      HttpClient client = server.client();
      ASSERT_TRUE(client.send(std::string_view(request).substr(0, cut)));
      if (hard) client.reset();
    }
  }
  EXPECT_TRUE(eventually([&] { return server.server().connections() == 0; }));
  HttpClient client = server.client();
  EXPECT_EQ(client.ask(kGet).status, 200);
}

TEST(HttpLimits, ServesManyConnectionsAtOnce) {
  RunningServer server(describe_request);
  constexpr int kClients = 300;
  std::list<HttpClient> clients;
  for (int i = 0; i < kClients; ++i) clients.push_back(server.client());
  for (int round = 0; round < 3; ++round) {
    int i = 0;
    for (HttpClient& client : clients) {
      std::string body = std::to_string(++i * 7919 + round);
      ASSERT_TRUE(client.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(body.size()) +
                              "\r\n\r\n" + body));
    }
    i = 0;
    for (HttpClient& client : clients) {
      ASSERT_TRUE(client.receive().body.ends_with("\n\n" + std::to_string(++i * 7919 + round)));
    }
  }
}

TEST(HttpLimits, StopLetsRunningRequestsFinishAndRefusesNewOnes) {
  std::atomic<int> running = 0;
  RunningServer server([&](aws::HttpRequest) { return wait(milliseconds(200), running); });
  HttpClient idle = server.client();
  HttpClient busy = server.client();
  ASSERT_TRUE(busy.send(kGet));
  ASSERT_TRUE(eventually([&] { return running == 1 && server.server().connections() == 2; }));
  server.stop(std::chrono::seconds(20));
  EXPECT_EQ(server.server().connections(), 0u);
  ClientResponse answer = busy.receive();
  EXPECT_EQ(answer.body, "waited");
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_TRUE(idle.closed_by_peer());
  EXPECT_THROW(server.client(), std::runtime_error);
}

TEST(HttpLimits, StopCancelsWhatDoesNotFinish) {
  std::atomic<int> running = 0;
  RunningServer server([&](aws::HttpRequest) { return wait(std::chrono::hours(1), running); });
  HttpClient client = server.client();
  ASSERT_TRUE(client.send(kGet));
  ASSERT_TRUE(eventually([&] { return running == 1; }));
  server.stop(milliseconds(10));
  EXPECT_EQ(running, 0);
  EXPECT_TRUE(client.closed_by_peer());
}

}  // namespace
}  // namespace cloudling::server
