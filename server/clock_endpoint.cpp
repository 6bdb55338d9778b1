#include "server/clock_endpoint.h"

#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "asl/json/json.h"
#include "emulators/aws/dates.h"
#include "emulators/aws/error.h"
#include "emulators/aws/one_shot.h"
#include "server/own_response.h"

namespace cloudling::server {

namespace {

using boost::asio::awaitable;

constexpr size_t kMaxBody = 4096;
constexpr aws::TimeMs kLastTime = 253'402'300'799'999;  // the end of the year 9999

aws::Error bad(const std::string& message) { return {400, "BadRequest", message}; }

aws::HttpResponse state_response(const aws::VirtualClock& clock) {
  const aws::VirtualClock::State state = clock.state();
  json::Value answer = json::Value::object();
  answer["mode"] = state.mode == aws::VirtualClock::Mode::kAuto ? "auto" : "real";
  answer["paused"] = state.paused;
  answer["now"] = aws::format_iso8601(state.now);
  answer["ahead"] = static_cast<double>(state.ahead) / 1000;
  answer["timers"] = state.timers;
  answer["nextTimer"] = state.next_timer ? json::Value(aws::format_iso8601(*state.next_timer)) : json::Value();
  answer["waitsFor"] = {{"work", state.work}, {"outside", state.outside}};
  return json_response(200, answer);
}

/// To when the clock is to move.
aws::TimeMs destination(const aws::VirtualClock& clock, const json::Value& body) {
  const json::Value* seconds = json::find(body, "seconds");
  const json::Value* to = json::find(body, "to");
  if ((seconds != nullptr) == (to != nullptr)) throw bad("An advance has either \"seconds\" or \"to\".");
  const aws::TimeMs now = clock.now();
  std::optional<aws::TimeMs> at;
  if (to && to->is_string()) at = aws::parse_iso8601(to->get<std::string>());
  if (seconds && seconds->is_number()) {
    const double ms = seconds->get<double>() * 1000;
    if (ms >= 0 && ms <= static_cast<double>(kLastTime - now)) at = now + std::llround(ms);
  }
  if (!at) throw bad(to ? "\"to\" is a time like 2027-01-01T00:00:00Z." : "\"seconds\" is a number from 0 on.");
  if (*at < now) throw bad("The clock does not go back: it is " + aws::format_iso8601(now) + " already.");
  return *at;
}

awaitable<void> advance(aws::VirtualClock& clock, aws::TimeMs to) {
  auto arrival = std::make_shared<aws::OneShot<bool>>();
  const aws::Rest rest(clock);
  clock.advance_to(to, [arrival] { arrival->set(true); });
  auto arriving = arrival->get();
  co_await std::move(arriving);
}

}  // namespace

awaitable<aws::HttpResponse> clock_endpoint(aws::VirtualClock& clock, aws::HttpRequest request) {
  if (request.method == "GET" || request.method == "HEAD") co_return state_response(clock);
  if (request.method != "POST") {
    auto refusal = json_error(405, "MethodNotAllowed", "Use GET or POST here.");
    refusal.headers.add("Allow", "GET, POST");
    co_return refusal;
  }
  auto reading = request.body.read_all(kMaxBody);
  const std::string text = co_await std::move(reading);
  const auto body = json::parse(text);
  const json::Value* action = body ? json::find(*body, "action") : nullptr;
  if (!action)
    throw bad(R"(The body is JSON like {"action": "advance", "seconds": 3600}; or "pause", or "resume".)");
  else if (*action == "pause")
    clock.pause();
  else if (*action == "resume")
    clock.resume();
  else if (*action == "advance") {
    auto advancing = advance(clock, destination(clock, *body));
    co_await std::move(advancing);
  } else {
    throw bad("\"action\" is one of pause, advance, resume.");
  }
  co_return state_response(clock);
}

}  // namespace cloudling::server
