#include "tests/emulators/s3/s3_fixture.h"

#include <algorithm>

#include "emulators/aws/encoding.h"
#include "emulators/s3/digests.h"
#include "emulators/store/blobs.h"

namespace cloudling::s3 {
namespace {

constexpr size_t kMostBytes = 1u << 30;

boost::asio::awaitable<Answer> exchange(aws::Gateway& gateway, aws::HttpRequest request) {
  aws::HttpResponse response = co_await gateway.handle(std::move(request));
  Answer answer;
  answer.status = response.status;
  answer.headers = response.headers;
  answer.body = co_await response.body.read_all(kMostBytes);
  co_return answer;
}

}  // namespace

std::string Answer::element(const std::string& name) const {
  auto all = elements(name);
  return all.empty() ? "" : all.front();
}

std::vector<std::string> Answer::elements(const std::string& name) const {
  std::vector<std::string> found;
  const std::string open = "<" + name + ">", close = "</" + name + ">";
  for (size_t at = body.find(open); at != std::string::npos; at = body.find(open, at)) {
    at += open.size();
    found.push_back(body.substr(at, body.find(close, at) - at));
  }
  return found;
}

std::string sample_bytes(size_t size, uint32_t seed) {
  std::string bytes(size, '\0');
  uint32_t state = seed * 2654435761u + 1;
  for (char& byte : bytes) {
    state = state * 1664525u + 1013904223u;
    byte = static_cast<char>(state >> 24);
  }
  return bytes;
}

S3Fixture::S3Fixture() {
  store::StoreOptions options;
  options.ephemeral = true;
  options.migrations = migrations();
  options.clock = &clock_;
  store_ = std::make_unique<store::Store>(options);
  dispatcher_ = std::make_unique<aws::Dispatcher>(registry_, ids_);
  s3_ = std::make_unique<S3>(S3Parts{*store_, *dispatcher_, clock_, ids_, accounts_});
  register_operations(registry_, *store_, *s3_);
  aws::GatewayOptions rules{.check_document = require_digests};
  gateway_ = std::make_unique<aws::Gateway>(registry_, *dispatcher_, authenticator_, ids_, std::move(rules));
}

S3Fixture::~S3Fixture() {
  store_->stop();
  work_.reset();
  thread_.join();
}

Answer S3Fixture::send(const std::string& method, const std::string& target, const HeaderList& headers,
                       aws::Body body) {
  aws::HttpRequest request;
  request.method = method;
  request.target = target;
  request.headers.add("Host", "localhost:4566");
  if (!account_.empty())
    request.headers.add("Authorization", "AWS4-HMAC-SHA256 Credential=" + account_ + "/20260101/" + region_ +
                                             "/s3/aws4_request, SignedHeaders=host, Signature=" + std::string(64, '0'));
  request.headers.add("x-amz-date", "20260101T000000Z");
  for (const auto& [name, value] : headers) request.headers.add(name, value);
  request.body = std::move(body);
  return run(exchange(*gateway_, std::move(request)));
}

/// A document ("?tagging") comes with its Content-MD5, which S3 wants of some.
Answer S3Fixture::put(const std::string& target, std::string body, const HeaderList& headers) {
  HeaderList sent = headers;
  const auto tells_digest = [](const auto& header) {
    return header.first == "Content-MD5" || header.first.starts_with("x-amz-checksum-");
  };
  if (target.find('?') != std::string::npos && std::ranges::none_of(headers, tells_digest))
    sent.emplace_back("Content-MD5", aws::base64_encode(md5(body)));
  return send("PUT", target, sent, aws::Body(std::move(body)));
}

aws::CallAnswer S3Fixture::call(const std::string& operation, json::Value input, aws::Body body) {
  aws::CallContext context;
  context.account = account_;
  context.region = region_;
  context.calling_service = "lambda.amazonaws.com";
  aws::Caller& caller = *dispatcher_;
  return run(caller.call(context, "s3", operation, std::move(input), std::move(body)));
}

void S3Fixture::make_bucket(const std::string& name) { ASSERT_EQ(200, put("/" + name, "").status); }

Answer S3Fixture::upload(const std::string& target, const std::vector<std::string>& parts,
                         const HeaderList& create_headers) {
  Answer created = send("POST", target + "?uploads", create_headers);
  EXPECT_EQ(200, created.status) << created.body;
  const std::string id = created.element("UploadId");
  std::string list = "<CompleteMultipartUpload>";
  for (size_t i = 0; i < parts.size(); ++i) {
    const std::string number = std::to_string(i + 1);
    Answer part = put(target + "?partNumber=" + number + "&uploadId=" + id, parts[i]);
    EXPECT_EQ(200, part.status) << part.body;
    list += "<Part><PartNumber>" + number + "</PartNumber><ETag>" + part.header("ETag") + "</ETag>";
    for (const char* name : {"CRC32", "CRC32C", "SHA1", "SHA256"}) {
      std::string value = part.header(std::string("x-amz-checksum-") + name);
      if (!value.empty()) list += std::string("<Checksum") + name + ">" + value + "</Checksum" + name + ">";
    }
    list += "</Part>";
  }
  return send("POST", target + "?uploadId=" + id, {}, aws::Body(list + "</CompleteMultipartUpload>"));
}

int64_t S3Fixture::number(const std::string& sql) {
  auto work = [&](store::ReadTransaction& tx) { return tx.connection().number(sql); };
  return store_->read_blocking(work);
}

bool S3Fixture::eventually_blobs(int64_t count) {
  for (int i = 0; i < 4000; ++i) {
    if (number("SELECT count(*) FROM store_blobs") == count) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return false;
}

}  // namespace cloudling::s3
