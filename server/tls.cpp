#include "server/tls.h"

#include <openssl/ssl.h>

#include <array>
#include <boost/asio/ssl/context.hpp>
#include <map>
#include <stdexcept>
#include <vector>

#include "server/certificates.h"

namespace cloudling::server {

namespace ssl = boost::asio::ssl;

namespace {

constexpr size_t kNamesKept = 256;  // a client may ask for any name: the cache is emptied there

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

}  // namespace

/// The authority and the certificates of names, made when first asked for. Thread-safe.
class CertificateStore {
 public:
  explicit CertificateStore(const std::optional<std::filesystem::path>& folder)
      : authority_(folder ? load_or_make_authority(*folder) : make_authority()), key_(make_key()) {}

  const Identity& authority() const { return authority_; }
  EVP_PKEY* key() const { return key_.get(); }

  /// For the name a client asks for; without one, for this machine's loopback names. Shared: OpenSSL counts references.
  CertificatePtr certificate(std::string_view server_name) {
    std::string name = is_dns_name(server_name) ? lower_case(server_name) : std::string();
    std::lock_guard lock(mutex_);
    auto found = issued_.find(name);
    if (found == issued_.end()) {
      if (issued_.size() >= kNamesKept) issued_.clear();
      std::vector<std::string> names{"localhost", "127.0.0.1", "::1"};
      if (!name.empty()) names = {name};
      found = issued_.emplace(name, issue_certificate(authority_, key_.get(), names)).first;
    }
    X509_up_ref(found->second.get());
    return CertificatePtr(found->second.get());
  }

 private:
  Identity authority_;
  KeyPtr key_;
  std::mutex mutex_;
  std::map<std::string, CertificatePtr> issued_;
};

namespace {

int choose_certificate(SSL* connection, void* store) {
  try {
    const char* name = SSL_get_servername(connection, TLSEXT_NAMETYPE_host_name);
    auto& certificates = *static_cast<CertificateStore*>(store);
    CertificatePtr certificate = certificates.certificate(name == nullptr ? "" : name);
    bool used = SSL_use_certificate(connection, certificate.get()) == 1 &&
                SSL_use_PrivateKey(connection, certificates.key()) == 1;
    return used ? 1 : 0;
  } catch (const std::exception&) {
    return 0;  // the handshake fails with an internal error alert
  }
}

// HTTP/1.1 is all that is spoken; a client that offers other protocols only goes on without an agreed one.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_size, const unsigned char* offered,
                    unsigned int offered_size, void*) {
  static constexpr std::array<unsigned char, 9> kHttp11 = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
  unsigned char* selected = nullptr;
  int found = SSL_select_next_proto(&selected, chosen_size, kHttp11.data(), kHttp11.size(), offered, offered_size);
  if (found != OPENSSL_NPN_NEGOTIATED) return SSL_TLSEXT_ERR_NOACK;
  *chosen = selected;
  return SSL_TLSEXT_ERR_OK;
}

}  // namespace

Tls::Tls(std::optional<std::filesystem::path> folder) : folder_(std::move(folder)) {}
Tls::~Tls() = default;

std::shared_ptr<ssl::context> Tls::context() {
  std::lock_guard lock(mutex_);
  if (context_) return context_;
  CertificateStore& certificates = store();
  // The context's callbacks use the store: it goes with the last user of the context.
  std::shared_ptr<ssl::context> context(new ssl::context(ssl::context::tls_server),
                                        [keep = store_](ssl::context* ended) { delete ended; });
  SSL_CTX* native = context->native_handle();
  SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
  SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_cert_cb(native, &choose_certificate, &certificates);
  SSL_CTX_set_alpn_select_cb(native, &choose_protocol, nullptr);
  context_ = std::move(context);
  return context_;
}

std::string Tls::authority_pem() {
  std::lock_guard lock(mutex_);
  return to_pem(*store().authority().certificate);
}

CertificateStore& Tls::store() {
  if (!store_) store_ = std::make_shared<CertificateStore>(folder_);
  return *store_;
}

}  // namespace cloudling::server
