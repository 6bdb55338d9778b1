#pragma once

// The services, made and registered in one place: a new service adds a member and a line in services.cpp.

#include <memory>
#include <optional>
#include <vector>

#include "asl/testing/mock_config.h"
#include "emulators/apigateway/endpoint.h"
#include "emulators/aws/caller.h"
#include "emulators/aws/clock.h"
#include "emulators/aws/credentials.h"
#include "emulators/aws/gateway.h"
#include "emulators/aws/ids.h"
#include "emulators/aws/judge.h"
#include "emulators/aws/operation.h"
#include "emulators/aws/web_socket.h"
#include "emulators/lambda/code_downloads.h"
#include "emulators/lambda/host.h"
#include "emulators/lambda/url_endpoint.h"
#include "emulators/ports.h"
#include "emulators/s3/request_metrics.h"
#include "emulators/s3/web_endpoint.h"
#include "emulators/store/store.h"
#include "server/resize_endpoint.h"

namespace cloudling::server {

/// What services are made of; all outlive them.
struct ServiceParts {
  store::Store& store;
  aws::Caller& caller;
  aws::Gateway& gateway;
  aws::Clock& clock;
  aws::IdSource& ids;
  const aws::Accounts& accounts;
  aws::Credentials& credentials;
  ImageResizer& resizer;
  lambda::Host& functions;
  HttpClient& http;
  aws::Judge& judge;
  std::optional<asl::MockConfig> state_machine_mocks;
  bool s3_bucket_acls = false;  ///< S3Parts::acl_buckets
};

/// The tables of all services.
std::vector<store::Migration> all_migrations();

class Services {
 public:
  Services(aws::Registry& registry, ServiceParts parts);
  ~Services();
  Services(const Services&) = delete;

  /// What has issued keys: IAM and STS.
  std::vector<aws::Credentials*> issuers();

  WaitForEnd wait_for_end();
  lambda::UrlEndpoint& function_urls();
  lambda::CodeDownloads& code_downloads();
  apigateway::Endpoint& apis();
  aws::WebSocketEndpoint& web_sockets();
  s3::WebEndpoint& s3_web();
  s3::RequestMetrics& s3_requests();

 private:
  struct Members;
  std::unique_ptr<Members> members_;
};

}  // namespace cloudling::server
