#pragma once

// Asynchronous invocation: a durable job an event, tried again where it fails, and reported to destinations at its end.
// (AWS Lambda Developer Guide, "How Lambda handles errors and retries with asynchronous invocation".)

#include <optional>
#include <string>

#include "emulators/aws/clock.h"
#include "emulators/aws/context.h"
#include "emulators/lambda/invocation.h"
#include "emulators/lambda/resource_shapes.h"

namespace cloudling::lambda {

/// An event that waits, as its job keeps it.
struct QueuedEvent {
  std::string function_name;  ///< as it was invoked: the unqualified ARN
  std::string qualifier;
  std::string account;
  std::string region;
  std::string request_id;
  std::string payload;
  aws::TimeMs queued = 0;
  int attempts = 0;  ///< that have failed by the function's doing

  std::string to_text() const;
  static QueuedEvent from_text(const std::string& text);
};

/// What becomes of an event after an attempt.
enum class EventFate { kSucceeded, kRetried, kExhausted, kExpired };

struct EventVerdict {
  EventFate fate = EventFate::kSucceeded;
  aws::TimeMs due = 0;  ///< of the next attempt, where there is one
};

/// A minute after the first failure, two after the second; not beyond the age the settings allow. Throttling
/// (`attempted` false) is no failure: it is tried again after 1 s doubling to 5 minutes until the age is reached.
EventVerdict verdict_of(const QueuedEvent& event, const EventInvokeSettings& settings, bool failed, bool attempted,
                        int throttled, aws::TimeMs now);

/// The record that a destination gets (version "1.0").
std::string destination_record(const QueuedEvent& event, const EventVerdict& verdict,
                               const std::string& executed_version, const InvocationResult& result, aws::TimeMs now);

EventInvokeSettings event_settings_of(const std::string& text);

/// InvokeAsync: the older way to queue an event.
struct InvokeAsyncInput {
  std::string function_name;
  aws::Blob invoke_args;
  static const aws::Structure& shape();
};

struct InvokeAsyncOutput {
  int64_t status = 202;
  static const aws::Structure& shape();
};

}  // namespace cloudling::lambda
