#include "tests/emulators/apigateway/rest/world.h"

#include <utility>

namespace cloudling::apigateway::rest {

namespace {

class NoLogs : public LogSink {
 public:
  void write(const std::string&, const std::string&, const std::string&, const std::string&,
             std::vector<LogLine>) override {}
};

class NoMetrics : public MetricSink {
 public:
  void record(const std::string&, const std::string&, std::vector<Measurement>) override {}
};

class Nowhere : public HttpClient {
 public:
  boost::asio::awaitable<OutgoingResponse> send(OutgoingRequest) override {
    throw HttpFailure(HttpFailure::Kind::kUnreachable, "nobody listens");
    co_return OutgoingResponse{};
  }
};

class NoCredentials : public aws::Credentials {
 public:
  std::optional<aws::Credential> find(const std::string&, const std::string&) override { return std::nullopt; }
};

/// Lets everybody do everything.
class NoJudge : public aws::Judge {
 public:
  boost::asio::awaitable<void> require(aws::CallContext, std::string, std::string, std::string) override { co_return; }
};

}  // namespace

struct World::Parts {
  explicit Parts(support::ServiceHost& host, support::ManualClock& clock)
      : dispatcher(host.registry(), host.ids()),
        authenticator(aws::AuthMode::kOff, credentials, clock),
        gateway(host.registry(), dispatcher, authenticator, host.ids()),
        domains(host.store()),
        rest({host.store(), host.caller(), gateway, http, clock, host.ids(), logs, metrics, judge, domains}),
        endpoint({&rest}, domains, host.ids()) {}

  NoLogs logs;
  NoMetrics metrics;
  Nowhere http;
  NoCredentials credentials;
  aws::Dispatcher dispatcher;
  aws::Authenticator authenticator;
  aws::Gateway gateway;
  NoJudge judge;
  CustomDomains domains;
  Rest rest;
  Endpoint endpoint;
};

World::World(const std::string& folder)
    : host_(std::make_unique<support::ServiceHost>(folder, migrations(), clock, 7)) {
  parts_ = std::make_unique<Parts>(*host_, clock);
  register_operations(host_->registry(), host_->store(), parts_->rest);
  host_->start();
}

World::~World() {
  host_->stop();
  parts_.reset();
}

json::Value World::call(const std::string& operation, json::Value input) {
  return host_->call("apigateway", operation, std::move(input));
}

json::Value World::call(const std::string& operation, const char* json) { return call(operation, parsed(json)); }

json::Value World::at(const std::string& method, json::Value more) const {
  more["restApiId"] = api;
  if (method.empty()) return more;
  more["resourceId"] = resource;
  more["httpMethod"] = method;
  return more;
}

std::string World::create_api() {
  const json::Value made = call("CreateRestApi", R"({"name": "api"})");
  api = made.at("id").get<std::string>();
  json::Value child = at("");
  child["parentId"] = made.at("rootResourceId");
  child["pathPart"] = "here";
  resource = call("CreateResource", std::move(child)).at("id").get<std::string>();
  return api;
}

void World::add_mock(const std::string& method, const std::string& response_template) {
  call("PutMethod", at(method, parsed(R"({"authorizationType": "NONE"})")));
  call("PutIntegration", at(method, parsed(R"({"type": "MOCK", "requestTemplates":
      {"application/json": "{\"statusCode\": 200}"}})")));
  call("PutMethodResponse", at(method, parsed(R"({"statusCode": "200"})")));
  json::Value response = parsed(R"({"statusCode": "200"})");
  response["responseTemplates"]["application/json"] = response_template;
  call("PutIntegrationResponse", at(method, std::move(response)));
}

Reply World::request(const std::string& method, const std::string& path, const std::string& body,
                     aws::Headers headers) {
  aws::HttpRequest request;
  request.method = method;
  request.target = "/restapis/" + api + "/prod/_user_request_" + path;
  request.headers = std::move(headers);
  request.headers.add("Host", "localhost:4566");
  request.body = body;
  request.peer = "127.0.0.1";
  auto asking = [](Endpoint& endpoint, aws::HttpRequest asked) -> boost::asio::awaitable<Reply> {
    auto handling = endpoint.handle(std::move(asked), RequestOrigin::kOwn);
    aws::HttpResponse response = co_await std::move(handling);
    auto reading = response.body.read_all(1 << 20);
    std::string text = co_await std::move(reading);
    co_return Reply{response.status, std::move(response.headers), std::move(text)};
  };
  return host_->run(asking(parts_->endpoint, std::move(request)));
}

json::Value parsed(const std::string& text) { return json::parse(text).value(); }

}  // namespace cloudling::apigateway::rest
