#include "emulators/s3/listing_limits.h"

#include <algorithm>

#include "emulators/aws/http.h"
#include "emulators/s3/errors.h"

namespace cloudling::s3 {

int64_t page_marker(std::optional<int64_t> asked, const std::string& argument) {
  if (!asked) return 0;
  if (*asked < 0 || *asked > INT32_MAX)
    throw invalid_argument("Argument " + argument + " must be an integer between 0 and 2147483647", argument,
                           std::to_string(*asked));
  return *asked;
}

int64_t page_limit(std::optional<int64_t> asked, const std::string& argument) {
  return asked ? std::min<int64_t>(page_marker(asked, argument), 1000) : 1000;
}

UrlEncoding::UrlEncoding(const std::optional<std::string>& type) : on_(type.has_value()) {
  if (type && *type != "url")
    throw invalid_argument("Invalid Encoding Method specified in Request", "encoding-type", *type);
}

std::string UrlEncoding::operator()(const std::string& name) const {
  return on_ ? aws::percent_encode(name, true) : name;
}

std::optional<std::string> UrlEncoding::operator()(const std::optional<std::string>& name) const {
  if (!name) return std::nullopt;
  return (*this)(*name);
}

}  // namespace cloudling::s3
