#pragma once

// TLS for the port: a local certificate authority and one certificate a name, all made at first use, so that a server
// nobody speaks TLS to pays nothing for it.

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace boost::asio::ssl {
class context;
}

namespace cloudling::server {

class CertificateStore;

/// Thread-safe. The authority is kept in `folder` (ca.pem, ca-key.pem with mode 0600) so that clients trust it once;
/// without a folder it lives as long as the process. Certificates of names are made per process, in memory.
class Tls {
 public:
  explicit Tls(std::optional<std::filesystem::path> folder);
  ~Tls();

  /// Blocks for some milliseconds the first time. Throws std::runtime_error where the authority's files cannot be read
  /// or written.
  std::shared_ptr<boost::asio::ssl::context> context();

  /// The authority's certificate, for clients to trust; makes it where there is none yet. As context() throws.
  std::string authority_pem();

 private:
  CertificateStore& store();

  std::optional<std::filesystem::path> folder_;
  std::mutex mutex_;
  std::shared_ptr<CertificateStore> store_;
  std::shared_ptr<boost::asio::ssl::context> context_;
};

}  // namespace cloudling::server
