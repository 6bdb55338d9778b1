#include <algorithm>
#include <boost/asio/this_coro.hpp>
#include <charconv>
#include <set>
#include <utility>

#include "emulators/aws/virtual_clock.h"
#include "emulators/sqs/digests.h"
#include "emulators/sqs/errors.h"
#include "emulators/sqs/receipts.h"
#include "emulators/sqs/sqs.h"

namespace cloudling::sqs {

using boost::asio::awaitable;

namespace {

constexpr TimeMs kAttemptMs = 5 * 60 * 1000;
constexpr int64_t kMaxMessages = 10;
constexpr int64_t kMaxWait = 20;
constexpr int64_t kMaxVisibility = 43'200;
constexpr size_t kMaxAttempt = 128;

constexpr const char* kSystemAttributes[] = {"All",
                                             "SenderId",
                                             "SentTimestamp",
                                             "ApproximateReceiveCount",
                                             "ApproximateFirstReceiveTimestamp",
                                             "SequenceNumber",
                                             "MessageDeduplicationId",
                                             "MessageGroupId",
                                             "AWSTraceHeader",
                                             "DeadLetterQueueSourceArn"};

void check_range(const std::optional<int64_t>& value, const char* name, int64_t min, int64_t max, const char* reason) {
  if (value && (*value < min || *value > max)) throw invalid_value(std::to_string(*value), name, reason);
}

void check(const ReceiveMessageInput& input) {
  check_range(input.max_number_of_messages, "MaxNumberOfMessages", 1, kMaxMessages,
              "Must be between 1 and 10, if provided.");
  check_range(input.wait_time_seconds, "WaitTimeSeconds", 0, kMaxWait, "Must be >= 0 and <= 20, if provided.");
  check_range(input.visibility_timeout, "VisibilityTimeout", 0, kMaxVisibility,
              "Must be >= 0 and <= 43200, if provided.");
  for (const auto* names : {&input.attribute_names, &input.system_attribute_names}) {
    for (const std::string& name : *names) {
      if (std::ranges::find(kSystemAttributes, name) == std::end(kSystemAttributes)) throw invalid_attribute_name(name);
    }
  }
  if (const auto& attempt = input.receive_request_attempt_id;
      attempt && (attempt->empty() || attempt->size() > kMaxAttempt))
    throw invalid_value(
        *attempt, "ReceiveRequestAttemptId",
        "ReceiveRequestAttemptId can only include alphanumeric and punctuation characters. 1 to 128 in length.");
}

/// Which system attributes were asked for, under either name.
class Asked {
 public:
  explicit Asked(const ReceiveMessageInput& input)
      : names_(input.attribute_names.begin(), input.attribute_names.end()) {
    names_.insert(input.system_attribute_names.begin(), input.system_attribute_names.end());
    all_ = names_.contains("All");
  }
  bool operator()(const char* name) const { return all_ || names_.contains(name); }

 private:
  std::set<std::string> names_;
  bool all_ = false;
};

Attributes system_attributes(const MessageRow& row, bool fifo, const Asked& asked) {
  Attributes attributes;
  const auto add = [&](const char* name, std::string value) {
    if (asked(name) && !value.empty()) attributes[name] = std::move(value);
  };
  add("SenderId", row.sender);
  add("SentTimestamp", std::to_string(row.sent));
  add("ApproximateReceiveCount", std::to_string(row.receives));
  add("ApproximateFirstReceiveTimestamp", std::to_string(row.first_received.value_or(row.sent)));
  add("MessageGroupId", row.group_id.value_or(""));
  add("AWSTraceHeader", row.trace);
  add("DeadLetterQueueSourceArn", row.source_arn);
  if (fifo) {
    add("SequenceNumber", sequence_number(row.id));
    add("MessageDeduplicationId", row.deduplication_id.value_or(""));
  }
  return attributes;
}

/// "All", ".*", a whole name, or "prefix.*".
bool is_asked(const std::string& name, const std::vector<std::string>& patterns) {
  return std::ranges::any_of(patterns, [&](std::string_view pattern) {
    if (pattern == "All" || pattern == ".*" || pattern == name) return true;
    return pattern.ends_with(".*") && name.starts_with(pattern.substr(0, pattern.size() - 2));
  });
}

MessageAttributes message_attributes(const MessageRow& row, const std::vector<std::string>& patterns) {
  if (row.attributes.empty() || patterns.empty()) return {};
  MessageAttributes attributes = parse_stored_attributes(row.attributes);
  std::erase_if(attributes, [&](const auto& attribute) { return !is_asked(attribute.first, patterns); });
  return attributes;
}

Message shown(MessageRow row, QueueId queue, bool fifo, const ReceiveMessageInput& input, const Asked& asked) {
  Message message;
  message.message_id = row.message_id;
  message.receipt_handle = receipt_handle({queue, row.id, row.receives});
  message.md5_of_body = md5_of_body(row.body);
  if (Attributes system = system_attributes(row, fifo, asked); !system.empty()) message.attributes = std::move(system);
  if (MessageAttributes own = message_attributes(row, input.message_attribute_names); !own.empty()) {
    message.md5_of_attributes = md5_of_attributes(own);
    message.message_attributes = std::move(own);
  }
  message.body = std::move(row.body);
  return message;
}

// ---- what an attempt got: "row:receives row:receives" ------------------------------------------------------------

std::string text_of(const std::vector<MessageRow>& messages) {
  std::string text;
  for (const MessageRow& message : messages) {
    text += std::to_string(message.id) + ":" + std::to_string(message.receives) + " ";
  }
  return text;
}

std::vector<std::pair<MessageRowId, int64_t>> parse_attempt(std::string_view text) {
  std::vector<std::pair<MessageRowId, int64_t>> received;
  const char* at = text.data();
  const char* const end = text.data() + text.size();
  while (at < end) {
    auto& [row, receives] = received.emplace_back();
    at = std::from_chars(at, end, row).ptr + 1;
    at = std::from_chars(at, end, receives).ptr + 1;
  }
  return received;
}

}  // namespace

/// What a receiver asks for.
struct Sqs::Take {
  QueueName name;
  int64_t limit = 1;
  std::optional<int64_t> visibility_s;
  std::optional<std::string> attempt;
};

struct Sqs::Taken {
  QueueId queue = 0;
  int64_t wait_s = 0;  ///< the queue's own
  std::vector<MessageRow> messages;
};

awaitable<ReceiveMessageOutput> Sqs::receive_message(const aws::CallContext& context, ReceiveMessageInput input) {
  using SteadyClock = std::chrono::steady_clock;
  check(input);
  const Take asked{.name = parse_queue_url(context, input.queue_url),
                   .limit = input.max_number_of_messages.value_or(1),
                   .visibility_s = input.visibility_timeout,
                   .attempt = input.receive_request_attempt_id};
  const auto look = [&](store::WriteTransaction& tx) { return take(tx, asked); };
  const auto started = SteadyClock::now();
  auto first = look;
  Taken taken = co_await store_.write(std::move(first));
  const auto deadline = started + std::chrono::seconds(input.wait_time_seconds.value_or(taken.wait_s));
  auto executor = co_await boost::asio::this_coro::executor;
  std::shared_ptr<Listener> last;
  while (taken.messages.empty() && SteadyClock::now() < deadline) {
    auto listener = arrivals_.listen(taken.queue, executor, deadline);
    auto again = look;
    taken = co_await store_.write(std::move(again));
    if (last) Arrivals::looked(*last);
    last = listener;
    if (!taken.messages.empty()) break;
    const aws::Rest rest(clock_);
    co_await Arrivals::wait(listener);
  }
  if (taken.messages.empty() && last) {
    auto finally = look;
    taken = co_await store_.write(std::move(finally));
    Arrivals::looked(*last);
  }
  ReceiveMessageOutput output;
  const Asked attributes(input);
  for (MessageRow& row : taken.messages) {
    if (!output.messages) output.messages.emplace();
    output.messages->push_back(shown(std::move(row), taken.queue, asked.name.fifo(), input, attributes));
  }
  co_return output;
}

Sqs::Taken Sqs::take(store::WriteTransaction& tx, const Take& asked) {
  const QueueRow queue = require_queue(tx, asked.name);
  if (asked.attempt && !queue.settings.fifo) throw not_valid_for_queue_type(*asked.attempt, "ReceiveRequestAttemptId");
  Taken taken{.queue = queue.id, .wait_s = queue.settings.wait_s, .messages = {}};
  delete_expired(tx, queue.id, clock_.now() - queue.settings.retention_s * 1000);
  if (asked.attempt && take_again(tx, asked, taken)) return taken;
  take_visible(tx, asked, queue, taken);
  const TimeMs now = clock_.now();
  if (asked.attempt && !taken.messages.empty())
    put_attempt(tx, queue.id, *asked.attempt, text_of(taken.messages), now, now - kAttemptMs);
  if (!taken.messages.empty()) {
    expect_after(tx, queue.id, taken.messages.front().visible);
  } else if (const auto next = next_visible(tx, queue.id, now)) {
    expect_after(tx, queue.id, *next);
  }
  return taken;
}

/// The same messages as the same attempt got before, where none of them was changed since.
bool Sqs::take_again(store::WriteTransaction& tx, const Take& asked, Taken& taken) {
  const TimeMs now = clock_.now();
  const auto received = find_attempt(tx, taken.queue, *asked.attempt, now - kAttemptMs);
  if (!received) return false;
  std::vector<MessageRow> messages;
  for (const auto& [id, receives] : parse_attempt(*received)) {
    auto message = find_message(tx, taken.queue, id);
    if (!message || message->receives != receives || message->visible <= now) return false;
    messages.push_back(std::move(*message));
  }
  const QueueRow queue = require_queue(tx, asked.name);
  for (MessageRow& message : messages) {
    message.visible = now + asked.visibility_s.value_or(queue.settings.visibility_s) * 1000;
    update_receipt(tx, message);
  }
  taken.messages = std::move(messages);
  return true;
}

void Sqs::take_visible(store::WriteTransaction& tx, const Take& asked, const QueueRow& queue, Taken& taken) {
  const int64_t visibility_s = asked.visibility_s.value_or(queue.settings.visibility_s);
  std::set<MessageRowId> seen;
  bool dropped = true;
  while (dropped) {
    dropped = false;
    for (MessageRow& message : visible_messages(tx, queue.id, queue.settings.fifo, clock_.now(), asked.limit)) {
      if (static_cast<int64_t>(taken.messages.size()) == asked.limit) return;
      if (seen.contains(message.id)) continue;  // visible again at once
      if (drop(tx, asked, queue, message)) {
        dropped = true;
        continue;
      }
      receive_once(tx, message, visibility_s);
      seen.insert(message.id);
      taken.messages.push_back(std::move(message));
    }
  }
}

/// A message that is not to be received any more: expired, or received too often.
bool Sqs::drop(store::WriteTransaction& tx, const Take& asked, const QueueRow& queue, const MessageRow& message) {
  const TimeMs now = clock_.now();
  if (message.sent <= now - queue.settings.retention_s * 1000) {
    sqs::delete_message(tx, queue.id, message.id);
    return true;
  }
  if (queue.settings.dead_letter_arn.empty() || message.receives < queue.settings.max_receives) return false;
  const auto target = parse_queue_arn(queue.settings.dead_letter_arn);
  const auto dead_letters = target ? find_queue(tx, *target) : std::nullopt;
  if (!dead_letters) return false;
  move_to_dead_letters(tx, message.id, dead_letters->id, asked.name.arn(), now,
                       queue.settings.fifo ? now : message.sent);
  wake_after(tx, dead_letters->id, 1);
  return true;
}

void Sqs::receive_once(store::WriteTransaction& tx, MessageRow& message, int64_t visibility_s) {
  const TimeMs now = clock_.now();
  message.visible = now + visibility_s * 1000;
  ++message.receives;
  if (!message.first_received) message.first_received = now;
  update_receipt(tx, message);
}

}  // namespace cloudling::sqs
