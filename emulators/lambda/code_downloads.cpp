#include "emulators/lambda/code_downloads.h"

#include <memory>
#include <optional>
#include <random>
#include <utility>

#include "emulators/aws/encoding.h"
#include "emulators/lambda/lambda_store.h"
#include "emulators/lambda/layers.h"

namespace cloudling::lambda {

using boost::asio::awaitable;

namespace {

constexpr std::string_view kPath = "/_cloudling/code/";
constexpr const char* kPurpose = "code";
constexpr int64_t kGoodForSeconds = 600;

std::string random_key() {
  std::random_device device;
  std::string key;
  for (int i = 0; i < 8; ++i) key += std::to_string(device());
  return key;
}

aws::HttpResponse denied(const std::string& message) {
  aws::HttpResponse response;
  response.status = 403;
  response.headers.add("Content-Type", "application/xml");
  response.body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code><Message>" + message +
                  "</Message></Error>";
  return response;
}

/// Of "arn:...:function:NAME:VERSION" or "arn:...:layer:NAME:NUMBER"; nothing where it is gone.
std::optional<StoredCode> code_of(store::ReadTransaction& tx, const std::string& arn) {
  if (const auto layer = parse_layer_version(arn)) {
    const auto row = find_layer(tx, layer->arn, layer->number);
    return row ? std::optional(row->code) : std::nullopt;
  }
  const size_t colon = arn.rfind(':');
  auto function = find_function(tx, arn.substr(0, colon));
  const auto number = aws::parse_integer(arn.substr(colon + 1));
  if (function && number) function = find_version(tx, *function, *number);
  return function ? std::optional(function->code) : std::nullopt;
}

}  // namespace

CodeDownloads::CodeDownloads(store::Store& store, const aws::Clock& clock)
    : store_(store), clock_(clock), tokens_(random_key()) {}

std::string CodeDownloads::location(const aws::CallContext& context, const std::string& endpoint,
                                    const std::string& arn) const {
  const std::string own = (context.tls ? "https://" : "http://") + context.host;
  const std::string until = std::to_string(clock_.now() + kGoodForSeconds * 1000);
  return (context.host.empty() ? endpoint : own) + std::string(kPath) +
         "code.zip?X-Amz-Expires=" + std::to_string(kGoodForSeconds) +
         "&X-Amz-Signature=" + tokens_.seal(kPurpose, until + " " + arn);
}

bool CodeDownloads::claims(const aws::HttpRequest& request) { return request.raw_path().starts_with(kPath); }

awaitable<aws::HttpResponse> CodeDownloads::handle(aws::HttpRequest request) {
  const aws::Query query = request.query();
  const aws::QueryParameter* signature = aws::find(query, "X-Amz-Signature");
  const auto opened = signature ? tokens_.open(kPurpose, signature->value) : std::nullopt;
  if (!opened) co_return denied("Access Denied");
  const size_t space = opened->find(' ');
  if (clock_.now() > aws::parse_integer(opened->substr(0, space)).value_or(0)) co_return denied("Request has expired");
  const std::string arn = opened->substr(space + 1);
  aws::HttpResponse response;
  auto open = [&](store::ReadTransaction& tx) {
    const auto code = code_of(tx, arn);
    if (!code || code->content == 0) return false;
    const auto size = static_cast<uint64_t>(code->size);
    response.body = aws::Body(store_.blobs().open(tx, code->content, 0, size), size);
    return true;
  };
  const bool there = co_await store_.read(std::move(open));
  if (!there) co_return denied("Access Denied");
  response.headers.add("Content-Type", "application/zip");
  co_return response;
}

}  // namespace cloudling::lambda
