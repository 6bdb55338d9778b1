// URLs, ARNs, receipt handles and digests.

#include <gtest/gtest.h>

#include "emulators/aws/error.h"
#include "emulators/sqs/digests.h"
#include "emulators/sqs/queue_names.h"
#include "emulators/sqs/receipts.h"

namespace cloudling::sqs {

namespace {

TEST(QueueUrls, MeanQueuesOnAnyHost) {
  aws::CallContext context;
  const auto meant = [&](const std::string& url) {
    const QueueName queue = parse_queue_url(context, url);
    return queue.account + " " + queue.region + " " + queue.name;
  };
  EXPECT_EQ(meant("http://localhost:4566/000000000000/q"), "000000000000 us-east-1 q");
  EXPECT_EQ(meant("http://[::1]:4566/111122223333/q.fifo"), "111122223333 us-east-1 q.fifo");
  EXPECT_EQ(meant("https://sqs.eu-west-1.amazonaws.com/111122223333/q"), "111122223333 eu-west-1 q");
  EXPECT_EQ(meant("http://sqs.us-gov-west-1.localhost.localstack.cloud:4566/111122223333/q/"),
            "111122223333 us-gov-west-1 q");
  EXPECT_EQ(meant("https://eu-central-1.queue.amazonaws.com/111122223333/q"), "111122223333 eu-central-1 q");
  EXPECT_EQ(meant("https://queue.amazonaws.com/111122223333/q"), "111122223333 us-east-1 q");
  EXPECT_EQ(meant("http://localhost:4566/queue/us-east-1/111122223333/q"), "111122223333 us-east-1 q");
  EXPECT_EQ(meant("/111122223333/q"), "111122223333 us-east-1 q");
  EXPECT_EQ(meant("q"), "000000000000 us-east-1 q");
  for (const char* bad : {"http://localhost/", "http://localhost/q q", "http://localhost/abc/q", "http://", ".fifo"}) {
    EXPECT_THROW(meant(bad), aws::Error) << bad;
  }
}

TEST(QueueArns, MeanQueues) {
  EXPECT_EQ(parse_queue_arn("arn:aws:sqs:eu-west-1:111122223333:q"), (QueueName{"111122223333", "eu-west-1", "q"}));
  EXPECT_EQ(parse_queue_arn("arn:aws:sqs:eu-west-1:111122223333:q")->arn(), "arn:aws:sqs:eu-west-1:111122223333:q");
  for (const char* bad : {"q", "arn:aws:sns:eu-west-1:111122223333:q", "arn:aws:sqs::111122223333:q",
                          "arn:aws:sqs:eu-west-1::q", "arn:aws:sqs:eu-west-1:111122223333:q/r"}) {
    EXPECT_FALSE(parse_queue_arn(bad)) << bad;
  }
}

TEST(Receipts, AreReadBack) {
  const std::string handle = receipt_handle({.queue = 7, .message = 8, .receives = 9});
  const auto receipt = parse_receipt_handle(handle);
  ASSERT_TRUE(receipt);
  EXPECT_EQ(receipt->queue, 7);
  EXPECT_EQ(receipt->message, 8);
  EXPECT_EQ(receipt->receives, 9);
  EXPECT_FALSE(parse_receipt_handle(""));
  EXPECT_FALSE(parse_receipt_handle("AQEB"));
  EXPECT_FALSE(parse_receipt_handle(handle + "A"));
  std::string changed = handle;
  changed[6] = changed[6] == 'A' ? 'B' : 'A';
  EXPECT_FALSE(parse_receipt_handle(changed));
}

TEST(Digests, AreThoseOfClients) {
  MessageAttributes attributes;
  attributes["timestamp"] = {.string_value = "1493147359900", .data_type = "Number"};
  EXPECT_EQ(md5_of_attributes(attributes), "235c5c510d26fb653d073faed50ae77c");
  attributes.clear();
  attributes["Raw"] = {.binary_value = aws::Blob{std::string("\x00\xff", 2)}, .data_type = "Binary"};
  attributes["Name"] = {.string_value = "value", .data_type = "String"};
  EXPECT_EQ(md5_of_attributes(attributes), "5e40fc762be071e94e14726651e39dad");
  EXPECT_EQ(md5_of_body("hello"), "5d41402abc4b2a76b9719d911017c592");
}

}  // namespace

}  // namespace cloudling::sqs
