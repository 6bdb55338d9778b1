#pragma once

// Sends one answer: head and body in one write where it is small, chunk by chunk where the body streams.

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <string>

#include "emulators/aws/error.h"
#include "emulators/aws/http.h"
#include "server/http/connection.h"
#include "server/http/response_head.h"

namespace cloudling::server {

class ResponseWriter {
 public:
  ResponseWriter(Connection& connection, std::chrono::milliseconds progress)
      : connection_(connection), progress_(progress) {}

  /// Sends all of it; the body is read as the client takes it. `first_chunk` was read of a streamed body already.
  /// False where the connection failed or the body is not as long as it said: the connection is to be closed then.
  /// Throws what the body throws, with the connection to be closed as well.
  boost::asio::awaitable<bool> send(aws::HttpResponse& response, ResponsePlan plan, std::string first_chunk);

  uint64_t body_bytes() const { return body_bytes_; }  ///< sent so far, without framing

 private:
  boost::asio::awaitable<bool> send_stream(aws::HttpResponse& response, ResponsePlan plan, std::string first_chunk);
  boost::asio::awaitable<bool> send_chunk(Framing framing, const std::string& chunk);
  boost::asio::awaitable<std::string> next_chunk(aws::Body& body);

  Connection& connection_;
  std::chrono::milliseconds progress_;
  std::string head_;  ///< not sent yet; goes with the first chunk
  uint64_t body_bytes_ = 0;
};

/// 204, 304 and 1xx have no body.
inline bool bodiless(int status) { return status == 204 || status == 304 || status < 200; }

/// An error as JSON, for what no service encodes: {"error": code, "message": ...} with further fields behind.
aws::HttpResponse plain_error(const aws::Error& error);

}  // namespace cloudling::server
