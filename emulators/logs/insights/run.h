#pragma once

// Runs a query over events, one after the other, in bounded memory.

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "emulators/logs/insights/query.h"
#include "emulators/logs/insights/record.h"

namespace cloudling::logs::insights {

/// Fields of a row that it has, by name.
using ResultRow = std::vector<std::pair<std::string, std::string>>;

class QueryRun {
 public:
  /// `limit` bounds the rows of the answer.
  QueryRun(const Query& query, int64_t limit);
  ~QueryRun();

  /// An event, in the order of time. Throws aws::Error where the query needs more memory than it may.
  void take(Record record);

  /// After the last event.
  std::vector<ResultRow> finish();

  int64_t matched() const { return matched_; }

 private:
  class Groups;
  class Rows;

  bool pass(Record& record, const Stage& stage) const;
  void run_rest(std::vector<Record>& rows);
  ResultRow shown(const Record& record) const;

  const Query& query_;
  const int64_t limit_;
  size_t blocking_ = 0;  ///< the first stage that needs all records; the number of stages where there is none
  int64_t matched_ = 0;
  std::unique_ptr<Groups> groups_;
  std::unique_ptr<Rows> rows_;
};

}  // namespace cloudling::logs::insights
