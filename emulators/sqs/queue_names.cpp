#include "emulators/sqs/queue_names.h"

#include <algorithm>

#include "emulators/aws/arn.h"
#include "emulators/sqs/errors.h"

namespace cloudling::sqs {

namespace {

constexpr size_t kMaxNameLength = 80;
constexpr size_t kMaxUrlLength = 2048;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_name_character(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

bool is_account(std::string_view text) { return text.size() == 12 && std::ranges::all_of(text, is_digit); }

/// "us-east-1", "us-gov-west-1": what a label of a host must look like to be a region.
bool is_region(std::string_view label) {
  return label.size() >= 9 && label.size() <= 20 && std::ranges::count(label, '-') >= 2 && is_digit(label.back()) &&
         std::ranges::all_of(label, [](char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-'; });
}

/// Cuts up to the first `separator` off the front of `text`, and the separator.
std::string_view take(std::string_view& text, char separator) {
  const size_t end = std::min(text.find(separator), text.size());
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

/// The region that stands beside "sqs" or "queue" in a host; "" without.
std::string_view region_of_host(std::string_view host) {
  const std::string_view first = take(host, '.');
  const std::string_view second = take(host, '.');
  if (first == "sqs" && is_region(second)) return second;
  if (second == "queue" && is_region(first)) return first;
  return {};
}

bool is_queue_name(std::string_view name) {
  if (name.ends_with(".fifo")) name.remove_suffix(5);
  return !name.empty() && std::ranges::all_of(name, is_name_character);
}

}  // namespace

QueueName parse_queue_url(const aws::CallContext& context, const std::optional<std::string>& url) {
  if (!url || url->empty()) throw missing_parameter("QueueUrl");
  if (url->size() > kMaxUrlLength) throw invalid_address(url->substr(0, kMaxUrlLength));
  std::string_view rest = *url;
  std::string_view host;
  if (const size_t scheme = rest.find("://"); scheme != std::string_view::npos) {
    rest.remove_prefix(scheme + 3);
    host = take(rest, '/');
  } else if (rest.starts_with('/')) {
    rest.remove_prefix(1);
  }
  if (rest.ends_with('/')) rest.remove_suffix(1);
  const size_t slash = rest.rfind('/');
  QueueName queue{context.account, context.region, std::string(rest.substr(slash + 1))};
  if (slash != std::string_view::npos) {
    const std::string_view before = rest.substr(0, slash);
    const std::string_view account = before.substr(before.rfind('/') + 1);
    if (!is_account(account)) throw invalid_address(*url);
    queue.account = account;
  }
  if (!is_queue_name(queue.name)) throw invalid_address(*url);
  if (const std::string_view region = region_of_host(host); !region.empty()) queue.region = region;
  return queue;
}

std::optional<QueueName> parse_queue_arn(std::string_view text) {
  const auto arn = aws::parse_arn(text);
  if (!arn || arn->service != "sqs" || arn->region.empty() || !is_account(arn->account) ||
      !is_queue_name(arn->resource))
    return std::nullopt;
  return QueueName{arn->account, arn->region, arn->resource};
}

std::string queue_url(const aws::CallContext& context, const QueueName& queue) {
  const std::string host = context.host.empty() ? "localhost:4566" : context.host;
  return (context.tls ? "https://" : "http://") + host + "/" + queue.account + "/" + queue.name;
}

void check_queue_name(const std::optional<std::string>& name, bool fifo) {
  if (!name || name->empty()) throw missing_parameter("QueueName");
  const bool sane = name->size() <= kMaxNameLength && is_queue_name(*name);
  if (sane && fifo == name->ends_with(".fifo")) return;
  if (fifo) {
    throw invalid_parameter(
        "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with "
        ".fifo "
        "suffix and be 1 to 80 in length.");
  }
  throw invalid_parameter("Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
}

}  // namespace cloudling::sqs
