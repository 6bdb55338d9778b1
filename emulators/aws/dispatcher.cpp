#include "emulators/aws/dispatcher.h"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <cstdio>
#include <optional>
#include <utility>

#include "emulators/aws/catalogue.h"
#include "emulators/aws/document_codec.h"
#include "emulators/aws/member_path.h"
#include "emulators/aws/validation.h"

namespace cloudling::aws {

namespace {

void print_line(const std::string& line) { std::fprintf(stderr, "%s\n", line.c_str()); }

/// S3 words bad input itself, operation by operation; what all of them need is that nothing required is missing.
void require_members(const AnyShape& input) {
  if (input.missing.empty()) return;
  for (const Field& field : input.shape().fields) {
    if (field.location != Location::kHeader || member_path("", field) != input.missing.front()) continue;
    throw Error(400, "InvalidRequest", "Missing required header for this request: " + field.wire);
  }
  throw Error(400, "InvalidRequest", "Missing required parameter for this request: " + input.missing.front());
}

void validate_for(const Operation& operation, const AnyShape& input) {
  const CatalogueService* service = find_service(operation.service);
  if (service && service->protocol == ProtocolKind::kRestXml) return require_members(input);
  validate(input, service ? service->validation_code : std::string_view("ValidationException"));
}

}  // namespace

Dispatcher::Dispatcher(const Registry& registry, IdSource& ids, DispatcherOptions options)
    : registry_(registry), ids_(ids), options_(std::move(options)) {
  if (!options_.log_failure) options_.log_failure = print_line;
}

boost::asio::awaitable<AnyShape> Dispatcher::call(CallContext context, const Operation& operation, AnyShape input) {
  const auto started = std::chrono::steady_clock::now();
  std::optional<Error> failure;
  try {
    auto output = co_await run(context, operation, std::move(input));
    tell(context, operation, nullptr, started);
    co_return output;
  } catch (const Error& error) {
    failure = error;
  } catch (const boost::system::system_error& problem) {
    if (problem.code() != boost::asio::error::operation_aborted)
      failure = internal_failure(operation.service, operation.name, context.request_id, problem.what());
    else
      failure = Error(499, "RequestCanceled", "Who called does not wait for the answer any more.");
  } catch (const std::exception& problem) {
    failure = internal_failure(operation.service, operation.name, context.request_id, problem.what());
  } catch (...) {
    failure = internal_failure(operation.service, operation.name, context.request_id, "an exception of no known type");
  }
  tell(context, operation, &*failure, started);
  throw std::move(*failure);
}

boost::asio::awaitable<AnyShape> Dispatcher::run(const CallContext& context, const Operation& operation,
                                                 AnyShape input) {
  validate_for(operation, input);
  for (const auto& interceptor : options_.interceptors) {
    co_await interceptor->before(context, operation, input);
  }
  auto output = co_await operation.run(context, std::move(input));
  co_return output;
}

boost::asio::awaitable<CallAnswer> Dispatcher::call(CallContext context, std::string service, std::string operation,
                                                    json::Value input, Body body) {
  if (context.depth > kMaxDepth) {
    throw Error(400, "TooManyNestedCalls",
                "Services called each other more than " + std::to_string(kMaxDepth) + " deep.");
  }
  if (context.request_id.empty()) context.request_id = ids_.uuid();
  const Operation& found = find(service, operation);
  AnyShape decoded = found.make_input();
  decode_document(input, std::move(body), decoded);
  auto output = co_await call(std::move(context), found, std::move(decoded));
  co_return encode_document(std::move(output));
}

const Operation& Dispatcher::find(std::string_view service, std::string_view operation) const {
  if (const Operation* found = registry_.find(service, operation)) return *found;
  const CatalogueService* known = find_service(service);
  if (known && !known->find(operation)) throw unknown_operation(*known, operation);
  throw not_implemented(std::string(service), std::string(operation));
}

Error Dispatcher::internal_failure(std::string_view service, std::string_view operation, std::string_view request_id,
                                   std::string_view what) const {
  std::string line = "internal failure in ";
  line.append(service).append(" ").append(operation).append(", request ").append(request_id).append(": ").append(what);
  options_.log_failure(line);
  if (service == "s3") return {500, "InternalError", "We encountered an internal error. Please try again."};
  return {500, "InternalFailure",
          "The request processing has failed because of an unknown error, exception or failure."};
}

void Dispatcher::tell(const CallContext& context, const Operation& operation, const Error* error,
                      std::chrono::steady_clock::time_point started) const {
  const auto duration = std::chrono::steady_clock::now() - started;
  for (const auto& interceptor : options_.interceptors) interceptor->after(context, operation, error, duration);
}

}  // namespace cloudling::aws
