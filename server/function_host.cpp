#include "server/function_host.h"

#include <utility>

#include "server/http/http_server.h"
#include "server/logging.h"

namespace cloudling::server {

namespace {

class RuntimeListener final : public lambda::Listener {
 public:
  RuntimeListener(boost::asio::io_context& io, lambda::RequestHandler handler)
      : http_(io, options(), std::move(handler)) {
    http_.start();
  }
  uint16_t port() const override { return http_.port(); }

 private:
  static HttpServerOptions options() {
    HttpServerOptions options;
    options.limits.body_bytes = 201u << 20;                    // a streamed answer
    options.limits.progress_timeout = std::chrono::hours(24);  // the function's own timeout ends it
    options.limits.connections = 16;
    options.limits.idle_timeout = std::chrono::hours(24);  // a runtime comes back when it has answered
    return options;
  }

  HttpServer http_;
};

}  // namespace

boost::asio::awaitable<std::unique_ptr<lambda::Child>> FunctionHost::start(lambda::ChildSpec spec,
                                                                           lambda::ChildEvents events) {
  return children_.start(std::move(spec), std::move(events));
}

std::unique_ptr<lambda::Listener> FunctionHost::listen(lambda::RequestHandler handler) {
  return std::make_unique<RuntimeListener>(io_, std::move(handler));
}

void FunctionHost::log(const std::string& line) { log_info(line); }

}  // namespace cloudling::server
