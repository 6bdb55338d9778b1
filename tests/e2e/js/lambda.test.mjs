// Lambda under the SDK: the built-in resize function behind the real operations.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import {
  CreateFunctionCommand, DeleteFunctionCommand, GetFunctionCommand, InvokeCommand, InvokeWithResponseStreamCommand, LambdaClient, ListFunctionsCommand,
} from "@aws-sdk/client-lambda";

import { startServer } from "./server.mjs";

// An empty zip archive: the built-in function has no code of its own.
const ZipFile = Buffer.from("UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==", "base64");
let server, lambda;

before(async () => {
  server = await startServer();
  lambda = new LambdaClient(server.settings);
});

after(async () => {
  lambda.destroy();
  await server.stop();
});

const create = (FunctionName, changes = {}) => lambda.send(new CreateFunctionCommand({
  FunctionName, Runtime: "provided.al2023", Handler: "cloudling.resize", Role: "arn:aws:iam::000000000000:role/resizer",
  Code: { ZipFile }, ...changes,
}));

test("a function is made, read, listed and deleted", async () => {
  const made = await create("made", { MemorySize: 256, Environment: { Variables: { RESIZED_BUCKET: "x" } } });
  assert.equal(made.FunctionArn, "arn:aws:lambda:us-east-1:000000000000:function:made");
  const read = await lambda.send(new GetFunctionCommand({ FunctionName: "made" }));
  assert.equal(read.Configuration.MemorySize, 256);
  assert.deepEqual(read.Configuration.Environment.Variables, { RESIZED_BUCKET: "x" });
  const listed = await lambda.send(new ListFunctionsCommand({}));
  assert.deepEqual(listed.Functions.map((item) => item.FunctionName).sort(), ["made", "resize-image"]);
  await lambda.send(new DeleteFunctionCommand({ FunctionName: "made" }));
  await assert.rejects(lambda.send(new GetFunctionCommand({ FunctionName: "made" })), { name: "ResourceNotFoundException" });
});

test("a call that finds no image answers with a status of failure", async () => {
  const answer = await lambda.send(new InvokeCommand({
    FunctionName: "resize-image", Payload: JSON.stringify({ bucket: "images-original", key: "absent.png" }),
  }));
  assert.equal(answer.StatusCode, 200);
  const result = JSON.parse(Buffer.from(answer.Payload).toString());
  assert.equal(result.status, "fail");
  assert.ok(result.error);
});

test("an answer is read as a stream of events", async () => {
  const answer = await lambda.send(new InvokeWithResponseStreamCommand({
    FunctionName: "resize-image", LogType: "Tail", Payload: JSON.stringify({ bucket: "images-original", key: "absent.png" }),
  }));
  let payload = "", complete;
  for await (const event of answer.EventStream) {
    if (event.PayloadChunk) payload += Buffer.from(event.PayloadChunk.Payload).toString();
    complete ??= event.InvokeComplete;
  }
  assert.equal(answer.ExecutedVersion, "$LATEST");
  assert.equal(JSON.parse(payload).status, "fail");
  assert.equal(complete.ErrorCode, undefined);
  assert.match(Buffer.from(complete.LogResult, "base64").toString(), /REPORT RequestId/);
});

test("a dry run and an asynchronous call have AWS's statuses", async () => {
  const dry = await lambda.send(new InvokeCommand({ FunctionName: "resize-image", InvocationType: "DryRun" }));
  assert.equal(dry.StatusCode, 204);
  const event = await lambda.send(new InvokeCommand({ FunctionName: "resize-image", InvocationType: "Event", Payload: "{}" }));
  assert.equal(event.StatusCode, 202);
});

test("errors have AWS's names", async () => {
  await create("twice");
  await assert.rejects(create("twice"), { name: "ResourceConflictException" });
  await assert.rejects(create("bad name!"), (error) => /ValidationException|InvalidParameterValueException/.test(error.name));
  await assert.rejects(lambda.send(new InvokeCommand({ FunctionName: "resize-image", Payload: "{" })), { name: "InvalidRequestContentException" });
  await assert.rejects(lambda.send(new InvokeCommand({ FunctionName: "absent" })), { name: "ResourceNotFoundException" });
});
