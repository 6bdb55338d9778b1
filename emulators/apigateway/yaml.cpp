#include "emulators/apigateway/yaml.h"

#include <yaml.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <utility>
#include <vector>

namespace cloudling::apigateway {

namespace {

constexpr size_t kMaxBytes = 6u << 20;
constexpr size_t kMaxDepth = 100;
constexpr size_t kMaxValues = 200'000;

struct Failure {
  std::string message;
};

size_t values_in(const json::Value& value) {
  size_t count = 1;
  if (value.is_structured()) {
    for (const json::Value& each : value) count += values_in(each);
  }
  return count;
}

template <class Names>
bool is_one_of(std::string_view text, const Names& names) {
  return std::ranges::find(names, text) != names.end();
}

std::optional<json::Value> number_of(std::string_view text) {
  const std::string_view digits = text.substr(text.starts_with('-') || text.starts_with('+') ? 1 : 0);
  const bool hexadecimal = text.starts_with("0x");
  const bool octal = text.starts_with("0o");
  if (digits.empty() || digits.find_first_not_of("0123456789abcdefABCDEFox.+-") != std::string_view::npos)
    return std::nullopt;
  if (!hexadecimal && !octal && digits.find_first_of("0123456789") == std::string_view::npos) return std::nullopt;
  if (text.starts_with('+')) text.remove_prefix(1);
  int64_t integer = 0;
  const std::string_view body = hexadecimal || octal ? text.substr(2) : text;
  const int base = hexadecimal ? 16 : octal ? 8 : 10;
  const auto whole = std::from_chars(body.data(), body.data() + body.size(), integer, base);
  if (whole.ec == std::errc() && whole.ptr == body.data() + body.size()) return json::Value(integer);
  if (hexadecimal || octal) return std::nullopt;
  double real = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), real);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) return std::nullopt;
  return json::Value(real);
}

/// YAML 1.2, chapter 10.3: what a scalar without quotes and without a tag means.
json::Value plain_value(std::string_view text) {
  static constexpr std::array<std::string_view, 5> kNull = {"", "~", "null", "Null", "NULL"};
  static constexpr std::array<std::string_view, 3> kTrue = {"true", "True", "TRUE"};
  static constexpr std::array<std::string_view, 3> kFalse = {"false", "False", "FALSE"};
  if (is_one_of(text, kNull)) return nullptr;
  if (is_one_of(text, kTrue)) return true;
  if (is_one_of(text, kFalse)) return false;
  if (auto number = number_of(text)) return std::move(*number);
  return std::string(text);
}

/// Builds the value of a document event by event, with a stack of its own.
class Builder {
 public:
  /// True where the document is complete.
  bool take(const yaml_event_t& event);
  json::Value result() { return std::move(result_); }

 private:
  struct Frame {
    json::Value value;
    std::optional<std::string> key;
    std::string anchor;
    bool merging = false;  ///< the value of "<<" comes next
  };

  void open(json::Value empty, const yaml_char_t* anchor);
  void close();
  void scalar(const yaml_event_t& event);
  void add(json::Value value);
  void merge(const json::Value& from);
  void count(size_t values);
  void remember(const std::string& anchor, const json::Value& value);
  bool wants_key() const {
    return !stack_.empty() && stack_.back().value.is_object() && !stack_.back().key && !stack_.back().merging;
  }

  std::vector<Frame> stack_;
  std::map<std::string, json::Value> anchors_;
  json::Value result_;
  size_t values_ = 0;
};

std::string name_of(const yaml_char_t* text) { return text ? reinterpret_cast<const char*>(text) : ""; }

void Builder::count(size_t values) {
  values_ += values;
  if (values_ > kMaxValues) throw Failure{"the document has too many values"};
}

void Builder::remember(const std::string& anchor, const json::Value& value) {
  if (anchor.empty()) return;
  count(values_in(value));
  anchors_[anchor] = value;
}

void Builder::open(json::Value empty, const yaml_char_t* anchor) {
  if (wants_key()) throw Failure{"a key is no text"};
  if (stack_.size() >= kMaxDepth) throw Failure{"the document is nested too deeply"};
  count(1);
  stack_.push_back({.value = std::move(empty), .key = std::nullopt, .anchor = name_of(anchor)});
}

void Builder::close() {
  Frame frame = std::move(stack_.back());
  stack_.pop_back();
  remember(frame.anchor, frame.value);
  add(std::move(frame.value));
}

void Builder::merge(const json::Value& from) {
  json::Value& into = stack_.back().value;
  if (from.is_array()) {
    for (const json::Value& each : from) merge(each);
    return;
  }
  if (!from.is_object()) throw Failure{"the value of a merge key is no map"};
  for (const auto& [key, value] : from.items()) {
    if (!into.contains(key)) into[key] = value;
  }
}

void Builder::add(json::Value value) {
  if (stack_.empty()) {
    result_ = std::move(value);
    return;
  }
  Frame& frame = stack_.back();
  if (frame.value.is_array()) {
    frame.value.push_back(std::move(value));
  } else if (frame.merging) {
    frame.merging = false;
    merge(value);
  } else {
    frame.value[*frame.key] = std::move(value);
    frame.key.reset();
  }
}

void Builder::scalar(const yaml_event_t& event) {
  const auto& given = event.data.scalar;
  const std::string_view text(reinterpret_cast<const char*>(given.value), given.length);
  count(1);
  const bool plain = given.plain_implicit != 0;
  if (wants_key()) {
    stack_.back().merging = plain && text == "<<";
    if (!stack_.back().merging) stack_.back().key = std::string(text);
    return;
  }
  const bool bare = plain && given.style == YAML_PLAIN_SCALAR_STYLE;
  json::Value value = bare ? plain_value(text) : json::Value(std::string(text));
  remember(name_of(given.anchor), value);
  add(std::move(value));
}

bool Builder::take(const yaml_event_t& event) {
  switch (event.type) {
    case YAML_SCALAR_EVENT:
      scalar(event);
      return false;
    case YAML_SEQUENCE_START_EVENT:
      open(json::Value::array(), event.data.sequence_start.anchor);
      return false;
    case YAML_MAPPING_START_EVENT:
      open(json::Value::object(), event.data.mapping_start.anchor);
      return false;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
      close();
      return false;
    case YAML_ALIAS_EVENT: {
      if (wants_key()) throw Failure{"a key is an alias"};
      const auto found = anchors_.find(name_of(event.data.alias.anchor));
      if (found == anchors_.end()) throw Failure{"an alias names no anchor"};
      count(values_in(found->second));
      add(found->second);
      return false;
    }
    case YAML_DOCUMENT_END_EVENT:
    case YAML_STREAM_END_EVENT:
      return true;
    default:
      return false;
  }
}

/// The parser and its event, freed however reading ends.
class Reader {
 public:
  explicit Reader(std::string_view text) {
    if (!yaml_parser_initialize(&parser_)) throw Failure{"there is no memory"};
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  }
  ~Reader() {
    yaml_event_delete(&event_);
    yaml_parser_delete(&parser_);
  }
  Reader(const Reader&) = delete;

  const yaml_event_t& next() {
    yaml_event_delete(&event_);
    if (yaml_parser_parse(&parser_, &event_)) return event_;
    throw Failure{std::string(parser_.problem ? parser_.problem : "it is no YAML") + " at line " +
                  std::to_string(parser_.problem_mark.line + 1)};
  }

 private:
  yaml_parser_t parser_{};
  yaml_event_t event_{};
};

bool is_plain_key(std::string_view key) {
  static constexpr std::array<std::string_view, 11> kWords = {"true", "false", "null", "yes", "no", "on",
                                                              "off",  "y",     "n",    "~",   "<<"};
  std::string lower(key);
  std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c; });
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("/$_-.{}+").find(c) != std::string_view::npos;
  };
  const bool starts = !key.empty() && std::string_view("0123456789-.{}+").find(key[0]) == std::string_view::npos;
  return starts && !is_one_of(lower, kWords) && std::ranges::all_of(key, fits);
}

/// In double quotes, as JSON has it, but for what YAML takes for a line break or for no text.
std::string quoted(const std::string& text) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kEscapes = {
      {{"\x7f", "\\u007f"},
       {"\xc2\x85", "\\u0085"},
       {"\xe2\x80\xa8", "\\u2028"},
       {"\xe2\x80\xa9", "\\u2029"},
       {"\xef\xbb\xbf", "\\ufeff"},
       {"\xef\xbf\xbe", "\\ufffe"},
       {"\xef\xbf\xbf", "\\uffff"}}};
  std::string out = json::write(json::Value(text));
  for (const auto& [bytes, escape] : kEscapes) {
    for (size_t at = out.find(bytes); at != std::string::npos; at = out.find(bytes, at + escape.size()))
      out.replace(at, bytes.size(), escape);
  }
  return out;
}

void write_value(const json::Value& value, size_t indent, std::string& out);

void write_map(const json::Value& map, size_t indent, bool first_inline, std::string& out) {
  for (const auto& [key, value] : map.items()) {
    if (!first_inline) out.append(indent, ' ');
    first_inline = false;
    out += is_plain_key(key) ? key : quoted(key);
    out += ':';
    write_value(value, indent, out);
  }
}

/// What stands behind "key:" or "-", with the end of its line.
void write_value(const json::Value& value, size_t indent, std::string& out) {
  if (value.is_object() && !value.empty()) {
    out += '\n';
    write_map(value, indent + 2, false, out);
  } else if (value.is_array() && !value.empty()) {
    out += '\n';
    for (const json::Value& each : value) {
      out.append(indent, ' ');
      out += '-';
      if (each.is_object() && !each.empty()) {
        out += ' ';
        write_map(each, indent + 2, true, out);
      } else {
        write_value(each, indent + 2, out);
      }
    }
  } else {
    out += ' ';
    out += value.is_string() ? quoted(value.get<std::string>()) : json::write(value);
    out += '\n';
  }
}

}  // namespace

std::optional<json::Value> parse_yaml(std::string_view text, std::string* problem) {
  try {
    if (text.size() > kMaxBytes) throw Failure{"the document is too large"};
    if (!json::valid_utf8(text)) throw Failure{"the document is no UTF-8"};
    Reader reader(text);
    Builder builder;
    while (!builder.take(reader.next())) {
    }
    return builder.result();
  } catch (const Failure& failure) {
    if (problem) *problem = failure.message;
    return std::nullopt;
  }
}

std::string write_yaml(const json::Value& value) {
  std::string out = "---";
  if (value.is_object() && !value.empty()) {
    out += '\n';
    write_map(value, 0, false, out);
  } else {
    write_value(value, 0, out);
  }
  return out;
}

}  // namespace cloudling::apigateway
