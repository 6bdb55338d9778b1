#include "emulators/s3/select/output.h"

#include <utility>

#include "asl/json/append.h"
#include "emulators/s3/select/errors.h"
#include "emulators/s3/select/row_source.h"

namespace cloudling::s3::select {

void Output::begin() {
  begin_ = text_.size();
  fields_ = 0;
  first_ = true;
  if (format_.json) text_ += '{';
}

void Output::add(std::string_view name, const Value& value) {
  ++fields_;
  if (format_.json)
    add_json(name, value);
  else
    add_csv(value);
}

void Output::end() {
  if (text_.size() - begin_ > kMaxRecord) throw refused("OverMaxRecordSize");
  if (format_.json) text_ += '}';
  text_ += format_.record_delimiter;
}

bool Output::needs_quotes(std::string_view text) const {
  if (format_.quote_always) return true;
  const auto has = [&](std::string_view part) { return !part.empty() && text.find(part) != std::string_view::npos; };
  return has(format_.quote) || has(format_.field_delimiter) || has(format_.record_delimiter);
}

void Output::append_quoted(std::string_view text) {
  text_ += format_.quote;
  if (format_.quote.empty()) {
    text_ += text;
    return;
  }
  while (true) {
    const size_t found = text.find(format_.quote);
    text_ += text.substr(0, found);
    if (found == std::string_view::npos) break;
    text_ += format_.escape;
    text_ += format_.quote;
    text.remove_prefix(found + format_.quote.size());
  }
  text_ += format_.quote;
}

void Output::add_csv(const Value& value) {
  if (std::holds_alternative<const json::Value*>(value)) throw refused("InvalidDataType");
  if (!std::exchange(first_, false)) text_ += format_.field_delimiter;
  std::string made;
  const auto* given = std::get_if<Text>(&value);
  if (!given) made = to_text(value);
  const std::string_view text = given ? given->bytes : std::string_view(made);
  if (needs_quotes(text))
    append_quoted(text);
  else
    text_ += text;
}

void Output::add_json(std::string_view name, const Value& value) {
  if (std::holds_alternative<Missing>(value)) return;
  if (!std::exchange(first_, false)) text_ += ',';
  json::append_string(text_, name.empty() ? "_" + std::to_string(fields_) : name);
  text_ += ':';
  const bool is_text = std::holds_alternative<Text>(value) || std::holds_alternative<Timestamp>(value);
  if (const auto* text = std::get_if<Text>(&value))
    json::append_string(text_, text->bytes);
  else if (is_text)
    json::append_string(text_, to_text(value));
  else if (std::holds_alternative<Null>(value))
    text_ += "null";
  else
    text_ += to_text(value);
}

}  // namespace cloudling::s3::select
