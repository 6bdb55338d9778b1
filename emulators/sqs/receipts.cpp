#include "emulators/sqs/receipts.h"

#include <cstring>

#include "emulators/aws/encoding.h"

namespace cloudling::sqs {

namespace {

constexpr std::string_view kPrefix = "AQEB";
constexpr size_t kNumbers = sizeof(Receipt);
constexpr size_t kCheck = 12;
constexpr size_t kLongestHandle = 1024;

std::string check_of(std::string_view numbers) {
  return aws::sha256("cloudling sqs receipt" + std::string(numbers)).substr(0, kCheck);
}

}  // namespace

std::string receipt_handle(const Receipt& receipt) {
  std::string bytes(kNumbers, '\0');
  std::memcpy(bytes.data(), &receipt, kNumbers);
  bytes += check_of(bytes);
  return std::string(kPrefix) + aws::base64_encode(bytes);
}

std::optional<Receipt> parse_receipt_handle(std::string_view handle) {
  if (!handle.starts_with(kPrefix) || handle.size() > kLongestHandle) return std::nullopt;
  const auto bytes = aws::base64_decode(handle.substr(kPrefix.size()));
  if (!bytes || bytes->size() != kNumbers + kCheck) return std::nullopt;
  const std::string_view numbers = std::string_view(*bytes).substr(0, kNumbers);
  if (check_of(numbers) != bytes->substr(kNumbers)) return std::nullopt;
  Receipt receipt;
  std::memcpy(&receipt, numbers.data(), kNumbers);
  return receipt;
}

std::string sequence_number(int64_t message) { return "1" + std::to_string(8'849'496'460'000'000'000 + message); }

}  // namespace cloudling::sqs
