#include <algorithm>

#include "emulators/aws/encoding.h"
#include "emulators/aws/pagination.h"
#include "emulators/sqs/errors.h"
#include "emulators/sqs/sqs.h"

namespace cloudling::sqs {

namespace {

constexpr int64_t kMaxResults = 1000;

const aws::PageTokens& tokens() {
  static const aws::PageTokens tokens("cloudling.sqs");
  return tokens;
}

/// What a token continues; "" without one.
std::string position_of(const std::optional<std::string>& token, const std::string& binding) {
  if (!token || token->empty()) return "";
  auto position = tokens().open(binding, *token);
  if (!position) throw invalid_parameter("Invalid or expired next token.");
  return std::move(*position);
}

int64_t page_size(const std::optional<int64_t>& max_results) {
  if (max_results && (*max_results < 1 || *max_results > kMaxResults))
    throw invalid_value(std::to_string(*max_results), "MaxResults",
                        "MaxResults must be an integer between 1 and 1000.");
  return max_results.value_or(kMaxResults);
}

aws::Error bad_target(const Attributes& attributes, std::string_view reason) {
  return invalid_value(attributes.at("RedrivePolicy"), "RedrivePolicy", reason);
}

/// The dead letter queue must be there, of the same kind and place, and let this queue use it.
void check_dead_letter_queue(store::ReadTransaction& tx, const QueueName& source, const Attributes& attributes) {
  if (!attributes.contains("RedrivePolicy")) return;
  const auto name = parse_queue_arn(parse_redrive_policy(attributes.at("RedrivePolicy")).dead_letter_arn);
  if (name->account != source.account || name->region != source.region)
    throw bad_target(attributes, "Dead letter target owner should be same as the source.");
  const auto target = find_queue_details(tx, *name);
  if (!target) throw bad_target(attributes, "Dead letter target does not exist.");
  if (name->fifo() != source.fifo())
    throw bad_target(attributes, "Dead-letter queue must be same type of queue as the source.");
  const auto allow = target->attributes.find("RedriveAllowPolicy");
  if (allow != target->attributes.end() && !allows_redrive(allow->second, source.arn()))
    throw bad_target(attributes, "The dead-letter queue's redrive allow policy does not permit this source queue.");
}

void require_equal(const QueueDetails& existing, const Attributes& given) {
  Attributes wanted = existing.attributes;
  merge_attributes(wanted, given);
  for (const auto& [name, value] : given) {
    const auto was = existing.attributes.find(name);
    const auto is = wanted.find(name);
    const bool equal =
        was == existing.attributes.end() ? is == wanted.end() : is != wanted.end() && was->second == is->second;
    if (!equal) throw queue_name_exists(name);
  }
}

void add_counted(store::ReadTransaction& tx, const QueueDetails& queue, TimeMs now, Attributes& shown) {
  const TimeMs cutoff = now - settings_of(queue.attributes).retention_s * 1000;
  const MessageCounts counts = count_messages(tx, queue.id, now, cutoff);
  shown["ApproximateNumberOfMessages"] = std::to_string(counts.visible);
  shown["ApproximateNumberOfMessagesNotVisible"] = std::to_string(counts.in_flight);
  shown["ApproximateNumberOfMessagesDelayed"] = std::to_string(counts.delayed);
}

}  // namespace

QueueUrlOutput Sqs::create_queue(const aws::CallContext& context, store::WriteTransaction& tx,
                                 const CreateQueueInput& input) {
  const bool fifo = input.attributes.contains("FifoQueue") && input.attributes.at("FifoQueue") == "true";
  check_queue_name(input.queue_name, fifo);
  check_attributes(input.attributes, fifo);
  const QueueName name{context.account, context.region, *input.queue_name};
  if (const auto existing = find_queue_details(tx, name)) {
    require_equal(*existing, input.attributes);
    return {queue_url(context, name)};
  }
  QueueDetails queue;
  queue.created = queue.modified = clock_.now();
  queue.attributes = default_attributes(fifo);
  merge_attributes(queue.attributes, input.attributes);
  check_dead_letter_queue(tx, name, queue.attributes);
  insert_queue(tx, name, queue);
  for (const auto& [key, value] : input.tags) put_tag(tx, queue.id, key, value);
  return {queue_url(context, name)};
}

QueueUrlOutput Sqs::get_queue_url(const aws::CallContext& context, store::ReadTransaction& tx,
                                  const GetQueueUrlInput& input) {
  if (!input.queue_name || input.queue_name->empty()) throw missing_parameter("QueueName");
  const QueueName name{input.queue_owner_account_id.value_or(context.account), context.region, *input.queue_name};
  require_queue(tx, name);
  return {queue_url(context, name)};
}

ListQueuesOutput Sqs::list_queues(const aws::CallContext& context, store::ReadTransaction& tx,
                                  const ListQueuesInput& input) {
  const std::string prefix = input.queue_name_prefix.value_or("");
  const std::string binding = aws::page_binding(context, "ListQueues", {prefix});
  const int64_t limit = page_size(input.max_results);
  const std::string after = position_of(input.next_token, binding);
  auto names = list_queue_names(tx, context.account, context.region, prefix, after, limit + 1);
  ListQueuesOutput output;
  if (static_cast<int64_t>(names.size()) > limit) {
    names.pop_back();
    if (input.max_results) output.next_token = tokens().seal(binding, names.back());
  }
  for (const std::string& name : names) {
    if (!output.queue_urls) output.queue_urls.emplace();
    output.queue_urls->push_back(queue_url(context, {context.account, context.region, name}));
  }
  return output;
}

ListDeadLetterSourceQueuesOutput Sqs::list_dead_letter_source_queues(const aws::CallContext& context,
                                                                     store::ReadTransaction& tx,
                                                                     const ListDeadLetterSourceQueuesInput& input) {
  const QueueName name = parse_queue_url(context, input.queue_url);
  require_queue(tx, name);
  const std::string binding = aws::page_binding(context, "ListDeadLetterSourceQueues", {name.arn()});
  const int64_t limit = page_size(input.max_results);
  const auto after = aws::parse_integer(position_of(input.next_token, binding)).value_or(0);
  auto sources = list_source_queues(tx, name.arn(), after, limit + 1);
  ListDeadLetterSourceQueuesOutput output;
  if (static_cast<int64_t>(sources.size()) > limit) {
    sources.pop_back();
    if (input.max_results) output.next_token = tokens().seal(binding, std::to_string(sources.back().id));
  }
  for (const SourceQueue& source : sources) output.queue_urls.push_back(queue_url(context, source.name));
  return output;
}

aws::Nothing Sqs::delete_queue(const aws::CallContext& context, store::WriteTransaction& tx, const QueueInput& input) {
  const QueueRow queue = require_queue(tx, parse_queue_url(context, input.queue_url));
  sqs::delete_queue(tx, queue.id);
  wake_all_after(tx, queue.id);
  return {};
}

aws::Nothing Sqs::purge_queue(const aws::CallContext& context, store::WriteTransaction& tx, const QueueInput& input) {
  const QueueRow queue = require_queue(tx, parse_queue_url(context, input.queue_url));
  delete_all_messages(tx, queue.id);
  return {};
}

GetQueueAttributesOutput Sqs::get_queue_attributes(const aws::CallContext& context, store::ReadTransaction& tx,
                                                   const GetQueueAttributesInput& input) {
  const QueueName name = parse_queue_url(context, input.queue_url);
  const QueueDetails queue = require_queue_details(tx, name);
  const bool all = std::ranges::find(input.attribute_names, "All") != input.attribute_names.end();
  for (const std::string& asked : input.attribute_names) {
    if (asked != "All" && !is_attribute(asked)) throw invalid_attribute_name(asked);
  }
  if (input.attribute_names.empty()) return {};
  Attributes shown = queue.attributes;
  shown["QueueArn"] = name.arn();
  shown["CreatedTimestamp"] = std::to_string(queue.created / 1000);
  shown["LastModifiedTimestamp"] = std::to_string(queue.modified / 1000);
  const auto is_counted = [](const std::string& asked) { return asked.starts_with("Approximate"); };
  if (all || std::ranges::any_of(input.attribute_names, is_counted)) add_counted(tx, queue, clock_.now(), shown);
  if (!all) {
    std::erase_if(shown, [&](const auto& attribute) {
      return std::ranges::find(input.attribute_names, attribute.first) == input.attribute_names.end();
    });
  }
  return {shown.empty() ? std::nullopt : std::optional(std::move(shown))};
}

aws::Nothing Sqs::set_queue_attributes(const aws::CallContext& context, store::WriteTransaction& tx,
                                       const SetQueueAttributesInput& input) {
  const QueueName name = parse_queue_url(context, input.queue_url);
  QueueDetails queue = require_queue_details(tx, name);
  if (input.attributes.empty()) throw missing_parameter("Attribute.Name");
  check_attributes(input.attributes, name.fifo());
  merge_attributes(queue.attributes, input.attributes);
  if (input.attributes.contains("RedrivePolicy")) check_dead_letter_queue(tx, name, queue.attributes);
  queue.modified = clock_.now();
  update_queue(tx, queue);
  return {};
}

}  // namespace cloudling::sqs
