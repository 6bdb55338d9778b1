#pragma once

// Resolves what the names of a query mean, once the format of the records, and a CSV object's header, are known. Pure.

#include <string>
#include <vector>

#include "emulators/s3/select/syntax.h"

namespace cloudling::s3::select {

enum class HeaderInfo : uint8_t { kNone, kIgnore, kUse };

/// Paths begin at the row afterwards: the alias is gone from them.
void bind_json(Query& query);

/// Paths have their column afterwards. `header` is read where `info` is kUse. Throws InvalidKeyPath for paths into
/// fields, InvalidTableAlias, InvalidColumnIndex, MissingHeaders, AmbiguousFieldName.
void bind_csv(Query& query, HeaderInfo info, const std::vector<std::string>& header);

/// Columns that a bound query has to see of each CSV record; SIZE_MAX for all of them.
size_t columns_needed(const Query& query);

}  // namespace cloudling::s3::select
