#pragma once

// Writes history events: numbers them, spells details as the API does, stops at the history limit.

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

/// Name and value pairs of an event's details, in order.
class Details {
 public:
  explicit Details(size_t members = 4) : value_(json::Value::object()) {
    value_.get_ref<json::Value::object_t&>().reserve(members);
  }
  Details&& with(std::string_view name, json::Value value) && {
    value_.get_ref<json::Value::object_t&>().emplace(std::string(name), std::move(value));
    return std::move(*this);
  }
  /// Left out where absent.
  Details&& with_text(std::string_view name, const std::optional<std::string>& text) && {
    return text ? std::move(*this).with(name, json::Value(*text)) : std::move(*this);
  }
  /// `name` with the text, and `name` + "Details" saying that it is not truncated.
  Details&& with_data(std::string_view name, const std::string& text) &&;

  void add(std::string_view name, json::Value value) {
    value_.get_ref<json::Value::object_t&>().emplace(std::string(name), std::move(value));
  }

  json::Value take() && { return std::move(value_); }

 private:
  json::Value value_;
};

class History {
 public:
  History(bool limited, int64_t next_id) : limited_(limited), next_id_(next_id) {}

  /// Where events go from now on, and their time.
  void begin(std::vector<HistoryEvent>* out, TimeMs now) {
    out_ = out;
    now_ = now;
  }

  /// Adds an event and returns its id.
  int64_t add(std::string type, int64_t previous);
  int64_t add(std::string type, int64_t previous, std::string_view details_name, Details&& details);

  /// The event that ends the execution: always has its place.
  int64_t add_last(std::string type, int64_t previous, std::string_view details_name, Details&& details);

  int64_t entered(const State& state, int64_t previous, const Data& input);
  /// `variables`: what the state assigned.
  int64_t exited(const State& state, int64_t previous, const Data& output, const std::optional<Data>& variables);

  int64_t next_id() const { return next_id_; }
  void set_next_id(int64_t id) { next_id_ = id; }

 private:
  int64_t append(std::string type, int64_t previous, std::string_view details_name, json::Value details);
  void keep_last_place() const;

  bool limited_;
  int64_t next_id_;
  std::vector<HistoryEvent>* out_ = nullptr;
  TimeMs now_ = 0;
};

}  // namespace cloudling::asl
