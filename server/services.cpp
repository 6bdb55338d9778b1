#include "server/services.h"

#include <iterator>

#include "emulators/apigateway/rest/rest.h"
#include "emulators/cloudwatch/cloudwatch.h"
#include "emulators/cloudwatch/metrics_store.h"
#include "emulators/events/events.h"
#include "emulators/events/events_store.h"
#include "emulators/lambda/lambda.h"
#include "emulators/lambda/lambda_store.h"
#include "emulators/logs/logs.h"
#include "emulators/logs/logs_store.h"
#include "emulators/s3/s3.h"
#include "emulators/s3/s3_store.h"
#include "emulators/sqs/sqs.h"
#include "emulators/sqs/sqs_store.h"
#include "emulators/stepfunctions/stepfunctions.h"
#include "emulators/stepfunctions/stepfunctions_store.h"
#include "server/defaults.h"

namespace cloudling::server {

/// In order: who is written to comes before who writes.
struct Services::Members {
  explicit Members(const ServiceParts& parts)
      : cloudwatch(parts.store, parts.caller, parts.clock),
        logs(parts.store, parts.caller, parts.clock, parts.ids, cloudwatch.sink()),
        s3({parts.store, parts.caller, parts.clock, parts.ids, parts.accounts, parts.s3_bucket_acls}),
        s3_web({parts.store, s3, parts.credentials, parts.clock, parts.ids}),
        lambda({parts.store, parts.caller, parts.clock, parts.ids, parts.resizer, parts.functions, logs.sink(),
                cloudwatch.sink()}),
        function_urls(parts.store, parts.caller, parts.clock, parts.ids, lambda),
        sqs(parts.store, parts.clock, parts.ids),
        stepfunctions(parts.store, parts.caller, parts.clock, parts.ids),
        events(parts.store, parts.caller, parts.clock, parts.ids),
        rest_apis({parts.store, parts.caller, parts.clock, parts.ids, logs.sink(), cloudwatch.sink()}),
        apis({&rest_apis}, parts.ids) {}

  cloudwatch::CloudWatch cloudwatch;
  logs::Logs logs;
  s3::S3 s3;
  s3::WebEndpoint s3_web;
  lambda::Lambda lambda;
  lambda::UrlEndpoint function_urls;
  sqs::Sqs sqs;
  stepfunctions::StepFunctions stepfunctions;
  events::Events events;
  apigateway::rest::Rest rest_apis;
  apigateway::Endpoint apis;
};

std::vector<store::Migration> all_migrations() {
  std::vector<store::Migration> all{defaults_migration()};
  for (auto migrations :
       {s3::migrations(), lambda::migrations(), sqs::migrations(), stepfunctions::migrations(), logs::migrations(),
        cloudwatch::migrations(), events::migrations(), apigateway::rest::migrations()}) {
    all.insert(all.end(), std::make_move_iterator(migrations.begin()), std::make_move_iterator(migrations.end()));
  }
  return all;
}

Services::Services(aws::Registry& registry, ServiceParts parts) : members_(std::make_unique<Members>(parts)) {
  cloudwatch::register_operations(registry, parts.store, members_->cloudwatch);
  logs::register_operations(registry, parts.store, members_->logs);
  s3::register_operations(registry, parts.store, members_->s3);
  lambda::register_operations(registry, parts.store, members_->lambda);
  sqs::register_operations(registry, parts.store, members_->sqs);
  stepfunctions::register_operations(registry, parts.store, members_->stepfunctions);
  events::register_operations(registry, parts.store, members_->events);
  apigateway::rest::register_operations(registry, parts.store, members_->rest_apis);
}

Services::~Services() = default;

s3::WebEndpoint& Services::s3_web() { return members_->s3_web; }

lambda::UrlEndpoint& Services::function_urls() { return members_->function_urls; }

apigateway::Endpoint& Services::apis() { return members_->apis; }

WaitForEnd Services::wait_for_end() {
  return [service = &members_->stepfunctions](std::string arn, std::chrono::steady_clock::time_point deadline) {
    return service->wait_for_end(std::move(arn), deadline);
  };
}

}  // namespace cloudling::server
