#pragma once

// What the tests of emulators/aws share: case files, running coroutines, requests from text.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulators/aws/http.h"

namespace cloudling::aws::test {

/// Runs a coroutine to its end on this thread; rethrows what it throws.
template <class T>
T run(boost::asio::awaitable<T> work) {
  boost::asio::io_context io;
  auto result = boost::asio::co_spawn(io, std::move(work), boost::asio::use_future);
  io.run();
  return result.get();
}

/// A case of a file: "=== name", then parts "--- name" with a text each, without the last line end.
struct Case {
  std::string name;
  std::vector<std::pair<std::string, std::string>> parts;

  bool has(std::string_view part) const;
  const std::string& get(std::string_view part) const;  ///< fails the test run where there is none
};

/// The cases of tests/emulators/aws/cases/FILE. Throws where there is no such file or no case in it.
std::vector<Case> read_cases(const std::string& file);

/// "METHOD TARGET", header lines, and behind an empty line the body.
HttpRequest parse_request(std::string_view text);

/// "STATUS", header lines as they stand, and behind an empty line the body (read whole).
std::string print_response(HttpResponse response);

/// Splits a body into reads of `size` bytes, to find what depends on where chunks end.
Body in_pieces(std::string bytes, size_t size);

/// Fit for the name of a test.
std::string test_name(std::string text);

}  // namespace cloudling::aws::test
