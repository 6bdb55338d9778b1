#include "server/admin_endpoints.h"

#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <set>
#include <utility>

#include "emulators/aws/dates.h"
#include "emulators/aws/error.h"
#include "emulators/store/jobs.h"
#include "server/clock_endpoint.h"
#include "server/own_response.h"
#include "server/version.h"

namespace cloudling::server {

namespace {

using boost::asio::awaitable;

int64_t now_ms() {
  using std::chrono::duration_cast, std::chrono::milliseconds, std::chrono::system_clock;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

awaitable<void> run_blocking(std::function<void()> blocking) {
  blocking();
  co_return;
}

aws::HttpResponse method_not_allowed(const std::string& allowed) {
  auto response = json_error(405, "MethodNotAllowed", "Use " + allowed + " here.");
  response.headers.add("Allow", allowed);
  return response;
}

json::Value snapshot_json(const store::SnapshotInfo& snapshot) {
  json::Value value = json::Value::object();
  value["name"] = snapshot.name;
  value["size"] = snapshot.size;
  value["created"] = aws::format_iso8601(snapshot.created_ms);
  return value;
}

}  // namespace

AdminEndpoints::AdminEndpoints(store::Store& store, const aws::Registry& registry, const iam::CallRecord& calls,
                               aws::VirtualClock& clock, std::function<awaitable<void>()> after_reset)
    : store_(store),
      registry_(registry),
      calls_(calls),
      clock_(clock),
      after_reset_(std::move(after_reset)),
      started_ms_(now_ms()) {}

bool AdminEndpoints::claims(const aws::HttpRequest& request) {
  const std::string_view path = request.raw_path();
  return path.starts_with("/_cloudling/") || path == "/_localstack/health" || path == "/_localstack/info";
}

awaitable<aws::HttpResponse> AdminEndpoints::handle(aws::HttpRequest request) {
  std::optional<aws::HttpResponse> failure;
  try {
    if (request.raw_path() == "/_cloudling/iam/explain") {
      const aws::Query query = request.query();
      const aws::QueryParameter* identity = aws::find(query, "identity");
      co_return json_response(200, calls_.policies(identity ? identity->value : ""));
    }
    if (request.raw_path() == "/_cloudling/clock") {
      auto telling = clock_endpoint(clock_, std::move(request));
      auto told = co_await std::move(telling);
      co_return told;
    }
    auto response = co_await route(request.method, std::string(request.raw_path()));
    co_return response;
  } catch (const aws::Error& error) {
    failure = json_error(error.status, error.code, error.message);
  } catch (const std::exception& error) {
    failure = json_error(400, "BadRequest", error.what());
  }
  co_return std::move(*failure);
}

awaitable<aws::HttpResponse> AdminEndpoints::route(std::string method, std::string path) {
  const bool reads = method == "GET" || method == "HEAD";
  if (path == "/_cloudling/health" || path == "/_localstack/health") {
    co_return reads ? health() : method_not_allowed("GET");
  }
  if (path == "/_cloudling/info" || path == "/_localstack/info") {
    if (!reads) co_return method_not_allowed("GET");
    auto response = co_await info();
    co_return response;
  }
  if (path == "/_cloudling/reset") {
    if (method != "POST") co_return method_not_allowed("POST");
    auto response = co_await reset();
    co_return response;
  }
  const std::string prefix = "/_cloudling/snapshots";
  if (path == prefix || path.starts_with(prefix + "/")) {
    std::string name = path.size() > prefix.size() ? path.substr(prefix.size() + 1) : std::string();
    auto response = co_await snapshots(std::move(method), std::move(name));
    co_return response;
  }
  co_return json_error(404, "NotFound", "There is nothing at " + path + ".");
}

json::Value AdminEndpoints::services() const {
  json::Value services = json::Value::object();
  for (const auto& [name, operation] : registry_.all()) services[operation.service] = "running";
  return services;
}

aws::HttpResponse AdminEndpoints::health() const {
  json::Value answer = json::Value::object();
  answer["status"] = "ok";
  answer["services"] = services();
  answer["edition"] = "cloudling";
  answer["version"] = CLOUDLING_VERSION;
  return json_response(200, answer);
}

awaitable<aws::HttpResponse> AdminEndpoints::info() {
  int64_t jobs = 0;
  std::function<void()> count = [&] { jobs = store_.jobs().count_blocking(""); };
  co_await in_background(std::move(count));
  json::Value answer = json::Value::object();
  answer["version"] = CLOUDLING_VERSION;
  answer["edition"] = "cloudling";
  answer["pid"] = static_cast<int64_t>(getpid());
  answer["started"] = aws::format_iso8601(started_ms_);
  answer["uptime"] = (now_ms() - started_ms_) / 1000;
  answer["data"] = store_.database_path().empty() ? "ephemeral" : store_.database_path().string();
  answer["operations"] = registry_.all().size();
  answer["jobs"] = jobs;
  co_return json_response(200, answer);
}

awaitable<void> AdminEndpoints::in_background(std::function<void()> blocking) {
  auto work = run_blocking(std::move(blocking));
  co_await boost::asio::co_spawn(background_, std::move(work), boost::asio::use_awaitable);
}

awaitable<aws::HttpResponse> AdminEndpoints::reset() {
  std::function<void()> work = [this] { store_.reset_blocking(); };
  co_await in_background(std::move(work));
  co_await after_reset_();
  json::Value answer = json::Value::object();
  answer["status"] = "reset";
  co_return json_response(200, answer);
}

awaitable<aws::HttpResponse> AdminEndpoints::snapshots(std::string method, std::string name) {
  if (name.empty()) {
    if (method != "GET") co_return method_not_allowed("GET");
    json::Value answer = json::Value::object();
    json::Value& list = answer["snapshots"] = json::Value::array();
    for (const auto& snapshot : store_.list_snapshots()) list.push_back(snapshot_json(snapshot));
    co_return json_response(200, answer);
  }
  const bool load = name.ends_with("/load");
  if (load) name.resize(name.size() - 5);
  if (method != "POST" && (load || method != "PUT")) co_return method_not_allowed("POST");
  json::Value answer = json::Value::object();
  std::function<void()> work = [&] {
    if (load) {
      store_.load_snapshot_blocking(name);
      answer["loaded"] = name;
    } else {
      answer["saved"] = snapshot_json(store_.save_snapshot_blocking(name));
    }
  };
  co_await in_background(std::move(work));
  co_return json_response(200, answer);
}

}  // namespace cloudling::server
