#pragma once

// S3 behind the gateway, on an ephemeral store, called with plain HTTP values: no sockets.

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "emulators/aws/dispatcher.h"
#include "emulators/aws/gateway.h"
#include "emulators/s3/s3.h"
#include "tests/support/manual_clock.h"

namespace cloudling::s3 {

using HeaderList = std::vector<std::pair<std::string, std::string>>;

/// An answer with its body read.
struct Answer {
  int status = 0;
  aws::Headers headers;
  std::string body;

  std::string header(std::string_view name) const { return std::string(headers.get(name)); }

  /// The text of the first element of that name; "" without one.
  std::string element(const std::string& name) const;
  std::vector<std::string> elements(const std::string& name) const;
};

/// A body that comes in pieces.
class PiecesReader : public aws::BodyReader {
 public:
  explicit PiecesReader(std::vector<std::string> pieces) : pieces_(std::move(pieces)) {}
  boost::asio::awaitable<std::string> next() override {
    if (at_ == pieces_.size()) co_return std::string();
    co_return pieces_[at_++];
  }

 private:
  std::vector<std::string> pieces_;
  size_t at_ = 0;
};

/// `size` bytes that differ with `seed`.
std::string sample_bytes(size_t size, uint32_t seed = 1);

/// Nobody is known: all keys are taken at their word.
class NoCredentials : public aws::Credentials {
 public:
  std::optional<aws::Credential> find(const std::string&, const std::string&) override { return std::nullopt; }
};

class S3Fixture : public ::testing::Test {
 protected:
  S3Fixture();
  ~S3Fixture() override;

  /// Sends a request of account `account_` in region `region_`; nobody signs it where that is "".
  Answer send(const std::string& method, const std::string& target, const HeaderList& headers = {},
              aws::Body body = {});
  Answer put(const std::string& target, std::string body, const HeaderList& headers = {});
  Answer get(const std::string& target, const HeaderList& headers = {}) { return send("GET", target, headers); }

  /// Calls as another service does.
  aws::CallAnswer call(const std::string& operation, json::Value input, aws::Body body = {});

  void make_bucket(const std::string& name);

  /// An upload of parts, completed; the answer to its completion.
  Answer upload(const std::string& target, const std::vector<std::string>& parts,
                const HeaderList& create_headers = {});

  int64_t number(const std::string& sql);

  /// Waits until the store holds so many blobs; false after 20 s.
  bool eventually_blobs(int64_t count);

  template <class T>
  T run(boost::asio::awaitable<T> work) {
    return boost::asio::co_spawn(context_, std::move(work), boost::asio::use_future).get();
  }

  std::string account_ = "000000000000";
  std::string region_ = "us-east-1";
  support::ManualClock clock_;
  aws::IdSource ids_{42};
  aws::Accounts accounts_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<S3> s3_;
  aws::Registry registry_;
  std::unique_ptr<aws::Dispatcher> dispatcher_;
  NoCredentials credentials_;
  aws::Authenticator authenticator_{aws::AuthMode::kOff, credentials_, clock_};
  std::unique_ptr<aws::Gateway> gateway_;

 private:
  boost::asio::io_context context_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{context_.get_executor()};
  std::thread thread_{[this] { context_.run(); }};
};

}  // namespace cloudling::s3
