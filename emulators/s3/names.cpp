#include "emulators/s3/names.h"

#include <algorithm>
#include <array>

#include "emulators/aws/encoding.h"
#include "emulators/aws/error.h"

namespace cloudling::s3 {
namespace {

bool lower_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
bool digit(char c) { return c >= '0' && c <= '9'; }

/// Four groups of digits, whatever their values, as AWS refuses them.
bool looks_like_address(std::string_view name) {
  return std::count(name.begin(), name.end(), '.') == 3 &&
         std::all_of(name.begin(), name.end(), [](char c) { return digit(c) || c == '.'; });
}

bool reserved(std::string_view name) {
  constexpr std::array kPrefixes = {"xn--", "sthree-", "amzn-s3-demo-"};
  constexpr std::array kSuffixes = {"-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"};
  return std::any_of(kPrefixes.begin(), kPrefixes.end(), [&](const char* p) { return name.starts_with(p); }) ||
         std::any_of(kSuffixes.begin(), kSuffixes.end(), [&](const char* s) { return name.ends_with(s); });
}

/// Bytes of the UTF-8 sequence at `at`, 0 where it is none (overlong, surrogate, beyond U+10FFFF, cut short).
size_t sequence_length(std::string_view text, size_t at) {
  auto byte = [&](size_t i) { return static_cast<unsigned char>(at + i < text.size() ? text[at + i] : 0); };
  auto continues = [&](size_t i) { return (byte(i) & 0xC0) == 0x80; };
  unsigned char first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return continues(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    if ((first == 0xE0 && byte(1) < 0xA0) || (first == 0xED && byte(1) > 0x9F)) return 0;
    return continues(1) && continues(2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    if ((first == 0xF0 && byte(1) < 0x90) || (first == 0xF4 && byte(1) > 0x8F)) return 0;
    return continues(1) && continues(2) && continues(3) ? 4 : 0;
  }
  return 0;
}

}  // namespace

bool valid_bucket_name(std::string_view name) {
  if (name.size() < 3 || name.size() > 63) return false;
  if (!lower_or_digit(name.front()) || !lower_or_digit(name.back())) return false;
  bool characters =
      std::all_of(name.begin(), name.end(), [](char c) { return lower_or_digit(c) || c == '.' || c == '-'; });
  return characters && name.find("..") == std::string_view::npos && !looks_like_address(name) && !reserved(name);
}

void require_bucket_name(const std::string& name) {
  if (valid_bucket_name(name)) return;
  throw aws::Error(400, "InvalidBucketName", "The specified bucket is not valid.").with("BucketName", name);
}

void require_key(const std::string& key) {
  if (key.size() > 1024)
    throw aws::Error(400, "KeyTooLongError", "Your key is too long")
        .with("Size", std::to_string(key.size()))
        .with("MaxSizeAllowed", "1024");
  if (key.empty() || !valid_utf8(key)) throw aws::Error(400, "InvalidURI", "Couldn't parse the specified URI.");
}

bool known_region(std::string_view region) {
  constexpr std::array kRegions = {
      "af-south-1",     "ap-east-1",      "ap-east-2",      "ap-northeast-1", "ap-northeast-2", "ap-northeast-3",
      "ap-south-1",     "ap-south-2",     "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4",
      "ap-southeast-5", "ap-southeast-6", "ap-southeast-7", "ca-central-1",   "ca-west-1",      "cn-north-1",
      "cn-northwest-1", "eu-central-1",   "eu-central-2",   "eu-north-1",     "eu-south-1",     "eu-south-2",
      "eu-west-1",      "eu-west-2",      "eu-west-3",      "il-central-1",   "me-central-1",   "me-south-1",
      "mx-central-1",   "sa-east-1",      "us-east-1",      "us-east-2",      "us-gov-east-1",  "us-gov-west-1",
      "us-west-1",      "us-west-2"};
  return std::find(kRegions.begin(), kRegions.end(), region) != kRegions.end();
}

std::string canonical_id(const std::string& account) {
  return aws::hex_encode(aws::sha256("canonical user of account " + account));
}

bool valid_utf8(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    size_t length = sequence_length(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

}  // namespace cloudling::s3
