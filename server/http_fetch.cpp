#include "server/http_fetch.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <chrono>
#include <stdexcept>

#include "server/http_client.h"

namespace cloudling::server {

FetchedResponse http_fetch(const std::string& endpoint, const std::string& method, const std::string& path,
                           const std::string& body) {
  if (!endpoint.starts_with("http://")) throw std::runtime_error("The endpoint has to begin with http://: " + endpoint);
  OutgoingRequest request{
      .method = method, .url = endpoint.substr(0, endpoint.find('/', 7)) + path, .headers = {}, .body = body};
  request.timeout = std::chrono::seconds(60);
  boost::asio::io_context io;
  BeastHttpClient client(io, [] { return std::string(); });
  auto answer = boost::asio::co_spawn(io, client.send(std::move(request)), boost::asio::use_future);
  io.run();
  try {
    OutgoingResponse response = answer.get();
    return {response.status, std::move(response.body)};
  } catch (const HttpFailure& failure) {
    throw std::runtime_error("No Cloudling answers at " + endpoint + ": " + failure.what());
  }
}

}  // namespace cloudling::server
