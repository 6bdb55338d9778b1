#include "server/services.h"

#include <iterator>

#include "emulators/lambda/lambda.h"
#include "emulators/lambda/lambda_store.h"
#include "emulators/s3/s3.h"
#include "emulators/s3/s3_store.h"
#include "emulators/stepfunctions/stepfunctions.h"
#include "emulators/stepfunctions/stepfunctions_store.h"
#include "server/defaults.h"

namespace cloudling::server {

struct Services::Members {
  s3::S3 s3;
  lambda::Lambda lambda;
  stepfunctions::StepFunctions stepfunctions;
};

std::vector<store::Migration> all_migrations() {
  std::vector<store::Migration> all{defaults_migration()};
  for (auto migrations : {s3::migrations(), lambda::migrations(), stepfunctions::migrations()}) {
    all.insert(all.end(), std::make_move_iterator(migrations.begin()), std::make_move_iterator(migrations.end()));
  }
  return all;
}

Services::Services(aws::Registry& registry, ServiceParts parts)
    : members_(new Members{.s3 = {parts.store, parts.caller, parts.clock, parts.ids},
                           .lambda = {parts.store, parts.caller, parts.clock, parts.ids, parts.resizer},
                           .stepfunctions = {parts.store, parts.caller, parts.clock, parts.ids}}) {
  s3::register_operations(registry, parts.store, members_->s3);
  lambda::register_operations(registry, parts.store, members_->lambda);
  stepfunctions::register_operations(registry, parts.store, members_->stepfunctions);
}

Services::~Services() = default;

WaitForEnd Services::wait_for_end() {
  return [service = &members_->stepfunctions](std::string arn, std::chrono::steady_clock::time_point deadline) {
    return service->wait_for_end(std::move(arn), deadline);
  };
}

}  // namespace cloudling::server
