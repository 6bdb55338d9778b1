#pragma once

// Writes history events: numbers them, spells details as the API does, stops at the history limit.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "asl/definition/states.h"
#include "asl/execution/data.h"
#include "asl/execution/event.h"

namespace cloudling::asl {

/// A standard execution's history holds at most this many events (Developer Guide, "Quotas").
inline constexpr int64_t kMaxHistoryEvents = 25'000;

/// Thrown by History::add where only the last place is left; the execution fails with it.
struct HistoryFull {};

/// What happens to a state, as the names of events have it behind the state's type.
enum class StateEvent { kEntered, kExited, kSucceeded, kFailed, kAborted };

/// E.g. "MapStateSucceeded".
std::string_view event_type(StateType type, StateEvent what);

/// An event's details, written as they are given.
class Details {
 public:
  Details() {
    text_.reserve(kUsualBytes);
    text_ += '{';
  }
  Details&& with(std::string_view name, std::string_view text) && { return add(name, text), std::move(*this); }
  Details&& with_number(std::string_view name, int64_t number) && { return add_number(name, number), std::move(*this); }
  /// Left out where absent.
  Details&& with_text(std::string_view name, const std::optional<std::string>& text) && {
    return text ? std::move(*this).with(name, *text) : std::move(*this);
  }
  /// `name` with the text, and `name` + "Details" saying that it is not truncated.
  Details&& with_data(std::string_view name, std::string_view text) &&;

  void add(std::string_view name, std::string_view text);
  void add_number(std::string_view name, int64_t number);
  /// A member that is JSON text itself.
  void add_json(std::string_view name, std::string_view json);

  std::string take() &&;

 private:
  static constexpr size_t kUsualBytes = 160;

  std::string text_;
};

class History {
 public:
  History(bool limited, int64_t next_id) : limited_(limited), next_id_(next_id) {}

  /// Where events go from now on, and their time.
  void begin(std::vector<HistoryEvent>* out, TimeMs now) {
    out_ = out;
    now_ = now;
  }

  /// Adds an event and returns its id. Names are constants: events refer to them.
  int64_t add(std::string_view type, int64_t previous);
  int64_t add(std::string_view type, int64_t previous, std::string_view details_name, Details&& details);

  /// The event that ends the execution: always has its place.
  int64_t add_last(std::string_view type, int64_t previous, std::string_view details_name, Details&& details);

  int64_t entered(const State& state, int64_t previous, const Data& input);
  /// `variables`: what the state assigned.
  int64_t exited(const State& state, int64_t previous, const Data& output, const std::optional<Data>& variables);

  int64_t next_id() const { return next_id_; }
  void set_next_id(int64_t id) { next_id_ = id; }

 private:
  int64_t append(std::string_view type, int64_t previous, std::string_view details_name, std::string details);
  void keep_last_place() const;

  bool limited_;
  int64_t next_id_;
  std::vector<HistoryEvent>* out_ = nullptr;
  TimeMs now_ = 0;
};

}  // namespace cloudling::asl
