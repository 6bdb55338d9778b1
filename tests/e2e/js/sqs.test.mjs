// SQS under the SDK, which speaks the JSON protocol and checks the MD5 of what it sends and receives.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import {
  CreateQueueCommand, DeleteMessageBatchCommand, DeleteMessageCommand, GetQueueAttributesCommand, GetQueueUrlCommand,
  ListQueuesCommand, paginateListQueues, ReceiveMessageCommand, SendMessageBatchCommand, SendMessageCommand, SQSClient,
} from "@aws-sdk/client-sqs";

import { startServer } from "./server.mjs";

let server, sqs;

before(async () => {
  server = await startServer();
  sqs = new SQSClient(server.settings);
});

after(async () => {
  sqs.destroy();
  await server.stop();
});

const create = async (QueueName, Attributes) => (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl;

test("a message goes through with its attributes", async () => {
  const QueueUrl = await create("through");
  assert.equal(QueueUrl, `${server.endpoint}/000000000000/through`);
  const MessageAttributes = {
    text: { DataType: "String", StringValue: "grüße" },
    bytes: { DataType: "Binary", BinaryValue: new Uint8Array([0, 255, 16]) },
  };
  const sent = await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "hello", MessageAttributes }));
  const { Messages: [message] } = await sqs.send(new ReceiveMessageCommand({
    QueueUrl, MessageSystemAttributeNames: ["All"], MessageAttributeNames: ["All"],
  }));
  assert.equal(message.MessageId, sent.MessageId);
  assert.equal(message.MD5OfMessageAttributes, sent.MD5OfMessageAttributes);
  assert.equal(message.Attributes.ApproximateReceiveCount, "1");
  assert.deepEqual([...message.MessageAttributes.bytes.BinaryValue], [0, 255, 16]);
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
  assert.equal(Attributes.ApproximateNumberOfMessagesNotVisible, "0");
});

test("batches of a FIFO queue come in order", async () => {
  const QueueUrl = await create("ordered.fifo", { FifoQueue: "true", ContentBasedDeduplication: "true" });
  const Entries = ["a", "b", "c"].map((body) => ({ Id: body, MessageBody: body, MessageGroupId: "g" }));
  const sent = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  assert.equal(sent.Successful.length, 3);
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  assert.deepEqual(Messages.map((message) => message.Body), ["a", "b", "c"]);
  const deleted = await sqs.send(new DeleteMessageBatchCommand({
    QueueUrl, Entries: Messages.map(({ ReceiptHandle }, i) => ({ Id: `${i}`, ReceiptHandle })),
  }));
  assert.equal(deleted.Successful.length, 3);
});

test("a long poll ends when a message arrives", async () => {
  const QueueUrl = await create("awaited");
  const waiting = sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "here" }));
  assert.equal((await waiting).Messages[0].Body, "here");
});

test("queues are listed page by page", async () => {
  for (const i of [1, 2, 3]) await create(`page-${i}`);
  const urls = [];
  for await (const page of paginateListQueues({ client: sqs, pageSize: 2 }, { QueueNamePrefix: "page-" })) urls.push(...page.QueueUrls);
  assert.equal(urls.length, 3);
  assert.equal((await sqs.send(new ListQueuesCommand({ QueueNamePrefix: "none" }))).QueueUrls, undefined);
});

test("errors have AWS's names", async () => {
  await assert.rejects(sqs.send(new GetQueueUrlCommand({ QueueName: "absent" })), (error) =>
    error.name === "QueueDoesNotExist" || error.name === "AWS.SimpleQueueService.NonExistentQueue");
  const QueueUrl = await create("plain.fifo", { FifoQueue: "true" });
  await assert.rejects(sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "x" })), /must contain the parameter MessageGroupId/);
});
