#pragma once

// The attributes of queues as texts under AWS's names: which there are, what they may be, and what they mean.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "emulators/sqs/shapes.h"

namespace cloudling::sqs {

/// What sending and receiving need of a queue's attributes.
struct QueueSettings {
  int64_t delay_s = 0;
  int64_t visibility_s = 30;
  int64_t wait_s = 0;
  int64_t retention_s = 345'600;
  int64_t max_bytes = 1'048'576;
  bool fifo = false;
  bool content_based = false;   ///< ContentBasedDeduplication
  bool per_group = false;       ///< DeduplicationScope is messageGroup
  std::string dead_letter_arn;  ///< of RedrivePolicy; "" without
  int64_t max_receives = 0;
};

struct RedrivePolicy {
  std::string dead_letter_arn;
  int64_t max_receives = 0;
};

/// Of a new queue.
Attributes default_attributes(bool fifo);

/// Throws where one of `given` is unknown (InvalidAttributeName), may not be set, or has a bad value
/// (InvalidAttributeValue, InvalidParameterValue). An empty value unsets a policy.
void check_attributes(const Attributes& given, bool fifo);

/// What attributes that were checked mean.
QueueSettings settings_of(const Attributes& attributes);

/// `given` merged into `attributes`, in the form in which they are shown. Throws InvalidAttributeValue where they do
/// not fit together.
void merge_attributes(Attributes& attributes, const Attributes& given);

/// Throws InvalidParameterValue where the text is no RedrivePolicy.
RedrivePolicy parse_redrive_policy(const std::string& text);

/// Whether the queue with that RedriveAllowPolicy ("" for none) takes the dead letters of `source_arn`.
bool allows_redrive(const std::string& redrive_allow_policy, std::string_view source_arn);

/// Whether GetQueueAttributes has it.
bool is_attribute(std::string_view name);

}  // namespace cloudling::sqs
