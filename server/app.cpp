#include "server/app.h"

#include <unistd.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_future.hpp>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "emulators/aws/dispatcher.h"
#include "emulators/aws/gateway.h"
#include "emulators/aws/ids.h"
#include "emulators/aws/virtual_clock.h"
#include "emulators/iam/enforcer.h"
#include "emulators/s3/incoming.h"
#include "emulators/store/jobs.h"
#include "emulators/store/store.h"
#include "server/admin_endpoints.h"
#include "server/banner.h"
#include "server/children/supervisor.h"
#include "server/credentials.h"
#include "server/defaults.h"
#include "server/function_host.h"
#include "server/http/http_server.h"
#include "server/http_client.h"
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

std::shared_ptr<Tls> make_tls(const ServeConfig& config) {
  std::optional<std::filesystem::path> folder;
  if (!config.ephemeral) folder = config.data / "tls";
  return std::make_shared<Tls>(folder);
}

/// Throws std::runtime_error with a message for the user.
std::optional<asl::MockConfig> mocks_of(const ServeConfig& config) {
  if (config.sfn_mock_config.empty()) return std::nullopt;
  std::ifstream file(config.sfn_mock_config, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read the mock configuration " + config.sfn_mock_config);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  auto parsed = asl::MockConfig::parse(text);
  if (const auto* problem = std::get_if<std::string>(&parsed)) {
    throw std::runtime_error("the mock configuration " + config.sfn_mock_config + ": " + *problem);
  }
  return std::get<asl::MockConfig>(std::move(parsed));
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

std::vector<std::unique_ptr<boost::asio::io_context>> contexts(int count) {
  std::vector<std::unique_ptr<boost::asio::io_context>> made;
  for (int i = 0; i < count; ++i) made.push_back(std::make_unique<boost::asio::io_context>(1));
  return made;
}

/// Members are destroyed in the reverse order: the store, which everything uses, is stopped before by run().
class App {
 public:
  App(const ServeConfig& config, PresetIdentities identities, Supervisor supervisor);
  void run();

 private:
  HttpServerOptions http_options();
  void run_threads();
  awaitable<aws::HttpResponse> answer(aws::HttpRequest request);
  awaitable<void> stop();
  awaitable<void> defaults() { return make_defaults(store_, dispatcher_, config_.resize_state_machine); }

  const ServeConfig& config_;
  Logging logging_;
  aws::VirtualClock clock_;  // before io_: what waits there counts on it to its end
  boost::asio::io_context io_;
  std::vector<std::unique_ptr<boost::asio::io_context>> connections_;  ///< one a thread, which so shares no queue
  aws::IdSource ids_;
  store::Store store_;
  const aws::Accounts accounts_;
  KnownCredentials credentials_;
  aws::Registry registry_;
  const std::shared_ptr<iam::Enforcer> enforcer_;
  aws::Dispatcher dispatcher_;
  ImagePool images_;
  FunctionHost functions_;
  std::shared_ptr<Tls> tls_;
  BeastHttpClient http_client_;
  aws::Authenticator authenticator_;
  aws::Gateway gateway_;
  Services services_;
  ResizeEndpoint resize_;
  AdminEndpoints admin_;
  Routes routes_;
  HttpServer http_;
};

App::App(const ServeConfig& config, PresetIdentities identities, Supervisor supervisor)
    : config_(config),
      logging_(config.log),
      clock_(config.clock),
      io_(config.threads),
      connections_(contexts(config.threads)),
      store_(store_options(config, clock_)),
      accounts_(std::move(identities.accounts)),
      credentials_(std::move(identities.keys)),
      enforcer_(std::make_shared<iam::Enforcer>(
          config.iam,
          iam::EnforcerParts{store_, credentials_, clock_, [](const std::string& line) { log_warning(line); }})),
      dispatcher_(registry_, ids_,
                  {.interceptors = {enforcer_}, .log_failure = [](const std::string& line) { log_error(line); }}),
      images_(static_cast<int>(std::max(1u, std::thread::hardware_concurrency()))),
      functions_(io_, std::move(supervisor)),
      tls_(make_tls(config)),
      http_client_(io_, [this] { return tls_->authority_pem(); }),
      authenticator_(config.auth, credentials_, clock_),
      gateway_(registry_, dispatcher_, authenticator_, ids_, {.check_document = s3::require_digests}),
      services_(registry_, {store_, dispatcher_, gateway_, clock_, ids_, accounts_, credentials_, images_, functions_,
                            http_client_, *enforcer_, mocks_of(config), config.s3_bucket_acls}),
      resize_(resize_options(config), dispatcher_, images_, clock_, services_.wait_for_end()),
      admin_(store_, registry_, enforcer_->record(), clock_, [this] { return defaults(); }),
      routes_({.allowed = config.allowed_hosts},
              {gateway_, resize_, admin_, services_.function_urls(), services_.apis(), services_.web_sockets(),
               services_.code_downloads(), services_.s3_web(), services_.s3_requests(), config.auth}),
      http_(io_, http_options(), [this](aws::HttpRequest request) { return answer(std::move(request)); }) {
  enforcer_->connect(dispatcher_);
  for (aws::Credentials* issuer : services_.issuers()) credentials_.add(*issuer);
}

HttpServerOptions App::http_options() {
  HttpServerOptions options;
  options.host = config_.host;
  options.port = config_.port;
  options.limits = config_.limits;
  options.tls = tls_;
  for (const auto& context : connections_) options.connection_contexts.push_back(context.get());
  options.on_upgrade = [this](aws::HttpRequest request) { return routes_.upgrade(std::move(request)); };
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
  const std::string endpoint = "http://" + endpoint_host(config_.host) + ":" + std::to_string(http_.port());
  functions_.set_endpoint(endpoint);
  http_client_.set_own_endpoint(endpoint);
  store_.jobs().start(io_.get_executor());
  boost::asio::co_spawn(io_, defaults(), report_failure);
  http_.start();
  print_banner(config_, http_.port(), store_.database_path());
  run_threads();
  clock_.stop();
}

void App::run_threads() {
  std::vector<std::jthread> threads;
  for (const auto& context : connections_) {
    threads.emplace_back([&context] {
      const auto work = boost::asio::make_work_guard(*context);
      context->run();
    });
  }
  for (int i = 1; i < config_.threads; ++i) threads.emplace_back([this] { io_.run(); });
  io_.run();
  for (const auto& context : connections_) context->stop();
}

awaitable<aws::HttpResponse> App::answer(aws::HttpRequest request) {
  const aws::Work work(clock_);
  auto answering = routes_.handle(std::move(request));
  auto response = co_await std::move(answering);
  co_return response;
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
