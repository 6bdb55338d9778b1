// Requests through the gateway to operations of the test's own.

#include "emulators/aws/gateway.h"

#include <gtest/gtest.h>

#include "emulators/aws/virtual_clock.h"
#include "tests/emulators/aws/sample_shapes.h"
#include "tests/emulators/aws/support.h"

namespace cloudling::aws {
namespace {

using boost::asio::awaitable;

class NoCredentials : public Credentials {
 public:
  std::optional<Credential> find(const std::string&, const std::string&) override { return std::nullopt; }
};

/// What the operation was called with: its context in the title, the stream as it came.
struct Seen {
  CallContext context;
  std::string body;
  std::string trailers;
};

class GatewayTest : public testing::Test {
 protected:
  GatewayTest() {
    add(
        "stepfunctions", "CreateActivity",
        [](const CallContext&, AnyShape input) -> awaitable<AnyShape> { co_return std::move(input); },
        AnyShape::of(test::Widget{}));
    add(
        "iam", "CreateUser",
        [](const CallContext&, AnyShape input) -> awaitable<AnyShape> { co_return std::move(input); },
        AnyShape::of(test::Widget{}));
    add(
        "lambda", "Invoke",
        [](const CallContext&, AnyShape input) -> awaitable<AnyShape> { co_return std::move(input); },
        AnyShape::of(test::BlobMessage{}));
    add(
        "s3", "HeadObject",
        [](const CallContext&, AnyShape) -> awaitable<AnyShape> {
          throw Error(404, "NoSuchKey", "None.");
          co_return AnyShape();
        },
        AnyShape::of(test::StreamMessage{}));
    add(
        "s3", "PutBucketCors",
        [](const CallContext&, AnyShape) -> awaitable<AnyShape> { co_return AnyShape::of(Nothing{}); },
        AnyShape::of(test::XmlInput{}));
    add(
        "s3", "PutObject",
        [this](const CallContext& context, AnyShape input) { return put_object(context, std::move(input)); },
        AnyShape::of(test::StreamMessage{}));
    add(
        "s3", "DeleteObject",
        [](const CallContext&, AnyShape) -> awaitable<AnyShape> {
          throw std::runtime_error("broken");
          co_return AnyShape();
        },
        AnyShape::of(test::StreamMessage{}));
  }

  void add(std::string service, std::string name, std::function<awaitable<AnyShape>(const CallContext&, AnyShape)> run,
           const AnyShape& sample) {
    Operation operation;
    operation.service = std::move(service);
    operation.name = std::move(name);
    const Structure* shape = &sample.shape();
    operation.make_input = [shape] { return make(*shape); };
    operation.output = shape;
    operation.run = std::move(run);
    registry.add(std::move(operation));
  }

  static AnyShape make(const Structure& shape) {
    if (&shape == &test::Widget::shape()) return AnyShape::of(test::Widget{});
    if (&shape == &test::BlobMessage::shape()) return AnyShape::of(test::BlobMessage{});
    if (&shape == &test::XmlInput::shape()) return AnyShape::of(test::XmlInput{});
    return AnyShape::of(test::StreamMessage{});
  }

  awaitable<AnyShape> put_object(const CallContext& context, AnyShape input) {
    auto& message = input.as<test::StreamMessage>();
    seen.context = context;
    seen.body.clear();
    for (;;) {
      auto chunk = co_await message.body.next();
      if (chunk.empty()) break;
      seen.body += chunk;
    }
    if (const Headers* trailers = message.body.trailers())
      seen.trailers = std::string(trailers->get("x-amz-checksum-crc32"));
    co_return AnyShape::of(Nothing{});
  }

  std::string send(HttpRequest request) { return test::print_response(test::run(gateway.handle(std::move(request)))); }
  std::string send(const std::string& text) { return send(test::parse_request(text)); }

  /// Status line and what follows the headers.
  std::string brief(const std::string& text) {
    const std::string answer = send(text);
    const size_t body = answer.find("\n\n");
    return answer.substr(0, 3) + (body == std::string::npos ? "" : " " + answer.substr(body + 2));
  }

  Registry registry;
  IdSource ids{1};
  std::vector<std::string> log;
  Dispatcher dispatcher{registry, ids, {{}, [this](const std::string& line) { log.push_back(line); }}};
  NoCredentials credentials;
  VirtualClock clock;
  Authenticator authenticator{AuthMode::kKnown, credentials, clock};
  Gateway gateway{registry,
                  dispatcher,
                  authenticator,
                  ids,
                  {.json_bytes = 1000, .query_bytes = 1000, .xml_bytes = 1000, .invoke_bytes = 1000}};
  Seen seen;
};

constexpr const char* kJson =
    "POST /\nHost: localhost:4566\nContent-Type: application/x-amz-json-1.0\nX-Amz-Target: AWSStepFunctions.";

TEST_F(GatewayTest, AnswersJson) {
  EXPECT_EQ(brief(std::string(kJson) + "CreateActivity\n\n{\"Name\":\"n\"}"), "200 {\"Name\":\"n\"}");
  EXPECT_EQ(brief(std::string(kJson) + "CreateActivity\n\n{}"),
            "400 {\"__type\":\"com.amazon.coral.validate#ValidationException\",\"message\":\"1 validation error "
            "detected: Value null "
            "at 'name' failed to satisfy constraint: Member must not be null\"}");
}

TEST_F(GatewayTest, TellsUnknownFromNotBuilt) {
  EXPECT_EQ(
      brief(std::string(kJson) + "CreateStateMachine\n\n{}"),
      "501 {\"__type\":\"com.amazon.coral.service#NotImplemented\",\"message\":\"The CreateStateMachine operation of "
      "stepfunctions is not implemented.\"}");
  EXPECT_EQ(brief(std::string(kJson) + "Fly\n\n{}"),
            "400 {\"__type\":\"com.amazon.coral.service#UnknownOperationException\"}");
  EXPECT_EQ(brief("GET /2015-03-31/functions\nHost: localhost\n"),
            "501 {\"message\":\"The ListFunctions operation of lambda is not implemented.\"}");
  EXPECT_EQ(brief("GET /2015-03-31/fictions\nHost: localhost\n"), "404 <UnknownOperationException/>");
  EXPECT_TRUE(brief("GET /?Action=Fly&Version=2010-05-08\nHost: localhost\n").starts_with("400 <ErrorResponse"));
  EXPECT_NE(brief("PATCH /b\nHost: localhost\n").find("<Code>MethodNotAllowed</Code>"), std::string::npos);
  EXPECT_NE(brief("PATCH /b\nHost: localhost\n").find("<Method>PATCH</Method><ResourceType>BUCKET</ResourceType>"),
            std::string::npos);
  EXPECT_NE(brief("GET /b\nHost: localhost\n").find("501"), std::string::npos);
  EXPECT_NE(brief("GET /\nHost: localhost\nAuthorization: AWS4-HMAC-SHA256 Credential=A/20240101/us-east-1/dynamodb/"
                  "aws4_request, SignedHeaders=host, Signature=0\nX-Amz-Date: 20240101T000000Z\n")
                .find("The dynamodb service is not implemented."),
            std::string::npos);
}

TEST_F(GatewayTest, AnswersQuery) {
  const std::string answer = send(
      "POST /\nHost: localhost\nContent-Type: application/x-www-form-urlencoded\n\n"
      "Action=CreateUser&Version=2010-05-08&Name=n");
  EXPECT_NE(answer.find("<CreateUserResult><Name>n</Name></CreateUserResult>"), std::string::npos) << answer;
  EXPECT_NE(answer.find("x-amzn-RequestId: "), std::string::npos);
  EXPECT_NE(
      brief("POST /\nHost: iam.amazonaws.com\nContent-Type: application/x-www-form-urlencoded\n\nVersion=2010-05-08")
          .find("<Code>MissingAction</Code>"),
      std::string::npos);
}

TEST_F(GatewayTest, TakesAccountAndRegionFromTheScope) {
  send(
      "PUT /b/k\nHost: images.example:4566\nX-Amz-Date: 20240101T000000Z\nX-Amzn-Trace-Id: "
      "Root=1-a-b;Sampled=1\nAuthorization: "
      "AWS4-HMAC-SHA256 Credential=123456789012/20240101/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=0\n");
  EXPECT_EQ(seen.context.account, "123456789012");
  EXPECT_EQ(seen.context.region, "eu-west-1");
  EXPECT_EQ(seen.context.principal.kind, Principal::Kind::kUser);
  EXPECT_EQ(seen.context.principal.arn, "arn:aws:iam::123456789012:root");
  EXPECT_EQ(seen.context.host, "images.example:4566");
  EXPECT_EQ(seen.context.trace_id, "1-a-b");
  EXPECT_EQ(seen.context.request_id.size(), 36u);
  send("PUT /b/k\nHost: localhost\n");
  EXPECT_EQ(seen.context.account, "000000000000");
  EXPECT_EQ(seen.context.region, "us-east-1");
  EXPECT_EQ(seen.context.principal.kind, Principal::Kind::kAnonymous);
}

TEST_F(GatewayTest, RefusesAMalformedSignatureInTheServicesWords) {
  EXPECT_NE(send("GET /b/k\nHost: localhost\nAuthorization: AWS4-HMAC-SHA256 Credential=A\n")
                .find("AuthorizationHeaderMalformed"),
            std::string::npos);
  EXPECT_NE(send(std::string(kJson) + "CreateActivity\nAuthorization: AWS4-HMAC-SHA256 Credential=A\n\n{}")
                .find("IncompleteSignatureException"),
            std::string::npos);
}

TEST_F(GatewayTest, StreamsWhatTheOperationTakesAsAStream) {
  HttpRequest request = test::parse_request("PUT /b/k\nHost: localhost\n");
  request.body = test::in_pieces(std::string(100000, 'x'), 1000);
  EXPECT_TRUE(send(std::move(request)).starts_with("200"));
  EXPECT_EQ(seen.body.size(), 100000u);
}

TEST_F(GatewayTest, DecodesAwsChunked) {
  HttpRequest request = test::parse_request(
      "PUT /b/k\nHost: localhost\nx-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER\n"
      "x-amz-decoded-content-length: 5\nContent-Encoding: aws-chunked\nx-amz-trailer: x-amz-checksum-crc32\n");
  request.body = test::in_pieces("5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n", 3);
  EXPECT_TRUE(send(std::move(request)).starts_with("200"));
  EXPECT_EQ(seen.body, "hello");
  EXPECT_EQ(seen.trailers, "NhCmhg==");

  request = test::parse_request(
      "PUT /b/k\nHost: localhost\nx-amz-content-sha256: "
      "STREAMING-UNSIGNED-PAYLOAD-TRAILER\nx-amz-decoded-content-length: 5\n");
  request.body = test::in_pieces("5\r\nhel", 3);
  EXPECT_NE(send(std::move(request)).find("<Code>IncompleteBody</Code>"), std::string::npos);
}

TEST_F(GatewayTest, BoundsBodiesThatAreHeldWhole) {
  const std::string big(2000, 'x');
  EXPECT_TRUE(brief(std::string(kJson) + "CreateActivity\n\n" + big).starts_with("413"));
  EXPECT_NE(brief("POST /2015-03-31/functions/f/invocations\nHost: localhost\n\n" + big)
                .find("Request must be smaller than 1000 bytes for the InvokeFunction operation"),
            std::string::npos);
  EXPECT_NE(brief("PUT /b?cors\nHost: localhost\n\n" + big).find("MaxMessageLengthExceeded"), std::string::npos);
  EXPECT_TRUE(brief("POST /\nHost: localhost\nContent-Type: application/x-www-form-urlencoded\n\nAction=" + big)
                  .starts_with("413"));
}

TEST_F(GatewayTest, AnswersHeadWithoutABody) {
  const std::string answer = send("HEAD /b/k\nHost: localhost\n");
  EXPECT_TRUE(answer.starts_with("404\n"));
  EXPECT_EQ(answer.find("<Error>"), std::string::npos);
}

TEST_F(GatewayTest, SurvivesWhatEscapesAnOperation) {
  const std::string answer = send("DELETE /b/k\nHost: localhost\n");
  EXPECT_TRUE(answer.starts_with("500\n"));
  EXPECT_NE(answer.find("<Code>InternalError</Code>"), std::string::npos);
  EXPECT_EQ(answer.find("broken"), std::string::npos);
  ASSERT_EQ(log.size(), 1u);
  EXPECT_NE(log[0].find("broken"), std::string::npos);
}

}  // namespace
}  // namespace cloudling::aws
