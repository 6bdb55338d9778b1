#pragma once

// Pages of lists. A token is the name of the last row shown, sealed and bound to what was asked for, so that it
// survives a restart and fits no other request.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cloudling::events {

/// Rows of one answer: as asked for, at most 100.
inline int64_t page_size(const std::optional<int64_t>& limit) { return limit.value_or(100); }

std::string token_for(const std::string& position, const std::string& purpose);

/// The position in the token, "" without one. Throws ValidationException where it was not made for `purpose`.
std::string position_of(const std::optional<std::string>& token, const std::string& purpose);

/// Of `limit` + 1 rows that were asked for, keeps `limit`; true where there are more.
template <class Row>
bool cut(std::vector<Row>& rows, int64_t limit) {
  if (rows.size() <= static_cast<size_t>(limit)) return false;
  rows.pop_back();
  return true;
}

}  // namespace cloudling::events
