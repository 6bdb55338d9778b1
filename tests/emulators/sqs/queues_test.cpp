// Queues: their names, attributes, policies, tags.

#include "tests/emulators/sqs/world.h"

namespace cloudling::sqs {

namespace {

json::Value of_queue(const std::string& url) {
  json::Value input = json::Value::object();
  input["QueueUrl"] = url;
  return input;
}

json::Value with_attribute(const std::string& key, const std::string& queue, const std::string& name,
                           const std::string& value) {
  json::Value input = json::Value::object();
  input[key] = queue;
  input["Attributes"] = json::Value::object();
  input["Attributes"][name] = value;
  return input;
}

TEST(Queues, AreCreatedFoundAndDeleted) {
  World world;
  const std::string url = world.create("jobs");
  EXPECT_EQ(url, "http://localhost:4566/000000000000/jobs");
  EXPECT_EQ(world.call("GetQueueUrl", parsed(R"({"QueueName": "jobs"})")).at("QueueUrl"), url);
  EXPECT_EQ(world.call("ListQueues", parsed("{}")), parsed(R"({"QueueUrls": [")" + url + R"("]})"));
  world.call("DeleteQueue", of_queue(url));
  EXPECT_EQ(world.error("GetQueueUrl", parsed(R"({"QueueName": "jobs"})")),
            "QueueDoesNotExist: The specified queue does not exist.");
  EXPECT_EQ(world.error("DeleteQueue", of_queue(url)), "QueueDoesNotExist: The specified queue does not exist.");
  EXPECT_EQ(world.call("ListQueues", parsed("{}")), parsed("{}"));
}

TEST(Queues, HaveTheUrlOfTheHostThatWasAsked) {
  World world;
  aws::CallContext context;
  context.host = "sqs.eu-west-1.localhost:4566";
  context.tls = true;
  context.account = "111122223333";
  const json::Value made = world.call("CreateQueue", parsed(R"({"QueueName": "jobs"})"), context);
  EXPECT_EQ(made.at("QueueUrl"), "https://sqs.eu-west-1.localhost:4566/111122223333/jobs");
}

TEST(Queues, CanBeCreatedAgainWithEqualAttributes) {
  World world;
  const std::string url = world.create("jobs", {{"DelaySeconds", "5"}});
  EXPECT_EQ(world.create("jobs", {{"DelaySeconds", "5"}}), url);
  EXPECT_EQ(world.create("jobs", {{"VisibilityTimeout", "30"}}), url);
  EXPECT_EQ(world.create("jobs"), url);
  EXPECT_EQ(world.error("CreateQueue", with_attribute("QueueName", "jobs", "DelaySeconds", "6")),
            "QueueNameExists: A queue already exists with the same name and a different value for attribute "
            "DelaySeconds");
}

TEST(Queues, HaveDefaults) {
  World world;
  const std::string url = world.create("jobs");
  json::Value input = of_queue(url);
  input["AttributeNames"] = parsed(R"(["All"])");
  EXPECT_EQ(world.call("GetQueueAttributes", input).at("Attributes"), parsed(R"({
    "ApproximateNumberOfMessages": "0", "ApproximateNumberOfMessagesDelayed": "0",
    "ApproximateNumberOfMessagesNotVisible": "0", "CreatedTimestamp": "1700000000", "DelaySeconds": "0",
    "LastModifiedTimestamp": "1700000000", "MaximumMessageSize": "1048576", "MessageRetentionPeriod": "345600",
    "QueueArn": "arn:aws:sqs:us-east-1:000000000000:jobs", "ReceiveMessageWaitTimeSeconds": "0",
    "SqsManagedSseEnabled": "true", "VisibilityTimeout": "30"})"));
  EXPECT_EQ(world.call("GetQueueAttributes", of_queue(url)), parsed("{}"));
  const std::string fifo = world.create("jobs.fifo", {{"FifoQueue", "true"}});
  EXPECT_EQ(world.attribute(fifo, "DeduplicationScope"), "queue");
  EXPECT_EQ(world.attribute(fifo, "FifoThroughputLimit"), "perQueue");
}

TEST(Queues, RefuseBadNames) {
  World world;
  for (const char* name : {"a b", "a.b", "a/b", "jobs.fifo",
                           "123456789012345678901234567890123456789012345678901234567890123456789012345678901"}) {
    json::Value input = json::Value::object();
    input["QueueName"] = name;
    EXPECT_EQ(world.error("CreateQueue", input),
              "InvalidParameterValueException: Can only include alphanumeric characters, hyphens, or underscores. 1 to "
              "80 in length");
  }
  EXPECT_EQ(world.error("CreateQueue", with_attribute("QueueName", "jobs", "FifoQueue", "true")),
            "InvalidParameterValueException: The name of a FIFO queue can only include alphanumeric characters, "
            "hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.");
  EXPECT_EQ(world.error("CreateQueue", parsed("{}")),
            "MissingRequiredParameterException: The request must contain the parameter QueueName.");
}

TEST(Queues, RefuseBadAttributes) {
  World world;
  const std::string url = world.create("jobs");
  const auto error = [&](const std::string& name, const std::string& value) {
    return world.error("SetQueueAttributes", with_attribute("QueueUrl", url, name, value));
  };
  EXPECT_EQ(error("DelaySeconds", "901"), "InvalidAttributeValue: Invalid value for the parameter DelaySeconds.");
  EXPECT_EQ(error("MaximumMessageSize", "1048577"),
            "InvalidAttributeValue: Invalid value for the parameter MaximumMessageSize.");
  EXPECT_EQ(error("VisibilityTimeout", "soon"),
            "InvalidAttributeValue: Invalid value for the parameter VisibilityTimeout.");
  EXPECT_EQ(error("Policy", "{"), "InvalidAttributeValue: Invalid value for the parameter Policy.");
  EXPECT_EQ(error("Colour", "red"), "InvalidAttributeName: Unknown Attribute Colour.");
  EXPECT_EQ(error("QueueArn", "x"), "InvalidAttributeName: Unknown Attribute QueueArn.");
  EXPECT_EQ(error("FifoQueue", "true"), "InvalidAttributeName: Unknown Attribute FifoQueue.");
  EXPECT_EQ(world.error("SetQueueAttributes", of_queue(url)),
            "MissingRequiredParameterException: The request must contain the parameter Attribute.Name.");
  json::Value unknown = of_queue(url);
  unknown["AttributeNames"] = parsed(R"(["Colour"])");
  EXPECT_EQ(world.error("GetQueueAttributes", unknown), "InvalidAttributeName: Unknown Attribute Colour.");
}

TEST(Queues, TakeNewAttributes) {
  World world;
  const std::string url = world.create("jobs");
  world.clock.advance(5000);
  world.call("SetQueueAttributes", with_attribute("QueueUrl", url, "VisibilityTimeout", "007"));
  EXPECT_EQ(world.attribute(url, "VisibilityTimeout"), "7");
  EXPECT_EQ(world.attribute(url, "LastModifiedTimestamp"), "1700000005");
  world.call("SetQueueAttributes", with_attribute("QueueUrl", url, "KmsMasterKeyId", "alias/aws/sqs"));
  EXPECT_EQ(world.attribute(url, "SqsManagedSseEnabled"), "false");
  EXPECT_EQ(world.attribute(url, "KmsDataKeyReusePeriodSeconds"), "300");
}

TEST(Queues, CheckTheirRedrivePolicy) {
  World world;
  const std::string url = world.create("jobs");
  world.create("dead");
  world.create("dead.fifo", {{"FifoQueue", "true"}});
  const auto error = [&](const std::string& policy) {
    const std::string text =
        world.error("SetQueueAttributes", with_attribute("QueueUrl", url, "RedrivePolicy", policy));
    const size_t reason = text.find("Reason: ");
    return reason == std::string::npos ? text : text.substr(reason + 8);
  };
  EXPECT_EQ(error("5"), "Redrive policy is not a valid JSON map.");
  EXPECT_EQ(error(R"({"maxReceiveCount": 3})"),
            "Redrive policy does not contain mandatory attribute: deadLetterTargetArn.");
  EXPECT_EQ(error(R"({"deadLetterTargetArn": ")" + arn_of("dead") + R"("})"),
            "Redrive policy does not contain mandatory attribute: maxReceiveCount.");
  EXPECT_EQ(error(redrive_to("dead", 0)),
            "Invalid value for maxReceiveCount: 0, valid values are from 1 to 1000 both inclusive.");
  EXPECT_EQ(error(redrive_to("absent", 3)), "Dead letter target does not exist.");
  EXPECT_EQ(error(redrive_to("dead.fifo", 3)), "Dead-letter queue must be same type of queue as the source.");
  EXPECT_EQ(error(redrive_to("dead", 3)), "");
  EXPECT_EQ(world.attribute(url, "RedrivePolicy"), redrive_to("dead", 3));
  json::Value of_dead = of_queue("http://localhost/000000000000/dead");
  EXPECT_EQ(world.call("ListDeadLetterSourceQueues", of_dead).at("queueUrls"), json::Value::array({url}));
  EXPECT_EQ(error(""), "");
  EXPECT_EQ(world.attribute(url, "RedrivePolicy"), "");
}

TEST(Queues, SayWhoseDeadLettersTheyTake) {
  World world;
  const std::string url = world.create("jobs");
  const std::string dead = world.create("dead");
  const auto set = [&](const std::string& queue, const std::string& name, const std::string& value) {
    return world.error("SetQueueAttributes", with_attribute("QueueUrl", queue, name, value));
  };
  EXPECT_NE(set(dead, "RedriveAllowPolicy", R"({"redrivePermission": "perhaps"})"), "");
  EXPECT_NE(set(dead, "RedriveAllowPolicy", R"({"redrivePermission": "byQueue"})"), "");
  EXPECT_EQ(set(dead, "RedriveAllowPolicy", R"({"redrivePermission": "denyAll"})"), "");
  EXPECT_NE(set(url, "RedrivePolicy", redrive_to("dead", 3)), "");
  EXPECT_EQ(set(dead, "RedriveAllowPolicy",
                R"({"redrivePermission": "byQueue", "sourceQueueArns": [")" + arn_of("jobs") + R"("]})"),
            "");
  EXPECT_EQ(set(url, "RedrivePolicy", redrive_to("dead", 3)), "");
}

TEST(Queues, AreListedByPrefixPageByPage) {
  World world;
  for (const char* name : {"b1", "a3", "a1", "a2", "A4"}) world.create(name);
  json::Value input = parsed(R"({"QueueNamePrefix": "a", "MaxResults": 2})");
  json::Value page = world.call("ListQueues", input);
  const std::string base = "http://localhost:4566/000000000000/";
  EXPECT_EQ(page.at("QueueUrls"), json::Value::array({base + "a1", base + "a2"}));
  input["NextToken"] = page.at("NextToken");
  page = world.call("ListQueues", input);
  EXPECT_EQ(page, json::Value({{"QueueUrls", json::Value::array({base + "a3"})}}));
  input["QueueNamePrefix"] = "b";
  EXPECT_EQ(world.error("ListQueues", input), "InvalidParameterValueException: Invalid or expired next token.");
}

TEST(Queues, HaveTags) {
  World world;
  world.call("CreateQueue", parsed(R"({"QueueName": "jobs", "tags": {"team": "images"}})"));
  json::Value input = parsed(R"({"QueueUrl": "jobs", "Tags": {"stage": "test"}})");
  world.call("TagQueue", input);
  EXPECT_EQ(world.call("ListQueueTags", parsed(R"({"QueueUrl": "jobs"})")).at("Tags"),
            parsed(R"({"stage": "test", "team": "images"})"));
  world.call("UntagQueue", parsed(R"({"QueueUrl": "jobs", "TagKeys": ["team", "stage"]})"));
  EXPECT_EQ(world.call("ListQueueTags", parsed(R"({"QueueUrl": "jobs"})")), parsed("{}"));
}

TEST(Queues, HavePermissions) {
  World world;
  const std::string url = world.create("jobs");
  const json::Value grant = parsed(R"({"QueueUrl": "jobs", "Label": "send", "AWSAccountIds": ["111122223333"],
                                       "Actions": ["SendMessage", "GetQueueUrl"]})");
  world.call("AddPermission", grant);
  EXPECT_EQ(parsed(world.attribute(url, "Policy")), parsed(R"({"Version": "2012-10-17",
    "Id": "arn:aws:sqs:us-east-1:000000000000:jobs/SQSDefaultPolicy", "Statement": [{"Sid": "send", "Effect": "Allow",
    "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": ["SQS:SendMessage", "SQS:GetQueueUrl"],
    "Resource": "arn:aws:sqs:us-east-1:000000000000:jobs"}]})"));
  EXPECT_EQ(world.error("AddPermission", grant),
            "InvalidParameterValueException: Value send for parameter Label is invalid. Reason: Already exists.");
  const json::Value label = parsed(R"({"QueueUrl": "jobs", "Label": "send"})");
  world.call("RemovePermission", label);
  EXPECT_EQ(world.attribute(url, "Policy"), "");
  EXPECT_EQ(world.error("RemovePermission", label),
            "InvalidParameterValueException: Value send for parameter Label is invalid. Reason: can't find label.");
}

}  // namespace

}  // namespace cloudling::sqs
