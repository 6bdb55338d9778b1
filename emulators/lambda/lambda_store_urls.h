#pragma once

// The table of function URLs and all of its SQL.
//
//   lambda_urls  the URL of a function ("" as qualifier) or an alias, by its id; gone with either

#include <optional>
#include <string>
#include <vector>

#include "emulators/aws/clock.h"
#include "emulators/store/connection.h"

namespace cloudling::lambda {

extern const char* const kUrlTables;

struct UrlRow {
  std::string id;  ///< the first label of its host
  std::string account;
  std::string region;
  std::string function;  ///< unqualified ARN
  std::string qualifier;
  std::string settings;  ///< JSON, as UrlSettings
  aws::TimeMs created = 0;
  aws::TimeMs modified = 0;

  std::string arn() const { return qualifier.empty() ? function : function + ":" + qualifier; }
};

std::optional<UrlRow> find_url(store::ReadTransaction& tx, const std::string& id);
std::optional<UrlRow> find_url_of(store::ReadTransaction& tx, const std::string& function,
                                  const std::string& qualifier);

/// Up to `limit` of a function and its aliases, whose ids come after `after`, in their order.
std::vector<UrlRow> list_urls(store::ReadTransaction& tx, const std::string& function, const std::string& after,
                              int64_t limit);

/// Stores a new one, or what it has become.
void put_url(store::WriteTransaction& tx, const UrlRow& url);
void delete_url(store::WriteTransaction& tx, const std::string& id);

}  // namespace cloudling::lambda
