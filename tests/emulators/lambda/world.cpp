#include "tests/emulators/lambda/world.h"

#include <zip.h>

#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace cloudling::lambda {

using boost::asio::awaitable;

namespace {

std::string place(const json::Value& input) {
  return input.at("Bucket").get<std::string>() + "/" + input.at("Key").get<std::string>();
}

awaitable<aws::CallAnswer> answer_bytes(std::optional<FakeObject> object) {
  if (!object) throw aws::Error(404, "NoSuchKey", "The specified key does not exist.");
  aws::CallAnswer answer;
  answer.output = json::Value::object();
  answer.output["ContentType"] = object->content_type;
  answer.body = aws::Body(std::move(object->bytes));
  co_return answer;
}

awaitable<aws::CallAnswer> answer_put(std::function<void(FakeObject)> keep, json::Value input, aws::Body body) {
  FakeObject object;
  object.bytes = co_await body.read_all(1u << 20);
  object.content_type = input.value("ContentType", "");
  keep(std::move(object));
  aws::CallAnswer answer;
  answer.output = json::Value::object();
  co_return answer;
}

}  // namespace

awaitable<ResizedImage> FakeResizer::resize(std::string image, std::map<std::string, std::string> options) {
  {
    const std::lock_guard lock(mutex_);
    options_ = options;
  }
  if (image == "breaks") throw aws::Error(500, "InternalFailure", "the resizer broke");
  if (!image.starts_with("image")) throw aws::Error(415, "UnsupportedFormat", "This is no image.");
  ResizedImage resized;
  resized.bytes = "small " + image;
  resized.extension = options.contains("format") ? options["format"] : "png";
  resized.content_type = "image/" + resized.extension;
  resized.width = 128;
  resized.height = 96;
  resized.source_width = 640;
  resized.source_height = 480;
  co_return resized;
}

std::map<std::string, std::string> FakeResizer::last_options() const {
  const std::lock_guard lock(mutex_);
  return options_;
}

awaitable<std::unique_ptr<Child>> FakeHost::start(ChildSpec, ChildEvents) {
  throw std::runtime_error("nothing runs here");
  co_return nullptr;
}

std::unique_ptr<Listener> FakeHost::listen(RequestHandler) {
  struct Nowhere : Listener {
    uint16_t port() const override { return 9; }
  };
  return std::make_unique<Nowhere>();
}

FakeHost::Folder::Folder() : path(testing::TempDir() + "lambda-XXXXXX") {
  if (!mkdtemp(path.data())) throw std::runtime_error("no temporary folder");
}

FakeHost::Folder::~Folder() { std::filesystem::remove_all(path); }

void FakeLogs::write(const std::string&, const std::string&, const std::string& group, const std::string&,
                     std::vector<LogLine> lines) {
  const std::lock_guard lock(mutex_);
  for (const LogLine& line : lines) lines_.push_back(group + " " + line.text);
}

std::vector<std::string> FakeLogs::lines() const {
  const std::lock_guard lock(mutex_);
  return lines_;
}

void FakeMetrics::record(const std::string&, const std::string&, std::vector<Measurement> values) {
  const std::lock_guard lock(mutex_);
  for (const Measurement& value : values) sums_[value.name] += value.value;
}

double FakeMetrics::sum(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  const auto found = sums_.find(name);
  return found == sums_.end() ? 0 : found->second;
}

World::World() : host_(std::make_unique<support::ServiceHost>("", migrations(), clock, 7)) {
  const InvokerParts parts{host_->store(), host_->caller(), clock, host_->ids(), resizer, machine, logs, metrics};
  service_ = std::make_unique<Lambda>(parts);
  register_operations(host_->registry(), host_->store(), *service_);
  fake_s3();
  host_->start();
}

World::~World() {
  host_->stop();
  service_.reset();
}

void World::fake_s3() {
  host_->caller().fake("sts", "AssumeRole", support::answering([](const json::Value& input) {
                         json::Value answer = json::Value::object();
                         json::Value& credentials = answer["Credentials"] = json::Value::object();
                         credentials["AccessKeyId"] = "ASIAFAKE";
                         credentials["SecretAccessKey"] = input.at("RoleArn");
                         credentials["SessionToken"] = input.at("RoleSessionName");
                         return answer;
                       }));
  host_->caller().fake("s3", "GetObject", [this](aws::CallContext, json::Value input, aws::Body) {
    const std::lock_guard lock(mutex_);
    const auto found = objects_.find(place(input));
    return answer_bytes(found == objects_.end() ? std::nullopt : std::optional(found->second));
  });
  host_->caller().fake("s3", "PutObject", [this](aws::CallContext, json::Value input, aws::Body body) {
    auto keep = [this, at = place(input)](FakeObject object) {
      const std::lock_guard lock(mutex_);
      objects_[at] = std::move(object);
    };
    return answer_put(std::move(keep), std::move(input), std::move(body));
  });
}

json::Value World::call(const std::string& operation, json::Value input, aws::CallContext context) {
  return host_->call("lambda", operation, std::move(input), std::move(context));
}

std::string World::error(const std::string& operation, json::Value input, aws::CallContext context) {
  return support::error_of([&] { call(operation, std::move(input), std::move(context)); });
}

json::Value World::create_builtin(const std::string& name, const std::map<std::string, std::string>& variables) {
  json::Value input = python_function(name);
  input["Runtime"] = "provided.al2023";
  input["Handler"] = "cloudling.resize";
  input["Code"]["ZipFile"] = std::string("PK\5\6", 4) + std::string(18, '\0');
  input["Environment"]["Variables"] = json::Value::object();
  for (const auto& [key, value] : variables) input["Environment"]["Variables"][key] = value;
  return call("CreateFunction", input);
}

json::Value World::invoke(const std::string& name, const std::string& payload, json::Value more) {
  more["FunctionName"] = name;
  more["Payload"] = payload;
  return call("Invoke", std::move(more));
}

void World::put_object(const std::string& bucket, const std::string& key, const std::string& bytes) {
  const std::lock_guard lock(mutex_);
  objects_[bucket + "/" + key] = {.bytes = bytes, .content_type = ""};
}

std::optional<FakeObject> World::object(const std::string& bucket, const std::string& key) const {
  const std::lock_guard lock(mutex_);
  const auto found = objects_.find(bucket + "/" + key);
  return found == objects_.end() ? std::nullopt : std::optional(found->second);
}

json::Value parsed(const std::string& text) {
  auto value = json::parse(text);
  EXPECT_TRUE(value.has_value()) << text;
  return value.value_or(json::Value());
}

std::string zip_of(const std::map<std::string, std::string>& files) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_t* archive = zip_open_from_source(target, ZIP_TRUNCATE, &error);
  zip_source_keep(target);
  for (const auto& [name, bytes] : files) {
    zip_source_t* source = zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
    zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
  }
  zip_close(archive);
  zip_source_open(target);
  zip_source_seek(target, 0, SEEK_END);
  std::string bytes(static_cast<size_t>(zip_source_tell(target)), '\0');
  zip_source_seek(target, 0, SEEK_SET);
  zip_source_read(target, bytes.data(), bytes.size());
  zip_source_close(target);
  zip_source_free(target);
  return bytes;
}

json::Value python_function(const std::string& name) {
  json::Value input = json::Value::object();
  input["FunctionName"] = name;
  input["Runtime"] = "python3.12";
  input["Handler"] = "lambda_function.lambda_handler";
  input["Role"] = "arn:aws:iam::000000000000:role/resizer";
  input["Code"]["ZipFile"] = zip_of({{"lambda_function.py", "def lambda_handler(event, context): return event\n"}});
  return input;
}

}  // namespace cloudling::lambda
