#include "emulators/aws/gateway.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "emulators/aws/aws_chunked.h"
#include "emulators/aws/catalogue.h"
#include "emulators/aws/identify.h"
#include "emulators/aws/protocol.h"
#include "emulators/aws/protocol_rpc_cbor.h"
#include "emulators/aws/sigv4.h"

namespace cloudling::aws {

/// One request on its way, filled step by step.
struct Gateway::Exchange {
  Query query;
  Query form;
  Signature signature;
  Identity identity;
  Signer signer;
  WireCall call;
  std::optional<CallContext> given;  ///< of a service, in place of what a signature says

  bool s3() const { return identity.protocol == ProtocolKind::kRestXml; }
  const Protocol& protocol() const {
    return identity.rpc_cbor ? rpc_cbor_protocol() : aws::protocol(identity.protocol);
  }
};

namespace {

/// Root=1-5759e988-bd862e3fe1be46a994272793;Parent=...;Sampled=1
std::string trace_root(std::string_view header) {
  const size_t root = header.find("Root=");
  if (root == std::string_view::npos) return std::string(header);
  return std::string(header.substr(root + 5, header.find(';', root) - root - 5));
}

CallContext make_context(const HttpRequest& request, const Signature& signature, const Signer& signer,
                         const std::string& request_id) {
  CallContext context;
  context.account = signer.account;
  if (!signature.region.empty()) context.region = signature.region;
  context.principal = signer.principal;
  context.request_id = request_id;
  context.trace_id = trace_root(request.headers.get("X-Amzn-Trace-Id"));
  context.host = std::string(request.headers.get("Host"));
  if (context.host.empty()) context.host = "localhost";  // "" means a call in process
  context.tls = request.tls;
  return context;
}

CallContext given_context(CallContext context, const std::string& request_id) {
  if (++context.depth > Dispatcher::kMaxDepth) throw Error(400, "TooManyNestedCalls", "Calls are nested too deeply.");
  context.request_id = request_id;
  return context;
}

Error unknown_service(const std::string& name) {
  if (name == "unknown") return {404, "UnknownOperationException", ""};
  return {501, "NotImplemented", "The " + name + " service is not implemented."};
}

Error method_not_allowed(const HttpRequest& request) {
  static const char* const kResources[] = {"SERVICE", "BUCKET", "OBJECT"};
  return unknown_operation(*find_service("s3"), "")
      .with("Method", request.method)
      .with("ResourceType", kResources[s3_segments(request).size()]);
}

Error no_operation_named(ProtocolKind protocol) {
  if (protocol == ProtocolKind::kQuery)
    return {400, "MissingAction", "The request is missing an action or a required parameter."};
  return {404, "UnknownOperationException", ""};
}

/// S3 names the region it expects, and clients that began with a name of their own ("US") sign again with that.
void require_region_name(const Signature& signature) {
  if (std::ranges::none_of(signature.region, [](char c) { return c >= 'A' && c <= 'Z'; })) return;
  throw Error(
      400, "AuthorizationHeaderMalformed",
      "The authorization header is malformed; the region '" + signature.region + "' is wrong; expecting 'us-east-1'")
      .with("Region", "us-east-1");
}

/// In presigned URLs of S3 parameters stand for headers: SDKs sign there what a browser need not send then. Checksums
/// are passed over, as on AWS: SDKs sign that of no body at all.
void take_presigned_headers(HttpRequest& request, const Query& query) {
  const auto begins = [](const std::string& name, std::string_view with) {
    return name.size() > with.size() && equals_ignoring_case(name.substr(0, with.size()), with);
  };
  for (const auto& [name, value, has_value] : query) {
    if (!begins(name, "x-amz-") || begins(name, "x-amz-checksum-") || begins(name, "x-amz-sdk-checksum-")) continue;
    if (!request.headers.has(name)) request.headers.add(name, value);
  }
}

/// A body that is too long, in the words of its service.
Error too_large(const Error& error, const WireCall& call, size_t limit) {
  const std::string_view service = call.service ? call.service->id : "";
  if (service == "s3") return {400, "MaxMessageLengthExceeded", "Your request was too big."};
  if (service != "lambda") return error;
  const std::string name = call.operation_name == "Invoke" ? "InvokeFunction" : call.operation_name;
  return {413, "RequestTooLargeException",
          "Request must be smaller than " + std::to_string(limit) + " bytes for the " + name + " operation"};
}

}  // namespace

boost::asio::awaitable<HttpResponse> Gateway::handle(HttpRequest request) {
  Exchange exchange;
  auto response = co_await run(std::move(request), std::move(exchange));
  co_return response;
}

boost::asio::awaitable<HttpResponse> Gateway::handle_for(CallContext context, std::string service_id,
                                                         HttpRequest request) {
  Exchange exchange;
  exchange.signature.region = context.region;
  exchange.signature.service = std::string(find_service(service_id)->signing_name);
  exchange.given = std::move(context);
  auto response = co_await run(std::move(request), std::move(exchange));
  co_return response;
}

boost::asio::awaitable<CallContext> Gateway::caller_of(HttpRequest& request) {
  const Signature signature = parse_signature(request, request.query());
  if (signature.kind == Signature::Kind::kMalformed) throw signature_error(signature, request, false);
  if (!signature.v4() || signature.access_key.empty())
    throw Error(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
  const AuthRules rules{.protocol = ProtocolKind::kRestJson, .body_limit = options_.json_bytes};
  auto authenticating = authenticator_.authenticate(request, signature, rules);
  const Signer signer = co_await std::move(authenticating);
  co_return make_context(request, signature, signer, ids_.uuid());
}

boost::asio::awaitable<HttpResponse> Gateway::run(HttpRequest request, Exchange exchange) {
  exchange.call.request_id = ids_.uuid();
  exchange.call.head = request.method == "HEAD";
  std::optional<Error> failure;
  try {
    auto response = co_await answer(request, exchange);
    co_return response;
  } catch (const Error& error) {
    failure = error.code == "RequestEntityTooLarge" ? too_large(error, exchange.call, body_limit(exchange)) : error;
  } catch (const std::exception& problem) {
    failure = dispatcher_.internal_failure(exchange.identity.service_name, exchange.call.operation_name,
                                           exchange.call.request_id, problem.what());
  }
  co_return exchange.protocol().encode(exchange.call, *failure);
}

boost::asio::awaitable<HttpResponse> Gateway::answer(HttpRequest& request, Exchange& exchange) {
  co_await identify(request, exchange);
  if (!exchange.identity.service) throw unknown_service(exchange.identity.service_name);
  if (!exchange.given) co_await authenticate(request, exchange);
  const Operation& operation = find(request, exchange);
  auto input = co_await decode(request, exchange, operation);
  auto context = exchange.given ? given_context(*exchange.given, exchange.call.request_id)
                                : make_context(request, exchange.signature, exchange.signer, exchange.call.request_id);
  auto output = co_await dispatcher_.call(std::move(context), operation, std::move(input));
  co_return exchange.protocol().encode(exchange.call, std::move(output));
}

boost::asio::awaitable<void> Gateway::identify(HttpRequest& request, Exchange& exchange) {
  exchange.query = request.query();
  if (!exchange.given) exchange.signature = parse_signature(request, exchange.query);
  if (may_be_query_form(request, exchange.signature)) {
    exchange.identity.protocol = ProtocolKind::kQuery;
    auto text = co_await request.body.read_all(options_.query_bytes);
    exchange.form = parse_query(text);
    request.body = std::move(text);
  }
  exchange.identity = aws::identify(request, exchange.query, exchange.form, exchange.signature);
  exchange.call.service = exchange.identity.service;
  exchange.call.operation = exchange.identity.operation;
  exchange.call.operation_name = exchange.identity.operation_name;
  exchange.call.json_version = exchange.identity.json_version;
}

boost::asio::awaitable<void> Gateway::authenticate(HttpRequest& request, Exchange& exchange) {
  if (exchange.signature.kind == Signature::Kind::kMalformed)
    throw signature_error(exchange.signature, request, exchange.s3());
  if (exchange.s3()) require_region_name(exchange.signature);
  const AuthRules rules{.protocol = exchange.identity.protocol,
                        .body_limit = body_limit(exchange),
                        .open = exchange.call.operation_name.starts_with("AssumeRoleWith")};
  exchange.signer = co_await authenticator_.authenticate(request, exchange.signature, rules);
}

const Operation& Gateway::find(const HttpRequest& request, const Exchange& exchange) const {
  const Identity& identity = exchange.identity;
  if (!identity.operation) {
    if (exchange.s3()) throw method_not_allowed(request);
    if (identity.operation_name.empty()) throw no_operation_named(identity.protocol);
    throw unknown_operation(*identity.service, identity.operation_name);
  }
  const Operation* operation = registry_.find(identity.service->id, identity.operation_name);
  if (!operation) throw not_implemented(std::string(identity.service->id), identity.operation_name);
  return *operation;
}

boost::asio::awaitable<AnyShape> Gateway::decode(HttpRequest& request, Exchange& exchange, const Operation& operation) {
  if (exchange.s3() && exchange.signature.presigned()) take_presigned_headers(request, exchange.query);
  if (exchange.s3() && is_aws_chunked(request.headers)) decode_aws_chunked(request, std::move(exchange.signer.chunks));
  AnyShape input = operation.make_input();
  WireInput wire{request, exchange.query, exchange.identity.labels, {}, {}};
  if (has_stream(input.shape())) {
    wire.stream = std::move(request.body);
  } else {
    wire.text = co_await request.body.read_all(body_limit(exchange));
    if (exchange.s3() && options_.check_document && !wire.text.empty())
      options_.check_document(exchange.call.operation_name, request.headers, wire.text);
  }
  exchange.protocol().decode(exchange.call, std::move(wire), input);
  co_return input;
}

size_t Gateway::body_limit(const Exchange& exchange) const {
  switch (exchange.identity.protocol) {
    case ProtocolKind::kQuery:
      return options_.query_bytes;
    case ProtocolKind::kRestXml:
      return options_.xml_bytes;
    case ProtocolKind::kRestJson:
      break;
    case ProtocolKind::kJson:
      return options_.json_bytes;
  }
  if (!exchange.identity.service || exchange.identity.service->id != "lambda") return options_.json_bytes;
  return exchange.call.operation_name == "Invoke" ? options_.invoke_bytes : options_.lambda_bytes;
}

}  // namespace cloudling::aws
