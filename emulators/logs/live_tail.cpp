#include "emulators/logs/live_tail.h"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <iterator>

#include "asl/json/json.h"
#include "emulators/aws/event_stream.h"
#include "emulators/logs/errors.h"
#include "emulators/logs/logs.h"
#include "emulators/logs/names.h"
#include "emulators/logs/shape_fields.h"

namespace cloudling::logs {

using aws::field;
using boost::asio::awaitable;

namespace {

constexpr size_t kMaxUpdate = 500;  // events; of more, a sample is shown
constexpr std::chrono::seconds kUpdateEvery{1};
constexpr std::chrono::hours kSessionLength{3};

std::string json_event(const char* type, const json::Value& payload) {
  return aws::encode_event(type, "application/json", json::write(payload));
}

json::Value shown(const LiveTailEvent& event) {
  json::Value value = json::Value::object();
  value["logStreamName"] = event.stream;
  value["logGroupIdentifier"] = event.group;
  value["message"] = event.text;
  value["timestamp"] = event.time;
  value["ingestionTime"] = event.ingested;
  return value;
}

std::string session_update(const std::vector<LiveTailEvent>& events) {
  json::Value update = json::Value::object();
  update["sessionMetadata"] = json::Value::object();
  update["sessionMetadata"]["sampled"] = events.size() > kMaxUpdate;
  json::Value& results = update["sessionResults"] = json::Value::array();
  const size_t shown_events = std::min(events.size(), kMaxUpdate);
  for (size_t i = 0; i < shown_events; ++i) results.push_back(shown(events[i * events.size() / shown_events]));
  return json_event("sessionUpdate", update);
}

std::string session_timeout() {
  aws::EventMessage message;
  message.headers = {{":exception-type", "SessionTimeoutException"},
                     {":content-type", "application/json"},
                     {":message-type", "exception"}};
  message.payload = R"({"message":"Session exceeded 3 hours and timed out."})";
  return aws::encode_event_message(message);
}

json::Value session_start(const StartLiveTailInput& input, const std::string& request_id, const std::string& id) {
  json::Value start = json::Value::object();
  start["requestId"] = request_id;
  start["sessionId"] = id;
  start["logGroupIdentifiers"] = input.log_group_identifiers;
  start["logStreamNames"] = input.log_stream_names.value_or(Names());
  start["logStreamNamePrefixes"] = input.log_stream_name_prefixes.value_or(Names());
  start["logEventFilterPattern"] = input.log_event_filter_pattern.value_or("");
  return start;
}

class SessionReader : public aws::BodyReader {
 public:
  SessionReader(std::shared_ptr<LiveTailSession> session, const json::Value& start)
      : session_(std::move(session)),
        // Protocols whose operations have no HTTP members say the answer's other members in an event of their own.
        first_(json_event("initial-response", json::Value::object()) + json_event("sessionStart", start)) {}

  awaitable<std::string> next() override {
    if (!first_.empty()) co_return std::exchange(first_, std::string());
    if (!session_) co_return std::string();
    due_ += kUpdateEvery;
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, due_);
    co_await timer.async_wait(boost::asio::use_awaitable);
    if (due_ - begun_ <= kSessionLength) co_return session_update(session_->take());
    session_ = nullptr;
    co_return session_timeout();
  }

 private:
  std::shared_ptr<LiveTailSession> session_;
  std::string first_;
  const std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point due_ = begun_;
};

void require_one_way(const StartLiveTailInput& input) {
  const bool names = input.log_stream_names.has_value();
  const bool prefixes = input.log_stream_name_prefixes.has_value();
  if (names && prefixes)
    throw invalid_parameter("logStreamNames and logStreamNamePrefixes are mutually exclusive parameters.");
  if ((names || prefixes) && input.log_group_identifiers.size() > 1)
    throw invalid_parameter("Log streams can be given for a single log group only.");
}

}  // namespace

bool LiveTailFilter::takes(const GroupRow& group, const StreamRow& stream) const {
  if (!groups.contains(group.id)) return false;
  if (!streams.empty()) return std::ranges::find(streams, stream.name) != streams.end();
  const auto begins = [&](const std::string& prefix) { return stream.name.starts_with(prefix); };
  return stream_prefixes.empty() || std::ranges::any_of(stream_prefixes, begins);
}

void LiveTailSession::add(const std::vector<LiveTailEvent>& events) {
  const std::lock_guard lock(mutex_);
  waiting_.insert(waiting_.end(), events.begin(), events.end());
  if (waiting_.size() <= kMaxWaiting) return;
  waiting_.erase(waiting_.begin(), waiting_.end() - static_cast<std::ptrdiff_t>(kMaxWaiting));
}

std::vector<LiveTailEvent> LiveTailSession::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(waiting_, {});
}

std::vector<std::shared_ptr<LiveTailSession>> LiveTails::sessions() {
  std::vector<std::shared_ptr<LiveTailSession>> open;
  std::erase_if(sessions_, [&](const std::weak_ptr<LiveTailSession>& weak) {
    auto session = weak.lock();
    if (session) open.push_back(std::move(session));
    return weak.expired();
  });
  return open;
}

std::shared_ptr<LiveTailSession> LiveTails::open(LiveTailFilter filter) {
  auto session = std::make_shared<LiveTailSession>(std::move(filter));
  const std::lock_guard lock(mutex_);
  if (sessions().size() >= kMaxSessions) throw limit_exceeded();
  sessions_.push_back(session);
  return session;
}

std::vector<std::pair<std::shared_ptr<LiveTailSession>, std::vector<LiveTailEvent>>> LiveTails::wanted(
    const GroupRow& group, const StreamRow& stream, const std::vector<Event>& events) {
  std::vector<std::shared_ptr<LiveTailSession>> open;
  {
    const std::lock_guard lock(mutex_);
    if (sessions_.empty()) return {};
    open = sessions();
  }
  std::vector<std::pair<std::shared_ptr<LiveTailSession>, std::vector<LiveTailEvent>>> all;
  for (auto& session : open) {
    if (!session->filter().takes(group, stream)) continue;
    std::vector<LiveTailEvent> taken;
    for (const Event& event : events) {
      if (!session->filter().pattern->matches(event.text)) continue;
      taken.push_back(
          {stream.name, group.account + ":" + group.name, std::string(event.text), event.time, event.ingested});
    }
    if (!taken.empty()) all.emplace_back(std::move(session), std::move(taken));
  }
  return all;
}

const aws::Structure& StartLiveTailInput::shape() {
  using S = StartLiveTailInput;
  static const aws::Structure shape{
      "StartLiveTailRequest",
      {field<&S::log_group_identifiers>("logGroupIdentifiers")
           .length(1, 10)
           .each(text_rules(1, 2048, kIdentifierPattern))
           .required(),
       field<&S::log_stream_names>("logStreamNames").length(1, 100).each(text_rules(1, 512, kStreamNamePattern)),
       field<&S::log_stream_name_prefixes>("logStreamNamePrefixes")
           .length(1, 100)
           .each(text_rules(1, 512, kStreamNamePattern)),
       filter_pattern_field<&S::log_event_filter_pattern>("logEventFilterPattern")}};
  return shape;
}

const aws::Structure& StartLiveTailOutput::shape() {
  static const aws::Structure shape{"StartLiveTailResponse",
                                    {field<&StartLiveTailOutput::response_stream>("responseStream").as_payload()}};
  return shape;
}

awaitable<StartLiveTailOutput> Logs::start_live_tail(const aws::CallContext& context, StartLiveTailInput input) {
  require_one_way(input);
  LiveTailFilter filter;
  filter.pattern = cached_pattern(input.log_event_filter_pattern.value_or(""));
  filter.streams = input.log_stream_names.value_or(Names());
  filter.stream_prefixes = input.log_stream_name_prefixes.value_or(Names());
  auto find = [&](store::ReadTransaction& tx) {
    for (const std::string& identifier : input.log_group_identifiers)
      filter.groups.insert(require_group(context, tx, group_name_of(context, identifier)).id);
    return true;
  };
  co_await read_all_written(std::move(find));
  auto session = live_tails_.open(std::move(filter));
  const json::Value start = session_start(input, context.request_id, ids_.uuid());
  StartLiveTailOutput output;
  output.response_stream = {std::make_unique<SessionReader>(std::move(session), start), std::nullopt};
  co_return output;
}

}  // namespace cloudling::logs
