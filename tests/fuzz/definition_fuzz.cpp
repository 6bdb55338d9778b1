// Any text as a definition: refused with diagnostics, or parsed, and then run on a chain of events drawn from the
// text itself, once straight and once stored and loaded after every event. Both must write the same history. What fails
// is redriven, twice at most.

#include <cstdint>
#include <cstdlib>
#include <map>
#include <string_view>
#include <vector>

#include "asl/execution/execution.h"

namespace {

using namespace cloudling;

constexpr int kMaxEvents = 60;

std::string line(const asl::HistoryEvent& event) {
  return std::to_string(event.id) + " " + std::to_string(event.previous_id) + std::string(event.type) + event.details;
}

/// What happens next, by one byte: mostly ends of what is open, sometimes nonsense.
decltype(asl::Event::what) next_event(uint8_t byte, const std::vector<asl::Command>& open) {
  const uint64_t any = byte & 15;
  if (byte == 0xFF) return asl::StopRequested{"E", std::nullopt};
  if (byte % 7 == 0 || open.empty()) return asl::TimerFired{any};
  const asl::Command& command = open[byte % open.size()];
  if (const auto* timer = std::get_if<asl::StartTimer>(&command)) return asl::TimerFired{timer->timer};
  const auto* invoke = std::get_if<asl::InvokeTask>(&command);
  if (invoke == nullptr) return asl::TaskHeartbeat{any};
  switch (byte % 6) {
    case 0:
      return asl::TaskFailed{invoke->task, "E", "C"};
    case 1:
      return asl::TaskFailed{invoke->task, std::nullopt, std::nullopt};
    case 2:
      return asl::TaskStarted{invoke->task, "w"};
    case 3:
      return asl::TaskHeartbeat{invoke->task};
    case 4:
      return asl::TaskSubmitted{invoke->task, json::Value::object()};
    default:
      return asl::TaskSucceeded{invoke->task, invoke->parameters};
  }
}

std::string run(const std::shared_ptr<const asl::Definition>& definition, std::string_view bytes, bool reload) {
  asl::ExecutionInfo info;
  info.execution_arn = "arn:aws:states:us-east-1:000000000000:execution:m:e";
  info.input = R"({"a":[1,"x",{"b":null}],"n":2,"s":"text"})";
  info.token_secret = "secret";
  asl::Execution execution(definition, info);
  std::map<asl::FrameId, std::string> stored;
  std::string history;
  asl::TimeMs now = 1'700'000'000'000;
  decltype(asl::Event::what) what = asl::Started{};
  for (int i = 0; i < kMaxEvents; ++i) {
    const asl::Effects effects = execution.apply({now, static_cast<uint64_t>(i), what});
    for (const asl::HistoryEvent& event : effects.history) history += line(event) + "\n";
    if (effects.outcome.has_value() != execution.ended()) std::abort();
    if (execution.ended()) {
      if (effects.outcome->status == asl::Outcome::Status::kSucceeded || info.redrive_count == 2) break;
      ++info.redrive_count;
      stored.clear();
      const auto frames = execution.redrive_frames();
      for (const asl::StoredFrame& frame : frames) stored[frame.frame] = frame.state;
      execution = asl::Execution::load(definition, info, frames);
      what = asl::Redriven{};
      continue;
    }
    if (reload) {
      const auto changes = execution.take_changes();
      for (const asl::StoredFrame& frame : changes.changed) stored[frame.frame] = frame.state;
      for (const asl::FrameId id : changes.removed) stored.erase(id);
      std::vector<asl::StoredFrame> frames;
      for (const auto& [id, state] : stored) frames.push_back({id, state});
      execution = asl::Execution::load(definition, info, frames);
    }
    now += 1000;
    const uint8_t byte = bytes.empty() ? 1 : static_cast<uint8_t>(bytes[static_cast<size_t>(i) % bytes.size()] + i);
    what = next_event(byte, execution.open_commands());
  }
  return history;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  // What follows a zero byte chooses the events.
  const std::string_view text = all.substr(0, all.find('\0'));
  const std::string_view events = text.size() < all.size() ? all.substr(text.size() + 1) : std::string_view();
  const asl::ParsedDefinition parsed = asl::parse_definition(text, size % 2 == 1);
  if (!parsed.definition) {
    if (parsed.diagnostics.empty() || asl::invalid_definition_message(parsed.diagnostics).empty()) std::abort();
    return 0;
  }
  if (run(parsed.definition, events, false) != run(parsed.definition, events, true)) std::abort();
  return 0;
}
