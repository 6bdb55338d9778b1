#include "asl/json/json.h"

#include <utility>
#include <vector>

namespace cloudling::json {
namespace {

/// Builds the value while the text is read, with a stack of its own; refuses what is nested too deep.
class Builder : public nlohmann::json_sax<Value> {
 public:
  explicit Builder(size_t max_depth) : max_depth_(max_depth) {}

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(int64_t value) override { return add(value); }
  bool number_unsigned(uint64_t value) override { return add(value); }
  bool number_float(double value, const std::string&) override { return add(value); }
  bool string(std::string& value) override { return add(std::move(value)); }
  bool binary(Value::binary_t&) override { return false; }
  bool start_object(size_t) override { return open(Value::object()); }
  bool start_array(size_t) override { return open(Value::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(std::string& name) override {
    member_ = &open_.back()->get_ref<Value::object_t&>()[std::move(name)];
    return true;
  }

  bool parse_error(size_t position, const std::string&, const nlohmann::detail::exception& problem) override {
    error.message = own_words(problem.what());
    error.offset = position > 0 ? position - 1 : 0;
    return false;
  }

  Value result;
  ParseError error;

 private:
  template <class T>
  bool add(T&& value) {
    place(Value(std::forward<T>(value)));
    return true;
  }

  Value* place(Value&& value) {
    if (open_.empty()) return &(result = std::move(value));
    if (member_ != nullptr) return &(*std::exchange(member_, nullptr) = std::move(value));
    return &open_.back()->get_ref<Value::array_t&>().emplace_back(std::move(value));
  }

  bool open(Value&& container) {
    if (open_.size() >= max_depth_) {
      error.message = "nested deeper than " + std::to_string(max_depth_) + " levels";
      return false;
    }
    open_.push_back(place(std::move(container)));
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  /// The library's text without its own tag: "[json.exception...] parse error at line 1, column 2: ...".
  static std::string own_words(std::string text) {
    const size_t tag = text.find("] ");
    return tag == std::string::npos ? text : text.substr(tag + 2);
  }

  size_t max_depth_;
  std::vector<Value*> open_;
  Value* member_ = nullptr;
};

}  // namespace

std::optional<Value> parse(std::string_view text, ParseError* error, const Limits& limits) {
  if (text.size() > limits.max_bytes) {
    if (error != nullptr) *error = {"longer than " + std::to_string(limits.max_bytes) + " bytes", limits.max_bytes};
    return std::nullopt;
  }
  Builder builder(limits.max_depth);
  if (Value::sax_parse(text.begin(), text.end(), &builder)) {
    const size_t zero = text.find('\0');  // the library takes it for the end of the text
    if (zero == std::string_view::npos) return std::move(builder.result);
    builder.error = {"unexpected byte 0 behind the value", zero};
  }
  if (error != nullptr) *error = std::move(builder.error);
  return std::nullopt;
}

const Value* find(const Value& value, std::string_view key) {
  const auto* object = value.get_ptr<const Value::object_t*>();
  if (object == nullptr) return nullptr;
  const auto found = object->find(key);
  return found == object->end() ? nullptr : &found->second;
}

}  // namespace cloudling::json
