// Map states: inline, and distributed with their readers, batches and writers.

#include <algorithm>
#include <array>
#include <utility>

#include "asl/definition/state_parser.h"

namespace cloudling::asl {
namespace {

using json::Value;
using Names = std::span<const std::string_view>;

constexpr int64_t kMaxCount = INT32_MAX;
constexpr size_t kMaxLabel = 40;
constexpr std::array<std::string_view, 2> kModes = {"INLINE", "DISTRIBUTED"};
constexpr std::array<std::string_view, 2> kExecutionTypes = {"STANDARD", "EXPRESS"};
constexpr std::array<std::string_view, 5> kInputTypes = {"CSV", "JSON", "JSONL", "MANIFEST", "PARQUET"};
constexpr std::array<std::string_view, 2> kHeaderPlaces = {"FIRST_ROW", "GIVEN"};
constexpr std::array<std::string_view, 5> kDelimiters = {"COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"};
constexpr std::array<std::string_view, 2> kOutputTypes = {"JSON", "JSONL"};
constexpr std::array<std::string_view, 3> kTransformations = {"NONE", "COMPACT", "FLATTEN"};

std::optional<Fields> inner(Fields& fields, std::string_view name) {
  const Value* value = fields.find(name);
  if (value == nullptr) return std::nullopt;
  return Fields(*value, fields.below(name), fields.parsing());
}

std::string resource(Fields& fields, Names known, bool needed) {
  if (needed) fields.require("Resource");
  const auto arn = fields.text("Resource");
  if (!arn) return "";
  const auto ends = [&arn](std::string_view name) { return arn->ends_with(name); };
  if (!arn->starts_with("arn:") || std::ranges::none_of(known, ends)) {
    fields.fail_at("Resource", "Value is not a valid resource ARN");
  }
  return *arn;
}

void parse_reader_config(Fields& fields, ItemReader& reader) {
  static constexpr std::array<std::string_view, 9> kNames = {"InputType",    "CSVHeaderLocation", "CSVHeaders",
                                                             "CSVDelimiter", "MaxItems",          "MaxItemsPath",
                                                             "ItemsPointer", "ManifestType",      "Transformation"};
  auto config = inner(fields, "ReaderConfig");
  if (!config) return;
  config->only(kNames);
  reader.config = config->object();
  config->word("InputType", kInputTypes);
  config->word("CSVHeaderLocation", kHeaderPlaces);
  config->word("CSVDelimiter", kDelimiters);
  config->texts("CSVHeaders");
  config->text("ItemsPointer");
  config->text("ManifestType");
  config->text("Transformation");
  Quantity most = config->quantity("MaxItems", 0, kMaxCount);
  reader.max_items = std::move(most.path);
  reader.max_items_query = std::move(most.query);
}

ItemReader parse_reader(Fields fields) {
  static constexpr std::array<std::string_view, 5> kNames = {"Resource", "Parameters", "Arguments", "ReaderConfig",
                                                             "Comment"};
  static constexpr std::array<std::string_view, 2> kResources = {":s3:getObject", ":s3:listObjectsV2"};
  ItemReader reader;
  reader.config = Value::object();
  fields.only(kNames);
  reader.resource = resource(fields, kResources, true);
  if (fields.parsing().jsonata)
    reader.arguments = fields.query("Arguments");
  else
    reader.parameters = fields.payload("Parameters");
  parse_reader_config(fields, reader);
  return reader;
}

ItemBatcher parse_batcher(Fields fields) {
  static constexpr std::array<std::string_view, 5> kNames = {
      "MaxItemsPerBatch", "MaxItemsPerBatchPath", "MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath", "BatchInput"};
  ItemBatcher batcher;
  fields.only(kNames);
  batcher.max_items = fields.quantity("MaxItemsPerBatch", 1, kMaxCount);
  batcher.max_bytes = fields.quantity("MaxInputBytesPerBatch", 1, 262'144);
  if (fields.parsing().jsonata)
    batcher.input_query = fields.query("BatchInput");
  else
    batcher.input = fields.payload("BatchInput");
  return batcher;
}

ResultWriter parse_writer(Fields fields) {
  static constexpr std::array<std::string_view, 4> kNames = {"Resource", "Parameters", "Arguments", "WriterConfig"};
  static constexpr std::array<std::string_view, 1> kResources = {":s3:putObject"};
  ResultWriter writer;
  writer.config = Value::object();
  fields.only(kNames);
  writer.resource = resource(fields, kResources, !fields.has("WriterConfig"));
  if (fields.parsing().jsonata)
    writer.arguments = fields.query("Arguments");
  else
    writer.parameters = fields.payload("Parameters");
  if (auto config = inner(fields, "WriterConfig")) {
    config->word("OutputType", kOutputTypes);
    config->word("Transformation", kTransformations);
    writer.config = config->object();
  }
  return writer;
}

void parse_tolerance(Fields& fields, DistributedMap& distributed) {
  distributed.tolerated_count = fields.quantity("ToleratedFailureCount", 0, kMaxCount);
  distributed.tolerated_percentage_query = fields.query_only("ToleratedFailurePercentage");
  if (distributed.tolerated_percentage_query) return;
  fields.one_of({"ToleratedFailurePercentage", "ToleratedFailurePercentagePath"}, false);
  distributed.tolerated_percentage = fields.number("ToleratedFailurePercentage", 0);
  if (distributed.tolerated_percentage.value_or(0) > 100) {
    fields.fail_at("ToleratedFailurePercentage", "Maximum value is 100");
  }
  distributed.tolerated_percentage_path = fields.reference_path("ToleratedFailurePercentagePath", true);
}

void check_label(Fields& fields, const std::string& label) {
  constexpr std::string_view kForbidden = " \t\n\r?*<>{}[]:;,\\|^~$#%&`\"";
  const bool control = std::ranges::any_of(label, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
  if (label.empty() || label.size() > kMaxLabel || control || label.find_first_of(kForbidden) != std::string::npos) {
    fields.fail_at("Label", "Label must be between 1 and 40 characters without white space or special characters");
  }
}

DistributedMap parse_distributed(Fields& fields, std::optional<Fields>& config) {
  DistributedMap distributed;
  if (config) {
    if (fields.parsing().express) {
      config->fail("The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines");
    }
    distributed.express = config->word("ExecutionType", kExecutionTypes) == "EXPRESS";
  }
  distributed.label = fields.text("Label").value_or("");
  if (fields.has("Label")) check_label(fields, distributed.label);
  if (auto reader = inner(fields, "ItemReader")) distributed.reader = parse_reader(std::move(*reader));
  if (auto batcher = inner(fields, "ItemBatcher")) distributed.batcher = parse_batcher(std::move(*batcher));
  if (auto writer = inner(fields, "ResultWriter")) distributed.writer = parse_writer(std::move(*writer));
  parse_tolerance(fields, distributed);
  return distributed;
}

void refuse_distributed_fields(Fields& fields) {
  for (const std::string_view name :
       {"ItemReader", "ItemBatcher", "ResultWriter", "ToleratedFailureCount", "ToleratedFailureCountPath",
        "ToleratedFailurePercentage", "ToleratedFailurePercentagePath", "Label"}) {
    if (fields.has(name)) fields.fail("Field '" + std::string(name) + "' is not supported");
  }
}

}  // namespace

void parse_map(Fields& fields, State& state) {
  auto& map = state.what.emplace<MapState>();
  fields.one_of({"ItemProcessor", "Iterator"}, true);
  const std::string_view name = fields.has("ItemProcessor") ? "ItemProcessor" : "Iterator";
  if (const Value* value = fields.find(name)) {
    Fields processor(*value, fields.below(name), fields.parsing());
    if (processor.has("QueryLanguage")) processor.fail("Field 'QueryLanguage' is not supported");
    auto config = inner(processor, "ProcessorConfig");
    const bool distributed = config && config->word("Mode", kModes) == "DISTRIBUTED";
    if (distributed)
      map.distributed = parse_distributed(fields, config);
    else
      refuse_distributed_fields(fields);
    const bool express = fields.parsing().express;
    if (distributed) fields.parsing().express = map.distributed->express;
    map.processor = parse_program(processor);
    fields.parsing().express = express;
    fields.parsing().jsonata = state.jsonata;
  }
  map.max_concurrency = fields.quantity("MaxConcurrency", 0, kMaxCount);
  if (state.jsonata) {
    map.items = fields.query("Items");
    map.item_selector_query = fields.query("ItemSelector");
    return;
  }
  map.items_path = fields.reference_path("ItemsPath", true);
  fields.one_of({"ItemSelector", "Parameters"}, false);
  map.item_selector = fields.payload(fields.has("ItemSelector") ? "ItemSelector" : "Parameters");
}

namespace {

const MapState* find_in(const Program& program, std::string_view name) {
  for (const State& state : program.states) {
    if (const auto* map = std::get_if<MapState>(&state.what)) {
      if (state.name == name) return map;
      if (const MapState* found = find_in(*map->processor, name)) return found;
    }
    const auto* parallel = std::get_if<ParallelState>(&state.what);
    if (parallel == nullptr) continue;
    for (const auto& branch : parallel->branches) {
      if (const MapState* found = find_in(*branch, name)) return found;
    }
  }
  return nullptr;
}

}  // namespace

const MapState* Definition::find_map(std::string_view name) const { return find_in(*root, name); }

std::shared_ptr<const Definition> processor_of(const Definition& definition, std::string_view map_state) {
  const MapState* map = definition.find_map(map_state);
  if (map == nullptr) return nullptr;
  auto processor = std::make_shared<Definition>();
  processor->root = map->processor;
  return processor;
}

}  // namespace cloudling::asl
