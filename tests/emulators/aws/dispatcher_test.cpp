#include "emulators/aws/dispatcher.h"

#include <gtest/gtest.h>

#include "tests/emulators/aws/sample_shapes.h"
#include "tests/emulators/aws/support.h"

namespace cloudling::aws {
namespace {

using boost::asio::awaitable;

/// CreateActivity, answering what it got; named "crash" it throws what no operation should.
awaitable<AnyShape> create_activity(const CallContext&, AnyShape input) {
  auto& widget = input.as<test::Widget>();
  if (widget.name == "crash") throw std::runtime_error("a row is missing");
  if (widget.name == "taken") throw Error(400, "ActivityAlreadyExists", "It exists.").with("arn", "a");
  co_return std::move(input);
}

awaitable<AnyShape> echo_stream(const CallContext&, AnyShape input) { co_return std::move(input); }

template <class Shape>
Operation make(std::string service, std::string name,
               std::function<awaitable<AnyShape>(const CallContext&, AnyShape)> run) {
  Operation operation;
  operation.service = std::move(service);
  operation.name = std::move(name);
  operation.make_input = [] { return AnyShape::of(Shape{}); };
  operation.output = &Shape::shape();
  operation.run = std::move(run);
  return operation;
}

/// Writes down what it sees, and refuses the name "denied".
class Recorder : public Interceptor {
 public:
  awaitable<void> before(const CallContext&, const Operation& operation, const AnyShape& input) override {
    lines.push_back("before " + operation.name);
    if (static_cast<const test::Widget*>(input.data())->name == "denied")
      throw Error(403, "AccessDeniedException", "No.");
    co_return;
  }
  void after(const CallContext&, const Operation& operation, const Error* error, std::chrono::nanoseconds) override {
    lines.push_back("after " + operation.name + (error ? " " + error->code : ""));
  }
  std::vector<std::string> lines;
};

class DispatcherTest : public testing::Test {
 protected:
  DispatcherTest() {
    registry.add(make<test::Widget>("stepfunctions", "CreateActivity", create_activity));
    registry.add(make<test::Widget>("s3", "CreateBucket", create_activity));
    registry.add(make<test::StreamMessage>("s3", "PutObject", echo_stream));
  }

  CallAnswer call(const std::string& service, const std::string& operation, const char* input, Body body = {},
                  CallContext context = {}) {
    return test::run(dispatcher.call(std::move(context), service, operation, *json::parse(input), std::move(body)));
  }

  std::string error(const std::string& service, const std::string& operation, const char* input,
                    CallContext context = {}) {
    try {
      call(service, operation, input, {}, std::move(context));
      return "none";
    } catch (const Error& problem) {
      return std::to_string(problem.status) + " " + problem.code + ": " + problem.message;
    }
  }

  Registry registry;
  IdSource ids{1};
  std::shared_ptr<Recorder> recorder = std::make_shared<Recorder>();
  std::vector<std::string> log;
  Dispatcher dispatcher{registry, ids, {{recorder}, [this](const std::string& line) { log.push_back(line); }}};
};

TEST_F(DispatcherTest, RunsAnOperationFromJson) {
  const CallAnswer answer = call("stepfunctions", "CreateActivity",
                                 R"({"Name": "n", "Data": "raw", "Made": "2024-01-01T00:00:00Z", "Unknown": 1})");
  EXPECT_EQ(json::write(answer.output), R"({"Name":"n","Made":"2024-01-01T00:00:00Z","Data":"raw"})");
  EXPECT_EQ(recorder->lines, (std::vector<std::string>{"before CreateActivity", "after CreateActivity"}));
}

TEST_F(DispatcherTest, RefusesBadInputAsTheWireDoes) {
  EXPECT_EQ(error("stepfunctions", "CreateActivity", "{}"),
            "400 ValidationException: 1 validation error detected: Value null at 'name' failed to satisfy constraint: "
            "Member must not be null");
  EXPECT_EQ(error("stepfunctions", "CreateActivity", R"({"Name": 1})"),
            "400 SerializationException: NUMBER_VALUE can not be converted to a String");
  EXPECT_TRUE(error("stepfunctions", "CreateActivity", "[]").starts_with("400 SerializationException"));
  EXPECT_TRUE(error("s3", "CreateBucket", "{}").starts_with("400 InvalidRequest"));
  EXPECT_EQ(recorder->lines, (std::vector<std::string>{"after CreateActivity ValidationException",
                                                       "after CreateBucket InvalidRequest"}));
}

TEST_F(DispatcherTest, TellsUnknownFromNotBuilt) {
  EXPECT_EQ(error("stepfunctions", "CreateStateMachine", "{}"),
            "501 NotImplemented: The CreateStateMachine operation of stepfunctions is not implemented.");
  EXPECT_EQ(error("stepfunctions", "Fly", "{}"), "400 UnknownOperationException: ");
  EXPECT_TRUE(error("iam", "Fly", "{}").starts_with("400 InvalidAction"));
  EXPECT_TRUE(error("dynamodb", "Fly", "{}").starts_with("501 NotImplemented"));
}

TEST_F(DispatcherTest, PassesErrorsOnWithTheirFields) {
  EXPECT_EQ(error("stepfunctions", "CreateActivity", R"({"Name": "taken"})"), "400 ActivityAlreadyExists: It exists.");
  EXPECT_EQ(error("stepfunctions", "CreateActivity", R"({"Name": "denied"})"), "403 AccessDeniedException: No.");
  EXPECT_EQ(recorder->lines.back(), "after CreateActivity AccessDeniedException");
}

TEST_F(DispatcherTest, LogsWhatEscapesAndAnswersInternalFailure) {
  EXPECT_TRUE(error("stepfunctions", "CreateActivity", R"({"Name": "crash"})").starts_with("500 InternalFailure"));
  EXPECT_TRUE(error("s3", "CreateBucket", R"({"Name": "crash"})").starts_with("500 InternalError"));
  ASSERT_EQ(log.size(), 2u);
  EXPECT_NE(log[0].find("stepfunctions CreateActivity"), std::string::npos);
  EXPECT_NE(log[0].find("a row is missing"), std::string::npos);
}

TEST_F(DispatcherTest, BoundsTheDepth) {
  CallContext context;
  context.depth = Dispatcher::kMaxDepth;
  EXPECT_EQ(error("stepfunctions", "CreateActivity", R"({"Name": "n"})", context), "none");
  context.depth = Dispatcher::kMaxDepth + 1;
  EXPECT_TRUE(
      error("stepfunctions", "CreateActivity", R"({"Name": "n"})", context).starts_with("400 TooManyNestedCalls"));
}

TEST(DispatcherStreams, PassBesideTheJson) {
  Registry registry;
  IdSource ids(1);
  registry.add(make<test::StreamMessage>("s3", "PutObject", echo_stream));
  Dispatcher dispatcher(registry, ids);
  auto answer = test::run(dispatcher.call({}, "s3", "PutObject", *json::parse(R"({"Bucket":"b"})"), Body("bytes")));
  EXPECT_EQ(json::write(answer.output), R"({"Bucket":"b","Metadata":{}})");
  EXPECT_EQ(test::run(answer.body.read_all(10)), "bytes");
  answer = test::run(dispatcher.call({}, "s3", "PutObject", *json::parse(R"({"Body":"text"})"), {}));
  EXPECT_EQ(test::run(answer.body.read_all(10)), "text");
}

TEST(Registry, RefusesAnOperationTwice) {
  Registry registry;
  registry.add(make<test::Widget>("s3", "PutObject", create_activity));
  EXPECT_THROW(registry.add(make<test::Widget>("s3", "PutObject", create_activity)), std::logic_error);
  EXPECT_NE(registry.find("s3", "PutObject"), nullptr);
  EXPECT_EQ(registry.find("s3", "GetObject"), nullptr);
}

}  // namespace
}  // namespace cloudling::aws
