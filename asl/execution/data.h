#pragma once

// The JSON that flows from state to state: a text and the value it spells, each made when first asked for.
//
// Copies share one body, so passing data on costs nothing. A text that came from outside is passed on as it is, as AWS
// does, until a state changes the data. Thread-compatible: used by the one thread that holds the execution's turn.

#include <memory>
#include <string>
#include <utility>

#include "asl/json/json.h"

namespace cloudling::asl {

/// Nesting that data may have; deeper data fails the state that makes it.
inline constexpr size_t kMaxDataDepth = 512;

/// The payload limit of a state's input, output or result (Developer Guide, "Quotas"): 256 KiB of UTF-8.
inline constexpr size_t kMaxDataBytes = 262'144;

class Data {
 public:
  Data() : Data(from_text("{}")) {}

  /// `text` must be JSON; checked where it came from.
  static Data from_text(std::string text) {
    Data data(std::make_shared<Body>());
    data.body_->text = std::move(text);
    data.body_->has_text = true;
    return data;
  }

  static Data from_value(json::Value value) {
    Data data(std::make_shared<Body>());
    data.body_->value = std::move(value);
    data.body_->has_value = true;
    return data;
  }

  const std::string& text() const {
    if (!body_->has_text) {
      body_->text = json::write(body_->value, &body_->depth);
      body_->has_text = true;
    }
    return body_->text;
  }

  /// The text's value; null where the text is no JSON after all.
  const json::Value& value() const {
    if (!body_->has_value) {
      body_->value = json::parse(body_->text).value_or(json::Value());
      body_->has_value = true;
    }
    return body_->value;
  }

  /// Whether the size and nesting are within the limits above.
  bool within_size() const { return text().size() <= kMaxDataBytes; }
  bool within_depth() const;

 private:
  struct Body {
    std::string text;
    json::Value value;
    size_t depth = 0;  // 0: not known
    bool has_text = false;
    bool has_value = false;
  };

  explicit Data(std::shared_ptr<Body> body) : body_(std::move(body)) {}

  std::shared_ptr<Body> body_;
};

}  // namespace cloudling::asl
