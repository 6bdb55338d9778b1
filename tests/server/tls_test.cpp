#include "server/tls.h"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "server/certificates.h"
#include "tests/server/http/running_server.h"

namespace cloudling::server {
namespace {

namespace fs = std::filesystem;

struct TemporaryFolder {
  TemporaryFolder() {
    std::string pattern = (fs::temp_directory_path() / "cloudling-tls-XXXXXX").string();
    path = mkdtemp(pattern.data());
  }
  ~TemporaryFolder() { fs::remove_all(path); }
  fs::path path;
};

HttpServerOptions with_tls(std::shared_ptr<Tls> tls) {
  HttpServerOptions options;
  options.tls = std::move(tls);
  return options;
}

/// A client that verifies the chain against the authority, and the name.
class TlsClient {
 public:
  TlsClient(uint16_t port, const std::string& authority_pem, const std::string& name) : client_(port) {
    context_ = SSL_CTX_new(TLS_client_method());
    BIO* bio = BIO_new_mem_buf(authority_pem.data(), static_cast<int>(authority_pem.size()));
    X509* authority = PEM_read_bio_X509(bio, nullptr, nullptr, nullptr);
    X509_STORE_add_cert(SSL_CTX_get_cert_store(context_), authority);
    X509_free(authority);
    BIO_free(bio);
    SSL_CTX_set_verify(context_, SSL_VERIFY_PEER, nullptr);
    ssl_ = SSL_new(context_);
    bool address = name.find_first_not_of("0123456789.:") == std::string::npos;
    if (address) {
      X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl_), name.c_str());
    } else {
      SSL_set_tlsext_host_name(ssl_, name.c_str());
      SSL_set1_host(ssl_, name.c_str());
    }
    SSL_set_fd(ssl_, client_.native());
    connected_ = SSL_connect(ssl_) == 1;
  }
  ~TlsClient() {
    SSL_free(ssl_);
    SSL_CTX_free(context_);
  }
  TlsClient(const TlsClient&) = delete;

  bool connected() const { return connected_; }

  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      int sent = SSL_write(ssl_, bytes.data(), static_cast<int>(std::min<size_t>(bytes.size(), 1 << 20)));
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<size_t>(sent));
    }
    return true;
  }

  /// Reads until `end` has come or the connection ends; `clean` tells whether it ended with a close_notify.
  std::string receive(const std::string& end) {
    std::string all;
    char buffer[16384];
    while (end.empty() || !all.ends_with(end)) {
      int received = SSL_read(ssl_, buffer, sizeof buffer);
      if (received <= 0) {
        clean = SSL_get_error(ssl_, received) == SSL_ERROR_ZERO_RETURN;
        break;
      }
      all.append(buffer, static_cast<size_t>(received));
    }
    return all;
  }

  bool clean = false;

 private:
  test::HttpClient client_;
  SSL_CTX* context_ = nullptr;
  SSL* ssl_ = nullptr;
  bool connected_ = false;
};

TEST(Tls, ServesVerifiedTlsAndPlainHttpOnOnePort) {
  auto tls = std::make_shared<Tls>(std::nullopt);
  RunningServer server(describe_request, with_tls(tls));
  for (const char* name : {"localhost", "127.0.0.1", "::1", "bucket.s3.localhost", "S3.eu-west-1.AmazonAWS.com"}) {
    TlsClient client(server.port(), tls->authority_pem(), name);
    ASSERT_TRUE(client.connected()) << name;
    ASSERT_TRUE(client.send("PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody"));
    std::string answer = client.receive("body");
    EXPECT_NE(answer.find("PUT /a 127.0.0.1 tls\nHost: x\n"), std::string::npos) << answer;
    ASSERT_TRUE(client.send("GET /end HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
    EXPECT_NE(client.receive("").find("GET /end"), std::string::npos);
    EXPECT_TRUE(client.clean) << name;
  }
  test::HttpClient plain = server.client();
  EXPECT_EQ(plain.ask("GET /plain HTTP/1.1\r\nHost: x\r\n\r\n").body, "GET /plain 127.0.0.1\nHost: x\n\n");
}

TEST(Tls, StreamsLargeBodiesBothWays) {
  auto tls = std::make_shared<Tls>(std::nullopt);
  RunningServer server(
      [](aws::HttpRequest request) -> boost::asio::awaitable<aws::HttpResponse> {
        auto counted = count_body(std::move(request));
        aws::HttpResponse response = co_await std::move(counted);
        response.headers.add("x-received", response.body.take_bytes());
        response.body = body_of({.size = 5'000'000, .sized = false});
        co_return response;
      },
      with_tls(tls));
  TlsClient client(server.port(), tls->authority_pem(), "localhost");
  ASSERT_TRUE(
      client.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\n" + std::string(5'000'000, 'b')));
  std::string answer = client.receive("\r\n0\r\n\r\n");
  EXPECT_NE(answer.find("x-received: 5000000"), std::string::npos);
  EXPECT_GT(answer.size(), 5'000'000u);
}

TEST(Tls, KeepsItsAuthorityInTheDataFolder) {
  TemporaryFolder folder;
  fs::path tls_folder = folder.path / "tls";
  Tls first(tls_folder);
  EXPECT_FALSE(fs::exists(tls_folder));  // nothing is made before somebody speaks TLS
  std::string authority = first.authority_pem();
  struct stat key{};
  ASSERT_EQ(stat((tls_folder / "ca-key.pem").c_str(), &key), 0);
  EXPECT_EQ(key.st_mode & 0777, 0600u);
  std::ifstream file(tls_folder / "ca.pem");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), authority);

  auto second = std::make_shared<Tls>(tls_folder);
  RunningServer server(describe_request, with_tls(second));
  EXPECT_TRUE(TlsClient(server.port(), authority, "localhost").connected());
  EXPECT_EQ(second->authority_pem(), authority);
  EXPECT_NE(Tls(std::nullopt).authority_pem(), authority);
}

TEST(Tls, NamesTheFileThatIsBroken) {
  TemporaryFolder folder;
  std::ofstream(folder.path / "ca.pem") << "nonsense";
  std::ofstream(folder.path / "ca-key.pem") << "nonsense";
  try {
    Tls(folder.path).authority_pem();
    FAIL() << "nonsense was taken for a certificate";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("ca.pem is no certificate"), std::string::npos) << error.what();
  }
}

TEST(Tls, ABrokenAuthorityClosesTheConnectionAndIsReported) {
  TemporaryFolder folder;
  std::ofstream(folder.path / "ca.pem") << "nonsense";
  std::ofstream(folder.path / "ca-key.pem") << "nonsense";
  std::atomic<bool> reported = false;
  HttpServerOptions options = with_tls(std::make_shared<Tls>(folder.path));
  options.on_error = [&](const std::string&) { reported = true; };
  RunningServer server(describe_request, options);
  EXPECT_FALSE(
      TlsClient(server.port(), make_authority().certificate ? to_pem(*make_authority().certificate) : "", "localhost")
          .connected());
  EXPECT_TRUE(eventually([&] { return reported.load(); }));
  EXPECT_EQ(server.client().ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n").status, 200);
}

TEST(Tls, SurvivesBrokenHandshakes) {
  RunningServer server(describe_request, with_tls(std::make_shared<Tls>(std::nullopt)));
  for (std::string hello : {std::string("\x16"), std::string("\x16\x03\x01\x00\x05hello"),
                            std::string("\x16\x03\x01\xff\xff", 5), "\x16" + std::string(100000, 'x')}) {
    test::HttpClient client = server.client();
    client.send(hello);
    client.finish_sending();
    while (!client.read_some().empty()) continue;
  }
  EXPECT_TRUE(eventually([&] { return server.server().connections() == 0; }));
}

TEST(Tls, ClosesTlsWhereThereIsNone) {
  RunningServer server(describe_request);
  test::HttpClient client = server.client();
  ASSERT_TRUE(client.send("\x16\x03\x01"));
  EXPECT_TRUE(client.closed_by_peer());
}

TEST(Certificates, KnowDnsNames) {
  for (const char* name : {"a", "localhost", "a-b.c_d.e1", "xn--bcher-kva.example"})
    EXPECT_TRUE(is_dns_name(name)) << name;
  for (std::string name : {"", ".", "a..b", "a.", ".a", "a b", "a,b", "*.a", "a/b"})
    EXPECT_FALSE(is_dns_name(name)) << name;
  EXPECT_FALSE(is_dns_name(std::string(64, 'a')));
  EXPECT_TRUE(is_dns_name(std::string(63, 'a')));
}

TEST(Certificates, HoldTheNamesAskedFor) {
  Identity authority = make_authority();
  KeyPtr key = make_key();
  std::string longest = std::string(60, 'a') + "." + std::string(60, 'b') + ".example";
  CertificatePtr certificate = issue_certificate(authority, key.get(), {longest, "10.0.0.1"});
  EXPECT_EQ(X509_check_host(certificate.get(), longest.c_str(), 0, 0, nullptr), 1);
  EXPECT_EQ(X509_check_host(certificate.get(), "other.example", 0, 0, nullptr), 0);
  EXPECT_EQ(X509_check_ip_asc(certificate.get(), "10.0.0.1", 0), 1);
  EXPECT_EQ(X509_verify(certificate.get(), authority.key.get()), 1);
  EXPECT_EQ(X509_check_ca(certificate.get()), 0);
  EXPECT_EQ(X509_check_ca(authority.certificate.get()), 1);
}

}  // namespace
}  // namespace cloudling::server
