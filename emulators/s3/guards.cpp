#include "emulators/s3/guards.h"

#include <algorithm>
#include <array>

#include "emulators/aws/http.h"
#include "emulators/s3/errors.h"
#include "emulators/s3/names.h"

namespace cloudling::s3 {
namespace {

constexpr size_t kMaxMetadata = 2048;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

std::map<std::string, std::string> checked_metadata(const std::map<std::string, std::string>& given) {
  std::map<std::string, std::string> metadata;
  size_t size = 0;
  for (const auto& [name, value] : given) {
    size += name.size() + value.size();
    if (name.find_first_of(":\r\n") != std::string::npos || value.find_first_of("\r\n") != std::string::npos)
      throw invalid_argument("Metadata must be fit for an HTTP header", "x-amz-meta-" + name, value);
    metadata[lower(name)] = value;
  }
  if (size > kMaxMetadata)
    throw aws::Error(400, "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size")
        .with("Size", std::to_string(size))
        .with("MaxSizeAllowed", std::to_string(kMaxMetadata));
  return metadata;
}

std::optional<std::string> checked_storage_class(const std::optional<std::string>& given) {
  constexpr std::array kClasses = {"REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER",
                                   "DEEP_ARCHIVE",       "GLACIER_IR"};
  if (!given || *given == "STANDARD") return std::nullopt;
  if (std::find(kClasses.begin(), kClasses.end(), *given) == kClasses.end())
    throw aws::Error(400, "InvalidStorageClass", "The storage class you specified is not valid")
        .with("StorageClassRequested", *given);
  return given;
}

std::string_view trim(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

/// What SDKs that sign in chunks put around the encoding is none of the object's. Without it the header stays as it is.
std::optional<std::string> without_aws_chunked(const std::optional<std::string>& content_encoding) {
  if (!content_encoding) return std::nullopt;
  std::string kept;
  bool found = false;
  std::string_view rest = *content_encoding;
  while (!rest.empty()) {
    std::string_view item = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(rest.size(), item.size() + 1));
    std::string_view coding = trim(item);
    const bool chunked = aws::equals_ignoring_case(coding, "aws-chunked");
    found |= chunked;
    if (chunked || coding.empty()) continue;
    if (!kept.empty()) kept += ", ";
    kept += coding;
  }
  if (kept.empty()) return std::nullopt;
  return found ? kept : content_encoding;
}

}  // namespace

ObjectProperties checked_properties(ObjectProperties properties) {
  properties.metadata = checked_metadata(properties.metadata);
  properties.storage_class = checked_storage_class(properties.storage_class);
  properties.content_encoding = without_aws_chunked(properties.content_encoding);
  for (auto* text : {&properties.content_type, &properties.cache_control, &properties.content_disposition,
                     &properties.content_language, &properties.expires})
    if (*text && (*text)->empty()) text->reset();
  const auto& redirect = properties.website_redirect;
  if (redirect && !redirect->starts_with("/") && !redirect->starts_with("http://") &&
      !redirect->starts_with("https://"))
    throw aws::Error(400, "InvalidRedirectLocation",
                     "The website redirect location must have a prefix of 'http://' or 'https://' or '/'.");
  return properties;
}

}  // namespace cloudling::s3
