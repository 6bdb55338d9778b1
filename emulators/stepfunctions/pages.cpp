#include "emulators/stepfunctions/pages.h"

#include "emulators/aws/encoding.h"
#include "emulators/aws/pagination.h"
#include "emulators/stepfunctions/errors.h"

namespace cloudling::stepfunctions {

namespace {

constexpr int64_t kDefaultPage = 100;

/// Tokens hide nothing worth a secret: the key only tells those of this service.
const aws::PageTokens& tokens() {
  static const aws::PageTokens tokens("cloudling.stepfunctions");
  return tokens;
}

}  // namespace

int64_t page_size(const std::optional<int64_t>& max_results) {
  return max_results.value_or(0) == 0 ? kDefaultPage : *max_results;
}

std::string token_for(int64_t position, const std::string& purpose) {
  return tokens().seal(purpose, std::to_string(position));
}

std::optional<int64_t> position_of(const std::optional<std::string>& token, const std::string& purpose) {
  if (!token) return std::nullopt;
  const auto text = tokens().open(purpose, *token);
  const auto position = text ? aws::parse_integer(*text) : std::nullopt;
  if (!position) throw invalid_token();
  return position;
}

}  // namespace cloudling::stepfunctions
