// API destinations: HTTP endpoints that rules have as targets. http_delivery.h sends them events.

#include "emulators/aws/arn.h"
#include "emulators/events/errors.h"
#include "emulators/events/events.h"
#include "emulators/events/events_store_connections.h"
#include "emulators/events/lookup.h"
#include "emulators/events/pages.h"

namespace cloudling::events {

namespace {

constexpr int64_t kDefaultRate = 300;
constexpr int64_t kAll = 10'000;

std::optional<ApiDestinationRow> find_named(const aws::CallContext& context, store::ReadTransaction& tx,
                                            const std::string& name) {
  auto rows = events::list_api_destinations(tx, resource_arn(context, "api-destination", name + "/"), "", 1);
  return rows.empty() ? std::nullopt : std::optional(std::move(rows.front()));
}

ApiDestinationRow require_destination(const aws::CallContext& context, store::ReadTransaction& tx,
                                      const std::string& name) {
  auto row = find_named(context, tx, name);
  if (!row) throw not_found("Failed to describe the api-destination(s). ApiDestination '" + name + "' does not exist.");
  return *std::move(row);
}

void require_connection(store::ReadTransaction& tx, const std::string& arn) {
  if (!find_connection(tx, arn)) throw not_found("Connection '" + arn + "' does not exist.");
}

void require_endpoint(const std::string& endpoint) {
  if (endpoint.starts_with("https://") || endpoint.starts_with("http://")) return;
  throw validation("Parameter InvocationEndpoint is not valid. Reason: it must be an https:// URL.");
}

/// It can be used while its connection is authorized.
std::string state_of(store::ReadTransaction& tx, const ApiDestinationRow& row) {
  const auto connection = find_connection(tx, row.connection_arn);
  return connection && connection->state == "AUTHORIZED" ? "ACTIVE" : "INACTIVE";
}

ApiDestination shown(store::ReadTransaction& tx, ApiDestinationRow row) {
  row.state = state_of(tx, row);
  return row;
}

ChangedApiDestinationOutput changed(store::ReadTransaction& tx, const ApiDestinationRow& row) {
  return {.arn = row.arn, .state = state_of(tx, row), .created = row.created, .modified = row.modified};
}

}  // namespace

ChangedApiDestinationOutput Events::create_api_destination(const Context& context, Write& tx,
                                                           const CreateApiDestinationInput& in) {
  require_endpoint(in.endpoint);
  require_connection(tx, in.connection_arn);
  if (find_named(context, tx, in.name)) throw already_exists("ApiDestination " + in.name + " already exists.");
  const ApiDestinationRow row{.arn = resource_arn(context, "api-destination", in.name + "/" + ids_.uuid()),
                              .name = in.name,
                              .state = "",
                              .connection_arn = in.connection_arn,
                              .endpoint = in.endpoint,
                              .method = in.method,
                              .description = in.description,
                              .rate_limit = in.rate_limit.value_or(kDefaultRate),
                              .created = {clock_.now()},
                              .modified = {clock_.now()}};
  put_api_destination(tx, row);
  return changed(tx, row);
}

ApiDestination Events::describe_api_destination(const Context& context, Read& tx, const ApiDestinationInput& in) {
  return shown(tx, require_destination(context, tx, in.name));
}

ChangedApiDestinationOutput Events::update_api_destination(const Context& context, Write& tx,
                                                           const UpdateApiDestinationInput& in) {
  ApiDestinationRow row = require_destination(context, tx, in.name);
  row.endpoint = in.endpoint.value_or(row.endpoint);
  row.connection_arn = in.connection_arn.value_or(row.connection_arn);
  row.method = in.method.value_or(row.method);
  if (in.description) row.description = in.description;
  if (in.rate_limit) row.rate_limit = in.rate_limit;
  require_endpoint(row.endpoint);
  require_connection(tx, row.connection_arn);
  row.modified = {clock_.now()};
  put_api_destination(tx, row);
  return changed(tx, row);
}

aws::Nothing Events::delete_api_destination(const Context& context, Write& tx, const ApiDestinationInput& in) {
  const ApiDestinationRow row = require_destination(context, tx, in.name);
  events::delete_api_destination(tx, row.arn);
  return {};
}

ListApiDestinationsOutput Events::list_api_destinations(const Context& context, Read& tx,
                                                        const ListApiDestinationsInput& in) {
  const std::string prefix = resource_arn(context, "api-destination", in.name_prefix.value_or(""));
  const std::string purpose = "ListApiDestinations/" + prefix + "/" + in.connection_arn.value_or("");
  const int64_t limit = page_size(in.limit);
  auto rows = events::list_api_destinations(tx, prefix, position_of(in.next_token, purpose), kAll);
  const auto other = [&](const ApiDestinationRow& row) { return row.connection_arn != *in.connection_arn; };
  if (in.connection_arn) std::erase_if(rows, other);
  ListApiDestinationsOutput output;
  if (rows.size() > static_cast<size_t>(limit)) {
    rows.resize(static_cast<size_t>(limit));
    output.next_token = token_for(rows.back().arn, purpose);
  }
  for (ApiDestinationRow& row : rows) {
    row.description.reset();
    output.destinations.push_back(shown(tx, std::move(row)));
  }
  return output;
}

}  // namespace cloudling::events
