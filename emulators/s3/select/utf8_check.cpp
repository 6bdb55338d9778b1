#include "emulators/s3/select/utf8_check.h"

#include <algorithm>
#include <cstring>

#include "asl/json/json.h"
#include "emulators/aws/error.h"

namespace cloudling::s3::select {
namespace {

size_t ascii_prefix(std::string_view bytes) {
  constexpr uint64_t kHighBits = 0x8080808080808080;
  size_t at = 0;
  for (; at + 32 <= bytes.size(); at += 32) {
    uint64_t words[4];
    std::memcpy(words, bytes.data() + at, sizeof(words));
    if (((words[0] | words[1] | words[2] | words[3]) & kHighBits) != 0) break;
  }
  while (at < bytes.size() && (bytes[at] & 0x80) == 0) ++at;
  return at;
}

/// Bytes of the character that this one begins; 0 for none.
size_t size_by_lead(char lead) {
  const auto c = static_cast<unsigned char>(lead);
  if (c >= 0xc2 && c < 0xe0) return 2;
  if (c >= 0xe0 && c < 0xf0) return 3;
  return c >= 0xf0 && c < 0xf5 ? 4 : 0;
}

std::string with_commas(uint64_t number) {
  std::string digits = std::to_string(number);
  for (size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ",");
  return digits;
}

[[noreturn]] void refuse(uint64_t at) {
  throw aws::Error(400, "InvalidTextEncoding",
                   "UTF-8 encoding is required. The text encoding error was found near byte " + with_commas(at) + ".");
}

}  // namespace

void Utf8Check::feed(std::string_view bytes) {
  while (!open_.empty() && !bytes.empty()) {
    open_ += bytes.front();
    bytes.remove_prefix(1);
    if (open_.size() < size_by_lead(open_.front())) continue;
    if (!json::valid_utf8(open_)) refuse(checked_);
    checked_ += open_.size();
    open_.clear();
  }
  while (!bytes.empty()) {
    const size_t ascii = ascii_prefix(bytes);
    bytes.remove_prefix(ascii);
    checked_ += ascii;
    if (bytes.empty()) return;
    const size_t size = size_by_lead(bytes.front());
    if (size == 0) refuse(checked_);
    if (size > bytes.size()) {
      open_ = bytes;
      return;
    }
    if (!json::valid_utf8(bytes.substr(0, size))) refuse(checked_);
    bytes.remove_prefix(size);
    checked_ += size;
  }
}

void Utf8Check::finish() {
  if (!open_.empty()) refuse(checked_);
}

}  // namespace cloudling::s3::select
