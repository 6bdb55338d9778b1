#include "emulators/logs/insights/run.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "emulators/aws/error.h"

namespace cloudling::logs::insights {

namespace {

constexpr size_t kMaxRowBytes = 64u << 20;     // of rows that are kept to be sorted
constexpr size_t kMaxGroupBytes = 128u << 20;  // of the groups of statistics
constexpr size_t kEntryBytes = 96;             // of an entry in a container, about

/// Sorts rows; without keys the newest first.
bool goes_before(const Record& a, const Record& b, const std::vector<SortKey>* keys) {
  if (!keys) return a.time > b.time;
  for (const SortKey& key : *keys) {
    const int order = compare(key.expression->value({a}), key.expression->value({b}));
    if (order != 0) return key.descending ? order > 0 : order < 0;
  }
  return false;
}

/// Rows that neither goes before the other stay in their order.
void sort_rows(std::vector<Record>& rows, const std::vector<SortKey>* keys) {
  std::vector<size_t> order(rows.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::sort(order, [&](size_t a, size_t b) {
    if (goes_before(rows[a], rows[b], keys)) return true;
    return a < b && !goes_before(rows[b], rows[a], keys);
  });
  std::vector<Record> sorted;
  sorted.reserve(rows.size());
  for (const size_t at : order) sorted.push_back(std::move(rows[at]));
  rows = std::move(sorted);
}

bool is_blocking(const Stage& stage) {
  return stage.kind == Stage::Kind::kStats || stage.kind == Stage::Kind::kSort || stage.kind == Stage::Kind::kLimit;
}

/// Bounds what the groups of a query hold.
class Budget {
 public:
  void spend(size_t bytes) {
    bytes_ += bytes;
    if (bytes_ > kMaxGroupBytes) {
      throw aws::Error(400, "LimitExceededException", "The query needs more memory than a query may have.");
    }
  }

 private:
  size_t bytes_ = 0;
};

/// What an aggregate has seen so far.
struct Accumulator {
  double count = 0;
  double sum = 0;
  double squares = 0;
  Value chosen;  ///< the least, the greatest, the first or the last, as the aggregate asks
  aws::TimeMs chosen_at = 0;
  std::set<std::string> distinct;
  std::vector<double> samples;
};

/// Whether `value` takes the place of what was chosen before.
bool is_better(const Accumulator& state, Aggregate::Kind kind, const Value& value, aws::TimeMs time) {
  if (state.chosen.missing()) return true;
  switch (kind) {
    case Aggregate::Kind::kMin:
    case Aggregate::Kind::kSortsFirst:
      return compare(value, state.chosen) < 0;
    case Aggregate::Kind::kMax:
    case Aggregate::Kind::kSortsLast:
      return compare(value, state.chosen) > 0;
    case Aggregate::Kind::kEarliest:
      return time < state.chosen_at;
    case Aggregate::Kind::kLatest:
      return time >= state.chosen_at;
    default:
      return false;
  }
}

void add(Accumulator& state, const Aggregate& aggregate, const Value& value, aws::TimeMs time, Budget& budget) {
  if (aggregate.argument && value.missing()) return;
  const auto number = value.number();
  state.count += 1;
  if (number) {
    state.sum += *number;
    state.squares += *number * *number;
  }
  if (aggregate.kind == Aggregate::Kind::kCountDistinct) {
    const std::string text = value.text();
    if (state.distinct.insert(text).second) budget.spend(text.size() + kEntryBytes);
  } else if (aggregate.kind == Aggregate::Kind::kPercentile && number) {
    state.samples.push_back(*number);
    budget.spend(sizeof(double));
  } else if (is_better(state, aggregate.kind, value, time)) {
    state.chosen = value;
    state.chosen_at = time;
  }
}

Value percentile(std::vector<double> samples, double percent) {
  if (samples.empty()) return {};
  std::ranges::sort(samples);
  const double rank = std::ceil(percent / 100 * static_cast<double>(samples.size()));
  return samples[static_cast<size_t>(std::clamp(rank, 1.0, static_cast<double>(samples.size()))) - 1];
}

Value deviation(const Accumulator& state) {
  if (state.count == 0) return {};
  const double mean = state.sum / state.count;
  return std::sqrt(std::max(0.0, state.squares / state.count - mean * mean));
}

Value result_of(const Accumulator& state, const Aggregate& aggregate) {
  switch (aggregate.kind) {
    case Aggregate::Kind::kCount:
      return state.count;
    case Aggregate::Kind::kCountDistinct:
      return static_cast<double>(state.distinct.size());
    case Aggregate::Kind::kSum:
      return state.count > 0 ? Value(state.sum) : Value();
    case Aggregate::Kind::kAverage:
      return state.count > 0 ? Value(state.sum / state.count) : Value();
    case Aggregate::Kind::kDeviation:
      return deviation(state);
    case Aggregate::Kind::kPercentile:
      return percentile(state.samples, aggregate.percent);
    default:
      return state.chosen;
  }
}

/// A value of a column, as text where it is a time: rows of statistics no longer know.
Value column_value(const Column& column, const Scope& scope) {
  const Value value = column.expression->value(scope);
  const auto number = value.number();
  return column.expression->is_time() && number ? Value(time_text(*number)) : value;
}

}  // namespace

/// The groups of a `stats`.
class QueryRun::Groups {
 public:
  explicit Groups(const Stage& stage) : stage_(stage) {}

  void take(const Record& record) {
    std::string key;
    std::vector<Value> by;
    for (const Column& column : stage_.by) {
      by.push_back(column_value(column, {record}));
      key += by.back().text() + '\0';
    }
    Group& group = groups_[key];
    if (group.states.empty()) {
      const size_t chosen = stage_.aggregates.size() * (sizeof(Accumulator) + record.message.size());
      budget_.spend(2 * key.size() + kEntryBytes + chosen);
      group.by = std::move(by);
      group.states.resize(stage_.aggregates.size());
    }
    for (size_t i = 0; i < stage_.aggregates.size(); ++i) {
      const Aggregate& aggregate = stage_.aggregates[i];
      const Value value = aggregate.argument ? aggregate.argument->value({record}) : Value(1.0);
      add(group.states[i], aggregate, value, record.time, budget_);
    }
  }

  std::vector<Record> rows() {
    if (groups_.empty() && stage_.by.empty()) groups_[""].states.resize(stage_.aggregates.size());
    std::vector<Record> rows;
    for (const auto& [key, group] : groups_) rows.push_back(row_of(group));
    return rows;
  }

 private:
  struct Group {
    std::vector<Value> by;
    std::vector<Accumulator> states;
  };

  Record row_of(const Group& group) const {
    std::vector<Value> results;
    for (size_t i = 0; i < stage_.aggregates.size(); ++i) {
      results.push_back(result_of(group.states[i], stage_.aggregates[i]));
    }
    Record row;
    row.is_event = false;
    for (size_t i = 0; i < group.by.size(); ++i) row.set(stage_.by[i].name, group.by[i]);
    const Record nothing = row;
    for (const Column& column : stage_.columns) {
      row.set(column.name, column_value(column, {.record = nothing, .aggregates = &results}));
    }
    return row;
  }

  const Stage& stage_;
  std::map<std::string, Group> groups_;
  Budget budget_;
};

/// The rows that come first by some keys, as many as are asked for.
class QueryRun::Rows {
 public:
  Rows(const std::vector<SortKey>* keys, size_t limit) : keys_(keys), limit_(limit) {}

  void take(Record record) {
    bytes_ += record.bytes();
    rows_.push_back(std::move(record));
    if (rows_.size() >= 2 * limit_ + 100 || bytes_ > kMaxRowBytes) cut();
  }

  std::vector<Record> rows() {
    cut();
    return std::move(rows_);
  }

 private:
  void cut() {
    if (!keys_) std::ranges::reverse(rows_);  // of the same time the later ones first
    sort_rows(rows_, keys_);
    if (rows_.size() > limit_) rows_.resize(limit_);
    bytes_ = 0;
    size_t kept = 0;
    while (kept < rows_.size() && bytes_ + rows_[kept].bytes() <= kMaxRowBytes / 2) bytes_ += rows_[kept++].bytes();
    rows_.resize(kept);
    if (!keys_) std::ranges::reverse(rows_);
  }

  const std::vector<SortKey>* keys_;
  size_t limit_;
  std::vector<Record> rows_;
  size_t bytes_ = 0;
};

QueryRun::QueryRun(const Query& query, int64_t limit) : query_(query), limit_(limit) {
  const auto& stages = query.stages;
  blocking_ = static_cast<size_t>(std::ranges::find_if(stages, is_blocking) - stages.begin());
  if (blocking_ < stages.size() && stages[blocking_].kind == Stage::Kind::kStats) {
    groups_ = std::make_unique<Groups>(stages[blocking_]);
    return;
  }
  const bool sorts = blocking_ < stages.size() && stages[blocking_].kind == Stage::Kind::kSort;
  const size_t limiting = blocking_ + (sorts ? 1 : 0);
  const bool limits = limiting < stages.size() && stages[limiting].kind == Stage::Kind::kLimit;
  const int64_t kept = limits ? stages[limiting].limit : limit;
  rows_ = std::make_unique<Rows>(sorts ? &stages[blocking_].keys : nullptr, static_cast<size_t>(kept));
}

QueryRun::~QueryRun() = default;

void QueryRun::take(Record record) {
  for (size_t i = 0; i < blocking_; ++i) {
    if (!pass(record, query_.stages[i])) return;
  }
  ++matched_;
  if (groups_)
    groups_->take(record);
  else
    rows_->take(std::move(record));
}

/// Runs a stage on one record; false where the record is left out.
bool QueryRun::pass(Record& record, const Stage& stage) const {
  switch (stage.kind) {
    case Stage::Kind::kFilter:
      return stage.expression->value({record}).truth();
    case Stage::Kind::kFields:
    case Stage::Kind::kDisplay:
      for (const Column& column : stage.columns) {
        if (!column.is_field) record.set(column.name, column_value(column, {record}));
      }
      return true;
    case Stage::Kind::kParse: {
      const std::string text = stage.expression->value({record}).text();
      std::vector<re2::StringPiece> groups(stage.names.size() + 1);
      if (!stage.regex->Match(text, 0, text.size(), re2::RE2::UNANCHORED, groups.data(),
                              static_cast<int>(groups.size())))
        return true;
      for (size_t i = 0; i < stage.names.size(); ++i) {
        if (!stage.names[i].empty() && groups[i + 1].data()) record.set(stage.names[i], std::string(groups[i + 1]));
      }
      return true;
    }
    default:
      return true;
  }
}

std::vector<ResultRow> QueryRun::finish() {
  std::vector<Record> rows = groups_ ? groups_->rows() : rows_->rows();
  if (!groups_ && (blocking_ == query_.stages.size() || query_.stages[blocking_].kind == Stage::Kind::kLimit)) {
    std::ranges::reverse(rows);
  }
  run_rest(rows);
  if (rows.size() > static_cast<size_t>(limit_)) rows.resize(static_cast<size_t>(limit_));
  std::vector<ResultRow> results;
  for (const Record& row : rows) results.push_back(shown(row));
  return results;
}

void QueryRun::run_rest(std::vector<Record>& rows) {
  for (size_t i = blocking_ + 1; i < query_.stages.size(); ++i) {
    const Stage& stage = query_.stages[i];
    if (stage.kind == Stage::Kind::kSort) {
      sort_rows(rows, &stage.keys);
    } else if (stage.kind == Stage::Kind::kLimit) {
      if (rows.size() > static_cast<size_t>(stage.limit)) rows.resize(static_cast<size_t>(stage.limit));
    } else if (stage.kind == Stage::Kind::kStats) {
      Groups groups(stage);
      for (const Record& row : rows) groups.take(row);
      rows = groups.rows();
    } else {
      std::erase_if(rows, [&](Record& row) { return !pass(row, stage); });
    }
  }
}

/// The columns of the last display; else those of statistics; else of all fields commands; else time and message.
ResultRow QueryRun::shown(const Record& record) const {
  ResultRow row;
  const auto show = [&](const std::string& name) {
    const Value value = record.field(name);
    if (value.missing() || std::ranges::find(row, name, &ResultRow::value_type::first) != row.end()) return;
    const bool time = record.is_event && (name == "@timestamp" || name == "@ingestionTime") && value.number();
    row.emplace_back(name, time ? time_text(*value.number()) : value.text());
  };
  const auto last = std::ranges::find_if(query_.stages.rbegin(), query_.stages.rend(),
                                         [](const Stage& stage) { return stage.kind == Stage::Kind::kDisplay; });
  if (last != query_.stages.rend()) {
    for (const Column& column : last->columns) show(column.name);
  } else if (!record.is_event) {
    for (const auto& [name, value] : record.made) show(name);
  } else {
    bool any = false;
    for (const Stage& stage : query_.stages) {
      if (stage.kind != Stage::Kind::kFields) continue;
      any = true;
      for (const Column& column : stage.columns) show(column.name);
    }
    if (!any) {
      show("@timestamp");
      show("@message");
    }
  }
  if (record.is_event) row.emplace_back("@ptr", record.pointer);
  return row;
}

}  // namespace cloudling::logs::insights
