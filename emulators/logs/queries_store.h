#pragma once

// Insights queries and their results, and their SQL.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "emulators/aws/clock.h"
#include "emulators/store/connection.h"

namespace cloudling::logs {

/// The tables, as part of the service's migration.
extern const char* const kQueryTables;

struct QueryRow {
  int64_t number = 0;
  std::string id;  ///< as AWS shows it: a UUID
  std::string account;
  std::string region;
  std::string text;
  std::string groups;  ///< JSON: the names of the groups
  aws::TimeMs from = 0;
  aws::TimeMs until = 0;
  int64_t limit = 0;
  std::string status;  ///< Running, Complete, Failed, Cancelled
  aws::TimeMs created = 0;
  aws::TimeMs ended = 0;
  std::string results;     ///< JSON: the rows
  std::string statistics;  ///< JSON
};

std::optional<QueryRow> find_query(store::ReadTransaction& tx, const std::string& account, const std::string& region,
                                   const std::string& id);

/// The newest first, those with numbers below `before`, without their results.
std::vector<QueryRow> list_queries(store::ReadTransaction& tx, const std::string& account, const std::string& region,
                                   int64_t before, int64_t limit);

/// Stores a new query, and forgets all but the newest `keep`.
void insert_query(store::WriteTransaction& tx, QueryRow& query, int64_t keep);

/// Stores status, end, results and statistics of a query that still runs; false where it does not.
bool end_query(store::WriteTransaction& tx, const QueryRow& query);

}  // namespace cloudling::logs
