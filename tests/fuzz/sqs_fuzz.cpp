// What SQS reads from outside beyond its protocol: queue URLs, ARNs, receipt handles, policies, messages.

#include <cstdint>
#include <string>

#include "emulators/aws/error.h"
#include "emulators/sqs/outgoing.h"
#include "emulators/sqs/queue_attributes.h"
#include "emulators/sqs/queue_names.h"
#include "emulators/sqs/receipts.h"

using namespace cloudling;

namespace {

template <class Read>
void unless_refused(const Read& read) {
  try {
    read();
  } catch (const aws::Error&) {
  }
}

void require(bool holds) {
  if (!holds) __builtin_trap();
}

/// What is taken for a queue is found again by the names made of it.
void read_names(const std::string& text) {
  const aws::CallContext context;
  unless_refused([&] {
    const sqs::QueueName name = sqs::parse_queue_url(context, text);
    require(sqs::parse_queue_arn(name.arn()) == name);
    require(sqs::parse_queue_url(context, sqs::queue_url(context, name)).name == name.name);
  });
  if (const auto name = sqs::parse_queue_arn(text)) require(sqs::parse_queue_arn(name->arn()) == name);
  if (const auto receipt = sqs::parse_receipt_handle(text)) require(sqs::receipt_handle(*receipt) == text);
}

/// What was checked can be stored and understood.
void read_attributes(const std::string& text) {
  for (const char* name : {"RedrivePolicy", "RedriveAllowPolicy", "Policy", "DelaySeconds", "FifoThroughputLimit"}) {
    unless_refused([&] {
      const sqs::Attributes given{{name, text}};
      sqs::check_attributes(given, true);
      sqs::Attributes attributes = sqs::default_attributes(true);
      sqs::merge_attributes(attributes, given);
      sqs::settings_of(attributes);
    });
  }
  sqs::allows_redrive(text, "arn:aws:sqs:us-east-1:000000000000:q");
}

void read_message(const std::string& text) {
  unless_refused([&] {
    sqs::SendMessageBatchRequestEntry entry;
    entry.message_body = text;
    entry.message_attributes.emplace();
    (*entry.message_attributes)[text.substr(0, 20)] = {.string_value = text, .data_type = text.substr(0, 8)};
    const auto message = sqs::make_outgoing(std::move(entry), "id");
    require(sqs::parse_stored_attributes(message.attributes).size() == 1);
  });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  read_names(text);
  read_attributes(text);
  read_message(text);
  return 0;
}
