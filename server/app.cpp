#include "server/app.h"

#include <unistd.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_future.hpp>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "emulators/aws/dispatcher.h"
#include "emulators/aws/gateway.h"
#include "emulators/aws/ids.h"
#include "emulators/aws/system_clock.h"
#include "emulators/store/jobs.h"
#include "emulators/store/store.h"
#include "server/admin_endpoints.h"
#include "server/banner.h"
#include "server/children/supervisor.h"
#include "server/credentials.h"
#include "server/defaults.h"
#include "server/function_host.h"
#include "server/http/http_server.h"
#include "server/image_pool.h"
#include "server/logging.h"
#include "server/resize_endpoint.h"
#include "server/routes.h"
#include "server/services.h"
#include "server/tls.h"

namespace cloudling::server {

namespace {

using boost::asio::awaitable;

store::StoreOptions store_options(const ServeConfig& config, aws::Clock& clock) {
  store::StoreOptions options;
  options.folder = config.data;
  options.ephemeral = config.ephemeral;
  options.durability =
      config.durability == DurabilityChoice::kFull ? store::Durability::kFull : store::Durability::kNormal;
  options.migrations = all_migrations();
  options.clock = &clock;
  return options;
}

ResizeOptions resize_options(const ServeConfig& config) {
  return {.state_machine = config.resize_state_machine, .timeout = config.resize_timeout};
}

/// How children on this machine name the address that the server listens on.
std::string endpoint_host(const std::string& host) {
  const bool any = host == "0.0.0.0" || host == "::" || host == "localhost";
  return any ? "127.0.0.1" : host.find(':') == std::string::npos ? host : "[" + host + "]";
}

void report_failure(const std::exception_ptr& failure) {
  try {
    if (failure) std::rethrow_exception(failure);
  } catch (const std::exception& error) {
    log_error(std::string("The pipeline's defaults could not be made: ") + error.what());
  }
}

/// Members are destroyed in the reverse order: the store, which everything uses, is stopped before by run().
class App {
 public:
  App(const ServeConfig& config, PresetIdentities identities, Supervisor supervisor);
  void run();

 private:
  HttpServerOptions http_options();
  void run_threads();
  awaitable<void> stop();
  awaitable<void> defaults() { return make_defaults(store_, dispatcher_, config_.resize_state_machine); }

  const ServeConfig& config_;
  Logging logging_;
  boost::asio::io_context io_;
  aws::SystemClock clock_;
  aws::IdSource ids_;
  store::Store store_;
  const aws::Accounts accounts_;
  KnownCredentials credentials_;
  aws::Registry registry_;
  aws::Dispatcher dispatcher_;
  ImagePool images_;
  FunctionHost functions_;
  Services services_;
  aws::Authenticator authenticator_;
  aws::Gateway gateway_;
  ResizeEndpoint resize_;
  AdminEndpoints admin_;
  Routes routes_;
  HttpServer http_;
};

App::App(const ServeConfig& config, PresetIdentities identities, Supervisor supervisor)
    : config_(config),
      logging_(config.log),
      io_(config.threads),
      store_(store_options(config, clock_)),
      accounts_(std::move(identities.accounts)),
      credentials_(std::move(identities.keys)),
      dispatcher_(registry_, ids_, {.log_failure = [](const std::string& line) { log_error(line); }}),
      images_(static_cast<int>(std::max(1u, std::thread::hardware_concurrency()))),
      functions_(io_, std::move(supervisor)),
      services_(registry_, {store_, dispatcher_, clock_, ids_, accounts_, credentials_, images_, functions_,
                            config.s3_bucket_acls}),
      authenticator_(config.auth, credentials_, clock_),
      gateway_(registry_, dispatcher_, authenticator_, ids_),
      resize_(resize_options(config), dispatcher_, images_, services_.wait_for_end()),
      admin_(store_, registry_, [this] { return defaults(); }),
      routes_({.allowed = config.allowed_hosts}, {gateway_, resize_, admin_, services_.function_urls(),
                                                  services_.apis(), services_.s3_web(), config.auth}),
      http_(io_, http_options(), [this](aws::HttpRequest request) { return routes_.handle(std::move(request)); }) {}

HttpServerOptions App::http_options() {
  HttpServerOptions options;
  options.host = config_.host;
  options.port = config_.port;
  options.limits = config_.limits;
  std::optional<std::filesystem::path> folder;
  if (!config_.ephemeral) folder = config_.data / "tls";
  options.tls = std::make_shared<Tls>(folder);
  options.on_request = logging_.access_logger();
  options.on_error = [](const std::string& message) { log_error(message); };
  return options;
}

void App::run() {
  boost::asio::signal_set signals(io_, SIGINT, SIGTERM);
  signals.async_wait([this, &signals](const boost::system::error_code& error, int) {
    if (error) return;
    signals.async_wait([](const boost::system::error_code& again, int) {
      if (!again) std::_Exit(130);
    });
    boost::asio::co_spawn(io_, stop(), [this](const std::exception_ptr&) { io_.stop(); });
  });
  functions_.set_endpoint("http://" + endpoint_host(config_.host) + ":" + std::to_string(http_.port()));
  store_.jobs().start(io_.get_executor());
  boost::asio::co_spawn(io_, defaults(), report_failure);
  http_.start();
  print_banner(config_, http_.port(), store_.database_path());
  run_threads();
}

void App::run_threads() {
  std::vector<std::jthread> threads;
  for (int i = 1; i < config_.threads; ++i) threads.emplace_back([this] { io_.run(); });
  io_.run();
}

awaitable<void> App::stop() {
  log_info("Stopping: running requests have a moment to finish.");
  co_await http_.stop(config_.stop_timeout);
}

}  // namespace

void serve(const ServeConfig& config) {
  std::signal(SIGPIPE, SIG_IGN);
  PresetIdentities identities = read_credentials(config.credentials);
  App app(config, std::move(identities), start_supervisor());  // before the first thread
  app.run();
}

}  // namespace cloudling::server
