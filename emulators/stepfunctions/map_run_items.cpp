#include "emulators/stepfunctions/map_run_items.h"

#include <zlib.h>

#include <array>
#include <iterator>
#include <utility>

#include "emulators/aws/dates.h"
#include "emulators/stepfunctions/integration_results.h"
#include "emulators/stepfunctions/service_call.h"

namespace cloudling::stepfunctions {

using boost::asio::awaitable;

namespace {

constexpr size_t kMaxObject = 256u << 20;  // bytes of an object that is read at once

using TextOrFailure = std::variant<std::string, asl::Failure>;

ServiceCall s3_call(const MapRunOwner& owner, aws::IdSource& ids, const char* operation, json::Value input) {
  const TaskRequest request{.execution_arn = owner.execution_arn,
                            .state_machine_arn = owner.state_machine_arn,
                            .role_arn = owner.role_arn,
                            .state_name = "",
                            .task = 0,
                            .resource = "",
                            .parameters = nullptr};
  return {.context = context_of(request, ids),
          .service = "s3",
          .operation = operation,
          .input = std::move(input),
          .body = {}};
}

asl::Failure refused(const aws::Error& error, const std::string& request_id) {
  return asl::item_reader_failure(client_cause(error, "Amazon S3", request_id));
}

awaitable<TextOrFailure> get_object(aws::Caller& caller, aws::IdSource& ids, const MapRunOwner owner,
                                    json::Value parameters) {
  ServiceCall call = s3_call(owner, ids, "GetObject", std::move(parameters));
  const std::string request_id = call.context.request_id;
  auto called = co_await make(caller, std::move(call));
  if (called.error) co_return refused(*called.error, request_id);
  try {
    std::string text = co_await called.answer.body.read_all(kMaxObject);
    co_return text;
  } catch (const aws::Error&) {
    co_return asl::item_reader_failure("The object is larger than the item reader can read.");
  }
}

/// Nothing where the bytes are no gzip, or more than kMaxObject.
std::optional<std::string> gunzip(const std::string& bytes) {
  constexpr int kWindowOfGzip = 15 + 16;
  z_stream stream{};
  if (inflateInit2(&stream, kWindowOfGzip) != Z_OK) return std::nullopt;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string out;
  std::array<char, 65'536> chunk;
  int code = Z_OK;
  while (code == Z_OK && out.size() < kMaxObject) {
    stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
    stream.avail_out = chunk.size();
    code = inflate(&stream, Z_NO_FLUSH);
    out.append(chunk.data(), chunk.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  if (code != Z_STREAM_END) return std::nullopt;
  return out;
}

/// The rows of all files that an inventory's manifest lists.
awaitable<asl::ItemsOrFailure> read_inventory(aws::Caller& caller, aws::IdSource& ids, MapRunOwner owner,
                                              json::Value parameters, json::Value config) {
  auto text = co_await get_object(caller, ids, owner, parameters);
  if (auto* failure = std::get_if<asl::Failure>(&text)) co_return std::move(*failure);
  auto manifest = asl::read_manifest(std::get<std::string>(text));
  if (auto* failure = std::get_if<asl::Failure>(&manifest)) co_return std::move(*failure);
  auto limit = asl::items_limit(config);
  if (auto* failure = std::get_if<asl::Failure>(&limit)) co_return std::move(*failure);
  config["InputType"] = "CSV";
  config["CSVHeaderLocation"] = "GIVEN";
  config["CSVHeaders"] = std::get<asl::Manifest>(manifest).columns;
  std::vector<json::Value> items;
  for (const std::string& key : std::get<asl::Manifest>(manifest).keys) {
    if (items.size() >= std::get<size_t>(limit)) break;
    parameters["Key"] = key;
    auto file = co_await get_object(caller, ids, owner, parameters);
    if (auto* failure = std::get_if<asl::Failure>(&file)) co_return std::move(*failure);
    const auto plain = key.ends_with(".gz") ? gunzip(std::get<std::string>(file)) : std::get<std::string>(file);
    if (!plain) co_return asl::item_reader_failure("The file " + key + " of the inventory is no gzip.");
    auto rows = asl::read_items(*plain, config);
    if (auto* failure = std::get_if<asl::Failure>(&rows)) co_return std::move(*failure);
    for (json::Value& row : std::get<std::vector<json::Value>>(rows)) {
      if (items.size() < std::get<size_t>(limit)) items.push_back(std::move(row));
    }
  }
  co_return items;
}

json::Value listed_object(const json::Value& content) {
  json::Value item = json::Value::object();
  const auto copy = [&](const char* from, const char* to) {
    if (const json::Value* found = json::find(content, from)) item[to] = *found;
  };
  copy("ETag", "Etag");
  copy("Key", "Key");
  const json::Value* modified = json::find(content, "LastModified");
  if (modified != nullptr && modified->is_string()) {
    item["LastModified"] = aws::parse_iso8601(modified->get<std::string>()).value_or(0) / 1000;
  }
  copy("Size", "Size");
  copy("StorageClass", "StorageClass");
  return item;
}

awaitable<asl::ItemsOrFailure> list_objects(aws::Caller& caller, aws::IdSource& ids, MapRunOwner owner,
                                            json::Value parameters, json::Value config) {
  auto limit = asl::items_limit(config);
  if (auto* failure = std::get_if<asl::Failure>(&limit)) co_return std::move(*failure);
  std::vector<json::Value> items;
  bool more = true;
  while (more && items.size() < std::get<size_t>(limit)) {
    ServiceCall call = s3_call(owner, ids, "ListObjectsV2", parameters);
    const std::string request_id = call.context.request_id;
    auto called = co_await make(caller, std::move(call));
    if (called.error) co_return refused(*called.error, request_id);
    const json::Value* contents = json::find(called.answer.output, "Contents");
    for (size_t i = 0; contents != nullptr && i < contents->size(); ++i) {
      if (items.size() < std::get<size_t>(limit)) items.push_back(listed_object((*contents)[i]));
    }
    const json::Value* next = json::find(called.answer.output, "NextContinuationToken");
    more = next != nullptr && next->is_string();
    if (more) parameters["ContinuationToken"] = *next;
  }
  co_return items;
}

}  // namespace

awaitable<asl::ItemsOrFailure> read_map_items(aws::Caller& caller, aws::IdSource& ids, MapRunOwner owner,
                                              json::Value plan) {
  const json::Value* reader = json::find(plan, "ItemReader");
  if (reader == nullptr) {
    const json::Value& items = plan.at("Items");
    co_return std::vector<json::Value>(items.begin(), items.end());
  }
  const json::Value* given = json::find(*reader, "Parameters");
  json::Value parameters = given != nullptr && given->is_object() ? *given : json::Value::object();
  const json::Value config = reader->at("ReaderConfig");
  const bool lists = reader->at("Resource").get<std::string>().ends_with(":listObjectsV2");
  if (lists) {
    auto listed = co_await list_objects(caller, ids, std::move(owner), std::move(parameters), config);
    co_return listed;
  }
  const json::Value* type = json::find(config, "InputType");
  if (type != nullptr && *type == "MANIFEST") {
    auto rows = co_await read_inventory(caller, ids, std::move(owner), std::move(parameters), config);
    co_return rows;
  }
  auto text = co_await get_object(caller, ids, std::move(owner), std::move(parameters));
  if (auto* failure = std::get_if<asl::Failure>(&text)) co_return std::move(*failure);
  co_return asl::read_items(std::get<std::string>(text), config);
}

}  // namespace cloudling::stepfunctions
