#include "emulators/s3/select/json_reader.h"

#include <algorithm>
#include <utility>

namespace cloudling::s3::select {
namespace {

using Kind = PathStep::Kind;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

json::Value parsed(std::string_view text) {
  auto value = json::parse(text);
  if (!value) throw refused("JSONParsingError");
  return *std::move(value);
}

}  // namespace

void JsonRows::start(json::Value record) {
  record_ = std::move(record);
  walks_.clear();
  fresh_ = true;
}

bool JsonRows::next(Row& row) {
  if (fresh_) {
    fresh_ = false;
    descend(value_of(record_), 0, row);
    return true;
  }
  while (!walks_.empty()) {
    Walk& walk = walks_.back();
    if (++walk.at < size_of(walk)) {
      descend(element(walk), walk.step + 1, row);
      return true;
    }
    walks_.pop_back();
  }
  return false;
}

/// To the first row that lies behind a step.
void JsonRows::descend(Value value, size_t step, Row& row) {
  for (; step < path_.size(); ++step) {
    const bool wildcard = path_[step].kind == Kind::kAnyField || path_[step].kind == Kind::kAnyElement;
    if (!wildcard) {
      value = follow(value, path_[step]);
      continue;
    }
    Walk walk{.container = value, .step = step};
    if (size_of(walk) == 0) {
      value = Missing{};
      break;
    }
    value = element(walk);
    walks_.push_back(walk);
  }
  row.value = value;
}

size_t JsonRows::size_of(const Walk& walk) const {
  const auto* nested = std::get_if<const json::Value*>(&walk.container);
  if (!nested) return 0;
  const bool fits = path_[walk.step].kind == Kind::kAnyField ? (*nested)->is_object() : (*nested)->is_array();
  return fits ? (*nested)->size() : 0;
}

Value JsonRows::element(const Walk& walk) const {
  const json::Value& container = *std::get<const json::Value*>(walk.container);
  if (container.is_array()) return value_of(container[walk.at]);
  const auto& fields = container.get_ref<const json::Value::object_t&>();
  return value_of((fields.begin() + static_cast<std::ptrdiff_t>(walk.at))->second);
}

bool JsonLines::next(Row& row) {
  while (!rows_.next(row)) {
    const auto line = lines_.next();
    if (!line) return false;
    if (!std::ranges::all_of(*line, is_space)) rows_.start(parsed(*line));
  }
  return true;
}

void JsonDocument::feed(std::string_view bytes) {
  buffer_.erase(0, at_);
  at_ = 0;
  buffer_ += bytes;
}

bool JsonDocument::next(Row& row) {
  while (!rows_.next(row)) {
    const auto end = value_end();
    if (!end) return false;
    rows_.start(parsed(std::string_view(buffer_).substr(at_, *end - at_)));
    at_ = *end;
    scanned_ = 0;
  }
  return true;
}

/// Where the value that begins next ends; nothing where it is not all there.
std::optional<size_t> JsonDocument::value_end() {
  while (scanned_ == 0 && at_ < buffer_.size() && is_space(buffer_[at_])) ++at_;
  for (; at_ + scanned_ < buffer_.size(); ++scanned_) {
    if (scanned_ >= kMaxDocument) throw refused("OverMaxRecordSize");
    if (step_over(buffer_[at_ + scanned_])) continue;
    const size_t end = at_ + scanned_ + 1;
    const bool bare = depth_ == 0 && is_space(buffer_[end - 1]);
    return bare ? end - 1 : end;
  }
  if (!finished_ || at_ == buffer_.size()) return std::nullopt;
  return buffer_.size();
}

/// False at a value's last byte, or at the blank behind a bare one.
bool JsonDocument::step_over(char c) {
  if (in_text_) {
    const bool ends = c == '"' && !escaped_;
    escaped_ = c == '\\' && !escaped_;
    in_text_ = !ends;
    return !ends || depth_ > 0;
  }
  if (c == '"') in_text_ = true;
  if (c == '{' || c == '[') ++depth_;
  if (c == '}' || c == ']') return depth_ > 1 ? (--depth_, true) : (depth_ = 0, false);
  return depth_ > 0 || !is_space(c);
}

}  // namespace cloudling::s3::select
