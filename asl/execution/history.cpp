#include "asl/execution/history.h"

#include <array>
#include <utility>

#include "asl/json/append.h"

namespace cloudling::asl {
namespace {

constexpr std::string_view kNotTruncated = R"({"truncated":false})";
constexpr size_t kStateTypes = static_cast<size_t>(StateType::kMap) + 1;
constexpr std::array kStateEvents = {"StateEntered", "StateExited", "StateSucceeded", "StateFailed", "StateAborted"};

using EventTypes = std::array<std::array<std::string, kStateEvents.size()>, kStateTypes>;

EventTypes event_types() {
  EventTypes types;
  for (size_t type = 0; type < kStateTypes; ++type) {
    for (size_t what = 0; what < kStateEvents.size(); ++what) {
      types[type][what] = std::string(type_name(static_cast<StateType>(type))) + kStateEvents[what];
    }
  }
  return types;
}

}  // namespace

std::string_view event_type(StateType type, StateEvent what) {
  static const EventTypes types = event_types();
  return types[static_cast<size_t>(type)][static_cast<size_t>(what)];
}

Details&& Details::with_data(std::string_view name, std::string_view text) && {
  add(name, text);
  add_json(std::string(name) + "Details", kNotTruncated);
  return std::move(*this);
}

void Details::add(std::string_view name, std::string_view text) {
  add_json(name, "");
  json::append_string(text_, text);
}

void Details::add_number(std::string_view name, int64_t number) { add_json(name, std::to_string(number)); }

void Details::add_json(std::string_view name, std::string_view json) {
  if (text_.size() > 1) text_ += ',';
  text_.append("\"").append(name).append("\":").append(json);
}

std::string Details::take() && {
  text_ += '}';
  return std::move(text_);
}

int64_t History::append(std::string_view type, int64_t previous, std::string_view details_name, std::string details) {
  HistoryEvent& event = out_->emplace_back();
  event.id = next_id_++;
  event.previous_id = previous;
  event.time = now_;
  event.type = type;
  event.details_name = details_name;
  event.details = std::move(details);
  return event.id;
}

void History::keep_last_place() const {
  if (limited_ && next_id_ >= kMaxHistoryEvents) throw HistoryFull{};
}

int64_t History::add(std::string_view type, int64_t previous) {
  keep_last_place();
  return append(type, previous, "", "");
}

int64_t History::add(std::string_view type, int64_t previous, std::string_view details_name, Details&& details) {
  keep_last_place();
  return append(type, previous, details_name, std::move(details).take());
}

int64_t History::add_last(std::string_view type, int64_t previous, std::string_view details_name, Details&& details) {
  return append(type, previous, details_name, std::move(details).take());
}

int64_t History::entered(const State& state, int64_t previous, const Data& input) {
  return add(event_type(state.type, StateEvent::kEntered), previous, "stateEnteredEventDetails",
             Details().with("name", state.name).with_data("input", input.text()));
}

int64_t History::exited(const State& state, int64_t previous, const Data& output,
                        const std::optional<Data>& variables) {
  Details details = Details().with("name", state.name).with_data("output", output.text());
  if (variables) {
    Details texts;
    for (const auto& [name, value] : variables->value().get_ref<const json::Value::object_t&>()) {
      texts.add(name, json::write(value));
    }
    details.add_json("assignedVariables", std::move(texts).take());
    details.add_json("assignedVariablesDetails", kNotTruncated);
  }
  return add(event_type(state.type, StateEvent::kExited), previous, "stateExitedEventDetails", std::move(details));
}

}  // namespace cloudling::asl
