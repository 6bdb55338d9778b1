#pragma once

// How queues are named: by account, region and name; on the wire by URLs and ARNs. Pure functions.

#include <optional>
#include <string>
#include <string_view>

#include "emulators/aws/context.h"

namespace cloudling::sqs {

struct QueueName {
  std::string account;
  std::string region;
  std::string name;

  std::string arn() const { return "arn:aws:sqs:" + region + ":" + account + ":" + name; }
  bool fifo() const { return name.ends_with(".fifo"); }
  bool operator==(const QueueName&) const = default;
};

/// The queue that a URL means, on whatever host: ".../ACCOUNT/NAME". The region is that of the host where it names one
/// (sqs.eu-west-1.amazonaws.com, eu-west-1.queue.amazonaws.com, sqs.eu-west-1.localhost:4566), else the caller's.
/// A name alone is one of the caller's own queues. Throws MissingParameter, InvalidAddress.
QueueName parse_queue_url(const aws::CallContext& context, const std::optional<std::string>& url);

/// Nothing where it is no queue's ARN.
std::optional<QueueName> parse_queue_arn(std::string_view arn);

/// The URL under which the caller reaches the queue: on the host that he asked, http://localhost:4566 in process.
std::string queue_url(const aws::CallContext& context, const QueueName& queue);

/// Of a new queue. Throws MissingParameter, InvalidParameterValue.
void check_queue_name(const std::optional<std::string>& name, bool fifo);

}  // namespace cloudling::sqs
