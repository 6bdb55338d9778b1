#pragma once

// What a function answers while it still runs: from the worker's runtime to whoever reads the answer, with
// back-pressure. One writes, one reads.

#include <boost/asio/awaitable.hpp>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "emulators/aws/one_shot.h"

namespace cloudling::lambda {

/// How the invocation ended.
struct StreamEnding {
  std::optional<std::string> function_error;  ///< "Unhandled" where the function failed
  std::string error_details;                  ///< the error's description, JSON
  std::string log;                            ///< the tail of its log
  std::exception_ptr failure;                 ///< it could not be invoked
};

/// Thread-safe.
class ResponseStream {
 public:
  static constexpr size_t kMaxAhead = 256 * 1024;  ///< bytes that wait to be read before the writer waits

  // ---- for the writer

  /// The function has begun to stream.
  void begin(std::string content_type);

  /// Waits while the reader is behind. False where nobody reads any more, or the invocation has ended.
  boost::asio::awaitable<bool> push(std::string chunk);

  /// The invocation's end. `rest` is what is left to read: the whole answer of a function that did not stream.
  void finish(StreamEnding ending, std::string rest = "");

  // ---- for the reader

  /// Until there is something to read, or it has ended.
  boost::asio::awaitable<void> ready();

  /// The next bytes; "" at the end and ever after.
  boost::asio::awaitable<std::string> next();

  /// Nothing more will be read.
  void close();

  /// To be called after ready(): what the function called its bytes; "" of one that did not stream.
  std::string content_type() const;

  /// To be called after ready(): how it ended, where it has.
  std::optional<StreamEnding> ending() const;

 private:
  using Signal = aws::OneShot<bool>;

  static void wake(std::shared_ptr<Signal> signal) {
    if (signal) signal->set(true);
  }

  mutable std::mutex mutex_;
  std::deque<std::string> chunks_;
  size_t bytes_ = 0;
  std::string content_type_;
  bool closed_ = false;
  std::optional<StreamEnding> ending_;
  std::shared_ptr<Signal> reader_;  ///< waits for chunks
  std::shared_ptr<Signal> writer_;  ///< waits for room
};

}  // namespace cloudling::lambda
