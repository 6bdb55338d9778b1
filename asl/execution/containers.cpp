// Parallel and inline Map: frames of their own for branches and iterations.

#include <algorithm>
#include <utility>

#include "asl/execution/machine.h"

namespace cloudling::asl {
namespace {

// An inline Map runs at most 40 iterations at a time (Developer Guide, "Map state in Inline mode").
constexpr size_t kMaxIterations = 40;

/// Whether a map run is under way for the frame's state.
bool runs_map(const Frame& frame) { return frame.phase == Phase::kTask && frame.current().type == StateType::kMap; }

Details iteration(const Frame& map, int64_t index) {
  return Details().with("name", map.current().name).with_number("index", index);
}

}  // namespace

/// Where the test of a state says how it ends, that is what happens.
bool Machine::stands_in(Frame& frame) {
  if (inspection_ == nullptr || !inspection_->stand_in) return false;
  const std::variant<Data, Failure> end = *inspection_->stand_in;
  if (const auto* result = std::get_if<Data>(&end))
    complete(frame, *result, frame.last_event);
  else
    fail(frame, std::get<Failure>(end));
  return true;
}

void Machine::begin_parallel(Frame& frame) {
  DataOrFailure input = effective_input(frame);
  if (auto* failure = std::get_if<Failure>(&input)) return fail(frame, std::move(*failure));
  if (stands_in(frame)) return;
  const auto& parallel = std::get<ParallelState>(frame.current().what);
  frame.phase = Phase::kChildren;
  frame.last_event = history_.add("ParallelStateStarted", frame.last_event);
  frame.total = parallel.branches.size();
  touch(frame);
  for (const auto& branch : parallel.branches) {
    add_child(frame, *branch, std::get<Data>(input), frame.last_event);
  }
}

void Machine::begin_map(Frame& frame) {
  const bool tested = inspection_ != nullptr && inspection_->stand_in;
  if (std::get<MapState>(frame.current().what).distributed) {
    if (!tested) return begin_map_run(frame);
    if (auto failure = plan_stand_in(frame)) return fail(frame, std::move(*failure));
    stands_in(frame);
    return;
  }
  if (auto failure = prepare_map(frame)) return fail(frame, std::move(*failure));
  if (tested) {
    json::Value plan = json::Value::object();
    add_selection(frame, plan);
    if (auto failure = note_inputs(frame, std::move(plan), frame.items.value()))
      return fail(frame, std::move(*failure));
    stands_in(frame);
    return;
  }
  frame.phase = Phase::kChildren;
  frame.last_event = history_.add("MapStateStarted", frame.last_event, "mapStateStartedEventDetails",
                                  Details().with_number("length", static_cast<int64_t>(frame.total)));
  touch(frame);
  const int64_t started = frame.last_event;
  if (frame.total == 0) return container_finished(frame, started);
  const size_t first = std::min(frame.limit, frame.total);
  for (size_t i = 0; i < first; ++i) {
    if (!start_iteration(frame, started)) return;
  }
}

/// The Map's effective input, items and concurrency: the same each time for the same raw input.
std::optional<Failure> Machine::prepare_map(Frame& frame) {
  const auto& map = std::get<MapState>(frame.current().what);
  const Surroundings around = surroundings(frame);
  DataOrFailure input = apply_data_path(frame.current().input_path, DataScope(frame.input, around, random_));
  if (auto* failure = std::get_if<Failure>(&input)) return std::move(*failure);
  frame.effective = std::get<Data>(input);
  const DataScope scope(*frame.effective, around, random_);
  int64_t limit = map.max_concurrency.fixed.value_or(0);
  if (map.max_concurrency.query) {
    auto found = query(frame, *map.max_concurrency.query, {}, "number");
    if (auto* failure = std::get_if<Failure>(&found)) return std::move(*failure);
    limit = std::max<int64_t>(0, static_cast<int64_t>(std::get<json::Value>(found).get<double>()));
  }
  if (map.max_concurrency.path) {
    auto found = field_value(*map.max_concurrency.path, "MaxConcurrencyPath", scope);
    if (auto* failure = std::get_if<Failure>(&found)) return std::move(*failure);
    const json::Value& value = std::get<json::Value>(found);
    if (!value.is_number_integer() || value < 0) {
      return runtime_failure("The MaxConcurrencyPath field refers to value \"" + json::write(value) +
                             "\" which is not a valid integer: " + map.max_concurrency.path->text());
    }
    limit = value.get<int64_t>();
  }
  auto items = items_of(frame);
  if (auto* failure = std::get_if<Failure>(&items)) return std::move(*failure);
  frame.items = Data::from_value(std::move(std::get<json::Value>(items)));
  frame.total = frame.items.value().size();
  frame.limit = limit == 0 ? kMaxIterations : std::min(kMaxIterations, static_cast<size_t>(limit));
  return std::nullopt;
}

/// The items of a Map. Those of an expression are kept with the frame: it may give others another time.
std::variant<json::Value, Failure> Machine::items_of(Frame& frame) {
  const auto& map = std::get<MapState>(frame.current().what);
  if (!frame.current().jsonata) {
    const Surroundings around = surroundings(frame);
    return map_items(map.items_path, DataScope(*frame.effective, around, random_));
  }
  if (frame.phase == Phase::kChildren && frame.parameters) return frame.parameters->value();
  if (map.items) {
    auto items = query(frame, *map.items, {}, "array");
    if (auto* found = std::get_if<json::Value>(&items)) frame.parameters = Data::from_value(*found);
    return items;
  }
  if (frame.input.value().is_array()) return frame.input.value();
  return query_failure("Map state input must be an array but was: " + frame.input.text(), "");
}

/// Starts the next iteration. False where its input could not be made, and the Map has failed.
bool Machine::start_iteration(Frame& frame, int64_t previous) {
  const auto& map = std::get<MapState>(frame.current().what);
  const auto index = static_cast<int64_t>(frame.children.size());
  const Data item = Data::from_value(frame.items.value()[static_cast<size_t>(index)]);
  const int64_t started =
      history_.add("MapIterationStarted", previous, "mapIterationStartedEventDetails", iteration(frame, index));
  Data input = item;
  if (map.item_selector) {
    const Surroundings around{[&] { return context_object(info_, input_, frame, &item, index); },
                              [&](const std::string& name) { return variable(frame, name); }};
    DataOrFailure filled = fill_template(*map.item_selector, DataScope(*frame.effective, around, random_));
    if (auto* failure = std::get_if<Failure>(&filled)) {
      abort_children(frame);
      fail(frame, std::move(*failure));
      return false;
    }
    input = std::get<Data>(std::move(filled));
  }
  if (map.item_selector_query) {
    QueryInput given;
    given.context = [&] { return context_object(info_, input_, frame, &item, index); };
    DataOrFailure filled = query_data(frame, *map.item_selector_query, given);
    if (auto* failure = std::get_if<Failure>(&filled)) {
      abort_children(frame);
      fail(frame, std::move(*failure));
      return false;
    }
    input = std::get<Data>(std::move(filled));
  }
  add_child(frame, *map.processor, input, started).item = item;
  return true;
}

Frame& Machine::add_child(Frame& parent, const Program& program, const Data& input, int64_t last_event) {
  const FrameId id = header_.next_frame++;
  header_dirty_ = true;
  Frame& child = frames_[id];
  child.id = id;
  child.parent = parent.id;
  child.index = static_cast<int64_t>(parent.children.size());
  child.program = &program;
  child.state = program.start;
  child.input = input;
  child.last_event = last_event;
  parent.children.push_back(id);
  make_ready(child);
  return child;
}

void Machine::child_finished(Frame& child) {
  Frame& frame = frames_.at(child.parent);
  int64_t previous = child.last_event;
  ++frame.done;
  if (frame.current().type == StateType::kMap) {
    previous = history_.add("MapIterationSucceeded", child.last_event, "mapIterationSucceededEventDetails",
                            iteration(frame, child.index));
    if (frame.children.size() < frame.total) {
      start_iteration(frame, child.last_event);
      return;
    }
  }
  if (frame.done == frame.total) container_finished(frame, previous);
}

/// All branches or iterations have their output.
void Machine::container_finished(Frame& frame, int64_t previous) {
  std::string output = "[";
  for (const FrameId id : frame.children) {
    if (output.size() > 1) output += ',';
    output += frames_.at(id).input.text();
  }
  output += ']';
  remove_children(frame);
  frame.parameters.reset();
  const State& state = frame.current();
  frame.last_event = history_.add(event_type(state.type, StateEvent::kSucceeded), previous);
  touch(frame);
  complete(frame, Data::from_text(std::move(output)), previous);
}

/// Forgets the frames below, with whatever they wait for.
void Machine::remove_children(Frame& frame) {
  std::vector<FrameId> pending = std::move(frame.children);
  frame.children.clear();
  frame.done = 0;
  while (!pending.empty()) {
    const FrameId id = pending.back();
    pending.pop_back();
    Frame& child = frames_.at(id);
    pending.insert(pending.end(), child.children.begin(), child.children.end());
    close_task(child, true);
    if (child.stored) removed_.push_back(id);
    frames_.erase(id);
  }
}

/// The events of what is cut short below, then it is gone.
void Machine::abort_children(Frame& frame) {
  for (const FrameId id : frame.children) {
    Frame& child = frames_.at(id);
    if (child.phase == Phase::kDone) continue;
    abort(child);
    if (frame.current().type == StateType::kMap) {
      history_.add("MapIterationAborted", child.last_event, "mapIterationAbortedEventDetails",
                   iteration(frame, child.index));
    }
  }
  remove_children(frame);
}

void Machine::abort(Frame& frame) {
  const bool waits = frame.phase != Phase::kReady && frame.phase != Phase::kDone;
  if (frame.phase == Phase::kChildren) abort_children(frame);
  if (waits && runs_map(frame)) frame.last_event = history_.add("MapRunAborted", frame.last_event);
  if (waits) history_.add(event_type(frame.current().type, StateEvent::kAborted), frame.last_event);
}

/// After loading: what a Parallel's or Map's frame does not store.
std::optional<Failure> Machine::restore_container(Frame& frame) {
  if (frame.current().type == StateType::kMap) return prepare_map(frame);
  frame.total = std::get<ParallelState>(frame.current().what).branches.size();
  return std::nullopt;
}

}  // namespace cloudling::asl
