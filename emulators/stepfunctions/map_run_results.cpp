#include "emulators/stepfunctions/map_run_results.h"

#include <array>
#include <utility>
#include <vector>

#include "asl/execution/data.h"
#include "emulators/aws/dates.h"
#include "emulators/stepfunctions/integration_results.h"
#include "emulators/stepfunctions/names.h"
#include "emulators/stepfunctions/service_call.h"

namespace cloudling::stepfunctions {

using boost::asio::awaitable;

namespace {

constexpr int64_t kReadAtOnce = 1000;
constexpr size_t kMaxResultFile = 5u << 20;  // bytes, about: then the next file begins

std::string text_of(const json::Value& object, const char* name) {
  const json::Value* found = json::find(object, name);
  return found != nullptr && found->is_string() ? found->get<std::string>() : std::string();
}

/// The outputs of the children that succeeded, in order; no more of them than a state can return.
awaitable<json::Value> outputs_of(store::Store& store, const MapRunRow& run) {
  json::Value outputs = json::Value::array();
  size_t bytes = 0;
  int64_t next = 0;
  while (next < run.children.total && bytes <= asl::kMaxDataBytes) {
    auto some = [&run, next](store::ReadTransaction& tx) { return list_map_children(tx, run.id, next, kReadAtOnce); };
    auto children = co_await store.read(std::move(some));
    if (children.empty()) break;
    for (const MapChildEnd& child : children) {
      if (child.status != Status::kSucceeded) continue;
      bytes += child.output.size();
      outputs.push_back(json::parse(child.output).value_or(json::Value()));
    }
    next = children.back().index + 1;
  }
  co_return outputs;
}

/// Of an execution: what stands in its ARN behind the machine, without the id of an Express one.
std::string name_of(const std::string& arn) {
  const std::string name = arn.substr(arn.find('/') + 1);
  const std::string behind = name.substr(name.find(':') + 1);
  return behind.substr(0, behind.find(':'));
}

enum class Kind { kSucceeded, kFailed, kPending };
constexpr std::array kKindNames = {"SUCCEEDED", "FAILED", "PENDING"};

Kind kind_of(const MapChildEnd& child) {
  if (!child.status) return Kind::kPending;
  return child.status == Status::kSucceeded ? Kind::kSucceeded : Kind::kFailed;
}

/// Writes the results of one run file by file.
class ResultFiles {
 public:
  ResultFiles(aws::Caller& caller, aws::IdSource& ids, const MapRunOwner& owner, const MapRunRow& run,
              const json::Value& writer)
      : caller_(caller), ids_(ids), owner_(owner), run_(run), config_(writer.at("WriterConfig")) {
    const json::Value* given = json::find(writer, "Parameters");
    const json::Value parameters = given != nullptr && given->is_object() ? *given : json::Value::object();
    bucket_ = text_of(parameters, "Bucket");
    std::string prefix = text_of(parameters, "Prefix");
    if (!prefix.empty() && !prefix.ends_with('/')) prefix += '/';
    folder_ = prefix + run.arn.substr(run.arn.rfind(':') + 1);
    lines_ = text_of(config_, "OutputType") == "JSONL";
    const std::string label = run.arn.substr(0, run.arn.rfind(':'));
    machine_ = owner.state_machine_arn + label.substr(label.rfind('/'));
    transformation_ = text_of(config_, "Transformation");
  }

  /// False where S3 refused; then error() says why.
  awaitable<bool> add(const MapChildEnd child) {
    File& file = files_[static_cast<size_t>(kind_of(child))];
    for (const json::Value& record : records_of(child)) {
      if (!file.text.empty()) file.text += lines_ ? "\n" : ",";
      file.text += json::write(record);
    }
    ++written;
    items_written += child.items;
    if (file.text.size() < kMaxResultFile) co_return true;
    const bool went = co_await flush(kind_of(child));
    co_return went;
  }

  awaitable<bool> finish() {
    for (const Kind kind : {Kind::kFailed, Kind::kPending, Kind::kSucceeded}) {
      const bool went = co_await flush(kind);
      if (!went) co_return false;
    }
    json::Value manifest = json::Value::object();
    manifest["DestinationBucket"] = bucket_;
    manifest["MapRunArn"] = run_.arn;
    json::Value& files = manifest["ResultFiles"] = json::Value::object();
    for (const Kind kind : {Kind::kFailed, Kind::kPending, Kind::kSucceeded}) {
      files[kKindNames[static_cast<size_t>(kind)]] = files_[static_cast<size_t>(kind)].written;
    }
    const bool went = co_await put(folder_ + "/manifest.json", json::write(manifest));
    co_return went;
  }

  json::Value output() const {
    json::Value out = json::Value::object();
    out["MapRunArn"] = run_.arn;
    out["ResultWriterDetails"]["Bucket"] = bucket_;
    out["ResultWriterDetails"]["Key"] = folder_ + "/manifest.json";
    return out;
  }

  const std::string& cause() const { return cause_; }

  int64_t written = 0;
  int64_t items_written = 0;

 private:
  struct File {
    std::string text;
    json::Value written = json::Value::array();
  };

  std::vector<json::Value> records_of(const MapChildEnd& child) const {
    const bool plain = transformation_.empty() || transformation_ == "NONE" || kind_of(child) != Kind::kSucceeded;
    if (plain) return {described(child)};
    json::Value output = json::parse(child.output).value_or(json::Value());
    if (transformation_ == "FLATTEN" && output.is_array()) return {output.begin(), output.end()};
    return {std::move(output)};
  }

  json::Value described(const MapChildEnd& child) const {
    json::Value out = json::Value::object();
    if (child.cause) out["Cause"] = *child.cause;
    if (child.error) out["Error"] = *child.error;
    if (!child.arn.empty()) out["ExecutionArn"] = child.arn;
    out["Input"] = child.input;
    out["InputDetails"]["Included"] = true;
    if (!child.arn.empty()) out["Name"] = name_of(child.arn);
    const bool succeeded = child.status == Status::kSucceeded;
    if (succeeded) out["Output"] = child.output;
    out["OutputDetails"]["Included"] = true;
    if (!child.arn.empty()) {
      const bool again = child.started < run_.redriven && child.stopped >= run_.redriven;
      out["RedriveCount"] = again ? run_.redrives : 0;
      out["RedriveStatus"] = succeeded ? "NOT_REDRIVABLE" : run_.express ? "REDRIVABLE_BY_MAP_RUN" : "REDRIVABLE";
      if (succeeded) out["RedriveStatusReason"] = "Execution is SUCCEEDED and cannot be redriven";
      out["StartDate"] = aws::format_iso8601(child.started);
      out["StateMachineArn"] = machine_;
    }
    out["Status"] = child.status ? status_name(*child.status) : "PENDING";
    if (!child.arn.empty()) out["StopDate"] = aws::format_iso8601(child.stopped);
    return out;
  }

  awaitable<bool> flush(Kind kind) {
    File& file = files_[static_cast<size_t>(kind)];
    if (file.text.empty()) co_return true;
    const std::string name = kKindNames[static_cast<size_t>(kind)];
    const std::string key =
        folder_ + "/" + name + "_" + std::to_string(file.written.size()) + (lines_ ? ".jsonl" : ".json");
    std::string text = lines_ ? std::move(file.text) : "[" + file.text + "]";
    file.text.clear();
    file.written.push_back(json::Value{{"Key", key}, {"Size", text.size()}});
    const bool went = co_await put(key, std::move(text));
    co_return went;
  }

  awaitable<bool> put(std::string key, std::string text) {
    const TaskRequest request{.execution_arn = owner_.execution_arn,
                              .state_machine_arn = owner_.state_machine_arn,
                              .role_arn = owner_.role_arn,
                              .state_name = "",
                              .task = 0,
                              .resource = "",
                              .parameters = nullptr};
    json::Value input = json::Value::object();
    input["Bucket"] = bucket_;
    input["Key"] = std::move(key);
    input["ContentType"] = "application/json";
    ServiceCall call{.context = context_of(request, ids_),
                     .service = "s3",
                     .operation = "PutObject",
                     .input = std::move(input),
                     .body = aws::Body(std::move(text))};
    const std::string request_id = call.context.request_id;
    auto called = co_await make(caller_, std::move(call));
    if (called.error) cause_ = client_cause(*called.error, "Amazon S3", request_id);
    co_return !called.error;
  }

  aws::Caller& caller_;
  aws::IdSource& ids_;
  const MapRunOwner& owner_;
  const MapRunRow& run_;
  json::Value config_;
  std::string machine_;  ///< as the children name theirs
  std::string bucket_;
  std::string folder_;
  std::string transformation_;
  bool lines_ = false;
  std::array<File, 3> files_;
  std::string cause_;
};

awaitable<bool> write_all(store::Store& store, const MapRunRow& run, ResultFiles& files) {
  int64_t next = 0;
  while (next < run.children.total) {
    auto some = [&run, next](store::ReadTransaction& tx) { return list_map_children(tx, run.id, next, kReadAtOnce); };
    auto children = co_await store.read(std::move(some));
    if (children.empty()) break;
    for (const MapChildEnd& child : children) {
      const bool went = co_await files.add(child);
      if (!went) co_return false;
    }
    next = children.back().index + 1;
  }
  const bool went = co_await files.finish();
  co_return went;
}

}  // namespace

awaitable<MapRunResult> collect_map_results(store::Store& store, aws::Caller& caller, aws::IdSource& ids,
                                            MapRunOwner owner, MapRunRow run, json::Value plan) {
  MapRunResult result;
  result.error = run.error;
  result.cause = run.cause;
  const json::Value* writer = json::find(plan, "ResultWriter");
  const bool to_s3 = writer != nullptr && json::find(*writer, "Resource") != nullptr;
  if (to_s3 && run.ready) {
    ResultFiles files(caller, ids, owner, run, *writer);
    const bool went = co_await write_all(store, run, files);
    result.written = files.written;
    result.items_written = files.items_written;
    if (!went && run.error.empty()) {
      result.error = "States.ResultWriterFailed";
      result.cause = files.cause();
    }
    if (result.error.empty()) result.output = files.output();
    co_return result;
  }
  if (!run.error.empty()) co_return result;
  result.output = co_await outputs_of(store, run);
  const bool flatten = writer != nullptr && text_of(writer->at("WriterConfig"), "Transformation") == "FLATTEN";
  if (flatten) result.output = asl::flattened(*result.output);
  co_return result;
}

}  // namespace cloudling::stepfunctions
