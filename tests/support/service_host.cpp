#include "tests/support/service_host.h"

#include "emulators/store/jobs.h"

namespace cloudling::support {

using boost::asio::awaitable;

namespace {

awaitable<aws::CallAnswer> answer_once(std::function<json::Value(const json::Value&)> answer, json::Value input) {
  aws::CallAnswer result;
  result.output = answer(input);
  co_return result;
}

}  // namespace

FakeOperation answering(std::function<json::Value(const json::Value& input)> answer) {
  return [answer = std::move(answer)](aws::CallContext, json::Value input, aws::Body) {
    return answer_once(answer, std::move(input));
  };
}

void FakeableCaller::fake(const std::string& service, const std::string& operation, FakeOperation performed_by) {
  const std::lock_guard lock(mutex_);
  fakes_[service + "." + operation] = std::move(performed_by);
}

int FakeableCaller::calls(const std::string& operation) const {
  const std::lock_guard lock(mutex_);
  const auto found = calls_.find(operation);
  return found == calls_.end() ? 0 : found->second;
}

awaitable<aws::CallAnswer> FakeableCaller::call(aws::CallContext context, std::string service, std::string operation,
                                                json::Value input, aws::Body body) {
  FakeOperation fake;
  {
    const std::lock_guard lock(mutex_);
    const std::string name = service + "." + operation;
    const auto found = fakes_.find(name);
    if (found != fakes_.end()) {
      fake = found->second;
      ++calls_[name];
    }
  }
  if (fake) return fake(std::move(context), std::move(input), std::move(body));
  return real_.call(std::move(context), std::move(service), std::move(operation), std::move(input), std::move(body));
}

namespace {

store::StoreOptions options_of(const std::string& folder, std::vector<store::Migration> migrations, aws::Clock& clock) {
  store::StoreOptions options;
  options.ephemeral = folder.empty();
  if (!folder.empty()) options.folder = folder;
  options.migrations = std::move(migrations);
  options.clock = &clock;
  return options;
}

}  // namespace

ServiceHost::ServiceHost(const std::string& folder, std::vector<store::Migration> migrations, ManualClock& clock,
                         uint64_t seed)
    : store_(std::make_unique<store::Store>(options_of(folder, std::move(migrations), clock))), ids_(seed) {
  for (int i = 0; i < 2; ++i) threads_.emplace_back([this] { io_.run(); });
}

ServiceHost::~ServiceHost() { stop(); }

void ServiceHost::start() { store_->jobs().start(io_.get_executor()); }

void ServiceHost::stop() {
  if (store_) store_->stop();
  join();
}

void ServiceHost::kill() {
  join();
  store_.reset();
}

void ServiceHost::join() {
  work_.reset();
  io_.stop();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

json::Value ServiceHost::call(const std::string& service, const std::string& operation, json::Value input,
                              aws::CallContext context) {
  auto work = caller_.call(std::move(context), service, operation, std::move(input), aws::Body());
  return run(std::move(work)).output;
}

aws::CallAnswer ServiceHost::call_with_body(const std::string& service, const std::string& operation, json::Value input,
                                            aws::Body body) {
  aws::CallContext context;
  context.principal = {.kind = aws::Principal::Kind::kUser, .arn = "arn:aws:iam::000000000000:root", .access_key = {}};
  auto work = caller_.call(std::move(context), service, operation, std::move(input), std::move(body));
  return run(std::move(work));
}

std::string error_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const aws::Error& error) {
    return error.code + ": " + error.message;
  }
  return "";
}

}  // namespace cloudling::support
