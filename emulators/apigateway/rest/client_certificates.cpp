// Client certificates: by one of these a server behind an API would know its gateway. Made and kept, not presented.

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>
#include <stdexcept>

#include "emulators/apigateway/rest/rest.h"

namespace cloudling::apigateway::rest {

using boost::asio::awaitable;

namespace {

constexpr unsigned kKeyBits = 2048;
constexpr aws::TimeMs kLifetime = 365LL * 24 * 3600 * 1000;

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Text = std::unique_ptr<BIO, decltype(&BIO_free)>;

void require(bool done) {
  if (!done) throw std::runtime_error("OpenSSL could not make a client certificate");
}

/// Self-signed, RSA and SHA-256, under the name that AWS's have; PEM. The private key is not kept.
std::string make_certificate(aws::TimeMs from, aws::TimeMs to, uint64_t serial) {
  const Key key(EVP_RSA_gen(kKeyBits), EVP_PKEY_free);
  const Certificate certificate(X509_new(), X509_free);
  require(key && certificate);
  X509* made = certificate.get();
  require(X509_set_version(made, 2) && ASN1_INTEGER_set_uint64(X509_get_serialNumber(made), serial) &&
          ASN1_TIME_set(X509_getm_notBefore(made), from / 1000) && ASN1_TIME_set(X509_getm_notAfter(made), to / 1000));
  X509_NAME* name = X509_get_subject_name(made);
  const std::pair<const char*, const char*> parts[] = {{"C", "US"},         {"ST", "Washington"}, {"L", "Seattle"},
                                                       {"O", "Amazon.com"}, {"OU", "ApiGateway"}, {"CN", "ApiGateway"}};
  for (const auto& [field, text] : parts) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(text);
    require(X509_NAME_add_entry_by_txt(name, field, MBSTRING_ASC, bytes, -1, -1, 0));
  }
  require(X509_set_issuer_name(made, name) && X509_set_pubkey(made, key.get()) &&
          X509_sign(made, key.get(), EVP_sha256()));
  const Text text(BIO_new(BIO_s_mem()), BIO_free);
  require(text && PEM_write_bio_X509(text.get(), made));
  char* begin = nullptr;
  const long size = BIO_get_mem_data(text.get(), &begin);
  return {begin, static_cast<size_t>(size)};
}

}  // namespace

awaitable<ClientCertificate> Rest::generate_client_certificate(const aws::CallContext& context,
                                                               ClientCertificate input) {
  ClientCertificate certificate{.client_certificate_id = new_short_id(), .description = input.description};
  certificate.tags = input.tags;
  certificate.created_date = now();
  certificate.expiration_date = {certificate.created_date.ms + kLifetime};
  const uint64_t serial = parts_.ids.next() >> 1;
  // Making a key takes its time: on a reader's thread, where nothing waits for it.
  auto make = [&](store::ReadTransaction&) {
    return make_certificate(certificate.created_date.ms, certificate.expiration_date.ms, serial);
  };
  auto making = parts_.store.read(std::move(make));
  certificate.pem_encoded_certificate = co_await std::move(making);
  auto put = [&](store::WriteTransaction& tx) {
    put_item(tx, scope_of(context), "", certificate.client_certificate_id, certificate);
  };
  auto putting = parts_.store.write(std::move(put));
  co_await std::move(putting);
  co_return certificate;
}

}  // namespace cloudling::apigateway::rest
