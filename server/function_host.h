#pragma once

// What lambda::Host asks for, made of this process: the supervisor's children, HTTP servers, the io_context.

#include <boost/asio/io_context.hpp>
#include <string>

#include "emulators/lambda/host.h"
#include "server/children/child_processes.h"

namespace cloudling::server {

class FunctionHost : public lambda::Host {
 public:
  FunctionHost(boost::asio::io_context& io, Supervisor supervisor) : io_(io), children_(io, std::move(supervisor)) {}

  /// Where the server listens, once that is known.
  void set_endpoint(std::string endpoint) { endpoint_ = std::move(endpoint); }

  boost::asio::awaitable<std::unique_ptr<lambda::Child>> start(lambda::ChildSpec spec,
                                                               lambda::ChildEvents events) override;
  std::unique_ptr<lambda::Listener> listen(lambda::RequestHandler handler) override;
  std::filesystem::path folder() const override { return children_.folder(); }
  std::string endpoint() const override { return endpoint_; }
  boost::asio::any_io_executor executor() const override { return io_.get_executor(); }
  void log(const std::string& line) override;

 private:
  boost::asio::io_context& io_;
  ChildProcesses children_;
  std::string endpoint_;
};

}  // namespace cloudling::server
