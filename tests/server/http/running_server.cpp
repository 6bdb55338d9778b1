#include "tests/server/http/running_server.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

namespace cloudling::server {

namespace asio = boost::asio;

namespace {

class ByteReader : public aws::BodyReader {
 public:
  explicit ByteReader(Bytes bytes) : bytes_(bytes) {}

  asio::awaitable<std::string> next() override {
    if (sent_ >= bytes_.fail_after) throw std::runtime_error("the source of the body failed");
    uint64_t chunk = std::min<uint64_t>({bytes_.chunk, bytes_.size - sent_, bytes_.fail_after - sent_});
    sent_ += chunk;
    co_return std::string(chunk, 'y');
  }

 private:
  Bytes bytes_;
  uint64_t sent_ = 0;
};

}  // namespace

RunningServer::RunningServer(HttpHandler handler, HttpServerOptions options) : io_(2) {
  server_ = std::make_unique<HttpServer>(io_, std::move(options), std::move(handler));
  server_->start();
  for (int i = 0; i < 2; ++i) {
    threads_.emplace_back([this] { io_.run(); });
  }
}

RunningServer::~RunningServer() {
  if (!stopped_) stop(std::chrono::milliseconds(0));
  EXPECT_EQ(server_->connections(), 0u);
  io_.stop();
  for (auto& thread : threads_) thread.join();
}

void RunningServer::stop(std::chrono::milliseconds grace) {
  stopped_ = true;
  asio::co_spawn(io_, server_->stop(grace), asio::use_future).get();
}

asio::awaitable<aws::HttpResponse> describe_request(aws::HttpRequest request) {
  std::string text = request.method + " " + request.target + " " + request.peer + (request.tls ? " tls" : "") + "\n";
  for (const auto& [name, value] : request.headers) text += name + ": " + value + "\n";
  text += "\n";
  std::string body = co_await request.body.read_all(16 << 20);
  aws::HttpResponse response;
  response.headers.add("Content-Type", "text/plain");
  response.body = text + body;
  co_return response;
}

asio::awaitable<aws::HttpResponse> count_body(aws::HttpRequest request) {
  uint64_t total = 0;
  while (true) {
    std::string chunk = co_await request.body.next();
    if (chunk.empty()) break;
    total += chunk.size();
  }
  aws::HttpResponse response;
  response.body = std::to_string(total);
  co_return response;
}

aws::Body body_of(Bytes bytes) {
  std::optional<uint64_t> size;
  if (bytes.sized) size = bytes.size;
  return aws::Body(std::make_unique<ByteReader>(bytes), size);
}

bool eventually(const std::function<bool()>& condition) {
  for (int i = 0; i < 3000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

}  // namespace cloudling::server
