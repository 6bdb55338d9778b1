// A distributed Map as its execution sees it: a map run is started, and its end is the state's result.

#include <utility>

#include "asl/execution/machine.h"
#include "asl/map_run/item_reader.h"
#include "asl/map_run/plan.h"

namespace cloudling::asl {
namespace {

constexpr int64_t kMaxCount = INT32_MAX;

Failure not_a_number(std::string_view field, const char* kind, const json::Value& value, const std::string& path) {
  return runtime_failure("The " + std::string(field) + " field refers to value \"" + json::write(value) +
                         "\" which is not a valid " + kind + ": " + path);
}

/// The quantity's value; nothing where it is not given.
std::variant<std::optional<int64_t>, Failure> count(const Quantity& quantity, std::string_view name,
                                                    const DataScope& scope, const jsonata::Bindings& bindings) {
  if (quantity.query) {
    auto found = evaluate_query(*quantity.query, bindings, "number");
    if (auto* failure = std::get_if<Failure>(&found)) return std::move(*failure);
    const double number = std::get<json::Value>(found).get<double>();
    if (number >= 0 && number <= kMaxCount) return std::optional(static_cast<int64_t>(number));
    return runtime_failure(std::string(name) + " must be a non-negative integer.");
  }
  if (!quantity.path) return quantity.fixed;
  const std::string field = std::string(name) + "Path";
  auto found = field_value(*quantity.path, field, scope);
  if (auto* failure = std::get_if<Failure>(&found)) return std::move(*failure);
  const json::Value& value = std::get<json::Value>(found);
  if (!value.is_number_integer()) return not_a_number(field, "integer", value, quantity.path->text());
  if (value < 0 || value > kMaxCount) return runtime_failure(std::string(name) + " must be a non-negative integer.");
  return std::optional(value.get<int64_t>());
}

std::variant<std::optional<double>, Failure> percentage(const DistributedMap& map, const DataScope& scope,
                                                        const jsonata::Bindings& bindings) {
  if (map.tolerated_percentage_query) {
    auto found = evaluate_query(*map.tolerated_percentage_query, bindings, "number");
    if (auto* failure = std::get_if<Failure>(&found)) return std::move(*failure);
    const double number = std::get<json::Value>(found).get<double>();
    if (number >= 0 && number <= 100) return std::optional(number);
    return runtime_failure("ToleratedFailurePercentage must be between 0 and 100.");
  }
  if (!map.tolerated_percentage_path) return map.tolerated_percentage;
  const auto& path = *map.tolerated_percentage_path;
  auto found = field_value(path, "ToleratedFailurePercentagePath", scope);
  if (auto* failure = std::get_if<Failure>(&found)) return std::move(*failure);
  const json::Value& value = std::get<json::Value>(found);
  if (!value.is_number()) return not_a_number("ToleratedFailurePercentagePath", "float", value, path.text());
  const auto number = value.get<double>();
  if (number < 0 || number > 100) return runtime_failure("ToleratedFailurePercentage must be between 0 and 100.");
  return std::optional(number);
}

/// Evaluates the fields of a Map one after the other; after a failure the rest is left out.
class Plan {
 public:
  Plan(const DataScope& scope, const jsonata::Bindings& bindings, json::Value& plan)
      : scope_(scope), bindings_(bindings), plan_(plan) {}

  void fill(json::Value& into, const char* name, const std::optional<PayloadTemplate>& payload) {
    if (failure_ || !payload) return;
    DataOrFailure filled = fill_template(*payload, scope_);
    if (take(filled)) into[name] = std::get<Data>(filled).value();
  }

  void fill(json::Value& into, const char* name, const std::optional<QueryTemplate>& query) {
    if (failure_ || !query) return;
    auto value = evaluate_query(*query, bindings_);
    if (take(value)) into[name] = std::move(std::get<json::Value>(value));
  }

  void count(const char* name, const Quantity& quantity) {
    if (failure_) return;
    auto found = asl::count(quantity, name, scope_, bindings_);
    if (take(found) && std::get<0>(found)) plan_[name] = *std::get<0>(found);
  }

  void percentage(const DistributedMap& map) {
    if (failure_) return;
    auto found = asl::percentage(map, scope_, bindings_);
    if (take(found) && std::get<0>(found)) plan_["ToleratedFailurePercentage"] = *std::get<0>(found);
  }

  void reader(const ItemReader& reader) {
    json::Value& out = plan_["ItemReader"] = json::Value::object();
    out["Resource"] = reader.resource;
    fill(out, "Parameters", reader.parameters);
    fill(out, "Parameters", reader.arguments);
    out["ReaderConfig"] = reader.config;
    fill(out["ReaderConfig"], "MaxItems", reader.max_items_query);
    if (failure_ || !reader.max_items) return;
    auto found = field_value(*reader.max_items, "MaxItemsPath", scope_);
    if (!take(found)) return;
    const json::Value& value = std::get<json::Value>(found);
    // A text that spells an integer will do, as a recorded execution has it.
    const auto spelled = value.is_string() ? json::parse(value.get_ref<const std::string&>()) : std::optional(value);
    if (spelled && spelled->is_number_integer()) {
      out["ReaderConfig"]["MaxItems"] = *spelled;
    } else {
      failure_ = not_a_number("MaxItemsPath", "integer", value, reader.max_items->text());
    }
  }

  void writer(const ResultWriter& writer) {
    json::Value& out = plan_["ResultWriter"] = json::Value::object();
    if (!writer.resource.empty()) out["Resource"] = writer.resource;
    fill(out, "Parameters", writer.parameters);
    fill(out, "Parameters", writer.arguments);
    out["WriterConfig"] = writer.config;
  }

  std::optional<Failure> failure() { return std::move(failure_); }

 private:
  template <class Result>
  bool take(Result& result) {
    auto* failure = std::get_if<Failure>(&result);
    if (failure != nullptr) failure_ = std::move(*failure);
    return failure == nullptr;
  }

  const DataScope& scope_;
  const jsonata::Bindings& bindings_;
  json::Value& plan_;
  std::optional<Failure> failure_;
};

}  // namespace

/// The run that had failed goes on, with the children that had not succeeded.
void Machine::redrive_map_run(Frame& frame) {
  json::Value plan = frame.parameters->value();
  const auto arn = plan.at("Arn").get<std::string>();
  plan["Redrives"] = plan.value("Redrives", int64_t{0}) + 1;
  frame.task = header_.next_task++;
  header_dirty_ = true;
  frame.phase = Phase::kTask;
  frame.last_event =
      history_.add("MapRunRedriven", frame.last_event, "mapRunRedrivenEventDetails",
                   Details().with("mapRunArn", arn).with_number("redriveCount", plan.at("Redrives").get<int64_t>()));
  frame.parameters = Data::from_value(plan);
  tasks_.emplace(frame.task, frame.id);
  effects_.commands.emplace_back(StartMapRun{frame.task, frame.current().name, arn, std::move(plan), true});
  touch(frame);
}

void Machine::begin_map_run(Frame& frame) {
  if (frame.phase == Phase::kRedriven && frame.parameters) return redrive_map_run(frame);
  const auto& map = std::get<MapState>(frame.current().what);
  const Surroundings around = surroundings(frame);
  DataOrFailure input = apply_data_path(frame.current().input_path, DataScope(frame.input, around, random_));
  if (auto* failure = std::get_if<Failure>(&input)) return fail(frame, std::move(*failure));
  frame.effective = std::get<Data>(input);
  std::variant<json::Value, Failure> items = json::Value();
  if (!map.distributed->reader) items = items_of(frame);
  if (auto* failure = std::get_if<Failure>(&items)) return fail(frame, std::move(*failure));
  json::Value& list = std::get<json::Value>(items);
  frame.last_event = history_.add("MapStateStarted", frame.last_event, "mapStateStartedEventDetails",
                                  Details().with_number("length", static_cast<int64_t>(list.size())));
  auto planned = map_run_plan(frame);
  if (auto* failure = std::get_if<Failure>(&planned)) return fail(frame, std::move(*failure));
  json::Value& plan = std::get<json::Value>(planned);
  const std::string arn = map_run_arn(*map.distributed);
  plan["Arn"] = arn;
  if (list.is_array()) plan["Items"] = std::move(list);
  frame.task = header_.next_task++;
  header_dirty_ = true;
  frame.phase = Phase::kTask;
  frame.last_event =
      history_.add("MapRunStarted", frame.last_event, "mapRunStartedEventDetails", Details().with("mapRunArn", arn));
  frame.parameters = Data::from_value(plan);
  tasks_.emplace(frame.task, frame.id);
  effects_.commands.emplace_back(StartMapRun{frame.task, frame.current().name, arn, std::move(plan), false});
  touch(frame);
}

/// What the fields of the Map say for this input.
std::variant<json::Value, Failure> Machine::map_run_plan(Frame& frame) {
  const auto& map = std::get<MapState>(frame.current().what);
  const DistributedMap& distributed = *map.distributed;
  const Surroundings around = surroundings(frame);
  const DataScope scope(*frame.effective, around, random_);
  json::Value out = json::Value::object();
  const jsonata::Bindings given = frame.current().jsonata ? bindings(frame, {}) : jsonata::Bindings();
  Plan plan(scope, given, out);
  if (distributed.express) out["Express"] = true;
  plan.count("MaxConcurrency", map.max_concurrency);
  plan.count("ToleratedFailureCount", distributed.tolerated_count);
  plan.percentage(distributed);
  if (distributed.reader) plan.reader(*distributed.reader);
  if (distributed.batcher) {
    plan.count("MaxItemsPerBatch", distributed.batcher->max_items);
    plan.count("MaxInputBytesPerBatch", distributed.batcher->max_bytes);
    out["Batched"] = true;
    plan.fill(out, "BatchInput", distributed.batcher->input);
    plan.fill(out, "BatchInput", distributed.batcher->input_query);
  }
  if (distributed.writer) plan.writer(*distributed.writer);
  if (map.item_selector || map.item_selector_query) add_selection(frame, out);
  if (auto failure = plan.failure()) return std::move(*failure);
  return out;
}

/// What an ItemSelector reads.
void Machine::add_selection(const Frame& frame, json::Value& plan) const {
  plan["Input"] = frame.effective->value();
  plan["Context"] = context(frame);
  plan["Variables"] = variables(frame);
}

/// Evaluates the fields of a Map that a test does not run.
std::optional<Failure> Machine::plan_stand_in(Frame& frame) {
  const auto& map = std::get<MapState>(frame.current().what);
  const Surroundings around = surroundings(frame);
  DataOrFailure input = apply_data_path(frame.current().input_path, DataScope(frame.input, around, random_));
  if (auto* failure = std::get_if<Failure>(&input)) return std::move(*failure);
  frame.effective = std::get<Data>(std::move(input));
  auto planned = map_run_plan(frame);
  if (auto* failure = std::get_if<Failure>(&planned)) return std::move(*failure);
  inspection_->map_run = std::get<json::Value>(std::move(planned));
  const json::Value& plan = inspection_->map_run;
  std::variant<json::Value, Failure> items = json::Value::array();
  if (map.distributed->reader && inspection_->reader_data) {
    auto read = read_items(*inspection_->reader_data, plan.at("ItemReader").at("ReaderConfig"));
    if (auto* failure = std::get_if<Failure>(&read)) return std::move(*failure);
    items = json::Value(std::get<std::vector<json::Value>>(std::move(read)));
  } else {
    items = items_of(frame);
    // Without its data a reader's items may stand in the input, and need not.
    if (map.distributed->reader && std::holds_alternative<Failure>(items)) return std::nullopt;
  }
  if (auto* failure = std::get_if<Failure>(&items)) return std::move(*failure);
  const json::Value& list = std::get<json::Value>(items);
  inspection_->items = static_cast<int64_t>(list.size());
  if (Tolerance::of(plan).exceeded_by(inspection_->failed_items, *inspection_->items)) {
    inspection_->stand_in = Failure{"States.ExceedToleratedFailureThreshold",
                                    "The specified tolerated failure threshold was exceeded", false};
  }
  return note_inputs(frame, plan, list);
}

/// What the iterations of a Map would have been given.
std::optional<Failure> Machine::note_inputs(const Frame& frame, json::Value plan, const json::Value& items) {
  const auto& map = std::get<MapState>(frame.current().what);
  note("afterItemsPath", Data::from_value(items));
  const std::vector<json::Value> list(items.begin(), items.end());
  const auto note_all = [&](const char* stage) -> std::optional<Failure> {
    auto inputs = child_inputs(map, plan, list, random_.next());
    if (auto* failure = std::get_if<Failure>(&inputs)) return std::move(*failure);
    std::string text;
    for (const ChildInput& input : std::get<0>(inputs)) text += (text.empty() ? "[" : ",") + input.text;
    note(stage, Data::from_text(text.empty() ? "[]" : text + "]"));
    return std::nullopt;
  };
  if (plan.contains("Batched")) {
    if (auto failure = note_all("afterItemBatcher")) return failure;
    plan.erase("Batched");
  }
  return map.item_selector || map.item_selector_query ? note_all("afterItemSelector") : std::nullopt;
}

/// "arn:aws:states:<region>:<account>:mapRun:<machine>/<label>:<id>"; without a label AWS makes one.
std::string Machine::map_run_arn(const DistributedMap& map) {
  const auto uuid = [this] { return call_intrinsic(IntrinsicFunction::kUuid, {}, random_).value->get<std::string>(); };
  std::string arn = info_.state_machine_arn;
  constexpr std::string_view kMachine = ":stateMachine:";
  const size_t at = arn.find(kMachine);
  if (at != std::string::npos) arn.replace(at, kMachine.size(), ":mapRun:");
  const std::string label = map.label.empty() ? uuid() : map.label;
  return arn + "/" + label + ":" + uuid();
}

void Machine::take(const MapRunEnded& event) {
  Frame* frame = find_task(event.task, StateType::kMap);
  if (frame == nullptr) return;
  const int64_t started = frame->last_event;
  // Histories of AWS show a Map that the execution begins with otherwise than a later one.
  const bool first = frame->parent == 0 && frame->entered_event == 2;
  if (!event.output) {
    frame->last_event = history_.add("MapRunFailed", started, "mapRunFailedEventDetails",
                                     Details().with("cause", event.cause).with("error", event.error));
    failed_run_ = std::move(frame->parameters);
    close_task(*frame, false);
    fail(*frame, {event.error, event.cause, false});
    failed_run_.reset();
    return;
  }
  const int64_t succeeded = history_.add("MapRunSucceeded", started);
  frame->last_event = history_.add("MapStateSucceeded", succeeded);
  close_task(*frame, false);
  complete(*frame, Data::from_value(*event.output), first ? succeeded : started);
}

}  // namespace cloudling::asl
