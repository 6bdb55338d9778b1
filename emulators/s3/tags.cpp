#include "emulators/s3/tags.h"

#include <algorithm>
#include <set>

#include "emulators/aws/http.h"
#include "emulators/s3/errors.h"
#include "emulators/s3/names.h"

namespace cloudling::s3 {
namespace {

size_t characters(const std::string& text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

/// Letters, digits and spaces of any script, and these: + - = . _ : / @
bool allowed(const std::string& text) {
  if (!valid_utf8(text)) return false;
  return std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return c >= 0x80 || std::isalnum(c) ||
           std::string_view(" +-=._:/@").find(static_cast<char>(c)) != std::string_view::npos;
  });
}

void require_tags(const std::vector<Tag>& tags, size_t most, const std::string& too_many) {
  if (tags.size() > most) throw aws::Error(400, "BadRequest", too_many);
  std::set<std::string> keys;
  for (const Tag& tag : tags) {
    if (tag.key.empty() || characters(tag.key) > 128 || !allowed(tag.key))
      throw aws::Error(400, "InvalidTag", "The TagKey you have provided is invalid").with("TagKey", tag.key);
    if (characters(tag.value) > 256 || !allowed(tag.value))
      throw aws::Error(400, "InvalidTag", "The TagValue you have provided is invalid")
          .with("TagKey", tag.key)
          .with("TagValue", tag.value);
    if (tag.key.starts_with("aws:"))
      throw aws::Error(400, "InvalidTag", "System tags cannot be added/updated by requester").with("TagKey", tag.key);
    if (!keys.insert(tag.key).second)
      throw aws::Error(400, "InvalidTag", "Cannot provide multiple Tags with the same key").with("TagKey", tag.key);
  }
}

}  // namespace

std::vector<Tag> stored_tags(const std::string& text) {
  std::vector<Tag> tags;
  if (text.empty()) return tags;
  for (const auto& parameter : aws::parse_query(text)) tags.push_back({parameter.name, parameter.value});
  return tags;
}

std::vector<Tag> parse_tagging_header(const std::string& header) {
  std::vector<Tag> tags = stored_tags(header);
  std::set<std::string> keys;
  for (const Tag& tag : tags)
    if (tag.key.empty() || !keys.insert(tag.key).second)
      throw invalid_argument(
          "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name "
          "duplicates.",
          "x-amz-tagging", header);
  return tags;
}

std::string tags_to_store(std::vector<Tag> tags) {
  std::sort(tags.begin(), tags.end(), [](const Tag& a, const Tag& b) { return a.key < b.key; });
  std::string text;
  for (const Tag& tag : tags) {
    if (!text.empty()) text += '&';
    text += aws::percent_encode(tag.key) + "=" + aws::percent_encode(tag.value);
  }
  return text;
}

void require_object_tags(const std::vector<Tag>& tags) {
  require_tags(tags, 10, "Object tags cannot be greater than 10");
}

void require_bucket_tags(const std::vector<Tag>& tags) {
  require_tags(tags, 50, "Bucket tag count cannot be greater than 50");
}

}  // namespace cloudling::s3
