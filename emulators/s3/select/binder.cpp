#include "emulators/s3/select/binder.h"

#include <algorithm>
#include <charconv>

#include "emulators/aws/http.h"

namespace cloudling::s3::select {
namespace {

template <class Visit>
void each_path(Expression& expression, Visit& visit) {
  if (expression.op == Op::kPath) visit(expression);
  for (const ExpressionPtr& arg : expression.args) each_path(*arg, visit);
}

template <class Visit>
void each_path(Query& query, Visit visit) {
  for (SelectItem& item : query.items) each_path(*item.value, visit);
  if (query.where) each_path(*query.where, visit);
}

/// The name of the row where the query gives none.
std::string default_alias(const Query& query) {
  if (!query.from_elements) return "S3Object";
  if (query.from.empty() || query.from.back().kind != PathStep::Kind::kName) return "_1";
  return query.from.back().name;
}

bool is_alias(const Query& query, const PathStep& step, const std::string& alias) {
  if (step.kind != PathStep::Kind::kName) return false;
  if (step.exact || query.alias_exact) return step.name == alias;
  return aws::equals_ignoring_case(step.name, alias);
}

/// The N of "_N"; nothing for other names.
std::optional<size_t> position(const std::string& name) {
  if (name.size() < 2 || name.front() != '_') return std::nullopt;
  size_t number = 0;
  const auto [end, error] = std::from_chars(name.data() + 1, name.data() + name.size(), number);
  if (error != std::errc() || end != name.data() + name.size()) return std::nullopt;
  return number;
}

size_t column_of(const PathStep& step, Place place, HeaderInfo info, const std::vector<std::string>& header) {
  const auto names = [&](const std::string& column) { return step.names(column); };
  if (info == HeaderInfo::kUse) {
    const auto found = std::ranges::find_if(header, names);
    if (found != header.end()) {
      if (std::find_if(found + 1, header.end(), names) != header.end()) throw refused("AmbiguousFieldName");
      return static_cast<size_t>(found - header.begin());
    }
  }
  const auto number = position(step.name);
  if (number && *number > 0) return *number - 1;
  if (number || info == HeaderInfo::kNone) throw invalid_column_index(place);
  throw refused("MissingHeaders");
}

size_t columns_needed(const Expression& expression) {
  size_t needed = expression.op == Op::kPath ? expression.column + 1 : 0;
  for (const ExpressionPtr& arg : expression.args) needed = std::max(needed, columns_needed(*arg));
  return needed;
}

}  // namespace

void bind_json(Query& query) {
  const std::string alias = query.alias.value_or(default_alias(query));
  each_path(query, [&](Expression& path) {
    if (is_alias(query, path.path.front(), alias)) path.path.erase(path.path.begin());
  });
}

void bind_csv(Query& query, HeaderInfo info, const std::vector<std::string>& header) {
  if (!query.from.empty()) throw refused("InvalidKeyPath");
  const std::string alias = query.alias.value_or(default_alias(query));
  each_path(query, [&](Expression& path) {
    const bool aliased = path.path.size() > 1 && is_alias(query, path.path.front(), alias);
    if (aliased) path.path.erase(path.path.begin());
    if (path.path.size() > 1) throw refused(aliased ? "InvalidKeyPath" : "InvalidTableAlias");
    if (path.path.front().kind != PathStep::Kind::kName) throw refused("InvalidKeyPath");
    path.column = column_of(path.path.front(), path.place, info, header);
  });
}

size_t columns_needed(const Query& query) {
  if (query.everything) return SIZE_MAX;
  size_t needed = query.where ? columns_needed(*query.where) : 0;
  for (const SelectItem& item : query.items) needed = std::max(needed, columns_needed(*item.value));
  return needed;
}

}  // namespace cloudling::s3::select
