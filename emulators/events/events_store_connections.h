#pragma once

// The tables of connections and API destinations and all of their SQL; see events_store.h.
//
//   events_connections       by ARN: what DescribeConnection shows and the secrets, as JSON
//   events_api_destinations  by ARN: what DescribeApiDestination shows, as JSON, and its connection's ARN
//
// Both ARNs end with the name and a UUID: they are looked up by what stands before the UUID, too.

#include <optional>
#include <string>
#include <vector>

#include "emulators/events/shapes_connections.h"
#include "emulators/store/store.h"

namespace cloudling::events {

extern const char* const kConnectionTables;

/// The connection with its secrets; its ARN is its key.
using ConnectionRow = DescribeConnectionOutput;
using ApiDestinationRow = ApiDestination;

std::optional<ConnectionRow> find_connection(store::ReadTransaction& tx, const std::string& arn);
std::optional<ApiDestinationRow> find_api_destination(store::ReadTransaction& tx, const std::string& arn);

/// Up to `limit` of them by ARN, whose ARN begins with `arn_prefix` and comes after `after`.
std::vector<ConnectionRow> list_connections(store::ReadTransaction& tx, const std::string& arn_prefix,
                                            const std::string& after, int64_t limit);
std::vector<ApiDestinationRow> list_api_destinations(store::ReadTransaction& tx, const std::string& arn_prefix,
                                                     const std::string& after, int64_t limit);

/// Stores a new one, or replaces it.
void put_connection(store::WriteTransaction& tx, const ConnectionRow& connection);
void put_api_destination(store::WriteTransaction& tx, const ApiDestinationRow& destination);

void delete_connection(store::WriteTransaction& tx, const std::string& arn);
void delete_api_destination(store::WriteTransaction& tx, const std::string& arn);

}  // namespace cloudling::events
