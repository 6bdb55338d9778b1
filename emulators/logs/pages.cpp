#include "emulators/logs/pages.h"

#include "emulators/aws/pagination.h"
#include "emulators/logs/errors.h"

namespace cloudling::logs {

namespace {

/// Tokens hide nothing worth a secret: the key only tells those of this service.
const aws::PageTokens& tokens() {
  static const aws::PageTokens tokens("cloudling.logs");
  return tokens;
}

}  // namespace

std::string token_for(const std::string& position, const std::string& purpose) {
  return tokens().seal(purpose, position);
}

std::optional<std::string> position_of(const std::optional<std::string>& token, const std::string& purpose) {
  if (!token) return std::nullopt;
  auto position = tokens().open(purpose, *token);
  if (!position) throw invalid_token();
  return position;
}

}  // namespace cloudling::logs
