#include "emulators/apigateway/http/tokens.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <memory>

#include "emulators/aws/encoding.h"

namespace cloudling::apigateway::http {

using boost::asio::awaitable;

namespace {

constexpr aws::TimeMs kKeepMs = 2 * 3600 * 1000;
constexpr aws::TimeMs kRefetchMs = 60 * 1000;  // for an unknown key, at most so often
constexpr size_t kMaxDocument = 1u << 20;      // bytes

template <class T, void (*Free)(T*)>
struct Freed {
  void operator()(T* p) const { Free(p); }
};
using Number = std::unique_ptr<BIGNUM, Freed<BIGNUM, BN_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY, EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX, EVP_PKEY_CTX_free>>;
using Digest = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX, EVP_MD_CTX_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM, OSSL_PARAM_free>>;

std::string text_of(const json::Value& object, const char* name) {
  const json::Value* found = json::find(object, name);
  return found && found->is_string() ? found->get<std::string>() : "";
}

Number number_of(const json::Value& key, const char* name) {
  const auto bytes = aws::base64url_decode(text_of(key, name));
  if (!bytes || bytes->empty() || bytes->size() > 2048) return nullptr;
  return Number(
      BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes->data()), static_cast<int>(bytes->size()), nullptr));
}

Key public_key(const json::Value& key) {
  const Number n = number_of(key, "n");
  const Number e = number_of(key, "e");
  const Builder builder(OSSL_PARAM_BLD_new());
  if (!n || !e || !OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) ||
      !OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()))
    return nullptr;
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY* made = nullptr;
  if (EVP_PKEY_fromdata_init(context.get()) <= 0 ||
      EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters.get()) <= 0)
    return nullptr;
  return Key(made);
}

const EVP_MD* digest_of(const std::string& algorithm) {
  if (algorithm == "RS256") return EVP_sha256();
  if (algorithm == "RS384") return EVP_sha384();
  return algorithm == "RS512" ? EVP_sha512() : nullptr;
}

bool verifies(const Token& token, const json::Value& key) {
  const EVP_MD* digest = digest_of(token.algorithm);
  const Key made = digest ? public_key(key) : nullptr;
  const Digest context(EVP_MD_CTX_new());
  return made && EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, made.get()) > 0 &&
         EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(token.signature.data()),
                          token.signature.size(), reinterpret_cast<const unsigned char*>(token.signed_part.data()),
                          token.signed_part.size()) == 1;
}

const json::Value* find_key(const json::Value& set, const std::string& id) {
  const json::Value* keys = json::find(set, "keys");
  if (!keys || !keys->is_array()) return nullptr;
  for (const json::Value& key : *keys) {
    if (text_of(key, "kid") == id) return &key;
  }
  return nullptr;
}

std::optional<json::Value> object_in(std::string_view part) {
  const auto bytes = aws::base64url_decode(part);
  auto value = bytes ? json::parse(*bytes) : std::nullopt;
  return value && value->is_object() ? value : std::nullopt;
}

}  // namespace

std::optional<Token> parse_token(std::string_view text) {
  const size_t first = text.find('.');
  const size_t second = first == std::string_view::npos ? first : text.find('.', first + 1);
  if (second == std::string_view::npos || text.find('.', second + 1) != std::string_view::npos) return std::nullopt;
  const auto header = object_in(text.substr(0, first));
  auto claims = object_in(text.substr(first + 1, second - first - 1));
  auto signature = aws::base64url_decode(text.substr(second + 1));
  if (!header || !claims || !signature) return std::nullopt;
  return Token{.algorithm = text_of(*header, "alg"),
               .key_id = text_of(*header, "kid"),
               .claims = std::move(*claims),
               .signed_part = std::string(text.substr(0, second)),
               .signature = std::move(*signature)};
}

bool is_signed_by(const Token& token, const json::Value& key_set) {
  const json::Value* key = find_key(key_set, token.key_id);
  return key && verifies(token, *key);
}

awaitable<json::Value> TokenIssuers::keys(std::string issuer, std::string key_id) {
  {
    const std::lock_guard lock(mutex_);
    const auto known = known_.find(issuer);
    if (known != known_.end()) {
      const aws::TimeMs age = clock_.now() - known->second.fetched;
      const bool has_key = find_key(known->second.set, key_id) != nullptr;
      if (age < (has_key ? kKeepMs : kRefetchMs)) co_return known->second.set;
    }
  }
  const std::string base = issuer.ends_with('/') ? issuer : issuer + "/";
  auto asking = fetch(base + ".well-known/openid-configuration");
  const json::Value configuration = co_await std::move(asking);
  const std::string url = text_of(configuration, "jwks_uri");
  if (url.empty()) co_return json::Value();
  auto fetching = fetch(url);
  json::Value set = co_await std::move(fetching);
  const std::lock_guard lock(mutex_);
  known_[issuer] = {set, clock_.now()};
  co_return set;
}

awaitable<json::Value> TokenIssuers::fetch(std::string url) {
  OutgoingRequest request;
  request.url = std::move(url);
  request.timeout = std::chrono::milliseconds(5000);
  request.response_bytes = kMaxDocument;
  auto sending = http_.send(std::move(request));
  const OutgoingResponse response = co_await std::move(sending);
  if (response.status != 200) co_return json::Value();
  co_return json::parse(response.body).value_or(json::Value());
}

}  // namespace cloudling::apigateway::http
