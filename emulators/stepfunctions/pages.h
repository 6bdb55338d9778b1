#pragma once

// Pages of lists. A token is a position (the id of the last row shown), sealed and bound to what was asked for, so that
// it survives a restart and fits no other request.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cloudling::stepfunctions {

/// Rows of one answer: as asked for; 100 where nothing or 0 was (the API Reference, "maxResults").
int64_t page_size(const std::optional<int64_t>& max_results);

std::string token_for(int64_t position, const std::string& purpose);

/// The position in the token; nothing without one. Throws InvalidToken where it was not made for `purpose`.
std::optional<int64_t> position_of(const std::optional<std::string>& token, const std::string& purpose);

/// Of `limit` + 1 rows that were asked for, keeps `limit`; true where there are more.
template <class Row>
bool cut(std::vector<Row>& rows, int64_t limit) {
  if (rows.size() <= static_cast<size_t>(limit)) return false;
  rows.pop_back();
  return true;
}

}  // namespace cloudling::stepfunctions
