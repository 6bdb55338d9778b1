#include "server/services.h"

#include <iterator>

#include "emulators/apigateway/http/http_apis.h"
#include "emulators/apigateway/rest/rest.h"
#include "emulators/apigateway/websocket/web_socket_apis.h"
#include "emulators/cloudwatch/cloudwatch.h"
#include "emulators/cloudwatch/metrics_store.h"
#include "emulators/events/events.h"
#include "emulators/events/events_store.h"
#include "emulators/iam/iam.h"
#include "emulators/lambda/lambda.h"
#include "emulators/lambda/lambda_store.h"
#include "emulators/logs/logs.h"
#include "emulators/logs/logs_store.h"
#include "emulators/s3/s3.h"
#include "emulators/s3/s3_store.h"
#include "emulators/s3/storage_metrics.h"
#include "emulators/sqs/sqs.h"
#include "emulators/sqs/sqs_store.h"
#include "emulators/stepfunctions/stepfunctions.h"
#include "emulators/stepfunctions/stepfunctions_store.h"
#include "emulators/sts/sts.h"
#include "emulators/tagging/tagging.h"
#include "server/defaults.h"

namespace cloudling::server {

/// In order: who is written to comes before who writes.
struct Services::Members {
  Members(const aws::Registry& registry, const ServiceParts& parts)
      : cloudwatch(parts.store, parts.caller, parts.clock),
        logs(parts.store, parts.caller, parts.clock, parts.ids, cloudwatch.sink()),
        iam(parts.store, parts.clock, parts.ids),
        sts(parts.store, parts.caller, parts.clock, parts.ids),
        s3({parts.store, parts.caller, parts.clock, parts.ids, parts.accounts, parts.s3_bucket_acls}),
        s3_requests(parts.store, cloudwatch.sink()),
        s3_storage(parts.store, parts.clock, cloudwatch.sink()),
        s3_web({parts.store, s3, parts.credentials, parts.clock, parts.ids}),
        lambda({parts.store, parts.caller, parts.clock, parts.ids, parts.resizer, parts.functions, logs.sink(),
                cloudwatch.sink()}),
        tagging(parts.caller),
        function_urls(parts.store, parts.caller, parts.clock, parts.ids, lambda),
        sqs(parts.store, parts.clock, parts.ids),
        events(parts.store, parts.caller, parts.clock, parts.ids, parts.http),
        stepfunctions({parts.store,
                       {parts.caller, parts.ids, parts.http, events.connections()},
                       parts.clock,
                       {logs.sink(), cloudwatch.sink()},
                       registry,
                       parts.state_machine_mocks}),
        api_domains(parts.store),
        rest_apis(api_parts(parts)),
        http_apis(api_parts(parts)),
        web_socket_apis(api_parts(parts), http_apis),
        apis({&rest_apis, &http_apis, &web_socket_apis}, api_domains, parts.ids) {}

  apigateway::rest::RestParts api_parts(const ServiceParts& parts) {
    return {parts.store, parts.caller, parts.gateway,     parts.http,  parts.clock,
            parts.ids,   logs.sink(),  cloudwatch.sink(), parts.judge, api_domains};
  }

  cloudwatch::CloudWatch cloudwatch;
  logs::Logs logs;
  iam::Iam iam;
  sts::Sts sts;
  s3::S3 s3;
  s3::RequestMetrics s3_requests;
  s3::StorageMetrics s3_storage;
  s3::WebEndpoint s3_web;
  lambda::Lambda lambda;
  tagging::Tagging tagging;
  lambda::UrlEndpoint function_urls;
  sqs::Sqs sqs;
  events::Events events;
  stepfunctions::StepFunctions stepfunctions;
  apigateway::CustomDomains api_domains;
  apigateway::rest::Rest rest_apis;
  apigateway::http::HttpApis http_apis;
  apigateway::websocket::WebSocketApis web_socket_apis;
  apigateway::Endpoint apis;
};

std::vector<store::Migration> all_migrations() {
  std::vector<store::Migration> all{defaults_migration()};
  for (auto migrations :
       {s3::migrations(), lambda::migrations(), sqs::migrations(), stepfunctions::migrations(), logs::migrations(),
        cloudwatch::migrations(), events::migrations(), apigateway::rest::migrations(), apigateway::http::migrations(),
        apigateway::domain_migrations(), iam::migrations(), sts::migrations()}) {
    all.insert(all.end(), std::make_move_iterator(migrations.begin()), std::make_move_iterator(migrations.end()));
  }
  return all;
}

Services::Services(aws::Registry& registry, ServiceParts parts) : members_(std::make_unique<Members>(registry, parts)) {
  cloudwatch::register_operations(registry, parts.store, members_->cloudwatch);
  logs::register_operations(registry, parts.store, members_->logs);
  iam::register_operations(registry, parts.store, members_->iam);
  sts::register_operations(registry, parts.store, members_->sts);
  tagging::register_operations(registry, parts.store, members_->tagging);
  s3::register_operations(registry, parts.store, members_->s3);
  lambda::register_operations(registry, parts.store, members_->lambda);
  sqs::register_operations(registry, parts.store, members_->sqs);
  stepfunctions::register_operations(registry, parts.store, members_->stepfunctions);
  events::register_operations(registry, parts.store, members_->events);
  apigateway::rest::register_operations(registry, parts.store, members_->rest_apis);
  apigateway::http::register_operations(registry, parts.store, members_->http_apis);
  apigateway::websocket::register_operations(registry, parts.store, members_->web_socket_apis);
}

Services::~Services() = default;

std::vector<aws::Credentials*> Services::issuers() { return {&members_->iam, &members_->sts}; }

lambda::CodeDownloads& Services::code_downloads() { return members_->lambda.downloads(); }

s3::WebEndpoint& Services::s3_web() { return members_->s3_web; }

s3::RequestMetrics& Services::s3_requests() { return members_->s3_requests; }

lambda::UrlEndpoint& Services::function_urls() { return members_->function_urls; }

apigateway::Endpoint& Services::apis() { return members_->apis; }

aws::WebSocketEndpoint& Services::web_sockets() { return members_->web_socket_apis; }

WaitForEnd Services::wait_for_end() {
  return [service = &members_->stepfunctions](std::string arn, std::chrono::steady_clock::time_point deadline) {
    return service->wait_for_end(std::move(arn), deadline);
  };
}

}  // namespace cloudling::server
