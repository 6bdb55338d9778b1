#include "emulators/lambda/worker.h"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "asl/json/json.h"
#include "emulators/aws/encoding.h"

namespace cloudling::lambda {

namespace asio = boost::asio;
using asio::awaitable;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using Kind = RuntimeOutcome::Kind;

namespace {

constexpr std::string_view kApi = "/2018-06-01/runtime/";
constexpr milliseconds kInitLimit{10'000};   // of the start, as on AWS for functions on demand
constexpr milliseconds kWatchInterval{100};  // how often memory is looked at
constexpr size_t kMaxError = 256 * 1024;     // bytes of an error's description

aws::HttpResponse answer(int status, std::string body) {
  aws::HttpResponse response;
  response.status = status;
  response.headers.add("Content-Type", "application/json");
  response.body = aws::Body(std::move(body));
  return response;
}

aws::HttpResponse accepted() { return answer(202, R"({"status":"OK"})"); }

aws::HttpResponse refused(int status, const char* type, const char* message) {
  json::Value body = json::Value::object();
  body["errorMessage"] = message;
  body["errorType"] = type;
  return answer(status, json::write(body));
}

/// Web pages find loopback ports, too: their requests name another host or tell where they come from.
bool is_from_runtime(const aws::HttpRequest& request, const std::string& address) {
  return request.headers.get("Host") == address && !request.headers.has("Origin") &&
         !request.headers.has("Sec-Fetch-Site");
}

int64_t epoch_ms(milliseconds from_now) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<milliseconds>(now).count() + from_now.count();
}

aws::HttpResponse event_response(const RuntimeEvent& event) {
  aws::HttpResponse response = answer(200, event.payload);
  response.headers.add("Lambda-Runtime-Aws-Request-Id", event.request_id);
  response.headers.add("Lambda-Runtime-Deadline-Ms", std::to_string(epoch_ms(event.timeout)));
  response.headers.add("Lambda-Runtime-Invoked-Function-Arn", event.function_arn);
  if (!event.trace_id.empty()) response.headers.add("Lambda-Runtime-Trace-Id", event.trace_id);
  if (!event.client_context.empty()) response.headers.add("Lambda-Runtime-Client-Context", event.client_context);
  return response;
}

/// The type by the header, which is the newer way, or by the description itself.
RuntimeOutcome error_outcome(const aws::Headers& headers, std::string description) {
  RuntimeOutcome outcome{.kind = Kind::kError, .payload = std::move(description)};
  outcome.error_type = std::string(headers.get("Lambda-Runtime-Function-Error-Type"));
  const auto parsed = json::parse(outcome.payload);
  const json::Value* type = parsed ? json::find(*parsed, "errorType") : nullptr;
  if (outcome.error_type.empty() && type && type->is_string()) outcome.error_type = type->get<std::string>();
  if (!parsed) outcome.payload = R"({"errorMessage":"","errorType":"Unhandled"})";
  return outcome;
}

bool is_streamed(const aws::Headers& headers) {
  return aws::equals_ignoring_case(headers.get("Lambda-Runtime-Function-Response-Mode"), "streaming");
}

/// The error that stands behind a streamed answer, where it failed on its way.
std::optional<RuntimeOutcome> trailing_error(const aws::Headers* trailers) {
  if (!trailers || !trailers->has("Lambda-Runtime-Function-Error-Type")) return std::nullopt;
  auto description = aws::base64_decode(trailers->get("Lambda-Runtime-Function-Error-Body"));
  return error_outcome(*trailers, std::move(description).value_or(""));
}

}  // namespace

awaitable<std::shared_ptr<Worker>> Worker::start(Host& host, LaunchPlan plan, std::shared_ptr<FunctionLog> log) {
  std::shared_ptr<Worker> worker(new Worker(host, std::move(plan), std::move(log)));
  co_await worker->begin();
  co_return worker;
}

Worker::Worker(Host& host, LaunchPlan plan, std::shared_ptr<FunctionLog> log)
    : host_(host), plan_(std::move(plan)), log_(std::move(log)) {}

Worker::~Worker() {
  child_.reset();
  if (waiting_) waiting_->set(nullptr);
  std::error_code ignored;
  std::filesystem::remove_all(plan_.scratch, ignored);
}

awaitable<void> Worker::begin() {
  std::filesystem::create_directories(plan_.scratch);
  const std::weak_ptr<Worker> weak = weak_from_this();
  listener_ = host_.listen([weak](aws::HttpRequest request) -> awaitable<aws::HttpResponse> {
    auto self = weak.lock();
    if (!self) co_return refused(410, "Gone", "This worker has ended");
    auto handling = self->handle(std::move(request));
    auto response = co_await std::move(handling);
    co_return response;
  });
  plan_.runtime_api = "127.0.0.1:" + std::to_string(listener_->port());
  ChildSpec spec{.command = command_of(plan_), .environment = environment_of(plan_), .folder = plan_.code.string()};
  ChildEvents events{.on_output = [log = log_](std::string_view bytes) { log->output(bytes); },
                     .on_exit =
                         [weak](ChildExit exit) {
                           if (auto self = weak.lock()) self->exited(exit);
                         }};
  child_ = co_await host_.start(std::move(spec), std::move(events));
}

bool Worker::alive() const {
  const std::lock_guard lock(mutex_);
  return alive_;
}

void Worker::end() {
  {
    const std::lock_guard lock(mutex_);
    alive_ = false;
    if (waiting_) std::exchange(waiting_, nullptr)->set(nullptr);
  }
  if (child_) child_->kill();
}

awaitable<RuntimeOutcome> Worker::run(RuntimeEvent event) {
  auto invocation = std::make_shared<Invocation>();
  invocation->event = std::move(event);
  {
    const std::lock_guard lock(mutex_);
    if (failed_) log_->line(invocation->event.start_line);
    if (failed_) co_return *failed_;
    current_ = invocation;
    if (waiting_) {
      take(*invocation);
      std::exchange(waiting_, nullptr)->set(invocation);
    }
  }
  asio::co_spawn(host_.executor(), watch(shared_from_this(), invocation), asio::detached);
  RuntimeOutcome outcome = co_await invocation->outcome.get();
  child_->drain();
  const std::lock_guard lock(mutex_);
  current_ = nullptr;
  outcome.during_init = !invocation->taken;
  if (!invocation->taken) log_->line(invocation->event.start_line);
  if (invocation->taken) outcome.duration = steady_clock::now() - invocation->began;
  outcome.init = std::exchange(init_, std::nullopt);
  max_memory_ = std::max(max_memory_, child_->resident_bytes());
  outcome.max_memory = max_memory_;
  co_return outcome;
}

/// The runtime has the invocation from now on. Under the mutex.
void Worker::take(Invocation& invocation) {
  served_ = true;
  if (std::exchange(frozen_, false)) child_->thaw();
  child_->drain();  // what the initialisation printed comes before
  log_->line(invocation.event.start_line);
  invocation.taken = true;
  invocation.began = steady_clock::now();
}

/// The runtime waits for work. Under the mutex.
void Worker::freeze() {
  if (!served_ || !alive_) return;  // while it starts there is time for it
  frozen_ = true;
  child_->freeze();
}

awaitable<aws::HttpResponse> Worker::handle(aws::HttpRequest request) {
  if (!is_from_runtime(request, plan_.runtime_api))
    co_return refused(403, "Forbidden", "This is for the runtime alone");
  std::string path(request.raw_path());
  if (!path.starts_with(kApi)) co_return refused(404, "NotFound", "There is no such path in the Runtime API");
  path.erase(0, kApi.size());
  const bool post = request.method == "POST";
  if (request.method == "GET" && path == "invocation/next") {
    auto asking = next();
    auto response = co_await std::move(asking);
    co_return response;
  }
  if (post && path == "init/error") {
    auto failing = fail_init(std::move(request));
    auto response = co_await std::move(failing);
    co_return response;
  }
  const size_t slash = path.rfind('/');
  const bool about_one = post && path.starts_with("invocation/") && slash > sizeof "invocation";
  const std::string last = path.substr(slash + 1);
  if (!about_one || (last != "response" && last != "error"))
    co_return refused(404, "NotFound", "There is no such path in the Runtime API");
  auto finishing = finish(std::move(request), path.substr(11, slash - 11), last == "error");
  auto response = co_await std::move(finishing);
  co_return response;
}

awaitable<aws::HttpResponse> Worker::next() {
  auto asked = std::make_shared<Next>();
  {
    const std::lock_guard lock(mutex_);
    if (!std::exchange(initialized_, true)) init_ = steady_clock::now() - started_;
    if (current_ && !current_->taken) {
      take(*current_);
      asked->set(current_);
    } else {
      waiting_ = asked;
      freeze();
    }
  }
  const std::shared_ptr<Invocation> invocation = co_await asked->get();
  if (!invocation) co_return refused(410, "Gone", "This worker has ended");
  co_return event_response(invocation->event);
}

awaitable<aws::HttpResponse> Worker::finish(aws::HttpRequest request, std::string id, bool failed) {
  std::shared_ptr<Invocation> invocation;
  {
    const std::lock_guard lock(mutex_);
    invocation = current_;
  }
  if (!invocation || invocation->event.request_id != id)
    co_return refused(400, "InvalidRequestID", "Invalid request ID");
  if (!failed && invocation->event.stream && is_streamed(request.headers)) {
    auto forwarding = forward(request, invocation->event.stream);
    co_await std::move(forwarding);
    RuntimeOutcome answered{.kind = Kind::kAnswer};
    invocation->outcome.set(trailing_error(request.body.trailers()).value_or(std::move(answered)));
    co_return accepted();
  }
  const size_t limit = failed ? kMaxError : kMaxResponse;
  std::string body;
  size_t length = 0;
  for (;;) {
    const std::string chunk = co_await request.body.next();
    if (chunk.empty()) break;
    length += chunk.size();
    if (length <= limit) body += chunk;
  }
  if (failed) {
    invocation->outcome.set(error_outcome(request.headers, std::move(body)));
    co_return accepted();
  }
  RuntimeOutcome outcome{.kind = Kind::kAnswer, .payload = std::move(body)};
  outcome.content_type = std::string(request.headers.get("Content-Type"));
  if (auto error = trailing_error(request.body.trailers())) outcome = std::move(*error);
  const bool too_large = length > limit;
  if (too_large) outcome = {.kind = Kind::kTooLarge, .payload = std::to_string(length)};
  invocation->outcome.set(std::move(outcome));
  if (too_large)
    co_return refused(413, "RequestEntityTooLarge", "Exceeded maximum allowed payload size (6291556 bytes).");
  co_return accepted();
}

/// A reader that has gone does not end the function.
awaitable<void> Worker::forward(aws::HttpRequest& request, std::shared_ptr<ResponseStream> stream) {
  stream->begin(std::string(request.headers.get("Content-Type")));
  for (;;) {
    std::string chunk = co_await request.body.next();
    if (chunk.empty()) co_return;
    auto pushing = stream->push(std::move(chunk));
    co_await std::move(pushing);
  }
}

awaitable<aws::HttpResponse> Worker::fail_init(aws::HttpRequest request) {
  auto reading = request.body.read_all(kMaxError);
  std::string description = co_await std::move(reading);
  RuntimeOutcome outcome = error_outcome(request.headers, std::move(description));
  outcome.during_init = true;
  const std::lock_guard lock(mutex_);
  alive_ = false;
  init_ = steady_clock::now() - started_;
  if (current_)
    current_->outcome.set(std::move(outcome));
  else
    failed_ = std::move(outcome);
  co_return accepted();
}

void Worker::exited(ChildExit exit) {
  constexpr int kBySignal = 128;  // as bubblewrap says it
  if (plan_.isolated && exit.status > kBySignal) exit = {.status = 0, .signal = exit.status - kBySignal};
  const RuntimeOutcome outcome{.kind = Kind::kExit, .during_init = !initialized_, .exit = exit};
  const std::lock_guard lock(mutex_);
  alive_ = false;
  if (!initialized_ && !init_) init_ = steady_clock::now() - started_;
  if (current_)
    current_->outcome.set(outcome);
  else if (!failed_)
    failed_ = outcome;
  if (waiting_) std::exchange(waiting_, nullptr)->set(nullptr);
}

/// Ends what takes too long or too much. Looks on a little longer than the invocation lasts.
awaitable<void> Worker::watch(std::shared_ptr<Worker> self, std::shared_ptr<Invocation> invocation) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  milliseconds pause = std::min(kWatchInterval, invocation->event.timeout);
  for (;;) {
    timer.expires_after(pause);
    auto token = asio::as_tuple(asio::use_awaitable);
    co_await timer.async_wait(token);
    auto exceeded = self->limit_exceeded(*invocation);
    if (exceeded && invocation->outcome.set(std::move(*exceeded))) self->end();
    const std::lock_guard lock(self->mutex_);
    if (self->current_ != invocation || !self->alive_) co_return;
    if (!invocation->taken) continue;
    const auto left = invocation->event.timeout - (steady_clock::now() - invocation->began);
    pause = std::clamp(std::chrono::duration_cast<milliseconds>(left), milliseconds(1), kWatchInterval);
  }
}

std::optional<RuntimeOutcome> Worker::limit_exceeded(Invocation& invocation) {
  const uint64_t resident = child_->resident_bytes();
  const std::lock_guard lock(mutex_);
  if (current_.get() != &invocation) return std::nullopt;
  max_memory_ = std::max(max_memory_, resident);
  if (resident > static_cast<uint64_t>(plan_.memory_mb) << 20) return RuntimeOutcome{.kind = Kind::kMemory};
  const auto now = steady_clock::now();
  const auto limit = invocation.taken ? invocation.event.timeout : kInitLimit + invocation.event.timeout;
  if (now - (invocation.taken ? invocation.began : started_) < limit) return std::nullopt;
  return RuntimeOutcome{.kind = Kind::kTimeout};
}

}  // namespace cloudling::lambda
