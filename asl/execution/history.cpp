#include "asl/execution/history.h"

#include <utility>

namespace cloudling::asl {
namespace {

json::Value not_truncated() {
  json::Value details = json::Value::object();
  details.get_ref<json::Value::object_t&>().emplace("truncated", false);
  return details;
}

}  // namespace

Details&& Details::with_data(std::string_view name, const std::string& text) && {
  auto& members = value_.get_ref<json::Value::object_t&>();
  members.emplace(std::string(name), text);
  members.emplace(std::string(name) + "Details", not_truncated());
  return std::move(*this);
}

int64_t History::append(std::string type, int64_t previous, std::string_view details_name, json::Value details) {
  HistoryEvent& event = out_->emplace_back();
  event.id = next_id_++;
  event.previous_id = previous;
  event.time = now_;
  event.type = std::move(type);
  event.details_name = details_name;
  event.details = std::move(details);
  return event.id;
}

void History::keep_last_place() const {
  if (limited_ && next_id_ >= kMaxHistoryEvents) throw HistoryFull{};
}

int64_t History::add(std::string type, int64_t previous) {
  keep_last_place();
  return append(std::move(type), previous, "", json::Value());
}

int64_t History::add(std::string type, int64_t previous, std::string_view details_name, Details&& details) {
  keep_last_place();
  return append(std::move(type), previous, details_name, std::move(details).take());
}

int64_t History::add_last(std::string type, int64_t previous, std::string_view details_name, Details&& details) {
  return append(std::move(type), previous, details_name, std::move(details).take());
}

int64_t History::entered(const State& state, int64_t previous, const Data& input) {
  return add(std::string(type_name(state.type)) + "StateEntered", previous, "stateEnteredEventDetails",
             Details(3).with("name", state.name).with_data("input", input.text()));
}

int64_t History::exited(const State& state, int64_t previous, const Data& output,
                        const std::optional<Data>& variables) {
  Details details = Details(5).with("name", state.name).with_data("output", output.text());
  if (variables) {
    json::Value texts = json::Value::object();
    for (const auto& [name, value] : variables->value().get_ref<const json::Value::object_t&>()) {
      texts[name] = json::write(value);
    }
    details.add("assignedVariables", std::move(texts));
    details.add("assignedVariablesDetails", not_truncated());
  }
  return add(std::string(type_name(state.type)) + "StateExited", previous, "stateExitedEventDetails",
             std::move(details));
}

}  // namespace cloudling::asl
