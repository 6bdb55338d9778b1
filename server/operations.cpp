#include "server/operations.h"

#include <boost/asio/io_context.hpp>

#include "emulators/aws/dispatcher.h"
#include "emulators/aws/gateway.h"
#include "emulators/aws/ids.h"
#include "emulators/aws/operations_table.h"
#include "emulators/aws/virtual_clock.h"
#include "emulators/iam/enforcer.h"
#include "server/children/supervisor.h"
#include "server/credentials.h"
#include "server/function_host.h"
#include "server/http_client.h"
#include "server/image_pool.h"
#include "server/services.h"

namespace cloudling::server {

std::string operations_table() {
  boost::asio::io_context io;
  FunctionHost functions(io, start_supervisor());
  aws::VirtualClock clock;
  aws::IdSource ids;
  store::StoreOptions options;
  options.ephemeral = true;
  options.migrations = all_migrations();
  options.clock = &clock;
  store::Store store(std::move(options));
  aws::Registry registry;
  aws::Dispatcher dispatcher(registry, ids);
  ImagePool images(1);
  BeastHttpClient http(io, [] { return std::string(); });
  const aws::Accounts accounts;
  KnownCredentials credentials({});
  aws::Authenticator authenticator(aws::AuthMode{}, credentials, clock);
  aws::Gateway gateway(registry, dispatcher, authenticator, ids);
  iam::Enforcer judge(iam::IamMode::kOff, {store, credentials, clock, {}});
  const Services services(
      registry, {store, dispatcher, gateway, clock, ids, accounts, credentials, images, functions, http, judge, {}});
  return aws::operations_table(registry);
}

}  // namespace cloudling::server
