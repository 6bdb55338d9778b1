// Bytes of a client to requests and answers, through the whole session on a connection in memory. Twice: in one piece
// and cut into many. Both must hand the same requests to the handler, and what is handed over must be sound.

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "emulators/aws/error.h"
#include "server/http/session.h"

namespace {

namespace asio = boost::asio;
namespace aws = cloudling::aws;
using namespace cloudling::server;

/// Gives a text in pieces of the size that each byte of `cuts` says in turn; takes all that is written.
class MemoryTransport : public Transport {
 public:
  MemoryTransport(std::string_view input, std::string_view cuts, std::string& output)
      : input_(input), cuts_(cuts), output_(output) {}

  asio::awaitable<Result> read_some(asio::mutable_buffer into) override {
    size_t wanted = into.size();
    if (!cuts_.empty())
      wanted = std::min<size_t>(wanted, 1 + static_cast<unsigned char>(cuts_[turn_++ % cuts_.size()]));
    size_t taken = asio::buffer_copy(into, asio::buffer(input_.data(), std::min(wanted, input_.size())));
    input_.remove_prefix(taken);
    if (taken == 0) co_return Result(asio::error::eof, 0);
    co_return Result({}, taken);
  }

  size_t write_now(const Pieces& pieces, boost::system::error_code&) override { return take(pieces); }
  asio::awaitable<Result> write_some(Pieces pieces) override { co_return Result({}, take(pieces)); }
  asio::awaitable<void> finish_writing() override { co_return; }
  bool peer_gone() override { return false; }
  void cancel() override {}
  void close() override { input_ = {}; }
  std::unique_ptr<TlsTransport> into_tls(std::shared_ptr<asio::ssl::context>) override { return nullptr; }

 private:
  size_t take(const Pieces& pieces) {
    for (const auto& piece : pieces) output_.append(static_cast<const char*>(piece.data()), piece.size());
    return asio::buffer_size(pieces);
  }

  std::string_view input_;
  std::string_view cuts_;
  std::string& output_;
  size_t turn_ = 0;
};

void require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "violated: %s\n", what);
  std::abort();
}

bool clean(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

void check_request(const aws::HttpRequest& request) {
  require(!request.method.empty() && clean(request.method), "a method is one word");
  require(request.target.starts_with('/') || request.target == "*", "a target is a path");
  require(clean(request.target) && request.target.find(' ') == std::string::npos, "a target has no spaces");
  for (const auto& [name, value] : request.headers) {
    require(!name.empty() && clean(name) && name.find_first_of(" \t:") == std::string::npos,
            "a field has a proper name");
    require(clean(value), "a field is one line");
  }
  require(request.headers.all("Host").size() <= 1, "one Host");
  require(request.headers.all("Content-Length").size() + request.headers.all("Transfer-Encoding").size() <= 1,
          "one framing");
}

/// Reads bodies of even targets, leaves others, and writes down what came.
asio::awaitable<aws::HttpResponse> note(aws::HttpRequest request, std::string& notes) {
  check_request(request);
  notes += request.method + " " + request.target;
  for (const auto& [name, value] : request.headers) notes += "|" + name + "=" + value;
  aws::HttpResponse response;
  if (request.target.size() % 2 == 0) {
    std::string error;
    try {
      std::string body = co_await request.body.read_all(1 << 20);
      notes += "\n" + body;
    } catch (const aws::Error& caught) {
      error = caught.code;
    }
    if (!error.empty()) notes += "\n!";
  }
  notes += "\n";
  response.body = request.target.size() % 3 == 0 ? aws::Body() : aws::Body(std::string("body"));
  co_return response;
}

std::string serve(std::string_view input, std::string_view cuts) {
  asio::io_context io(1);
  std::string notes;
  std::string output;
  auto serving = std::make_shared<Serving>();
  serving->options.limits.head_bytes = 2048;
  serving->options.limits.target_bytes = 1024;
  serving->options.limits.fields = 32;
  serving->options.limits.body_bytes = 100000;
  serving->options.limits.buffered_body_bytes = 512;
  serving->options.limits.drained_bytes = 1024;
  serving->handler = [&notes](aws::HttpRequest request) { return note(std::move(request), notes); };
  auto transport = std::make_unique<MemoryTransport>(input, cuts, output);
  auto connection = std::make_shared<Connection>(asio::make_strand(io.get_executor()), "peer", std::move(transport));
  bool ended = false;
  asio::co_spawn(connection->strand(), serve_connection(connection, serving),
                 [&ended](const std::exception_ptr& failure) { ended = failure == nullptr; });
  io.run();
  require(ended, "a session ends without an exception");
  require(output.empty() || output.starts_with("HTTP/1.1 "), "answers are HTTP");
  return notes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  std::string_view cuts = bytes.substr(0, std::min<size_t>(size, 8));
  std::string_view input = bytes.substr(cuts.size());
  std::string whole = serve(input, {});
  std::string cut = serve(input, cuts);
  require(whole == cut, "requests do not depend on how their bytes arrive");
  return 0;
}
