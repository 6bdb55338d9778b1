// Server certificates: stored, and what can be read in them.

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <ctime>
#include <memory>

#include "emulators/aws/credentials.h"
#include "emulators/iam/errors.h"
#include "emulators/iam/iam.h"
#include "emulators/iam/items.h"
#include "emulators/iam/views.h"

namespace cloudling::iam {

namespace {

using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Reader = std::unique_ptr<BIO, decltype(&BIO_free)>;

Reader reader_of(const std::string& text) {
  return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free};
}

/// No key here has a password.
int no_password(char*, int, int, void*) { return 0; }

/// When the certificate ends. Throws where it is none, or not of the key.
TimeMs check_certificate(const std::string& body, const std::string& private_key) {
  const Certificate certificate(PEM_read_bio_X509(reader_of(body).get(), nullptr, no_password, nullptr), X509_free);
  if (!certificate)
    throw aws::Error(400, "MalformedCertificate",
                     "Unable to parse certificate. Please ensure the certificate is in PEM format.");
  const Key key(PEM_read_bio_PrivateKey(reader_of(private_key).get(), nullptr, no_password, nullptr), EVP_PKEY_free);
  if (!key)
    throw aws::Error(400, "MalformedCertificate", "Unable to parse key; the private key must be in PEM format.");
  if (X509_check_private_key(certificate.get(), key.get()) != 1)
    throw aws::Error(400, "KeyPairMismatch",
                     "Private key doesn't match certificate. Please ensure the private key is the one for the "
                     "certificate.");
  std::tm end{};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate.get()), &end) != 1) return 0;
  return static_cast<TimeMs>(timegm(&end)) * 1000;
}

/// As AWS gives it back: without the line's end behind the last line.
std::string trimmed(const std::string& pem) { return pem.substr(0, pem.find_last_not_of(" \r\n\t") + 1); }

CertificateMetadata metadata_of(const ItemRow& item) {
  return {.path = item.body.at("path").get<std::string>(),
          .name = item.row.arn.substr(item.row.arn.rfind('/') + 1),
          .id = item.body.at("id").get<std::string>(),
          .arn = item.row.arn,
          .uploaded = {item.row.created},
          .expires = {item.body.at("expires").get<int64_t>()}};
}

std::string certificate_arn(const Context& context, const std::string& path, const std::string& name) {
  return "arn:aws:iam::" + context.account + ":server-certificate" + path + name;
}

bool is_taken(Read& tx, const Context& context, const std::string& name) {
  for (const ItemRow& item : list_items(tx, context.account, Item::kServerCertificate)) {
    if (metadata_of(item).name == name) return true;
  }
  return false;
}

}  // namespace

UploadCertificateOutput Iam::upload_server_certificate(const Context& context, Write& tx,
                                                       const UploadCertificateInput& input) {
  if (is_taken(tx, context, input.name))
    throw already_exists("The Server Certificate with name " + input.name + " already exists.");
  const std::string path = input.path.value_or("/");
  ItemRow item{.row = {.arn = certificate_arn(context, path, input.name), .created = clock_.now()}};
  item.body["path"] = path;
  item.body["id"] = aws::stable_id("ASCA", item.row.arn + std::to_string(ids_.next()));
  item.body["expires"] = check_certificate(input.body, input.key);
  item.body["body"] = trimmed(input.body);
  if (input.chain) item.body["chain"] = trimmed(*input.chain);
  item.body["tags"] = tags_value(input.tags);
  UploadCertificateOutput output{.metadata = metadata_of(item), .tags = input.tags};
  put_item(tx, std::move(item));
  return output;
}

CertificateOutput Iam::get_server_certificate(const Context& context, Read& tx,
                                              const ItemInput<Item::kServerCertificate>& input) {
  const ItemRow item = require_item(tx, context.account, Item::kServerCertificate, input.id);
  CertificateOutput output{
      {.metadata = metadata_of(item), .body = item.body.at("body").get<std::string>(), .tags = tags_of(item.body)}};
  if (const json::Value* chain = json::find(item.body, "chain")) output.certificate.chain = chain->get<std::string>();
  return output;
}

ListCertificatesOutput Iam::list_server_certificates(const Context& context, Read& tx,
                                                     const ListCertificatesInput& input) {
  std::vector<CertificateMetadata> certificates;
  for (const ItemRow& item : list_items(tx, context.account, Item::kServerCertificate)) {
    CertificateMetadata metadata = metadata_of(item);
    if (metadata.path.starts_with(input.prefix.value_or("/"))) certificates.push_back(std::move(metadata));
  }
  ListCertificatesOutput output;
  output.certificates = page_of(std::move(certificates), input, "ServerCertificates", output,
                                [](const CertificateMetadata& one) { return one.arn; });
  return output;
}

Nothing Iam::update_server_certificate(const Context& context, Write& tx, const UpdateCertificateInput& input) {
  ItemRow item = require_item(tx, context.account, Item::kServerCertificate, input.name);
  const std::string name = input.new_name.value_or(input.name);
  if (name != input.name && is_taken(tx, context, name))
    throw already_exists("The Server Certificate with name " + name + " already exists.");
  delete_provider(tx, item.row.arn);
  if (input.new_path) item.body["path"] = *input.new_path;
  item.row.arn = certificate_arn(context, item.body.at("path").get<std::string>(), name);
  put_item(tx, std::move(item));
  return {};
}

Nothing Iam::delete_server_certificate(const Context& context, Write& tx,
                                       const ItemInput<Item::kServerCertificate>& input) {
  delete_provider(tx, require_item(tx, context.account, Item::kServerCertificate, input.id).row.arn);
  return {};
}

}  // namespace cloudling::iam
