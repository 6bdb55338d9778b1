// What browsers send to S3: forms in pieces of any size, POST policies, CORS questions, hosts of websites.

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <string>

#include "emulators/aws/encoding.h"
#include "emulators/aws/error.h"
#include "emulators/s3/bucket_policy.h"
#include "emulators/s3/cors.h"
#include "emulators/s3/form_reader.h"
#include "emulators/s3/post_policy.h"
#include "emulators/s3/website.h"

using namespace cloudling;

namespace {

void require(bool holds) {
  if (!holds) __builtin_trap();
}

class Pieces : public aws::BodyReader {
 public:
  Pieces(std::string text, size_t size) : text_(std::move(text)), size_(size) {}
  boost::asio::awaitable<std::string> next() override {
    std::string piece = text_.substr(0, size_);
    text_.erase(0, piece.size());
    co_return piece;
  }

 private:
  std::string text_;
  size_t size_;
};

/// What a form was read as, or the code of its refusal: the same however it was cut.
boost::asio::awaitable<std::string> read(std::string text, size_t size) {
  std::string told;
  try {
    aws::Body body(std::make_unique<Pieces>(std::move(text), size), std::nullopt);
    std::string boundary = "b";
    s3::Form form = co_await s3::read_form(std::move(body), std::move(boundary));
    for (const auto& part : form.fields) told += part.name + "\n" + part.value + "\n";
    if (form.file) told += form.file->filename + "\n";
    while (true) {
      std::string piece = co_await form.body.next();
      if (piece.empty()) break;
      told += piece;
    }
  } catch (const aws::Error& error) {
    told = error.code;
  }
  co_return told;
}

std::string read_all(const std::string& text, size_t size) {
  boost::asio::io_context context;
  std::string told;
  boost::asio::co_spawn(context, read(text, size), [&](const std::exception_ptr& failure, std::string result) {
    require(!failure);
    told = std::move(result);
  });
  context.run();
  return told;
}

void judge(const std::string& text) {
  const s3::FormValues form{{"bucket", "b"}, {"key", text.substr(0, 20)}, {"acl", "private"}};
  try {
    s3::require_policy_holds(aws::base64_encode(text), form, 0);
  } catch (const aws::Error& error) {
    require(error.status == 400 || error.status == 403);
  }
  try {
    s3::require_policy(text, "bucket");
    s3::is_public_policy(text);
  } catch (const aws::Error& error) {
    require(error.status == 400);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size > 4096) return 0;
  const std::string text(reinterpret_cast<const char*>(data), size);
  require(read_all(text, 1) == read_all(text, 4096));
  judge(text);
  s3::form_boundary(text);
  s3::website_of_host(text);
  s3::CORSConfiguration rules;
  rules.cors_rules.push_back({.allowed_methods = {"GET"}, .allowed_origins = {text}});
  const s3::CorsQuestion question{.origin = text, .method = "GET", .headers = s3::requested_headers(text)};
  s3::matching_rule(rules, question);
  return 0;
}
