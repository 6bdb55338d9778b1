#include "emulators/apigateway/rest/api_key_file.h"

#include <algorithm>
#include <array>

#include "emulators/apigateway/rest/errors.h"
#include "emulators/aws/http.h"

namespace cloudling::apigateway::rest {

namespace {

constexpr size_t kMaxRows = 10'000;
constexpr std::array<std::string_view, 5> kColumns = {"name", "key", "description", "enabled", "usageplanids"};

/// A field of RFC 4180, and what stands behind it.
std::string take_field(std::string_view& text) {
  std::string field;
  if (!text.starts_with('"')) {
    const size_t end = std::min(text.find_first_of(",\r\n"), text.size());
    field = text.substr(0, end);
    text.remove_prefix(end);
    return field;
  }
  for (text.remove_prefix(1); !text.empty(); text.remove_prefix(1)) {
    if (text.starts_with("\"\""))
      text.remove_prefix(1);
    else if (text.starts_with('"'))
      break;
    field += text.front();
  }
  if (text.empty()) throw bad_request("Invalid API key file: a quote is not closed");
  text.remove_prefix(1);
  return field;
}

std::vector<std::string> take_line(std::string_view& text) {
  std::vector<std::string> fields;
  while (true) {
    fields.push_back(take_field(text));
    if (!text.starts_with(',')) break;
    text.remove_prefix(1);
  }
  if (!text.empty() && !text.starts_with('\r') && !text.starts_with('\n'))
    throw bad_request("Invalid API key file: text behind a quoted value");
  text.remove_prefix(std::min(text.find_first_not_of("\r\n"), text.size()));
  return fields;
}

std::vector<std::string> words_of(std::string_view list) {
  std::vector<std::string> words;
  while (!list.empty()) {
    const size_t end = std::min(list.find_first_of(", "), list.size());
    if (end > 0) words.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return words;
}

/// Where the file has each of kColumns; its number of columns where it has not.
std::array<size_t, kColumns.size()> places_of(const std::vector<std::string>& header) {
  std::array<size_t, kColumns.size()> places;
  for (size_t i = 0; i < kColumns.size(); ++i) {
    const auto same = [&](const std::string& each) { return aws::equals_ignoring_case(each, kColumns[i]); };
    places[i] = static_cast<size_t>(std::ranges::find_if(header, same) - header.begin());
  }
  if (places[0] == header.size() || places[1] == header.size())
    throw bad_request("Invalid API key file: the columns name and key are required");
  return places;
}

}  // namespace

std::vector<ApiKeyRow> parse_api_key_file(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  const std::vector<std::string> header = take_line(text);
  const auto places = places_of(header);
  std::vector<ApiKeyRow> rows;
  while (!text.empty()) {
    const std::vector<std::string> fields = take_line(text);
    const auto field = [&](size_t column) {
      return places[column] < fields.size() ? fields[places[column]] : std::string();
    };
    if (rows.size() == kMaxRows) throw bad_request("Invalid API key file: it has more than 10000 keys");
    rows.push_back({.name = field(0),
                    .key = field(1),
                    .description = field(2),
                    .enabled = aws::equals_ignoring_case(field(3), "true"),
                    .usage_plan_ids = words_of(field(4))});
  }
  return rows;
}

}  // namespace cloudling::apigateway::rest
