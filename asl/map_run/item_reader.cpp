#include "asl/map_run/item_reader.h"

#include <cstdint>
#include <set>
#include <utility>

#include "asl/map_run/csv.h"

namespace cloudling::asl {
namespace {

using json::Value;

std::string text_of(const Value& object, std::string_view name) {
  const Value* found = json::find(object, name);
  return found != nullptr && found->is_string() ? found->get<std::string>() : std::string();
}

char delimiter_of(const Value& config) {
  const std::string name = text_of(config, "CSVDelimiter");
  if (name == "PIPE") return '|';
  if (name == "SEMICOLON") return ';';
  if (name == "SPACE") return ' ';
  if (name == "TAB") return '\t';
  return ',';
}

ItemsOrFailure read_csv(std::string_view text, const Value& config, size_t limit) {
  CsvReader rows(text, delimiter_of(config));
  std::vector<std::string> headers;
  if (text_of(config, "CSVHeaderLocation") == "GIVEN") {
    const Value* given = json::find(config, "CSVHeaders");
    if (given == nullptr || given->empty()) return item_reader_failure("CSV headers cannot be empty.");
    for (const Value& name : *given) headers.push_back(name.get<std::string>());
  } else {
    headers = rows.next().value_or(std::vector<std::string>());
  }
  if (std::set<std::string>(headers.begin(), headers.end()).size() < headers.size()) {
    return item_reader_failure("CSV headers cannot contain duplicates.");
  }
  std::vector<Value> items;
  while (items.size() < limit) {
    auto row = rows.next();
    if (!row) break;
    row->resize(headers.size());
    Value& item = items.emplace_back(Value::object());
    for (size_t i = 0; i < headers.size(); ++i) item[headers[i]] = std::move((*row)[i]);
  }
  return items;
}

/// The part of a document that ItemsPointer (RFC 6901) names; nullptr where there is none.
const Value* pointed_at(const Value& document, std::string_view pointer) {
  const Value* at = &document;
  while (at != nullptr && !pointer.empty()) {
    pointer.remove_prefix(1);
    const size_t end = std::min(pointer.find('/'), pointer.size());
    std::string step(pointer.substr(0, end));
    pointer.remove_prefix(end);
    for (const auto& [escape, plain] : {std::pair("~1", "/"), std::pair("~0", "~")}) {
      for (size_t found = step.find(escape); found != std::string::npos; found = step.find(escape, found + 1)) {
        step.replace(found, 2, plain);
      }
    }
    if (at->is_array()) {
      const bool number =
          !step.empty() && step.size() < 10 && step.find_first_not_of("0123456789") == std::string::npos;
      const size_t index = number ? std::stoul(step) : at->size();
      at = index < at->size() ? &(*at)[index] : nullptr;
    } else {
      at = json::find(*at, step);
    }
  }
  return at;
}

ItemsOrFailure read_json(std::string_view text, const Value& config, size_t limit) {
  const auto document = json::parse(text);
  if (!document) return item_reader_failure("The item reader could not read the object as JSON.");
  const std::string pointer = text_of(config, "ItemsPointer");
  const Value* list = pointer.starts_with('/') ? pointed_at(*document, pointer) : &*document;
  std::vector<Value> items;
  if (list != nullptr && list->is_array()) {
    for (size_t i = 0; i < list->size() && items.size() < limit; ++i) items.push_back((*list)[i]);
    return items;
  }
  if (list == nullptr || !list->is_object()) {
    return item_reader_failure("Attempting to map over non-iterable node.");
  }
  for (const auto& [key, value] : list->get_ref<const Value::object_t&>()) {
    if (items.size() >= limit) break;
    items.push_back(Value{{"Key", key}, {"Value", value}});
  }
  return items;
}

ItemsOrFailure read_json_lines(std::string_view text, size_t limit) {
  std::vector<Value> items;
  while (!text.empty() && items.size() < limit) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    auto item = json::parse(line);
    if (!item) return item_reader_failure("The item reader could not read a line of the object as JSON.");
    items.push_back(std::move(*item));
  }
  return items;
}

}  // namespace

Failure item_reader_failure(std::string cause) { return {"States.ItemReaderFailed", std::move(cause), false}; }

std::variant<size_t, Failure> items_limit(const Value& config) {
  const Value* most = json::find(config, "MaxItems");
  if (most == nullptr || *most == 0) return SIZE_MAX;
  if (*most < 0) return item_reader_failure("field MaxItems must be positive");
  return most->get<size_t>();
}

ItemsOrFailure read_items(std::string_view text, const Value& config) {
  auto limit = items_limit(config);
  if (auto* failure = std::get_if<Failure>(&limit)) return std::move(*failure);
  const std::string type = text_of(config, "InputType");
  if (type == "CSV") return read_csv(text, config, std::get<size_t>(limit));
  if (type == "JSONL") return read_json_lines(text, std::get<size_t>(limit));
  if (type == "JSON" || type.empty()) return read_json(text, config, std::get<size_t>(limit));
  return item_reader_failure("InputType " + type + " is not supported by Cloudling");
}

std::variant<Manifest, Failure> read_manifest(std::string_view text) {
  const auto document = json::parse(text);
  const Value* files = document ? json::find(*document, "files") : nullptr;
  if (files == nullptr || !files->is_array()) {
    return item_reader_failure("The item reader could not read the object as a manifest of S3 Inventory.");
  }
  Manifest manifest;
  for (const Value& file : *files) manifest.keys.push_back(text_of(file, "key"));
  std::string schema = text_of(*document, "fileSchema");
  for (size_t at = 0; at <= schema.size();) {
    const size_t end = std::min(schema.find(',', at), schema.size());
    std::string column = schema.substr(at, end - at);
    column.erase(0, column.find_first_not_of(' '));
    if (!column.empty()) manifest.columns.push_back(std::move(column));
    at = end + 1;
  }
  return manifest;
}

}  // namespace cloudling::asl
