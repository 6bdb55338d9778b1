#include "emulators/s3/listing_tokens.h"

#include "emulators/aws/pagination.h"
#include "emulators/s3/errors.h"

namespace cloudling::s3 {
namespace {

/// What tokens hide is a key of a bucket that the caller may list; so the key need be no secret, only stay the same.
const aws::PageTokens& tokens() {
  static const aws::PageTokens tokens("cloudling s3 listings");
  return tokens;
}

std::string binding(const std::string& operation, const std::string& bound_to) { return operation + "\n" + bound_to; }

}  // namespace

std::string seal_token(const std::string& operation, const std::string& bound_to, const std::string& position) {
  return tokens().seal(binding(operation, bound_to), position);
}

std::string open_token(const std::string& operation, const std::string& bound_to, const std::string& token) {
  if (auto position = tokens().open(binding(operation, bound_to), token)) return *position;
  throw invalid_argument("The continuation token provided is incorrect", "continuation-token", token);
}

}  // namespace cloudling::s3
