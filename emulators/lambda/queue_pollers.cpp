#include "emulators/lambda/queue_pollers.h"

#include <algorithm>
#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <optional>
#include <utility>
#include <vector>

#include "emulators/aws/arn.h"
#include "emulators/aws/one_shot.h"
#include "emulators/aws/virtual_clock.h"
#include "emulators/lambda/errors.h"
#include "emulators/lambda/event_filters.h"
#include "emulators/lambda/event_sources.h"
#include "emulators/lambda/function_names.h"
#include "emulators/lambda/lookup.h"
#include "emulators/lambda/queue_batch.h"
#include "emulators/lambda/settings.h"

namespace cloudling::lambda {

namespace asio = boost::asio;
using asio::awaitable;
using std::chrono::seconds;
using std::chrono::steady_clock;

namespace {

constexpr size_t kMaxEvent = 6'291'456;  // bytes of one invocation
constexpr size_t kMaxReceive = 10;       // messages of one call of SQS
constexpr int kDefaultConcurrency = 10;  // batches of one mapping at once
constexpr int64_t kLongPoll = 20;        // seconds
constexpr seconds kFirstPause{1};
constexpr seconds kLongestPause{30};

using Strand = asio::strand<asio::any_io_executor>;

std::string session_of(const aws::CallContext& context, const std::string& role) {
  return "arn:aws:sts::" + context.account + ":assumed-role/" + role.substr(role.rfind('/') + 1) + "/awslambda";
}

std::string queue_url(const std::string& queue_arn) {
  const auto arn = aws::parse_arn(queue_arn);
  if (!arn) return "";
  return "https://sqs." + arn->region + ".amazonaws.com/" + arn->account + "/" + arn->resource;
}

json::Value receive_input(const std::string& url, size_t most, int64_t wait_s) {
  json::Value input = json::Value::object();
  input["QueueUrl"] = url;
  input["MaxNumberOfMessages"] = most;
  input["WaitTimeSeconds"] = wait_s;
  input["AttributeNames"] = json::Value::array({"All"});
  input["MessageAttributeNames"] = json::Value::array({"All"});
  return input;
}

/// Of DeleteMessageBatch, or with a timeout of ChangeMessageVisibilityBatch: up to ten from `begin` on.
json::Value batch_input(const std::string& url, const std::vector<QueueMessage>& messages, size_t begin,
                        std::optional<int64_t> visibility) {
  json::Value input = json::Value::object();
  input["QueueUrl"] = url;
  json::Value& entries = input["Entries"] = json::Value::array();
  for (size_t i = begin; i < std::min(begin + kMaxReceive, messages.size()); ++i) {
    json::Value entry = json::Value::object();
    entry["Id"] = std::to_string(i);
    entry["ReceiptHandle"] = messages[i].receipt_handle;
    if (visibility) entry["VisibilityTimeout"] = *visibility;
    entries.push_back(std::move(entry));
  }
  return input;
}

}  // namespace

/// One mapping as it is when it starts. All that changes is used on its strand only, but `ended`.
struct QueuePoller {
  QueuePoller(store::Store& store, aws::Caller& caller, aws::Clock& clock, const asio::any_io_executor& executor,
              EventSourceRow row)
      : store(store),
        caller(caller),
        clock(clock),
        mapping(std::move(row)),
        settings(event_source_settings_of(mapping.settings)),
        filters(settings.filter_criteria),
        strand(asio::make_strand(executor)) {
    url = queue_url(mapping.source_arn);
    fifo = mapping.source_arn.ends_with(".fifo");
    context.account = mapping.account;
    context.region = mapping.region;
    context.calling_service = "lambda.amazonaws.com";
  }

  store::Store& store;
  aws::Caller& caller;
  aws::Clock& clock;
  const EventSourceRow mapping;
  const EventSourceSettings settings;
  const EventFilters filters;
  std::string url;
  bool fifo = false;
  Strand strand;
  std::atomic<bool> ended = false;
  asio::cancellation_signal cancel;

  aws::CallContext context;
  int concurrency = kDefaultConcurrency;
  int running = 0;                           ///< batches
  std::shared_ptr<aws::OneShot<bool>> room;  ///< set when one of them ends
  seconds pause{0};                          ///< after failures, before the next look
};

namespace {

using Poller = std::shared_ptr<QueuePoller>;

/// The function as it is now: false where it is gone. Its role is whose name the queue is read in.
awaitable<bool> look_up_function(Poller poller) {
  std::optional<FunctionRow> function;
  auto find = [&](store::ReadTransaction& tx) {
    const FunctionName name = parse_function_name(poller->context, poller->mapping.function_arn);
    try {
      function = resolve(tx, name).function;
    } catch (const aws::Error&) {
    }
  };
  co_await poller->store.read(std::move(find));
  if (!function) co_return false;
  poller->context.principal.kind = aws::Principal::Kind::kAssumedRole;
  poller->context.principal.arn = session_of(poller->context, settings_of(function->settings).role.value_or(""));
  int64_t most = kDefaultConcurrency;
  if (poller->settings.scaling) most = poller->settings.scaling->maximum_concurrency.value_or(most);
  most = std::min(most, std::max<int64_t>(function->reserved_concurrency.value_or(most), 1));
  poller->concurrency = static_cast<int>(most);
  co_return true;
}

aws::CallContext queue_context(const QueuePoller& poller) {
  aws::CallContext context = poller.context;
  context.source_arn = poller.mapping.function_arn;
  return context;
}

awaitable<void> call_for_all(Poller poller, std::string operation, std::vector<QueueMessage> messages,
                             std::optional<int64_t> visibility) {
  for (size_t begin = 0; begin < messages.size(); begin += kMaxReceive) {
    auto input = batch_input(poller->url, messages, begin, visibility);
    auto calling = poller->caller.call(queue_context(*poller), "sqs", operation, std::move(input), aws::Body());
    co_await std::move(calling);
  }
}

/// Adds those that the function is to get; the others are deleted.
awaitable<void> receive(Poller poller, size_t most, int64_t wait_s, std::vector<QueueMessage>& messages) {
  auto input = receive_input(poller->url, most, wait_s);
  auto calling = poller->caller.call(queue_context(*poller), "sqs", "ReceiveMessage", std::move(input), aws::Body());
  const aws::CallAnswer answer = co_await std::move(calling);
  const json::Value* received = json::find(answer.output, "Messages");
  if (!received) co_return;
  std::vector<QueueMessage> filtered;
  for (const json::Value& message : *received) {
    const json::Value record = queue_record(message, poller->mapping.source_arn, poller->mapping.region);
    (poller->filters.takes(record) ? messages : filtered).push_back(queue_message(record));
  }
  if (filtered.empty()) co_return;
  auto deleting = call_for_all(poller, "DeleteMessageBatch", std::move(filtered), std::nullopt);
  co_await std::move(deleting);
}

size_t bytes_of(const std::vector<QueueMessage>& messages) {
  size_t bytes = 0;
  for (const QueueMessage& message : messages) bytes += message.record.size();
  return bytes;
}

/// A batch: what is there, and with a batching window what comes until it has passed. Fills `messages` as far as it
/// gets.
awaitable<void> collect(Poller poller, std::vector<QueueMessage>& messages) {
  const auto size = static_cast<size_t>(poller->settings.batch_size.value_or(kDefaultBatchSize));
  auto first = receive(poller, std::min(size, kMaxReceive), kLongPoll, messages);
  co_await std::move(first);
  const auto window = seconds(poller->settings.batching_window.value_or(0));
  if (messages.empty() || window == seconds(0)) co_return;
  const auto ends = steady_clock::now() + window;
  while (messages.size() < size && bytes_of(messages) < kMaxEvent) {
    const auto left = std::chrono::ceil<seconds>(ends - steady_clock::now()).count();
    if (left <= 0) co_return;
    auto more = receive(poller, std::min(size - messages.size(), kMaxReceive), std::min(left, kLongPoll), messages);
    co_await std::move(more);
  }
}

/// What could be received while the poller ended is visible again at once.
awaitable<void> give_back(Poller poller, std::vector<QueueMessage> messages) {
  try {
    auto releasing = call_for_all(poller, "ChangeMessageVisibilityBatch", std::move(messages), 0);
    co_await std::move(releasing);
  } catch (const std::exception&) {  // visible when their timeout has passed
  }
}

/// The messages that the function is done with.
awaitable<std::vector<QueueMessage>> invoke(Poller poller, std::vector<QueueMessage> messages) {
  const FunctionName name = parse_function_name(poller->context, poller->mapping.function_arn);
  json::Value input = json::Value::object();
  input["FunctionName"] = name.arn;
  if (!name.qualifier.empty()) input["Qualifier"] = name.qualifier;
  input["Payload"] = batch_event(messages);
  aws::CallContext context = poller->context;
  context.source_arn = poller->mapping.source_arn;
  auto calling = poller->caller.call(std::move(context), "lambda", "Invoke", std::move(input), aws::Body());
  const aws::CallAnswer answer = co_await std::move(calling);
  if (answer.output.contains("FunctionError")) co_return std::vector<QueueMessage>();
  const bool reports = !poller->settings.response_types.value_or(std::vector<std::string>()).empty();
  if (!reports) co_return messages;
  const json::Value* payload = json::find(answer.output, "Payload");
  co_return done_messages(messages, payload && payload->is_string() ? payload->get<std::string>() : "");
}

/// In order; of a FIFO queue nothing is given to the function after messages that it failed with.
awaitable<void> process_parts(Poller poller, std::vector<QueueMessage> messages) {
  auto parts = cut_batch(std::move(messages), kMaxEvent);
  for (std::vector<QueueMessage>& part : parts) {
    const size_t given = part.size();
    auto invoking = invoke(poller, std::move(part));
    std::vector<QueueMessage> done = co_await std::move(invoking);
    const bool failed = done.size() < given;
    auto deleting = call_for_all(poller, "DeleteMessageBatch", std::move(done), std::nullopt);
    co_await std::move(deleting);
    if (failed && poller->fifo) co_return;
  }
}

void grow_pause(QueuePoller& poller) { poller.pause = std::clamp(poller.pause * 2, kFirstPause, kLongestPause); }

awaitable<void> process(Poller poller, std::vector<QueueMessage> messages) {
  const aws::Work work(poller->clock);
  try {
    auto processing = process_parts(poller, std::move(messages));
    co_await std::move(processing);
    poller->pause = seconds(0);
  } catch (const std::exception&) {  // throttled, or the function or the queue is gone: the messages come again
    grow_pause(*poller);
  }
  --poller->running;
  if (poller->room) std::exchange(poller->room, nullptr)->set(true);
}

/// Until the function is there and may run one more batch.
awaitable<bool> wait_for_turn(Poller poller) {
  if (poller->pause > seconds(0)) {
    asio::steady_timer timer(poller->strand, poller->pause);
    auto token = asio::as_tuple(asio::use_awaitable);
    co_await timer.async_wait(token);
  }
  auto looking = look_up_function(poller);
  const bool there = co_await std::move(looking);
  if (!there) {
    grow_pause(*poller);
    co_return false;
  }
  if (poller->running < poller->concurrency) co_return true;
  poller->room = std::make_shared<aws::OneShot<bool>>();
  auto room = poller->room;
  co_await room->get();
  co_return false;
}

/// One look at the queue. True where it got messages or none were there.
awaitable<void> poll_once(Poller poller) {
  const aws::Work work(poller->clock);
  std::vector<QueueMessage> messages;
  bool failed = false;
  try {
    auto collecting = collect(poller, messages);
    co_await std::move(collecting);
  } catch (const std::exception&) {
    failed = true;
  }
  if (failed) grow_pause(*poller);
  if (messages.empty()) co_return;
  if (poller->ended) {
    asio::co_spawn(poller->strand, give_back(poller, std::move(messages)), asio::detached);
    co_return;
  }
  ++poller->running;
  asio::co_spawn(poller->strand, process(poller, std::move(messages)), asio::detached);
}

awaitable<void> poll(Poller poller) {
  while (!poller->ended) {
    auto waiting = wait_for_turn(poller);
    const bool ready = co_await std::move(waiting);
    if (!ready || poller->ended) continue;
    auto polling = poll_once(poller);
    co_await std::move(polling);
  }
}

void end(const Poller& poller) {
  poller->ended = true;
  asio::post(poller->strand, [poller] { poller->cancel.emit(asio::cancellation_type::terminal); });
}

}  // namespace

void QueuePollers::start_all() {
  auto find = [](store::ReadTransaction& tx) { return list_enabled_event_sources(tx); };
  for (const EventSourceRow& mapping : store_.read_blocking(std::move(find))) start(mapping);
}

void QueuePollers::start(const EventSourceRow& mapping) {
  auto poller = std::make_shared<QueuePoller>(store_, caller_, clock_, host_.executor(), mapping);
  Poller former;
  {
    const std::lock_guard lock(mutex_);
    former = std::exchange(pollers_[mapping.uuid], poller);
  }
  if (former) end(former);
  asio::co_spawn(poller->strand, poll(poller), asio::bind_cancellation_slot(poller->cancel.slot(), asio::detached));
}

void QueuePollers::stop(const std::string& uuid) {
  const std::lock_guard lock(mutex_);
  const auto found = pollers_.find(uuid);
  if (found == pollers_.end()) return;
  end(found->second);
  pollers_.erase(found);
}

void QueuePollers::stop_all() {
  const std::lock_guard lock(mutex_);
  for (const auto& [uuid, poller] : pollers_) end(poller);
  pollers_.clear();
}

}  // namespace cloudling::lambda
