#pragma once

// A parsed Insights query ("CloudWatch Logs Insights QL", CloudWatch Logs User Guide): stages, each a command.
//
//   fields @timestamp, strlen(@message) as size | filter level = "ERROR" and size > 10 | sort size desc | limit 20
//   parse @message "user=*, took *" as @user, took | stats avg(took), count(*) as n by @user, bin(5m)

#include <re2/re2.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "emulators/logs/insights/expression.h"

namespace cloudling::logs::insights {

struct Column {
  std::string name;
  ExpressionPtr expression;
  bool is_field = false;  ///< nothing but the field of that name
};

/// A call of an aggregate function within `stats`.
struct Aggregate {
  enum class Kind {
    kCount,
    kCountDistinct,
    kSum,
    kAverage,
    kMin,
    kMax,
    kDeviation,
    kPercentile,
    kEarliest,
    kLatest,
    kSortsFirst,
    kSortsLast
  };
  Kind kind = Kind::kCount;
  ExpressionPtr argument;  ///< nullptr: count(*)
  double percent = 0;      ///< of a percentile
};

struct SortKey {
  ExpressionPtr expression;
  bool descending = true;
};

struct Stage {
  enum class Kind { kFields, kDisplay, kFilter, kParse, kStats, kSort, kLimit };

  Kind kind = Kind::kFields;
  std::vector<Column> columns;        ///< of fields, display and stats
  std::vector<Column> by;             ///< of stats
  std::vector<Aggregate> aggregates;  ///< of stats, by their slots
  ExpressionPtr expression;           ///< of filter; what parse reads
  std::shared_ptr<const re2::RE2> regex;
  std::vector<std::string> names;  ///< that parse makes, one for each group
  std::vector<SortKey> keys;
  int64_t limit = 0;
};

struct Query {
  std::vector<Stage> stages;
};

/// Throws MalformedQueryException.
Query parse_query(std::string_view text);

}  // namespace cloudling::logs::insights
