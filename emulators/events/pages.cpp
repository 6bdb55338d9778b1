#include "emulators/events/pages.h"

#include "emulators/aws/pagination.h"
#include "emulators/events/errors.h"

namespace cloudling::events {

namespace {

/// Tokens hide nothing worth a secret: the key only tells those of this service.
const aws::PageTokens& tokens() {
  static const aws::PageTokens tokens("cloudling.events");
  return tokens;
}

}  // namespace

std::string token_for(const std::string& position, const std::string& purpose) {
  return tokens().seal(purpose, position);
}

std::string position_of(const std::optional<std::string>& token, const std::string& purpose) {
  if (!token) return "";
  const auto position = tokens().open(purpose, *token);
  if (!position) throw invalid_token();
  return *position;
}

}  // namespace cloudling::events
