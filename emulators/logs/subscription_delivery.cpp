#include "emulators/logs/subscription_delivery.h"

#include <zlib.h>

#include <algorithm>
#include <cstdio>
#include <stdexcept>

#include "asl/json/json.h"
#include "emulators/aws/encoding.h"
#include "emulators/logs/filter_pattern.h"

namespace cloudling::logs {

namespace {

constexpr size_t kMaxMessageBytes = 256u << 10;  // of the events' texts, unless one alone has more

std::string gzip(const std::string& text) {
  z_stream stream{};
  constexpr int kWindowOfGzip = 15 + 16;
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kWindowOfGzip, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("zlib could not begin");
  }
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int code = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (code != Z_STREAM_END) throw std::runtime_error("zlib could not compress");
  return out;
}

json::Value message_of(const GroupRow& group, const StreamRow& stream, const SubscriptionRow& subscription) {
  json::Value message = json::Value::object();
  message["messageType"] = "DATA_MESSAGE";
  message["owner"] = group.account;
  message["logGroup"] = group.name;
  message["logStream"] = stream.name;
  message["subscriptionFilters"] = json::Value::array({subscription.name});
  message["logEvents"] = json::Value::array();
  return message;
}

/// 56 digits that tell the events of a stream apart.
std::string event_id(const StreamRow& stream, const Event& event, size_t index) {
  char text[64];
  std::snprintf(text, sizeof text, "3%018lld%019lld%018zu", static_cast<long long>(event.time),
                static_cast<long long>(stream.last_block), index);
  return text;
}

json::Value shown(const StreamRow& stream, const Event& event, size_t index, const FilterPattern& pattern) {
  json::Value value = json::Value::object();
  value["id"] = event_id(stream, event, index);
  value["timestamp"] = event.time;
  value["message"] = std::string(event.text);
  const auto fields = pattern.extract(event.text);
  if (fields.empty()) return value;
  json::Value& extracted = value["extractedFields"] = json::Value::object();
  for (const auto& [name, text] : fields) extracted[name.substr(1)] = text;
  return value;
}

std::string delivery_of(const SubscriptionRow& subscription, const json::Value& message) {
  json::Value delivery = json::Value::object();
  const std::string& first = message["logEvents"][0]["id"].get_ref<const std::string&>();
  delivery["id"] = std::to_string(subscription.group) + "/" + subscription.name + "/" + first;
  delivery["destination"] = subscription.destination_arn;
  delivery["message"] = json::write(message);
  return json::write(delivery);
}

}  // namespace

std::vector<std::string> deliveries(const GroupRow& group, const StreamRow& stream, const SubscriptionRow& subscription,
                                    const std::vector<Event>& events) {
  const auto pattern = cached_pattern(subscription.pattern);
  std::vector<std::string> all;
  json::Value message = message_of(group, stream, subscription);
  size_t bytes = 0;
  const auto finish = [&] {
    if (message["logEvents"].empty()) return;
    all.push_back(delivery_of(subscription, message));
    message["logEvents"] = json::Value::array();
    bytes = 0;
  };
  for (size_t i = 0; i < events.size(); ++i) {
    if (!pattern->matches(events[i].text)) continue;
    if (bytes + events[i].text.size() > kMaxMessageBytes) finish();
    message["logEvents"].push_back(shown(stream, events[i], i, *pattern));
    bytes += events[i].text.size();
  }
  finish();
  return all;
}

std::string invocation_event(const std::string& message) {
  json::Value event = json::Value::object();
  event["awslogs"] = json::Value::object();
  event["awslogs"]["data"] = aws::base64_encode(gzip(message));
  return json::write(event);
}

}  // namespace cloudling::logs
